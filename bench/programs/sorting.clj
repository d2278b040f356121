(ns sorting (:require [timing]))
(def numbers (vec (take 200000 (iterate #(mod (+ (* % 1103515245) 12345) 2147483648) 42))))
(defn run []
  (let [up (sort numbers) down (sort (fn [a b] (> a b)) numbers)]
    (str (apply <= up) " " (apply >= down))))
(defn -main [& _] (timing/report run))
