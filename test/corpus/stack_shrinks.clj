;; A deep call has left a large stack, which is made small again while a function that needs many operands has just begun.
(defn deep [n] (if (= n 0) 0 (+ 1 (deep (dec n)))))
(defn wide [a b] [a b a b a b a b a b a b a b a b a b a b a b a b a b a b a b a b a b a b a b a b])
(defn calls [a b] (str a (str b (str a (str b (str a (str b (str a (str b (str a (wide a b)))))))))))
(doseq [n [1 3 10 30 100 300]]
  (println n (distinct (map deref (doall (repeatedly 40 #(future (deep n) (count (calls 1 n)))))))
           (distinct (map deref (doall (repeatedly 40 #(future (deep n) (count (wide 1 n)))))))))
(println (wide 1 2))
(println (calls 1 2))
