;; Bit operations on 64-bit integers.
(prn (bit-and 12 10) (bit-or 12 10) (bit-xor 12 10) (bit-not 0) (bit-not -1) (bit-and-not 12 10))
(prn (bit-shift-left 1 10) (bit-shift-right 1024 3) (bit-shift-right -16 2) (unsigned-bit-shift-right -1 60))
(prn (bit-shift-left 1 62) (bit-shift-left 1 63) (bit-shift-left 1 64) (bit-shift-left 3 61))
(prn (bit-set 0 5) (bit-clear 255 0) (bit-flip 8 3) (bit-test 8 3) (bit-test 8 2))
(prn (bit-and 0xFFFFFFFFFFFF 0x0F0F0F0F0F0F) (bit-or 1152921504606846976 1) (bit-xor -1 9223372036854775807))
(prn (bit-and 1 3 7) (bit-or 1 2 4) (bit-xor 1 2 4))
(defn popcount [n] (loop [n n c 0] (if (zero? n) c (recur (unsigned-bit-shift-right n 1) (+ c (bit-and n 1))))))
(prn (map popcount [0 1 255 -1 9223372036854775807]))
(defn xorshift [x]
  (let [x (bit-xor x (bit-shift-left x 13))
        x (bit-xor x (unsigned-bit-shift-right x 7))]
    (bit-xor x (bit-shift-left x 17))))
(prn (take 6 (iterate xorshift 88172645463325252)))
(prn (unchecked-add-int 2147483647 1) (unchecked-multiply-int 65536 65536) (unchecked-subtract 0 9223372036854775807))
(prn (unchecked-int 4294967295) (unchecked-byte 255) (unchecked-short 65535) (unchecked-long 3.7))
(prn (try (bit-and 1.5 1) (catch Exception e :bad)))
