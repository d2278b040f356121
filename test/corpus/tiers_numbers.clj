;; oracle: hand
;; Numbers where compiled code and the interpreter have differed.
(defn times [x y] (* x y))
(defn by-two [x] (times x 2))
(prn (times 2 3) (by-two 7))
(prn (times -1073741824 -1073741824) (times -1 -1152921504606846976) (times -1152921504606846976 -1) (times 1000000006 1000000006))
(defn same [x] (= x x))
(prn (same 1) (same ##NaN) (same 1e300) (same [1]))
(defn of-float [x] (let [y (* 1.0 x)] [(= y y) (== y y) (identical? y y) (= [y] [y])]))
(prn (of-float 2) (of-float ##NaN) (of-float 1e300))
