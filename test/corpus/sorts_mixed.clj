;; Runs of small integers between other numbers, so that a merge changes between ways of comparing; equal numbers keep their order.
(ns sorts-mixed)
(defn numbers [n seed] (take n (iterate #(mod (+ (* % 1103515245) 12345) 2147483648) seed)))
(defn kinds [x]
  (case (int (mod (quot x 7) 9))
    0 (* x 1.0)
    1 (/ x 3)
    2 (bigint x)
    3 (* x 4611686018427387904N)
    4 (- x)
    (mod x 50)))
(doseq [n [0 1 2 3 7 8 9 31 32 33 255 256 257 1000 5000]]
  (let [xs (numbers n (inc n)) mixed (map kinds xs)]
    (println n (hash (vec (sort xs))) (apply <= -1 (sort xs)) (hash (map str (sort mixed))) (hash (map str (sort-by - mixed)))
             (hash (sort (map #(mod % 5) xs))) (hash (sort-by #(mod % 5) xs)) (hash (map #(- % 1000000000) (sort > xs))))))
(println (sort [3 1N 1 1.0 2 1/2 -0.0 0 0.0 Long/MAX_VALUE Long/MIN_VALUE 1152921504606846976 -1152921504606846977 1152921504606846975]))
(println (sort (concat (range 600 0 -1) (range 300))))
(println (= (range 20000) (sort (shuffle (range 20000)))))
