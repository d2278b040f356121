(ns exhausted
  "Actors that use up all memory, in several ways at once, while others go on with their work."
  (:require [clojure.actors :refer [! self spawn spawn-monitor receive exit]]))
(def me (self))
(def worker (spawn (fn [] (loop [n 0] (receive [:square from x] (do (! from [:squared (* x x)]) (recur (inc n))))))))
(defn ask [x] (! worker [:square me x]) (receive [:squared y] y (after 120000 :late)))
(def hogs
  [(fn vectors [] (loop [v []] (recur (conj v (vec (range 100))))))
   (fn recursion [] ((fn f [n] (inc (f (inc n)))) 0))
   (fn strings [] (loop [s "0123456789"] (recur (str s s))))
   (fn messages [] (loop [i 0] (! (self) (vec (range 50))) (recur (inc i))))
   (fn shared-cell [] (let [a (atom nil)] (spawn (fn [] @a)) (loop [] (swap! a conj (vec (range 50))) (recur))))
   (fn maps [] (loop [m {} i 0] (recur (assoc m i (str i)) (inc i))))])
(doseq [[i hog] (map-indexed vector hogs)]
  (let [[p ref] (spawn-monitor hog)]
    (println i (receive [:DOWN (= ref) _ reason] (ex-message reason) (after 120000 (do (exit p :kill) :still-there))) (ask i))))
(println (reduce + (map ask (range 50))))
