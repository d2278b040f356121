;; Vectors of 31 to 34 elements, and others about there: what one may look like inside must be seen nowhere.
(defn upto [n] (vec (range n)))
(def sizes [0 1 2 8 31 32 33 34 63 64 65 1056 1057])

(println "-- made in every way")
(defn ways [n]
  [(upto n)
   (into [] (range n))
   (reduce conj [] (range n))
   (apply vector (range n))
   (mapv identity (range n))
   (filterv number? (range n))
   (persistent! (reduce conj! (transient []) (range n)))
   (vec (to-array (range n)))
   (vec (doall (map identity (range n))))
   (into [] (subvec (upto (+ n 40)) 0 n))
   (nth (iterate pop (upto (+ n 3))) 3)
   (reduce (fn [v i] (assoc v i i)) [] (range n))
   (persistent! (reduce (fn [t i] (assoc! t i i)) (transient []) (range n)))
   (persistent! (nth (iterate pop! (transient (upto (+ n 2)))) 2))
   (read-string (pr-str (upto n)))
   (vec (sort > (reverse (upto n))))
   (vec (map #(- (dec n) %) (sort > (range n))))])
(doseq [n sizes]
  (let [vs (ways n)
        right (range n)
        up (filter #(= % right) vs)]
    (println n (count vs) (count up) (every? vector? vs) (apply = (map hash (butlast (butlast vs))))
             (= (set (map class (filter #(= % right) vs))) #{clojure.lang.PersistentVector}))))
(println [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30])
(println [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31])
(println [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32])
(defn display [a] [a 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 a])
(defn longer [a] [a 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 a])
(println (reduce + (map #(count (display %)) (range 2000))) (reduce + (map #(count (longer %)) (range 2000))) (peek (display 7)) (peek (longer 8)))

(println "-- one more, one less, another")
(doseq [n [0 1 30 31 32 33 63 64 65]]
  (let [v (upto n) w (conj v :x)]
    (println n (count w) (peek w) (nth w n) (get w n) (w n) (= v (pop w)) (= w (conj v :x)) (count v)
             (when (pos? n) (let [a (assoc v (dec n) :last 0 :first)] [(first a) (peek a) (first v) (peek v)]))
             (= (conj v n) (upto (inc n))) (= (hash (conj v n)) (hash (upto (inc n)))))))
(println (reduce (fn [v _] (pop v)) (upto 70) (range 67)))
(println (pop [1]) (pop (conj [] 1)) (identical? [] (pop [1])) (peek []) (first []) (peek [nil]) (first [nil]))
(doseq [n [0 32 33]]
  (println (try (nth (upto n) n) (catch IndexOutOfBoundsException e "out of bounds"))
           (try (nth (upto n) -1) (catch IndexOutOfBoundsException e "out of bounds"))
           (try (assoc (upto n) (inc n) 1) (catch IndexOutOfBoundsException e "out of bounds"))
           (nth (upto n) n :none) (get (upto n) n) (get (upto n) -1 :none) (get (upto n) 0.0) (get (upto n) :a :none)
           (contains? (upto n) n) (contains? (upto n) (dec n)) (find (upto n) (dec n)) (find (upto n) n)))
(println (try (pop []) (catch IllegalStateException e (.getMessage e))))

(println "-- reading in loops")
(defn sum-nth [v] (loop [i 0 s 0] (if (< i (count v)) (recur (inc i) (+ s (nth v i))) s)))
(defn sum-get [v] (loop [i 0 s 0] (if (< i (count v)) (recur (inc i) (+ s (get v i 0))) s)))
(defn sum-call [v] (loop [i 0 s 0] (if (< i (count v)) (recur (inc i) (+ s (v i))) s)))
(defn sum-pop [v] (loop [v v s 0] (if (= 0 (count v)) s (recur (pop v) (+ s (peek v))))))
(defn sum-seq [v] (loop [q (seq v) s 0] (if q (recur (next q) (+ s (first q))) s)))
(defn sum-rest [v] (loop [q v s 0] (if (seq q) (recur (rest q) (+ s (first q))) s)))
(defn sum-rseq [v] (reduce + 0 (rseq v)))
(defn sum-kv [v] (reduce-kv (fn [s i x] (+ s (* i x))) 0 v))
(defn sum-doseq [v] (let [s (atom 0)] (doseq [x v] (swap! s + x)) @s))
(doseq [n [1 2 31 32 33 34 64 65]]
  (let [v (upto n)]
    (println n (loop [i 0 r nil] (if (< i 200) (recur (inc i) (mapv #(% v) [sum-nth sum-get sum-call sum-pop sum-seq sum-rest sum-rseq sum-kv sum-doseq])) r)))
    (println (reduce + v) (reduce + 100 v) (apply + v) (reduce (fn [s x] (if (= x 30) (reduced [:stopped s]) (+ s x))) 0 v)
             (transduce (map inc) + v) (reduce + (map inc v)) (count (filter odd? v)) (reduce + (keep #(when (even? %) %) v))
             (sequence (comp (filter odd?) (take 3)) v) (every? number? v) (some #{30} v) (last v) (nth (seq v) (dec n)) (second v))))
;; One place that meets vectors of all kinds, at their ends and beyond.
(defn at [v i] [(nth v i :none) (get v i :none) (nth v 0 nil) (nth v 40 nil) (get v -1 :none) (get v 31) (count v) (peek v) (first v)])
(defn strict [v i] (try (nth v i) (catch IndexOutOfBoundsException e :out)))
(let [vs (mapv upto [0 1 2 31 32 33 34 64 65 1055 1056 1057 1088 1089 2112 33000])]
  (dotimes [k 40]
    (let [seen (for [v vs, i [-1 0 1 30 31 32 33 63 64 1023 1024 1055 1056 1057 1087 (dec (count v)) (count v)]] (conj (at v i) (strict v i)))]
      (when (= k 39) (println (hash (vec seen)) (frequencies (map last (filter #(= (second %) :none) seen)))) (run! println (take-nth 23 seen))))))
(println (map #(sum-nth (upto %)) [1056 1057 1100 33000]) (map #(sum-get (upto %)) [1056 1057 1100 33000]))
(println (strict [1 2] 1.5) (nth [1 2 3] 2.9) (nth (upto 40) 39.5) (get [1 2] 1.0) (nth (upto 40) (* 5 7N)) (strict (upto 40) 40N))
(defn pieces [[a b & more :as all]] [a b (count more) (count all) (first more)])
(doseq [n [0 1 2 3 31 32 33 34]] (println (loop [i 0 r nil] (if (< i 200) (recur (inc i) (pieces (upto n))) r))))
(defn tested [x] (if (vector? x) (if (sequential? x) (count x) :no) (if (nil? x) :nil :other)))
(println (loop [i 0 r []] (if (< i 400) (recur (inc i) [(tested []) (tested [1 2]) (tested (upto 33)) (tested (subvec [1 2 3] 1)) (tested (first {1 2})) (tested '(1)) (tested nil)]) r)))

(println "-- equality, order, hash")
(doseq [n [0 1 31 32 33 64]]
  (let [v (upto n) l (apply list v) s (subvec (into [:a :b] v) 2)]
    (println n (= v l) (= l v) (= v s) (= s v) (= (hash v) (hash l) (hash s)) (.equals v l) (= v (conj v 1)) (= v (set v)) (= (map inc v) (mapv inc v))
             (compare v (upto n)) (compare v (conj v 1)) (compare (conj v 1) v) (compare (conj v 1) (conj v 2)) (compare s v)
             (hash v) (.hashCode v))))
(println (compare (upto 33) (upto 32)) (compare (upto 32) (upto 33)) (compare (upto 31) (upto 32)) (sort [(upto 33) (upto 2) (upto 32) [3] [1 2] []]))
(println (= [1 2] (first {1 2})) (= (first {1 2}) [1 2]) (hash (first {1 2})) (hash [1 2]) (conj (first {1 2}) 3) (class (conj (first {1 2}) 3)) (pop (first {1 2})))
(println (= [1 [2 [3 (upto 40)]]] [1 [2 [3 (upto 40)]]]) (= [1 [2 [3 (upto 40)]]] [1 [2 [3 (upto 41)]]]) (= [Double/NaN] [Double/NaN]))
;; Shared parts: as many paths as 2^40.
(def braid (nth (iterate #(vector % %) 1) 40))
(println (hash braid) (= braid braid) (get {braid :found} braid) (hash [braid 1]))

(println "-- keys")
(let [m (into {} (for [n (range 40)] [(upto n) n]))]
  (println (count m) (m []) (m (upto 31)) (m (upto 32)) (m (upto 33)) (m (apply list (range 32))) (m (upto 40) :none) (m (seq (upto 33)))
           (count (dissoc m (upto 32) (upto 33))) (contains? (set (keys m)) (upto 32))))
(println (let [s (into #{} (for [x (range 8) y (range 8)] [x y]))] [(count s) (s [3 4]) (s '(3 4)) (s [8 8]) (contains? s (first {3 4}))]))
(println (into {} [[:a 1] [:b 2]]) (conj {} [:a 1]) (conj {:a 1} (vec (list :b 2)))
         (try (conj {} [1 2 3]) (catch IllegalArgumentException e "no pair")) (into (sorted-map) {[2 1] :b [1 2] :a (upto 33) :c}))
(println (frequencies (map #(vec (take % (range))) [1 2 32 33 32 33 33])))
(println (case [1 2] [1 2] :pair :other) (case (upto 33) [0] :one :other) (get-in [[1 2] [3 [4 5]]] [1 1 0]) (assoc-in [[1 2] [3]] [1 0] :x) (update-in [[1]] [0 0] inc))

(println "-- metadata")
(doseq [n [0 1 31 32 33 34]]
  (let [v (with-meta (upto n) {:m n}) h (hash v)]
    (println n (meta v) (meta (conj v 1)) (meta (with-meta v nil)) (meta (upto n)) (= v (upto n)) (= h (hash (upto n)) (hash (pop (conj v 1)))) (= h (hash v))
             (meta (pop (conj v 1))) (meta (assoc v n 1)) (meta (into v [1 2])) (meta (vec v)) (meta (persistent! (transient v)))
             (meta (empty v)) (meta (seq v)) (meta (subvec (conj v 1) 0 1)) (meta (vary-meta v assoc :x 1)) (meta (mapv identity v)))))
(let [v [1 2] h (hash v) w (with-meta v {:a 1})]
  (println (meta v) (meta w) (hash w) (= h (hash w)) (meta v) (meta (with-meta w {:b 2})) (meta w) (hash (conj v 3)) (hash (conj w 3)) (meta (conj v 3)) (meta (conj w 3))))
(println (meta ^{:lit true} [1 2 3]) (meta ^:k [(inc 1)]) (meta ^{:a 1} []) (identical? (with-meta (upto 3) nil) nil))

(println "-- transients")
(doseq [n [0 1 30 31 32 33 34 64]]
  (let [v (upto n) t (transient v)]
    (println n (count t) (get t 0) (nth t (dec n) :none)
             (let [p (persistent! (conj! (conj! t :x) :y))] [(count p) (peek p) (nth p n) (= p (conj v :x :y))])
             (= (persistent! (transient v)) v) (count v)
             (let [p (persistent! (nth (iterate pop! (transient v)) (quot n 2)))] [(count p) (peek p)])
             (try (conj! t 1) (catch IllegalAccessError e "used up")))))
(println (persistent! (assoc! (transient (upto 32)) 31 :x 32 :y)) (count (persistent! (reduce conj! (transient (upto 31)) (upto 40)))))

(println "-- protocols and classes")
(defprotocol Shape (shape [x]) (size [x y]))
(extend-type clojure.lang.PersistentVector Shape (shape [x] [:vector (count x)]) (size [x y] (+ y (count x))))
(extend-protocol Shape clojure.lang.IPersistentMap (shape [x] :map) (size [x y] y) nil (shape [x] :nil) (size [x y] 0))
(println (map shape [[] [1] (upto 32) (upto 33) {} nil]) (loop [i 0 s 0] (if (< i 3000) (recur (inc i) (+ s (size (upto (mod i 40)) 1))) s)))
(defprotocol Kind (kind [x]))
(extend-protocol Kind clojure.lang.IPersistentVector (kind [x] :some-vector) Object (kind [x] :object))
(println (map kind [[] [1] (upto 32) (upto 33) (subvec [1 2] 1) (first {1 2}) '(1) 1]))
(extend-protocol Kind clojure.lang.PersistentVector (kind [x] :vector))
(println (map kind [[] [1] (upto 32) (upto 33) (subvec [1 2] 1) (first {1 2})]))
(println (satisfies? Shape [1]) (satisfies? Shape (upto 33)) (extends? Shape clojure.lang.PersistentVector) (extends? Shape (class [])) (extenders Kind))
(println (identical? (class [1]) (class (upto 100))) (= (class []) (class (upto 33)) (type [1])) (class (upto 32)) (class (upto 33)) (.getName (class [1])))
(println (map #(instance? % [1 2]) [clojure.lang.PersistentVector clojure.lang.IPersistentVector clojure.lang.APersistentVector java.util.List clojure.lang.Associative clojure.lang.IFn clojure.lang.IPersistentMap])
         (map #(instance? % (upto 33)) [clojure.lang.PersistentVector clojure.lang.IPersistentVector clojure.lang.APersistentVector java.util.List clojure.lang.Associative clojure.lang.IFn clojure.lang.IPersistentMap]))
(defmulti of-class class)
(defmethod of-class clojure.lang.PersistentVector [v] [:vector (count v)])
(defmethod of-class :default [v] :other)
(println (map of-class [[] [1] (upto 32) (upto 33) '(1)]))
(defmulti by-value identity)
(defmethod by-value [1 2] [_] :one-two)
(defmethod by-value :default [_] :other)
(println (by-value [1 2]) (by-value '(1 2)) (by-value [1]))
(derive clojure.lang.PersistentVector ::row)
(println (isa? (class [1]) ::row) (isa? (class (upto 33)) ::row))
(println (map (juxt vector? sequential? associative? counted? indexed? coll? seqable? reversible? ifn? seq? map? map-entry?) [[] [1 2] (upto 32) (upto 33)]))

(println "-- sequences and arrays")
(doseq [n [0 1 31 32 33 65]]
  (let [v (upto n)]
    (println n (count (seq v)) (first (seq v)) (first (rseq v)) (count (rest v)) (alength (to-array v)) (alength (object-array v)) (aget (into-array Long (conj v 5)) n) (vec (int-array v))
             (chunked-seq? (seq v)) (when (seq v) (count (chunk-first (seq v)))) (count (partition-all 10 v)) (subs (apply str v) 0 (min n 5)) (count (interleave v v)) (count (concat v v))
             (= v (vec (reverse (reverse v)))) (count (split-at 32 v)) (map count (split-at 32 v)) (nth (cycle (conj v :e)) (* 2 n)))))
(println (let [seen (atom 0) s (map #(do (swap! seen inc) %) (upto 33))] (first s) @seen) (let [seen (atom 0) s (map #(do (swap! seen inc) %) (upto 31))] (first s) @seen)
         (let [seen (atom 0) s (map #(do (swap! seen inc) %) (rest (upto 32)))] (first s) @seen))
(println (apply max (upto 32)) (apply max (upto 33)) (apply (fn [a b & more] [a b (count more)]) (upto 32)) (apply (fn [a b & more] [a b (count more)]) (upto 33)) (apply vector 1 2 (upto 3)))
(println (replace {1 :one} [0 1 2]) (replace {33 :x} (upto 34)) (shuffle [1]) (rand-nth [5]) (max-key count [1] [1 2]) (zipmap [:a :b] [1 2]) (select-keys [:a :b :c] [0 2]) (group-by count [[1] [2] (upto 33)]))
(println (subvec (upto 32) 30) (subvec (upto 33) 30) (conj (subvec (upto 32) 30 31) :x) (assoc (subvec (upto 33) 31) 0 :x) (pop (subvec (upto 33) 31)) (vec (subvec (upto 40) 4 36)) (upto 32))
