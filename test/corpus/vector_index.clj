;; nth takes any number and cuts it off; a vector that is called takes integers alone.
(defn e [f] (try (pr-str (f)) (catch IndexOutOfBoundsException t :out) (catch Throwable t (str (class t)))))
(def big (vec (range 100)))
(doseq [v [[5 6] big (subvec big 3 50) '(5 6) (map inc [1 2 3]) (range 5) "ab" (int-array 3)] i [1/2 3/2 1.7M 1.0 1N 7/2 -1/2 -1 nil :a "a"]]
  (println (count v) i (e #(nth v i)) (e #(nth v i :no))))
(doseq [v [[5 6] big (subvec big 3 50)] i [0 1N 1.0 1/2 1M nil :a "a" \a 200 -1 100000000000000000000N]]
  (println (class v) i (e #(v i)) (e #(apply v [i])) (e #(mapv v [i])) (e #((comp v identity) i))))
(println (e #(nth nil 1/2)) (e #(nth nil 1)) (e #(nth nil 1 :no)) (e #(get [5 6] 1/2)) (e #(get [5 6] 1.0)))
(defn look [v n] (loop [i 0 a 0] (if (< i n) (recur (inc i) (+ a (v (rem i 2)))) a)))
(println (look [5 6] 3000) (look big 3000) (e #(look {0 1 1 2} 3000)) (e #(look [1] 3000)) (e #(look [1 :a] 3000)))
;; An entry of a map is a vector of two.
(println (map (fn [f] (f 0)) {:a 1 :b 2}) ((first {:a 1}) 1) (apply (first {:a 1}) [1]) (map (first {5 6}) [0 1]) (try ((first {:a 1}) 2) (catch IndexOutOfBoundsException e :out))
         (try ((first {:a 1}) :k) (catch IllegalArgumentException e :no-integer)) (try (apply (first {:a 1}) [0 1]) (catch clojure.lang.ArityException e :arity)))
(defn call-it [f x] (f x))
(dotimes [i 3000] (call-it (first {:a i}) 1) (call-it [i i] 0))
(println (call-it (first {:a 7}) 1) (call-it [1 2] 1) (call-it (subvec [1 2 3] 1) 0))
