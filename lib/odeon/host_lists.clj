;; odeon.host-lists: Java's lists and queues. Each keeps a persistent vector, or what is made of some, in an atom, so sharing one between
;; actors is safe. What all collections have in common stands on the abstract classes, as in Java.
(in-ns 'odeon.host-lists)
(clojure.core/refer 'clojure.core)

(defprotocol Held
  "How the abstract classes change a collection as a whole."
  (fill! [c xs] "Lets the collection have the elements of a sequence and no others."))

(defn- object-methods
  "Gives a class methods that belong to no interface in particular."
  [class methods]
  (odeon.protocol/implement class odeon.class/java.lang.Object methods))

(defn raise "Throws an exception of the class named." [class message] (throw (odeon.host-class/make-exception class message nil)))
(defn no-element "Throws what Java throws when there is no element." [] (raise "java.util.NoSuchElementException" nil))

(defn listed
  "Java's text of a collection: the elements between brackets; the collection itself is not written out again."
  [c open close]
  (str open (clojure.string/join ", " (map (fn [x] (cond (nil? x) "null" (identical? x c) "(this Collection)" :else (str x))) (seq c))) close))

(defn- keep-only
  "Keeps the elements for which a test holds; whether that took any away."
  [c test]
  (let [all (vec (seq c))
        kept (filterv test all)]
    (if (= (count all) (count kept)) false (do (fill! c kept) true))))

(defn- among? [xs x] (boolean (some (fn [y] (= x y)) (seq xs))))

(def collection-methods
  {:isEmpty (fn [c] (nil? (seq c)))
   :contains among?
   :containsAll (fn [c xs] (every? (fn [x] (.contains c x)) (seq xs)))
   :addAll (fn [c xs] (reduce (fn [changed x] (or (.add c x) changed)) false (vec (seq xs))))
   :removeAll (fn [c xs] (keep-only c (fn [x] (not (among? xs x)))))
   :retainAll (fn [c xs] (keep-only c (fn [x] (among? xs x))))
   :removeIf (fn [c f] (keep-only c (fn [x] (not (.test f x)))))
   :clear (fn [c] (fill! c []) nil)
   :iterator (fn [c] (odeon.collections/iterator (seq c)))
   :toArray (fn ([c] (to-array (vec (seq c)))) ([c _] (to-array (vec (seq c)))))
   :forEach (fn [c f] (run! (fn [x] (.accept f x)) (seq c)) nil)
   :stream (fn [c] (seq c))
   :toString (fn [c] (listed c "[" "]"))})
(object-methods odeon.class/java.util.AbstractCollection collection-methods)

(defn- java-list? [x] (if (prim/user-type? x) (prim/instance? odeon.class/java.util.List x) (sequential? x)))

(def list-methods
  {;; what a program's own list has, one by one
   :seq (fn [c] (seq (map (fn [i] (.get c i)) (range (.size c)))))
   :equiv (fn [c other] (if (or (sequential? other) (java-list? other)) (odeon.slow/seqs-equal c other) false))
   :hasheq (fn [c] (hash (vec (seq c))))
   :hashCode (fn [c] (odeon.java-hash/code (vec (seq c))))
   :indexOf (fn [c x] (.indexOf (vec (seq c)) x))
   :lastIndexOf (fn [c x] (.lastIndexOf (vec (seq c)) x))
   :sort (fn [c order] (fill! c (if order (sort order (vec (seq c))) (sort (vec (seq c))))) nil)
   :replaceAll (fn [c f] (fill! c (mapv (fn [x] (.apply f x)) (seq c))) nil)})
(object-methods odeon.class/java.util.AbstractList list-methods)

(defn- check-index [i n]
  (if (if (int? i) (and (<= 0 i) (< i n)) false)
    nil
    (raise "java.lang.IndexOutOfBoundsException" (str "Index " i " out of bounds for length " n))))

(defn- inserted [v i xs]
  (if (and (int? i) (<= 0 i (count v)))
    (into (into (subvec v 0 i) xs) (subvec v i))
    (raise "java.lang.IndexOutOfBoundsException" (str "Index: " i ", Size: " (count v)))))
(defn- without-index [v i] (into (subvec v 0 i) (subvec v (inc i))))

(defn- take-first-equal
  "v without the first element that equals x; v itself if there is none."
  [v x]
  (let [i (.indexOf v x)] (if (neg? i) v (without-index v i))))

;; ---- lists in one vector ------------------------------------------------------------------------------------------------
(deftype Listing [state]
  Object
  (size [_] (count (deref state)))
  (isEmpty [_] (empty? (deref state)))
  (count [_] (count (deref state)))
  (seq [_] (seq (deref state)))
  (nth [_ i] (let [v (deref state)] (check-index i (count v)) (nth v i)))
  (nth [_ i default] (nth (deref state) i default))
  (get [_ i] (let [v (deref state)] (check-index i (count v)) (nth v i)))
  (set [_ i x] (let [[v] (swap-vals! state (fn [v] (check-index i (count v)) (assoc v i x)))] (nth v i)))
  (add [_ x] (swap! state conj x) true)
  (add [_ i x] (swap! state inserted i [x]) nil)
  (addAll [_ xs] (let [xs (vec (seq xs))] (swap! state into xs) (pos? (count xs))))
  (addAll [_ i xs] (let [xs (vec (seq xs))] (swap! state inserted i xs) (pos? (count xs))))
  (remove [_ x]
    (if (int? x)
      (let [[v] (swap-vals! state (fn [v] (check-index x (count v)) (without-index v x)))] (nth v x))
      (let [[old new] (swap-vals! state take-first-equal x)] (not (identical? old new)))))
  (subList [_ a b] (subvec (deref state) a b))
  (listIterator [this] (.iterator this))
  (ensureCapacity [_ _] nil)
  (trimToSize [_] nil)
  (clone [this] (prim/instance-of-1 (prim/type-of this) (atom (deref state))))
  Held
  (fill! [_ xs] (reset! state (vec xs))))

(odeon.host-class/share! Listing ["java.util.ArrayList" "java.util.Vector" "java.util.Stack" "java.util.concurrent.CopyOnWriteArrayList"])
(run! (fn [methods] (object-methods odeon.class/java.util.concurrent.CopyOnWriteArrayList methods)) [collection-methods (dissoc list-methods :seq)])

(defn- empty-stack [] (raise "java.util.EmptyStackException" nil))
(object-methods odeon.class/java.util.Vector
                {:addElement (fn [c x] (.add c x) nil)
                 :elementAt (fn [c i] (.get c i))
                 :firstElement (fn [c] (let [s (seq c)] (if s (first s) (no-element))))
                 :lastElement (fn [c] (let [v (deref (.-state c))] (if (seq v) (peek v) (no-element))))
                 :removeAllElements (fn [c] (.clear c))})
(object-methods odeon.class/java.util.Stack
                {:push (fn [c x] (.add c x) x)
                 :pop (fn [c] (let [[v] (swap-vals! (.-state c) (fn [v] (if (seq v) (pop v) (empty-stack))))] (peek v)))
                 :peek (fn [c] (let [v (deref (.-state c))] (if (seq v) (peek v) (empty-stack))))
                 :empty (fn [c] (nil? (seq c)))
                 :search (fn [c x] (let [i (.lastIndexOf c x)] (if (neg? i) -1 (- (count c) i))))})

;; ---- queues with two ends -----------------------------------------------------------------------------------------------
;; The state is a pair of vectors: the elements at the front, the first of them last, and those behind. Where an end has run out, half of the
;; other vector is moved there, so that taking from either end costs the same however long the queue is.
(defn- all-of [[front back]] (if (seq front) (into (vec (rseq front)) back) back))
(defn- size-of [[front back]] (+ (count front) (count back)))
(defn- reversed [v] (if (seq v) (vec (rseq v)) []))

(defn- front-ready
  "The state with an element in front, if there are elements."
  [[front back :as s]]
  (if (or (seq front) (empty? back))
    s
    (let [half (quot (inc (count back)) 2)]
      [(reversed (subvec back 0 half)) (vec (subvec back half))])))
(defn- back-ready [[front back :as s]]
  (if (or (seq back) (empty? front))
    s
    (let [half (quot (inc (count front)) 2)]
      [(vec (subvec front half)) (reversed (subvec front 0 half))])))

(defn- first-of [[front back]] (if (seq front) (peek front) (nth back 0 nil)))
(defn- last-of [[front back]] (if (seq back) (peek back) (nth front 0 nil)))
(defn- add-first [[front back] x] [(conj front x) back])
(defn- add-last [[front back] x] [front (conj back x)])
(defn- drop-first [s] (let [[front back :as s] (front-ready s)] (if (seq front) [(pop front) back] s)))
(defn- drop-last-one [s] (let [[front back :as s] (back-ready s)] (if (seq back) [front (pop back)] s)))

(defn- needed
  "What read makes of a state, which must have elements."
  [s read]
  (if (pos? (size-of s)) (read s) (no-element)))

(defn- changed
  "Changes the contents, as one vector, by f."
  [state f & args]
  (swap-vals! state (fn [s] [[] (apply f (all-of s) args)])))

(defn- add-all-last!
  "Adds the elements of xs behind all others; whether there were any."
  [state xs]
  (let [xs (vec (seq xs))]
    (swap! state (fn [[front back]] [front (into back xs)]))
    (pos? (count xs))))

(deftype Ends [state]
  Object
  (size [_] (size-of (deref state)))
  (isEmpty [_] (= 0 (size-of (deref state))))
  (count [_] (size-of (deref state)))
  (seq [_] (seq (all-of (deref state))))
  (add [_ x] (swap! state add-last x) true)
  (offer [_ x] (swap! state add-last x) true)
  (offerLast [_ x] (swap! state add-last x) true)
  (addLast [_ x] (swap! state add-last x) nil)
  (put [_ x] (swap! state add-last x) nil)
  (addFirst [_ x] (swap! state add-first x) nil)
  (offerFirst [_ x] (swap! state add-first x) true)
  (push [_ x] (swap! state add-first x) nil)
  (peek [_] (first-of (deref state)))
  (peekFirst [_] (first-of (deref state)))
  (peekLast [_] (last-of (deref state)))
  (element [_] (needed (deref state) first-of))
  (getFirst [_] (needed (deref state) first-of))
  (getLast [_] (needed (deref state) last-of))
  (poll [_] (first-of (first (swap-vals! state drop-first))))
  (pollFirst [_] (first-of (first (swap-vals! state drop-first))))
  (pollLast [_] (last-of (first (swap-vals! state drop-last-one))))
  (pop [_] (needed (first (swap-vals! state drop-first)) first-of))
  (removeFirst [_] (needed (first (swap-vals! state drop-first)) first-of))
  (removeLast [_] (needed (first (swap-vals! state drop-last-one)) last-of))
  (remove [_] (needed (first (swap-vals! state drop-first)) first-of))
  (remove [_ x] (let [[old new] (changed state take-first-equal x)] (not= (size-of old) (size-of new))))
  (removeFirstOccurrence [this x] (.remove this x))
  (addAll [_ xs] (add-all-last! state xs))
  (descendingIterator [_] (odeon.collections/iterator (rseq (all-of (deref state)))))
  (clone [this] (prim/instance-of-1 (prim/type-of this) (atom (deref state))))
  Held
  (fill! [_ xs] (reset! state [[] (vec xs)])))

(odeon.host-class/share! Ends ["java.util.LinkedList" "java.util.ArrayDeque" "java.util.concurrent.ConcurrentLinkedQueue"
                               "java.util.concurrent.LinkedBlockingQueue" "java.util.concurrent.ConcurrentLinkedDeque"
                               "java.util.concurrent.LinkedBlockingDeque"])

(object-methods odeon.class/java.util.LinkedList
                {:get (fn [c i] (let [v (all-of (deref (.-state c)))] (check-index i (count v)) (nth v i)))
                 :nth (fn ([c i] (.get c i)) ([c i default] (nth (all-of (deref (.-state c))) i default)))
                 :set (fn [c i x] (let [[s] (changed (.-state c) (fn [v] (check-index i (count v)) (assoc v i x)))] (nth (all-of s) i)))
                 :add (fn ([c x] (swap! (.-state c) add-last x) true)
                        ([c i x] (changed (.-state c) inserted i [x]) nil))
                 :addAll (fn ([c xs] (add-all-last! (.-state c) xs))
                           ([c i xs] (let [xs (vec (seq xs))] (changed (.-state c) inserted i xs) (pos? (count xs)))))
                 :subList (fn [c a b] (subvec (all-of (deref (.-state c))) a b))
                 :remove (fn ([c] (.removeFirst c))
                           ([c x] (if (int? x)
                                    (let [[s] (changed (.-state c) (fn [v] (check-index x (count v)) (without-index v x)))] (nth (all-of s) x))
                                    (.removeFirstOccurrence c x))))
                 :removeFirstOccurrence (fn [c x] (let [[old new] (changed (.-state c) take-first-equal x)] (not= (size-of old) (size-of new))))})

;; ---- queues by priority -------------------------------------------------------------------------------------------------
;; A heap in a vector: no element comes before the one at half its index. Elements are moved as java.util.PriorityQueue moves them, so that the
;; order in which one walks through them is the same.
(defn- sift-up [q i x order]
  (loop [q q i i]
    (let [up (quot (dec i) 2)]
      (if (and (pos? i) (neg? (order x (nth q up))))
        (recur (assoc q i (nth q up)) up)
        (assoc q i x)))))

(defn- sift-down [q i x order]
  (let [n (count q)]
    (loop [q q i i]
      (let [left (inc (* 2 i))
            right (inc left)]
        (if (< left n)
          (let [child (if (and (< right n) (pos? (order (nth q left) (nth q right)))) right left)]
            (if (pos? (order x (nth q child)))
              (recur (assoc q i (nth q child)) child)
              (assoc q i x)))
          (assoc q i x))))))

(defn- heap-of [xs order]
  (let [q (vec xs)]
    (loop [i (dec (quot (count q) 2)) q q]
      (if (neg? i) q (recur (dec i) (sift-down q i (nth q i) order))))))

(defn- heap-add [q x order] (sift-up (conj q x) (count q) x order))

(defn- heap-without-index [q i order]
  (let [x (peek q) less (pop q)]
    (if (= i (count less))
      less
      (let [q (sift-down less i x order)]
        (if (identical? x (nth q i)) (sift-up q i x order) q)))))

(defn- heap-without [q x order]
  (let [i (.indexOf q x)] (if (neg? i) q (heap-without-index q i order))))
(defn- heap-rest [q order] (if (seq q) (heap-without-index q 0 order) q))

(deftype Heap [state order given]
  Object
  (size [_] (count (deref state)))
  (isEmpty [_] (empty? (deref state)))
  (count [_] (count (deref state)))
  (seq [_] (seq (deref state)))
  (add [_ x] (swap! state heap-add x order) true)
  (offer [_ x] (swap! state heap-add x order) true)
  (peek [_] (nth (deref state) 0 nil))
  (element [_] (let [q (deref state)] (if (seq q) (nth q 0) (no-element))))
  (poll [_] (nth (first (swap-vals! state heap-rest order)) 0 nil))
  (remove [_] (let [[q] (swap-vals! state heap-rest order)] (if (seq q) (nth q 0) (no-element))))
  (remove [_ x] (let [[old new] (swap-vals! state heap-without x order)] (not (identical? old new))))
  (comparator [_] given)
  Held
  (fill! [_ xs] (reset! state (heap-of xs order))))

(odeon.host-class/share! Heap ["java.util.PriorityQueue"])

;; ---- constructors -------------------------------------------------------------------------------------------------------
(defn- elements
  "What a constructor's only argument, a collection or a capacity, says of the elements."
  [x]
  (if (number? x) [] (vec (seq x))))

(run! (fn [name]
        (let [type (odeon.host-class/find-class name)]
          (odeon.host-class/constructor! name (fn ([] (prim/instance-of-1 type (atom []))) ([x] (prim/instance-of-1 type (atom (elements x))))
                                                ([_ _] (prim/instance-of-1 type (atom [])))))))
      ["java.util.ArrayList" "java.util.Vector" "java.util.Stack" "java.util.concurrent.CopyOnWriteArrayList"])
(run! (fn [name]
        (let [type (odeon.host-class/find-class name)]
          (odeon.host-class/constructor! name (fn ([] (prim/instance-of-1 type (atom [[] []]))) ([x] (prim/instance-of-1 type (atom [[] (elements x)])))))))
      ["java.util.LinkedList" "java.util.ArrayDeque" "java.util.concurrent.ConcurrentLinkedQueue" "java.util.concurrent.LinkedBlockingQueue"
       "java.util.concurrent.ConcurrentLinkedDeque" "java.util.concurrent.LinkedBlockingDeque"])

(defn- priority-queue [xs given]
  (let [order (if given (odeon.sort/three-way (comparator-fn given)) compare)]
    (prim/instance-of-3 odeon.class/java.util.PriorityQueue (atom (heap-of xs order)) order given)))
(odeon.host-class/constructor! "java.util.PriorityQueue"
                               (fn ([] (priority-queue [] nil))
                                 ([x] (cond
                                        (or (fn? x) (prim/instance? odeon.class/java.util.Comparator x)) (priority-queue [] x)
                                        (prim/instance? odeon.class/java.util.PriorityQueue x) (priority-queue (seq x) (.comparator x))
                                        :else (priority-queue (elements x) nil)))
                                 ([_ given] (priority-queue [] given))))
