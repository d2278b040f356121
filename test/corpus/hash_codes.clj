;; Counting of collections that are not Counted, records with metadata, Inst, hash codes as in Java.
(deftype S [x] clojure.lang.Seqable (seq [this] this) clojure.lang.Sequential clojure.lang.ISeq (first [_] x) (more [_] ()) (next [_] nil) clojure.lang.IPersistentCollection (count [_] 99) (empty [_] nil) (equiv [_ o] false) (cons [_ b] nil))
(deftype C [] clojure.lang.Counted (count [_] 7))
(prn (count (S. 1)) (count (C.)))
(defrecord R [a b])
(prn (R. 1 2 {:m 1} {:c 3}) (meta (R. 1 2 {:m 1} nil)))
(defrecord D [ms] Inst (inst-ms* [_] ms))
(prn (inst? (->D 5)) (inst-ms (->D 5)) (inst? 1) (inst-ms #inst "2020") (inst? nil))
(prn (map #(.hashCode %) [1 -1 1.5 "abc" :a :x/y 'a 'b/c [1 2] '(1 2) #{1 2} {:a 1} {1 {2 [3]}} true \a 10N (first {:a 1}) (range 3) #uuid "00000005-0004-0003-0002-009000000001" [nil]]))
