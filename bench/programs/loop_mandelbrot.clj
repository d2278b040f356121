;; Points of a 400 x 400 grid that stay in the Mandelbrot set for 100 steps.
(ns loop-mandelbrot (:require [timing]))
(defn inside? [^double cr ^double ci]
  (loop [zr 0.0 zi 0.0 i 0]
    (if (= i 100)
      true
      (let [r2 (* zr zr) i2 (* zi zi)]
        (if (> (+ r2 i2) 4.0)
          false
          (recur (+ (- r2 i2) cr) (+ (* 2.0 zr zi) ci) (inc i)))))))
(defn points [^long n]
  (loop [y 0 x 0 total 0]
    (cond
      (= y n) total
      (= x n) (recur (inc y) 0 total)
      :else (recur y (inc x) (if (inside? (- (/ (* 2.0 x) n) 1.5) (- (/ (* 2.0 y) n) 1.0)) (inc total) total)))))
(defn -main [& _] (timing/report #(points 400)))
