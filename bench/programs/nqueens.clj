(ns nqueens (:require [timing]))
(defn safe? [q d qs] (if-let [[x & more] (seq qs)] (and (not= q x) (not= q (+ x d)) (not= q (- x d)) (recur q (inc d) more)) true))
(defn place [n k qs]
  (if (zero? k)
    1
    (loop [q 0 total 0]
      (if (< q n)
        (recur (inc q) (if (safe? q 1 qs) (+ total (place n (dec k) (cons q qs))) total))
        total))))
(defn -main [& _] (timing/report #(loop [i 0 r 0] (if (< i 10) (recur (inc i) (place 8 8 ())) r))))
