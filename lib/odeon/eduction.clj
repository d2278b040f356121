;; odeon.eduction: a collection together with a transducer, applied each time it is reduced or walked.
(in-ns 'odeon.eduction)

(deftype Eduction [xform coll]
  clojure.lang.Sequential
  clojure.lang.Seqable
  (seq [_] (clojure.core/seq (clojure.core/sequence xform coll)))
  clojure.lang.IReduceInit
  (reduce [_ f init] (clojure.core/transduce xform (clojure.core/completing f) init coll)))

(defn make "The eduction of coll by xform." [xform coll] (->Eduction xform coll))
