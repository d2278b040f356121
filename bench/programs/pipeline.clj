(ns pipeline (:require [timing]))
(defn lazy [n] (reduce + (map #(* % %) (filter odd? (map inc (range n))))))
(defn transduced [n] (transduce (comp (map inc) (filter odd?) (map #(* % %))) + (range n)))
(defn -main [& _] (timing/report #(str (lazy 1000000) " " (transduced 1000000))))
