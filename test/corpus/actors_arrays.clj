;; oracle: hand
;; Arrays of all kinds between actors: an array is one thing, whoever has it; also in code that has long been compiled.
(ns actors-arrays (:require [clojure.actors :as a]))

(defn set-all [array n x] (loop [i 0] (if (< i n) (do (aset array i x) (recur (inc i))) array)))
(defn count-of [array n x] (loop [i 0 c 0] (if (< i n) (recur (inc i) (if (= x (aget array i)) (inc c) c)) c)))
(def kinds
  [[boolean-array true false] [byte-array 7 -7] [char-array \a \b] [short-array 300 -300] [int-array 70000 -70000]
   [float-array 0.5 -0.5] [long-array Long/MAX_VALUE -1] [double-array 1e300 ##-Inf] [object-array :x [:y]]])

;; writes of one are seen by the other
(defn writer [] (a/receive [from array n x] (do (set-all array n x) (a/! from [:done (count-of array n x)]))))
(doseq [[make x y] kinds n [1 10 3000]]
  (let [array (set-all (make n) n x)
        w (a/spawn writer)]
    (a/! w [(a/self) array n y])
    (let [answer (a/receive [:done c] c)]
      (prn (class array) n answer (count-of array n x) (count-of array n y) (= (nth array (dec n)) y)))))

;; one that comes from another actor, and back again, is the same
(defn echo [] (a/receive [from array] (do (a/! from array) (echo))))
(let [e (a/spawn echo)]
  (prn (for [[make x y] kinds]
         (let [array (make 3)]
           (a/! e [(a/self) array])
           (a/receive back (do (aset back 0 y) (aset array 1 x)
                               [(identical? back array) (= back array) (= y (aget array 0)) (= x (aget back 1)) (alength back) (count (seq back))]))))))

;; while loops run over it
(defn hand-over [array n]
  (let [e (a/spawn echo)]
    (loop [i 0 sum 0]
      (if (< i n)
        (do (aset array i i)
            (when (= i (quot n 2)) (a/! e [(a/self) array]) (a/receive back (aset back 0 1000)))
            (recur (inc i) (+ sum (aget array i))))
        [sum (aget array 0) (alength array)]))))
(prn (map #(hand-over (% 20000) 20000) [long-array int-array object-array short-array]))

;; several actors write to parts of one array
(defn worker [] (a/receive [from array from-i to-i] (do (loop [i from-i] (when (< i to-i) (aset array i (* i i)) (recur (inc i)))) (a/! from :ready))))
(let [array (long-array 4000)]
  (dotimes [k 8] (a/! (a/spawn worker) [(a/self) array (* k 500) (* (inc k) 500)]))
  (dotimes [_ 8] (a/receive :ready nil))
  (prn (reduce + array) (aget array 3999)))

;; inside of other things, and kept by a var and an atom
(def kept (double-array [1 2 3]))
(def held (atom {:bytes (byte-array [1 2 3])}))
(a/! (a/spawn echo) [(a/self) {:deep [kept [(:bytes @held)]]}])
(a/receive {:deep [k [b]]} (do (aset k 0 9.5) (aset (:bytes @held) 1 99) (prn (vec kept) (vec (:bytes @held)) (identical? k kept) (identical? b (:bytes @held)))))

;; a live transient can't be sent: the array beside it stays what it was
(let [array (set-all (long-array 5) 5 3) t (transient [])]
  (prn (try (a/! (a/self) [array t]) (catch IllegalStateException e :refused)) (vec array) (alength array))
  (aset array 4 4)
  (prn (vec array) (reduce + array)))
