(ns trees (:require [timing]))
(defn make [d] (if (zero? d) [nil nil] [(make (dec d)) (make (dec d))]))
(defn check [t] (let [l (nth t 0)] (if (nil? l) 1 (+ 1 (check l) (check (nth t 1))))))
(defn -main [& _] (timing/report #(loop [i 0 s 0] (if (< i 20) (recur (inc i) (+ s (check (make 14)))) s))))
