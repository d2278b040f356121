;; The ground floor of clojure.core: one small function over each primitive that programs see by name. Everything here
;; uses primitives alone (calls of these functions become the primitive itself), so the file can load first.
;; Long because it is the whole floor, a few lines each.
(in-ns 'clojure.core)

(declare str pr-str reduce seq-reduce apply vec list list* concat map filter into conj atom deref ex-info to-string
         hash-map hash-set set keys vals every? some println)

;; ---- failures -----------------------------------------------------------------------------------------------------
(defn- throw-new
  "Throws a new exception of the host class named by a string."
  [class-name message]
  (throw (odeon.host-class/make-exception class-name message nil)))

(defn- illegal-argument [message] (throw-new "java.lang.IllegalArgumentException" message))
(defn- illegal-state [message] (throw-new "java.lang.IllegalStateException" message))
(defn- class-cast [message] (throw-new "java.lang.ClassCastException" message))

;; ---- identity and truth -------------------------------------------------------------------------------------------
(defn identity "Answers its argument." [x] x)
(defn identical? "True if x and y are one and the same object." [x y] (prim/identical x y))
(defn nil? "True if x is nil." [x] (prim/identical x nil))
(defn some? "True unless x is nil." [x] (if (prim/identical x nil) false true))
(defn not "True if x is nil or false." [x] (if x false true))
(defn true? "True if x is the value true." [x] (prim/identical x true))
(defn false? "True if x is the value false." [x] (prim/identical x false))
(defn boolean? "True if x is true or false." [x] (if (prim/identical x true) true (prim/identical x false)))
(defn boolean "The truth of x as true or false." [x] (if x true false))
(defn any? "True for every argument." [x] true)

(defn =
  "True if the arguments are equal as values: numbers of one category, collections by content."
  ([x] true)
  ([x y] (prim/eq x y))
  ([x y & more]
   (if (prim/eq x y)
     (loop [x y more more]
       (if more
         (let [y (prim/first more)]
           (if (prim/eq x y) (recur y (prim/next more)) false))
         true))
     false)))

(defn not=
  "The opposite of =."
  ([x] false)
  ([x y] (if (prim/eq x y) false true))
  ([x y & more] (not (apply = x y more))))

(defn hash "The hash of x that agrees with =." [x] (prim/hash x))
(defn compare
  "Orders two values: a negative number, zero or a positive one. nil comes before everything."
  [x y] (prim/compare x y))

;; ---- what kind of thing -------------------------------------------------------------------------------------------
(defn number? "True if x is a number." [x] (prim/number? x))
(defn integer? "True if x is a whole number of any size." [x] (prim/integer? x))
(defn int? "True if x is a whole number of 64 bits at most." [x] (prim/int? x))
(defn float? "True if x is a floating-point number." [x] (prim/float? x))
(defn double? "True if x is a double." [x] (prim/float? x))
(defn ratio? "True if x is a ratio." [x] (prim/ratio? x))
(defn decimal? "True if x is a decimal of arbitrary precision." [x] (prim/decimal? x))
(defn rational? "True if x is an integer, a ratio or a decimal." [x]
  (if (prim/integer? x) true (if (prim/ratio? x) true (prim/decimal? x))))
(defn string? "True if x is a string." [x] (prim/string? x))
(defn char? "True if x is a character." [x] (prim/char? x))
(defn symbol? "True if x is a symbol." [x] (prim/symbol? x))
(defn keyword? "True if x is a keyword." [x] (prim/keyword? x))
(defn ident? "True if x is a symbol or a keyword." [x] (if (prim/keyword? x) true (prim/symbol? x)))
(defn fn? "True if x was made by fn." [x] (prim/fn? x))
(defn var? "True if x is a var." [x] (prim/var? x))
(defn uuid? "True if x is a UUID." [x] (prim/identical (prim/type-id x) 12))
(defn class "The type object of x, nil for nil; a function's carries its name." [x]
  (if (prim/identical x nil)
    nil
    (if (prim/fn? x) (class-of-function x) (prim/type-of x))))
(defn class? "True if x is a type object." [x] (prim/type? x))
(defn instance? "True if x is of class c or of a class below it." [c x] (prim/instance? c x))
(defn reduced? "True if x carries the result of a reduction that ended early." [x] (prim/reduced? x))
(defn reduced "Wraps x so that a reduction stops and answers x." [x] (prim/reduced x))
(defn unreduced "The value inside x if x is reduced, else x." [x] (if (prim/reduced? x) (prim/reduced-value x) x))
(defn ensure-reduced "x itself if it is reduced already, else x wrapped." [x] (if (prim/reduced? x) x (prim/reduced x)))
(defn volatile? "True if x is a volatile." [x] (prim/volatile? x))
(defn delay? "True if x is a delay." [x] (prim/delay? x))
(defn tagged-literal? "True if x is a tagged literal." [x] (prim/tagged? x))

;; ---- arithmetic ---------------------------------------------------------------------------------------------------
(defn- chain?
  "Whether op holds between each neighbouring pair of x, y and the elements of more."
  [op x y more]
  (if (op x y)
    (if more (recur op y (prim/first more) (prim/next more)) true)
    false))

(defn ^{:inline-fold true} +
  "The sum of its arguments. Throws when a sum of longs leaves 64 bits."
  ([] 0)
  ([x] (prim/mul x 1))
  ([x y] (prim/add x y))
  ([x y & more] (reduce + (prim/add x y) more)))

(defn ^{:inline-fold true} *
  "The product of its arguments. Throws when a product of longs leaves 64 bits."
  ([] 1)
  ([x] (prim/mul x 1))
  ([x y] (prim/mul x y))
  ([x y & more] (reduce * (prim/mul x y) more)))

(defn ^{:inline-fold true} -
  "Negates one number; subtracts the following numbers from the first."
  ([x] (prim/neg x))
  ([x y] (prim/sub x y))
  ([x y & more] (reduce - (prim/sub x y) more)))

(defn ^{:inline-fold true} /
  "Divides the first number by the others; 1 by a single one. Whole numbers give an exact ratio."
  ([x] (prim/div 1 x))
  ([x y] (prim/div x y))
  ([x y & more] (reduce / (prim/div x y) more)))

(defn ^{:inline-fold true} +'
  "The sum; grows into a big integer instead of overflowing."
  ([] 0)
  ([x] (prim/mul x 1))
  ([x y] (prim/add-p x y))
  ([x y & more] (reduce +' (prim/add-p x y) more)))

(defn ^{:inline-fold true} *'
  "The product; grows into a big integer instead of overflowing."
  ([] 1)
  ([x] (prim/mul x 1))
  ([x y] (prim/mul-p x y))
  ([x y & more] (reduce *' (prim/mul-p x y) more)))

(defn ^{:inline-fold true} -'
  "Negation or difference; grows into a big integer instead of overflowing."
  ([x] (prim/sub-p 0 x))
  ([x y] (prim/sub-p x y))
  ([x y & more] (reduce -' (prim/sub-p x y) more)))

(defn inc "One more than x." [x] (prim/add x 1))
(defn dec "One less than x." [x] (prim/sub x 1))
(defn inc' "One more than x, of any size." [x] (prim/add-p x 1))
(defn dec' "One less than x, of any size." [x] (prim/sub-p x 1))

(defn <
  "True if the numbers rise strictly."
  ([x] true)
  ([x y] (prim/lt x y))
  ([x y & more] (chain? < x y more)))
(defn <=
  "True if the numbers never fall."
  ([x] true)
  ([x y] (prim/le x y))
  ([x y & more] (chain? <= x y more)))
(defn >
  "True if the numbers fall strictly."
  ([x] true)
  ([x y] (prim/gt x y))
  ([x y & more] (chain? > x y more)))
(defn >=
  "True if the numbers never rise."
  ([x] true)
  ([x y] (prim/ge x y))
  ([x y & more] (chain? >= x y more)))
(defn ==
  "True if the numbers are of one value, whatever their kinds."
  ([x] true)
  ([x y] (prim/num-eq x y))
  ([x y & more] (chain? == x y more)))

(defn zero? "True if x is a zero." [x] (prim/num-eq x 0))
(defn pos? "True if x is above zero." [x] (prim/gt x 0))
(defn neg? "True if x is below zero." [x] (prim/lt x 0))

(defn max
  "The greatest of the numbers; NaN if there is one."
  ([x] x)
  ([x y] (if (prim/gt x y) x (if (prim/num-eq x x) y x)))
  ([x y & more] (reduce max (max x y) more)))
(defn min
  "The least of the numbers; NaN if there is one."
  ([x] x)
  ([x y] (if (prim/lt x y) x (if (prim/num-eq x x) y x)))
  ([x y & more] (reduce min (min x y) more)))

(defn quot "Whole quotient, rounded toward zero." [num div] (prim/quot num div))
(defn rem "What is left after quot; has the sign of num." [num div] (prim/rem num div))
(defn mod "Remainder with the sign of div." [num div] (prim/mod num div))

(defn unchecked-add "Sum of longs that wraps around." [x y] (prim/unchecked-add x y))
(defn unchecked-subtract "Difference of longs that wraps around." [x y] (prim/unchecked-sub x y))
(defn unchecked-multiply "Product of longs that wraps around." [x y] (prim/unchecked-mul x y))
(defn unchecked-inc "x + 1, wrapping around." [x] (prim/unchecked-add x 1))
(defn unchecked-dec "x - 1, wrapping around." [x] (prim/unchecked-sub x 1))
(defn unchecked-negate "0 - x, wrapping around." [x] (prim/unchecked-sub 0 x))
(defn unchecked-divide-int "Quotient of ints." [x y] (prim/quot x y))
(defn unchecked-remainder-int "Remainder of ints." [x y] (prim/rem x y))

(defn- wrap-int
  "The low 32 bits of a long, as a signed number."
  [x]
  (let [low (prim/bit-and x 0xffffffff)]
    (if (prim/gt low 0x7fffffff) (prim/sub low 0x100000000) low)))

(defn unchecked-add-int "Sum that wraps at 32 bits." [x y] (wrap-int (prim/unchecked-add x y)))
(defn unchecked-subtract-int "Difference that wraps at 32 bits." [x y] (wrap-int (prim/unchecked-sub x y)))
(defn unchecked-multiply-int "Product that wraps at 32 bits." [x y] (wrap-int (prim/unchecked-mul x y)))
(defn unchecked-inc-int "x + 1, wrapping at 32 bits." [x] (wrap-int (prim/unchecked-add x 1)))
(defn unchecked-dec-int "x - 1, wrapping at 32 bits." [x] (wrap-int (prim/unchecked-sub x 1)))
(defn unchecked-negate-int "0 - x, wrapping at 32 bits." [x] (wrap-int (prim/unchecked-sub 0 x)))

(defn bit-and
  "Bits set in all arguments."
  ([x y] (prim/bit-and x y))
  ([x y z] (prim/bit-and (prim/bit-and x y) z))
  ([x y z & more] (reduce bit-and (prim/bit-and (prim/bit-and x y) z) more)))
(defn bit-or
  "Bits set in any argument."
  ([x y] (prim/bit-or x y))
  ([x y z] (prim/bit-or (prim/bit-or x y) z))
  ([x y z & more] (reduce bit-or (prim/bit-or (prim/bit-or x y) z) more)))
(defn bit-xor
  "Bits set in an odd number of arguments."
  ([x y] (prim/bit-xor x y))
  ([x y z] (prim/bit-xor (prim/bit-xor x y) z))
  ([x y z & more] (reduce bit-xor (prim/bit-xor (prim/bit-xor x y) z) more)))
(defn bit-and-not
  "Bits of the first that are in none of the others."
  ([x y] (prim/bit-and x (prim/bit-not y)))
  ([x y & more] (reduce bit-and-not (bit-and-not x y) more)))
(defn bit-not "All bits flipped." [x] (prim/bit-not x))
(defn bit-shift-left "x moved n bits up." [x n] (prim/shl x n))
(defn bit-shift-right "x moved n bits down, keeping the sign." [x n] (prim/shr x n))
(defn unsigned-bit-shift-right "x moved n bits down, filling with zeros." [x n] (prim/ushr x n))
(defn bit-clear "x with bit n off." [x n] (prim/bit-and x (prim/bit-not (prim/shl 1 n))))
(defn bit-set "x with bit n on." [x n] (prim/bit-or x (prim/shl 1 n)))
(defn bit-flip "x with bit n changed." [x n] (prim/bit-xor x (prim/shl 1 n)))
(defn bit-test "True if bit n of x is on." [x n] (if (prim/num-eq 0 (prim/bit-and x (prim/shl 1 n))) false true))
(defn bit-count "How many bits of x are on." [x] (prim/bit-count x))

(defn even? "True if the integer n is even." [n] (prim/even? n))
(defn odd? "True if the integer n is odd." [n] (if (prim/even? n) false true))

(defn long "x as a long; fractions are cut off." [x] (prim/long x))
(defn int "x as a 32-bit integer; fractions are cut off." [x] (prim/int x))
(defn double "x as a double." [x] (prim/double x))
(defn float "x as a floating-point number of the size of a float." [x]
  (let [d (prim/double x)]
    (if (if (prim/lt d -3.4028234663852886E38) true (prim/gt d 3.4028234663852886E38))
      (illegal-argument (str "Value out of range for float: " x))
      d)))
(defn num "x itself, which must be a number or nil." [x] (if (prim/identical x nil) nil (prim/mul x 1)))

(defn- ranged
  "x as a whole number between lo and hi."
  [x lo hi what]
  (let [n (prim/long x)]
    (if (if (prim/lt x lo) true (if (prim/gt x hi) true (prim/nan? x)))
      (illegal-argument (str "Value out of range for " what ": " x))
      n)))
(defn short "x as a 16-bit integer." [x] (ranged x -32768 32767 "short"))
(defn byte "x as an 8-bit integer." [x] (ranged x -128 127 "byte"))
(defn char "The character with code x; a character is itself." [x] (if (prim/char? x) x (prim/int->char (ranged x 0 65535 "char"))))

(defn pos-int? "True if x is a long above zero." [x] (if (prim/int? x) (prim/gt x 0) false))
(defn neg-int? "True if x is a long below zero." [x] (if (prim/int? x) (prim/lt x 0) false))
(defn nat-int? "True if x is a long that is not negative." [x] (if (prim/int? x) (prim/ge x 0) false))
(defn NaN? "True if the number is not a number." [x] (prim/nan? x))
(defn infinite? "True if the number is infinite." [x] (prim/infinite? x))
(defn abs "The absolute value of x." [x]
  (if (prim/lt x 0) (if (if (prim/int? x) (prim/num-eq x -9223372036854775808) false) x (prim/neg x))
    (if (prim/float? x) (if (prim/num-eq x 0) 0.0 x) (prim/mul x 1))))
(defn numerator "The upper part of a ratio." [r] (prim/numerator r))
(defn denominator "The lower part of a ratio." [r] (prim/denominator r))
(defn rand
  "A random double from 0 (included) to n or 1 (excluded)."
  ([] (prim/rand))
  ([n] (prim/mul n (prim/rand))))
(defn rand-int "A random whole number from 0 to n (excluded)." [n] (prim/int (prim/mul n (prim/rand))))

;; ---- sequences and collections ------------------------------------------------------------------------------------
;; What is still to be computed is computed here at once: the primitives would have to ask for it.
(defn seq "A sequence over coll, nil if it is empty." [coll]
  (if (prim/lazy? coll) (odeon.slow/realize coll) (prim/seq coll)))
(defn first "The first element of coll, nil if there is none." [coll] (prim/first coll))
(defn next "A sequence of what follows the first element, nil if nothing does." [coll]
  (if (prim/cons? coll) (odeon.slow/next-of-cons coll) (prim/next coll)))
(defn rest "What follows the first element; possibly empty, never nil." [coll] (prim/rest coll))
(defn cons "A sequence of x and then the elements of coll." [x coll] (prim/cons x coll))
(defn second "The second element." [coll] (prim/first (prim/next coll)))
(defn ffirst "The first element of the first element." [coll] (prim/first (prim/first coll)))
(defn nfirst "What follows the first in the first element." [coll] (prim/next (prim/first coll)))
(defn fnext "The second element." [coll] (prim/first (prim/next coll)))
(defn nnext "What follows the second element." [coll] (prim/next (prim/next coll)))
(defn count "How many elements coll has." [coll] (prim/count coll))
(defn nth
  "Element number index; throws beyond the end unless a value for that case is given."
  ([coll index] (prim/nth coll index))
  ([coll index not-found] (prim/nth-or coll index not-found)))
(defn get
  "What key maps to in m, else nil or not-found."
  ([m key] (prim/get m key))
  ([m key not-found] (prim/get-or m key not-found)))
(defn contains? "True if coll has the key (for sets the element, for vectors the index)." [coll key] (prim/contains coll key))
(defn find "The entry for key in m, or nil." [m key] (prim/find m key))
(defn key "The key of a map entry." [e] (prim/key e))
(defn val "The value of a map entry." [e] (prim/val e))
(defn keys "The keys of a map as a sequence, nil if it is empty." [m] (prim/keys-seq m))
(defn vals "The values of a map as a sequence, nil if it is empty." [m] (prim/vals-seq m))
(defn peek "The element that pop would remove." [coll] (prim/peek coll))
(defn pop "A list without its first, a vector without its last element." [coll] (prim/pop coll))
(defn empty "An empty collection of the kind of coll." [coll] (prim/empty coll))

(defn conj
  "coll with the elements added where its kind adds them."
  ([] (prim/empty-vec))
  ([coll] coll)
  ([coll x] (prim/conj coll x))
  ([coll x & more]
   (loop [coll (prim/conj coll x) more more]
     (if more (recur (prim/conj coll (prim/first more)) (prim/next more)) coll))))

(defn- odd-assoc [] (illegal-argument "assoc expects even number of arguments after map/vector, found odd number"))
(defn assoc
  "m with each key mapped to the value after it."
  {:arglists '([map key val] [map key val & kvs])}
  ([m key val] (prim/assoc m key val))
  ([m _ _ _] (odd-assoc))
  ([m k1 v1 k2 v2] (prim/assoc (prim/assoc m k1 v1) k2 v2))
  ([m _ _ _ _ _] (odd-assoc))
  ([m k1 v1 k2 v2 k3 v3] (prim/assoc (prim/assoc (prim/assoc m k1 v1) k2 v2) k3 v3))
  ([m k1 v1 k2 v2 k3 v3 & kvs]
   (loop [m (prim/assoc (prim/assoc (prim/assoc m k1 v1) k2 v2) k3 v3) kvs kvs]
     (if kvs
       (if (prim/next kvs)
         (recur (prim/assoc m (prim/first kvs) (prim/first (prim/next kvs))) (prim/next (prim/next kvs)))
         (odd-assoc))
       m))))

(defn dissoc
  "m without the keys."
  ([m] m)
  ([m key] (prim/dissoc m key))
  ([m key & ks]
   (loop [m (prim/dissoc m key) ks ks]
     (if ks (recur (prim/dissoc m (prim/first ks)) (prim/next ks)) m))))

(defn disj
  "The set without the elements."
  ([s] s)
  ([s x] (prim/disj s x))
  ([s x & more]
   (loop [s (prim/disj s x) more more]
     (if more (recur (prim/disj s (prim/first more)) (prim/next more)) s))))

(defn- meta-of-var
  "The metadata of a var. Compiled code names the namespace by a symbol; the namespace takes its place when someone looks."
  [v]
  (let [m (prim/var-meta v)
        n (prim/get m :ns)
        ns (if (prim/symbol? n) (prim/ns-find n) nil)]
    (if ns
      (let [m (prim/assoc m :ns ns)] (prim/var-set-meta v m) m)
      m)))
(defn meta "The metadata of x, or nil." [x] (if (prim/var? x) (meta-of-var x) (prim/meta x)))
(defn with-meta "x with m as its metadata." [x m] (prim/with-meta x m))

(defn transient "A version of coll that only this actor may change, in place." [coll] (prim/transient coll))
(defn persistent! "The unchangeable collection made from a transient, which is then used up." [coll] (prim/persistent coll))
(defn conj!
  "Adds x to a transient."
  ([] (prim/transient (prim/empty-vec)))
  ([coll] coll)
  ([coll x] (prim/conj-t coll x)))
(defn assoc!
  "Maps key to val in a transient."
  ([coll key val] (prim/assoc-t coll key val))
  ([coll key val & kvs]
   (loop [coll (prim/assoc-t coll key val) kvs kvs]
     (if kvs
       (recur (prim/assoc-t coll (prim/first kvs) (prim/first (prim/next kvs))) (prim/next (prim/next kvs)))
       coll))))
(defn dissoc!
  "Removes key from a transient map."
  ([m key] (prim/dissoc-t m key))
  ([m key & ks]
   (loop [m (prim/dissoc-t m key) ks ks]
     (if ks (recur (prim/dissoc-t m (prim/first ks)) (prim/next ks)) m))))
(defn disj!
  "Removes x from a transient set."
  ([s] s)
  ([s x] (prim/disj-t s x))
  ([s x & more]
   (loop [s (prim/disj-t s x) more more]
     (if more (recur (prim/disj-t s (prim/first more)) (prim/next more)) s))))
(defn pop! "Removes the last element of a transient vector." [coll] (prim/pop-t coll))

(defn list? "True if x is a list." [x] (prim/list? x))

;; ---- text ---------------------------------------------------------------------------------------------------------
(defn name "The name of a keyword or symbol; a string is itself." [x]
  (if (prim/string? x) x
    (if (prim/symbol? x) (prim/symbol-name x)
      (if (prim/keyword? x) (prim/symbol-name x)
        (if (nil? x)
          (throw-new "java.lang.NullPointerException" "name needs a string, symbol or keyword, not nil")
          (class-cast (str "name needs a string, symbol or keyword, not " (odeon.error/shown x))))))))
(defn namespace "The namespace of a keyword or symbol, or nil." [x] (prim/symbol-ns x))
(defn simple-symbol? "True if x is a symbol without namespace." [x] (if (prim/symbol? x) (nil? (prim/symbol-ns x)) false))
(defn qualified-symbol? "True if x is a symbol with a namespace." [x] (if (prim/symbol? x) (some? (prim/symbol-ns x)) false))
(defn simple-keyword? "True if x is a keyword without namespace." [x] (if (prim/keyword? x) (nil? (prim/symbol-ns x)) false))
(defn qualified-keyword? "True if x is a keyword with a namespace." [x] (if (prim/keyword? x) (some? (prim/symbol-ns x)) false))
(defn simple-ident? "True if x is a symbol or keyword without namespace." [x] (if (simple-symbol? x) true (simple-keyword? x)))
(defn qualified-ident? "True if x is a symbol or keyword with a namespace." [x] (if (qualified-symbol? x) true (qualified-keyword? x)))

(defn- split-name
  "Calls f on namespace and name of a string such as \"a/b\"."
  [f s]
  (let [i (prim/str-index-of s "/" 0)]
    (if (if (prim/le i 0) true (prim/identical 1 (prim/str-length s)))
      (f nil s)
      (f (prim/substring s 0 i) (prim/substring s (prim/add i 1) (prim/str-length s))))))

(defn symbol
  "A symbol of the name (and namespace) given; also of a keyword's or var's name."
  ([name]
   (if (prim/symbol? name) name
     (if (prim/string? name) (split-name symbol name)
       (if (prim/keyword? name) (prim/symbol (prim/symbol-ns name) (prim/symbol-name name))
         (if (prim/var? name) (prim/var-name name)
           (illegal-argument "no conversion to symbol"))))))
  ([ns name] (prim/symbol ns name)))

(defn keyword
  "A keyword of the name (and namespace) given; nil if name is none."
  ([name]
   (if (prim/keyword? name) name
     (if (prim/string? name) (split-name keyword name)
       (if (prim/symbol? name) (prim/keyword (prim/symbol-ns name) (prim/symbol-name name)) nil))))
  ([ns name] (prim/keyword ns name)))

(defn find-keyword
  "The keyword of that name if it exists already, else nil."
  ([name]
   (if (prim/keyword? name) name
     (if (prim/string? name) (split-name find-keyword name)
       (if (prim/symbol? name) (prim/find-keyword (prim/symbol-ns name) (prim/symbol-name name)) nil))))
  ([ns name] (prim/find-keyword ns name)))

(defn subs
  "The part of s from start to end (or to the end of s)."
  ([s start] (subs s start (prim/str-length s)))
  ([s start end]
   (let [start (prim/long start) end (prim/long end)]
     (if (if (prim/le 0 start) (if (prim/le start end) (prim/le end (prim/str-length s)) false) false)
       (prim/substring s start end)
       (throw-new "java.lang.StringIndexOutOfBoundsException"
                  (str "begin " start ", end " end ", length " (prim/str-length s)))))))

(defn gensym
  "A symbol whose name was never made before, starting with prefix."
  ([] (gensym "G__"))
  ([prefix] (prim/symbol nil (prim/str-concat (str prefix) (prim/num->string (prim/gensym-id) 10)))))

;; ---- vars ---------------------------------------------------------------------------------------------------------
(defn var-get "The value of a var, as the calling actor sees it." [v]
  (if (prim/var? v)
    (let [b (prim/binding-of v)] (if b (prim/volatile-deref b) (prim/var-root v)))
    (deref v)))
(defn var-set "Changes the actor's own binding of a var." [v val]
  (if (prim/var? v)
    (let [b (prim/binding-of v)]
      (if b
        (do (prim/volatile-reset b val) val)
        (illegal-state (str "Can't change/establish root binding of: " (prim/var-name v) " with set"))))
    (odeon.local-var/set-value v val)))

(defn volatile! "A new volatile: a cell without any coordination." [val] (prim/volatile val))
(defn vreset! "Puts val into a volatile." [vol val] (prim/volatile-reset vol val) val)
(defn hash-ordered-coll "The hash of a sequence of coll's elements." [coll]
  (loop [s (prim/seq coll) h 1 n 0]
    (if s
      (recur (prim/next s) (wrap-int (prim/unchecked-add (prim/unchecked-mul 31 h) (prim/hash (prim/first s)))) (prim/add n 1))
      (prim/hash-ordered h n))))
(defn hash-unordered-coll "The hash of a set of coll's elements." [coll]
  (loop [s (prim/seq coll) h 0 n 0]
    (if s
      (recur (prim/next s) (wrap-int (prim/unchecked-add h (prim/hash (prim/first s)))) (prim/add n 1))
      (prim/hash-unordered h n))))
(defn mix-collection-hash "Finishes a collection's hash from its basis and count." [basis count] (prim/hash-ordered basis count))
(defn hash-combine "Mixes two hashes into one." [seed hash] (prim/hash-combine seed hash))
