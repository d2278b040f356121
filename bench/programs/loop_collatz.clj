;; The longest Collatz chain below 300,000: a loop of tests, divisions by two and checked arithmetic.
(ns loop-collatz (:require [timing]))
(defn steps [^long n] (loop [n n c 0] (if (= n 1) c (recur (if (even? n) (quot n 2) (+ 1 (* 3 n))) (inc c)))))
(defn longest [^long limit]
  (loop [n 1 best 0 at 0]
    (if (< n limit)
      (let [s (long (steps n))] (if (> s best) (recur (inc n) s n) (recur (inc n) best at)))
      (str at " " best))))
(defn -main [& _] (timing/report #(longest 300000)))
