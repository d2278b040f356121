;; What a loop need not check in each turn, and what it must: arrays that other actors may see from some turn on, functions that
;; are defined anew meanwhile, checks in front of loops that do not hold.

;; An array is shared in the middle of a loop.
(defn share-within [n at]
  (let [cell (atom nil) x (long-array n)]
    (loop [i 0] (when (< i n) (aset x i (* i i)) (when (= i at) (reset! cell x)) (recur (inc i))))
    [(reduce + x) (reduce + @cell) (identical? x @cell)]))
(prn (share-within 10 5) (share-within 10 0) (share-within 100 50))
(defn share-between [n at]
  (let [cell (atom nil) x (double-array n)]
    (loop [i 0 sum 0.0]
      (if (< i n)
        (do (aset x i 1.5)
            (let [a (aget x i)]
              (when (= i at) (reset! cell x))
              (aset x i (+ a (aget x i)))
              (recur (inc i) (+ sum (aget x i)))))
        [sum (vec x) (= (vec x) (vec @cell))]))))
(prn (share-between 6 3) (share-between 4 0))
(dotimes [_ 50] (share-within 200 100) (share-between 200 100))
(prn (first (share-within 1000 500)) (first (share-between 1000 500)))

;; One array after the other, of different kinds, through one loop.
(defn total [a] (loop [i 0 sum 0] (if (< i (alength a)) (recur (inc i) (+ sum (aget a i))) sum)))
(dotimes [_ 500] (total (long-array [1 2 3])))
(prn (total (long-array [1 2 3])) (total (double-array [1 2.5])) (total (int-array [4 5])) (total (object-array [7 8 9])) (total (long-array 0)))
(defn fill! [a x] (loop [i 0] (if (< i (alength a)) (do (aset a i x) (recur (inc i))) a)))
(dotimes [_ 500] (fill! (byte-array 10) (byte 7)))
(prn (vec (fill! (byte-array 2) (byte 7))) (vec (fill! (long-array 2) 300)) (vec (fill! (object-array 2) :x)))

;; Indices at the ends, from both sides.
(defn ends [a i] (try (+ (aget a i) (aget a (dec i))) (catch Exception e :outside)))
(let [a (long-array [1 2 3])] (dotimes [_ 500] (ends a 1)) (prn (map #(ends a %) [-1 0 1 2 3 4])))

;; A function that a loop calls is defined anew within the loop, and between its turns.
(defn step [x] (+ x 1))
(defn set-step! [k] (alter-var-root #'step (constantly (fn [x] (+ x k)))))
(defn walk [n at] (loop [i 0 x 0] (if (< i n) (do (when (= i at) (set-step! 100)) (recur (inc i) (step x))) x)))
(dotimes [_ 500] (walk 20 -1))
(prn (walk 10 5) (walk 10 -1))
(set-step! 1)
(prn (walk 10 9) (walk 3 -1))

;; What only some turns do need not be right in the others.
(defn sparse [xs a] (loop [xs xs sum 0] (if xs (recur (next xs) (if (first xs) (+ sum a) sum)) sum)))
(dotimes [_ 500] (sparse [true false true] 3))
(prn (sparse [true true] 5) (sparse [false nil] :none) (sparse [false false] nil) (sparse [true] 1.5))
(defn maybe-array [xs a] (loop [xs xs sum 0] (if xs (recur (next xs) (if (first xs) (+ sum (aget a 0)) sum)) sum)))
(dotimes [_ 500] (maybe-array [true false] (long-array [3])))
(prn (maybe-array [true true] (long-array [4])) (maybe-array [false] nil) (maybe-array [false nil] "no array"))

;; Tests that types decide.
(defn kind [x] (cond (nil? x) :nil (int? x) :int (float? x) :float (number? x) :number :else :other))
(defn kinds [n] (loop [i 0 out []] (if (< i n) (recur (inc i) (conj out (kind i) (kind (* i 0.5)) (kind (/ i 3)))) out)))
(prn (kinds 4) (map kind [nil 9223372036854775807 1N 1M "x" 1.5 1/2]))
(defn evens [n] (loop [i 0 k 0] (if (< i n) (recur (inc i) (if (even? i) (inc k) k)) k)))
(dotimes [_ 200] (evens 100))
(prn (evens 1001) (even? 9223372036854775806) (odd? 9223372036854775807))
