;; odeon.queue: clojure.lang.PersistentQueue: a seq to take from in front (nil only if the queue is empty) and a vector to add to at the end.
(in-ns 'odeon.queue)

(declare ->Queue)

(deftype Queue [front back _meta]
  clojure.lang.IPersistentList
  (count [_] (+ (count front) (count back)))
  (seq [_] (if front (if (pos? (count back)) (concat front back) front) nil))
  (cons [_ x] (if front (->Queue front (conj back x) _meta) (->Queue (list x) back _meta)))
  (empty [_] (->Queue nil [] _meta))
  (peek [_] (first front))
  (pop [this]
    (if front
      (let [more (next front)]
        (if more (->Queue more back _meta) (->Queue (seq back) [] _meta)))
      this))
  (equiv [this other] (if (sequential? other) (odeon.slow/seqs-equal this other) false))
  (hasheq [this] (odeon.slow/hash-sequential this))
  clojure.lang.IObj
  (meta [_] _meta)
  (withMeta [_ m] (->Queue front back m))
  clojure.lang.Counted
  java.util.Collection)

(def empty-queue (->Queue nil [] nil))

(in-ns 'odeon.class)
(def clojure.lang.PersistentQueue odeon.queue/Queue)

(in-ns 'odeon.static)
(def clojure.lang.PersistentQueue.EMPTY odeon.queue/empty-queue)
