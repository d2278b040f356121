(ns strings (:require [timing] [clojure.string :as str]))
(defn run [n]
  (let [text  (str/join " " (map str (range n)))
        words (str/split text #" ")]
    (str (count (str/replace text "9" "99")) " " (count words))))
(defn -main [& _] (timing/report #(run 100000)))
