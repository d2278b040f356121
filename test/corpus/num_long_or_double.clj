;; What is a long beyond the fixnums on one way and a double on the other, where a double is wanted.
(ns num-long-or-double)
(defn either [a b c] (double (if (pos? b) (unchecked-multiply (- (if (>= c -1) c a)) 5) (max (- b 0.1) (bit-and 1152921504606846970 c)))))
(defn kinds [p ^long n ^double x] (let [v (if p (unchecked-multiply n 4611686018427387907) x)] [(+ v 0.5) (< v 1.5) (Math/sqrt (double v)) (* 2.0 v) (== v x)]))
(defn in-loop [n] (loop [i 0 v 0.5 s 0.0] (if (< i n) (recur (inc i) (if (even? i) (unchecked-multiply i 4611686018427387907) (* v 0.5)) (+ s v)) s)))
(defn whole [x] (if (and (double? x) (< 1e15 (Math/abs (double x)) 1e300)) (Double/doubleToLongBits x) x))
(defn all []
  (doseq [a [1 -1 9007199254740993 Long/MAX_VALUE] b [1 -2.5 0.0] c [3 -3 4611686018427387905 -9223372036854775807]]
    (print (whole (either a b c)) ""))
  (println)
  (doseq [p [true false] n [0 1 3 -7 1000003] x [0.5 -1.0 1e30]] (print (mapv whole (kinds p n x)) ""))
  (println (whole (in-loop 10)) (whole (in-loop 1001))))
(all)
(dotimes [_ 3000] (either 3 1 -9223372036854775807) (either 3 -1.5 4611686018427387905) (kinds true 1000003 0.5) (kinds false 3 1e30))
(dotimes [_ 20] (in-loop 1000))
(all)
(println (abs -9.223372036854776E18) (abs -9223372036854775808) (abs -9223372036854775808N) (abs -1/2) (abs -3))
