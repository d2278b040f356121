;; odeon.host-maps: Java's maps and sets. The state of each, in an atom, is [m next capacity]: m is a persistent map from key to [number value], where
;; keys are numbered as they come; a set's keys are its elements. The number tells the order of a LinkedHashMap, and the capacity, together
;; with hash codes, that of a HashMap, which programs' outputs show.
(in-ns 'odeon.host-maps)
(clojure.core/refer 'clojure.core)

(declare set-of)

(defn- capacity-for
  "The capacity that a table grows to so that n entries fill no more than three quarters of it."
  [capacity n]
  (if (> (* 4 n) (* 3 capacity)) (recur (* 2 capacity) n) capacity))
(defn- two-power [n] (loop [c 1] (if (< c n) (recur (* 2 c)) c)))

(defn- with-key [[m next capacity] k v]
  (let [e (get m k)]
    (if e
      [(assoc m k [(nth e 0) v]) next capacity]
      [(assoc m k [next v]) (inc next) (capacity-for capacity (inc (count m)))])))
(defn- without-key [[m next capacity :as s] k] (if (contains? m k) [(dissoc m k) next capacity] s))
(defn- emptied [[m next capacity]] [(empty m) next capacity])
(defn- value-at [[m] k default] (let [e (get m k)] (if e (nth e 1) default)))
(defn- has? [[m] k] (contains? m k))

(defn- place
  "The place of an entry among those of a HashMap: its bucket, then when it came."
  [k number capacity]
  (let [h (odeon.java-hash/code k)
        bucket (bit-and (bit-xor h (unsigned-bit-shift-right (bit-and h 0xffffffff) 16)) (dec capacity))]
    (+ (* bucket 4294967296) number)))

(defn- entries
  "The entries [key [number value]] in the order that a kind of map has."
  [kind [m _ capacity]]
  (case kind
    :sorted (seq m)
    :linked (sort-by (fn [e] (nth (val e) 0)) m)
    (map (fn [p] (nth p 1)) (sort-by (fn [p] (nth p 0)) (mapv (fn [e] [(place (key e) (nth (val e) 0) capacity) e]) m)))))

(defn- keys-of [kind s] (map key (entries kind s)))
(defn- pairs-of [kind s] (map (fn [e] (map-entry (key e) (nth (val e) 1))) (entries kind s)))

(defn- updated
  "Sets k to what (f value) answers, f being given nil if k is missing; nil takes k away. Answers the new value."
  [state k f]
  (value-at (swap! state (fn [s] (let [v (f (value-at s k nil))] (if (nil? v) (without-key s k) (with-key s k v))))) k nil))

(deftype Mapping [state kind order]
  Object
  (size [_] (count (nth (deref state) 0)))
  (count [_] (count (nth (deref state) 0)))
  (seq [_] (seq (pairs-of kind (deref state))))
  (isEmpty [_] (empty? (nth (deref state) 0)))
  (get [_ k] (value-at (deref state) k nil))
  (getOrDefault [_ k d] (value-at (deref state) k d))
  (valAt [_ k] (value-at (deref state) k nil))
  (valAt [_ k d] (value-at (deref state) k d))
  (entryAt [_ k] (let [s (deref state)] (if (has? s k) (map-entry k (value-at s k nil)) nil)))
  (put [_ k v] (value-at (first (swap-vals! state with-key k v)) k nil))
  (putAll [_ m] (let [es (vec (seq m))] (swap! state (fn [s] (reduce (fn [s e] (with-key s (key e) (val e))) s es))) nil))
  (putIfAbsent [_ k v] (value-at (first (swap-vals! state (fn [s] (if (nil? (value-at s k nil)) (with-key s k v) s)))) k nil))
  (computeIfAbsent [this k f]
    (let [v (value-at (deref state) k nil)]
      (if (nil? v)
        (let [new (.apply f k)] (if (nil? new) nil (do (.putIfAbsent this k new) (.get this k))))
        v)))
  (computeIfPresent [_ k f] (updated state k (fn [v] (if (nil? v) nil (.apply f k v)))))
  (compute [_ k f] (updated state k (fn [v] (.apply f k v))))
  (merge [_ k x f] (updated state k (fn [v] (if (nil? v) x (.apply f v x)))))
  (replace [_ k v] (value-at (first (swap-vals! state (fn [s] (if (has? s k) (with-key s k v) s)))) k nil))
  (replaceAll [_ f] (swap! state (fn [s] (reduce (fn [s e] (with-key s (key e) (.apply f (key e) (val e)))) s (pairs-of kind s)))) nil)
  (remove [_ k] (value-at (first (swap-vals! state without-key k)) k nil))
  (remove [_ k v]
    (let [[old new] (swap-vals! state (fn [s] (if (and (has? s k) (= v (value-at s k nil))) (without-key s k) s)))]
      (not (identical? old new))))
  (clear [_] (swap! state emptied) nil)
  (containsKey [_ k] (has? (deref state) k))
  (containsValue [_ v] (boolean (some (fn [e] (= v (val e))) (pairs-of kind (deref state)))))
  (keySet [_] (set-of kind order (keys-of kind (deref state))))
  (values [_] (or (seq (map val (pairs-of kind (deref state)))) ()))
  (entrySet [_] (set-of :linked nil (pairs-of kind (deref state))))
  (forEach [_ f] (run! (fn [e] (.accept f (key e) (val e))) (pairs-of kind (deref state))) nil)
  (clone [this] (prim/instance-of-3 (prim/type-of this) (atom (deref state)) kind order))
  (toString [this]
    (let [text (fn [x] (cond (nil? x) "null" (identical? x this) "(this Map)" :else (str x)))]
      (str "{" (clojure.string/join ", " (map (fn [e] (str (text (key e)) "=" (text (val e)))) (seq this))) "}")))
  (equiv [this other]
    (if (or (map? other) (if (prim/user-type? other) (prim/instance? odeon.class/java.util.Map other) false))
      (if (record? other) false (= (into {} (seq this)) (into {} (seq other))))
      false))
  (hasheq [this] (hash (into {} (seq this))))
  (hashCode [this] (odeon.java-hash/code (into {} (seq this)))))

(odeon.host-class/share! Mapping ["java.util.HashMap" "java.util.LinkedHashMap" "java.util.TreeMap" "java.util.WeakHashMap" "java.util.IdentityHashMap"
                                  "java.util.Hashtable" "java.util.concurrent.ConcurrentHashMap"])

;; ---- sets ---------------------------------------------------------------------------------------------------------------
(deftype Elements [state kind order]
  Object
  (size [_] (count (nth (deref state) 0)))
  (isEmpty [_] (empty? (nth (deref state) 0)))
  (count [_] (count (nth (deref state) 0)))
  (seq [_] (seq (keys-of kind (deref state))))
  (add [_ x] (let [[old] (swap-vals! state (fn [s] (if (has? s x) s (with-key s x true))))] (not (has? old x))))
  (remove [_ x] (let [[old] (swap-vals! state without-key x)] (has? old x)))
  (contains [_ x] (has? (deref state) x))
  (clone [this] (prim/instance-of-3 (prim/type-of this) (atom (deref state)) kind order))
  (equiv [this other]
    (if (or (set? other) (if (prim/user-type? other) (prim/instance? odeon.class/java.util.Set other) false))
      (= (set (seq this)) (set (seq other)))
      false))
  (hasheq [this] (hash (set (seq this))))
  (hashCode [this] (odeon.java-hash/code (set (seq this))))
  odeon.host-lists/Held
  (fill! [_ xs] (swap! state (fn [s] (reduce (fn [s x] (with-key s x true)) (emptied s) xs)))))

(odeon.host-class/share! Elements ["java.util.HashSet" "java.util.LinkedHashSet" "java.util.TreeSet" "java.util.concurrent.CopyOnWriteArraySet"])

;; ---- constructors -------------------------------------------------------------------------------------------------------
(defn- empty-state [kind order capacity]
  [(if (= kind :sorted) (if order (sorted-map-by order) (sorted-map)) {}) 0 capacity])

(defn- set-of [kind order xs]
  (prim/instance-of-3 (case kind :sorted odeon.class/java.util.TreeSet :linked odeon.class/java.util.LinkedHashSet odeon.class/java.util.HashSet)
                      (atom (reduce (fn [s x] (with-key s x true)) (empty-state kind order 16) xs)) kind order))

(defn- map-maker
  "The constructor of a class of maps: nothing, a capacity or the entries of another map."
  [name kind]
  (let [type (odeon.host-class/find-class name)
        make (fn [state] (prim/instance-of-3 type (atom state) kind nil))
        empty-with (fn [n] (make (empty-state kind nil (two-power n))))]
    (odeon.host-class/constructor!
     name
     (fn ([] (make (empty-state kind nil 16)))
       ([x] (if (number? x)
              (empty-with x)
              (make (reduce (fn [s e] (with-key s (key e) (val e)))
                            (empty-state kind nil (two-power (+ 1.0 (/ (count x) 0.75))))
                            (seq x)))))
       ([n _] (empty-with n))
       ([n _ _] (empty-with n))))))
(run! (fn [name] (map-maker name :hashed))
      ["java.util.HashMap" "java.util.WeakHashMap" "java.util.IdentityHashMap" "java.util.Hashtable" "java.util.concurrent.ConcurrentHashMap"])
(map-maker "java.util.LinkedHashMap" :linked)

(defn- set-maker [name kind]
  (let [type (odeon.host-class/find-class name)
        make (fn [capacity xs] (prim/instance-of-3 type (atom (reduce (fn [s x] (with-key s x true)) (empty-state kind nil capacity) xs)) kind nil))]
    (odeon.host-class/constructor!
     name
     (fn ([] (make 16 nil))
       ([x] (if (number? x) (make (two-power x) nil) (make (two-power (max 16 (inc (long (/ (count x) 0.75))))) (seq x))))
       ([n _] (make (two-power n) nil))))))
(set-maker "java.util.HashSet" :hashed)
(set-maker "java.util.LinkedHashSet" :linked)
(set-maker "java.util.concurrent.CopyOnWriteArraySet" :linked)

(defn- order? [x] (or (fn? x) (prim/instance? odeon.class/java.util.Comparator x)))
(defn- own-order
  "The comparator of a sorted collection, nil if it has none or its elements' own."
  [x]
  (cond
    (or (prim/instance? Mapping x) (prim/instance? Elements x)) (.-order x)
    (sorted? x) (let [c (.comparator x)] (if (identical? c compare) nil c))
    :else nil))

(defn- tree-map [order es]
  (prim/instance-of-3 odeon.class/java.util.TreeMap
                      (atom (reduce (fn [s e] (with-key s (key e) (val e))) (empty-state :sorted order 16) es)) :sorted order))
(odeon.host-class/constructor! "java.util.TreeMap"
                               (fn ([] (tree-map nil nil)) ([x] (if (or (nil? x) (order? x)) (tree-map x nil) (tree-map (own-order x) (seq x))))))
(odeon.host-class/constructor! "java.util.TreeSet"
                               (fn ([] (set-of :sorted nil nil))
                                 ([x] (if (or (nil? x) (order? x)) (set-of :sorted x nil) (set-of :sorted (own-order x) (seq x))))))

;; ---- what is sorted -----------------------------------------------------------------------------------------------------
(defn- sorted-of [c] (nth (deref (.-state c)) 0))
(defn- after [c test k] (first (subseq (sorted-of c) test k)))
(defn- before [c test k] (first (rsubseq (sorted-of c) test k)))
(defn- lowest [c] (first (sorted-of c)))
(defn- highest [c] (first (rseq (sorted-of c))))
(defn- pair [e] (if e (map-entry (key e) (nth (val e) 1)) nil))
(defn- key-or-nil [e] (if e (key e) nil))
(defn- key-needed [e] (if e (key e) (odeon.host-lists/no-element)))
(defn- polled
  "Takes an entry that find answers out of the collection."
  [c find]
  (let [e (find c)] (if e (swap! (.-state c) without-key (key e)) nil) e))

(defn- between
  "The entries from one key on to another, which are told with whether they themselves belong there; nil for no bound."
  [c from from? to to?]
  (let [m (sorted-of c)]
    (cond
      (and from to) (subseq m (if from? >= >) (nth from 0) (if to? <= <) (nth to 0))
      from (subseq m (if from? >= >) (nth from 0))
      :else (subseq m (if to? <= <) (nth to 0)))))

(defn- object-methods [class methods] (odeon.protocol/implement class odeon.class/java.lang.Object methods))

(defn- backwards [order] (let [f (if order (comparator-fn order) compare)] (fn [a b] (f b a))))

(let [part (fn [c es] (tree-map (.-order c) (map pair es)))]
  (object-methods odeon.class/java.util.TreeMap
                  {:comparator (fn [c] (.-order c))
                   :firstKey (fn [c] (key-needed (lowest c)))
                   :lastKey (fn [c] (key-needed (highest c)))
                   :firstEntry (fn [c] (pair (lowest c)))
                   :lastEntry (fn [c] (pair (highest c)))
                   :floorKey (fn [c k] (key-or-nil (before c <= k)))
                   :lowerKey (fn [c k] (key-or-nil (before c < k)))
                   :ceilingKey (fn [c k] (key-or-nil (after c >= k)))
                   :higherKey (fn [c k] (key-or-nil (after c > k)))
                   :floorEntry (fn [c k] (pair (before c <= k)))
                   :lowerEntry (fn [c k] (pair (before c < k)))
                   :ceilingEntry (fn [c k] (pair (after c >= k)))
                   :higherEntry (fn [c k] (pair (after c > k)))
                   :pollFirstEntry (fn [c] (pair (polled c lowest)))
                   :pollLastEntry (fn [c] (pair (polled c highest)))
                   :headMap (fn ([c k] (part c (between c nil nil [k] false))) ([c k to?] (part c (between c nil nil [k] to?))))
                   :tailMap (fn ([c k] (part c (between c [k] true nil nil))) ([c k from?] (part c (between c [k] from? nil nil))))
                   :subMap (fn ([c a b] (part c (between c [a] true [b] false))) ([c a a? b b?] (part c (between c [a] a? [b] b?))))
                   :descendingMap (fn [c] (tree-map (backwards (.-order c)) (seq c)))
                   :navigableKeySet (fn [c] (.keySet c))
                   :descendingKeySet (fn [c] (set-of :sorted (backwards (.-order c)) (map key (sorted-of c))))}))

(let [part (fn [c es] (set-of :sorted (.-order c) (map key es)))]
  (object-methods odeon.class/java.util.TreeSet
                  {:comparator (fn [c] (.-order c))
                   ;; the function first comes here too, and has nil for what is empty
                   :first (fn [c] (key-or-nil (lowest c)))
                   :last (fn [c] (key-needed (highest c)))
                   :floor (fn [c k] (key-or-nil (before c <= k)))
                   :lower (fn [c k] (key-or-nil (before c < k)))
                   :ceiling (fn [c k] (key-or-nil (after c >= k)))
                   :higher (fn [c k] (key-or-nil (after c > k)))
                   :pollFirst (fn [c] (key-or-nil (polled c lowest)))
                   :pollLast (fn [c] (key-or-nil (polled c highest)))
                   :headSet (fn ([c k] (part c (between c nil nil [k] false))) ([c k to?] (part c (between c nil nil [k] to?))))
                   :tailSet (fn ([c k] (part c (between c [k] true nil nil))) ([c k from?] (part c (between c [k] from? nil nil))))
                   :subSet (fn ([c a b] (part c (between c [a] true [b] false))) ([c a a? b b?] (part c (between c [a] a? [b] b?))))
                   :descendingSet (fn [c] (set-of :sorted (backwards (.-order c)) (seq c)))
                   :descendingIterator (fn [c] (odeon.collections/iterator (map key (rseq (sorted-of c)))))}))
