;; odeon.sorted: sorted maps and sets as weight-balanced trees.
;;
;; A tree is nil or a vector [key value size left right]; left holds smaller keys, right greater ones. No subtree is more
;; than three times as large as its sibling, so depth stays within 2.4 log2 n.
(in-ns 'odeon.sorted)

(declare ->TreeMap ->TreeSet)

(defn- size [t] (if t (prim/nth t 2) 0))
(defn- node [k v l r] [k v (prim/add 1 (prim/add (size l) (size r))) l r])

(defn- lean-left
  "The right subtree is too large: rotates to the left."
  [k v l r]
  (let [rl (prim/nth r 3) rr (prim/nth r 4)]
    (if (prim/lt (size rl) (prim/mul 2 (size rr)))
      (node (prim/nth r 0) (prim/nth r 1) (node k v l rl) rr)
      (node (prim/nth rl 0) (prim/nth rl 1)
            (node k v l (prim/nth rl 3))
            (node (prim/nth r 0) (prim/nth r 1) (prim/nth rl 4) rr)))))

(defn- lean-right
  "The left subtree is too large: rotates to the right."
  [k v l r]
  (let [ll (prim/nth l 3) lr (prim/nth l 4)]
    (if (prim/lt (size lr) (prim/mul 2 (size ll)))
      (node (prim/nth l 0) (prim/nth l 1) ll (node k v lr r))
      (node (prim/nth lr 0) (prim/nth lr 1)
            (node (prim/nth l 0) (prim/nth l 1) ll (prim/nth lr 3))
            (node k v (prim/nth lr 4) r)))))

(defn- balanced [k v l r]
  (let [sl (size l) sr (size r)]
    (if (prim/le (prim/add sl sr) 1)
      (node k v l r)
      (if (prim/gt sr (prim/mul 3 sl))
        (lean-left k v l r)
        (if (prim/gt sl (prim/mul 3 sr))
          (lean-right k v l r)
          (node k v l r))))))

(defn- unless-incomparable
  "What f answers; false if keys are of kinds that can't be compared: then they differ."
  [f]
  (try (f) (catch java.lang.ClassCastException _ false)))

(defn- tree-find [cmp t k]
  (loop [t t]
    (if t
      (let [c (cmp k (prim/nth t 0))]
        (if (prim/lt c 0) (recur (prim/nth t 3)) (if (prim/gt c 0) (recur (prim/nth t 4)) t)))
      nil)))

(defn- tree-put
  "The tree with k mapped to v; a key that is there stays the object it was."
  [cmp t k v]
  (if t
    (let [c (cmp k (prim/nth t 0))]
      (if (prim/lt c 0)
        (balanced (prim/nth t 0) (prim/nth t 1) (tree-put cmp (prim/nth t 3) k v) (prim/nth t 4))
        (if (prim/gt c 0)
          (balanced (prim/nth t 0) (prim/nth t 1) (prim/nth t 3) (tree-put cmp (prim/nth t 4) k v))
          [(prim/nth t 0) v (prim/nth t 2) (prim/nth t 3) (prim/nth t 4)])))
    (do (cmp k k) [k v 1 nil nil])))

(defn- least [t] (if (prim/nth t 3) (recur (prim/nth t 3)) t))
(defn- without-least [t]
  (if (prim/nth t 3)
    (balanced (prim/nth t 0) (prim/nth t 1) (without-least (prim/nth t 3)) (prim/nth t 4))
    (prim/nth t 4)))

(defn- tree-drop [cmp t k]
  (if t
    (let [c (cmp k (prim/nth t 0)) l (prim/nth t 3) r (prim/nth t 4)]
      (if (prim/lt c 0)
        (balanced (prim/nth t 0) (prim/nth t 1) (tree-drop cmp l k) r)
        (if (prim/gt c 0)
          (balanced (prim/nth t 0) (prim/nth t 1) l (tree-drop cmp r k))
          (if l
            (if r
              (let [m (least r)]
                (balanced (prim/nth m 0) (prim/nth m 1) l (without-least r)))
              l)
            r))))
    nil))

;; Walking keeps the path as a list of nodes still to be visited: side 3 is the near child when ascending, 4 when descending.
(defn- push-path [t side path]
  (loop [t t path path]
    (if t (recur (prim/nth t side) (prim/cons t path)) path)))

(defn- path-seq
  "A lazy sequence of (item node) along a path, nil if it is empty."
  [item path side far]
  (if path
    (let [t (prim/first path)]
      (prim/cons (item t)
                 (prim/lazy-new (fn [] (path-seq item (push-path (prim/nth t far) side (prim/next path)) side far)))))
    nil))

(defn- tree-seq* [item t ascending]
  (let [side (if ascending 3 4) far (if ascending 4 3)]
    (path-seq item (push-path t side nil) side far)))

(defn- path-from
  "The path to the first key not before k in walking order."
  [cmp t k ascending]
  (loop [t t path nil]
    (if t
      (let [c (cmp k (prim/nth t 0))]
        (if (prim/identical c 0)
          (prim/cons t path)
          (if ascending
            (if (prim/lt c 0) (recur (prim/nth t 3) (prim/cons t path)) (recur (prim/nth t 4) path))
            (if (prim/gt c 0) (recur (prim/nth t 4) (prim/cons t path)) (recur (prim/nth t 3) path)))))
      path)))

(defn- seq-from* [item cmp t k ascending]
  (path-seq item (path-from cmp t k ascending) (if ascending 3 4) (if ascending 4 3)))

(defn- tree-reduce
  "Folds f over the nodes in order; answers the accumulator, perhaps reduced."
  [f acc t]
  (if t
    (let [acc (tree-reduce f acc (prim/nth t 3))]
      (if (prim/reduced? acc)
        acc
        (let [acc (f acc t)]
          (if (prim/reduced? acc) acc (recur f acc (prim/nth t 4))))))
    acc))

(defn- entry [t] (prim/map-entry (prim/nth t 0) (prim/nth t 1)))
(defn- key-of [t] (prim/nth t 0))

(deftype TreeMap [tree cmp order _meta]
  clojure.lang.IPersistentMap
  (count [_] (size tree))
  (seq [_] (tree-seq* entry tree true))
  (seq [_ ascending] (tree-seq* entry tree ascending))
  (valAt [_ k] (let [t (tree-find cmp tree k)] (if t (prim/nth t 1) nil)))
  (valAt [_ k default] (let [t (tree-find cmp tree k)] (if t (prim/nth t 1) default)))
  (containsKey [_ k] (if (tree-find cmp tree k) true false))
  (entryAt [_ k] (let [t (tree-find cmp tree k)] (if t (entry t) nil)))
  (assoc [_ k v] (->TreeMap (tree-put cmp tree k v) cmp order _meta))
  (without [this k] (if (tree-find cmp tree k) (->TreeMap (tree-drop cmp tree k) cmp order _meta) this))
  (empty [_] (->TreeMap nil cmp order _meta))
  (equiv [this other]
    (if (odeon.slow/map-value? other) (if (prim/record? other) false (unless-incomparable (fn [] (odeon.slow/maps-equal this other)))) false))
  (hasheq [this] (odeon.slow/hash-map-like this))
  clojure.lang.IObj
  (meta [_] _meta)
  (withMeta [_ m] (->TreeMap tree cmp order m))
  clojure.lang.IFn
  (invoke [_ k] (let [t (tree-find cmp tree k)] (if t (prim/nth t 1) nil)))
  (invoke [_ k default] (let [t (tree-find cmp tree k)] (if t (prim/nth t 1) default)))
  clojure.lang.Reversible
  (rseq [_] (tree-seq* entry tree false))
  clojure.lang.Sorted
  (comparator [_] order)
  (entryKey [_ e] (prim/key e))
  (seqFrom [_ k ascending] (seq-from* entry cmp tree k ascending))
  clojure.lang.IReduceInit
  (reduce [_ f init] (clojure.core/unreduced (tree-reduce (fn [acc t] (f acc (entry t))) init tree)))
  clojure.lang.IKVReduce
  (kvreduce [_ f init] (clojure.core/unreduced (tree-reduce (fn [acc t] (f acc (prim/nth t 0) (prim/nth t 1))) init tree)))
  java.util.Map
  clojure.lang.MapEquivalence)

(deftype TreeSet [tree cmp order _meta]
  clojure.lang.IPersistentSet
  (count [_] (size tree))
  (seq [_] (tree-seq* key-of tree true))
  (seq [_ ascending] (tree-seq* key-of tree ascending))
  (valAt [_ k] (let [t (tree-find cmp tree k)] (if t (prim/nth t 0) nil)))
  (valAt [_ k default] (let [t (tree-find cmp tree k)] (if t (prim/nth t 0) default)))
  (get [_ k] (let [t (tree-find cmp tree k)] (if t (prim/nth t 0) nil)))
  (contains [_ k] (if (tree-find cmp tree k) true false))
  (cons [this k] (if (tree-find cmp tree k) this (->TreeSet (tree-put cmp tree k k) cmp order _meta)))
  (disjoin [this k] (if (tree-find cmp tree k) (->TreeSet (tree-drop cmp tree k) cmp order _meta) this))
  (empty [_] (->TreeSet nil cmp order _meta))
  (equiv [this other] (if (odeon.slow/set-value? other) (unless-incomparable (fn [] (odeon.slow/sets-equal this other))) false))
  (hasheq [this] (odeon.slow/hash-set-like this))
  clojure.lang.IObj
  (meta [_] _meta)
  (withMeta [_ m] (->TreeSet tree cmp order m))
  clojure.lang.IFn
  (invoke [_ k] (let [t (tree-find cmp tree k)] (if t (prim/nth t 0) nil)))
  clojure.lang.Reversible
  (rseq [_] (tree-seq* key-of tree false))
  clojure.lang.Sorted
  (comparator [_] order)
  (entryKey [_ k] k)
  (seqFrom [_ k ascending] (seq-from* key-of cmp tree k ascending))
  clojure.lang.IReduceInit
  (reduce [_ f init] (clojure.core/unreduced (tree-reduce (fn [acc t] (f acc (prim/nth t 0))) init tree)))
  java.util.Set)

(defn empty-map-by [order]
  (->TreeMap nil (if (prim/identical order clojure.core/compare) order (odeon.sort/three-way (clojure.core/comparator-fn order))) order nil))
(defn empty-set-by [order]
  (->TreeSet nil (if (prim/identical order clojure.core/compare) order (odeon.sort/three-way (clojure.core/comparator-fn order))) order nil))

(odeon.host-class/become! "clojure.lang.PersistentTreeMap" TreeMap)
(odeon.host-class/become! "clojure.lang.PersistentTreeSet" TreeSet)

(in-ns 'clojure.core)

(defn sorted-map-by "A sorted map of keys and values in turn, ordered by a comparator." [comparator & kvs]
  (loop [m (odeon.sorted/empty-map-by comparator) s kvs]
    (if s
      (if (prim/next s)
        (recur (prim/assoc m (prim/first s) (prim/first (prim/next s))) (prim/next (prim/next s)))
        (illegal-argument (str "No value supplied for key: " (prim/first s))))
      m)))
(defn sorted-map "A sorted map of keys and values in turn." [& kvs] (apply sorted-map-by compare kvs))
(defn sorted-set-by "A sorted set, ordered by a comparator." [comparator & xs]
  (reduce conj (odeon.sorted/empty-set-by comparator) xs))
(defn sorted-set "A sorted set of the arguments." [& xs] (reduce conj (odeon.sorted/empty-set-by compare) xs))

(defn- sorted-call [sc m & args]
  (let [f (prim/method-find m sc)]
    (if f
      (apply f sc args)
      (class-cast (str "class " (class-name-of sc) " cannot be cast to class clojure.lang.Sorted")))))

(defn- bound-test
  "The predicate of an element that (test element key) holds in the collection's order."
  [sc test key]
  (let [cmp (odeon.sort/three-way (comparator-fn (sorted-call sc odeon.method/comparator)))]
    (fn [e] (test (cmp (sorted-call sc odeon.method/entryKey e) key) 0))))

(defn subseq
  "The elements of a sorted collection for whose keys (test key bound) holds, ascending."
  ([sc test key]
   (let [include (bound-test sc test key)]
     (if (or (prim/identical test >) (prim/identical test >=))
       (let [s (sorted-call sc odeon.method/seqFrom key true)]
         (if s (if (include (prim/first s)) s (prim/next s)) nil))
       (take-while include (sorted-call sc odeon.method/seq true)))))
  ([sc start-test start-key end-test end-key]
   (let [s (sorted-call sc odeon.method/seqFrom start-key true)]
     (if s
       (take-while (bound-test sc end-test end-key)
                   (if ((bound-test sc start-test start-key) (prim/first s)) s (prim/next s)))
       nil))))
(defn rsubseq
  "The elements of a sorted collection for whose keys (test key bound) holds, descending."
  ([sc test key]
   (let [include (bound-test sc test key)]
     (if (or (prim/identical test <) (prim/identical test <=))
       (let [s (sorted-call sc odeon.method/seqFrom key false)]
         (if s (if (include (prim/first s)) s (prim/next s)) nil))
       (take-while include (sorted-call sc odeon.method/seq false)))))
  ([sc start-test start-key end-test end-key]
   (let [s (sorted-call sc odeon.method/seqFrom end-key false)]
     (if s
       (take-while (bound-test sc start-test start-key)
                   (if ((bound-test sc end-test end-key) (prim/first s)) s (prim/next s)))
       nil))))
