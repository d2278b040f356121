;; As fib30, long enough for compiled code to be measured.
(ns fib38 (:require [timing]))
(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(defn -main [& _] (timing/report #(fib 38)))
