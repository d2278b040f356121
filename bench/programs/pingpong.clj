;; Two actors and one message between them, there and back.
(ns pingpong (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn pong [] (receive [:ping from] (do (! from :pong) (recur)) :stop nil))
(defn run [rounds]
  (let [partner (spawn pong) me (self)]
    (loop [n 0]
      (if (< n rounds)
        (do (! partner [:ping me]) (receive :pong nil) (recur (inc n)))
        (do (! partner :stop) n)))))
(defn -main [rounds] (let [n (parse-long rounds)] (timing/report #(run n))))
