(ns deep
  "The same work with a shallow stack and with a deep one: the collector looks at what has changed, not at the whole stack each time.")
(defn work [k] (loop [i 0 v []] (if (< i k) (recur (inc i) (if (zero? (rem i 50)) [] (conj v (str i)))) (count v))))
(def times (atom []))
(defn deep [n]
  (if (zero? n)
    (let [start (System/nanoTime)] (work 200000) (swap! times conj (- (System/nanoTime) start)) 0)
    (inc (deep (dec n)))))
(deep 10)
(println (deep 1000000))
(println (< (second @times) (+ 100000000 (* 5 (first @times)))))
