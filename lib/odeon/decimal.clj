;; odeon.decimal: rounding of decimals, as java.math.BigDecimal does it. A rounding mode is a symbol: HALF_UP and so on.
(in-ns 'odeon.decimal)

(def modes "The rounding modes in the order of Java's numbers." '[UP DOWN CEILING FLOOR HALF_UP HALF_DOWN HALF_EVEN UNNECESSARY])

(defn- need-rounding []
  (throw (odeon.host-class/make-exception "java.lang.ArithmeticException" "Rounding necessary" nil)))

(defn- up?
  "Whether the whole quotient q, with the remainder r of a division by d, moves away from zero."
  [mode q r d negative?]
  (let [half (compare (* 2 (abs r)) d)]
    (case mode
      UP true
      DOWN false
      CEILING (not negative?)
      FLOOR negative?
      HALF_UP (>= half 0)
      HALF_DOWN (> half 0)
      HALF_EVEN (if (= half 0) (odd? q) (> half 0))
      (need-rounding))))

(defn- power [n] (prim/bigint (apply *' (repeat n 10N))))

(defn set-scale
  "The decimal n with this many digits after the point."
  [n scale mode]
  (let [mode (if (number? mode) (nth modes mode) mode)
        u (prim/bigint (prim/decimal-unscaled n))
        less (- (prim/decimal-scale n) scale)]
    (if (<= less 0)
      (prim/make-decimal (*' u (power (- less))) scale)
      (let [d (power less)
            q (quot u d)
            r (rem u d)]
        (prim/make-decimal (prim/bigint (cond (zero? r) q
                                              (up? mode q r d (neg? u)) (if (neg? u) (dec' q) (inc' q))
                                              :else q))
                           scale)))))

(defn precision "How many digits a decimal has." [n]
  (let [u (abs (prim/decimal-unscaled n))] (count (prim/num->string u 10))))

(defn strip "A decimal without zeros at the end." [n]
  (loop [u (prim/bigint (prim/decimal-unscaled n)) scale (prim/decimal-scale n)]
    (if (zero? u)
      0M
      (if (zero? (rem u 10)) (recur (quot u 10) (dec scale)) (prim/make-decimal (prim/bigint u) scale)))))

(deftype MathContext [digits mode]
  java.math.MathContext
  (getPrecision [_] digits)
  (getRoundingMode [_] mode))
(odeon.host-class/become! "java.math.MathContext" MathContext)

(defn context "How to round: digits and mode." [digits mode] (->MathContext digits mode))

(defn round "A decimal rounded to the digits of a context." [n context]
  (let [digits (.getPrecision context)
        more (- (precision n) digits)]
    (if (or (= 0 digits) (<= more 0))
      n
      (let [r (set-scale n (- (prim/decimal-scale n) more) (.getRoundingMode context))]
        (if (> (precision r) digits) (recur r context) r)))))

(defn divide
  "The quotient of two decimals in a context: a few digits more than it asks for, the last of which tells whether more follow."
  [a b context]
  (let [ua (prim/bigint (prim/decimal-unscaled a))
        ub (prim/bigint (prim/decimal-unscaled b))
        digits (.getPrecision context)
        preferred (- (prim/decimal-scale a) (prim/decimal-scale b))
        more (max 0 (+ digits 3 (- (precision b) (precision a))))
        n (*' ua (power more))
        q (quot n ub)
        exact? (zero? (rem n ub))
        negative? (not= (neg? ua) (neg? ub))]
    (if exact?
      (loop [u q scale (+ preferred more)]
        (if (and (> scale preferred) (zero? (rem u 10)))
          (recur (quot u 10) (dec scale))
          (round (prim/make-decimal (prim/bigint u) scale) context)))
      (round (prim/make-decimal (prim/bigint ((if negative? -' +') (*' q 10) 1)) (+ preferred more 1)) context))))

(odeon.host-class/constructor! "java.math.MathContext"
                               (fn ([digits] (->MathContext digits 'HALF_UP)) ([digits mode] (->MathContext digits mode))))

(in-ns 'odeon.static)

(def java.math.RoundingMode.UP 'UP)
(def java.math.RoundingMode.DOWN 'DOWN)
(def java.math.RoundingMode.CEILING 'CEILING)
(def java.math.RoundingMode.FLOOR 'FLOOR)
(def java.math.RoundingMode.HALF_UP 'HALF_UP)
(def java.math.RoundingMode.HALF_DOWN 'HALF_DOWN)
(def java.math.RoundingMode.HALF_EVEN 'HALF_EVEN)
(def java.math.RoundingMode.UNNECESSARY 'UNNECESSARY)
(def java.math.BigDecimal.ROUND_UP 0)
(def java.math.BigDecimal.ROUND_DOWN 1)
(def java.math.BigDecimal.ROUND_CEILING 2)
(def java.math.BigDecimal.ROUND_FLOOR 3)
(def java.math.BigDecimal.ROUND_HALF_UP 4)
(def java.math.BigDecimal.ROUND_HALF_DOWN 5)
(def java.math.BigDecimal.ROUND_HALF_EVEN 6)
(def java.math.BigDecimal.ROUND_UNNECESSARY 7)
(def java.math.MathContext.UNLIMITED (odeon.decimal/->MathContext 0 'HALF_UP))
(def java.math.MathContext.DECIMAL32 (odeon.decimal/->MathContext 7 'HALF_EVEN))
(def java.math.MathContext.DECIMAL64 (odeon.decimal/->MathContext 16 'HALF_EVEN))
(def java.math.MathContext.DECIMAL128 (odeon.decimal/->MathContext 34 'HALF_EVEN))
