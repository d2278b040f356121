;; odeon.queue: clojure.lang.PersistentQueue: a list to take from in front and a vector to add to at the end.
(in-ns 'odeon.queue)

(declare ->Queue)

(deftype Queue [front back _meta]
  clojure.lang.IPersistentList
  (count [_] (+ (count front) (count back)))
  (seq [_] (if (seq front) (concat front back) (seq back)))
  (cons [_ x] (if (seq front) (->Queue front (conj back x) _meta) (->Queue (list x) [] _meta)))
  (empty [_] (->Queue () [] _meta))
  (peek [_] (first front))
  (pop [this]
    (if (seq front)
      (if (next front)
        (->Queue (rest front) back _meta)
        (->Queue (apply list back) [] _meta))
      this))
  (equiv [this other] (if (sequential? other) (odeon.slow/seqs-equal this other) false))
  (hasheq [this] (odeon.slow/hash-sequential this))
  clojure.lang.IObj
  (meta [_] _meta)
  (withMeta [_ m] (->Queue front back m))
  clojure.lang.Counted
  java.util.Collection)

(def empty-queue (->Queue () [] nil))

(in-ns 'odeon.class)
(def clojure.lang.PersistentQueue odeon.queue/Queue)

(in-ns 'odeon.static)
(def clojure.lang.PersistentQueue.EMPTY odeon.queue/empty-queue)
