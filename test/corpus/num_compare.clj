;; Comparison chains, min and max, sorting numbers of mixed kinds, == versus =.
(prn (map (fn [[a b]] (compare a b)) [[1 2] [2 1] [1 1] [1 1.0] [1.5 3/2] [1N 2] [1M 1.5M] [1/3 0.3] [-1 ##-Inf] [##Inf 1]]))
(prn (sort [3 1.5 2N 1/2 -1 2.5M]) (sort > [1 1.1 1N 9/10]) (max 1 2.0 3N) (min 1/2 0.25 3) (max 1 1.0) (max 1.0 1) (apply max (range 100)))
(prn (= 1 1N) (= 1 1.0) (= 1.0 1M) (= 1M 1N) (== 1 1.0 1N 1M) (= 1/2 2/4) (= 0.5 1/2) (== 0.5 1/2) (= 0 -0) (= 0.0 0) (== 0.0 0))
(prn (< 1) (< 1 2 3 4) (< 1 3 2) (<= 1 1 2 2) (> 4 3 2 1) (>= 4 4 3) (< 1.0 3/2 2N) (= 1) (== 1) (not= 1 2 1) (not= 1 1))
(prn (let [xs [5 3 8 1]] [(apply < (sort xs)) (reduce min xs) (reduce max xs)]) (let [[a b] (sort [9 2])] (- b a)))
(prn (<= Long/MIN_VALUE 0 Long/MAX_VALUE) (< 9223372036854775807 9223372036854775808N) (= 9223372036854775807 9223372036854775807N) (> 1e18 1000000000000000000) (compare 9007199254740993 9007199254740992))
(prn (map #(Long/signum %) [-5 0 5]) (map pos? [1 0 -1 0.1 -0.1]) (identical? 1 1) (identical? 1.5 1.5M))
