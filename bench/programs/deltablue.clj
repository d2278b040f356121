;; DeltaBlue: an incremental solver of one-way constraints over a long chain of equations and a fan of scalings.
;; A variable is an atom; a constraint is a record with a cell that says which way it flows at present.
(ns deltablue (:require [timing]))

(def required 0)
(def preferred 2)
(def strong-default 3)
(def default 4)
(def weakest 6)
(def stronger? <)
(def weaker? >)

(defrecord Variable [value constraints determiner strength stay? mark])
(defn variable [value] (atom (->Variable value [] nil weakest true 0)))

(defprotocol Constraint
  (strength [c])
  (variables [c] "All that it is about.")
  (input? [c] "Whether its value comes from outside.")
  (satisfied? [c])
  (output [c] "The variable that it determines.")
  (inputs [c] "The variables that it reads.")
  (choose! [c mark] "Decides which way it flows, if it can at all.")
  (unsatisfy! [c])
  (execute! [c])
  (recalculate! [c] "Carries strength and stay over to its output."))

(defn derive! [c out strength stay?]
  (swap! out assoc :strength strength :stay? stay?)
  (when stay? (execute! c)))

(defn choose-unary! [c out flow mark]
  (let [{at :mark held :strength} @out]
    (vreset! flow (when (and (not= at mark) (stronger? (strength c) held)) :out))))

(defrecord Edit [out strength-of flow]
  Constraint
  (strength [_] strength-of)
  (variables [_] [out])
  (input? [_] true)
  (satisfied? [_] (some? @flow))
  (output [_] out)
  (inputs [_] [])
  (choose! [c mark] (choose-unary! c out flow mark))
  (unsatisfy! [_] (vreset! flow nil))
  (execute! [_] nil)
  (recalculate! [c] (derive! c out strength-of false)))

(defrecord Stay [out strength-of flow]
  Constraint
  (strength [_] strength-of)
  (variables [_] [out])
  (input? [_] false)
  (satisfied? [_] (some? @flow))
  (output [_] out)
  (inputs [_] [])
  (choose! [c mark] (choose-unary! c out flow mark))
  (unsatisfy! [_] (vreset! flow nil))
  (execute! [_] nil)
  (recalculate! [c] (derive! c out strength-of true)))

(defn choose-binary! [c a b flow mark]
  (let [own (strength c)
        {mark-a :mark strength-a :strength} @a
        {mark-b :mark strength-b :strength} @b
        forward  (when (stronger? own strength-b) :forward)
        backward (when (stronger? own strength-a) :backward)]
    (vreset! flow (cond
                    (= mark-a mark) (when (not= mark-b mark) forward)
                    (= mark-b mark) backward
                    (weaker? strength-a strength-b) backward
                    :else forward))))
(defn recalculate-binary! [c from]
  (let [known (map deref (inputs c))]
    (derive! c (output c) (max (strength c) (:strength @from)) (every? :stay? known))))

(defrecord Equality [a b strength-of flow]
  Constraint
  (strength [_] strength-of)
  (variables [_] [a b])
  (input? [_] false)
  (satisfied? [_] (some? @flow))
  (output [_] (if (= :forward @flow) b a))
  (inputs [_] [(if (= :forward @flow) a b)])
  (choose! [c mark] (choose-binary! c a b flow mark))
  (unsatisfy! [_] (vreset! flow nil))
  (execute! [_] (if (= :forward @flow) (swap! b assoc :value (:value @a)) (swap! a assoc :value (:value @b))))
  (recalculate! [c] (recalculate-binary! c (if (= :forward @flow) a b))))

(defrecord Scale [a scale offset b strength-of flow]
  Constraint
  (strength [_] strength-of)
  (variables [_] [a b scale offset])
  (input? [_] false)
  (satisfied? [_] (some? @flow))
  (output [_] (if (= :forward @flow) b a))
  (inputs [_] [(if (= :forward @flow) a b) scale offset])
  (choose! [c mark] (choose-binary! c a b flow mark))
  (unsatisfy! [_] (vreset! flow nil))
  (execute! [_]
    (if (= :forward @flow)
      (swap! b assoc :value (+ (* (:value @a) (:value @scale)) (:value @offset)))
      (swap! a assoc :value (quot (- (:value @b) (:value @offset)) (:value @scale)))))
  (recalculate! [c] (recalculate-binary! c (if (= :forward @flow) a b))))

;; The planner: marks tell what one pass has visited.
(def clock (atom 0))
(defn new-mark [] (swap! clock inc))
(defn consumers [v]
  (let [{:keys [constraints determiner]} @v] (filter #(and (not (identical? % determiner)) (satisfied? %)) constraints)))
(defn detach! [c]
  (doseq [v (variables c)]
    (swap! v (fn [{:keys [constraints determiner] :as v}]
               (assoc v
                      :constraints (filterv #(not (identical? c %)) constraints)
                      :determiner (when-not (identical? c determiner) determiner)))))
  (unsatisfy! c))

(declare remove!)
(defn propagate! [c mark]
  (loop [todo (conj clojure.lang.PersistentQueue/EMPTY c)]
    (if-let [d (peek todo)]
      (let [out (output d)]
        (if (= mark (:mark @out))
          (do (remove! c) false)
          (do (recalculate! d) (recur (into (pop todo) (consumers out))))))
      true)))
(defn satisfy!
  "Answers the constraint that had to give way, if one had."
  [c mark]
  (choose! c mark)
  (if (satisfied? c)
    (let [out        (output c)
          overridden (:determiner @out)]
      (run! #(swap! % assoc :mark mark) (inputs c))
      (when overridden (unsatisfy! overridden))
      (swap! out assoc :determiner c)
      (when-not (propagate! c mark) (throw (ex-info "a cycle" {})))
      (swap! out assoc :mark mark)
      overridden)
    (when (= required (strength c)) (throw (ex-info "a required constraint can't be satisfied" {})))))
(defn add! [c] (let [mark (new-mark)] (loop [c c] (when c (recur (satisfy! c mark))))))
(defn remove! [c]
  (let [out (output c)]
    (unsatisfy! c)
    (detach! c)
    (swap! out assoc :determiner nil :strength weakest :stay? true)
    (loop [todo [out] unsatisfied []]
      (if-let [v (peek todo)]
        (let [consuming (doall (consumers v))]
          (run! recalculate! consuming)
          (recur (into (pop todo) (map output) consuming) (into unsatisfied (remove satisfied?) (:constraints @v))))
        (run! add! (sort-by strength unsatisfied))))))
(defn constrain! [c]
  (doseq [v (variables c)] (swap! v update :constraints conj c))
  (add! c)
  c)

(defn plan-from [sources]
  (let [mark   (new-mark)
        known? (fn [v] (let [{at :mark :keys [stay? determiner]} @v] (or (= at mark) stay? (nil? determiner))))]
    (loop [todo (into clojure.lang.PersistentQueue/EMPTY (filter #(and (input? %) (satisfied? %))) sources) plan []]
      (if-let [c (peek todo)]
        (let [out (output c)]
          (if (and (not= mark (:mark @out)) (every? known? (inputs c)))
            (do (swap! out assoc :mark mark) (recur (into (pop todo) (consumers out)) (conj plan c)))
            (recur (pop todo) plan)))
        plan))))
(defn change! [v value]
  (let [edit (constrain! (->Edit v preferred (volatile! nil)))
        plan (plan-from [edit])]
    (dotimes [_ 10] (swap! v assoc :value value) (run! execute! plan))
    (remove! edit)))

(defn check [ok? what] (when-not ok? (throw (ex-info "wrong" {:what what}))))
(defn chain [n]
  (let [vs    (vec (repeatedly (inc n) #(variable 0)))
        start (first vs)
        end   (peek vs)]
    (dotimes [i n] (constrain! (->Equality (vs i) (vs (inc i)) required (volatile! nil))))
    (constrain! (->Stay end strong-default (volatile! nil)))
    (let [edit (constrain! (->Edit start preferred (volatile! nil)))
          plan (plan-from [edit])]
      (dotimes [i 100]
        (swap! start assoc :value i)
        (run! execute! plan)
        (check (= i (:value @end)) :chain))
      (remove! edit)
      (str (count plan) " " (:value @end)))))
(defn projection [n]
  (let [scale  (variable 10)
        offset (variable 1000)
        pairs  (vec (for [i (range 1 (inc n))] [(variable i) (variable i)]))
        [src dst] (peek pairs)
        all?   (fn [scale offset] (every? true? (map-indexed (fn [i [_ d]] (= (:value @d) (+ offset (* scale (inc i))))) (pop pairs))))]
    (doseq [[s d] pairs]
      (constrain! (->Stay s default (volatile! nil)))
      (constrain! (->Scale s scale offset d required (volatile! nil))))
    (change! src 17)
    (check (= 1170 (:value @dst)) :source)
    (change! dst 1050)
    (check (= 5 (:value @src)) :destination)
    (change! scale 5)
    (check (all? 5 1000) :scale)
    (change! offset 2000)
    (check (all? 5 2000) :offset)
    (reduce + (map (fn [[_ d]] (:value @d)) pairs))))
(defn run [n] (reset! clock 0) (str (chain n) " " (projection n) " " @clock))
(defn -main [& _] (timing/report #(run 1000) 1000))
