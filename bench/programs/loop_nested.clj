;; Three nested loops over integers, 400 x 300 x 300, whose sum depends on every counter.
(ns loop-nested (:require [timing]))
(defn nested [^long n ^long m]
  (loop [i 0 sum 0]
    (if (< i n)
      (recur (inc i)
             (long (loop [j 0 sum sum]
                     (if (< j m)
                       (recur (inc j)
                              (long (loop [k 0 sum sum]
                                      (if (< k m)
                                        (recur (inc k) (if (< (bit-and (+ i j k) 7) 4) (+ sum (- j k)) (+ sum i)))
                                        sum))))
                       sum))))
      sum)))
(defn -main [& _] (timing/report #(nested 400 300)))
