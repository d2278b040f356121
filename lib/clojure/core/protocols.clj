;; clojure.core.protocols: how user types take part in reduce, reduce-kv, datafy and nav.
(in-ns 'clojure.core.protocols)

(defprotocol CollReduce
  "Reducing a collection."
  (coll-reduce [coll f] [coll f val] "Reduces coll by f, beginning with val if given."))

(defprotocol InternalReduce
  "Reducing a sequence."
  (internal-reduce [seq f start] "Reduces seq by f, beginning with start."))

(defprotocol IKVReduce
  "Reducing keys and values."
  (kv-reduce [amap f init] "Reduces amap by f of accumulator, key and value."))

(defprotocol Datafiable
  "Turning objects into data."
  :extend-via-metadata true
  (datafy [o] "o as data."))

(defprotocol Navigable
  "Going from data to what it stands for."
  :extend-via-metadata true
  (nav [coll k v] "What the value v under k in coll stands for."))

(defn- first-reduce [coll f]
  (let [s (seq coll)]
    (if s (reduce f (first s) (next s)) (f))))

(extend-protocol CollReduce
  nil
  (coll-reduce ([_ f] (f)) ([_ f val] val))
  Object
  (coll-reduce
    ([coll f]
     (let [m (prim/method-find odeon.method/reduce coll)]
       (if (and m (not (prim/method-find odeon.method/seq coll)))
         (m coll f)
         (first-reduce coll f))))
    ([coll f val]
     (let [m (prim/method-find odeon.method/reduce coll)]
       (if m (m coll f val) (clojure.core/seq-reduce f val (seq coll)))))))

(extend-protocol InternalReduce
  nil
  (internal-reduce [_ f val] val)
  Object
  (internal-reduce [s f val] (clojure.core/seq-reduce f val s)))

(extend-protocol IKVReduce
  nil
  (kv-reduce [_ f init] init)
  Object
  (kv-reduce [m f init]
    (let [k (prim/method-find odeon.method/kvreduce m)]
      (if k (k m f init) (clojure.core/reduce-map-seq f init m)))))

(extend-protocol Datafiable
  nil
  (datafy [_] nil)
  Object
  (datafy [x] x))

(extend-protocol Navigable
  Object
  (nav [_ _ v] v))

(in-ns 'clojure.core)

(defn- coll-reduce* [coll f init]
  (clojure.core.protocols/coll-reduce coll f init))
(defn- coll-reduce-first* [coll f]
  (clojure.core.protocols/coll-reduce coll f))
(defn- map-reduce* [m f init]
  (clojure.core.protocols/kv-reduce m f init))
