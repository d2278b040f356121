;; Abstract classes, frames of traces, ~w.
(require (quote clojure.pprint))
(defprotocol P (p [x]))
(extend-protocol P Object (p [_] :object) clojure.lang.Fn (p [_] :fn) Comparable (p [_] :cmp) clojure.lang.IPersistentMap (p [_] :map))
(prn (p inc) (p 1) (p {}) (p []) (p (Object.)))
(prn (isa? Number Object) (isa? (class 1) Object) (parents Number) (contains? (supers Long) Object) (contains? (supers (class {})) Object))
(let [t (first (.getStackTrace (try (throw (Exception. "x")) (catch Exception e e))))] (prn (instance? StackTraceElement t) (string? (.getFileName t)) (string? (.getClassName t))))
(prn (clojure.pprint/cl-format nil "~w ~a ~s" "x" "x" "x") (count (java.lang.reflect.Array/newInstance Object 3)))
