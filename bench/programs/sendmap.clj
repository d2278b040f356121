;; Sends a map of a million entries to many actors: the first send promotes it, each further one only passes a word.
(ns sendmap (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn receiver [home] (receive [:stop] nil n (do (! home (if (map? n) (count n) n)) (recur home))))
(defn send-all [receivers message]
  (let [[_ ms] (timing/once #(run! (fn [r] (! r message)) receivers))]
    (dotimes [_ (count receivers)] (receive n n))
    (/ (* 1000.0 ms) (count receivers))))
(defn -main [n]
  (let [home      (self)
        receivers (vec (repeatedly (parse-long n) #(spawn receiver home)))
        big       (into {} (map (fn [i] [i i])) (range 1000000))
        [size first-ms] (timing/once #(do (! (first receivers) big) (receive n n)))
        middle    (fn [xs] (nth (sort xs) (quot (count xs) 2)))]
    (send-all receivers 1)
    (let [int-us (middle (doall (repeatedly 15 #(send-all receivers 1))))
          map-us (middle (doall (repeatedly 15 #(send-all receivers big))))]
      (println "first-ms:" first-ms)
      (println "int-us:" int-us)
      (println "map-us:" map-us)
      (println "result:" size))))
