;; Savina's fork-join throughput: many actors get as many messages each, in turns, and compute a little for every one.
(ns forkjoin (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn work [n] (let [x (Math/sin (double n))] (* x x)))
(defn worker [home left]
  (if (zero? left)
    (! home :done)
    (receive [:work n] (do (work n) (recur home (dec left))))))
(defn run [actors messages]
  (let [home (self)
        workers (vec (repeatedly actors #(spawn worker home messages)))]
    (dotimes [i messages] (run! #(! % [:work i]) workers))
    (loop [done 0] (if (< done actors) (do (receive :done nil) (recur (inc done))) (* done messages)))))
(defn -main [actors messages] (let [a (parse-long actors) m (parse-long messages)] (timing/report #(run a m))))
