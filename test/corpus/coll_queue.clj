;; Persistent queues.
(def q (conj clojure.lang.PersistentQueue/EMPTY 1 2 3))
(prn (peek q) (seq q) (count q) (seq (pop q)) (empty? q) (seq (pop (pop (pop q)))) (peek clojure.lang.PersistentQueue/EMPTY) (vec q) (reduce + q) (= q [1 2 3]) (seq (into q [4 5])) (map inc q) (first q) (rest q))
(defn bfs [g s] (loop [q (conj clojure.lang.PersistentQueue/EMPTY s) seen #{s} out []] (if-let [n (peek q)] (let [new (remove seen (g n))] (recur (into (pop q) new) (into seen new) (conj out n))) out)))
(prn (bfs {1 [2 3] 2 [4] 3 [4 5] 4 [6] 5 [6] 6 []} 1))
(prn (loop [q (into clojure.lang.PersistentQueue/EMPTY (range 1000)) s 0] (if (seq q) (recur (pop q) (+ s (peek q))) s)))
(prn (coll? q) (sequential? q) (counted? q) (meta (with-meta q {:a 1})) (hash q))
