;; What compiled code must survive: endless loops, deep recursion, exhausted memory, redefinition, exceptions through mixed frames.
(require '[clojure.actors :as a :refer [self receive spawn-monitor]])
(defn ended [r] (receive [:DOWN (= r) _ why] (if (instance? Throwable why) [(class why) (ex-message why)] why)))
(defn where [e] (mapv (fn [[n _ l c]] [n l c]) (take 6 (odeon.error/trace e))))

;; two endless loops share an executor with this actor, and can be ended
(defn spin [n] (loop [i n] (if (= i -1) i (recur (bit-and (inc i) 1023)))))
(let [[p1 r1] (spawn-monitor (fn [] (spin 0))) [p2 r2] (spawn-monitor (fn [] (spin 5)))]
  (a/sleep 20)
  (println (a/alive? p1) (a/alive? p2))
  (a/exit p1 :kill)
  (a/exit p2 :stop)
  (println (ended r1) (ended r2)))

;; recursion as deep as memory
(defn deep [n] (if (= n 0) 0 (+ 1 (deep (dec n)))))
(println (deep 1000000))
(defn deep-with [n f] (if (= n 0) (f) (+ 1 (deep-with (dec n) f))))
(println (deep-with 100000 (fn [] (deep 100000))))
(println (try (deep-with 100000 (fn [] (throw (ex-info "bottom" {})))) (catch Throwable e [(ex-message e) (where e)])))

;; memory ends inside compiled code
(defn grow [v] (loop [v v i 0] (if (= i 10000000) (count v) (recur (conj v (vec (range 1000))) (inc i)))))
(let [[_ r] (spawn-monitor (fn [] (a/heap-limit! 200000) (grow [])))] (println (ended r)))
(defn descend [n] (if (= n 0) 0 (+ 1 (descend (inc n)))))
(let [[_ r] (spawn-monitor (fn [] (a/heap-limit! 500000) (descend 1)))] (println (ended r)))
(defn pile [] (loop [l nil x 1.5e300] (recur (cons x (cons l nil)) (* x 1.0000001))))
(let [[_ r] (spawn-monitor (fn [] (a/heap-limit! 500000) (pile)))] (println (ended r)))

;; a callee is defined anew under its compiled callers
(defn callee [x] (+ x 1))
(defn caller [n] (loop [i 0 s 0] (if (< i n) (recur (inc i) (+ s (callee i))) s)))
(println (caller 20000))
(def callee (fn [x] (* 2 x)))
(println (caller 20000))
(def callee (fn [x & more] (count more)))
(println (caller 20000))
(def callee {1 2, 3 4})
(println (try (caller 20000) (catch Throwable e [(class e) (ex-message e) (where e)])))

;; exceptions cross functions that are compiled and functions that are not
(defn thrower [x] (if (number? x) (/ 10 x) (throw (ex-info "no number" {:x x}))))
(defn through-map [xs] (doall (map (fn [x] (inc (thrower x))) xs)))
(defn through-apply [xs] (apply + (through-map xs)))
(defn caught [xs] (try (through-apply xs) (catch ArithmeticException e [:arithmetic (ex-message e) (where e)]) (catch Throwable e [:other (ex-data e) (where e)])))
(dotimes [_ 3000] (caught [1 2 5]))
(println (caught [1 2 5]) (caught [1 0 5]) (caught [1 :k]))

;; arguments are other than they have always been: 200 exits, then compiled without reliance on them
(defn poly [a b] (loop [i 0 s a] (if (< i 20) (recur (inc i) (+ (* s 1) b)) s)))
(dotimes [_ 3000] (poly 1 2))
(println (poly 1 2) (poly 1.5 2) (poly 1 2.5) (poly 1N 2) (poly 1/2 3) (poly 1152921504606846970 1) (try (poly nil 1) (catch Throwable e [(ex-message e) (where e)])))
(dotimes [_ 2000] (poly 1.5 2) (poly 1152921504606846970 1) (poly 1/2 3))
(a/sleep 20)
(dotimes [_ 2000] (poly 1.5 2))
(println (poly 1 2) (poly 1.5 2) (poly 1 2.5) (poly 1N 2) (poly 1/2 3) (poly 1152921504606846970 1) (try (poly nil 1) (catch Throwable e [(ex-message e) (where e)])))
(defn plain [a b] (+ (* a 3) b))
(defn warm [n] (loop [i 0 s 0] (if (< i n) (recur (inc i) (+ s (plain i 1))) s)))
(println (warm 30000))
(a/sleep 20)
(println (warm 100) (plain 1.5 2) (plain 1/2 2) (plain 1152921504606846970 1))
(dotimes [_ 1000] (plain 1.5 2) (plain 1/2 1))
(a/sleep 20)
(println (warm 100) (plain 1.5 2) (plain 1/2 2) (plain 1152921504606846970 1) (try (plain nil 1) (catch Throwable e [(ex-message e) (where e)])))
(println :end)
