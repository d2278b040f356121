(ns check
  "What the programs of this folder check with: prints what does not hold, counts what does."
  (:require [clojure.actors :refer [alive? receive sleep self spawn-monitor]]))

(def held (atom 0))

(defn report [label ok]
  (if ok (swap! held inc) (println "broken:" label)))

(defmacro is
  "Reports `label` unless form is true; an exception counts as broken."
  [label form]
  `(report ~label (try ~form (catch Throwable e# (println ~label "threw" (ex-message e#)) false))))

(defn until "Waits, at most 5 s, until (f) holds; answers whether." [f]
  (loop [i 0] (cond (f) true (< i 5000) (do (sleep 1) (recur (inc i))) :else false)))
(defn gone? "Waits until an actor has ended." [pid] (until #(not (alive? pid))))
(defn forever "Waits for what nobody sends." [] (receive ::never nil))
(defn reason-of "The reason of the DOWN that belongs to a [pid ref]." [[_ ref]]
  (receive [:DOWN (= ref) _ reason] reason (after 10000 :no-down)))
(defn next-message "The next message, or `otherwise` when none comes within ms." [ms otherwise]
  (receive m m (after ms otherwise)))
(defn raises? "Whether calling f throws." [f] (try (f) false (catch Throwable _ true)))
(defn run-in "Runs f in an actor that traps exits if asked to; answers what f answers." [f]
  (let [me (self) [_ ref] (spawn-monitor (fn [] (let [x (f)] (clojure.actors/! me [::answer x]))))]
    (receive [::answer x] (do (clojure.actors/demonitor ref :flush) x)
             [:DOWN (= ref) _ reason] [:ended reason])))
(defn done [] (println :held @held))
