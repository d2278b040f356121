;; What a short program does: an actor, a reply, a reduce.
(require '[clojure.actors :refer [spawn self ! receive]])
(let [me (self)]
  (spawn (fn [] (! me [:sum (reduce + (range 1000))])))
  (receive [:sum n] (println n)))
