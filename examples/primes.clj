;; An endless lazy sequence of primes.
;;
;;   odeon run examples/primes.clj [COUNT]            default: 10
;;
;; Prints, for 10:
;;   (2 3 5 7 11 13 17 19 23 29)
;;   the 1000th prime is 7919
;;   twin primes: ([3 5] [5 7] [11 13] [17 19] [29 31])
(ns primes)

(defn sieve
  "The primes from n on. `crossed` maps a composite ahead to the primes that divide it (O'Neill's sieve)."
  [n crossed]
  (lazy-seq
    (if-let [divisors (get crossed n)]
      (sieve (inc n)
             (reduce (fn [m p] (update m (+ n p) conj p)) (dissoc crossed n) divisors))
      (cons n (sieve (inc n) (assoc crossed (* n n) (list n)))))))

(def primes (sieve 2 {}))

(defn -main [& [n]]
  (println (take (if n (parse-long n) 10) primes))
  (println "the 1000th prime is" (nth primes 999))
  (println "twin primes:" (take 5 (filter (fn [[a b]] (= 2 (- b a))) (map vector primes (rest primes))))))
