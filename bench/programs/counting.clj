;; Savina's counting: one actor sends increments, another counts them and is asked for the total.
(ns counting (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn counter [n] (receive :inc (recur (inc n)) [:total from] (! from [:total n])))
(defn run [n]
  (let [c (spawn counter 0)]
    (dotimes [_ n] (! c :inc))
    (! c [:total (self)])
    (receive [:total total] total)))
(defn -main [n] (let [n (parse-long n)] (timing/report #(run n))))
