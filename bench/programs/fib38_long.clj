;; As fib38, with the types of argument and result declared.
(ns fib38-long (:require [timing]))
(defn fib ^long [^long n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(defn -main [& _] (timing/report #(fib 38)))
