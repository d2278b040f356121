;; Integers of all sizes with each other: sums, differences, products, quotients, comparisons, and what is equal to what.
(def parts [0N 1N -1N 2N 9N 4294967295N 4294967296N -4294967296N 9223372036854775807N 9223372036854775808N -9223372036854775808N
            18446744073709551615N 18446744073709551616N -18446744073709551617N 340282366920938463463374607431768211455N
            340282366920938463463374607431768211456N -340282366920938463463374607431768211457N 123456789012345678901234567890N
            (reduce *' (range 1 60)) (- (reduce *' (range 1 61))) (bigint (.shiftLeft (biginteger 1) 2047)) (bigint (.subtract (.shiftLeft (biginteger 1) 1024) (biginteger 1)))])
(def longs [0 1 -1 3 -7 4294967295 4294967296 -4294967297 1000000007 Long/MAX_VALUE])
(defn brief [x] (let [s (str x)] (if (< (count s) 60) s (str (subs s 0 25) ".." (count s) ".." (subs s (- (count s) 25))))))
(defn all [f] (reduce (fn [h [a b]] (let [r (try (f a b) (catch ArithmeticException e :none))] (hash (str h r (class r)))))
                      0 (for [a (concat parts longs) b (concat parts longs) :when (not (and (int? a) (int? b)))] [a b])))
(doseq [[n f] [["+" +] ["-" -] ["*" *] ["quot" quot] ["rem" rem] ["mod" mod] ["+'" +'] ["-'" -'] ["*'" *'] ["<" <] ["<=" <=] [">" >] [">=" >=] ["==" ==] ["=" =] ["compare" (fn [a b] (str (compare a b)))] ["max" max] ["min" min]
               ["/" (fn [a b] (brief (/ a b)))]]]
  (println n (all f)))
(doseq [a (take 14 parts) b [3 -5 4294967296N -1N]]
  (println (brief (+ a b)) (brief (- a b)) (brief (- b a)) (brief (* a b)) (brief (quot a b)) (brief (rem a b)) (brief (mod a b)) (< a b) (== a b) (compare a b)))
(println (class (+ 1 1N)) (class (- 5N 5N)) (class (* 0 7N)) (class (quot 7N 7)) (- 5N 5N) (= 0 (- 5N 5N)) (hash (- 5N 5N)) (hash 0N) (zero? (rem 6N 3)) (neg? (- 1N 2)) (pos? 1N) (even? (* 2N 3)) (odd? -3N))
(println (inc 9223372036854775807N) (dec -9223372036854775808N) (- 9223372036854775808N) (abs -5N) (inc' Long/MAX_VALUE) (dec' Long/MIN_VALUE) (*' Long/MAX_VALUE 2) (+' Long/MAX_VALUE Long/MAX_VALUE))
(println (try (quot 1N 0) (catch ArithmeticException e (ex-message e))) (try (rem 5 0N) (catch ArithmeticException e (ex-message e))) (+ 1N 0.5) (* 2N 1/2) (< 1N 1.5) (== 1N 1.0) (+ 1N 1.5M) (= 1N 1) (= 1N 1.0))
(defn fact [n] (if (zero? n) 1N (* n (fact (dec n)))))
(println (fact 25) (brief (fact 100)) (brief (fact 300)) (= (/ (fact 300) (fact 299)) 300))
(println (brief (nth (map first (iterate (fn [[a b]] [b (+ a b)]) [0N 1N])) 1000)))
(println (brief (reduce * (repeat 500 3N))) (brief (.pow (biginteger 7) 400)) (reduce + (map #(mod % 97N) (take 50 (iterate #(* 31 %) 1N)))))
(defn digits-of [n] (loop [n n s 0] (if (zero? n) s (recur (quot n 10) (+ s (rem n 10))))))
(println (digits-of (fact 100)) (digits-of (reduce * (repeat 1000 2N))))
(defn run [n] (loop [i 0 x 1N] (if (< i n) (recur (inc i) (rem (+ (* x 6364136223846793005N) 1442695040888963407N) 340282366920938463463374607431768211507N)) x)))
(println (run 3000))
(println (sort [5N 3 10000000000000000000000N -1N 2.5 1/2]) (frequencies (map class [(+ 1N 1) 1 (bigint 1)])) (get {1N :a} 1) (contains? #{2} 2N) (hash 10000000000000000000000N) (= (hash 5N) (hash 5)))
(defn ratios [n] (reduce + (map (fn [i] (/ i (inc (* i i)))) (range 1 n))))
(println (ratios 10) (brief (ratios 60)) (/ 6N 4N) (/ -6 4N) (/ 12345678901234567890N 10) (/ Long/MIN_VALUE 6) (/ 6 Long/MAX_VALUE) (+ 1/3 2/3) (class (+ 1/3 2/3)) (* 3/4 4/3) (- 1/2 1/2) (/ 18446744073709551615N 4294967295) (/ 18446744073709551616N 6)
         (rationalize 0.125) (quot 7/2 1/2) (rem 7/2 2) (compare 1/3 1/2) (numerator 6/4) (denominator 6/4) (try (/ 1N 0) (catch ArithmeticException e :div)))
(println "zero" (frequencies (map (fn [i] (even? (- (+ 100000000000000000000N i) (+ 100000000000000000000N i)))) (range 2000))) (frequencies (map (fn [i] (odd? (bigint (* 0.0 i)))) (range 2000))) (even? (mod 100000000000000000000000N 100000000000N)))
