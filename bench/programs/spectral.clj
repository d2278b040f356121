(ns spectral (:require [timing]))
(defn a [i j] (/ 1.0 (+ (quot (* (+ i j) (+ i j 1)) 2) i 1)))
(defn mul [n v entry]
  (loop [i 0 out (transient [])]
    (if (= i n)
      (persistent! out)
      (recur (inc i) (conj! out (loop [j 0 s 0.0] (if (= j n) s (recur (inc j) (+ s (* (entry i j) (nth v j)))))))))))
(defn mul-at-a [n v] (mul n (mul n v a) (fn [i j] (a j i))))
(defn dot [u v] (reduce + (map * u v)))
(defn spectral [n]
  (loop [i 0 u (vec (repeat n 1.0)) v nil]
    (if (= i 10)
      (format "%.6f" (Math/sqrt (/ (dot u v) (dot v v))))
      (let [v (mul-at-a n u)] (recur (inc i) (mul-at-a n v) v)))))
(defn -main
  ([] (timing/report #(spectral 60)))
  ([n] (let [n (parse-long n)] (timing/report #(spectral n) 1000))))
