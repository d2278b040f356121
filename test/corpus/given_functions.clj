;; Loops of the library that are given functions: many kinds of them in turn, functions that hold functions, and what they may do to
;; the loop that calls them.
(def numbers (vec (range 3000)))
(defn times [n f] (dotimes [_ (dec n)] (f)) (f))

;; One after the other, and in turn.
(prn (times 30 #(reduce + numbers)) (times 30 #(reduce (fn [a x] (+ a (* 2 x))) 0 numbers)) (times 30 #(reduce max numbers)))
(prn (times 30 #(reduce (fn [a x] (conj a x)) [] (range 5))) (times 30 #(reduce (fn [a x] (str a x)) "" (range 12))))
(defn sum-with [f coll] (reduce (fn [a x] (+ a (f x))) 0 coll))
(prn (times 20 #(vector (sum-with inc numbers) (sum-with dec numbers) (sum-with (fn [x] (* x x)) numbers) (sum-with - numbers)
                        (sum-with {1 10 2 20} [1 2]) (sum-with :a [{:a 1} {:a 2}]) (sum-with (comp inc inc) numbers)
                        (sum-with (partial + 3) numbers) (sum-with #{1 2 3} [1 2 3]) (sum-with (constantly 1/2) numbers))))

;; What changes its kind: numbers that become large, fractions, doubles.
(prn (times 20 #(reduce (fn [a x] (+ a x)) 0 [1 2.5 3])) (times 20 #(reduce (fn [a x] (+' a x)) 9223372036854775800 (range 10)))
     (times 20 #(reduce (fn [a x] (+ a (/ x 2))) 0 (range 100))))
(prn (times 20 #(try (reduce (fn [a x] (+ a x)) 9223372036854775800 (range 10)) (catch ArithmeticException e :overflow))))

;; Transducers: what one function calls is called by the next.
(def pipe (comp (map inc) (filter even?) (map #(* % 3)) (remove #(zero? (mod % 5)))))
(prn (times 30 #(transduce pipe + numbers)) (times 30 #(transduce pipe conj (range 20))) (times 30 #(into #{} pipe (range 20))))
(prn (times 30 #(transduce (comp pipe (take 7)) + numbers)) (times 30 #(into [] (comp (take-while (fn [x] (< x 9))) (map str)) numbers)))
(prn (times 20 #(transduce (comp (mapcat (fn [x] [x x])) (partition-all 3) (map (fn [v] (apply + v)))) + (range 1000))))
(prn (times 20 #(sequence (comp (map-indexed vector) (keep (fn [[i x]] (when (odd? i) x))) (dedupe)) (range 12))))
(prn (times 20 #(transduce (map (fn [x] (reduce + (map inc (range x))))) + (range 60))))

;; What ends early, and what throws, in the middle.
(prn (times 30 #(reduce (fn [a x] (if (> x 50) (reduced a) (+ a x))) 0 numbers))
     (times 30 #(reduce (fn [a x] (if (= x 2999) (reduced [:last a]) (inc a))) 0 numbers)))
(defn failing [n] (reduce (fn [a x] (if (= x n) (throw (ex-info "stop" {:at x :sum a})) (+ a x))) 0 numbers))
(prn (times 50 #(try (failing 2500) (catch Exception e (ex-data e)))) (try (failing 3) (catch Exception e (ex-data e))) (failing -1))
(prn (times 20 #(try (transduce (map (fn [x] (/ 100 (- x 40)))) + numbers) (catch ArithmeticException e (.getMessage e)))))
(prn (times 20 #(try (run! (fn [x] (when (> x 100) (throw (ex-info "run" {:x x})))) numbers) (catch Exception e (ex-data e)))))

;; What looks at, and changes, what stands around it.
(def seen (atom 0))
(run! (fn [x] (swap! seen + x)) numbers)
(prn @seen)
(def twice (fn [x] (* 2 x)))
(defn through-var [coll] (reduce (fn [a x] (+ a (twice x))) 0 coll))
(prn (times 50 #(through-var numbers)))
(alter-var-root #'twice (constantly (fn [x] (* 3 x))))
(prn (through-var numbers))
(defn redefining [n]
  (reduce (fn [a x] (when (= x n) (alter-var-root #'twice (constantly (fn [x] x)))) (+ a (twice x))) 0 (range 100)))
(prn (times 40 #(redefining -1)) (redefining 50) (redefining -1))
(def ^:dynamic *by* 1)
(defn scaled [] (reduce (fn [a x] (+ a (* *by* x))) 0 numbers))
(prn (times 20 scaled) (binding [*by* 10] (times 20 scaled)))

;; Recursion through a loop, and loops within loops.
(defn depth [t] (if (coll? t) (inc (reduce max 0 (map depth t))) 0))
(defn nest [n] (reduce (fn [t _] [t n]) [] (range n)))
(prn (times 5 #(depth (nest 60))) (times 30 #(reduce + (mapv (fn [x] (reduce + (filterv odd? (range x)))) (range 60)))))
(defn tree [n] (if (zero? n) [] [n (tree (dec n)) (tree (dec n))]))
(defn total [t] (reduce (fn [a x] (+ a (if (vector? x) (total x) x))) 0 t))
(prn (times 3 #(total (tree 10))))
(prn (times 10 #(every? (fn [x] (some (fn [y] (= x y)) numbers)) (range 20))) (times 10 #(some (fn [x] (when (> x 2900) x)) numbers)))
(prn (times 10 #(group-by (fn [x] (mod x 3)) (range 10))) (times 10 #(sort-by (fn [x] (mod (* 7 x) 11)) (range 11))))
(prn (times 20 #(reduce-kv (fn [a k v] (+ a (* k v))) 0 numbers)) (times 20 #(reduce-kv (fn [a k v] (assoc a v k)) {} {:a 1 :b 2})))
(letfn [(ev? [n] (if (zero? n) true (od? (dec n)))) (od? [n] (if (zero? n) false (ev? (dec n))))]
  (prn (times 20 #(count (filterv ev? (range 40)))) (times 20 #(reduce (fn [a x] (if (od? x) (inc a) a)) 0 (range 40)))))
(prn (times 20 #(vec (map (fn [x y z] (+ x y z)) (range 5) (range 5) (range 5)))) (times 20 #(vec (map-indexed (fn [i x] (* i x)) (range 40 50)))))
