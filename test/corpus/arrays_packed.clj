;; Arrays of primitive kinds: what they hold at the edges of their ranges, conversion, errors, copies, views as sequences.
(defmacro outcome [e] `(try ~e (catch Throwable x# (symbol (.getSimpleName (class x#))))))
(defn plain [a] (mapv #(if (char? %) (int %) %) a))
(def makers [boolean-array byte-array char-array short-array int-array float-array long-array double-array object-array])

;; every kind: class, zeros, sizes
(doseq [make makers]
  (let [a (make 3)]
    (prn (class a) (plain a) (alength a) (count a) (bytes? a) (identical? a a) (= a a) (= a (make 3)) (= (class a) (class (aclone a))) (empty? (make 0)) (seq (make 0)))))
(prn (map #(plain (% 2)) makers))

;; the ends of each range, and what lies beyond them
(defn ends [make values] (let [a (make (count values))] (dotimes [i (count values)] (aset a i (nth values i))) [(plain a) (plain (seq a)) (plain (map #(aget a %) (range (count values))))]))
(prn (ends boolean-array [true false true]))
(prn (ends char-array [\a (char 0) (char 65535) (char 8364)]))
(prn (ends long-array [0 -1 1152921504606846975 1152921504606846976 -1152921504606846976 -1152921504606846977 Long/MAX_VALUE Long/MIN_VALUE]))
(prn (ends double-array [0.0 -0.0 1.5 1e300 -1e300 ##Inf ##-Inf 5e-324 1.7976931348623157E308 1e77 2.5e-300]))
(prn (ends object-array [nil 1 "two" :three [4] 1e300 Long/MAX_VALUE]))
(let [b (byte-array 2)] (aset b 0 (byte -128)) (aset b 1 (byte 127)) (prn (vec b) (reduce + b)))
(let [b (short-array 2)] (aset b 0 (short -32768)) (aset b 1 (short 32767)) (prn (vec b) (reduce + b)))
(let [b (int-array 2)] (aset b 0 (int -2147483648)) (aset b 1 (int 2147483647)) (prn (vec b) (reduce + b)))
(let [b (float-array 3)] (aset-float b 0 0.5) (aset-float b 1 -2) (aset-float b 2 1.0E10) (prn (map double b)))
(prn (Double/isNaN (aget (double-array [##NaN]) 0)) (double (aget (float-array [0.1]) 0)) (double (aget (float-array [3.4028234663852886E38]) 0)))
(prn (let [a (long-array [Long/MAX_VALUE 1])] [(outcome (+ (aget a 0) (aget a 1))) (+' (aget a 0) (aget a 1)) (unchecked-add (aget a 0) (aget a 1)) (= (aget a 0) Long/MAX_VALUE) (hash (aget a 0))]))
(prn (map #(bit-xor (aget % 0) (aget % 1)) [(long-array [Long/MIN_VALUE -1]) (long-array [0x7000000000000000 0x0fffffffffffffff])]))

;; neighbours stay as they are
(doseq [[make x] [[byte-array (byte -1)] [short-array (short -1)] [int-array (int -1)] [boolean-array true] [char-array \uffff] [long-array -1] [double-array -1.5]]]
  (prn (for [n (range 1 10)] (let [a (make n)] (aset a (quot n 2) x) (plain a)))))

;; conversion from sequences: integers lose their high bits, doubles their fraction
(prn (vec (byte-array [200 -200 1.9 -1.9 256 127])) (vec (short-array [70000 -70000 2.5])) (vec (int-array [5000000000 1e20 -1e20 2.5 ##NaN])) (vec (long-array [1.9 1e30 -1e30 ##NaN 7N 1/2 5/2])))
(prn (vec (double-array [1 1/2 2N 1.5M 1e300])) (map double (float-array [1 1/2 1e300 -1e300])) (vec (boolean-array [true false])) (vec (char-array "héllo")) (vec (char-array [\x \y])) (vec (int-array nil)) (vec (long-array (map inc (range 5)))) (vec (byte-array #{1})) (vec (long-array (list))))
(prn (vec (long-array 3 7)) (vec (long-array 3 [1 2])) (vec (long-array 2 [1 2 3])) (vec (double-array 2 1/2)) (vec (int-array 2 7.9)) (vec (boolean-array 2 true)) (vec (char-array 2 \z)) (vec (long-array 2 nil)) (vec (float-array 2 2)) (vec (short-array 4 (range 2))))
(prn (vec (long-array 2.7)) (alength (int-array 5N)))

;; errors
(prn (outcome (long-array [:a])) (outcome (long-array ["1"])) (outcome (boolean-array [1])) (outcome (char-array [65])) (outcome (double-array [\a])) (outcome (long-array [nil])) (outcome (byte-array -1)) (outcome (object-array -1)) (outcome (make-array Long/TYPE -2)))
(defn put [a i x] (outcome (do (aset a i x) (vec a))))
(prn (put (long-array 1) 0 1.5) (put (long-array 1) 0 "x") (put (long-array 1) 0 nil) (put (long-array 1) 0 5N) (put (long-array 1) 0 1/2) (put (long-array 1) 0 \a) (put (long-array 1) 0 true))
(prn (put (double-array 1) 0 1) (put (double-array 1) 0 1/2) (put (double-array 1) 0 "x") (put (double-array 1) 0 nil) (put (float-array 1) 0 1))
(prn (put (boolean-array 1) 0 nil) (put (boolean-array 1) 0 1) (put (boolean-array 1) 0 "true") (put (char-array 1) 0 65) (put (char-array 1) 0 "a") (put (char-array 1) 0 nil))
(prn (put (byte-array 1) 0 200) (put (byte-array 1) 0 -129) (put (byte-array 1) 0 "x") (put (short-array 1) 0 40000) (put (int-array 1) 0 1.0))
(prn (outcome (aset-byte (byte-array 1) 0 200)) (outcome (aset-short (short-array 1) 0 70000)) (outcome (aset-byte (byte-array 1) 0 -129)) (outcome (aset-float (float-array 1) 0 1e300)) (outcome (byte 200)))
(defn at-index [a i] (try (aget a i) (catch IndexOutOfBoundsException _ :out)))
(prn (for [make makers i [-1 3 1000000000]] (at-index (make 3) i)))

;; the typed setters answer what they were given
(prn (aset-int (int-array 1) 0 5.7) (aset-long (long-array 1) 0 5N) (aset-double (double-array 1) 0 5) (aset-boolean (boolean-array 1) 0 nil) (aset-char (char-array 1) 0 65) (aset-byte (byte-array 1) 0 1.5))
(prn (let [m (make-array Long/TYPE 2 3)] (aset-long m 1 2 5) (aset (aget m 0) 1 7) [(map vec m) (aget m 1 2) (class (aget m 0)) (alength m) (alength (aget m 0))]))
(prn (let [m (make-array Double/TYPE 2 2 2)] (aset-double m 1 0 1 2.5) (map #(map vec %) m)))

;; copies and the functions over arrays
(prn (let [a (long-array [1 2 3]) b (aclone a)] (aset b 0 Long/MAX_VALUE) [(vec a) (vec b)]))
(prn (let [a (double-array [1 2 3])] [(vec (amap a i r (* 2 (aget a i)))) (areduce a i s 0.0 (+ s (aget a i))) (class (amap a i r (aget a i)))]))
(prn (map #(vec (into-array % [1 2 3])) [Integer/TYPE Long/TYPE Double/TYPE Byte/TYPE Short/TYPE Long Object]) (vec (into-array Character/TYPE "ab")) (vec (into-array Boolean/TYPE [true])) (class (into-array Integer/TYPE [])) (vec (into-array [1 2])))
(prn (map #(vec (make-array % 2)) [Integer/TYPE Long/TYPE Double/TYPE Byte/TYPE Short/TYPE Float/TYPE Boolean/TYPE Long Object String]) (class (make-array Byte/TYPE 1)))
(prn (vec (to-array (long-array [1 2]))) (class (to-array (long-array [1 2]))) (vec (object-array (int-array [1 2]))) (vec (long-array (int-array [1 2]))) (vec (byte-array (char-array 0))))
(let [a (double-array [3 1 2]) o (object-array [3 1 2])] (prn (sort a) (vec a) (sort > (long-array [1 3 2])) (sort o) (sort-by - (int-array [1 3 2])) (sort (boolean-array [true false])) (sort (char-array "hello")) (sort (byte-array 0))))
(let [a (long-array [3 1 2])] (java.util.Arrays/sort a) (prn (vec a)) (java.util.Arrays/fill a 9) (prn (vec a) (vec (java.util.Arrays/copyOf a 5)) (vec (java.util.Arrays/copyOfRange a 1 3)) (java.util.Arrays/toString a) (java.util.Arrays/equals a (long-array [9 9 9]))))
(prn (let [a (int-array (range 6))] (System/arraycopy a 0 a 2 4) (vec a)) (let [a (byte-array (range 6))] (System/arraycopy a 2 a 0 4) (vec a)) (outcome (System/arraycopy (long-array 1) 0 (int-array 1) 0 1)) (outcome (System/arraycopy (object-array 1) 0 (int-array 1) 0 1)))
(prn (map #(outcome (alength (% (long-array 2)))) [longs ints doubles bytes chars booleans shorts floats]) (longs nil) (vec (bytes (byte-array [1]))))

;; as sequences
(let [a (long-array [5 Long/MIN_VALUE 7])]
  (prn (first a) (next a) (rest a) (nth a 1) (nth a 9 :no) (get a 2) (get a 3) (get a :k) (contains? a 2) (contains? a 3) (let [[x y & z] a] [x y z]) (map inc [(aget a 0)]) (into [] a) (reverse a) (reduce max a) (apply + a) (last a) (set a) (into #{} a) (zipmap [:a :b :c] a) (concat a a) (reduce conj [] a) (vec (rest a)) (cons 1 a) (some #{7} a) (every? int? a) (mapv str a) (frequencies a) (seqable? a) (coll? a) (sequential? a) (vector? a)))
(prn (reduce + (byte-array (range 100))) (reduce (fn [a x] (if (> x 3) (reduced a) (+ a x))) 0 (int-array (range 10))) (transduce (map inc) + (short-array [1 2 3])) (apply str (char-array "abc")) (String. (char-array "abc")) (String. (byte-array [104 105])) (vec (.getBytes "hé")) (vec (.toCharArray "ab")))
(prn (instance? (Class/forName "[B") (byte-array 1)) (instance? (Class/forName "[J") (byte-array 1)) (= (Class/forName "[D") (class (double-array 1))) (type (int-array 1)))
(defprotocol Shown (shown [x]))
(extend (Class/forName "[B") Shown {:shown (fn [b] [:bytes (count b)])})
(extend (Class/forName "[D") Shown {:shown (fn [d] [:doubles (vec d)])})
(extend Object Shown {:shown (fn [o] :other)})
(prn (shown (byte-array 2)) (shown (double-array [1])) (shown (long-array 2)) (shown (object-array 1)))
(prn (get {:a 1} (long-array 1)) (let [a (int-array 1)] (get {a :found} a)) (contains? #{(int-array 1)} (int-array 1)))

;; many accesses of one place by several kinds
(defn total [a n] (loop [i 0 s 0] (if (< i n) (recur (inc i) (+ s (aget a i))) s)))
(defn fill [a n x] (loop [i 0] (if (< i n) (do (aset a i x) (recur (inc i))) a)))
(prn (for [_ (range 3) [make x] [[long-array 3] [byte-array (byte 3)] [double-array 2.5] [object-array 4] [int-array (int 5)] [short-array (short -6)] [float-array (float 0.25)] [long-array (quot Long/MAX_VALUE 4000)]]]
       (str (total (fill (make 2000) 2000 x) 2000))))
(prn (for [[make x] [[char-array \q] [boolean-array true]]] (frequencies (fill (make 5000) 5000 x))))
(defn primes [n] (let [sieve (boolean-array (inc n) true)] (loop [i 2] (when (<= (* i i) n) (when (aget sieve i) (loop [j (* i i)] (when (<= j n) (aset sieve j false) (recur (+ j i))))) (recur (inc i)))) (count (filter #(aget sieve %) (range 2 (inc n))))))
(prn (primes 20000))
(defn large [n] (let [b (byte-array n)] (loop [i 0] (when (< i n) (aset b i (byte 1)) (recur (+ i 4096)))) (areduce b i s 0 (+ s (aget b i)))))
(prn (large 3000000) (alength (double-array 300000)) (alength (aclone (long-array 200000))))
;; arrays whose making is in sight of their use
(defn fibs [n] (let [a (long-array n)] (aset a 1 1) (loop [i 2] (if (< i n) (do (aset a i (+ (aget a (- i 1)) (aget a (- i 2)))) (recur (inc i))) (vec a)))))
(defn copies [n] (loop [a (double-array [0.5 1.5]) i 0] (if (< i n) (let [b (aclone a)] (aset b 0 (+ (aget a 0) (aget a 1))) (recur b (inc i))) (vec a))))
(defn either [flag n] (let [a (if flag (int-array (range n)) (short-array (range n)))] (loop [i 0 s 0] (if (< i n) (recur (inc i) (+ s (aget a i))) s))))
(prn (last (map fibs (repeat 50 30))) (last (map copies (range 500))) (map #(either % 300) [true false true]) (alength (let [a (byte-array 0)] (aclone a))))
(defn matrix [n] (let [m (make-array Double/TYPE n n)] (dotimes [i n] (dotimes [j n] (aset m i j (double (* i j))))) m))
(defn trace [m n] (loop [i 0 s 0.0] (if (< i n) (recur (inc i) (+ s (aget (aget m i) i))) s)))
(prn (let [m (matrix 60)] (last (repeatedly 100 #(trace m 60)))))
