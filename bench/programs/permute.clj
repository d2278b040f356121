;; All permutations of 7 elements by exchanges in an array, 5 times; counts the calls.
(ns permute (:require [timing]))
(defn swap [^longs v ^long i ^long j] (let [t (aget v i)] (aset v i (aget v j)) (aset v j t)))
(defn permute ^long [^longs v ^long n]
  (if (zero? n)
    1
    (let [last (dec n)]
      (loop [i last calls (inc (permute v last))]
        (if (neg? i)
          calls
          (do (swap v last i)
              (let [calls (+ calls (permute v last))]
                (swap v last i)
                (recur (dec i) calls))))))))
(defn run [] (loop [i 0 total 0] (if (< i 5) (recur (inc i) (+ total (permute (long-array (range 7)) 7))) total)))
(defn -main [& _] (timing/report run 1000))
