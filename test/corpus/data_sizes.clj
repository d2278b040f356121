;; Joining, sorting, cutting and reducing at the sizes where the ways of doing it change.
(require '[clojure.string :as str])

;; join: strings at once, everything else by its text
(doseq [coll [[] nil () ["a"] ["a" "b"] '("a" "b" "c") ["" "" ""] (map str (range 5)) (range 5) [1 "b" \c :d 'e nil 2.5 [1 "x"]] #{"one"} {:a 1} "abc"
              (list) (rest ["x" "y" "z"]) (subvec ["p" "q" "r" "s"] 1 3) (first {"k" "v"}) (into-array ["i" "j"]) (cons "c" ["d"]) (lazy-seq ["l" "m"])
              (concat ["a"] ["b"]) (sort ["z" "y"]) (map identity ["x" nil "y"])]]
  (println (pr-str (str/join coll) (str/join ", " coll) (str/join \- coll) (str/join nil coll) (str/join 7 coll))))
(println (try (str/join "," 5) (catch Exception e (class e))))
(doseq [n [511 512 513 2000 5000]]
  (let [v (mapv #(str "w" %) (range n)) s (str/join ", " v)]
    (println n (count s) (hash s) (= s (str/join ", " (map identity v))) (= s (apply str (interpose ", " v))) (subs s (- (count s) 12))
             (= s (str/join ", " (apply list v))) (count (str/join v)) (= v (str/split s #", ")))))
(let [long-one (apply str (repeat 1000 "0123456789")) v (vec (repeat 40 long-one))]
  (println (count (str/join "--" v)) (hash (str/join "--" v)) (count (str/join (conj v 1)))))
(println (str/join "é" ["ü" "日本" "😀"]) (count (str/join "日" (repeat 300 "本"))))

;; sort: stable at all sizes, whatever compares
(defn numbers [n] (vec (take n (iterate #(mod (+ (* % 1103515245) 12345) 2147483648) 42))))
(defn ordered? [cmp s] (every? (fn [[a b]] (not (pos? (cmp a b)))) (partition 2 1 s)))
(doseq [n [0 1 2 3 7 8 9 31 32 33 255 256 257 300 511 512 513 1000 1025 3000]]
  (let [v (numbers n) rows (mapv (fn [x i] {:a (mod x 10) :b (mod x 3) :i i}) v (range))
        stable (fn [s] (every? (fn [[x y]] (or (not= (:a x) (:a y)) (< (:i x) (:i y)))) (partition 2 1 s)))]
    (println n (= (sort v) (sort < v) (reverse (sort > v)) (sort-by identity v) (sort-by - > v)) (ordered? compare (sort v)) (count (sort v))
             (stable (sort-by :a rows)) (stable (sort-by :a < rows)) (stable (sort-by :a (fn [x y] (compare x y)) rows))
             (hash (map :i (sort-by (juxt :b :a) rows))) (hash (map :i (sort-by (juxt :a :b) #(compare %2 %1) rows)))
             (= (sort (map str v)) (sort-by identity compare (map str v))) (hash (sort (map str v))) (hash (sort-by str v)))))
(println (sort [[2 1] [1 2] [1] [] [1 1]]) (sort [:b :a :a/b :x/y]) (sort '[b a a/b]) (sort [nil 3 1 nil]))
(println (sort ["b" "a" "" "ab"]) (sort [true false true]) (sort [\b \a]) (sort [1.5 1 1/2 -3 2N 1M]) (sort [#uuid "00000000-0000-0000-0000-000000000002" #uuid "00000000-0000-0000-0000-000000000001"]))
(println (sort-by first [[2 :a] [1 :b] [2 :c] [1 :d]]) (sort-by count ["ccc" "a" "bb" "d"]) (sort-by val {:a 2 :b 1}))
(println (try (sort [1 "a"]) (catch ClassCastException _ :no)) (try (sort [[1] ["a"] [:k]]) (catch ClassCastException _ :no)) (try (sort-by :x [{:x 1} {:x "s"}]) (catch ClassCastException _ :no)))
(println (compare [1 2] [1 3]) (compare [2] [1 3]) (compare "a" "b") (compare "ab" "a") (compare :a :b) (compare 'a/b 'b/a) (compare nil 1) (compare [nil] [1]) (compare [[1] 2] [[1] 3]))

;; partitions
(doseq [n [1 2 3 10 33]]
  (println n (map count (partition n (range 35))) (map count (partition-all n (range 35))) (take 2 (partition n 1 (range 40))) (last (partition n 3 [:p :q] (range 20)))
           (take 2 (partition-all n 2 (range 6))) (into [] (partition-all n) (range 7))))
(println (partition 0 1 [1 2]) (take 2 (partition 0 [1 2])) (partition 3 []) (partition 2 2 nil [1]) (partition 2 2 [9 9 9] [1]) (partition-all 3 nil))
(println (first (map (fn [x] x) (first (partition 40 (range 80))))) (into [] (comp (partition-by even?) (map count)) [2 4 1 3 5 6]) (into [] (comp (partition-all 2) (take 1)) (range 9)))

;; ranges: reduced to their last number, wherever that is
(println (reduce + (range 10)) (reduce + (range 0)) (reduce + 5 (range 0)) (reduce + (range 1)) (reduce conj [] (range 5 0 -2)) (reduce conj [] (range 0 7 3)))
(println (reduce conj [] (range 9223372036854775800 9223372036854775804 2)) (reduce conj [] (range -9223372036854775800 -9223372036854775805 -2)))
(println (reduce (fn [a x] (if (= x 5) (reduced [a x]) (+ a x))) 0 (range 10)) (reduce (fn [a x] (if (= x 9) (reduced :last) (+ a x))) 0 (range 10)) (reduce + (take 3 (range))))
(println (take 3 (range 9223372036854775805 9223372036854775807)) (next (range 1)) (rest (range 1)) (rest (range 3 0 -1)) (next (range 0 10 20)) (last (range 0 10 4)))
(println (reduce + (rest (range 100))) (reduce + (drop 40 (range 100))) (map inc (drop 30 (range 40))) (vec (drop 5 (range 9))))

;; repeat
(let [r (repeat 7)]
  (println (take 3 r) (first (drop 1000 r)) (take 2 (map inc r)) (take 3 (interleave r (range))) (repeat 3 :x) (repeat 0 :x) (repeat -1 :x) (take 2 (rest (repeat nil))) (reduce + (take 100 r))))

;; objects that are called
(deftype Adder [n]
  clojure.lang.IFn
  (invoke [_] n)
  (invoke [_ a] (+ n a))
  (invoke [_ a b] (+ n a b))
  (invoke [_ a b c] (+ n a b c))
  (applyTo [this args] (case (count args) 0 n 1 (+ n (first args)) (reduce + n args))))
(defrecord Named [k] clojure.lang.IFn (invoke [_ m] (get m k)))
(let [f (->Adder 10) g (->Named :a)]
  (println (f) (f 1) (f 1 2) (f 1 2 3) (map f [1 2]) (reduce f [1 2 3]) (apply f [1]) (g {:a 5}) (map g [{:a 1} {:b 2}]) ((->Named :z) {:z 1}) (sort-by g [{:a 2} {:a 1}]))
  (println (loop [i 0 n 0] (if (< i 3000) (recur (inc i) (+ n (f i) (g {:a i}))) n)) (try (f 1 2 3 4) (catch Throwable _ :wrong)) (try ((->Named 1)) (catch Throwable _ :wrong))))
(defmulti area "areas" :shape)
(defmethod area :circle [{:keys [r]}] (* 3 r r))
(defmethod area :default [_] :unknown)
(derive ::square ::rect)
(defmethod area ::rect [{:keys [w h]}] (* w h))
(println (loop [i 0 n 0] (if (< i 3000) (recur (inc i) (+ n (area {:shape :circle :r i}) (area {:shape ::square :w i :h 2}))) n)) (area {:shape ::square :w 2 :h 3}) (area 5) (map area [{:shape :circle :r 1} {}]))
(defmethod area ::square [_] :square)
(println (area {:shape ::square :w 2 :h 3}) (do (remove-method area ::square) (area {:shape ::square :w 2 :h 3})) (do (underive ::square ::rect) (area {:shape ::square :w 2 :h 3})))
(println (do (derive ::square ::rect) (area {:shape ::square :w 2 :h 3})) (sort (map str (keys (methods area)))) (boolean (get-method area :circle)) (prefers area))
(defmulti two (fn [a b] [(class a) (class b)]))
(defmethod two [Number Number] [a b] (+ a b))
(defmethod two [String Object] [a b] (str a b))
(println (two 1 2) (two "a" 1) (try (two :a 1) (catch IllegalArgumentException _ :none)) (try (two 1) (catch Throwable _ :arity)) (apply two [3 4]))
