(ns ^:odeon/kernel parked
  "What a parked actor costs: 100,000 that wait for a message, all told, in pages of the runtime."
  (:require [clojure.actors :refer [! self spawn receive]]))
(defn used [] (prim/collect 2) (prim/yield) (* 65536 (prim/node-get (prim/memory-info) 0)))
(def me (self))
(def n 100000)
(defn park [id] (receive :go (! me id)))
(let [before (used)
      pids (mapv (fn [i] (spawn park i)) (range n))
      after (used)]
  (println :bytes-each (quot (- after before) n))
  (run! (fn [p] (! p :go)) pids)
  (println :answered (= (quot (* n (dec n)) 2) (loop [i 0 sum 0] (if (< i n) (recur (inc i) (+ sum (receive id id))) sum)))))
