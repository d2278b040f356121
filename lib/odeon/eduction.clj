;; odeon.eduction: a collection together with a transducer, applied each time it is reduced or walked.
(in-ns 'odeon.eduction)

(deftype Eduction [xform coll]
  clojure.lang.Sequential
  clojure.lang.Seqable
  (seq [_] (clojure.core/seq (clojure.core/sequence xform coll)))
  java.lang.Iterable
  (iterator [_] (odeon.collections/iterator (clojure.core/sequence xform coll)))
  clojure.lang.IReduceInit
  (reduce [_ f init] (clojure.core/transduce xform (clojure.core/completing f) init coll))
  ;; its identity, not its elements: to show those would run the program's code
  Object
  (toString [this]
    (prim/str-concat "clojure.core.Eduction@" (prim/num->string (prim/bit-and (prim/identity-hash this) 0xffffffff) 16))))

(odeon.host-class/become! "clojure.core.Eduction" Eduction)

(defn make "The eduction of coll by xform." [xform coll] (->Eduction xform coll))

(in-ns 'clojure.core)

(defn eduction* "Transforms coll by xform each time the result is reduced or walked." [xform coll]
  (odeon.eduction/make xform coll))

(defn eduction "The transducers' combined effect on the collection that is the last argument, computed anew at each use."
  [& xforms]
  (odeon.eduction/make (apply comp (butlast xforms)) (last xforms)))
