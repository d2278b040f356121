;; Records are read back from what they print.
(ns my.app-x (:require [clojure.edn :as edn]))
(defrecord R [a b])
(defn outcome [f] (try (f) (catch Throwable e (.getName (class e)))))
(prn (read-string "#my.app_x.R{:a 1 :b [2]}") (read-string "#my.app_x.R[1 2]") (= (->R 1 2) (read-string (pr-str (->R 1 2)))))
(prn (read-string "[#my.app_x.R[1 #my.app_x.R[3 4]]]") (read-string "#my.app_x.R{:a 1 :c 3}"))
(prn (outcome #(read-string "#no.such.R[1]")) (outcome #(edn/read-string "#my.app_x.R[1 2]")) (edn/read-string {:default vector} "#my.app_x.R[1 2]"))
(prn (binding [*default-data-reader-fn* vector] (read-string "[#my.app_x.R[1 2] #other 3]")) (outcome #(read-string "#other 3")))
