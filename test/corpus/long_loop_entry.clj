;; A loop that is entered in its midst, when it has become hot: its variables may be longs beyond the fixnums by then.
(ns long-loop-entry)

(defn outcome [f & args]
  (try (apply f args) (catch ArithmeticException e (ex-message e))))

(defn sum-at-the-end [n s b]
  (loop [i 0 s s]
    (if (< i n) (recur (inc i) s) (+ s b))))
(defn falling [n b]
  (loop [i 0 s 9223372036854775800]
    (if (< i n) (recur (inc i) (- s 3)) (+ s b))))
(defn products [n b]
  (loop [i 0 s -9223372036854775808]
    (if (< i n) (recur (inc i) (bit-or s 1)) (* s b))))

(println (outcome sum-at-the-end 40000 9223372036854775800 2147483647))
(println (outcome sum-at-the-end 40000 9223372036854775800 7))
(println (outcome sum-at-the-end 40000 -9223372036854775800 -9))
(println (outcome falling 40000 2147483647))
(println (outcome falling 40000 100000))
(println (outcome products 40000 1))
(println (outcome products 40000 2))
(dotimes [_ 3]
  (println (outcome sum-at-the-end 10 9223372036854775800 2147483647) (outcome falling 10 2147483647) (outcome products 10 2147483647)))
