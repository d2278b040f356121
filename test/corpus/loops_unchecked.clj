;; Loops whose variables begin as a parameter and as something computed from it, with arithmetic that wraps around.
(set! *unchecked-math* true)
(defn shifted [k x] (loop [x x y (- x k)] (if (< x 3) (recur (inc x) (inc y)) [x y])))
(prn (shifted 1 0) (shifted 0 5) (shifted -2 2))
(defn hinted [^long k ^long x] (loop [x x y (- x k)] (if (< x 3) (recur (inc x) (inc y)) x)))
(prn (hinted 0 0) (hinted 1 7))
(defn three [a b] (loop [a a s (+ a b) p (* a b) n 0] (if (< n 3) (recur (inc a) (- s 1) (+ p a) (inc n)) [a s p n])))
(prn (three 2 3))
(defn snakes [a b n m]
  (let [^long n n
        ^long m m
        snake (fn [^long k ^long x]
                (loop [x x y (- x k)]
                  (if (and (< x n) (< y m) (= (get a x) (get b y))) (recur (inc x) (inc y)) x)))]
    (mapv (fn [k] (snake k 0)) [0 -1 1])))
(prn (snakes [1 2 3 4] [1 2 9 4] 4 4) (snakes [1 1] [1 1] 2 2))
(prn (loop [x Long/MAX_VALUE y (+ x 1)] [x y]) (- Long/MIN_VALUE) (* Long/MAX_VALUE 2))
(defmacro overflows [e] `(try ~e (catch ArithmeticException t# :overflow)))
(println "unchecked" (overflows (update {:a Long/MAX_VALUE} :a inc)) (overflows (update {:a Long/MAX_VALUE} :a + 1)) (overflows (swap! (atom Long/MAX_VALUE) inc)) (overflows (swap! (atom Long/MAX_VALUE) + 1 2)) (overflows (update-in {:a {:b Long/MIN_VALUE}} [:a :b] dec)) (update {:a Long/MAX_VALUE} :a #(inc %)) (inc Long/MAX_VALUE))
