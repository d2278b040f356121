;; Savina's chameneos: creatures ask a mall for a partner; the two change colour by each other's. The mall ends after so many
;; meetings and every creature says how often it met.
(ns chameneos (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(def colours [:blue :red :yellow])
(defn complement-of [a b] (if (= a b) a (first (remove #{a b} colours))))
(def changed (into {} (for [a colours b colours] [[a b] (complement-of a b)])))
(defn creature [mall home colour met]
  (! mall [:meet (self) colour])
  (receive
    [:partner other] (recur mall home (get changed [colour other]) (inc met))
    :closed          (! home [:met met])))
(defn mall [meetings waiting]
  (receive
    [:meet pid colour]
    (cond
      (zero? meetings) (do (! pid :closed) (recur 0 nil))
      (nil? waiting)   (recur meetings [pid colour])
      :else            (let [[other its] waiting]
                         (! pid [:partner its])
                         (! other [:partner colour])
                         (recur (dec meetings) nil)))
    :stop nil))
(defn run [creatures meetings]
  (let [home (self)
        m    (spawn mall meetings nil)]
    (dotimes [i creatures] (spawn creature m home (nth colours (mod i 3)) 0))
    (let [total (loop [i 0 total 0] (if (< i creatures) (recur (inc i) (receive [:met n] (+ total n))) total))]
      (! m :stop)
      total)))
(defn -main [creatures meetings] (let [c (parse-long creatures) m (parse-long meetings)] (timing/report #(run c m))))
