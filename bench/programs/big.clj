;; Savina's big: every actor pings others that it draws at random and answers the pings of all, until each had all its answers.
(ns big (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn draw [seed] (mod (+ (* seed 1103515245) 12345) 2147483648))
(defn ping [neighbours seed] (! (nth neighbours (mod (quot seed 65536) (count neighbours))) [:ping (self)]))
(defn busy [neighbours home seed left]
  (receive
    [:ping from] (do (! from :pong) (recur neighbours home seed left))
    :pong        (let [left (dec left)]
                   (if (zero? left)
                     (! home :done)
                     (ping neighbours seed))
                   (recur neighbours home (draw seed) left))
    :stop        nil))
(defn start [home seed pings]
  (receive [:neighbours all] (do (ping all seed) (busy all home (draw seed) pings))))
(defn run [actors pings]
  (let [home (self)
        all  (vec (map #(spawn start home (draw %) pings) (range actors)))]
    (run! #(! % [:neighbours all]) all)
    (dotimes [_ actors] (receive :done nil))
    (run! #(! % :stop) all)
    (* actors pings)))
(defn -main [actors pings] (let [a (parse-long actors) p (parse-long pings)] (timing/report #(run a p))))
