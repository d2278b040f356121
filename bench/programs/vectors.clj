(ns vectors (:require [timing]))
(defn run [n]
  (let [v (loop [i 0 v []] (if (< i n) (recur (inc i) (conj v i)) v))
        v (loop [i 0 v v] (if (< i n) (recur (inc i) (assoc v i (inc (nth v i)))) v))]
    (reduce + v)))
(defn -main [& _] (timing/report #(run 500000)))
