;; Primes below 2,000,000, marked in a byte array.
(ns loop-sieve (:require [timing]))
(defn sieve [^long n]
  (let [^bytes composite (byte-array (inc n))
        marked (byte 1)]
    (loop [i 2]
      (when (<= (* i i) n)
        (when (zero? (aget composite i))
          (loop [j (* i i)] (when (<= j n) (aset composite j marked) (recur (+ j i)))))
        (recur (inc i))))
    (loop [i 2 total 0] (if (<= i n) (recur (inc i) (if (zero? (aget composite i)) (inc total) total)) total))))
(defn -main [& _] (timing/report #(sieve 2000000)))
