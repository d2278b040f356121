(ns maps (:require [timing]))
(defn run [n]
  (let [m (loop [i 1 m {}] (if (<= i n) (recur (inc i) (assoc m i i)) m))]
    (loop [i 1 s 0] (if (<= i n) (recur (inc i) (+ s (get m i))) s))))
(defn -main [& _] (timing/report #(run 200000)))
