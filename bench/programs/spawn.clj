(ns spawn (:require [clojure.actors :as actors :refer [self ! receive]] [timing]))
(defn run [n]
  (let [me (self)]
    (loop [i 0 replies 0]
      (if (< i n)
        (do (actors/spawn (fn [] (! me :hello)))
            (recur (inc i) (receive :hello (inc replies))))
        replies))))
(defn -main [n] (let [n (parse-long n)] (timing/report #(run n))))
