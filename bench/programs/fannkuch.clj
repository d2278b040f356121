(ns fannkuch (:require [timing]))
(defn flips [perm]
  (let [n (alength perm) p (aclone perm)]
    (loop [count 0]
      (let [k (aget p 0)]
        (if (zero? k)
          count
          (do (loop [i 0 j k] (when (< i j) (let [t (aget p i)] (aset p i (aget p j)) (aset p j t)) (recur (inc i) (dec j))))
              (recur (inc count))))))))
(defn rotate [perm r]
  (let [p0 (aget perm 0)]
    (loop [i 0] (when (< i r) (aset perm i (aget perm (inc i))) (recur (inc i))))
    (aset perm r p0)))
(defn fannkuch [n]
  (let [perm (long-array (range n)) count (long-array n)]
    (loop [r n checksum 0 best 0 sign 1]
      (loop [r r] (when (> r 1) (aset count (dec r) r) (recur (dec r))))
      (let [f (flips perm) checksum (+ checksum (* sign f)) best (max best f)
            r (loop [r 1]
                (if (= r n)
                  n
                  (do (rotate perm r)
                      (aset count r (dec (aget count r)))
                      (if (pos? (aget count r)) r (recur (inc r))))))]
        (if (= r n) (str checksum " " best) (recur r checksum best (- sign)))))))
(defn -main
  ([] (timing/report #(fannkuch 8)))
  ([n] (let [n (parse-long n)] (timing/report #(fannkuch n) 1000))))
