;; Savina's dining philosophers: one arbitrator holds the forks; who is refused asks again.
(ns philosophers (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn philosopher [arbitrator home id rounds]
  (if (zero? rounds)
    (! home :done)
    (do (! arbitrator [:hungry id (self)])
        (receive
          :denied (recur arbitrator home id rounds)
          :eat    (do (! arbitrator [:sated id]) (recur arbitrator home id (dec rounds)))))))
(defn arbitrator [forks eaten]
  (let [n (count forks)]
    (receive
      [:hungry id from] (let [left id right (mod (inc id) n)]
                          (if (or (nth forks left) (nth forks right))
                            (do (! from :denied) (recur forks eaten))
                            (do (! from :eat) (recur (assoc forks left true right true) eaten))))
      [:sated id]       (recur (assoc forks id false (mod (inc id) n) false) (inc eaten))
      [:eaten from]     (! from [:eaten eaten]))))
(defn run [n rounds]
  (let [home (self)
        table (spawn arbitrator (vec (repeat n false)) 0)]
    (dotimes [i n] (spawn philosopher table home i rounds))
    (dotimes [_ n] (receive :done nil))
    (! table [:eaten home])
    (receive [:eaten eaten] eaten)))
(defn -main [n rounds] (let [n (parse-long n) r (parse-long rounds)] (timing/report #(run n r))))
