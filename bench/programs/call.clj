;; A server that keeps a number, and a client that asks it with a fresh reference for every call.
(ns call (:require [clojure.actors :refer [spawn self ! receive make-ref]] [timing]))
(defn server [total] (receive [:add ref from n] (do (! from [ref (+ total n)]) (recur (+ total n))) :stop nil))
(defn call [pid n]
  (let [ref (make-ref)]
    (! pid [:add ref (self) n])
    (receive [(= ref) total] total)))
(defn run [n]
  (let [pid (spawn server 0)
        total (loop [i 0 total 0] (if (< i n) (recur (inc i) (call pid 1)) total))]
    (! pid :stop)
    total))
(defn -main [n] (let [n (parse-long n)] (timing/report #(run n))))
