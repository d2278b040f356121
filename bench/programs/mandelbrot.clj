(ns mandelbrot (:require [timing]))
(defn inside? [cr ci]
  (loop [zr 0.0 zi 0.0 i 0]
    (cond
      (= i 50) true
      (> (+ (* zr zr) (* zi zi)) 4.0) false
      :else (recur (+ (- (* zr zr) (* zi zi)) cr) (+ (* 2.0 zr zi) ci) (inc i)))))
(defn points [n]
  (loop [y 0 x 0 total 0]
    (cond
      (= y n) total
      (= x n) (recur (inc y) 0 total)
      :else (recur y (inc x) (if (inside? (- (/ (* 2.0 x) n) 1.5) (- (/ (* 2.0 y) n) 1.0)) (inc total) total)))))
(defn -main [& _] (timing/report #(points 120)))
