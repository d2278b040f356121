;; Solutions of 12 queens, with columns and diagonals as sets of bits.
(ns loop-queens (:require [timing]))
(defn place ^long [^long all ^long columns ^long left ^long right]
  (if (= columns all)
    1
    (loop [free (bit-and all (bit-not (bit-or columns left right))) total 0]
      (if (zero? free)
        total
        (let [queen (bit-and free (- free))]
          (recur (bit-xor free queen)
                 (+ total (place all
                                 (bit-or columns queen)
                                 (bit-and all (bit-shift-left (bit-or left queen) 1))
                                 (unsigned-bit-shift-right (bit-or right queen) 1)))))))))
(defn -main [& _] (timing/report #(place (dec (bit-shift-left 1 12)) 0 0 0)))
