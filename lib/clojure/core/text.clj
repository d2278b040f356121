;; Regular expressions, parsing of numbers, format.
(in-ns 'clojure.core)

;; ---- regular expressions ------------------------------------------------------------------------------------------
(defn re-pattern "A regular expression from its source (or itself)." [s] (if (prim/regex? s) s (prim/regex s)))

(defn- match-groups
  "What a match (NODE [start end whole group...]) gives: the text, or a vector of it and the groups."
  [node]
  (let [n (prim/node-count node)]
    (if (prim/identical n 3)
      (prim/node-get node 2)
      (loop [i 2 v []]
        (if (prim/lt i n) (recur (prim/add i 1) (prim/conj v (prim/node-get node i))) v)))))

(declare bigdec)

(in-ns 'odeon.matcher)

(defn behind
  "Where the search goes on after a match in [start end): an empty one would be found again."
  [start end]
  (if (prim/identical start end) (prim/add end 1) end))
(defn behind-all
  "The same after the last of many matches."
  [spans]
  (let [n (prim/node-count spans)]
    (behind (prim/node-get spans (prim/sub n 2)) (prim/node-get spans (prim/sub n 1)))))

(defprotocol Scanner
  (scan [m] "The next match as a NODE, or nil.")
  (full [m] "The match of the whole text, or nil.")
  (last-match [m] "The match found last.")
  (find [m]) (matches [m]) (lookingAt [m]) (group [m] [m i]) (groupCount [m]) (start [m]) (end [m]) (hitEnd [m]) (reset [m])
  (replaceAll [m s]) (replaceFirst [m s]))

(deftype Matcher [regex text ^:volatile-mutable pos ^:volatile-mutable found]
  Scanner
  (scan [_]
    (let [m (prim/regex-exec regex text pos 0)]
      (set! found m)
      (set! pos (if m (behind (prim/node-get m 0) (prim/node-get m 1)) (prim/add 1 (prim/str-length text))))
      m))
  (full [_]
    (let [m (prim/regex-exec regex text 0 2)]
      (set! found m)
      m))
  (find [this] (some? (scan this)))
  (matches [this] (some? (full this)))
  (lookingAt [_]
    (let [m (prim/regex-exec regex text 0 1)]
      (set! found m)
      (some? m)))
  (group [this] (prim/node-get (last-match this) 2))
  (group [this i]
    (prim/node-get (last-match this) (prim/add 2 (if (prim/int? i) i (clojure.string/group-index regex i)))))
  (groupCount [_] (prim/regex-groups regex))
  (start [this] (prim/node-get (last-match this) 0))
  (end [this] (prim/node-get (last-match this) 1))
  (hitEnd [_] (prim/ge pos (prim/str-length text)))
  (reset [this] (set! pos 0) (set! found nil) this)
  (replaceAll [_ s] (clojure.string/replace text regex s))
  (replaceFirst [_ s] (clojure.string/replace-first text regex s))
  (last-match [_]
    (if found found
      (throw (odeon.host-class/make-exception "java.lang.IllegalStateException" "No match found" nil))))
  java.util.regex.Matcher
  ;; group i, as for nth on Java's matchers
  (nth [this i]
    (if (if (prim/lt i 0) false (prim/le i (prim/regex-groups regex)))
      (group this i)
      (throw (odeon.host-class/make-exception "java.lang.IndexOutOfBoundsException" (clojure.core/str "No group " i) nil))))
  (nth [this i default]
    (if (if found (if (prim/lt i 0) false (prim/le i (prim/regex-groups regex))) false) (group this i) default)))
(odeon.host-class/become! "java.util.regex.Matcher" Matcher)

(in-ns 'clojure.core)

(defn- searched
  "A text to look for matches in, as a string."
  [s]
  (if (prim/string? s)
    s
    (if (prim/identical s nil)
      (throw-new "java.lang.NullPointerException" "a text is needed, not nil")
      (if (prim/instance? odeon.class/java.lang.CharSequence s)
        (str s)
        (class-cast (str (odeon.error/shown s) " is not a text"))))))

(defn re-matcher "A matcher that finds one match after the other in a text." [re s] (odeon.matcher/->Matcher re (searched s) 0 nil))
(defn re-groups "The groups of a matcher's last match." [m] (match-groups (odeon.matcher/last-match m)))
(defn re-find
  "The first match in a text (or a matcher's next one), nil if there is none."
  ([m] (let [r (odeon.matcher/scan m)] (if r (match-groups r) nil)))
  ([re s] (let [r (prim/regex-exec re (searched s) 0 0)] (if r (match-groups r) nil))))
(defn re-matches "The match of the whole text, or nil." [re s]
  (let [m (prim/regex-exec re (searched s) 0 2)] (if m (match-groups m) nil)))
(defn- texts-from
  "The texts of matches of an expression without groups, from pos on; so many are found at once, then more and more, up to 32."
  [re s pos most]
  (lazy-seq
   (let [spans (prim/regex-spans re s pos most)]
     (if spans
       (loop [i (prim/node-count spans)
              more (texts-from re s (odeon.matcher/behind-all spans) (if (prim/lt most 32) (prim/mul 2 most) most))]
         (if (prim/gt i 0)
           (recur (prim/sub i 2)
                  (prim/cons (prim/substring s (prim/node-get spans (prim/sub i 2)) (prim/node-get spans (prim/sub i 1))) more))
           more))
       nil))))

(defn re-seq "A lazy sequence of all matches in a text." [re s]
  (let [s (searched s)
        step (fn step [pos]
               (lazy-seq
                (let [m (prim/regex-exec re s pos 0)]
                  (if m
                    (prim/cons (match-groups m) (step (odeon.matcher/behind (prim/node-get m 0) (prim/node-get m 1))))
                    nil))))]
    (prim/seq (if (prim/identical 0 (prim/regex-groups re)) (texts-from re s 0 1) (step 0)))))

;; ---- numbers from text --------------------------------------------------------------------------------------------
(defn- need-string [s what]
  (if (prim/string? s) s (illegal-argument (str "Expected string, got " (if (nil? s) "nil" (class-name-of s))))))

(defn parse-long "The long that a string spells in decimal, or nil." [s]
  (let [n (prim/parse-int (need-string s "parse-long") 10)]
    (if (prim/int? n) n nil)))
(defn parse-double "The double that a string spells, or nil." [s]
  (need-string s "parse-double")
  (prim/parse-double s))
(defn parse-boolean "true or false for the strings \"true\" and \"false\", else nil." [s]
  (need-string s "parse-boolean")
  (if (prim/eq s "true") true (if (prim/eq s "false") false nil)))
(defn parse-uuid "The UUID that a string spells, or nil." [s]
  (need-string s "parse-uuid")
  (let [m (re-matches #"([0-9a-fA-F]{1,15})-([0-9a-fA-F]{1,15})-([0-9a-fA-F]{1,15})-([0-9a-fA-F]{1,15})-([0-9a-fA-F]{1,15})" s)]
    (if (if m (prim/le (prim/str-length s) 36) false)
      ;; of a part that is too long the last digits count
      (let [part (fn [i mask] (prim/bit-and mask (prim/parse-int (prim/nth m i) 16)))]
        (prim/uuid-make (prim/bit-or (prim/shl (part 1 0xffffffff) 32) (prim/bit-or (prim/shl (part 2 0xffff) 16) (part 3 0xffff)))
                        (prim/bit-or (prim/shl (part 4 0xffff) 48) (part 5 0xffffffffffff))))
      nil)))
(defn random-uuid "A random UUID (version 4)." []
  (let [word (fn [] (prim/bit-or (prim/shl (prim/long (prim/mul (prim/rand) 4294967296.0)) 32)
                                 (prim/long (prim/mul (prim/rand) 4294967296.0))))]
    (prim/uuid-make (prim/bit-or (prim/bit-and (word) -61441) 16384)
                    (prim/bit-or (prim/bit-and (word) 4611686018427387903) -9223372036854775808))))

(defn bigint "x as a big integer; strings are parsed." [x]
  (if (prim/string? x)
    (let [n (prim/parse-int x 10)]
      (if n (prim/bigint n) (throw-new "java.lang.NumberFormatException" (str "For input string: " (pr-str x)))))
    (if (prim/float? x)
      (bigint (bigdec x))
      (prim/bigint (odeon.slow/truncated x)))))
(defn biginteger "As bigint." [x] (bigint x))

(defn- parsed-decimal "The decimal that a string spells in any of Java's ways." [x]
  (let [m (re-matches #"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?" x)]
    (if (if m (or (prim/seq (prim/nth m 2)) (prim/seq (prim/nth m 3))) false)
      (let [frac (if (prim/nth m 3) (prim/nth m 3) "")
            n (prim/parse-int (str (prim/nth m 2) frac) 10)
            e (if (prim/nth m 4) (parse-long (prim/nth m 4)) 0)]
        (prim/make-decimal (if (prim/eq "-" (prim/nth m 1)) (prim/sub-p 0 n) n) (prim/sub (prim/str-length frac) e)))
      (throw-new "java.lang.NumberFormatException" (str "not a decimal: " (pr-str x))))))

(defn bigdec "x as a decimal; strings are parsed." [x]
  (if (prim/decimal? x) x
    (if (prim/string? x)
      (let [plain (prim/parse-decimal x)] (if plain plain (parsed-decimal x)))
      (if (prim/float? x)
        (if (or (prim/nan? x) (prim/infinite? x))
          (throw-new "java.lang.NumberFormatException" "Infinite or NaN")
          (bigdec (prim/num->string x 10)))
        (if (prim/ratio? x)
          (odeon.slow/div (odeon.slow/to-decimal (prim/numerator x)) (odeon.slow/to-decimal (prim/denominator x)))
          (prim/make-decimal x 0))))))
(defn rationalize "x as an exact number." [x]
  (if (prim/float? x)
    (let [q (odeon.slow/decimal->quotient (bigdec x))] (if (prim/ratio? q) q (prim/big-narrow q)))
    (if (prim/decimal? x)
      (odeon.slow/decimal->quotient x)
      (do
        (if x (prim/nan? x)) ; an error for what is no number
        x))))

(defprotocol Inst
  "Points in time."
  (inst-ms* [inst] "Milliseconds since 1970."))
(extend-protocol Inst
  java.util.Date
  (inst-ms* [inst] (prim/inst-ms inst)))
(defn inst? "True if x is a point in time." [x] (if (prim/identical 13 (prim/type-id x)) true (satisfies? Inst x)))
(defn inst-ms "Milliseconds since 1970 of a point in time." [x] (if (prim/identical 13 (prim/type-id x)) (prim/inst-ms x) (inst-ms* x)))
(defn uri? "True if x is a URI." [x] (if (prim/user-type? x) (prim/instance? odeon.class/java.net.URI x) false))
(defn bytes? "True if x is a byte array." [x] (if (prim/array? x) (prim/identical 2 (prim/array-kind x)) false))

;; ---- format -------------------------------------------------------------------------------------------------------
;; %[flags][width][.precision]conversion as java.util.Formatter understands it: b B h H s S c C d o x X e E f g G % n.
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

(defn- bad-format [class-name conversion x]
  (throw-new class-name (str conversion " != " (if (nil? x) "nil" (class-name-of x)))))

(defn- format-integer [x flags width conversion]
  (if (prim/eq conversion "d")
    (if (prim/integer? x)
      (let [negative (prim/lt x 0)]
        (sign-number negative (prim/num->string (if negative (prim/sub-p 0 x) x) 10) flags width))
      (bad-format "java.util.IllegalFormatConversionException" conversion x))
    (if (prim/integer? x)
      (let [radix (if (prim/eq conversion "o") 8 16)
            text (if (prim/int? x)
                   (if (prim/lt x 0)
                     ;; two's complement: the upper digits from the shifted value
                     (let [shift (if (prim/identical radix 16) 4 3)
                           top (prim/num->string (prim/ushr x shift) radix)]
                       (prim/str-concat top (prim/num->string (prim/bit-and x (prim/sub radix 1)) radix)))
                     (prim/num->string x radix))
                   (prim/num->string x radix))
            text (if (has-flag? flags "#") (prim/str-concat (if (prim/identical radix 16) "0x" "0") text) text)]
        (pad-to text width (has-flag? flags "-") (if (has-flag? flags "0") "0" " ")))
      (bad-format "java.util.IllegalFormatConversionException" conversion x))))

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

(defn- format-float [x flags width precision conversion]
  (if (or (prim/float? x) (prim/decimal? x))
    (if (if (prim/float? x) (or (prim/nan? x) (prim/infinite? x)) false)
      (pad-to (if (prim/nan? x) "NaN" (if (prim/gt x 0) (if (has-flag? flags "+") "+Infinity" "Infinity") (if (has-flag? flags "(") "(Infinity)" "-Infinity")))
              width (has-flag? flags "-") " ")
      (let [precision (if precision precision 6)
            negative (if (prim/float? x) (or (prim/lt x 0) (prim/lt (prim/div 1.0 x) 0)) (prim/lt x 0))
            size (if negative (prim/neg x) x)
            precision (if (if (prim/eq conversion "g") (prim/identical precision 0) false) 1 precision)
            text (if (prim/eq conversion "f")
                   (if (prim/float? size) (prim/format-double size 0 precision) (round-decimal size precision))
                   (if (prim/eq conversion "e")
                     (prim/format-double (prim/double size) 1 precision)
                     (if (if (prim/num-eq size 0) true (if (prim/ge size 0.0001) (prim/lt size (prim/math2 0 10.0 (prim/double precision))) false))
                       (let [whole (prim/str-length (prim/num->string (prim/long size) 10))
                             places (if (prim/lt size 1)
                                      (loop [p precision s size] (if (if (prim/lt s 0.1) (prim/gt s 0) false) (recur (prim/add p 1) (prim/mul s 10.0)) p))
                                      (prim/sub precision whole))]
                         (round-decimal (bigdec (prim/double size)) (if (prim/lt places 0) 0 (if (prim/num-eq size 0) (prim/sub precision 1) places))))
                       (prim/format-double (prim/double size) 1 (prim/sub precision 1)))))]
        (sign-number negative text flags width)))
    (bad-format "java.util.IllegalFormatConversionException" conversion x)))

(defn- format-one [conversion flags width precision x]
  (let [lower (prim/str-lower conversion)
        cut (fn [s] (if precision (if (prim/lt precision (prim/str-length s)) (prim/substring s 0 precision) s) s))
        text (cond
               (prim/eq lower "s") (pad-to (cut (if (nil? x) "null" (str x))) width (has-flag? flags "-") " ")
               (prim/eq lower "b") (pad-to (cut (if (nil? x) "false" (if (boolean? x) (str x) "true"))) width (has-flag? flags "-") " ")
               (prim/eq lower "h") (pad-to (cut (if (nil? x) "null" (hex (odeon.interop/invoke0 x "hashCode")))) width (has-flag? flags "-") " ")
               (nil? x) (pad-to (cut "null") width (has-flag? flags "-") " ")
               (prim/eq lower "c") (pad-to (str (if (prim/char? x) x (prim/int->char x))) width (has-flag? flags "-") " ")
               (or (prim/eq lower "d") (prim/eq lower "x") (prim/eq lower "o")) (format-integer x flags width lower)
               (or (prim/eq lower "f") (prim/eq lower "e") (prim/eq lower "g")) (format-float x flags width precision lower)
               :else (throw-new "java.lang.IllegalArgumentException" (str "Conversion = '" conversion "'")))]
    (if (prim/eq lower conversion) text (prim/str-upper text))))

(defn- directive
  "What a directive says: [end index flags width precision conversion text]; index: nil the next argument, -1 the last one again, or a number."
  [fmt at]
  (let [m (prim/regex-exec #"%(\d+\$|<)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])" fmt at 1)]
    (if m nil (illegal-argument (str "Conversion = '" (prim/substring fmt at (min (prim/str-length fmt) (prim/add at 2))) "'")))
    (let [number (fn [s] (if s (prim/parse-int s 10) nil))
          index (prim/node-get m 3)
          flags (prim/node-get m 4)]
      [(prim/node-get m 1)
       (if index
         (if (prim/eq index "<") -1 (prim/sub (prim/parse-int (prim/substring index 0 (prim/sub (prim/str-length index) 1)) 10) 1))
         nil)
       (if flags flags "") (number (prim/node-get m 5)) (number (prim/node-get m 6)) (prim/node-get m 7) (prim/node-get m 2)])))

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
  (let [[_ index flags width precision conversion text] d
        i (if index (if (prim/lt index 0) last-arg index) next-arg)]
    (if (prim/ge i (prim/count args))
      (throw-new "java.util.MissingFormatArgumentException" (str "Format specifier '" text "'"))
      nil)
    (prim/sb-append sb (format-one conversion flags width precision (prim/nth args i)))
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
