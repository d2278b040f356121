;; Building collections, reducing them, calling functions on them: what the rest of clojure.core is written with.
(in-ns 'clojure.core)

(declare coll-reduce* coll-reduce-first* map-reduce* str pr-str iterate)

;; ---- construction -------------------------------------------------------------------------------------------------
(defn- list-of-vector [v]
  (loop [i (prim/sub (prim/count v) 1) acc (prim/empty-list)]
    (if (prim/lt i 0) acc (recur (prim/sub i 1) (prim/conj acc (prim/nth v i))))))

(defn vec "A vector of coll's elements." [coll]
  (if (prim/identical coll nil) (prim/empty-vec) (prim/vector-of coll)))

;; A call of list, as here, is an instruction; arities beside the last are for its use as a value.
(defn list
  "A list of its arguments."
  {:arglists '([& items])}
  ([] (list))
  ([a] (list a))
  ([a b] (list a b))
  ([a b c] (list a b c))
  ([a b c d] (list a b c d))
  ([a b c d & more]
   (let [items (prim/cons a (prim/cons b (prim/cons c (prim/cons d more))))] (list-of-vector (vec items)))))

(defn vector
  "A vector of its arguments."
  ([] [])
  ([a] [a])
  ([a b] [a b])
  ([a b c] [a b c])
  ([a b c d] [a b c d])
  ([a b c d & more]
   (loop [v (prim/transient [a b c d]) more more]
     (if more (recur (prim/conj-t v (prim/first more)) (prim/next more)) (prim/persistent v)))))

(defn- spread
  "The last argument of a list of arguments is a sequence: puts its elements in place."
  [args]
  (if (prim/next args)
    (prim/cons (prim/first args) (spread (prim/next args)))
    (prim/seq (prim/first args))))

(defn list*
  "A sequence of the arguments, the last of which is a sequence that ends it."
  ([args] (prim/seq args))
  ([a args] (prim/cons a args))
  ([a b args] (prim/cons a (prim/cons b args)))
  ([a b c args] (prim/cons a (prim/cons b (prim/cons c args))))
  ([a b c d & more] (prim/cons a (prim/cons b (prim/cons c (prim/cons d (spread more)))))))

(defn- take-args
  "The first n elements of s, in a vector."
  [n s]
  (loop [n n s s v (prim/empty-vec)]
    (if (prim/gt n 0)
      (if s (recur (prim/sub n 1) (prim/next s) (prim/conj v (prim/first s))) v)
      v)))

(defn- drop-args [n s]
  (loop [n n s s]
    (if (prim/gt n 0)
      (if s (recur (prim/sub n 1) (prim/next s)) nil)
      s)))

;; A variadic function gets its fixed arguments and whatever sequence is left, of which two elements are realized, as on the JVM.
(defn- apply-seq [f s]
  (if (prim/fn? f)
    (if (prim/fn-variadic? f)
      (let [n (prim/fn-max-fixed f) more (drop-args n s)]
        (prim/next more)
        (if (prim/identical n 0)
          (prim/apply f nil s)
          (prim/apply f (take-args n s) more)))
      (prim/apply f (vec s) nil))
    (if (prim/var? f)
      (apply-seq (var-get f) s)
      (odeon.slow/invoke f (vec s)))))

(defn apply
  "Calls f on the arguments, the last of which is a sequence of further arguments."
  ([f args]
   (if (if (prim/fn? f) (if (prim/identical 32 (prim/type-id args)) (prim/lt (prim/count args) 16) false) false)
     (prim/apply f args nil)
     (apply-seq f (prim/seq args))))
  ([f a args] (apply-seq f (prim/cons a args)))
  ([f a b args] (apply-seq f (prim/cons a (prim/cons b args))))
  ([f a b c args] (apply-seq f (prim/cons a (prim/cons b (prim/cons c args)))))
  ([f a b c d & more] (apply-seq f (prim/cons a (prim/cons b (prim/cons c (prim/cons d (spread more))))))))

(defn- hash-map-of [kvs]
  (loop [m (prim/transient (prim/hash-map-empty)) s kvs]
    (if s
      (if (prim/next s)
        (recur (prim/assoc-t m (prim/first s) (prim/first (prim/next s))) (prim/next (prim/next s)))
        (illegal-argument (str "No value supplied for key: " (prim/first s))))
      (prim/persistent m))))
(defn hash-map "A map of keys and values in turn." [& kvs]
  (let [m (prim/map-of-args kvs true)] (if m m (hash-map-of kvs))))

(defn array-map "A map of keys and values in turn, which keeps their order." [& kvs]
  (let [a (prim/array-from kvs)]
    (if (prim/identical 0 (prim/rem (prim/array-length a) 2))
      (prim/array-map-of a)
      (illegal-argument (str "No value supplied for key: " (prim/array-get a (prim/sub (prim/array-length a) 1)))))))

(defn seq-to-map-for-destructuring "A map of a sequence of keys and values, of which a last map may stand for more." [s]
  (loop [m {} s (prim/seq s)]
    (if s
      (if (prim/next s)
        (recur (prim/assoc m (prim/first s) (prim/first (prim/next s))) (prim/next (prim/next s)))
        (reduce conj m (prim/first s)))
      m)))

(defn hash-set "A set of its arguments." [& xs]
  (loop [s (prim/transient (prim/empty-set)) xs xs]
    (if xs (recur (prim/conj-t s (prim/first xs)) (prim/next xs)) (prim/persistent s))))

(defn set? "True if x is a set." [x] (if (prim/set? x) true (odeon.slow/set-value? x)))
(defn map? "True if x is a map; records are maps." [x] (if (prim/map? x) true (odeon.slow/map-value? x)))
(defn vector? "True if x is a vector." [x]
  (if (prim/vector? x) true
    (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.IPersistentVector x) false)))
(defn sequential? "True if x is an ordered sequence or vector." [x] (if (prim/sequential? x) true (odeon.slow/sequential-value? x)))
(defn seq? "True if x is a sequence." [x]
  (if (prim/seq-type? x) true
    (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.ISeq x) false)))
(defn coll? "True if x is a persistent collection." [x]
  (if (prim/coll? x) true
    (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.IPersistentCollection x) false)))
(defn record? "True if x is a record." [x] (prim/record? x))
(defn map-entry? "True if x is an entry of a map." [x]
  (if (prim/map-entry? x) true
    (if (prim/user-type? x) (prim/instance? odeon.class/java.util.Map$Entry x) false)))
(defn associative? "True if x is a map or a vector." [x]
  (if (prim/map? x) true
    (if (prim/vector? x) true
      (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.Associative x) false))))
(defn counted? "True if the count of x takes constant time." [x]
  (if (prim/counted? x) true
    (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.Counted x) false)))
(defn indexed? "True if x gives its elements by index at once." [x]
  (if (prim/vector? x) true
    (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.Indexed x) false)))
(defn reversible? "True if rseq works on x." [x]
  (if (prim/vector? x) true
    (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.Reversible x) false)))
(defn sorted? "True if x is a sorted map or set." [x]
  (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.Sorted x) false))
(defn array? "True if x is an array." [x] (prim/array? x))
(defn seqable? "True if seq works on x." [x]
  (if (prim/identical x nil) true
    (if (prim/coll? x) true
      (if (prim/string? x) true
        (if (prim/array? x) true
          (if (prim/user-type? x)
            (if (prim/record? x) true
              (if (prim/method-find odeon.method/seq x) true
                (if (prim/method-find odeon.method/iterator x) true
                  (if (prim/method-find odeon.method/first x) true false))))
            false))))))
(defn ifn? "True if x can be called." [x]
  (if (prim/fn? x) true
    (if (prim/keyword? x) true
      (if (prim/symbol? x) true
        (if (prim/map? x) true
          (if (prim/set? x) true
            (if (prim/vector? x) true
              (if (prim/var? x) true
                (if (prim/promise? x) true
                  (if (prim/user-type? x)
                    (if (prim/method-find odeon.method/invoke x) true false)
                    false))))))))))
(defn empty? "True if coll has no elements." [coll] (if (prim/seq coll) false true))
(defn not-empty "coll itself, or nil if it is empty." [coll] (if (prim/seq coll) coll nil))

;; ---- reduce -------------------------------------------------------------------------------------------------------
(defn- reduce-chunk
  "Reduces the words of a node from j to end; answers the accumulator, perhaps reduced."
  [f acc node j end]
  (loop [acc acc j j]
    (if (prim/lt j end)
      (let [acc (f acc (prim/node-get node j))]
        (if (prim/reduced? acc) acc (recur acc (prim/add j 1))))
      acc)))

(defn seq-reduce "Reduces any sequence, element by element or chunk by chunk." [f acc s]
  (loop [acc acc s (seq s)]
    (if s
      (let [c (odeon.chunk/of s)
            acc (if c
                  (let [words (prim/chunk-words c)] (reduce-chunk f acc words (prim/chunk-index c) (prim/node-count words)))
                  (f acc (prim/first s)))]
        (if (prim/reduced? acc)
          (prim/reduced-value acc)
          (recur acc (if c (seq (prim/chunk-more c)) (next s)))))
      acc)))

(defn- reduce-indexed [f acc v i]
  (let [n (prim/count v)]
    (loop [acc acc i i]
      (if (prim/lt i n)
        (let [acc (f acc (prim/nth v i))]
          (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc (prim/add i 1))))
        acc))))

(defn- reduce-leaves [f acc v i]
  (let [n (prim/count v)]
    (loop [acc acc i i]
      (if (prim/lt i n)
        (let [node (prim/chunk-node v i)
              offset (prim/chunk-offset v i)
              size (prim/sub (prim/node-count node) offset)
              left (prim/sub n i)
              size (if (prim/lt size left) size left)
              acc (reduce-chunk f acc node offset (prim/add offset size))]
          (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc (prim/add i size))))
        acc))))

(defn- reduce-vector "Reduces a vector from i on; one of up to 32 elements has no leaves (kernel/coll/flatvec.ts)." [f acc v i]
  (if (prim/lt 32 (prim/count v)) (reduce-leaves f acc v i) (reduce-indexed f acc v i)))

(defn- reduce-run "Reduces the numbers from x to last; what f has reduced stays wrapped." [f acc x step last]
  (loop [acc acc x x]
    (let [acc (f acc x)]
      (if (prim/reduced? acc)
        acc
        (if (prim/num-eq x last) acc (recur acc (prim/add x step)))))))

(defn- reduce-range
  "Reduces a range in runs that end at small integers, which compiled code compares in place: (range) has no end that is one."
  [f acc r]
  (let [n (prim/count r)
        start (prim/first r)
        step (if (prim/gt n 1) (prim/sub (prim/nth r 1) start) 1)]
    (loop [acc acc x start left n]
      (let [run (if (prim/lt left 0x100000) left 0x100000)
            last (prim/add x (prim/mul step (prim/sub run 1))) ; the end itself may be no long
            acc (reduce-run f acc x step last)]
        (if (prim/reduced? acc)
          (prim/reduced-value acc)
          (if (prim/num-eq run left) acc (recur acc (prim/add last step) (prim/sub left run))))))))

(defn- reduce-string [f acc s]
  (let [n (prim/str-length s)]
    (loop [acc acc i 0]
      (if (prim/lt i n)
        (let [acc (f acc (prim/char-at s i))]
          (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc (prim/add i 1))))
        acc))))

(defn- reduce-array [f acc a]
  (let [n (prim/array-length a)]
    (loop [acc acc i 0]
      (if (prim/lt i n)
        (let [acc (f acc (prim/array-get a i))]
          (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc (prim/add i 1))))
        acc))))

(defn- reduce-entries [f acc m]
  (let [walk (prim/map-walk m)]
    (loop [acc acc words (prim/map-words walk) i 0]
      (if (prim/identical words nil)
        acc
        (if (prim/lt i (prim/node-count words))
          (let [acc (f acc (prim/map-entry (prim/node-get words i) (prim/node-get words (prim/add i 1))))]
            (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc words (prim/add i 2))))
          (recur acc (prim/map-words walk) 0))))))

(defn- reduce-args "Reduces rest arguments after the first skip." [f acc s skip]
  (let [words (prim/chunk-words s)
        acc (reduce-chunk f acc words (prim/add skip (prim/chunk-index s)) (prim/node-count words))]
    (if (prim/reduced? acc) (prim/reduced-value acc) acc)))

(defn- reduce-init [f acc coll]
  (let [id (prim/type-id coll)]
    (if (prim/identical id 32)
      (reduce-vector f acc coll 0)
      (if (prim/identical id 20)
        (reduce-range f acc coll)
        (if (prim/identical id 23)
          (reduce-args f acc coll 0)
          (if (prim/identical id 8)
            (reduce-string f acc coll)
            (if (prim/identical id 35)
              (reduce-indexed f acc coll 0)
              (if (prim/array? coll)
                (reduce-array f acc coll)
                (if (prim/user-type? coll)
                  (coll-reduce* coll f acc)
                  (if (prim/map? coll)
                    (reduce-entries f acc coll)
                    (seq-reduce f acc coll)))))))))))

(defn reduce
  "Combines the elements of coll by f, from the left, beginning with val or else with the first element."
  ([f coll]
   (let [id (prim/type-id coll)]
     (if (prim/identical id 32)
       (if (prim/identical 0 (prim/count coll)) (f) (reduce-vector f (prim/nth coll 0) coll 1))
       (if (prim/identical id 23)
         (reduce-args f (prim/first coll) coll 1)
         (if (prim/user-type? coll)
           (coll-reduce-first* coll f)
           (let [s (seq coll)]
             (if s (reduce-init f (prim/first s) (next s)) (f))))))))
  ([f val coll] (reduce-init f val coll)))

(defn- reduce-map-seq [f acc m]
  (loop [acc acc s (prim/seq m)]
    (if s
      (let [e (prim/first s)
            acc (f acc (prim/key e) (prim/val e))]
        (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc (prim/next s))))
      acc)))
(defn- reduce-map [f acc m]
  (let [walk (prim/map-walk m)]
    (loop [acc acc words (prim/map-words walk) i 0]
      (if (prim/identical words nil)
        acc
        (if (prim/lt i (prim/node-count words))
          (let [acc (f acc (prim/node-get words i) (prim/node-get words (prim/add i 1)))]
            (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc words (prim/add i 2))))
          (recur acc (prim/map-words walk) 0))))))

(defn- reduce-vector-kv [f acc v]
  (let [n (prim/count v)]
    (loop [acc acc i 0]
      (if (prim/lt i n)
        (let [acc (f acc i (prim/nth v i))]
          (if (prim/reduced? acc) (prim/reduced-value acc) (recur acc (prim/add i 1))))
        acc))))

(defn reduce-kv
  "Reduces a map (or vector) by f of the accumulator, a key (or index) and its value."
  [f init coll]
  (if (prim/map? coll)
    (reduce-map f init coll)
    (if (prim/vector? coll)
      (reduce-vector-kv f init coll)
      (if (prim/identical coll nil)
        init
        (if (prim/user-type? coll)
          (map-reduce* coll f init)
          (reduce-map-seq f init coll))))))

(defn- transient-into [to from]
  (let [t (prim/persistent
           (if (prim/identical 32 (prim/type-id from))
             (let [n (prim/count from)]
               (loop [i 0 t (prim/transient to)]
                 (if (prim/lt i n) (recur (prim/add i 1) (prim/conj-t t (prim/nth from i))) t)))
             (reduce (fn [t x] (prim/conj-t t x)) (prim/transient to) from)))
        m (prim/meta to)]
    (if m (prim/with-meta t m) t)))

(defn- editable? [x]
  (if (prim/map? x) true
    (if (prim/set? x) true
      (prim/identical 32 (prim/type-id x)))))

(declare transduce)

(defn into
  "to with all elements of from conjoined, passed through the transducer xform if given."
  ([] [])
  ([to] to)
  ([to from]
   (if (editable? to)
     (transient-into to from)
     (reduce conj to from)))
  ([to xform from]
   (if (editable? to)
     ;; a transducer that halts may answer something else than the collection, so that the last step is f's
     (let [m (prim/meta to)
           f (fn
               ([t] (let [p (prim/persistent t)] (if m (prim/with-meta p m) p)))
               ([t x] (prim/conj-t t x)))]
       (transduce xform f (prim/transient to) from))
     (transduce xform conj to from))))

(defn set "A set of coll's elements." [coll]
  (if (prim/set? coll) (prim/with-meta coll nil) (into #{} coll)))

(defn transduce
  "Reduces coll with f transformed by xform, then completes."
  ([xform f coll] (transduce xform f (f) coll))
  ([xform f init coll]
   (let [f (xform f)]
     (f (reduce f init coll)))))

(defn completing
  "A reducing function from f (and cf for the completion, by default identity)."
  ([f] (completing f identity))
  ([f cf]
   (fn
     ([] (f))
     ([x] (cf x))
     ([x y] (f x y)))))

(defn run! "Calls proc on each element of coll for its effects." [proc coll]
  (reduce (fn [_ x] (proc x)) nil coll)
  nil)
