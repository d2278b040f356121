;; oracle: hand
(ns actors-words
  "What is a pid, and what a reference."
  (:require [clojure.actors :refer [self spawn pid? ref? make-ref]]))

(def things [nil true false 0 18 34 -1 1234567890123 2.5 \a :a 'a "a" [] {} #{} () inc (Object.) 123456789012345678901234567890 (self) (make-ref)])
(defn kinds [x] [(pid? x) (ref? x) (if (pid? x) :pid (if (ref? x) :ref :other)) (not (pid? x))])
(dotimes [_ 3000] (doseq [x things] (kinds x)))
(prn (frequencies (map kinds things)))
(prn (count (filter pid? things)) (count (filter ref? things)) (count (remove pid? things)))
(defn own [n] (loop [i 0 all #{}] (if (< i n) (recur (inc i) (conj all (self))) all)))
(prn (= #{(self)} (own 20000)))
(let [me (self)] (prn (pid? me) (ref? me) (= me (self)) (= me (spawn (fn [] nil)))))
