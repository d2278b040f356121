;; Savina's fork-join creation: an actor for every small piece of work, all alive at once.
(ns forkcreate (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn work [n] (let [x (Math/sin (double n))] (* x x)))
(defn worker [home] (receive [:work n] (do (work n) (! home :done))))
(defn run [n]
  (let [home (self)]
    (dotimes [i n] (! (spawn worker home) [:work i]))
    (loop [done 0] (if (< done n) (do (receive :done nil) (recur (inc done))) done))))
(defn -main [n] (let [n (parse-long n)] (timing/report #(run n))))
