;; Sorting what is in order already, or the other way round, or partly: everything in order, equal elements as they were.
(defn rnd [n m] (vec (take n (iterate #(mod (+ (* % 1103515245) 12345) m) 42))))
(doseq [n [0 1 2 7 8 9 15 16 17 31 64 100 255 256 257 600]
        v [(rnd n 2147483648) (rnd n 7) (vec (range n)) (vec (range n 0 -1)) (vec (concat (range n) (range n))) (vec (repeat n 3)) (mapv #(quot % 3) (range n 0 -1))]]
  (let [p (map-indexed vector v)]
    (assert (= (sort v) (sort-by identity v)) [n]) 
    (assert (apply <= 0 (sort v)))
    (assert (apply >= (concat (sort > v) [-1])))
    (assert (= (map first (sort-by second p)) (map second (sort (map (fn [[i x]] [x i]) p)))) "stable")
    (assert (= (map first (sort-by second > p)) (map second (sort-by first (map (fn [[i x]] [[(- x) i] i]) p)))) "stable down")
    (assert (= (frequencies v) (frequencies (sort v))))))
(println :ok)
