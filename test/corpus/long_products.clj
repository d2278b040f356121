;; Products, sums and differences of longs around powers of 2: which overflow, and what the others are.
(ns long-products)

(defn outcome [f a b]
  (try (f a b) (catch ArithmeticException e :overflow)))
(defn product [a b] (* a b))
(defn product-of-long [^long a b] (* a b))
(defn product-of-longs [a b] (* (long a) (long b)))
(defn least-times [a b] (* -9223372036854775808 b))
(defn least-minus [a b] (- -9223372036854775808 (long b)))
(defn sum [a b] (+ (long a) (long b)))
(defn difference [a b] (- (long a) (long b)))
(defn negative-quotient [a b] (quot (long a) (bit-or 1 (long b))))

(def edges
  (vec (for [k [0 1 29 30 31 32 33 59 60 61 62] d [-1 0 1] s [1 -1]]
         (* s (+ d (bit-shift-left 1 k))))))
(def operands (into [9223372036854775807 -9223372036854775808 -9223372036854775807] edges))

(doseq [[name f] [["product" product] ["product of a long" product-of-long] ["product of longs" product-of-longs]
                  ["least times" least-times] ["least minus" least-minus] ["sum" sum] ["difference" difference]
                  ["quotient" negative-quotient]]]
  (let [outcomes (vec (for [a operands b operands] (outcome f a b)))
        numbers (remove keyword? outcomes)]
    (println name (count numbers) (reduce (fn [h n] (rem (+ (* h 31) (rem n 1000003)) 1000000007)) 7 numbers))))
(println (outcome product -4294967296 -2147483648) (outcome product-of-longs -9223372036854775808 -1) (outcome least-times 0 -1))
(doseq [a [-4294967296 4294967296] b [-2147483648 2147483648 -2147483647]] (println a b (outcome product-of-longs a b)))
