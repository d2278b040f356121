(ns frequencies (:require [timing]))
(def numbers (vec (take 500000 (map #(mod % 1009) (iterate #(mod (+ (* % 1103515245) 12345) 2147483648) 42)))))
(defn -main [& _] (timing/report #(let [f (clojure.core/frequencies numbers)] (str (count f) " " (get f 7)))))
