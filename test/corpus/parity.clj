;; even? and odd?, of integers of every size and of what is none.
(defn e [f] (try (pr-str (f)) (catch Throwable t (str (class t) (ex-message t)))))
(println (map even? [0 1 -1 -2 9223372036854775807 -9223372036854775808 1152921504606846976 1152921504606846977 -1152921504606846979 100000000000000000000N 100000000000000000001N -100000000000000000001N 2N 3N]))
(println (map odd? [0 1 -1 -2 9223372036854775807 -9223372036854775808 1152921504606846976 1152921504606846977 -1152921504606846979 100000000000000000000N 100000000000000000001N -100000000000000000001N 2N 3N]))
(println (e #(even? 1.5)) (e #(odd? 1/2)) (e #(odd? "a")) (e #(filter even? [1 2 :a])))
(defn run [n] (loop [i 0 a 0] (if (< i n) (recur (inc i) (if (even? i) (+ a 1) (if (odd? (+ i 9223372036854770000)) (+ a 2) a))) a)))
(println (run 3000) (run 3000))
(defn mixed [xs] (reduce (fn [a x] (if (even? x) (inc a) a)) 0 xs))
(println (mixed (range 5000)) (mixed [1N 2N 9223372036854775807 8]) (e #(mixed [1 2 2.0])) (mixed (range 1000)))
