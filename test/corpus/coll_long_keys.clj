;; oracle: hand
;; Keys of maps that have very many parts are hashed and compared like others, a slice at a time: whoever does it can be stopped.
(def endless (range 0 4611686018427387904 3))
(defn stopped [f]
  (let [p (future (f) :done)]
    [(deref p 50 :still) (future-cancel p) (future-cancelled? p)]))

(println (stopped #(hash endless)))
(println (stopped #(get {endless 1} (range 0 4611686018427387904 3))))
(println (stopped #(get (zipmap (range 40) (range)) endless)))
(println (stopped #(contains? (set (range 40)) endless)))
(println (stopped #(assoc (zipmap (range 40) (range)) endless 1)))
(println (stopped #(do (dissoc! (transient (zipmap (range 40) (range))) endless) nil)))
(println (stopped #(do (disj! (transient (set (range 40))) endless) nil)))
(println (stopped #(do (conj! (transient (set (range 40))) endless) nil)))

;; long ones, which end
(defn long-list [] (apply list (range 100000)))
(def m (-> (zipmap (range 40) (range)) (assoc (range 100000) :range) (assoc [(range 200000)] :vector)))
(println (m (range 100000)) (m (vec (range 100000))) (m (long-list)) (m [(range 200000)]) (m [(vec (range 200000))]) (m [(range 200001)]))
(println (count (dissoc m (long-list))) (count (assoc m (long-list) 1)) (count (conj (set (keys m)) (long-list))))
(println (get (persistent! (assoc! (transient m) (long-list) 2)) (range 100000)))
(println (= {(range 100000) 1} {(long-list) 1}) (= #{(range 100000)} #{(long-list)}) (hash {(range 100000) 1}))
(println (let [a {(range 100000) 1}] [(a (range 100000)) (a (range 99999)) (count (assoc a (long-list) 2))]))

;; numbers of elements beyond 61 bits
(println (count (range 0 4611686018427387904 3)))
(println (try (count (range -9223372036854775808 9223372036854775807)) (catch ArithmeticException e :overflow)))
