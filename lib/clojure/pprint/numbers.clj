;; Numbers as Common Lisp's format directives write them: in words, in Roman figures, and by decimal digits.
(in-ns 'clojure.pprint)

(defn- pad-left [s width padchar] (str (prim/str-repeat (str padchar) (max 0 (- width (count s)))) s))

(defn- stuffed
  "Pads s to mincol columns in steps of colinc, with minpad characters at least."
  [s mincol colinc minpad padchar left?]
  (let [least (+ (count s) minpad)
        steps (if (< least mincol) (inc (quot (- mincol least 1) colinc)) 0)
        fill (prim/str-repeat (str padchar) (+ minpad (* colinc steps)))]
    (if left? (str fill s) (str s fill))))

;; ---- integers -----------------------------------------------------------------------------------------------------
(defn- grouped [digits comma interval]
  (let [head (let [r (mod (count digits) interval)] (if (zero? r) interval r))]
    (if (<= (count digits) interval)
      digits
      (str/join (str comma) (cons (subs digits 0 head) (map (fn [p] (apply str p)) (partition-all interval (subs digits head))))))))

(defn- integer-text [x radix [mincol padchar comma interval] colon? at?]
  (pad-left (if (integer? x)
              (let [digits (prim/num->string (if (neg? x) (-' x) x) radix)
                    digits (if colon? (grouped digits (or comma ",") (or interval 3)) digits)]
                (str (if (neg? x) "-" (if at? "+" "")) digits))
              (print-str x))
            (or mincol 0) (or padchar \space)))

(def ^:private units ["zero" "one" "two" "three" "four" "five" "six" "seven" "eight" "nine" "ten" "eleven" "twelve" "thirteen"
                      "fourteen" "fifteen" "sixteen" "seventeen" "eighteen" "nineteen"])
(def ^:private tens ["" "" "twenty" "thirty" "forty" "fifty" "sixty" "seventy" "eighty" "ninety"])
(def ^:private scales
  (into [""] (map (fn [s] (str " " s))
                  '[thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion
                    undecillion duodecillion tredecillion quattuordecillion quindecillion sexdecillion septendecillion octodecillion
                    novemdecillion vigintillion])))
(def ^:private ordinals {"one" "first" "two" "second" "three" "third" "five" "fifth" "eight" "eighth" "nine" "ninth" "twelve" "twelfth"})

(defn- below-thousand [n]
  (let [h (quot n 100) r (rem n 100)
        small (cond (zero? r) nil
                    (< r 20) (units r)
                    (zero? (rem r 10)) (tens (quot r 10))
                    :else (str (tens (quot r 10)) "-" (units (rem r 10))))]
    (str/join " " (remove nil? [(when (pos? h) (str (units h) " hundred")) small]))))
(defn- cardinal [n]
  (let [n (bigint n)]
    (cond (zero? n) "zero"
          (neg? n) (str "minus " (cardinal (-' n)))
          :else (loop [n n i 0 parts ()]
                  (if (zero? n)
                    (str/join ", " parts)
                    (recur (quot n 1000) (inc i)
                           (if (zero? (rem n 1000)) parts (cons (str (below-thousand (long (rem n 1000))) (scales i)) parts))))))))
(defn- ordinal [n]
  (let [c (cardinal n)
        [_ head tail] (re-matches #"(?s)(.*[ -])?([a-z]+)" c)]
    (str head (cond (ordinals tail) (ordinals tail)
                    (str/ends-with? tail "y") (str (subs tail 0 (dec (count tail))) "ieth")
                    :else (str tail "th")))))
(defn- spelled
  "A number in words: f of it, or digits where there are no words for so many."
  [f n]
  (if (< (abs n) 1000000000000000000000000000000000000000000000000000000000000000000N)
    (f n)
    (str (integer-text n 10 nil true false) (if (identical? f ordinal) "th" ""))))

(defn- roman [n old?]
  (if (and (integer? n) (< 0 n 4000))
    (loop [n n out ""
           table (if old?
                   [[1000 "M"] [500 "D"] [100 "C"] [50 "L"] [10 "X"] [5 "V"] [1 "I"]]
                   [[1000 "M"] [900 "CM"] [500 "D"] [400 "CD"] [100 "C"] [90 "XC"] [50 "L"] [40 "XL"] [10 "X"] [9 "IX"] [5 "V"] [4 "IV"] [1 "I"]])]
      (let [[v s] (first table)]
        (cond (zero? n) out
              (>= n v) (recur (- n v) (str out s) table)
              :else (recur n out (rest table)))))
    (integer-text n 10 nil true false)))

;; ---- decimal digits -----------------------------------------------------------------------------------------------
;; A size is [digits exponent]: the digits with a point behind the first, times ten to the exponent.
(defn- digits-of
  "The size of a number, from its shortest text."
  [x]
  (let [[_ whole fraction e] (re-matches #"(\d+)(?:\.(\d+))?(?:E([-+]?\d+))?" (str (abs (if (ratio? x) (double x) x))))
        all (str whole fraction)
        lead (count (take-while (fn [c] (= c \0)) all))
        digits (str/replace (subs all lead) #"0+$" "")]
    (if (= "" digits)
      ["0" 0]
      [digits (+ (dec (count whole)) (- lead) (if e (parse-long (str/replace e "+" "")) 0))])))

(defn- rounded
  "A size with so many digits, halves up: [digits exponent carried?]. None left of a number below the last place is a plain zero."
  [[digits e] places]
  (cond
    (neg? places) ["0" 0 false]
    (>= places (count digits)) [digits e false]
    (zero? places) (if (<= (int \5) (int (first digits))) ["1" (inc e) false] ["0" (inc e) false])
    :else
    (let [kept (subs digits 0 places)]
      (if (<= (int \5) (int (get digits places)))
        (let [up (str (inc' (bigint kept)))
              up (str (prim/str-repeat "0" (- places (count up))) up)]
          (if (< places (count up))
            [(subs up 0 places) (inc e) true]
            [up e false]))
        [kept e false]))))

(defn- fixed-digits
  "A size without exponent; d: how many digits follow the point, nil: those that there are."
  [digits e d]
  (let [whole (if (neg? e) "" (subs (str digits (prim/str-repeat "0" (max 0 (- (inc e) (count digits))))) 0 (inc e)))
        fraction (if (neg? e) (str (prim/str-repeat "0" (- -1 e)) digits) (if (< (inc e) (count digits)) (subs digits (inc e)) ""))]
    (str whole "." (if d (subs (str fraction (prim/str-repeat "0" d)) 0 d) fraction))))

(defn- sign-of [x at?] (if (neg? x) "-" (if at? "+" "")))

(defn- fit
  "Puts a sign and zeros around the point of s where there is room, and pads it to w columns; or as many times the overflow character."
  [sign s before? behind? w overflow padchar]
  (let [room? (or (nil? w) (< (+ (count sign) (count s)) w))
        text (str sign (if (and before? room?) "0" "") s (if (and behind? room?) "0" ""))]
    (cond (nil? w) text
          (and overflow (< w (count text))) (prim/str-repeat (str overflow) w)
          :else (pad-left text w padchar))))

(defn- fixed-text
  "~f: w columns, d digits behind the point, times ten to the k."
  [x [w d k overflow padchar] at?]
  (let [[digits e] (digits-of x)
        e (+ e (or k 0))
        sign (sign-of x at?)
        room (when w (max 2 (- w (count sign))))
        behind? (and (nil? d) (<= (dec (count digits)) e))
        [digits e] (cond d (rounded [digits e] (+ e d 1))
                         room (rounded [digits e] (if (neg? e) (+ room e) (max (inc e) (dec room))))
                         :else [digits e])
        s (fixed-digits digits e d)
        s (if (and w d (pos? d) (str/starts-with? s "0.") (< (- w (count sign)) (count s))) (subs s 1) s)]
    (fit sign s (str/starts-with? s ".") behind? w overflow (or padchar \space))))

(defn- exponential-text
  "~e: w columns, d digits behind the point, ee digits of the exponent, k digits in front of the point."
  [x [w d ee k overflow padchar expchar] at?]
  (let [k (or k 1)
        sign (sign-of x at?)]
    (loop [[digits e] (digits-of x)]
      (let [power (- e (dec k))
            power-digits (str (abs power))
            exponent (str (or expchar \E) (if (neg? power) "-" "+") (if ee (pad-left power-digits ee \0) power-digits))
            all (str (prim/str-repeat "0" (- (min 0 k))) digits)
            wanted (when d (if (pos? k) (inc d) d))
            all (str all (prim/str-repeat "0" (max 0 (- (max (or wanted 0) k) (count all)))))
            places (cond d wanted
                         w (let [room (- w (count exponent) (count sign))] (max 1 (dec (max 2 room))))
                         :else (count all))
            [kept _ carried?] (rounded [all 0] places)]
        (if carried?
          (recur [kept (inc e)])
          (let [point (max 0 k)
                s (str (subs kept 0 (min point (count kept))) "." (subs kept (min point (count kept))))
                behind? (and (nil? d) (= point (count kept)))
                room? (or (nil? w) (< (+ (count sign) (count s) (count exponent)) w))
                text (str sign (if (and (<= k 0) room?) "0" "") s (if (and behind? room?) "0" "") exponent)]
            (cond (nil? w) text
                  (and overflow (or (< w (count text)) (and ee (< ee (count power-digits))))) (prim/str-repeat (str overflow) w)
                  :else (pad-left text w (or padchar \space)))))))))

(defn- general-text
  "~g: ~f where its digits are enough, with blanks in place of the exponent, else ~e."
  [x [w d ee k overflow padchar expchar :as params] at?]
  (let [[digits e] (digits-of x)
        n (inc e)
        blanks (if ee (+ ee 2) 4)
        d (or d (max (count digits) (min n 7)))
        places (- d n)]
    (if (<= 0 places d)
      (str (fixed-text x [(when w (- w blanks)) places nil overflow padchar] at?) (prim/str-repeat " " blanks))
      (exponential-text x params at?))))

(defn- money-text
  "~$: d digits behind the point, n in front of it at least, w columns; with a colon the sign stands in front of the padding."
  [x [d n w padchar] colon? at?]
  (let [d (or d 2)
        [digits e] (digits-of x)
        [digits e] (rounded [digits e] (+ e d 1))
        s (fixed-digits digits e d)
        s (pad-left s (+ (or n 1) 1 d) \0)
        sign (sign-of x at?)
        w (or w 0)
        padchar (or padchar \space)]
    (if colon?
      (str sign (pad-left s (- w (count sign)) padchar))
      (pad-left (str sign s) w padchar))))

;; ---- characters ---------------------------------------------------------------------------------------------------
(def ^:private char-names {8 "Backspace" 9 "Tab" 10 "Newline" 13 "Return" 32 "Space"})

(defn- spoken-char
  "A character as one would say its key."
  [c]
  (let [n (bit-and (int c) 127)
        name (cond (char-names n) (char-names n)
                   (< n 32) (str "Control-" (char (+ n 64)))
                   (= n 127) "Control-?"
                   :else (char n))]
    (str (if (< 127 (int c)) "Meta-" "") name)))
