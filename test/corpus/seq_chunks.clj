;; Sequences over vectors and ranges are computed in chunks of thirty-two, all others one element at a time.
(def log (atom []))
(defn seen [f] (fn [& xs] (swap! log conj (if (next xs) (vec xs) (first xs))) (apply f xs)))
(defn observe [label f]
  (reset! log [])
  (let [v (f)]
    (println label v (count @log) (take 3 @log) (take-last 2 @log))))

;; what the first element costs
(def v100 (vec (range 100)))
(doseq [[label coll] [["vector" v100] ["short vector" [1 2 3]] ["range" (range 100)] ["range by 7" (range 3 500 7)] ["range down" (range 100 0 -1)]
                      ["doubles" (range 0.0 50.0 0.5)] ["ratios" (range 0 50 1/2)]
                      ["infinite" (range)] ["list" (apply list (range 100))] ["lazy" (take 100 (iterate inc 0))] ["subvec" (subvec v100 10 90)]
                      ["string" "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"] ["rest of a vector" (rest v100)] ["drop 40" (drop 40 v100)]
                      ["seq of a map" (zipmap (range 50) (range 50))] ["set" (set (range 50))] ["cons" (cons 1 v100)] ["conj" (conj (seq v100) 1)]
                      ["repeat" (repeat 50 1)] ["cycle" (cycle [1 2 3])] ["entry" (first {1 2})] ["array" (object-array (range 50))]
                      ["sorted" (sort (range 50))] ["reverse" (reverse (range 50))] ["keys" (keys (zipmap (range 50) (range 50)))]
                      ["concat" (concat [1 2 3] (range 40))] ["concat 3" (concat [1 2] '(3) (range 40))] ["mapped" (map inc (range 100))]
                      ["filtered" (filter even? (range 100))] ["take" (take 50 (range 100))] ["take-while" (take-while #(< % 60) (range 100))]]]
  (observe (str label " map") #(first (map (seen identity) coll)))
  (observe (str label " filter") #(first (filter (seen (constantly true)) coll))))

;; each function
(observe "map" #(nth (map (seen inc) v100) 40))
(observe "map two" #(first (map (seen +) v100 v100)))
(observe "filter" #(first (filter (seen even?) v100)))
(observe "filter later" #(first (filter (seen (fn [x] (> x 50))) v100)))
(observe "remove" #(first (remove (seen even?) v100)))
(observe "keep" #(first (keep (seen (fn [x] (if (odd? x) x))) v100)))
(observe "keep over nils" #(first (keep (seen (fn [x] (if (> x 70) x))) v100)))
(observe "map-indexed" #(first (map-indexed (seen vector) v100)))
(observe "map-indexed later" #(nth (map-indexed (seen vector) v100) 50))
(observe "keep-indexed" #(first (keep-indexed (seen (fn [i x] (if (odd? i) [i x]))) v100)))
(observe "keep-indexed later" #(nth (keep-indexed (seen (fn [i x] (if (odd? i) [i x]))) v100) 20))
(observe "mapcat" #(first (mapcat (seen (fn [x] [x x])) v100)))
(observe "mapcat of a list" #(first (mapcat (seen (fn [x] (list x x))) (apply list (range 20)))))
(observe "for" #(first (for [x v100] ((seen inc) x))))
(observe "for :when" #(first (for [x v100 :when (odd? x)] ((seen inc) x))))
(observe "for :while" #(vec (for [x v100 :while (< x 5)] ((seen inc) x))))
(observe "for :while later" #(count (for [x v100 :while (< x 45)] ((seen inc) x))))
(observe "for :let" #(nth (for [x v100 :let [y (* x x)] :when (even? y)] ((seen inc) y)) 3))
(observe "for two" #(first (for [x v100 y [1 2 3]] ((seen +) x y))))
(observe "for two later" #(nth (for [x [1 2 3] y v100] ((seen +) x y)) 130))
(observe "for over a list" #(first (for [x '(1 2 3)] ((seen inc) x))))
(observe "for destructured" #(first (for [[a b] [[1 2] [3 4]]] ((seen +) a b))))
(observe "stages" #(first (map (seen inc) (filter (seen even?) (map (seen dec) v100)))))
(observe "take of map" #(vec (take 5 (map (seen inc) (range 100)))))
(observe "take-while of map" #(count (take-while (fn [x] (< x 5)) (map (seen inc) (range 100)))))
(observe "some" #(some (fn [x] (if (> x 3) x)) (map (seen inc) (range 100))))
(observe "every?" #(every? neg? (map (seen inc) (range 100))))
(observe "next" #(count (take 2 (next (map (seen inc) (range 100))))))
(observe "seq is enough" #(boolean (seq (map (seen inc) (range 100)))))
(observe "nothing yet" #(do (map (seen inc) (range 100)) nil))
(observe "second chunk" #(first (drop 32 (map (seen inc) (range 100)))))
(observe "nthrest" #(first (nthrest (map (seen inc) (range 100)) 33)))
(observe "reduced" #(reduce (fn [a x] (if (> x 40) (reduced a) (+ a x))) 0 (map (seen inc) (range 100))))
(observe "run!" #(run! identity (map (seen inc) (range 40))))
(observe "dorun 3" #(dorun 3 (map (seen inc) (range 100))))
(observe "apply" #(apply (fn [a b & _] (+ a b)) (map (seen inc) (range 100))))
(observe "partition" #(first (partition 3 (map (seen inc) (range 100)))))
(observe "destructuring" #(let [[a b & more] (map (seen inc) (range 100))] [a b (first more)]))
(observe "interleave" #(first (interleave (map (seen inc) (range 100)) (map (seen dec) (range 100)))))
(observe "distinct" #(first (distinct (map (seen inc) (range 100)))))
(observe "concat of maps" #(first (concat (map (seen inc) (range 10)) (map (seen dec) (range 10)))))
(observe "lazy-cat" #(first (lazy-cat (map (seen inc) (range 10)) (map (seen dec) (range 10)))))
(observe "replace" #(first (replace {1 :a} (map (seen identity) (range 50)))))
(observe "sequence" #(first (sequence (map (seen inc)) (range 100))))
(observe "eduction" #(first (seq (eduction (map (seen inc)) (range 100)))))
(observe "dedupe" #(first (dedupe (map (seen inc) (range 100)))))
(observe "flatten" #(first (flatten [(map (seen inc) (range 50)) 1])))
(observe "tree-seq" #(nth (tree-seq vector? (seen seq) [[1 2] [3 [4]]]) 2))
(observe "mapv" #(count (mapv (seen inc) (range 100))))
(observe "repeatedly" #(first (repeatedly 50 (seen (fn ([] 1) ([x] x))))))

;; a failing function computes its chunk again
(let [n (atom 0)
      s (map (fn [x] (swap! n inc) (if (and (= x 5) (< @n 10)) (throw (ex-info "five" {})) x)) (range 100))]
  (println (try (first s) (catch Exception e (ex-message e))) @n)
  (println (first s) @n))

;; chunks by hand
(println (map chunked-seq? [(seq [1 2]) (range 3) (seq '(1 2)) (seq (map inc [1 2])) (map inc [1 2]) (rest (range 100)) nil 1 [1] (seq "ab") (seq {1 2})
                            (seq (concat [1] [2])) (seq (filter odd? (range 9))) (next (seq (map inc (range 9))))]))
(println (map class [(seq (map inc [1 2])) (next (map inc [1 2])) (seq (filter odd? [1])) (seq [1]) (range 3)]))
(defn build [n] (let [b (chunk-buffer n)] (dotimes [i n] (chunk-append b (* i i))) (chunk b)))
(let [s (chunk-cons (build 5) (lazy-seq (swap! log conj :more) '(a b c)))]
  (reset! log [])
  (println (first s) (take 5 s) @log)
  (println (vec s) @log (count s) (nth s 2) (nth s 6) (last s))
  (println (count (chunk-first s)) (nth (chunk-first s) 4) (chunk-rest s) (chunk-next s)))
(println (chunk-cons (chunk (chunk-buffer 3)) '(1 2)) (chunk-cons (build 3) nil) (next (chunk-cons (build 1) nil)) (rest (chunk-cons (build 1) nil)))
(println (count (chunk-first (range 100))) (first (chunk-rest (range 100))) (chunk-next (range 5)) (chunk-rest (range 5)))
(println (count (chunk-first (seq (vec (range 40))))) (count (chunk-first (seq (drop 3 (range 100))))) (count (chunk-first (seq (drop 5 (vec (range 40)))))))

;; as any other sequence
(let [s (map inc (range 70))]
  (println (= s (range 1 71)) (= (hash s) (hash (range 1 71))) (= s (vec (range 1 71))) (count s) (nth s 69) (nth s 70 :none))
  (println (take 3 (drop 31 s)) (first (next (drop 31 s))) (last s) (second s) (nthnext s 68) (peek (vec s)))
  (println (meta (with-meta (seq s) {:a 1})) (with-meta (seq [1]) {:a 1}) (empty (seq s)) (conj (seq s) 0) (cons 0 (take 2 s)))
  (println (reduce + s) (reduce + 5 s) (reduce conj [] (take 3 s)) (reduce + (rest s)) (reduce + (next s)) (reduce + (drop 33 s)) (transduce (map inc) + s))
  (println (into [] s) (apply + s) (apply max s) (into #{} (take 2 s)) (sort > (take 4 s)) (reverse (take 3 s)) (zipmap s (take 2 s)))
  (println (seq? (seq s)) (sequential? (seq s)) (counted? (seq s)) (coll? (seq s)) (list? (seq s)) (rest (take 1 s)) (pr-str (take 2 s)) (str (seq (map inc [1 2]))))
  (println (every? pos? s) (some #{40} s) (partition 30 s) (split-at 2 (take 4 s)) (interpose :x (take 3 s)) (frequencies (map even? s)))
  (println ({s 1} (range 1 71)) (#{(map inc [1 2])} [2 3]) (get {[2 3] :x} (map inc [1 2])) (contains? #{[2 3]} (seq (map inc [1 2])))))
(println (reduce + (map inc (filter even? (map dec (range 1000))))) (count (filter odd? (range 1000))) (reduce (fn [a _] (inc a)) 0 (map inc (range 1000))))
(println (map vector (map inc (range 3)) (filter odd? (range 9))) (mapcat range (range 5)) (concat (map inc [1 2]) [3] (filter odd? [4 5]) nil '(6)))
