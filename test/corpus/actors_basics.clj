;; oracle: hand
;; spawn, self, send and receive: replies, arguments, closures over captured values.
(require '[clojure.actors :refer [spawn self ! receive alive? sleep]])
(def me (self))
(spawn (fn [] (! me [:hello 1])))
(receive [:hello n] (prn :got n))
(spawn (fn [a b] (! me (+ a b))) 2 3)
(receive n (prn n))
(let [x 10 y {:k [1 2]}]
  (spawn (fn [] (! me [x y (:k y)]))))
(receive m (prn m))
(defn echo [] (receive [from msg] (do (! from [:echo msg]) (recur)) :stop :stopped))
(def e (spawn echo))
(doseq [m [1 "two" :three [4] {:five 5} #{6} nil 'seven 8.5 9N 1/2 \c]]
  (! e [me m])
  (receive [:echo x] (prn x)))
(prn (alive? e))
(! e :stop)
(sleep 20)
(prn (alive? e) (= me (self)) (= e e) (= e me) (alive? me))
(! e [me :lost])
(receive x (prn :impossible x) (after 10 (prn :nothing)))
