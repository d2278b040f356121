(ns tak (:require [timing]))
(defn tak [x y z] (if (< y x) (tak (tak (dec x) y z) (tak (dec y) z x) (tak (dec z) x y)) z))
(defn -main [& _] (timing/report #(loop [i 0 r 0] (if (< i 10) (recur (inc i) (tak 18 12 6)) r))))
