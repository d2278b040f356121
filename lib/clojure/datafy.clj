(ns clojure.datafy
  "Objects as data, and the way from data to what it stands for."
  (:require [clojure.core.protocols :as p]))

(defn datafy "x as data; its metadata says what it was: ::obj and ::class." [x]
  (let [v (p/datafy x)]
    (if (identical? v x)
      v
      (if (instance? clojure.lang.IObj v)
        (vary-meta v assoc ::obj x ::class (symbol (class-name (class x))))
        v))))

(defn nav "What the value v under k in coll stands for." [coll k v] (p/nav coll k v))

(extend-protocol p/Datafiable
  Throwable
  (datafy [x] (Throwable->map x))
  clojure.lang.IRef
  (datafy [r] (with-meta [(deref r)] (meta r)))
  clojure.lang.Namespace
  (datafy [n] (with-meta {:name (ns-name n) :publics (ns-publics n) :imports (ns-imports n) :interns (ns-interns n)} (meta n))))
