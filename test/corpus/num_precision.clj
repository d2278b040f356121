;; with-precision and *math-context*: decimals rounded to a number of digits, in each mode.
(prn (with-precision 3 (/ 1M 3)) (with-precision 3 :rounding UP (/ 2M 3)) (with-precision 3 :rounding DOWN (/ 2M 3)))
(prn (with-precision 3 (+ 1.2345M 1)) (with-precision 2 (* 1.25M 1)) (with-precision 2 (- 100M 0.01M)) (with-precision 1 (inc 9.6M)))
(prn (with-precision 5 (/ 1M 4)) (with-precision 10 (/ 100M 4)) (with-precision 2 (/ 1M 8)) (with-precision 3 (/ 100M 3)))
(prn (with-precision 3 :rounding FLOOR (/ -1M 3)) (with-precision 3 :rounding CEILING (/ -1M 3)) (with-precision 4 (+ 1/3 1M)))
(doseq [n [2.5M -2.5M 3.5M 2.4M 2.6M -2.6M]]
  (prn n
       (with-precision 1 :rounding HALF_UP (* n 1M)) (with-precision 1 :rounding HALF_DOWN (* n 1M))
       (with-precision 1 :rounding HALF_EVEN (* n 1M)) (with-precision 1 :rounding UP (* n 1M))
       (with-precision 1 :rounding DOWN (* n 1M)) (with-precision 1 :rounding FLOOR (* n 1M)) (with-precision 1 :rounding CEILING (* n 1M))))
(prn (try (with-precision 1 :rounding UNNECESSARY (* 2.5M 1M)) (catch ArithmeticException e :inexact)) (with-precision 2 :rounding UNNECESSARY (* 2.5M 1M)))
(prn (try (/ 1M 3) (catch ArithmeticException e :never-ends)) (with-precision 3 (with-precision 5 (/ 1M 3))) (with-precision 3 (+ 1 2) ) (with-precision 3 (/ 1.0 3)))
(defn third [] (/ 1M 3))
(prn (with-precision 6 (third)) (binding [*math-context* (java.math.MathContext. 4)] (third)) (with-precision 2 (reduce + [1.11M 2.22M 3.33M])))
