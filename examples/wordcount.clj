;; Counts the words of a file, or of a text of its own.
;;
;;   odeon run examples/wordcount.clj [FILE [TOP]]
;;
;; Prints, without a file:
;;   the 4
;;   it 3
;;   was 3
;;   of 2
;;   times 2
;;   15 different words, 24 in all
(ns wordcount
  (:require [clojure.string :as str]))

(def sample
  "It was the best of times, it was the worst of times;
   the reader counted, the program printed, and it was done by then.")

(defn words [text]
  (re-seq #"\p{L}+" (str/lower-case text)))

(defn ranked
  "Pairs of word and count, most frequent first, equals by alphabet."
  [counts]
  (sort-by (juxt (comp - val) key) counts))

(defn -main [& [file top]]
  (let [counts (frequencies (words (if file (slurp file) sample)))]
    (doseq [[word n] (take (if top (parse-long top) 5) (ranked counts))]
      (println word n))
    (println (count counts) "different words," (reduce + (vals counts)) "in all")))
