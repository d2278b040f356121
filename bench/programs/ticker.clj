;; A 10 ms ticker and a load beside it on one executor: prints the longest gap between two ticks.
(ns ticker (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(def run-ms 4000)
(defn tick-for [ms home]
  (let [start (timing/now-ms)]
    (loop [last start ticks 0 gap 0.0]
      (receive (after 10 nil))
      (let [now (timing/now-ms)
            gap (max gap (- now last))]
        (if (< (- now start) ms)
          (recur now (inc ticks) gap)
          (! home [:ticked ticks gap]))))))
(defn nested [] (vec (for [i (range 300)] {:id i :rows (vec (range 1000)) :tags #{i (str i)} :list (apply list (range 100))})))
(def loads
  {"loop"   (fn [] (loop [] (recur)))
   "reduce" (fn [] (reduce + (range)))
   "sort"   (fn [] (let [numbers (vec (take 10000000 (iterate #(mod (+ (* % 1103515245) 12345) 2147483648) 42)))]
                     (loop [] (sort (fn [a b] (< a b)) numbers) (recur))))
   "equal"  (fn [] (let [a (nested) b (nested)] (loop [] (when (= a b) (recur)))))
   "print"  (fn [] (let [a (nested)] (loop [] (when (pos? (count (pr-str a))) (recur)))))})
(defn -main [load]
  (let [home (self)]
    (spawn tick-for run-ms home)
    (spawn (get loads load))
    (receive
      [:ticked ticks gap] (do (println "result: ticked")
                              (println "ticks:" ticks)
                              (println "max-gap:" gap)))))
