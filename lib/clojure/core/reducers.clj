(ns clojure.core.reducers
  "Collections that are transformed while they are reduced. fold reduces in one actor: its groups are not run in parallel."
  (:refer-clojure :exclude [reduce map mapcat filter remove take take-while drop flatten cat]))

(defn reduce "As clojure.core/reduce, beginning with (f); maps are reduced by key and value."
  ([f coll] (reduce f (f) coll))
  ([f init coll]
   (if (map? coll)
     (reduce-kv f init coll)
     (clojure.core/reduce f init coll))))

(defprotocol CollFold
  "Folding a collection."
  (coll-fold [coll n combinef reducef] "Reduces groups of about n elements by reducef and combines them by combinef."))

(defn- fold-groups [v n combinef reducef]
  (let [count (count v)]
    (cond
      (zero? count) (combinef)
      (<= count n) (reduce reducef (combinef) v)
      :else (let [half (quot count 2)]
              (combinef (fold-groups (subvec v 0 half) n combinef reducef) (fold-groups (subvec v half count) n combinef reducef))))))

(extend-protocol CollFold
  nil
  (coll-fold [_ _ combinef _] (combinef))
  Object
  (coll-fold [coll _ combinef reducef] (reduce reducef (combinef) coll))
  clojure.lang.IPersistentVector
  (coll-fold [v n combinef reducef] (fold-groups v n combinef reducef)))

(defn fold "Reduces coll by reducef in groups of about n, whose results combinef puts together; (combinef) is the start of each."
  ([reducef coll] (fold reducef reducef coll))
  ([combinef reducef coll] (fold 512 combinef reducef coll))
  ([n combinef reducef coll] (coll-fold coll n combinef reducef)))

(deftype Reducer [coll xf]
  clojure.lang.IReduceInit
  (reduce [_ f init] (clojure.core/reduce (xf f) init coll))
  clojure.core.protocols/CollReduce
  (coll-reduce [this f] (clojure.core.protocols/coll-reduce this f (f)))
  (coll-reduce [_ f init] (clojure.core.protocols/coll-reduce coll (xf f) init)))

(deftype Folder [coll xf]
  clojure.lang.IReduceInit
  (reduce [_ f init] (clojure.core/reduce (xf f) init coll))
  clojure.core.protocols/CollReduce
  (coll-reduce [this f] (clojure.core.protocols/coll-reduce this f (f)))
  (coll-reduce [_ f init] (clojure.core.protocols/coll-reduce coll (xf f) init))
  CollFold
  (coll-fold [_ n combinef reducef] (coll-fold coll n combinef (xf reducef))))

(defn reducer "coll, seen by reduce through the transformation xf of the reducing function." [coll xf] (->Reducer coll xf))
(defn folder "As reducer, for fold too." [coll xf] (->Folder coll xf))

(defn map "coll with f applied to each element."
  ([f] (fn [coll] (map f coll)))
  ([f coll] (folder coll (fn [rf] (fn ([] (rf)) ([acc x] (rf acc (f x))) ([acc k v] (rf acc (f k v))))))))

(defn mapcat "The elements of what f answers for each element."
  ([f] (fn [coll] (mapcat f coll)))
  ([f coll]
   (folder coll (fn [rf]
                  (let [inner (fn ([] (rf)) ([acc x] (let [r (rf acc x)] (if (reduced? r) (reduced r) r))))]
                    (fn ([] (rf))
                      ([acc x] (reduce inner acc (f x)))
                      ([acc k v] (reduce inner acc (f k v)))))))))

(defn filter "The elements for which pred is true."
  ([pred] (fn [coll] (filter pred coll)))
  ([pred coll] (folder coll (fn [rf] (fn ([] (rf))
                                       ([acc x] (if (pred x) (rf acc x) acc))
                                       ([acc k v] (if (pred k v) (rf acc k v) acc)))))))

(defn remove "The elements for which pred is false."
  ([pred] (fn [coll] (remove pred coll)))
  ([pred coll] (filter (complement pred) coll)))

(defn flatten "The elements of all sequential collections in coll, at any depth."
  ([] (fn [coll] (flatten coll)))
  ([coll] (folder coll (fn [rf] (fn ([] (rf))
                                  ([acc x] (if (sequential? x) (clojure.core/reduce rf acc (flatten x)) (rf acc x))))))))

(defn take-while "The elements up to the first for which pred is false."
  ([pred] (fn [coll] (take-while pred coll)))
  ([pred coll] (reducer coll (fn [rf] (fn ([] (rf))
                                        ([acc x] (if (pred x) (rf acc x) (reduced acc)))
                                        ([acc k v] (if (pred k v) (rf acc k v) (reduced acc))))))))

(defn take "The first n elements."
  ([n] (fn [coll] (take n coll)))
  ([n coll] (reducer coll (fn [rf]
                            (let [left (volatile! n)]
                              (fn ([] (rf))
                                ([acc x] (if (neg? (vswap! left dec)) (reduced acc) (rf acc x)))
                                ([acc k v] (if (neg? (vswap! left dec)) (reduced acc) (rf acc k v)))))))))

(defn drop "The elements after the first n."
  ([n] (fn [coll] (drop n coll)))
  ([n coll] (reducer coll (fn [rf]
                            (let [left (volatile! n)]
                              (fn ([] (rf))
                                ([acc x] (if (neg? (vswap! left dec)) (rf acc x) acc))
                                ([acc k v] (if (neg? (vswap! left dec)) (rf acc k v) acc))))))))

(deftype Cat [cnt left right]
  clojure.lang.Counted
  (count [_] cnt)
  clojure.lang.Seqable
  (seq [_] (concat (seq left) (seq right)))
  clojure.lang.IReduceInit
  (reduce [_ f init] (reduce f (reduce f init left) right))
  clojure.core.protocols/CollReduce
  (coll-reduce [this f] (clojure.core.protocols/coll-reduce this f (f)))
  (coll-reduce [_ f init]
    (clojure.core.protocols/coll-reduce right f (clojure.core.protocols/coll-reduce left f init)))
  CollFold
  (coll-fold [_ n combinef reducef]
    (combinef (coll-fold left n combinef reducef) (coll-fold right n combinef reducef))))

(defn cat "Both collections one after the other; for fold, as a combining function."
  ([] (java.util.ArrayList.))
  ([ctor] (fn ([] (ctor)) ([left right] (cat left right))))
  ([left right]
   (cond
     (zero? (count left)) right
     (zero? (count right)) left
     :else (->Cat (+ (count left) (count right)) left right))))

(defn append! "Adds x to a mutable list and answers it." [acc x] (doto acc (.add x)))
(defn foldcat "coll's elements in a collection that can be counted, reduced and folded." [coll] (fold cat append! coll))
(defn monoid "A combining function: (ctor) without arguments, else op." [op ctor] (fn ([] (ctor)) ([a b] (op a b))))
