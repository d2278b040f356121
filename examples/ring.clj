;; A message goes round a ring of actors.
;;
;;   odeon run examples/ring.clj [ACTORS [HOPS]]      default: 1000 actors, 1000000 hops
;;
;; Prints:
;;   ring of 1000 actors, 1000000 hops
;;   the token arrived at 0
;; and then, on stderr, how long it took.
(ns ring
  (:require [clojure.actors :refer [spawn self ! receive]]))

(defn node
  "Passes the token on, one less each time, until it is 0; :stop goes round once and ends everyone."
  [next home]
  (receive
    :stop (! next :stop)
    0     (do (! home [:arrived 0]) (recur next home))
    n     (do (! next (dec n)) (recur next home))))

(defn ring
  "Spawns `size` nodes, the last one passing on to the first; answers the first."
  [size home]
  (let [first-node (spawn (fn []
                            (receive [:next pid] (node pid home))))
        last-node  (reduce (fn [next _] (spawn node next home)) first-node (range (dec size)))]
    (! first-node [:next last-node])
    first-node))

(defn -main [& [actors hops]]
  (let [actors (if actors (parse-long actors) 1000)
        hops   (if hops (parse-long hops) 1000000)
        start  (System/nanoTime)
        entry  (ring actors (self))]
    (println "ring of" actors "actors," hops "hops")
    (! entry hops)
    (receive [:arrived n] (println "the token arrived at" n))
    (! entry :stop)
    (binding [*out* *err*]
      (println "in" (quot (- (System/nanoTime) start) 1000000) "ms"))))
