;; Two random generators, 5,000,000 steps each: one with full checked multiplications, one that wraps at 64 bits.
(ns loop-lcg (:require [timing]))
(defn checked [^long n]
  (loop [i 0 x 42] (if (< i n) (recur (inc i) (mod (+ (* x 1103515245) 12345) 2147483648)) x)))
(defn wrapping [^long n]
  (loop [i 0 x 42]
    (if (< i n)
      (recur (inc i) (unchecked-add (unchecked-multiply x 6364136223846793005) 1442695040888963407))
      (unsigned-bit-shift-right x 33))))
(defn -main [kind] (let [f (case kind "checked" checked "wrapping" wrapping)] (timing/report #(f 5000000))))
