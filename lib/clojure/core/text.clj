;; Regular expressions, parsing of numbers.
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

(defn re-matcher "A matcher that finds one match after the other in a text." [re s]
  (if (prim/regex? re) nil (class-cast (str (odeon.error/shown re) " is not a regular expression")))
  (odeon.matcher/->Matcher re (searched s) 0 nil))
(defn- matcher [m] (if (prim/instance? odeon.matcher/Matcher m) m (class-cast (str (odeon.error/shown m) " is not a matcher"))))
(defn re-groups "The groups of a matcher's last match." [m] (match-groups (odeon.matcher/last-match (matcher m))))
(defn re-find
  "The first match in a text (or a matcher's next one), nil if there is none."
  ([m] (let [r (odeon.matcher/scan (matcher m))] (if r (match-groups r) nil)))
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

(defn- number-to
  "x, which is to become one of Java's numbers."
  [x class]
  (if (if (prim/number? x) true (nil? x)) x (illegal-argument (str "No matching ctor found for class " class))))

(defn bigint "x as a big integer; strings are parsed." [x]
  (if (prim/string? x)
    (let [n (prim/parse-int x 10)]
      (if n (prim/bigint n) (throw-new "java.lang.NumberFormatException" (str "For input string: " (pr-str x)))))
    (if (prim/float? x)
      (bigint (bigdec x))
      (prim/bigint (odeon.slow/truncated (number-to x "java.math.BigInteger"))))))
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
          (prim/make-decimal (number-to x "java.math.BigDecimal") 0))))))
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
