;; odeon.slow, collections: lookup, change, equality, hash and order for user types, records and lazy sequences.
;;
;; A record's words: 0 metadata, 1 map of the keys beyond its fields or nil, 2 cached hash or nil, then its fields.
;; Its TYPE's extra is a map; :index maps each field keyword to its word.
(in-ns 'odeon.slow)

(defn- field-index
  "The word of record x that holds key k, or nil."
  [x k]
  (prim/get (prim/get (prim/type-extra (prim/type-of x)) :index) k))

(defn record-seq
  "The entries of a record: its fields in order, then the other keys."
  [x]
  (let [ks (prim/get (prim/type-extra (prim/type-of x)) :keys)]
    (loop [i (prim/sub (prim/count ks) 1) s (prim/seq (prim/field-get x 1))]
      (if (prim/ge i 0)
        (recur (prim/sub i 1) (prim/cons (prim/map-entry (prim/nth ks i) (prim/field-get x (prim/add i 3))) s))
        s))))

(defn- with-field
  "A copy of record x with one word changed and no cached hash."
  [x i v]
  (let [copy (prim/instance-copy x i v)]
    (if (prim/identical (prim/field-get copy 2) nil) copy (prim/instance-copy copy 2 nil))))

;; Keys that the kernel can't hash or compare alone: the hash is computed here, the kernel shows which pairs a key of that
;; hash may equal, and then takes or removes a pair by the identity of its key.
(defn- kernel-hashed?
  "Whether coll is a map, set or live transient of the kernel."
  [coll]
  (if (prim/map? coll) true (if (prim/set? coll) true (prim/identical (prim/type-id coll) 41))))

(defn- candidate
  "The index in a NODE of pairs of the key that equals k, or nil."
  [node k]
  (let [n (prim/node-count node)]
    (loop [i 0]
      (if (prim/lt i n)
        (if (prim/eq (prim/node-get node i) k) i (recur (prim/add i 2)))
        nil))))

(defn- entry-for
  "The entry of a kernel map, set or transient whose key equals k, or nil."
  [m k]
  (let [node (prim/hash-find m (prim/hash k))
        i (candidate node k)]
    (if i (prim/map-entry (prim/node-get node i) (prim/node-get node (prim/add i 1))) nil)))

(defn- value-for "The value for k in a kernel map, set or transient, or default." [m k default]
  (let [node (prim/hash-find m (prim/hash k))
        i (candidate node k)]
    (if i (prim/node-get node (prim/add i 1)) default)))

(defn- grown
  "A full array map, or transient of one, as a hash map or transient of that."
  [m]
  (if (prim/map? m)
    (loop [s (prim/seq m) big (prim/hash-map-empty)]
      (if s
        (recur (prim/next s) (prim/assoc big (prim/key (prim/first s)) (prim/val (prim/first s))))
        (prim/with-meta big (prim/meta m))))
    (prim/transient (grown (prim/persistent m)))))

(defn- put-key
  "m with k mapped to v (for sets: with k)."
  [m k v]
  (let [h (prim/hash k)
        node (prim/hash-find m h)
        i (candidate node k)
        put (fn [m node]
              (if i
                (prim/hash-put m h (prim/node-get node i) v nil)
                (prim/hash-put m h k v (if (prim/gt (prim/node-count node) 0) (prim/hash (prim/node-get node 0)) nil))))
        done (put m node)]
    (if (prim/identical done nil)
      (let [big (grown m)] (put big (prim/hash-find big h)))
      done)))

(defn- drop-key [m k]
  (let [h (prim/hash k)
        node (prim/hash-find m h)
        i (candidate node k)]
    (if i (prim/hash-remove m h (prim/node-get node i)) m)))

(defn- get-of-instance [m k default]
  (if (prim/record? m)
    (let [i (field-index m k)]
      (if i (prim/field-get m i) (prim/get-or (prim/field-get m 1) k default)))
    (let [f (prim/method-find odeon.method/valAt m)]
      (if f
        (f m k default)
        (let [g (prim/method-find odeon.method/get m)]
          (if g
            (if (contains m k) (g m k) default)
            default))))))

(defn get-or [m k default]
  (if (kernel-hashed? m)
    (value-for m k default)
    (if (prim/tagged? m)
      (if (prim/identical k :tag) (prim/tagged-tag m) (if (prim/identical k :form) (prim/tagged-form m) default))
      (get-of-instance m k default))))

(defn get [m k]
  (if (kernel-hashed? m)
    (value-for m k nil)
    (if (if (prim/record? m) true (prim/tagged? m))
      (get-or m k nil)
      (let [f (prim/method-find odeon.method/valAt m)]
        (if f (f m k) (get-or m k nil))))))

(defn contains [m k]
  (if (prim/record? m)
    (if (field-index m k) true (prim/contains (prim/field-get m 1) k))
    (let [f (prim/method-find odeon.method/containsKey m)]
      (if f
        (clojure.core/boolean (f m k))
        (let [g (prim/method-find odeon.method/contains m)]
          (if g
            (clojure.core/boolean (g m k))
            (if (kernel-hashed? m)
              (if (entry-for m k) true false)
              (throw (odeon.host-class/make-exception
                      "java.lang.IllegalArgumentException"
                      (clojure.core/str "contains? not supported on type: " (odeon.host-class/name-of (prim/type-of m))) nil)))))))))

(defn find [m k]
  (if (prim/record? m)
    (let [i (field-index m k)]
      (if i (prim/map-entry k (prim/field-get m i)) (prim/find (prim/field-get m 1) k)))
    (let [f (prim/method-find odeon.method/entryAt m)]
      (if f
        (f m k)
        (if (kernel-hashed? m)
          (entry-for m k)
          (if (contains m k) (prim/map-entry k (get m k)) nil))))))

(defn assoc [m k v]
  (if (prim/record? m)
    (let [i (field-index m k)]
      (if i
        (with-field m i (odeon.record/field-value (prim/type-of m) (prim/sub i 3) v))
        (with-field m 1 (prim/assoc (prim/field-get m 1) k v))))
    (let [f (prim/method-find odeon.method/assoc m)]
      (if f
        (f m k v)
        (if (kernel-hashed? m)
          (put-key m k v)
          (let [g (prim/method-find odeon.method/assocN m)]
            (if g (g m k v) (missing "assoc" m))))))))

(defn dissoc [m k]
  (if (prim/record? m)
    (if (field-index m k)
      (prim/dissoc (clojure.core/into (prim/with-meta {} (prim/field-get m 0)) (record-seq m)) k)
      (if (prim/contains (prim/field-get m 1) k)
        (let [ext (prim/dissoc (prim/field-get m 1) k)]
          (with-field m 1 (if (prim/identical 0 (prim/count ext)) nil ext)))
        m))
    (let [f (prim/method-find odeon.method/without m)]
      (if f (f m k) (if (kernel-hashed? m) (drop-key m k) (missing "dissoc" m))))))

(defn- entries-of "The entries of a map; an entry of Java's is one by itself." [x]
  (if (if (prim/user-type? x) (prim/instance? odeon.class/java.util.Map$Entry x) false) (list x) (prim/seq x)))

(defn- with-entries "m with the entries of another map, or with one entry." [m x]
  (loop [m m s (entries-of x)]
    (if s
      (let [e (prim/first s)] (recur (prim/assoc m (prim/key e) (prim/val e)) (prim/next s)))
      m)))

(defn conj [coll x]
  (if (prim/lazy? coll)
    (prim/cons x coll)
    (let [f (prim/method-find odeon.method/cons coll)]
      (if f
        (f coll x)
        (if (if (prim/record? coll) true (prim/method-find odeon.method/assoc coll))
          (if (if (prim/vector? x) (prim/identical 2 (prim/count x)) false)
            (prim/assoc coll (prim/nth x 0) (prim/nth x 1))
            (with-entries coll x))
          (if (prim/map? coll)
            ;; a kernel map given something that is neither an entry nor a kernel map: its entries are added
            (if (prim/vector? x)
              (if (prim/identical 2 (prim/count x))
                (prim/assoc coll (prim/nth x 0) (prim/nth x 1))
                (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                        "Vector arg to map conj must be a pair" nil)))
              (with-entries coll x))
            (if (prim/set? coll)
              (put-key coll x x)
              (if (prim/method-find odeon.method/first coll)
                (prim/cons x coll)
                (missing "conj" coll)))))))))

(defn disj [s x]
  (let [f (prim/method-find odeon.method/disjoin s)]
    (if f (f s x) (if (prim/set? s) (drop-key s x) (missing "disj" s)))))

(defn conj-t [t x]
  (let [f (prim/method-find odeon.method/conj t)]
    (if f
      (f t x)
      (if (prim/user-type? t)
        (missing "conj!" t)
        (if (prim/identical 3 (prim/transient-kind t))
          (put-key t x x)
          (if (prim/vector? x)
            (if (prim/identical 2 (prim/count x))
              (prim/assoc-t t (prim/nth x 0) (prim/nth x 1))
              (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                      "Vector arg to map conj must be a pair" nil)))
            ;; a transient map given an entry or a whole map
            (loop [t t s (entries-of x)]
              (if s
                (let [e (prim/first s)]
                  (recur (prim/assoc-t t (prim/key e) (prim/val e)) (prim/next s)))
                t))))))))

(defn assoc-t [t k v]
  (let [f (prim/method-find odeon.method/assoc t)]
    (if f (f t k v) (if (kernel-hashed? t) (put-key t k v) (missing "assoc!" t)))))
(defn dissoc-t [t k]
  (let [f (prim/method-find odeon.method/without t)]
    (if f (f t k) (if (kernel-hashed? t) (drop-key t k) (missing "dissoc!" t)))))
(defn disj-t [t x]
  (let [f (prim/method-find odeon.method/disjoin t)]
    (if f (f t x) (if (kernel-hashed? t) (drop-key t x) (missing "disj!" t)))))
(defn pop-t [t]
  (let [f (prim/method-find odeon.method/pop t)]
    (if f (f t) (missing "pop!" t))))

;; ---- displays ----------------------------------------------------------------------------------------------------
(defn- duplicate [k]
  (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                          (clojure.core/str "Duplicate key: " (clojure.core/pr-str k)) nil)))

(defn make-map
  "The map of a display whose keys the kernel can't compare: keys and values in turn."
  [kvs]
  (loop [m (prim/empty-map) s (prim/seq kvs)]
    (if s
      (let [k (prim/first s) more (prim/next s)]
        (recur (if (prim/contains m k) (duplicate k) (prim/assoc m k (prim/first more))) (prim/next more)))
      m)))

(defn array-map-of
  "The map of an array of keys and values in turn, among them keys that the kernel can't compare."
  [a]
  (loop [m (prim/empty-map) i 0]
    (if (prim/lt i (prim/array-length a))
      (recur (prim/assoc m (prim/array-get a i) (prim/array-get a (prim/add i 1))) (prim/add i 2))
      m)))

(defn make-set
  "The set of a display whose elements the kernel can't compare."
  [xs]
  (loop [m (prim/empty-set) s (prim/seq xs)]
    (if s
      (let [x (prim/first s)]
        (recur (if (prim/contains m x) (duplicate x) (prim/conj m x)) (prim/next s)))
      m)))

;; ---- equality -----------------------------------------------------------------------------------------------------
(defn sequential-value? [x]
  (if (prim/sequential? x) true (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.Sequential x) false)))
(defn map-value? [x]
  (if (prim/map? x) true (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.IPersistentMap x) false)))
(defn set-value? [x]
  (if (prim/set? x) true (if (prim/user-type? x) (prim/instance? odeon.class/clojure.lang.IPersistentSet x) false)))

(defn- seqs-equal [a b]
  (loop [a (prim/seq a) b (prim/seq b)]
    (if a
      (if b
        (if (prim/eq (prim/first a) (prim/first b)) (recur (prim/next a) (prim/next b)) false)
        false)
      (if b false true))))

(defn- maps-equal
  "Whether b, a map-like value, has exactly the entries of a."
  [a b]
  (if (prim/num-eq (prim/count a) (prim/count b))
    (loop [s (prim/seq a)]
      (if s
        (let [e (prim/first s)
              other (prim/find b (prim/key e))]
          (if other
            (if (prim/eq (prim/val e) (prim/val other)) (recur (prim/next s)) false)
            false))
        true))
    false))

(defn- sets-equal [a b]
  (if (prim/num-eq (prim/count a) (prim/count b))
    (loop [s (prim/seq a)]
      (if s
        (if (prim/contains b (prim/first s)) (recur (prim/next s)) false)
        true))
    false))

(defn- records-equal [a b]
  (if (prim/identical (prim/type-of a) (prim/type-of b))
    (let [n (prim/add 3 (prim/count (prim/get (prim/type-extra (prim/type-of a)) :keys)))]
      (loop [i 3]
        (if (prim/lt i n)
          (if (prim/eq (prim/field-get a i) (prim/field-get b i)) (recur (prim/add i 1)) false)
          (let [ea (prim/field-get a 1) eb (prim/field-get b 1)]
            (if (prim/identical ea eb) true (if ea (if eb (prim/eq ea eb) false) false))))))
    false))

(defn- user-equal
  "Whether the user-type value a says that it equals b."
  [a b]
  (let [f (prim/method-find odeon.method/equiv a)]
    (if f
      (clojure.core/boolean (f a b))
      (if (prim/record? a)
        (if (prim/record? b) (records-equal a b) false)
        (let [g (prim/method-find odeon.method/equals a)]
          (if g
            (clojure.core/boolean (g a b))
            (if (if (sequential-value? a) (sequential-value? b) false)
              (seqs-equal a b)
              false)))))))

(defn- equals-user
  "Whether a collection of the kernel equals the user-type value b: the left side decides, as far as it is a collection."
  [a b]
  (if (prim/sequential? a)
    (if (if (sequential-value? b) true (prim/instance? odeon.class/java.util.List b)) (seqs-equal a b) false)
    (if (prim/map? a)
      (if (prim/record? b)
        false
        (if (if (map-value? b) true (prim/instance? odeon.class/java.util.Map b)) (maps-equal a b) false))
      (if (prim/set? a)
        (if (if (set-value? b) true (prim/instance? odeon.class/java.util.Set b)) (sets-equal b a) false)
        (user-equal b a)))))

(defn eq [a b]
  (if (prim/identical a b)
    true
    (if (prim/number? a)
      (if (prim/number? b) (number-eq a b) false)
      (if (prim/user-type? a)
        (user-equal a b)
        (if (prim/user-type? b)
          (equals-user a b)
          (if (prim/sequential? a)
            (if (prim/sequential? b) (seqs-equal a b) false)
            (if (prim/map? a)
              (if (prim/map? b) (maps-equal a b) false)
              (if (prim/set? a)
                (if (prim/set? b) (sets-equal a b) false)
                false))))))))

;; ---- hash ---------------------------------------------------------------------------------------------------------
(defn- hash-int [x] (let [low (prim/bit-and x 0xffffffff)] (if (prim/gt low 0x7fffffff) (prim/sub low 0x100000000) low)))

(defn hash-sequential [x]
  (loop [s (prim/seq x) h 1 n 0]
    (if s
      (recur (prim/next s) (hash-int (prim/unchecked-add (prim/unchecked-mul 31 h) (prim/hash (prim/first s)))) (prim/add n 1))
      (prim/hash-ordered h n))))

(defn hash-map-like [x]
  (loop [s (prim/seq x) h 0 n 0]
    (if s
      (let [e (prim/first s)
            pair (hash-int (prim/unchecked-add (prim/unchecked-mul 31 (hash-int (prim/unchecked-add 31 (prim/hash (prim/key e)))))
                                               (prim/hash (prim/val e))))]
        (recur (prim/next s) (hash-int (prim/unchecked-add h (prim/hash-ordered pair 2))) (prim/add n 1)))
      (prim/hash-unordered h n))))

(defn hash-set-like [x]
  (loop [s (prim/seq x) h 0 n 0]
    (if s
      (recur (prim/next s) (hash-int (prim/unchecked-add h (prim/hash (prim/first s)))) (prim/add n 1))
      (prim/hash-unordered h n))))

(defn- hash-record [x]
  (let [cached (prim/field-get x 2)]
    (if cached
      cached
      (hash-int (prim/bit-xor (prim/hash (prim/type-name (prim/type-of x))) (hash-map-like x))))))

(defn- itself?
  "Whether instances of a user type are equal to themselves alone, as far as implementations tell."
  [x]
  (if (or (prim/record? x)
          (sequential-value? x)
          (prim/method-find odeon.method/equiv x)
          (prim/method-find odeon.method/equals x)
          (prim/method-find odeon.method/hasheq x)
          (prim/method-find odeon.method/hashCode x))
    false
    true))
(defn- identity-hash "The hash of an instance that no implementation hashes; the kernel is told if it may do that by itself." [x]
  (let [changes (prim/method-changes)] ; before implementations are looked for: what comes meanwhile counts as a change
    (if (itself? x) (prim/type-itself (prim/type-of x) changes) nil)
    (prim/identity-hash x)))

(defn hash [x]
  (if (prim/number? x)
    (number-hash x)
    (if (prim/user-type? x)
      (let [f (prim/method-find odeon.method/hasheq x)]
        (if f
          (hash-int (prim/long (f x)))
          (if (prim/record? x)
            (hash-record x)
            (let [g (prim/method-find odeon.method/hashCode x)]
              (if g
                (hash-int (prim/long (g x)))
                (if (sequential-value? x) (hash-sequential x) (identity-hash x)))))))
      (if (prim/map? x)
        (hash-map-like x)
        (if (prim/set? x)
          (hash-set-like x)
          (if (prim/sequential? x) (hash-sequential x) (prim/identity-hash x)))))))

;; ---- order --------------------------------------------------------------------------------------------------------
(defn- not-comparable [a b]
  (throw (odeon.host-class/make-exception
          "java.lang.ClassCastException"
          (clojure.core/str "class " (odeon.host-class/name-of (prim/type-of a)) " can't be compared with "
                            (if (prim/identical b nil) "nil" (odeon.host-class/name-of (prim/type-of b))))
          nil)))

(defn compare [a b]
  (if (prim/identical a b)
    0
    (if (prim/identical a nil)
      -1
      (if (prim/identical b nil)
        1
        (if (prim/number? a)
          (if (prim/number? b)
            (if (prim/lt a b) -1 (if (prim/gt a b) 1 0))
            (not-comparable a b))
          (let [f (prim/method-find odeon.method/compareTo a)]
            (if f
              (f a b)
              (if (if (prim/vector? a) (prim/vector? b) false)
                (let [na (prim/count a) nb (prim/count b)]
                  (if (prim/lt na nb)
                    -1
                    (if (prim/gt na nb)
                      1
                      (loop [i 0]
                        (if (prim/lt i na)
                          (let [c (prim/compare (prim/nth a i) (prim/nth b i))]
                            (if (prim/num-eq c 0) (recur (prim/add i 1)) c))
                          0)))))
                (not-comparable a b)))))))))

;; ---- calling what is no closure -----------------------------------------------------------------------------------
(defn- arity-error [f n]
  (throw (odeon.host-class/make-exception
          "clojure.lang.ArityException"
          (clojure.core/str "Wrong number of args (" n ") passed to: " (if (prim/coll? f) (prim/type-name (prim/type-of f)) (clojure.core/pr-str f)))
          nil)))

(defn invoke
  "Calls f, which is no closure, on the elements of args."
  [f args]
  (let [args (if (prim/vector? args) args (clojure.core/vec args))
        n (prim/count args)]
    (if (prim/var? f)
      (prim/apply (clojure.core/var-get f) args nil)
      (if (if (prim/keyword? f) true (prim/symbol? f))
        (if (prim/identical n 1)
          (prim/get (prim/nth args 0) f)
          (if (prim/identical n 2) (prim/get-or (prim/nth args 0) f (prim/nth args 1)) (arity-error f n)))
        (if (if (prim/map? f) true (prim/set? f))
          (if (prim/identical n 1)
            (prim/get f (prim/nth args 0))
            (if (if (prim/identical n 2) (prim/map? f) false)
              (prim/get-or f (prim/nth args 0) (prim/nth args 1))
              (arity-error f n)))
          (if (prim/identical (prim/type-id f) 41)
            (prim/get-or f (prim/nth args 0) (prim/nth-or args 1 nil))
          (if (prim/vector? f)
            (if (prim/identical n 1) (f (prim/nth args 0)) (arity-error f n))
            (let [m (prim/method-find odeon.method/invoke f)]
              (if m
                (prim/apply m (prim/vector-of (prim/cons f args)) nil)
                (if (prim/fn? f)
                  (prim/apply f args nil)
                  (throw (odeon.host-class/make-exception
                          "java.lang.ClassCastException"
                          (clojure.core/str (odeon.error/shown f) " is not a function: a "
                                            (if (prim/identical f nil) "nil" (odeon.host-class/name-of (prim/type-of f))) " can't be called")
                          nil))))))))))))
