;; Fan-out over futures: each future is an actor, so a thousand of them run on every core.
;;
;;   odeon run examples/futures.clj [N]               default: 30
;;
;; Prints:
;;   collatz: longest chain below 30000 starts at 26623 with 307 steps
;;   pfib 15 = 610
;;   first answer: :quick
(ns futures)

(defn steps [n]
  (loop [n n, count 0]
    (cond
      (= n 1)   count
      (even? n) (recur (quot n 2) (inc count))
      :else     (recur (+ 1 (* 3 n)) (inc count)))))

(defn longest
  "[steps start] of the longest chain that starts in from..to."
  [from to]
  (reduce (fn [best n]
            (let [s (steps n)]
              (if (> s (first best)) [s n] best)))
          [0 0]
          (range from to)))

(defn fan-out [limit chunk]
  (let [parts (doall (for [from (range 1 limit chunk)]
                       (future (longest from (min limit (+ from chunk))))))]
    (reduce (fn [a b] (if (> (first b) (first a)) b a)) (map deref parts))))

(defn pfib
  "One future for every call: slow on purpose."
  [n]
  (if (< n 2)
    n
    (let [a (future (pfib (- n 1)))
          b (pfib (- n 2))]
      (+ @a b))))

(defn -main [& [n]]
  (let [limit (* 1000 (if n (parse-long n) 30))
        [count start] (fan-out limit 1000)]
    (println "collatz: longest chain below" limit "starts at" start "with" count "steps"))
  (println "pfib 15 =" (pfib 15))
  (let [answer (promise)]
    (future (Thread/sleep 5000) (deliver answer :slow))
    (future (Thread/sleep 10) (deliver answer :quick))
    (println "first answer:" @answer)))
