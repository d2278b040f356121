;; What the build runs first (tools/build.ts, step cache), compiled: so many kinds of code that V8's compiled code of the
;; compiled tier, which is kept, is whole.
(ns first-run (:require [clojure.actors :refer [spawn self ! receive]]))

(defprotocol Shape (area [shape]) (grown [shape by]))
(defrecord Square [side]
  Shape
  (area [_] (* side side))
  (grown [shape by] (assoc shape :side (+ side by))))
(deftype Circle [^:unsynchronized-mutable radius]
  Shape
  (area [_] (* 3.14 radius radius))
  (grown [shape by] (set! radius (+ radius by)) shape))

(defn sum-to [n] (loop [i 0 sum 0] (if (< i n) (recur (inc i) (+ sum i)) sum)))
(defn mean [xs] (loop [s (seq xs) sum 0.0 n 0] (if s (recur (next s) (+ sum (first s)) (inc n)) (/ sum n))))
(defn mix [^long a ^long b]
  (let [x (unchecked-add (unchecked-multiply a 31) b)]
    (bit-xor (bit-and x 0xffff) (bit-or (bit-shift-left a 3) (unsigned-bit-shift-right b 2)) (bit-shift-right x 4) (bit-not b))))
(defn divide [a b] [(quot a b) (rem a b) (mod a b) (- a) (max a b) (== a b) (<= a b) (>= a b) (> a b) (zero? b)])
(defn sieve [n]
  (let [flags (byte-array n) words (long-array n) marks (double-array 4) things (object-array 2)]
    (loop [i 2]
      (when (< i n)
        (when (zero? (aget flags i)) (loop [k (* i i)] (when (< k n) (aset flags k (byte 1)) (recur (+ k i)))))
        (aset words i (+ i (alength flags)))
        (aset marks (mod i 4) (Math/sqrt i))
        (aset things 0 [i])
        (recur (inc i))))
    (+ (aget marks 1) (reduce + words) (count (aget things 0)))))
(defn kind [x] (case x 1 :one 2 :two 3 :three :a "a" (cond (string? x) :string (keyword? x) :keyword (nil? x) nil (vector? x) (peek x) :else x)))
(defn taken-apart [{:keys [a b] :as m} [x & more]] (list a b (count m) x (first more) (nth [x a] 1) (cons x more) (conj (list 1) x)))
(defn careful [f x] (try (f x) (catch ArithmeticException e (ex-message e)) (catch Exception e [:other (ex-data e)]) (finally (identity x))))
(defn counter [] (let [n (atom 0) v (volatile! 1)] (fn ([] (swap! n inc)) ([k] (vswap! v + k) (+ @n @v)) ([k & more] (apply + k more)))))
(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(def ^:dynamic *depth* 1)
(defn bound [] (binding [*depth* (inc *depth*)] (set! *depth* 5) *depth*))

(defn run []
  (dotimes [i 40]
    (let [shapes [(->Square i) (->Circle (* 0.5 i))] count-up (counter)]
      (reduce + (map area shapes))
      (grown (first shapes) 1)
      (grown (second shapes) 0.5)
      (sum-to i)
      (mean (map double (range 1 9)))
      (mix i (* i 1000003))
      (divide (* i 7) 3)
      (divide (* 1.5 i) 0.5)
      (sieve 50)
      (doseq [x [1 3 "s" :k nil [i] 9 2.5]] (kind x))
      (taken-apart {:a i :b #{i}} (range i (+ i 4)))
      (careful #(quot 1 %) (mod i 2))
      (careful #(if (odd? i) (throw (ex-info "odd" {:i %})) %) i)
      (count-up)
      (count-up i)
      (count-up i 1 2 3)
      (fib 7)
      (bound)
      (careful #(* % % % %) (+ 4611686018427387900 i))
      (into {} (for [k (range 5) :when (even? k)] [k (str k)]))
      (let [me (self) child (spawn (fn [] (receive [:ping from n] (! from [:pong (inc n)]))))]
        (! child [:ping me i])
        (receive [:pong n] n (after 1000 nil))))))
(run)
