;; odeon.slow, numbers: arithmetic on ratios, decimals and big integers, and what mixes of kinds mean.
;;
;; The tower: a double on either side makes the result a double; else a decimal; else a ratio; else integers.
;; Whole results of big-integer arithmetic stay big (as 2N does), so that kinds follow Clojure's rules.
(in-ns 'odeon.slow)

(declare decimal-op decimal-div exact-op ratio-op)

(in-ns 'odeon.decimal)
(declare round divide)
(in-ns 'clojure.core)
(def ^{:dynamic true :doc "How decimals are rounded (with-precision); nil: they are exact."} *math-context* nil)
(in-ns 'odeon.slow)

(defn- not-a-number [x]
  (throw (odeon.host-class/make-exception
          (if (prim/identical x nil) "java.lang.NullPointerException" "java.lang.ClassCastException")
          (if (prim/identical x nil)
            "nil given where a number is needed"
            (clojure.core/str (odeon.error/shown x) " is not a number: a " (odeon.host-class/name-of (prim/type-of x)) " can't be used in arithmetic"))
          nil)))

(defn- need-numbers [a b]
  (if (prim/number? a) (if (prim/number? b) nil (not-a-number b)) (not-a-number a)))

(defn- arithmetic [message]
  (throw (odeon.host-class/make-exception "java.lang.ArithmeticException" message nil)))

(defn- numerator-of [x] (if (prim/ratio? x) (prim/numerator x) x))
(defn- denominator-of [x] (if (prim/ratio? x) (prim/denominator x) 1))
(defn- big-zero? [x] (prim/num-eq 0 (prim/big-op 12 x 0)))
(defn- big-negative? [x] (prim/lt (prim/big-op 12 x 0) 0))

(defn- power-of-ten [n]
  (loop [n n base 10N acc 1N]
    (if (prim/gt n 0)
      (recur (prim/shr n 1) (prim/big-op 2 base base) (if (prim/identical 1 (prim/bit-and n 1)) (prim/big-op 2 acc base) acc))
      acc)))

;; ---- decimals -----------------------------------------------------------------------------------------------------
(defn decimal->string
  "A decimal as Java's BigDecimal prints it."
  [x]
  (let [u (prim/decimal-unscaled x)
        scale (prim/decimal-scale x)
        negative (big-negative? u)
        digits (prim/num->string (if negative (prim/big-op 1 0 u) u) 10)
        n (prim/str-length digits)
        sign (if negative "-" "")
        exponent (prim/sub (prim/sub n 1) scale)]
    (if (prim/identical scale 0)
      (prim/str-concat sign digits)
      (if (if (prim/ge scale 0) (prim/ge exponent -6) false)
        (prim/str-concat sign
                         (if (prim/gt n scale)
                           (clojure.core/str (prim/substring digits 0 (prim/sub n scale)) "." (prim/substring digits (prim/sub n scale) n))
                           (clojure.core/str "0." (prim/str-repeat "0" (prim/sub scale n)) digits)))
        (clojure.core/str sign (prim/substring digits 0 1)
                          (if (prim/gt n 1) (prim/str-concat "." (prim/substring digits 1 n)) "")
                          "E" (if (prim/ge exponent 0) "+" "") exponent)))))

(defn decimal->plain
  "An unscaled integer times 10^-scale (scale >= 0), without exponent."
  [unscaled scale]
  (let [negative (big-negative? unscaled)
        digits (prim/num->string (if negative (prim/big-op 1 0 unscaled) unscaled) 10)
        missing (prim/sub (prim/add scale 1) (prim/str-length digits))
        digits (if (prim/gt missing 0) (prim/str-concat (prim/str-repeat "0" missing) digits) digits)
        n (prim/str-length digits)
        text (if (prim/identical scale 0)
               digits
               (clojure.core/str (prim/substring digits 0 (prim/sub n scale)) "." (prim/substring digits (prim/sub n scale) n)))]
    (if negative (prim/str-concat "-" text) text)))

(defn- terminating-division
  "The decimal n / d (integers), exact; throws when its expansion never ends."
  [n d preferred]
  (let [g (prim/big-op 6 n d)
        n (prim/big-op 3 n g)
        d (prim/big-op 3 d g)
        negative (big-negative? d)
        n (if negative (prim/big-op 1 0 n) n)
        d (if negative (prim/big-op 1 0 d) d)]
    (loop [d d n n scale 0]
      (if (prim/num-eq 0 (prim/big-op 12 d 1))
        (loop [n n scale scale]
          (if (prim/lt scale preferred)
            (recur (prim/big-op 2 n 10) (prim/add scale 1))
            (if (if (prim/gt scale preferred) (big-zero? (prim/big-op 4 n 10)) false)
              (recur (prim/big-op 3 n 10) (prim/sub scale 1))
              (prim/make-decimal n scale))))
        (if (big-zero? (prim/big-op 4 d 10))
          (recur (prim/big-op 3 d 10) n (prim/add scale 1))
          (if (big-zero? (prim/big-op 4 d 2))
            (recur (prim/big-op 3 d 2) (prim/big-op 2 n 5) (prim/add scale 1))
            (if (big-zero? (prim/big-op 4 d 5))
              (recur (prim/big-op 3 d 5) (prim/big-op 2 n 2) (prim/add scale 1))
              (arithmetic "Non-terminating decimal expansion; no exact representable decimal result."))))))))

(defn to-decimal
  "Any number as a decimal."
  [x]
  (if (prim/decimal? x)
    x
    (if (prim/ratio? x)
      (decimal-div (prim/make-decimal (prim/numerator x) 0) (prim/make-decimal (prim/denominator x) 0))
      (if (prim/float? x)
        (clojure.core/bigdec x)
        (prim/make-decimal x 0)))))

(defn- rescale
  "The unscaled value of decimal x at a scale not smaller than its own."
  [x scale]
  (prim/big-op 2 (prim/decimal-unscaled x) (power-of-ten (prim/sub scale (prim/decimal-scale x)))))

(defn- max-scale [a b]
  (let [sa (prim/decimal-scale a) sb (prim/decimal-scale b)] (if (prim/gt sa sb) sa sb)))

(defn- decimal-compare [a b]
  (let [s (max-scale a b)] (prim/big-op 12 (rescale a s) (rescale b s))))

(defn- with-fewest-zeros
  "The decimal of a whole number with the preferred scale, or one as near to it as zeros at the end of the number allow."
  [q preferred]
  (if (prim/ge preferred 0)
    (prim/make-decimal (prim/big-op 2 q (power-of-ten preferred)) preferred)
    (if (big-zero? q)
      (prim/make-decimal q preferred)
      (loop [q q scale 0]
        (if (if (prim/gt scale preferred) (big-zero? (prim/big-op 4 q 10)) false)
          (recur (prim/big-op 3 q 10) (prim/sub scale 1))
          (prim/make-decimal q scale))))))

(defn- decimal-quot "The whole quotient of two decimals." [a b]
  (let [s (max-scale a b) ub (rescale b s)]
    (if (big-zero? ub)
      (arithmetic "Division by zero")
      (with-fewest-zeros (prim/bigint (prim/big-op 3 (rescale a s) ub)) (prim/sub (prim/decimal-scale a) (prim/decimal-scale b))))))

(defn- decimal-rem "What the whole quotient of two decimals leaves." [a b]
  (exact-op 1 a (exact-op 2 (decimal-quot a b) b)))

(defn- exact-op "A sum, difference or product of any size." [op a b]
  (let [a (to-decimal a)
        b (to-decimal b)
        s (max-scale a b)]
    (if (prim/identical op 2)
      (prim/make-decimal (prim/big-op 2 (prim/decimal-unscaled a) (prim/decimal-unscaled b))
                         (prim/add (prim/decimal-scale a) (prim/decimal-scale b)))
      (prim/make-decimal (prim/big-op op (rescale a s) (rescale b s)) s))))

(defn- decimal-op [op a b]
  (let [small (prim/decimal-op op a b)
        exact (if small small (exact-op op a b))
        context clojure.core/*math-context*]
    (if context (odeon.decimal/round exact context) exact)))

(defn- exact-div [a b]
  (let [a (to-decimal a) b (to-decimal b) s (max-scale a b)]
    (if (big-zero? (prim/decimal-unscaled b))
      (arithmetic "Divide by zero")
      (terminating-division (rescale a s) (rescale b s) (prim/sub (prim/decimal-scale a) (prim/decimal-scale b))))))

(defn- decimal-div [a b]
  (let [context clojure.core/*math-context*]
    (if context
      (let [b (to-decimal b)]
        (if (big-zero? (prim/decimal-unscaled b)) (arithmetic "Divide by zero") (odeon.decimal/divide (to-decimal a) b context)))
      (let [small (prim/decimal-op 3 a b)]
        (if small small (exact-div a b))))))

;; ---- ratios and big integers --------------------------------------------------------------------------------------
(defn make-quotient
  "n / d as a ratio, or as an integer if it is whole."
  [n d]
  (if (big-zero? d)
    (arithmetic "Divide by zero")
    (let [g (prim/big-op 6 n d)
          n (prim/big-op 3 n g)
          d (prim/big-op 3 d g)
          flip (big-negative? d)
          n (if flip (prim/big-op 1 0 n) n)
          d (if flip (prim/big-op 1 0 d) d)]
      (if (prim/num-eq 0 (prim/big-op 12 d 1))
        n
        (prim/make-ratio (prim/big-narrow n) (prim/big-narrow d))))))

(defn- ratio-op [op a b]
  (let [na (numerator-of a) da (denominator-of a) nb (numerator-of b) db (denominator-of b)]
    (if (prim/identical op 2)
      (make-quotient (prim/big-op 2 na nb) (prim/big-op 2 da db))
      (make-quotient (prim/big-op op (prim/big-op 2 na db) (prim/big-op 2 nb da)) (prim/big-op 2 da db)))))

(defn- kind
  "3 double, 2 decimal, 1 ratio, 0 integer: the greater of the two operands' kinds."
  [a b]
  (if (if (prim/float? a) true (prim/float? b))
    3
    (if (if (prim/decimal? a) true (prim/decimal? b))
      2
      (if (if (prim/ratio? a) true (prim/ratio? b)) 1 0))))

(defn- add-sub-mul
  "op 0 adds, 1 subtracts, 2 multiplies."
  [op a b]
  (need-numbers a b)
  (let [k (kind a b)]
    (if (prim/identical k 0)
      (prim/big-op op (prim/bigint a) (prim/bigint b))
      (if (prim/identical k 1)
        (ratio-op op a b)
        (if (prim/identical k 2)
          (decimal-op op a b)
          (let [a (prim/double a) b (prim/double b)]
            (if (prim/identical op 0) (prim/add a b) (if (prim/identical op 1) (prim/sub a b) (prim/mul a b)))))))))

(defn add [a b] (add-sub-mul 0 a b))
(defn sub [a b] (add-sub-mul 1 a b))
(defn mul [a b] (add-sub-mul 2 a b))
(defn add-p [a b] (add-sub-mul 0 a b))
(defn sub-p [a b] (add-sub-mul 1 a b))
(defn mul-p [a b] (add-sub-mul 2 a b))
(defn unchecked-add [a b] (add-sub-mul 0 a b))
(defn unchecked-sub [a b] (add-sub-mul 1 a b))
(defn unchecked-mul [a b] (add-sub-mul 2 a b))
(defn neg [a]
  (if (prim/float? a) (prim/mul -1.0 a) (add-sub-mul 1 (if (prim/decimal? a) (prim/make-decimal 0 (prim/decimal-scale a)) (prim/bigint 0)) a)))

(defn div [a b]
  (need-numbers a b)
  (let [k (kind a b)]
    (if (prim/identical k 3)
      (prim/div (prim/double a) (prim/double b))
      (if (prim/identical k 2)
        (decimal-div a b)
        (make-quotient (prim/big-op 2 (numerator-of a) (denominator-of b))
                       (prim/big-op 2 (numerator-of b) (denominator-of a)))))))

(defn- whole-ratio-quotient [a b]
  (let [d (prim/big-op 2 (numerator-of b) (denominator-of a))]
    (if (big-zero? d)
      (arithmetic "Divide by zero")
      (prim/big-op 3 (prim/big-op 2 (numerator-of a) (denominator-of b)) d))))

(defn- whole
  "op 3: quotient, 4: remainder."
  [op a b]
  (need-numbers a b)
  (let [k (kind a b)]
    (if (prim/identical k 3)
      (let [x (prim/double a) y (prim/double b)]
        (if (prim/num-eq y 0.0)
          (arithmetic "Divide by zero")
          (let [q (prim/div x y)]
            (if (if (prim/nan? q) true (prim/infinite? q))
              (throw (odeon.host-class/make-exception "java.lang.NumberFormatException" "Infinite or NaN" nil))
              (if (prim/identical op 3) (prim/quot x y) (prim/rem x y))))))
      (if (prim/identical k 2)
        (if (prim/identical op 3) (decimal-quot (to-decimal a) (to-decimal b)) (decimal-rem (to-decimal a) (to-decimal b)))
        (if (prim/identical k 1)
          (let [q (whole-ratio-quotient a b)]
            (if (prim/identical op 3) (prim/bigint q) (ratio-op 1 a (ratio-op 2 (prim/bigint q) b))))
          (if (big-zero? b)
            (arithmetic "Divide by zero")
            (if (if (prim/int? a) (prim/int? b) false)
              (if (prim/identical op 3) a 0) ; the least long by -1: wraps around as in Java
              (prim/big-op op (prim/bigint a) (prim/bigint b)))))))))

(defn quot [a b] (whole 3 a b))
(defn rem [a b] (whole 4 a b))
(defn mod [a b]
  (let [m (whole 4 a b)]
    (if (if (prim/num-eq m 0) true (prim/identical (prim/gt b 0) (prim/gt m 0)))
      m
      (prim/add m b))))

(defn- order
  "Negative, zero or positive as a is below, equal to or above b; numbers of kind below double."
  [a b]
  (let [k (kind a b)]
    (if (prim/identical k 2)
      (if (if (prim/ratio? a) true (prim/ratio? b))
        (let [x (if (prim/decimal? a) (decimal->quotient a) a)
              y (if (prim/decimal? b) (decimal->quotient b) b)]
          (order-quotients x y))
        (let [small (prim/decimal-op 12 a b)]
          (if small small (decimal-compare (to-decimal a) (to-decimal b)))))
      (order-quotients a b))))

(defn- order-quotients [a b]
  (prim/big-op 12 (prim/big-op 2 (numerator-of a) (denominator-of b)) (prim/big-op 2 (numerator-of b) (denominator-of a))))

(defn decimal->quotient
  "A decimal as an exact ratio or integer."
  [x]
  (let [u (prim/decimal-unscaled x) s (prim/decimal-scale x)]
    (if (prim/le s 0)
      (prim/big-op 2 (prim/bigint u) (power-of-ten (prim/sub 0 s)))
      (make-quotient (prim/bigint u) (power-of-ten s)))))

(defn lt [a b]
  (need-numbers a b)
  (if (prim/identical 3 (kind a b)) (prim/lt (prim/double a) (prim/double b)) (prim/lt (order a b) 0)))
(defn le [a b]
  (need-numbers a b)
  (if (prim/identical 3 (kind a b)) (prim/le (prim/double a) (prim/double b)) (prim/le (order a b) 0)))
(defn gt [a b]
  (need-numbers a b)
  (if (prim/identical 3 (kind a b)) (prim/gt (prim/double a) (prim/double b)) (prim/gt (order a b) 0)))
(defn ge [a b]
  (need-numbers a b)
  (if (prim/identical 3 (kind a b)) (prim/ge (prim/double a) (prim/double b)) (prim/ge (order a b) 0)))
(defn num-eq [a b]
  (need-numbers a b)
  (if (prim/identical 3 (kind a b)) (prim/num-eq (prim/double a) (prim/double b)) (prim/num-eq (order a b) 0)))

(defn number-eq
  "Clojure = on two numbers: equal only within one category (integer, ratio, decimal, floating)."
  [a b]
  (if (if (prim/integer? a) (prim/integer? b)
        (if (prim/ratio? a) (prim/ratio? b)
          (if (prim/decimal? a) (prim/decimal? b) false)))
    (prim/num-eq 0 (order a b))
    (if (prim/float? a) (if (prim/float? b) (prim/num-eq a b) false) false)))

(defn- strip-zeros [u s]
  (loop [u u s s]
    (if (if (big-zero? u) false (big-zero? (prim/big-op 4 u 10)))
      (recur (prim/big-op 3 u 10) (prim/sub s 1))
      [u (if (big-zero? u) 0 s)])))

(defn- low-int [x] (let [low (prim/bit-and x 0xffffffff)] (if (prim/gt low 0x7fffffff) (prim/sub low 0x100000000) low)))

(defn- magnitude-hash
  "The hash of an integer of any size over its 32-bit digits, highest first, signed: Java's BigInteger.hashCode."
  [x]
  (let [negative (big-negative? x)
        x (prim/bigint (if negative (prim/big-op 1 0 x) x))]
    (loop [x x digits ()]
      (if (big-zero? x)
        (let [h (loop [s (prim/seq digits) h 0]
                  (if s (recur (prim/next s) (low-int (prim/unchecked-add (prim/unchecked-mul 31 h) (prim/first s)))) h))]
          (if negative (low-int (prim/sub 0 h)) h))
        (recur (prim/big-op 10 x -32) (prim/cons (prim/long (prim/big-narrow (prim/big-op 7 x 4294967295))) digits))))))

(defn number-hash [x]
  (if (prim/ratio? x)
    (prim/bit-xor (magnitude-hash (prim/numerator x)) (magnitude-hash (prim/denominator x)))
    (if (prim/decimal? x)
      (let [p (strip-zeros (prim/decimal-unscaled x) (prim/decimal-scale x))]
        (low-int (prim/unchecked-add (prim/unchecked-mul 31 (magnitude-hash (prim/nth p 0))) (prim/nth p 1))))
      (if (prim/bigint? x)
        (let [n (prim/big-narrow x)]
          (if (prim/bigint? n) (magnitude-hash n) (prim/hash n)))
        (prim/hash (prim/double x))))))

;; ---- conversions --------------------------------------------------------------------------------------------------
(defn- truncated
  "The whole part of an exact number, as an integer."
  [x]
  (if (prim/ratio? x)
    (prim/big-op 3 (prim/numerator x) (prim/denominator x))
    (if (prim/decimal? x)
      (let [q (decimal->quotient x)] (if (prim/ratio? q) (truncated q) q))
      x)))

(defn- out-of-range [x what]
  (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                          (clojure.core/str "Value out of range for " what ": " x) nil)))

(defn long [x]
  (if (prim/number? x)
    (let [n (prim/big-narrow (prim/bigint (truncated x)))]
      (if (prim/bigint? n) (out-of-range x "long") n))
    (not-a-number x)))

(defn int [x]
  (if (prim/number? x)
    (let [n (long x)]
      (if (if (prim/lt n -2147483648) true (prim/gt n 2147483647)) (out-of-range x "int") n))
    (not-a-number x)))

(defn double [x]
  (if (prim/number? x) (prim/double x) (not-a-number x)))
