;; Places to shift by that are known by what a loop or a test says of them, not by a constant.
(ns num-shift-known)
(defn after-loop [x] (unsigned-bit-shift-right x (loop [i 0] (if (< i 8) (recur (inc i)) i))))
(defn if-eight [x n] (if (= n 8) [(unsigned-bit-shift-right x n) (bit-shift-right x n) (bit-shift-left x n)] :other))
(defn within [x n] (if (and (< 3 n) (< n 10)) (unsigned-bit-shift-right x n) :outside))
(defn all []
  (doseq [x [-1 0 1 -8 1000 Long/MIN_VALUE Long/MAX_VALUE 1152921504606846975 -1152921504606846976 -1152921504606846977]]
    (println x (after-loop x) (if-eight x 8) (if-eight x 9) (within x 4) (within x 9) (within x 3))))
(dotimes [_ 3] (all))
(defn sum [n] (loop [i 0 s 0] (if (< i n) (recur (inc i) (bit-xor s (after-loop (- i)))) s)))
(println (sum 100000))
(all)
