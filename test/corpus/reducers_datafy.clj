;; clojure.core.reducers and clojure.datafy.
(require '[clojure.core.reducers :as r] '[clojure.datafy :as d])
(prn (r/fold + (r/map inc (vec (range 1000)))) (into [] (r/filter odd? (r/map inc (range 10)))) (r/reduce + (r/take 3 (range 10))))
(prn (into [] (r/mapcat range [1 2 3])) (into [] (r/flatten [1 [2 [3]] 4])) (into [] (r/take-while neg? [-2 -1 0 -1])) (into [] (r/drop 2 [1 2 3])))
(prn (r/fold (r/monoid into vector) conj (r/remove even? (vec (range 10)))) (seq (r/foldcat (r/map inc (vec (range 600))))) (r/reduce (fn ([] 0) ([a k v] (+ a v))) 0 {:a 1 :b 2}))
(prn (reduce + (r/map inc [1 2])) (r/fold 2 + + [1 2 3 4 5]) (r/reduce + (r/filter odd? nil)))
(prn (d/datafy 1) (d/datafy nil) (:cause (d/datafy (ex-info "x" {}))) (d/nav {:a 1} :a 1) (d/datafy (with-meta [1] {'clojure.core.protocols/datafy (fn [_] :mine)})))
