;; format: %[index$][flags][width][.precision]conversion as java.util.Formatter understands it.
;;
;; A format is checked when it is taken apart, before any argument is looked at.
(in-ns 'odeon.class)

(def java.util.DuplicateFormatFlagsException (odeon.host-class/define "java.util.DuplicateFormatFlagsException" java.util.IllegalFormatException))
(def java.util.FormatFlagsConversionMismatchException
  (odeon.host-class/define "java.util.FormatFlagsConversionMismatchException" java.util.IllegalFormatException))
(def java.util.IllegalFormatArgumentIndexException
  (odeon.host-class/define "java.util.IllegalFormatArgumentIndexException" java.util.IllegalFormatException))
(def java.util.IllegalFormatCodePointException
  (odeon.host-class/define "java.util.IllegalFormatCodePointException" java.util.IllegalFormatException))
(def java.util.IllegalFormatFlagsException (odeon.host-class/define "java.util.IllegalFormatFlagsException" java.util.IllegalFormatException))
(def java.util.IllegalFormatPrecisionException
  (odeon.host-class/define "java.util.IllegalFormatPrecisionException" java.util.IllegalFormatException))
(def java.util.IllegalFormatWidthException (odeon.host-class/define "java.util.IllegalFormatWidthException" java.util.IllegalFormatException))
(def java.util.MissingFormatWidthException (odeon.host-class/define "java.util.MissingFormatWidthException" java.util.IllegalFormatException))

(in-ns 'clojure.core)

(defn- pad-to [s width left? filler]
  (let [missing (if width (prim/sub width (prim/str-length s)) 0)]
    (if (prim/gt missing 0)
      (if left? (prim/str-concat s (prim/str-repeat " " missing)) (prim/str-concat (prim/str-repeat filler missing) s))
      s)))

(defn- has-flag? [flags c] (prim/ge (prim/str-index-of flags c 0) 0))

(defn- group-thousands [digits]
  (let [n (prim/str-length digits)
        head (let [r (prim/rem n 3)] (if (prim/identical r 0) 3 r))]
    (if (prim/le n 3)
      digits
      (loop [i head out (prim/substring digits 0 head)]
        (if (prim/lt i n)
          (recur (prim/add i 3) (str out "," (prim/substring digits i (prim/add i 3))))
          out)))))

(defn- sign-number
  "Sign, grouping and padding of a number given as negative? and its unsigned text."
  [negative digits flags width]
  (let [dot (prim/str-index-of digits "." 0)
        whole (if (prim/lt dot 0) digits (prim/substring digits 0 dot))
        fraction (if (prim/lt dot 0) "" (prim/substring digits dot (prim/str-length digits)))
        digits (if (has-flag? flags ",") (prim/str-concat (group-thousands whole) fraction) digits)
        prefix (if negative (if (has-flag? flags "(") "(" "-") (if (has-flag? flags "+") "+" (if (has-flag? flags " ") " " "")))
        suffix (if (if negative (has-flag? flags "(") false) ")" "")]
    (if (if (has-flag? flags "0") width false)
      (str prefix (pad-to digits (prim/sub width (prim/add (prim/str-length prefix) (prim/str-length suffix))) false "0") suffix)
      (pad-to (str prefix digits suffix) width (has-flag? flags "-") " "))))

;; ---- what is wrong in a format --------------------------------------------------------------------------------------
(defn- bad-argument [conversion x]
  (throw-new "java.util.IllegalFormatConversionException" (str conversion " != " (class-name-of x))))
(defn- unknown-conversion [c] (throw-new "java.util.UnknownFormatConversionException" (str "Conversion = '" c "'")))
(defn- flag-mismatch [c flag] (throw-new "java.util.FormatFlagsConversionMismatchException" (str "Conversion = " c ", Flags = " flag)))

(defn- refuse-flags
  "Throws if one of the flags in refused is there."
  [flags refused c]
  (loop [i 0]
    (if (prim/lt i (prim/str-length refused))
      (let [f (prim/substring refused i (prim/add i 1))]
        (if (has-flag? flags f) (flag-mismatch c f) (recur (prim/add i 1))))
      nil)))

(defn- known-flags
  "The flags in the order in which messages have them; each may be there once."
  [flags]
  (loop [i 0 known ""]
    (if (prim/lt i 8)
      (let [f (prim/substring "-#+ 0,(<" i (prim/add i 1))
            at (prim/str-index-of flags f 0)]
        (if (prim/lt at 0)
          (recur (prim/add i 1) known)
          (if (prim/lt (prim/str-index-of flags f (prim/add at 1)) 0)
            (recur (prim/add i 1) (prim/str-concat known f))
            (throw-new "java.util.DuplicateFormatFlagsException" (str "Flags = '" f "'")))))
      known)))

(defn- check-flags
  "Throws if the flags, width or precision don't go with the conversion c, which is of a kind; text: the directive."
  [kind c flags width precision text]
  (let [need-width (fn [f] (if (if width false (has-flag? flags f)) (throw-new "java.util.MissingFormatWidthException" text) nil))
        no-precision (fn [] (if precision (throw-new "java.util.IllegalFormatPrecisionException" (str precision)) nil))
        bad-flags (fn [] (throw-new "java.util.IllegalFormatFlagsException" (str "Flags = '" flags "'")))
        number (fn []
                 (need-width "-")
                 (need-width "0")
                 (if (or (if (has-flag? flags "+") (has-flag? flags " ") false) (if (has-flag? flags "-") (has-flag? flags "0") false))
                   (bad-flags)
                   nil))]
    (case kind
      :general (do (if (prim/eq c "s") nil (refuse-flags flags "#" c)) (need-width "-") (refuse-flags flags "+ 0,(" c))
      :date (do (no-precision) (refuse-flags flags "#+ 0,(" c) (need-width "-"))
      :char (do (no-precision) (refuse-flags flags "#+ 0,(" c) (need-width "-"))
      :integer (do (number) (no-precision) (refuse-flags flags (if (prim/eq c "d") "#" ",") c))
      :float (do (number) (refuse-flags flags (case c "a" "(," "e" "," "g" "#" "") c))
      :percent (do (no-precision) (if (or (prim/eq flags "-") (prim/eq flags "")) nil (bad-flags)) (need-width "-"))
      :line (do (no-precision)
                (if width (throw-new "java.util.IllegalFormatWidthException" (str width)) nil)
                (if (prim/eq flags "") nil (bad-flags))))))

;; ---- integers -----------------------------------------------------------------------------------------------------
(defn- format-integer [x flags width conversion]
  (if (prim/integer? x) nil (bad-argument conversion x))
  (if (prim/eq conversion "d")
    (let [negative (prim/lt x 0)]
      (sign-number negative (prim/num->string (if negative (prim/sub-p 0 x) x) 10) flags width))
    (let [octal (prim/eq conversion "o")
          radix (if octal 8 16)
          prefix (if (has-flag? flags "#") (if octal "0" "0x") "")]
      (if (prim/int? x)
        (let [text (if (prim/lt x 0)
                     ;; two's complement: the upper digits from the shifted value
                     (prim/str-concat (prim/num->string (prim/ushr x (if octal 3 4)) radix)
                                      (prim/num->string (prim/bit-and x (prim/sub radix 1)) radix))
                     (prim/num->string x radix))]
          (refuse-flags flags "( +" conversion)
          (if (if (has-flag? flags "0") width false)
            (prim/str-concat prefix (pad-to text (prim/sub width (prim/str-length prefix)) false "0"))
            (pad-to (prim/str-concat prefix text) width (has-flag? flags "-") " ")))
        ;; a big integer has a sign, and zeros stand between it, the prefix and the digits
        (let [negative (prim/lt x 0)
              text (prim/num->string (if negative (prim/sub-p 0 x) x) radix)
              signs (prim/str-length (sign-number negative "" flags nil))
              room (if (if (has-flag? flags "0") width false) (prim/sub width (prim/add signs (prim/str-length prefix))) 0)]
          (sign-number negative (prim/str-concat prefix (pad-to text room false "0")) flags width))))))

;; ---- decimal fractions --------------------------------------------------------------------------------------------
(defn- round-decimal
  "A decimal's text with exactly so many digits after the point, halves away from zero."
  [x precision]
  (let [u (prim/decimal-unscaled x)
        scale (prim/decimal-scale x)
        shift (prim/sub scale precision)
        unscaled (if (prim/le shift 0)
                   (prim/big-op 2 (prim/bigint u) (odeon.slow/power-of-ten (prim/sub 0 shift)))
                   (let [p (odeon.slow/power-of-ten shift)]
                     (prim/big-op 3 (prim/big-op 0 (prim/big-op 2 2 (prim/bigint u)) p) (prim/big-op 2 2 p))))]
    (odeon.slow/decimal->plain unscaled precision)))

(defn- decimal-digits
  "A size as [digit, the others up to precision, exponent], halves away from zero."
  [x precision]
  (let [u (prim/num->string (prim/decimal-unscaled x) 10)
        n (prim/str-length u)
        e (prim/sub (prim/sub n 1) (prim/decimal-scale x))
        kept (round-decimal (prim/make-decimal (prim/decimal-unscaled x) (prim/sub n 1)) precision)
        ten? (prim/str-starts kept "10")]
    (if (prim/eq u "0")
      [(if (prim/gt precision 0) (prim/str-concat "0." (prim/str-repeat "0" precision)) "0") 0]
      (if ten?
        [(if (prim/gt precision 0) (prim/str-concat "1." (prim/str-repeat "0" precision)) "1") (prim/add e 1)]
        [kept e]))))

(defn- scientific "A size as d.ddde+xx." [x precision]
  ;; a double has no more digits than its shortest text
  (if (if (prim/float? x) (prim/lt precision 17) false)
    (prim/format-double x 1 precision)
    (let [[digits e] (decimal-digits (bigdec x) precision)
          power (prim/num->string (if (prim/lt e 0) (prim/sub 0 e) e) 10)]
      (str digits (if (prim/lt e 0) "e-" "e+") (pad-to power 2 false "0")))))

(defn- general "%g: so many digits in all, without an exponent for what is neither small nor large." [x precision]
  (let [precision (if (prim/identical precision 0) 1 precision)
        d (bigdec x)
        whole-digits (fn [d] (prim/sub (prim/str-length (prim/num->string (prim/decimal-unscaled d) 10)) (prim/decimal-scale d)))]
    (if (prim/num-eq x 0)
      (if (prim/identical precision 1) "0" (prim/str-concat "0." (prim/str-repeat "0" (prim/sub precision 1))))
      (let [n (whole-digits d)
            d (bigdec (round-decimal d (let [places (prim/sub precision n)] (if (prim/lt places 0) 0 places))))]
        (if (if (prim/ge d 0.0001M) (prim/lt d (odeon.slow/to-decimal (odeon.slow/power-of-ten precision))) false)
          (let [n (whole-digits d)
                n (if (prim/lt d 1) (if (prim/le n 0) n 0) n)]
            (round-decimal (bigdec x) (let [places (prim/sub precision n)] (if (prim/lt places 0) 0 places))))
          (scientific x (prim/sub precision 1)))))))

(defn- hex-double
  "%a: a size in hexadecimal, [what stands in front of the digits, the rest]."
  [x precision]
  (let [bits (prim/double->bits x)
        fraction (prim/bit-and bits 0xfffffffffffff)
        e (prim/bit-and (prim/ushr bits 52) 0x7ff)
        places (if precision (if (prim/identical precision 0) 1 precision) nil)
        text (fn [one fraction e]
               (let [all (pad-to (prim/num->string fraction 16) 13 false "0")
                     short (loop [n 13]
                       (if (if (prim/gt n 0) (prim/identical \0 (prim/char-at all (prim/sub n 1))) false)
                         (recur (prim/sub n 1))
                         (prim/substring all 0 n)))
                     digits (if places
                              (if (prim/lt places 13) (prim/substring all 0 places) (prim/str-concat all (prim/str-repeat "0" (prim/sub places 13))))
                              (if (prim/eq short "") "0" short))]
                 (str one "." digits "p" e)))
        ;; to fewer digits: half of the last one is added, and the rest cut off
        round (fn [fraction e]
                (let [cut (prim/mul 4 (prim/sub 13 places))
                      half (prim/shl 1 (prim/sub cut 1))
                      low (prim/bit-and fraction (prim/sub (prim/shl 1 cut) 1))
                      up? (if (prim/eq low half) (prim/eq 1 (prim/bit-and 1 (prim/ushr fraction cut))) (prim/gt low half))
                      f (prim/add fraction (if up? (prim/shl 1 cut) 0))]
                  (if (prim/gt f 0xfffffffffffff)
                    (text "1" 0 (prim/add e 1))
                    (text "1" f e))))]
    (if (if (prim/identical e 0) (prim/identical fraction 0) false)
      (text "0" 0 0)
      (if (if places (prim/lt places 13) false)
        (if (prim/identical e 0)
          (loop [f fraction e -1022]
            (if (prim/lt f 0x10000000000000)
              (recur (prim/shl f 1) (prim/sub e 1))
              (round (prim/bit-and f 0xfffffffffffff) e)))
          (round fraction (prim/sub e 1023)))
        (if (prim/identical e 0) (text "0" fraction -1022) (text "1" fraction (prim/sub e 1023)))))))

(defn- format-float [x flags width precision conversion]
  (if (or (prim/float? x) (if (prim/decimal? x) (not (prim/eq conversion "a")) false)) nil (bad-argument conversion x))
  (if (if (prim/float? x) (or (prim/nan? x) (prim/infinite? x)) false)
    (pad-to (if (prim/nan? x) "NaN"
              (if (prim/gt x 0)
                (if (has-flag? flags "+") "+Infinity" (if (has-flag? flags " ") " Infinity" "Infinity"))
                (if (has-flag? flags "(") "(Infinity)" "-Infinity")))
            width (has-flag? flags "-") " ")
    (let [negative (if (prim/float? x) (or (prim/lt x 0) (prim/lt (prim/div 1.0 x) 0)) (prim/lt x 0))
          size (if negative (prim/neg x) x)
          size (if (prim/float? size) (prim/double size) size)
          digits (if precision precision 6)]
      (if (prim/eq conversion "a")
        (let [text (hex-double size precision)
              sign (if negative "-" (if (has-flag? flags "+") "+" (if (has-flag? flags " ") " " "")))]
          (if (if width (has-flag? flags "0") false)
            (str sign "0x" (pad-to text (prim/sub width (prim/add 2 (prim/str-length sign))) false "0"))
            (pad-to (str sign "0x" text) width (has-flag? flags "-") " ")))
        (let [text (case conversion
                     "f" (if (prim/float? size) (prim/format-double size 0 digits) (round-decimal size digits))
                     "e" (scientific size digits)
                     (general size digits))
              text (if (if (has-flag? flags "#") (prim/lt (prim/str-index-of text "." 0) 0) false)
                     (let [e (prim/str-index-of text "e" 0)
                           at (if (prim/lt e 0) (prim/str-length text) e)]
                       (str (prim/substring text 0 at) "." (prim/substring text at (prim/str-length text))))
                     text)]
          (sign-number negative text flags width))))))

;; ---- dates: UTC, in English -----------------------------------------------------------------------------------------
(def ^:private day-names ["Sunday" "Monday" "Tuesday" "Wednesday" "Thursday" "Friday" "Saturday"])
(def ^:private month-names
  ["January" "February" "March" "April" "May" "June" "July" "August" "September" "October" "November" "December"])

(defn- date-part
  "What %t and a letter make of milliseconds since 1970."
  [c at]
  (let [[year month day hour minute second ms weekday] (civil at)
        hour12 (let [h (prim/rem hour 12)] (if (prim/identical h 0) 12 h))
        part (fn [c] (date-part c at))
        short (fn [names i] (prim/substring (prim/nth names i) 0 3))
        year-text (pad-number year 4)
        noon (if (prim/lt hour 12) "am" "pm")]
    (case c
      "H" (pad-number hour 2) "I" (pad-number hour12 2) "k" (str hour) "l" (str hour12)
      "M" (pad-number minute 2) "S" (pad-number second 2) "L" (pad-number ms 3) "N" (pad-number (prim/mul ms 1000000) 9)
      "p" noon "z" "+0000" "Z" "UTC"
      "s" (str (prim/quot (prim/sub at (prim/mod at 1000)) 1000)) "Q" (str at)
      "B" (prim/nth month-names (prim/sub month 1)) ("b" "h") (short month-names (prim/sub month 1))
      "A" (prim/nth day-names weekday) "a" (short day-names weekday)
      "C" (prim/substring year-text 0 2) "Y" year-text "y" (prim/substring year-text 2 4)
      "j" (let [first-day (prim/nth [0 31 59 90 120 151 181 212 243 273 304 334] (prim/sub month 1))
                leap (if (prim/identical 0 (prim/mod year 4)) (or (prim/gt (prim/mod year 100) 0) (prim/identical 0 (prim/mod year 400))) false)]
            (pad-number (prim/add day (prim/add first-day (if (if leap (prim/gt month 2) false) 1 0))) 3))
      "m" (pad-number month 2) "d" (pad-number day 2) "e" (str day)
      "R" (str (part "H") ":" (part "M"))
      "T" (str (part "R") ":" (part "S"))
      "r" (str (part "I") ":" (part "M") ":" (part "S") " " (prim/str-upper noon))
      "D" (str (part "m") "/" (part "d") "/" (part "y"))
      "F" (str (part "Y") "-" (part "m") "-" (part "d"))
      "c" (str (part "a") " " (part "b") " " (part "d") " " (part "T") " UTC " (part "Y")))))

(defn- format-date [x c]
  (date-part c (if (prim/int? x) x (if (prim/identical 13 (prim/type-id x)) (prim/inst-ms x) (bad-argument c x)))))

;; ---- directives: [end index flags width precision conversion text kind upper?] ------------------------------------------
(defn- format-one [d x]
  (let [[_ _ flags width precision c _ kind upper] d
        cut (fn [s] (if precision (if (prim/lt precision (prim/str-length s)) (prim/substring s 0 precision) s) s))
        pad (fn [s] (pad-to s width (has-flag? flags "-") " "))
        text (case kind
               :general (case c
                          "s" (let [s (if (nil? x) "null" (str x))]
                                (refuse-flags flags "#" c)
                                (pad (cut s)))
                          "b" (pad (cut (if (nil? x) "false" (if (boolean? x) (str x) "true"))))
                          (pad (cut (if (nil? x) "null" (hex (odeon.interop/invoke0 x "hashCode"))))))
               (if (nil? x)
                 (pad (if (prim/identical kind :float) (cut "null") "null"))
                 (case kind
                   :char (pad (if (prim/char? x)
                                (str x)
                                (if (prim/int? x)
                                  (if (if (prim/ge x 0) (prim/le x 0x10ffff) false)
                                    (if (prim/lt x 0x10000)
                                      (str (prim/int->char x))
                                      (let [beyond (prim/sub x 0x10000)]
                                        (str (prim/int->char (prim/add 0xd800 (prim/ushr beyond 10)))
                                             (prim/int->char (prim/add 0xdc00 (prim/bit-and beyond 0x3ff))))))
                                    (throw-new "java.util.IllegalFormatCodePointException" (str "Code point = 0x" (hex x))))
                                  (bad-argument c x))))
                   :integer (format-integer x flags width c)
                   :float (format-float x flags width precision c)
                   :date (pad (format-date x c)))))]
    (if upper (prim/str-upper text) text)))

(defn- kind-of
  "What a conversion is about; nil if there is none like it."
  [c date?]
  (if date?
    (if (prim/ge (prim/str-index-of "HIklMSLNpzZsQBbhAaCYyjmdeRTrDFc" c 0) 0) :date nil)
    (case c
      ("b" "B" "h" "H" "s" "S") :general
      ("c" "C") :char
      ("d" "o" "x" "X") :integer
      ("e" "E" "f" "g" "G" "a" "A") :float
      "%" :percent
      "n" :line
      nil)))

(defn- directive
  "The directive at a position. index: nil the next argument, -1 the last one again, or a number."
  [fmt at]
  (let [m (prim/regex-exec #"%(\d+\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([tT])?([a-zA-Z%])" fmt at 1)
        after (prim/substring fmt (prim/add at 1) (min (prim/str-length fmt) (prim/add at 2)))]
    (if m nil (unknown-conversion (if (prim/eq after "") "%" after)))
    (let [number (fn [s exception]
                   (if s
                     (let [n (prim/parse-int s 10)]
                       (if (prim/lt n 0x80000000) n (throw-new exception "-2147483648")))
                     nil))
          index (prim/node-get m 3)
          flags (known-flags (let [f (prim/node-get m 4)] (if f f "")))
          width (number (prim/node-get m 5) "java.util.IllegalFormatWidthException")
          precision (number (prim/node-get m 6) "java.util.IllegalFormatPrecisionException")
          date (prim/node-get m 7)
          c (prim/node-get m 8)
          kind (kind-of c date)
          c (if date c (prim/str-lower c))
          text (prim/node-get m 2)
          index (if index (prim/sub (prim/parse-int (prim/substring index 0 (prim/sub (prim/str-length index) 1)) 10) 1) nil)]
      (if kind nil (unknown-conversion (str (if date "t" "") (prim/node-get m 8))))
      (if (if index (prim/lt index 0) false)
        (throw-new "java.util.IllegalFormatArgumentIndexException" "Illegal format argument index = 0")
        nil)
      (check-flags kind c flags width precision text)
      [(prim/node-get m 1) (if index index (if (has-flag? flags "<") -1 nil)) flags width precision c text kind
       (if date (prim/eq date "T") (not (prim/eq c (prim/node-get m 8))))])))

(defn- format-pieces "A format's texts and directives in turn." [fmt]
  (loop [pos 0 pieces []]
    (let [at (prim/str-index-of fmt "%" pos)]
      (if (prim/lt at 0)
        (prim/conj pieces (prim/substring fmt pos (prim/str-length fmt)))
        (let [d (directive fmt at)]
          (recur (prim/nth d 0) (prim/conj (prim/conj pieces (prim/substring fmt pos at)) d)))))))

(def ^{:private true :doc "Format -> its pieces: programs use few. Begun anew when there are many."} known-formats (prim/atom {}))
(defn- pieces-of [fmt]
  (let [known (prim/atom-deref known-formats)
        pieces (prim/get known fmt)]
    (if pieces
      pieces
      (let [pieces (format-pieces fmt)]
        ;; who loses against another actor has lost no more than this entry
        (prim/atom-cas known-formats known (prim/assoc (if (prim/lt (prim/count known) 256) known {}) fmt pieces))
        pieces))))

(defn- put-directive
  "Appends what a directive makes of the argument that it is for; answers that argument's number."
  [sb d args next-arg last-arg]
  (let [[_ index _ _ _ _ text] d
        i (if index (if (prim/lt index 0) last-arg index) next-arg)]
    (if (or (prim/lt i 0) (prim/ge i (prim/count args)))
      (throw-new "java.util.MissingFormatArgumentException" (str "Format specifier '" text "'"))
      nil)
    (prim/sb-append sb (format-one d (prim/nth args i)))
    i))

(defn format "The text of fmt with its %-directives replaced by the arguments, as Java's formatter does it." [fmt & args]
  (let [args (vec args)
        pieces (pieces-of fmt)
        n (prim/count pieces)
        sb (prim/sb-new)]
    (loop [k 0 next-arg 0 last-arg -1]
      (if (prim/lt k n)
        (let [piece (prim/nth pieces k)]
          (if (prim/string? piece)
            (do (prim/sb-append sb piece) (recur (prim/add k 1) next-arg last-arg))
            (let [conversion (prim/nth piece 5)]
              (if (prim/eq conversion "%")
                (do (prim/sb-append sb (pad-to "%" (prim/nth piece 3) (has-flag? (prim/nth piece 2) "-") " "))
                    (recur (prim/add k 1) next-arg last-arg))
                (if (prim/eq conversion "n")
                  (do (prim/sb-append sb "\n") (recur (prim/add k 1) next-arg last-arg))
                  (let [i (put-directive sb piece args next-arg last-arg)]
                    (recur (prim/add k 1) (if (prim/nth piece 1) next-arg (prim/add next-arg 1)) i)))))))
        (prim/sb->string sb)))))

(defn printf "Prints format's text." [fmt & args] (print (apply format fmt args)))
