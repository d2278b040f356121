;; odeon.java-hash: what .hashCode answers. Collections and maps do not use it (they have one hash, see odeon.slow/hash); programs
;; that define hashCode for their types do.
(in-ns 'odeon.java-hash)
(clojure.core/refer 'clojure.core)

(declare code)

(defn- fold [n] (unchecked-int (bit-xor n (unsigned-bit-shift-right n 32))))
(defn- combine [h x] (unchecked-int (unchecked-add (unchecked-multiply 31 h) x)))
(defn- text-code [s]
  (let [n (prim/str-length s)]
    (loop [i 0 h 0]
      (if (< i n) (recur (inc i) (combine h (prim/char->int (prim/char-at s i)))) h))))

(defn- symbol-code
  "As clojure.lang.Symbol: the codes of name and namespace combined."
  [s]
  (let [seed (text-code (prim/symbol-name s))
        ns (prim/symbol-ns s)]
    (unchecked-int (bit-xor seed (+ (if ns (text-code ns) 0) 0x9e3779b9 (unchecked-int (bit-shift-left seed 6)) (bit-shift-right seed 2))))))

(defn- sum [f xs] (reduce (fn [acc x] (unchecked-int (+ acc (f x)))) 0 xs))

(defn code "The Java hash code of a value." [x]
  (cond
    (nil? x) 0
    (prim/string? x) (text-code x)
    (prim/int? x) (fold x)
    (prim/float? x) (fold (prim/double->bits x))
    (prim/bigint? x) (if (<= -9223372036854775808 x 9223372036854775807) (code (long x)) (hash x))
    (true? x) 1231
    (false? x) 1237
    (char? x) (int x)
    (prim/symbol? x) (symbol-code x)
    (prim/keyword? x) (unchecked-int (+ 0x9e3779b9 (symbol-code (symbol x))))
    (uuid? x) (fold (bit-xor (prim/uuid-hi x) (prim/uuid-lo x)))
    (prim/user-type? x)
    (let [f (prim/method-find odeon.method/hashCode x)]
      (cond
        f (f x)
        (map? x) (sum (fn [e] (bit-xor (code (key e)) (code (val e)))) (seq x))
        (set? x) (sum code (seq x))
        (sequential? x) (reduce (fn [h y] (combine h (code y))) 1 x)
        :else (hash x)))
    (map? x) (sum (fn [e] (bit-xor (code (key e)) (code (val e)))) x)
    (set? x) (sum code x)
    (sequential? x) (reduce (fn [h y] (combine h (code y))) 1 x)
    :else (hash x)))
