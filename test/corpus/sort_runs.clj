;; What is sorted already, either way round, and what only begins so: equal elements keep their order.
(defn tagged [ks] (map-indexed (fn [i k] [k i]) ks))
(def inputs
  {:rising (range 40) :falling (range 40 0 -1) :two [2 1] :two-in-order [1 2] :equal (repeat 40 1)
   :falling-equal (mapcat #(vector % %) (range 20 0 -1)) :falls-then-equal [5 4 3 3 2 1] :rises-then-falls [1 2 3 4 3 2 1]
   :falls-late (concat (range 100) [50]) :rises-late (concat (range 100 0 -1) [50]) :one [1] :equal-two [1 1] :steps [3 3 2 2 1 1]})
(doseq [[k xs] (sort-by key inputs)]
  (println k)
  (println " " (sort xs))
  (println " " (sort > xs))
  (println " " (sort #(compare %2 %1) xs))
  (println " " (sort-by first (tagged xs)))
  (println " " (sort-by first > (tagged xs)))
  (println " " (sort-by (comp - first) (tagged xs)))
  (println " " (= (sort (reverse xs)) (sort xs))))
(println (sort ["b" "a"]) (sort [[2 1] [1 2] [1 1]]) (sort-by count ["ccc" "bb" "a"]) (sort [:c :b :a]))
(println (apply + (range 1000)) (apply * 1 2 (range 3 20)) (apply - (range 100)) (apply max (range 100)) (apply min 5 [3 9]) (apply / [100 2 5]) (apply +' [9223372036854775807 1]))
(println (try (apply + [1 2 :a]) (catch ClassCastException _ :cce)) (try (apply + [9223372036854775807 1 1]) (catch ArithmeticException e (ex-message e))))
