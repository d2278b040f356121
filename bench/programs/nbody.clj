(ns nbody (:require [timing]))
(def pi 3.141592653589793)
(def solar-mass (* 4 pi pi))
(def days 365.24)
(defrecord Body [x y z vx vy vz mass])
(def start
  [(->Body 0.0 0.0 0.0 0.0 0.0 0.0 solar-mass)
   (->Body 4.84143144246472090e+00 -1.16032004402742839e+00 -1.03622044471123109e-01 (* 1.66007664274403694e-03 days) (* 7.69901118419740425e-03 days) (* -6.90460016972063023e-05 days) (* 9.54791938424326609e-04 solar-mass))
   (->Body 8.34336671824457987e+00 4.12479856412430479e+00 -4.03523417114321381e-01 (* -2.76742510726411899e-03 days) (* 4.99852801234917238e-03 days) (* 2.30417297573763929e-05 days) (* 2.85885980666130812e-04 solar-mass))
   (->Body 1.28943695621391310e+01 -1.51111514016986312e+01 -2.23307578892655734e-01 (* 2.96460137564761618e-03 days) (* 2.37847173959480950e-03 days) (* -2.96589568540237556e-05 days) (* 4.36624404335156298e-05 solar-mass))
   (->Body 1.53796971148509165e+01 -2.59193146099879641e+01 1.79258772950371181e-01 (* 2.68067772490389322e-03 days) (* 1.62824170038242295e-03 days) (* -9.51592254519715870e-05 days) (* 5.15138902046611451e-05 solar-mass))])
(defn offset [bodies]
  (let [p (fn [k] (reduce + (map #(* (k %) (:mass %)) bodies)))]
    (update bodies 0 assoc :vx (- (/ (p :vx) solar-mass)) :vy (- (/ (p :vy) solar-mass)) :vz (- (/ (p :vz) solar-mass)))))
(defn pull
  "The body a after the pull of b over dt."
  [a b dt]
  (let [dx (- (:x a) (:x b)) dy (- (:y a) (:y b)) dz (- (:z a) (:z b))
        d2 (+ (* dx dx) (* dy dy) (* dz dz))
        k  (/ (* (:mass b) dt) (* d2 (Math/sqrt d2)))]
    (->Body (:x a) (:y a) (:z a) (- (:vx a) (* dx k)) (- (:vy a) (* dy k)) (- (:vz a) (* dz k)) (:mass a))))
(defn move [{:keys [x y z vx vy vz mass]} dt] (->Body (+ x (* dt vx)) (+ y (* dt vy)) (+ z (* dt vz)) vx vy vz mass))
(defn advance [bodies dt]
  (let [n (count bodies)
        pulled (fn [i] (let [a (nth bodies i)] (loop [j 0 a a] (if (= j n) a (recur (inc j) (if (= i j) a (pull a (nth bodies j) dt)))))))]
    (loop [i 0 out []] (if (= i n) out (recur (inc i) (conj out (move (pulled i) dt)))))))
(defn energy [bodies]
  (let [n (count bodies)]
    (loop [i 0 e 0.0]
      (if (= i n)
        e
        (let [{:keys [x y z vx vy vz mass]} (nth bodies i)
              kinetic (* 0.5 mass (+ (* vx vx) (* vy vy) (* vz vz)))]
          (recur (inc i)
                 (loop [j (inc i) e (+ e kinetic)]
                   (if (= j n)
                     e
                     (let [b (nth bodies j) dx (- x (:x b)) dy (- y (:y b)) dz (- z (:z b))]
                       (recur (inc j) (- e (/ (* mass (:mass b)) (Math/sqrt (+ (* dx dx) (* dy dy) (* dz dz)))))))))))))))
(defn run [steps] (format "%.6f" (energy (loop [i 0 b (offset start)] (if (= i steps) b (recur (inc i) (advance b 0.01)))))))
(defn -main
  ([] (timing/report #(run 20000)))
  ([steps] (let [steps (parse-long steps)] (timing/report #(run steps) 1000))))
