;; As bench/programs/fannkuch.clj, with the hints that spare the JVM reflection on the arrays.
(ns fannkuch-jvm (:require [timing]))
(defn flips ^long [^longs perm]
  (let [p (aclone perm)]
    (loop [count 0]
      (let [k (aget p 0)]
        (if (zero? k)
          count
          (do (loop [i 0 j k] (when (< i j) (let [t (aget p i)] (aset p i (aget p j)) (aset p j t)) (recur (inc i) (dec j))))
              (recur (inc count))))))))
(defn rotate [^longs perm ^long r]
  (let [p0 (aget perm 0)]
    (loop [i 0] (when (< i r) (aset perm i (aget perm (inc i))) (recur (inc i))))
    (aset perm r p0)))
(defn fannkuch [^long n]
  (let [perm (long-array (range n)) count (long-array n)]
    (loop [r n checksum 0 best 0 sign 1]
      (loop [r r] (when (> r 1) (aset count (dec r) r) (recur (dec r))))
      (let [f (flips perm) checksum (+ checksum (* sign f)) best (max best f)
            r (long (loop [r 1]
                      (if (= r n)
                        n
                        (do (rotate perm r)
                            (aset count r (dec (aget count r)))
                            (if (pos? (aget count r)) r (recur (inc r)))))))]
        (if (= r n) (str checksum " " best) (recur r checksum best (- sign)))))))
(defn -main
  ([] (timing/report #(fannkuch 8)))
  ([n] (let [n (parse-long n)] (timing/report #(fannkuch n) 1000))))
