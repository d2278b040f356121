(ns ring (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn node [next home]
  (receive
    0 (do (! home :done) (recur next home))
    n (do (! next (dec n)) (recur next home))))
(defn make-ring [size home]
  (let [entry (spawn (fn [] (receive [:next pid] (node pid home))))]
    (! entry [:next (reduce (fn [next _] (spawn node next home)) entry (range (dec size)))])
    entry))
(defn -main [size hops]
  (let [hops  (parse-long hops)
        entry (make-ring (parse-long size) (self))]
    (timing/report #(do (! entry hops) (receive :done 0)))))
