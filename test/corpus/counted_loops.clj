;; Loops that count: up, down, by variable steps, to limits within reach and out of it, over arrays that end earlier than the loop does.
(ns counted-loops)

(defn up [a n] (loop [i a s 0] (if (< i n) (recur (inc i) (+ s (bit-and i 7))) [i s])))
(defn up-to [a n] (loop [i a s 0] (if (<= i n) (recur (+ i 3) (+ s (bit-and i 7))) [i s])))
(defn down [a n] (loop [i a s 0] (if (> i n) (recur (dec i) (+ s (bit-and i 7))) [i s])))
(defn down-to [a n] (loop [i a s 0] (if (>= i n) (recur (- i 5) (+ s (bit-and i 7))) [i s])))
(defn until [a n] (loop [i a s 0] (if (= i n) [i s] (recur (inc i) (+ s (bit-and i 7))))))
(defn until-zero [n] (loop [i n s 0] (if (zero? i) s (recur (dec i) (+ s (bit-and i 7))))))
(defn not-below [a n] (loop [i a s 0] (if (not (>= i n)) (recur (+ 2 i) (+ s i)) [i s])))
(defn limit-first [a n] (loop [i a s 0] (if (> n i) (recur (inc i) (+ s i)) [i s])))
(defn by-steps [a n d] (loop [i a s 0] (if (< i n) (recur (+ i d) (inc s)) [i s])))
(defn by-steps-down [a n d] (loop [i a s 0] (if (> i n) (recur (- i d) (inc s)) [i s])))

(def top (bit-shift-left 1 60))
(defn everything []
  (println (up 0 10000) (up 0 0) (up 5 -5) (up -20 7) (up (- top 9) (dec top)))
  (println (up-to 0 10000) (up-to 0 0) (up-to 1 0) (up-to -9 30))
  (println (down 10000 0) (down 0 0) (down -5 5) (down 7 -20) (down (+ (- top) 9) (- top)))
  (println (down-to 10000 0) (down-to 0 0) (down-to 0 1) (down-to 30 -9))
  (println (until 0 10000) (until 0 0) (until -7 7))
  (println (until-zero 10000) (until-zero 0))
  (println (not-below 0 9999) (limit-first 3 9999))
  (println (by-steps 0 100000 7) (by-steps 0 10 100) (by-steps 10 0 1) (by-steps 0 top (quot top 5)))
  (println (by-steps-down 100000 0 7) (by-steps-down 10 0 100)))
(dotimes [_ 3] (everything))

;; A limit that no loop reaches, a step that is not above zero, a start that is no fixnum: each ends, here, by what is found on the way.
(defn find-square [^long from ^long n] (loop [i from] (if (< i n) (if (= (* i i) 1522756) i (recur (inc i))) :none)))
(println (find-square 0 Long/MAX_VALUE) (find-square 0 1000) (find-square 0 2000) (find-square -5000 Long/MAX_VALUE))
(defn still [d] (loop [i 0 turns 0] (if (< i 10) (if (= turns 20) [:still i] (recur (+ i d) (inc turns))) [i turns])))
(println (still 0) (still -3) (still 4) (still 0))
(defn near-the-end [a] (try (loop [i a n 0] (if (< i Long/MAX_VALUE) (recur (+ i 3) (inc n)) [i n])) (catch ArithmeticException _ :overflow)))
(println (near-the-end (- Long/MAX_VALUE 9)) (near-the-end (- Long/MAX_VALUE 10)))

;; Arrays that end before the loop does.
(defn fill-up [^longs a n] (loop [i 0] (when (< i n) (aset a i (* i i)) (recur (inc i)))))
(defn shift [^longs a from n] (loop [i from] (when (< i n) (aset a i (aget a (inc i))) (recur (inc i)))))
(defn fill-down [^longs a n] (loop [i n] (when (> i 0) (aset a (dec i) i) (recur (dec i)))))
(defn fill-bytes [^bytes a n v] (let [v (byte v)] (loop [i 0] (when (<= i n) (aset a i v) (recur (+ i 2))))))
(defn total [^doubles a n] (loop [i 0 s 0.0] (if (< i n) (recur (inc i) (+ s (aget a i))) s)))
(defn sometimes [^longs a n m] (loop [i 0 s 0] (if (< i n) (recur (inc i) (if (< i m) (+ s (aget a i)) s)) s)))
(defn tried [f & args] (try (apply f args) (catch IndexOutOfBoundsException _ :outside)))
(defn arrays []
  (let [a (long-array 50) b (byte-array 40) d (double-array 30 0.5)]
    (println (tried fill-up a 50) (vec a))
    (println (tried fill-up a 60) (tried fill-up a 0) (vec a))
    (println (tried shift a 0 49) (vec a))
    (println (tried shift a 0 50) (vec a))
    (println (tried shift a -1 10) (tried shift a 45 49) (vec a))
    (println (tried fill-down a 50) (tried fill-down a 51) (vec a))
    (println (tried fill-bytes b 38 7) (tried fill-bytes b 41 -3) (vec b))
    (println (tried total d 30) (tried total d 31) (tried total d 0))
    (println (tried sometimes a 1000 50) (tried sometimes a 1000 51))))
(dotimes [_ 3] (arrays))
(dotimes [_ 300] (let [a (long-array 50)] (fill-up a 50) (shift a 0 49) (fill-down a 50) (fill-bytes (byte-array 40) 38 7) (total (double-array 30) 30)))
(arrays)

;; Behind a loop nothing of what held inside of it is relied on.
(defn after [^longs a n] (loop [i 0] (if (< i n) (do (aset a i i) (recur (inc i))) (aget a i))))
(println (tried after (long-array 10) 9) (tried after (long-array 10) 10) (tried after (long-array 10) 3))
(dotimes [_ 500] (after (long-array 10) 9))
(println (tried after (long-array 10) 9) (tried after (long-array 10) 10) (tried after (long-array 10) -1))

;; Long enough for many slices, in loops around it.
(defn nested [n m] (loop [i 0 s 0] (if (< i n) (recur (inc i) (loop [j 0 s s] (if (< j m) (recur (inc j) (+ s (bit-xor i j))) s))) s)))
(println (nested 100 5000) (nested 5000 3) (nested 3 0))
(defn deep [n]
  (loop [i 0 s 0]
    (if (= i n) s (recur (inc i) (loop [j i s s] (if (<= j n) (recur (inc j) (loop [k n s s] (if (>= k j) (recur (dec k) (+ s (* i j k))) s))) s))))))
(println (deep 60))

;; What stands in front of the test is done in each turn, however long it takes.
(defn grow [n] (loop [i 0 x 3N] (let [y (*' x x)] (if (< i n) (recur (inc i) y) (mod y 1000003)))))
(println (grow 3) (grow 15))
(defn both [n] (loop [i 0 s 0] (let [more (< i n)] (if (not more) [more s] (recur (inc i) (if more (inc s) s))))))
(println (both 0) (both 10000))
