;; reduce and reduce-kv over maps of all sizes and kinds, ended early, and changed meanwhile.
(defn m-of [n] (into {} (map (fn [i] [(keyword (str "k" i)) i])) (range n)))
(doseq [n [0 1 2 7 8 9 16 31 32 33 64 65 100 1000 5000]]
  (let [m (m-of n)]
    (println n (reduce-kv (fn [a k v] (+ a v)) 0 m) (reduce (fn [a [k v]] (+ a v)) 0 m) (reduce (fn [a e] (+ a (val e))) 0 m)
             (= (keys m) (reduce-kv (fn [a k _] (conj a k)) [] m)) (= (seq m) (seq (reduce conj [] m)))
             (reduce-kv (fn [a k v] (if (= a 5) (reduced [:stopped a]) (inc a))) 0 m)
             (reduce (fn [a e] (if (= a 40) (reduced [:stopped a]) (inc a))) 0 m))))
(println (reduce-kv (fn [a k v] (assoc a v k)) {} {:a 1 :b 2}) (reduce-kv conj [] {}) (reduce-kv list :init nil) (reduce-kv + 0 [1 2 3]))
(println (reduce (fn [a b] (into a b)) {:a 1 :b 2}) (reduce (fn [a b] :never) {:a 1}) (reduce (fn ([] :none) ([a b] :never)) {}))
(println (map? (reduce (fn [a e] (if (map-entry? e) a :no)) {} (m-of 20))) (reduce (fn [n [k v]] (+ n v)) 0 (sorted-map 3 4 1 2)) (reduce-kv (fn [a k v] (conj a [k v])) [] (sorted-map 3 4 1 2)))
(defrecord R [a b])
(println (reduce-kv (fn [a k v] (conj a [k v])) [] (assoc (->R 1 2) :c 3)) (reduce (fn [a [k v]] (conj a k)) [] (->R 1 2)))
(println (into (sorted-map) (reduce (fn [m [k v]] (assoc m k (inc v))) (m-of 10) (m-of 10))))
(println (count (reduce (fn [m [k v]] (dissoc m k)) (m-of 100) (m-of 100))) (reduce-kv (fn [m k v] (if (odd? v) (dissoc m k) m)) (m-of 5) (m-of 5)))
;; keys of one hash
(let [m (zipmap ["Aa" "BB" "AaAa" "BBBB" "AaBB" "BBAa"] (range))] (println (reduce-kv (fn [a k v] (+ a v)) 0 m) (= (reduce (fn [a [k v]] (conj a v)) [] m) (vals m))))
(println (let [t (transient (m-of 40)) t (assoc! t :x 1) m (persistent! t)] [(reduce-kv (fn [a k v] (+ a v)) 0 m) (count (reduce conj {} m))]))
(println (try (reduce-kv (fn [a k v] (throw (ex-info "in the middle" {:k k}))) 0 {:a 1}) (catch Exception e [(ex-message e) (ex-data e)])))
(println (merge-with + (m-of 3) (m-of 4)) (update-vals {:a 1 :b 2} inc) (update-keys {:a 1} name) (reduce-kv (fn [a k v] (reduce-kv (fn [b k v] (+ b v)) a v)) 0 {:x {:a 1 :b 2} :y {:c 3}}))
(println (reduce + (map val (m-of 50))) (reduce + (vals (m-of 50))) (count (filter (fn [[k v]] (even? v)) (m-of 50))) (into {} (filter (fn [[k v]] (> v 7))) (m-of 10)))
(println "matches" (mapv #(re-matches #"(\d+)-(\w+)" %) ["12-ab" "12-" "x12-ab" "12-ab\n"]) (re-matches #"(?i)abc|abcd" "ABCD") (re-matches #"a|ab" "ab") (re-matches (re-pattern "a|ab") "ab") (re-matches #"" ""))
