;; What programs do to persistent data all day, one kind at a time.
(ns data (:require [clojure.string :as str] [timing]))

(defn random-numbers [n] (vec (take n (iterate #(mod (+ (* % 1103515245) 12345) 2147483648) 42))))

(defn vector-build [n] (loop [i 0 v []] (if (< i n) (recur (inc i) (conj v i)) v)))
(defn vector-into [n] (into [] (map inc) (range n)))
(defn map-build [n] (loop [i 0 m {}] (if (< i n) (recur (inc i) (assoc m (* i 7) i)) m)))
(defn map-strings [ks] (reduce (fn [m k] (assoc m k (count k))) {} ks))
(defn map-into [n] (into {} (map (fn [i] [i (inc i)])) (range n)))
(defn map-update [ks] (reduce (fn [m k] (update m k (fnil inc 0))) {} ks))
(defn nth-sweep [v times]
  (let [n (count v)]
    (loop [t 0 sum 0]
      (if (< t times)
        (recur (inc t) (long (loop [i 0 sum sum] (if (< i n) (recur (inc i) (+ sum (long (nth v i)))) sum))))
        sum))))
(defn get-sweep [m n times]
  (loop [t 0 sum 0]
    (if (< t times)
      (recur (inc t) (long (loop [i 0 sum sum] (if (< i n) (recur (inc i) (+ sum (long (get m i)))) sum))))
      sum)))
(defn keyword-sweep [rows] (reduce (fn [sum {:keys [a b c]}] (+ sum a b c)) 0 rows))
(defn range-reduce [n] (reduce + (range n)))
(defn lazy [n] (reduce + (take-while #(< % n) (map #(* 2 %) (remove #(zero? (mod % 3)) (range))))))
(defn transduced [n] (transduce (comp (filter odd?) (map #(* 3 %)) (take-while #(< % n)) (partition-all 4) (map first)) + (range)))
(defn grouped [numbers] (let [g (group-by #(mod % 97) numbers)] (str (count g) " " (reduce max (map count (vals g))))))
(defn counted [numbers] (let [f (frequencies (map #(mod % 1009) numbers))] (str (count f) " " (get f 7))))
(defn sorted [numbers] (let [s (sort numbers)] (str (first s) " " (last s))))
(defn sorted-by [rows] (let [s (sort-by (juxt :b :a) rows)] (str (:a (first s)) " " (:a (last s)))))
(defn joined [words] (count (str/join ", " words)))
(defn split [text] (let [words (str/split text #" ")] (str (count words) " " (count (str/upper-case text)))))

(defn work
  "A function without arguments that does the work and answers something small; what it works on is made before."
  [kind]
  (case kind
    "vector-build"  #(peek (vector-build 500000))
    "vector-into"   #(peek (vector-into 500000))
    "map-build"     #(get (map-build 200000) 700)
    "map-into"      #(get (map-into 200000) 700)
    "map-strings"   (let [ks (mapv #(str "key-" %) (range 100000))] #(get (map-strings ks) "key-777"))
    "map-update"    (let [ks (mapv #(mod % 1009) (random-numbers 300000))] #(get (map-update ks) 7))
    "nth-sweep"     (let [v (vector-build 100000)] #(nth-sweep v 10))
    "get-sweep"     (let [m (map-into 100000)] #(get-sweep m 100000 5))
    "keyword-sweep" (let [rows (mapv (fn [i] {:a i :b (* 2 i) :c 1}) (range 100000))] #(keyword-sweep rows))
    "range-reduce"  #(range-reduce 2000000)
    "lazy"          #(lazy 600000)
    "transduce"     #(transduced 1500000)
    "group-by"      (let [ns (random-numbers 200000)] #(grouped ns))
    "frequencies"   (let [ns (random-numbers 300000)] #(counted ns))
    "sort"          (let [ns (random-numbers 200000)] #(sorted ns))
    "sort-by"       (let [rows (mapv (fn [n] {:a n :b (mod n 100)}) (random-numbers 50000))] #(sorted-by rows))
    "join"          (let [words (mapv str (random-numbers 100000))] #(joined words))
    "split"         (let [text (str/join " " (random-numbers 100000))] #(split text))))
(defn -main [kind] (timing/report (work kind) 1000))
