;; Savina's concurrent dictionary: workers read and, one time in ten, write a map that one actor keeps.
(ns dictionary (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn draw [seed] (mod (+ (* seed 1103515245) 12345) 2147483648))
(defn keeper [entries]
  (receive
    [:write k v from] (do (! from [:value v]) (recur (assoc entries k v)))
    [:read k from]    (do (! from [:value (get entries k 0)]) (recur entries))
    [:size from]      (! from [:size (count entries)])))
(defn worker [keeper home seed left]
  (if (zero? left)
    (! home :done)
    (let [k (mod (quot seed 65536) 512)]
      (! keeper (if (zero? (mod left 10)) [:write k left (self)] [:read k (self)]))
      (receive [:value _] nil)
      (recur keeper home (draw seed) (dec left)))))
(defn run [workers requests]
  (let [home (self)
        k    (spawn keeper {})]
    (dotimes [i workers] (spawn worker k home (draw i) requests))
    (dotimes [_ workers] (receive :done nil))
    (! k [:size home])
    (receive [:size n] n)))
(defn -main [workers requests] (let [w (parse-long workers) r (parse-long requests)] (timing/report #(run w r))))
