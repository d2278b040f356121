;; Random functions: only what holds for every seed.
(prn (every? #(<= 0 % 9) (repeatedly 200 #(rand-int 10))) (every? #(and (<= 0 %) (< % 1)) (repeatedly 100 rand)) (every? #(< % 5) (repeatedly 50 #(rand 5))))
(prn (contains? #{1 2 3} (rand-nth [1 2 3])) (sort (shuffle (range 10))) (count (random-sample 1.0 (range 10))) (count (random-sample 0.0 (range 10))))
(prn (uuid? (random-uuid)) (not= (random-uuid) (random-uuid)) (count (str (random-uuid))) (< 1 (count (set (repeatedly 50 #(rand-int 1000000))))))
