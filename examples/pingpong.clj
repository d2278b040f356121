;; Two actors play ping-pong.
;;
;;   odeon run examples/pingpong.clj [ROUNDS]         default: 5
;;
;; Prints, for 5 rounds:
;;   ping 1
;;   pong 1
;;   ...
;;   pong 5
;;   game over
(ns pingpong
  (:require [clojure.actors :refer [spawn self ! receive]]))

(defn ponger []
  (receive
    [:ping n from] (do (println "ping" n)
                       (! from [:pong n])
                       (recur))
    :stop          nil))

(defn play [ponger rounds]
  (loop [n 1]
    (when (<= n rounds)
      (! ponger [:ping n (self)])
      (receive [:pong m] (println "pong" m))
      (recur (inc n))))
  (! ponger :stop))

(defn -main [& [rounds]]
  (play (spawn ponger) (if rounds (parse-long rounds) 5))
  (println "game over"))
