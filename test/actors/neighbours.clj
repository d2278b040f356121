(ns neighbours
  "Actors that do their work while others use up all memory, one after the other: only those die."
  (:require [clojure.actors :refer [! self spawn spawn-monitor receive exit]]))
(def me (self))
(def stop (atom false))
(defn busy [i] (loop [n 0] (if @stop n (let [m (into {} (map (fn [k] [k (str k)]) (range 1000)))] (! me [:beat i (count m)]) (receive :go nil) (recur (inc n))))))
(def workers (mapv (fn [i] (spawn-monitor (fn [] (busy i)))) (range 4)))
(def hogs
  [(fn vectors [] (loop [v []] (recur (conj v (vec (range 100))))))
   (fn recursion [] ((fn f [n] (inc (f (inc n)))) 0))
   (fn strings [] (loop [s "0123456789"] (recur (str s s))))
   (fn messages [] (loop [i 0] (! (self) (vec (range 50))) (recur (inc i))))
   (fn shared-cell [] (let [a (atom nil)] (spawn (fn [] @a)) (loop [] (swap! a conj (vec (range 50))) (recur))))
   (fn maps [] (loop [m {} i 0] (recur (assoc m i (str i)) (inc i))))])
(doseq [[i hog] (map-indexed vector hogs)]
  (let [[p ref] (spawn-monitor hog)]
    (println i (loop []
                 (receive
                   [:DOWN (= ref) _ reason] (ex-message reason)
                   [:DOWN _ q _] (do (println :innocent q) (recur))
                   [:beat w _] (do (! (first (workers w)) :go) (recur))
                   (after 120000 (do (exit p :kill) :still-there)))))))
(println :end)
