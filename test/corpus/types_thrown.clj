;; oracle: hand
;; What a test of a type, or a hash by identity, throws is caught where it is called.
(defn of-type [t x] (try (instance? t x) (catch ClassCastException e :caught)))
(println (of-type 1 2) (of-type "String" "a") (of-type String "a"))
(println (try (System/identityHashCode (transient [])) (catch IllegalStateException e :live)))
(println (try (instance? :k 2) (catch ClassCastException e :caught) (finally (println "finally"))))
