(ns clojure.template
  "Repeating an expression for groups of values."
  (:require [clojure.walk :as walk]))

(defn apply-template
  "The expression with the symbols of argv replaced by the values."
  [argv expr values]
  (assert (vector? argv))
  (assert (every? symbol? argv))
  (walk/postwalk-replace (zipmap argv values) expr))

(defmacro do-template
  "The expression once for each group of as many values as argv has symbols, in a do."
  [argv expr & values]
  (let [n (count argv)]
    `(do ~@(map (fn [group] (apply-template argv expr group)) (partition n values)))))
