(ns clojure.data
  "What two values have in common and where they differ."
  (:require [clojure.set :as set]))

(declare diff)

(defn- atom-diff [a b] (if (= a b) [nil nil a] [a b nil]))

(defn- vectorize "A vector that holds a map's values at its keys, which are indices." [m]
  (when (seq m)
    (reduce (fn [v [k x]] (assoc v k x)) (vec (repeat (apply max (keys m)) nil)) m)))

(defn- diff-key [a b k]
  (let [va (get a k) vb (get b k)
        [only-a only-b both] (diff va vb)
        in-a (contains? a k) in-b (contains? b k)
        same (and in-a in-b (or (not (nil? both)) (and (nil? va) (nil? vb))))]
    [(when (and in-a (or (not (nil? only-a)) (not same))) {k only-a})
     (when (and in-b (or (not (nil? only-b)) (not same))) {k only-b})
     (when same {k both})]))

(defn- diff-maps [a b ks]
  (reduce (fn [d1 d2] (doall (map merge d1 d2)))
          [nil nil nil]
          (map (fn [k] (diff-key a b k)) ks)))

(defn- diff-sequential [a b]
  (vec (map vectorize (diff-maps (if (vector? a) a (vec a)) (if (vector? b) b (vec b)) (range (max (count a) (count b)))))))

(defn- diff-proper-sets [a b]
  [(not-empty (set/difference a b)) (not-empty (set/difference b a)) (not-empty (set/intersection a b))])
(defn- diff-sets [a b]
  (if (and (set? a) (set? b)) (diff-proper-sets a b) (diff-proper-sets (set a) (set b))))

(defprotocol EqualityPartition
  (equality-partition [x] "The kind of value: values of one kind are compared part by part."))
(defprotocol Diff
  (diff-similar [a b] "The difference of two values of one kind."))

(extend-protocol EqualityPartition
  nil (equality-partition [_] :atom)
  Object
  (equality-partition [x]
    (cond
      (or (map? x) (instance? java.util.Map x)) :map
      (or (set? x) (instance? java.util.Set x)) :set
      (or (sequential? x) (prim/array? x) (instance? java.util.List x)) :sequential
      :else :atom)))

(extend-protocol Diff
  nil (diff-similar [a b] (atom-diff a b))
  Object
  (diff-similar [a b]
    (case (equality-partition a)
      :map (diff-maps a b (set/union (set (keys a)) (set (keys b))))
      :set (diff-sets a b)
      :sequential (diff-sequential a b)
      (atom-diff a b))))

(defn diff "[only-in-a only-in-b in-both] of two values, going into collections of one kind." [a b]
  (if (= a b)
    [nil nil a]
    (if (= (equality-partition a) (equality-partition b))
      (diff-similar a b)
      (atom-diff a b))))
