(ns sieve (:require [timing]))
(defn sieve [n]
  (let [composite (boolean-array (inc n))]
    (loop [i 2]
      (when (<= (* i i) n)
        (when-not (aget composite i)
          (loop [j (* i i)] (when (<= j n) (aset composite j true) (recur (+ j i)))))
        (recur (inc i))))
    (loop [i 2 total 0] (if (<= i n) (recur (inc i) (if (aget composite i) total (inc total))) total))))
(defn -main [& _] (timing/report #(sieve 1000000)))
