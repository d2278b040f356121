;; Functions over maps, sets and sequences that need nothing beyond what is there by now.
(in-ns 'clojure.core)

(declare shuffle rseq)

(defn get-in
  "The value at a path of keys in nested maps."
  ([m ks]
   (if (prim/identical 32 (prim/type-id ks))
     (let [n (prim/count ks)]
       (loop [m m i 0] (if (prim/lt i n) (recur (prim/get m (prim/nth ks i)) (prim/add i 1)) m)))
     (reduce get m ks)))
  ([m ks not-found]
   (loop [m m ks (prim/seq ks)]
     (if ks
       (let [v (prim/get-or m (prim/first ks) ::none)]
         (if (prim/identical v ::none) not-found (recur v (prim/next ks))))
       m))))

;; Paths are gone through by index: nearly all are vectors already.
(defn- path-of [ks] (if (prim/vector? ks) ks (vec (seq ks))))
(defn- assoc-path [m path i v]
  (let [k (prim/nth-or path i nil) next (prim/add i 1)]
    (if (prim/lt next (prim/count path))
      (assoc m k (assoc-path (get m k) path next v))
      (assoc m k v))))
(defn assoc-in "m with v at a path of keys." [m ks v]
  (assoc-path m (path-of ks) 0 v))

(defn update
  "m with the value of k changed by f."
  ([m k f] (assoc m k (f (get m k))))
  ([m k f x] (assoc m k (f (get m k) x)))
  ([m k f x y] (assoc m k (f (get m k) x y)))
  ([m k f x y z] (assoc m k (f (get m k) x y z)))
  ([m k f x y z & more] (assoc m k (apply f (get m k) x y z more))))

(defn- update-path [m path i f args]
  (let [k (prim/nth-or path i nil) next (prim/add i 1)]
    (assoc m k (if (prim/lt next (prim/count path))
                 (update-path (get m k) path next f args)
                 (if args (apply f (get m k) args) (f (get m k)))))))
(defn update-in "m with the value at a path of keys changed by f." [m ks f & args]
  (update-path m (path-of ks) 0 f args))

(defn merge "The maps merged, later ones winning." [& maps]
  (if (some identity maps)
    (reduce (fn [a b] (conj (if a a {}) b)) maps)
    nil))

(defn merge-with "The maps merged; values of one key are combined by f." [f & maps]
  (if (some identity maps)
    (reduce (fn [a b]
              (reduce (fn [m e]
                        (let [k (prim/key e) v (prim/val e)]
                          (if (contains? m k) (assoc m k (f (get m k) v)) (assoc m k v))))
                      (if a a {}) b))
            maps)
    nil))

(defn select-keys "The part of a map that has these keys." [m ks]
  (with-meta
    (reduce (fn [acc k] (let [e (find m k)] (if e (assoc acc (prim/key e) (prim/val e)) acc))) {} ks)
    (meta m)))

(defn zipmap "A map of keys to vals, in step." [ks vs]
  (loop [m (prim/transient {}) ks (prim/seq ks) vs (prim/seq vs)]
    (if (if ks vs false)
      (recur (prim/assoc-t m (prim/first ks) (prim/first vs)) (prim/next ks) (prim/next vs))
      (prim/persistent m))))

(defn update-vals "m with f applied to each value." [m f]
  (with-meta
    (prim/persistent (reduce-kv (fn [acc k v] (prim/assoc-t acc k (f v))) (prim/transient {}) m))
    (meta m)))
(defn update-keys "m with f applied to each key." [m f]
  (with-meta
    (prim/persistent (reduce-kv (fn [acc k v] (prim/assoc-t acc (f k) v)) (prim/transient {}) m))
    (meta m)))

(defn group-by "A map from f's answers to vectors of the elements that gave them." [f coll]
  (prim/persistent
   (reduce (fn [m x]
             (let [k (f x)]
               (prim/assoc-t m k (prim/conj (prim/get-or m k []) x))))
           (prim/transient {}) coll)))
(defn frequencies "A map from element to how often it occurs." [coll]
  (prim/persistent
   (reduce (fn [m x] (prim/assoc-t m x (prim/add 1 (prim/get-or m x 0)))) (prim/transient {}) coll)))

(defn reverse "The elements from last to first, as a list." [coll]
  (reduce (fn [acc x] (prim/conj acc x)) (prim/empty-list) coll))

(defn- best-by
  "The last of x and more whose key is at least as good as all before it; each key is computed once."
  [k as-good? x more]
  (loop [x x kx (k x) more (prim/seq more)]
    (if more
      (let [w (prim/first more) kw (k w)]
        (if (as-good? kw kx) (recur w kw (prim/next more)) (recur x kx (prim/next more))))
      x)))

(defn max-key
  "The argument for which k is greatest; the last of several."
  ([k x] x)
  ([k x y] (if (prim/gt (k x) (k y)) x y))
  ([k x y & more] (best-by k (fn [a b] (prim/ge a b)) (max-key k x y) more)))
(defn min-key
  "The argument for which k is least; the last of several."
  ([k x] x)
  ([k x y] (if (prim/lt (k x) (k y)) x y))
  ([k x y & more] (best-by k (fn [a b] (prim/le a b)) (min-key k x y) more)))

(defn- index-of-number
  "A number as an index: fractions are cut off, what is not a number counts as 0."
  [x]
  (if (prim/int? x) x (if (prim/nan? x) 0 (prim/int x))))

(defn subvec "The part of a vector from start to end (or its end), in constant time."
  ([v start] (prim/subvec v (index-of-number start) (prim/count v)))
  ([v start end] (prim/subvec v (index-of-number start) (index-of-number end))))

(defn mapv "map into a vector."
  ([f coll]
   (prim/persistent
    (if (prim/identical 32 (prim/type-id coll))
      (let [n (prim/count coll)]
        (loop [i 0 v (prim/transient [])]
          (if (prim/lt i n) (recur (prim/add i 1) (prim/conj-t v (f (prim/nth coll i)))) v)))
      (reduce (fn [v x] (prim/conj-t v (f x))) (prim/transient []) coll))))
  ([f c1 c2] (into [] (map f c1 c2)))
  ([f c1 c2 c3] (into [] (map f c1 c2 c3)))
  ([f c1 c2 c3 & colls] (into [] (apply map f c1 c2 c3 colls))))
(defn filterv "filter into a vector." [pred coll]
  (prim/persistent
   (if (prim/identical 32 (prim/type-id coll))
     (let [n (prim/count coll)]
       (loop [i 0 v (prim/transient [])]
         (if (prim/lt i n)
           (let [x (prim/nth coll i)] (recur (prim/add i 1) (if (pred x) (prim/conj-t v x) v)))
           v)))
     (reduce (fn [v x] (if (pred x) (prim/conj-t v x) v)) (prim/transient []) coll))))

(defn comparator "A comparator from a predicate such as <." [pred]
  (fn [x y] (if (pred x y) -1 (if (pred y x) 1 0))))

(defn rand-nth "A random element." [coll] (nth coll (rand-int (count coll))))

(defn key-or-nil "The key of an entry or nil." [e] (if e (prim/key e) nil))

(defn list-or-vector? "True for lists and vectors." [x] (or (list? x) (vector? x)))

(defn rseq "The elements of a vector or sorted collection from last to first; nil if empty." [rev]
  (let [f (if (prim/user-type? rev) (prim/method-find odeon.method/rseq rev) nil)]
    (if f
      (f rev)
      (if (prim/vector? rev)
        (let [step (fn step [i]
                     (if (prim/lt i 0)
                       nil
                       (prim/cons (prim/nth rev i) (lazy-seq (step (prim/sub i 1))))))]
          (step (prim/sub (prim/count rev) 1)))
        (class-cast (str (odeon.error/shown rev) " can't be walked backward"))))))

(defn shuffle "The elements in random order, as a vector." [coll]
  (let [v (if (if (coll? coll) (not (map? coll)) false)
            (vec coll)
            (if (prim/identical coll nil)
              (throw-new "java.lang.NullPointerException" "nil can't be shuffled")
              (class-cast (str (odeon.error/shown coll) " can't be shuffled"))))
        n (prim/count v)
        a (prim/array-from v)]
    (loop [i (prim/sub n 1)]
      (if (prim/gt i 0)
        (let [j (rand-int (prim/add i 1))
              x (prim/array-get a i)]
          (prim/array-set a i (prim/array-get a j))
          (prim/array-set a j x)
          (recur (prim/sub i 1)))
        (into [] (prim/array-seq a 0))))))

(defn enumeration-seq "A sequence of what an enumeration gives." [e]
  (if (prim/method-find (odeon.method/named "hasMoreElements") e)
    (lazy-seq (if (.hasMoreElements e) (prim/cons (.nextElement e) (enumeration-seq e)) nil))
    (prim/seq e)))
(defn iterator-seq "A sequence of what an iterator gives." [it]
  (odeon.slow/iterator-seq* it))

;; Chunks by hand. A chunk is a vector here.
(defn chunked-seq? "True if the sequence comes in chunks." [s]
  (if (prim/user-type? s) (prim/instance? odeon.class/clojure.lang.IChunkedSeq s) (some? (prim/seq-chunk s))))
(defn chunk-buffer "A buffer to collect a chunk in." [capacity] (prim/volatile []))
(defn chunk-append "Adds x to a chunk buffer." [b x] (prim/volatile-reset b (prim/conj (prim/volatile-deref b) x)) nil)
(defn chunk "The chunk collected in a buffer." [b] (prim/volatile-deref b))
(defn chunk-cons "A chunk and then a sequence." [chunk rest]
  (prim/chunk-cons (prim/array-from chunk) (prim/count chunk) (if (seq? rest) rest (prim/seq rest))))

(defn- need-chunk [s]
  (let [c (prim/seq-chunk s)]
    (if c c (class-cast (str (odeon.error/shown s) " does not come in chunks")))))
(defn chunk-first "The first chunk of a sequence." [s]
  (let [c (need-chunk s)]
    (prim/subvec (prim/vector-of (prim/chunk-words c)) (prim/chunk-index c) (prim/node-count (prim/chunk-words c)))))
(defn chunk-rest "What follows the first chunk." [s]
  (let [more (prim/chunk-more (need-chunk s))] (if more more (prim/empty-list))))
(defn chunk-next "A sequence of what follows the first chunk, or nil." [s] (prim/seq (prim/chunk-more (need-chunk s))))
