(ns trees (:require [timing]))
(defn make [d] (if (zero? d) [nil nil] [(make (dec d)) (make (dec d))]))
(defn check [t] (let [l (nth t 0)] (if (nil? l) 1 (+ 1 (check l) (check (nth t 1))))))
(defn run [depth times] (loop [i 0 s 0] (if (< i times) (recur (inc i) (+ s (check (make depth)))) s)))
(defn -main
  ([] (timing/report #(run 14 20)))
  ([depth times] (let [depth (parse-long depth) times (parse-long times)] (timing/report #(run depth times) 1000))))
