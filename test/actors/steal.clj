(ns steal
  "Few actors that mostly wait for each other, on several executors: actors are stolen while everybody else goes idle."
  (:require [clojure.actors :refer [! self spawn receive]]))
(def me (self))
(defn echo [n] (dotimes [_ n] (receive [:x from] (! from :y))))
(dotimes [_ 400]
  (let [ps (mapv (fn [_] (spawn echo 10)) (range 4))]
    (dotimes [_ 10] (doseq [p ps] (! p [:x me])) (doseq [_ ps] (receive :y 1)))))
(println :done)
