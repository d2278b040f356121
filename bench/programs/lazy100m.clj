(ns lazy100m (:require [timing]))
(defn -main [& _]
  (let [[value ms] (timing/once #(let [s (map inc (range 100000000))] (reduce + s)))]
    (println "result:" value)
    (println "ms:" ms)))
