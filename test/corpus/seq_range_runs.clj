;; Ranges that are reduced in several runs, to the end and not, up and down, and beyond the small integers.
(println (reduce + (range 3000001)) (reduce + 7 (range 1048576)) (reduce + (range 1048577)))
(println (reduce + (range 10 -5000000 -3)) (reduce (fn [a x] (if (= x 2500000) (reduced [a x]) (inc a))) 0 (range)))
(println (transduce (comp (filter even?) (take 5)) conj [] (range 1048570 9000000)))
(println (reduce conj [] (range 1152921504606846970 1152921504606846981)))
(println (reduce conj [] (range -9223372036854775700 -9223372036854775721 -4)))
(println (reduce (fn [_ x] (if (> x 1152921504606846985) (reduced x) x)) 0 (range 1152921504604000000 9223372036854775807)))
(println (reduce (fn [a x] (reduced a)) :none (range 5)) (reduce max (range 3)) (reduce (fn [a x] (if (= x 1048575) (reduced :last) x)) (range 1048576)))
(println (try (reduce (fn [a x] (if (= x 1100000) (throw (ex-info "at" {:x x})) (+ a x))) 0 (range)) (catch Exception e (ex-data e))))
