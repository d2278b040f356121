;; As call, through the library's own call and reply, which notice the end of the server.
(ns servercall (:require [clojure.actors :refer [spawn ! receive call reply]] [timing]))
(defn server [total] (receive [:call from [:add n]] (do (reply from (+ total n)) (recur (+ total n))) :stop nil))
(defn run [n]
  (let [pid   (spawn server 0)
        total (loop [i 0 total 0] (if (< i n) (recur (inc i) (call pid [:add 1])) total))]
    (! pid :stop)
    total))
(defn -main [n] (let [n (parse-long n)] (timing/report #(run n))))
