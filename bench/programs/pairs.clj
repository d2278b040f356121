(ns pairs (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn pong [] (receive [:ping from] (do (! from :pong) (recur)) :stop nil))
(defn ping [partner rounds home]
  (let [me (self)]
    (loop [n 0]
      (if (< n rounds)
        (do (! partner [:ping me]) (receive :pong nil) (recur (inc n)))
        (do (! partner :stop) (! home [:rounds n]))))))
(defn run [pairs rounds]
  (let [home (self)]
    (dotimes [_ pairs] (let [p (spawn pong)] (spawn ping p rounds home)))
    (loop [i 0 total 0] (if (< i pairs) (recur (inc i) (receive [:rounds n] (+ total n))) total))))
(defn -main [pairs rounds] (let [p (parse-long pairs) r (parse-long rounds)] (timing/report #(run p r))))
