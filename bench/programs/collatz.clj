(ns collatz (:require [timing]))
(defn steps [n] (loop [n n c 0] (if (= n 1) c (recur (if (even? n) (quot n 2) (+ 1 (* 3 n))) (inc c)))))
(defn longest [limit]
  (loop [n 1 best 0 at 0]
    (if (< n limit)
      (let [s (steps n)] (if (> s best) (recur (inc n) s n) (recur (inc n) best at)))
      at)))
(defn -main [& _] (timing/report #(longest 100000)))
