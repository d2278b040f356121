;; odeon.queue: clojure.lang.PersistentQueue: a vector to take from, with the index of what comes first, and a vector to add to at the end. Only
;; an empty queue has taken all of the first.
(in-ns 'odeon.queue)

(declare ->Queue)

(defn- seq-from "The elements of a vector from an index on, then those of another." [front i back]
  (prim/cons (prim/nth front i)
             (lazy-seq
               (concat (if (prim/lt (prim/add i 1) (prim/count front)) (subvec front (prim/add i 1)) nil) back))))

(deftype Queue [front start back _meta]
  clojure.lang.IPersistentList
  (count [_] (prim/add (prim/sub (prim/count front) start) (prim/count back)))
  (seq [_] (if (prim/lt start (prim/count front)) (seq-from front start back) nil))
  (cons [_ x] (if (prim/lt start (prim/count front)) (->Queue front start (prim/conj back x) _meta) (->Queue [x] 0 back _meta)))
  (empty [_] (->Queue [] 0 [] _meta))
  (peek [_] (if (prim/lt start (prim/count front)) (prim/nth front start) nil))
  (pop [this]
    (let [next (prim/add start 1)]
      (if (prim/lt next (prim/count front))
        (->Queue front next back _meta)
        (if (prim/lt start (prim/count front)) (->Queue back 0 [] _meta) this))))
  (equiv [this other] (if (sequential? other) (odeon.slow/seqs-equal this other) false))
  (hasheq [this] (odeon.slow/hash-sequential this))
  clojure.lang.IObj
  (meta [_] _meta)
  (withMeta [_ m] (->Queue front start back m))
  clojure.lang.Counted
  java.util.Collection)

(def empty-queue (->Queue [] 0 [] nil))

(odeon.host-class/become! "clojure.lang.PersistentQueue" Queue)

(in-ns 'odeon.static)
(def clojure.lang.PersistentQueue.EMPTY odeon.queue/empty-queue)
