(ns clojure.pprint
  "Printing data in a layout for people, tables, and Common Lisp's format directives."
  (:require [clojure.string :as str]))

(def ^:dynamic *print-right-margin* "The column that lines should not pass." 72)
(def ^:dynamic *print-miser-width* "Kept for programs that bind it." 40)
(def ^:dynamic *print-pretty* "If false, pprint prints like prn." true)
(def ^:dynamic *print-suppress-namespaces* "If true, symbols print without their namespaces." nil)
(def ^:dynamic *print-radix* "If true, integers and ratios say their base." nil)
(def ^:dynamic *print-base* "The base in which integers and ratios print." 10)

;; ---- layout -------------------------------------------------------------------------------------------------------
;; A value becomes a tree: a string, or a block {:open :close :items :width}. A block stands on one line if it fits there
;; together with what follows it up to the next place where an enclosing block may break; else each item gets a line.
(declare tree data-tree code-tree code? realized-reference? run-directives own-layout? own-tree put-own array-tree meta-tree)

(defn- width [t] (if (string? t) (count t) (:width t)))

(defn- block [open items close]
  {:open open :close close :items items
   :width (+ (count open) (count close) (reduce + 0 (map width items)) (max 0 (dec (count items))))})

(defn- limited
  "The trees of a sequence's elements, as many as *print-length* allows."
  [f s]
  (let [n *print-length*
        shown (mapv f (if n (take n s) s))]
    (if (and n (or (= 0 n) (seq (drop n s)))) (conj shown "...") shown)))

(defn- with-comma
  "A tree with a comma behind it."
  [t]
  (cond
    (string? t) (str t ",")
    (contains? t :prefix) (assoc t :suffix (str (:suffix t) ",") :width (inc (:width t)))
    :else (assoc t :close (str (:close t) ",") :width (inc (:width t)))))

(defn- deeper [f]
  (if *print-level*
    (if (<= *print-level* 0) "#" (binding [*print-level* (dec *print-level*)] (f)))
    (f)))

(defn- map-items [m f]
  (let [pairs (limited (fn [e] (if (map-entry? e) (deeper (fn [] (block "" [(f (key e)) (tree (val e))] ""))) (tree e))) (seq m))]
    (if (seq pairs)
      (conj (mapv with-comma (pop pairs)) (peek pairs))
      [])))

(defn- common-namespace [m]
  (when (and *print-namespace-maps* (seq m) (every? (fn [k] (and (ident? k) (namespace k))) (keys m)))
    (let [nss (set (map namespace (keys m)))]
      (when (= 1 (count nss)) (first nss)))))

(defn- number-in-base
  "An integer or ratio in *print-base*, which *print-radix* has in front of it."
  [x]
  (let [digits (fn [n] (prim/num->string n *print-base*))
        prefix (fn [] (case *print-base* 2 "#b" 8 "#o" 16 "#x" (str "#" *print-base* "r")))]
    (if (ratio? x)
      (str (when *print-radix* (prefix)) (digits (numerator x)) "/" (digits (denominator x)))
      (cond (not *print-radix*) (digits x)
            (= 10 *print-base*) (str (digits x) ".")
            :else (str (prefix) (digits x))))))

(defn- text [x]
  (cond (and *print-suppress-namespaces* (symbol? x)) (name x)
        (and (or *print-radix* (not= 10 *print-base*)) (or (integer? x) (ratio? x))) (number-in-base x)
        :else (pr-str x)))

(def ^:private reader-macros {'quote "'" 'clojure.core/deref "@" 'var "#'" 'clojure.core/unquote "~"})

(defn- prefixed [prefix t]
  (if (string? t)
    (str prefix t)
    (let [k (if (contains? t :prefix) :prefix :open)]
      (assoc t k (str prefix (k t)) :width (+ (count prefix) (:width t))))))

(defn- tree [x]
  (cond (own-layout? x) (own-tree x)
        (code?) (code-tree x)
        :else (data-tree x)))

(defn- reader-macro? [x] (and (seq? x) (= 2 (count (take 3 x))) (contains? reader-macros (first x))))

(defn- data-tree
  "The layout of x as data."
  [x]
  (cond
    (and *print-meta* (coll? x) (meta x)) (meta-tree (meta x) (with-meta x nil))
    (reader-macro? x)
    (prefixed (reader-macros (first x)) (tree (second x)))
    (map? x) (let [ns (common-namespace x)]
               (deeper (fn [] (block (if ns (str "#:" ns "{") "{")
                                     (map-items x (if ns (fn [k] (text (if (keyword? k) (keyword (name k)) (symbol (name k))))) tree))
                                     "}"))))
    (vector? x) (deeper (fn [] (block "[" (limited tree x) "]")))
    (set? x) (deeper (fn [] (block "#{" (limited tree x) "}")))
    (prim/instance? clojure.lang.PersistentQueue x) (deeper (fn [] (block "<-(" (limited tree x) ")-<")))
    (sequential? x) (deeper (fn [] (block "(" (limited tree x) ")")))
    (prim/array? x) (deeper (fn [] (array-tree (limited tree x))))
    (or (prim/atom? x) (prim/volatile? x) (prim/delay? x) (prim/promise? x))
    (prefixed (str "#<" (last (str/split (str (prim/type-name (class x))) #"[.$]")) "@" (prim/num->string (bit-and (prim/identity-hash x) 0xffffffff) 16) ": ")
              (let [t (tree (if (realized-reference? x) @x :pending))]
                (if (string? t) (str t ">") (assoc t :close (str (:close t) ">") :width (inc (:width t))))))
    :else (text x)))

(defn- realized-reference? [x] (or (prim/atom? x) (prim/volatile? x) (realized? x)))

(defn- put-flat [w t]
  (cond
    (string? t) (odeon.io/write w t)
    (contains? t :prefix) (put-own w t 0 0)
    :else
    (do (odeon.io/write w (:open t))
        (loop [s (seq (:items t))]
          (when s
            (put-flat w (first s))
            (when (next s) (odeon.io/write w " "))
            (recur (next s))))
        (odeon.io/write w (:close t)))))

(defn- right-margin [] (if *print-right-margin* *print-right-margin* 1000000000))

(defn- put
  "Writes a tree that begins at a column and is followed by so many characters; answers the column after it."
  [w t column after]
  (cond
    (string? t) (do (odeon.io/write w t) (+ column (count t)))
    (contains? t :prefix) (put-own w t column after)
    :else
    (if (<= (+ column (:width t) after) (right-margin))
      (do (put-flat w t) (+ column (:width t)))
      (let [inner (+ column (count (:open t)))
            closing (count (:close t))
            indent (prim/str-repeat " " inner)]
        (odeon.io/write w (:open t))
        (loop [s (seq (:items t)) at inner]
          (if s
            (let [more (next s)
                  end (put w (first s) at (if more 1 (+ closing after)))]
              (when more
                (odeon.io/write w "\n")
                (odeon.io/write w indent))
              (recur more (if more inner end)))
            (do (odeon.io/write w (:close t))
                (+ at closing))))))))

(defn- layout [x]
  (let [w (odeon.io/string-writer)]
    (put w (tree x) 0 0)
    (odeon.io/contents w)))

(defmacro pp "Prints the last value of the REPL." [] `(pprint *1))
(defn fresh-line "Ends the line on *out*." [] (newline))

;; ---- tables -------------------------------------------------------------------------------------------------------
(defn print-table
  "Prints rows (maps) as a table with the columns ks, by default the keys of the first row."
  ([ks rows]
   (when (seq rows)
     (let [widths (map (fn [k] (apply max (count (str k)) (map (fn [r] (count (str (get r k)))) rows))) ks)
           rule (map (fn [n] (prim/str-repeat "-" n)) widths)
           cell (fn [n x] (let [s (str x)] (str (prim/str-repeat " " (- n (count s))) s)))
           line (fn [left sep right cells] (str left (str/join sep cells) right))]
       (println)
       (println (line "| " " | " " |" (map cell widths ks)))
       (println (line "|-" "-+-" "-|" rule))
       (doseq [r rows]
         (println (line "| " " | " " |" (map (fn [n k] (cell n (get r k))) widths ks)))))))
  ([rows] (print-table (keys (first rows)) rows)))

;; ---- cl-format ----------------------------------------------------------------------------------------------------
;; A format string is parsed into a vector of strings and directives {:op char :params [..] :colon? :at?}; directives that
;; enclose others hold their clauses in :clauses.
(defn- parse-params
  "Parameters and flags from i on: [params colon? at? next-i]."
  [s i]
  (loop [i i params [] colon? false at? false]
    (let [c (get s i)]
      (cond
        (nil? c) (throw (ex-info "cl-format: the string ends inside a directive" {:format s}))
        (= c \') (let [j (+ i 2)] (recur (if (= \, (get s j)) (inc j) j) (conj params (get s (inc i))) colon? at?))
        (= c \,) (recur (inc i) (conj params nil) colon? at?)
        (or (= c \V) (= c \v) (= c \#))
        (recur (if (= \, (get s (inc i))) (+ i 2) (inc i)) (conj params (if (= c \#) :count :arg)) colon? at?)
        (= c \:) (recur (inc i) params true at?)
        (= c \@) (recur (inc i) params colon? true)
        (or (prim/char-class c 1) (and (contains? #{\- \+} c) (get s (inc i)) (prim/char-class (get s (inc i)) 1)))
        (let [m (re-find #"^[-+]?\d+" (subs s i))
              j (+ i (count m))]
          (recur (if (= \, (get s j)) (inc j) j) (conj params (parse-long m)) colon? at?))
        :else [params colon? at? i]))))

(def ^:private closers {\{ \} \[ \] \( \) \< \>})

(defn- parse
  "Parses from i until the closing directive (or the end): [clauses next-i closing-directive]. Clauses are split at ~;."
  [s i closer]
  (loop [i i out [] clauses []]
    (let [at (str/index-of s "~" i)]
      (if (nil? at)
        (if closer
          (throw (ex-info (str "cl-format: ~" closer " is missing") {:format s}))
          [(conj clauses (conj out (subs s i))) (count s) nil])
        (let [out (if (< i at) (conj out (subs s i at)) out)
              [params colon? at? j] (parse-params s (inc at))
              op (prim/char-lower (get s j))
              d {:op op :params params :colon? colon? :at? at?}]
          (cond
            (= op closer) [(conj clauses out) (inc j) d]
            (= op \;) (recur (inc j) [] (conj clauses (if colon? (conj out {:op :default-follows}) out)))
            (= op \newline) (recur (+ j (count (re-find #"^\s+" (subs s j)))) out clauses)
            (contains? closers op)
            (let [[inner k end] (parse s (inc j) (closers op))]
              (recur k (conj out (assoc d :clauses inner :end end)) clauses))
            :else (recur (inc j) (conj out d) clauses)))))))

(defn- pad-text [s mincol colinc minpad padchar left?]
  (let [need (- mincol (count s))
        steps (if (pos? need) (* colinc (quot (+ need (dec colinc)) colinc)) 0)
        fill (prim/str-repeat (str padchar) (max minpad steps))]
    (if left? (str fill s) (str s fill))))

(defn- grouped [digits comma interval]
  (let [head (let [r (mod (count digits) interval)] (if (zero? r) interval r))]
    (if (<= (count digits) interval)
      digits
      (str/join (str comma) (cons (subs digits 0 head) (map (fn [p] (apply str p)) (partition-all interval (subs digits head))))))))

(defn- integer-text [x radix [mincol padchar comma interval] colon? at?]
  (if (integer? x)
    (let [digits (prim/num->string (if (neg? x) (-' x) x) radix)
          digits (if colon? (grouped digits (or comma ",") (or interval 3)) digits)
          s (str (if (neg? x) "-" (if at? "+" "")) digits)]
      (pad-text s (or mincol 0) 1 0 (or padchar \space) true))
    (str x)))

(def ^:private units ["zero" "one" "two" "three" "four" "five" "six" "seven" "eight" "nine" "ten" "eleven" "twelve" "thirteen"
                      "fourteen" "fifteen" "sixteen" "seventeen" "eighteen" "nineteen"])
(def ^:private tens ["" "" "twenty" "thirty" "forty" "fifty" "sixty" "seventy" "eighty" "ninety"])
(def ^:private scales ["" " thousand" " million" " billion" " trillion" " quadrillion" " quintillion"])
(def ^:private ordinals {"one" "first" "two" "second" "three" "third" "five" "fifth" "eight" "eighth" "nine" "ninth" "twelve" "twelfth"})

(defn- below-thousand [n]
  (let [h (quot n 100) r (rem n 100)
        small (cond (zero? r) nil
                    (< r 20) (units r)
                    (zero? (rem r 10)) (tens (quot r 10))
                    :else (str (tens (quot r 10)) "-" (units (rem r 10))))]
    (str/join " " (remove nil? [(when (pos? h) (str (units h) " hundred")) small]))))
(defn- cardinal [n]
  (cond (zero? n) "zero"
        (neg? n) (str "minus " (cardinal (- n)))
        :else (loop [n n i 0 parts ()]
                (if (zero? n)
                  (str/join ", " parts)
                  (recur (quot n 1000) (inc i)
                         (if (zero? (rem n 1000)) parts (cons (str (below-thousand (rem n 1000)) (scales i)) parts)))))))
(defn- ordinal [n]
  (let [c (cardinal n)
        [_ head tail] (re-matches #"(?s)(.*[ -])?([a-z]+)" c)]
    (str head (cond (ordinals tail) (ordinals tail)
                    (str/ends-with? tail "y") (str (subs tail 0 (dec (count tail))) "ieth")
                    :else (str tail "th")))))
(defn- roman [n old?]
  (loop [n n out ""
         table (if old?
                 [[1000 "M"] [500 "D"] [100 "C"] [50 "L"] [10 "X"] [5 "V"] [1 "I"]]
                 [[1000 "M"] [900 "CM"] [500 "D"] [400 "CD"] [100 "C"] [90 "XC"] [50 "L"] [40 "XL"] [10 "X"] [9 "IX"] [5 "V"] [4 "IV"] [1 "I"]])]
    (let [[v s] (first table)]
      (cond (zero? n) out
            (>= n v) (recur (- n v) (str out s) table)
            :else (recur n out (rest table))))))

(defn- float-text [x [w d k _ padchar] at?]
  (let [x (double (* x (if k (prim/math2 0 10.0 (double k)) 1)))
        s (if d (format (str "%." d "f") x) (let [t (str x)] (if (re-find #"E" t) (str (bigdec x)) t)))
        s (if (and at? (not (neg? x))) (str "+" s) s)
        s (if (and w (> (count s) w) (str/starts-with? s "0.")) (subs s 1) s)]
    (if w (pad-text s w 1 0 (or padchar \space) true) s)))

(defn- money-text [x [d n w padchar] at?]
  (let [d (or d 2) n (or n 1) x (double x)
        s (format (str "%." d "f") (abs x))
        dot (or (str/index-of s ".") (count s))
        s (str (prim/str-repeat "0" (max 0 (- n dot))) s)
        s (str (if (neg? x) "-" (if at? "+" "")) s)]
    (pad-text s (or w 0) 1 0 (or padchar \space) true)))

(declare run-directives)

;; State: {:args remaining :all all arguments :at index}; output goes to a string builder.
(defn- take-arg [st]
  (if (seq (:args st))
    [(first (:args st)) (assoc st :args (rest (:args st)))]
    (throw (ex-info "cl-format: not enough arguments" {}))))

(defn- resolve-params [params st]
  (reduce (fn [[ps st] p]
            (case p
              :arg (let [[a st] (take-arg st)] [(conj ps a) st])
              :count [(conj ps (count (:args st))) st]
              [(conj ps p) st]))
          [[] st] params))

(defn- capitalized [s d]
  (let [words (fn [f] (str/replace s #"\w+" f))]
    (cond (and (:colon? d) (:at? d)) (str/upper-case s)
          (:colon? d) (words str/capitalize)
          (:at? d) (let [low (str/lower-case s)] (str/replace-first low #"\w" str/upper-case))
          :else (str/lower-case s))))

(defn- column-of [sb]
  (let [s (prim/sb->string sb) i (str/last-index-of s "\n")] (- (count s) (if i (inc i) 0))))

(defn- iterate-directive [sb d params st]
  (let [body (first (:clauses d))
        limit (first params)
        [items st'] (if (:at? d) [(:args st) (assoc st :args ())] (take-arg st))]
    (if (:colon? d)
      (loop [items (seq items) n 0]
        (when (and items (or (nil? limit) (< n limit)))
          (when-not (= :stop-all (:exit (run-directives sb body {:args (seq (first items)) :all (first items)})))
            (recur (next items) (inc n)))))
      (loop [inner {:args (seq items) :all items} n 0]
        (when (and (or (seq (:args inner)) (and (zero? n) (:colon? (:end d)))) (or (nil? limit) (< n limit)))
          (let [r (run-directives sb body (dissoc inner :exit))]
            (when-not (:exit r) (recur r (inc n)))))))
    st'))

(defn- block-directive
  "~<prefix~;body~;suffix~:>: the body goes over the elements of the next argument; what is no collection prints as by ~w."
  [sb d st]
  (let [[items st'] (if (:at? d) [(:args st) (assoc st :args ())] (take-arg st))
        clauses (:clauses d)
        [prefix body suffix] (if (= 1 (count clauses)) [nil (first clauses) nil] clauses)
        inner {:args (seq (if (coll? items) items nil)) :all items}
        around (fn [clause default] (if clause (run-directives sb clause inner) (when (:colon? d) (prim/sb-append sb default))))]
    (if (or (nil? items) (coll? items))
      (do (around prefix "(")
          (run-directives sb body inner)
          (around suffix ")"))
      (prim/sb-append sb (pr-str items)))
    st'))

(defn- choose-directive [sb d params st]
  (let [clauses (:clauses d)]
    (cond
      (:colon? d) (let [[x st] (take-arg st)] (run-directives sb (nth clauses (if x 1 0)) st))
      (:at? d) (if (first (:args st))
                 (run-directives sb (first clauses) st)
                 (assoc st :args (rest (:args st))))
      :else
      (let [[i st] (if (first params) [(first params) st] (take-arg st))
            default? (fn [c] (= {:op :default-follows} (peek c)))
            n (count clauses)
            has-default (and (> n 1) (default? (nth clauses (- n 2))))
            clause (cond (and (<= 0 i) (< i (if has-default (dec n) n))) (nth clauses i)
                         has-default (peek clauses)
                         :else nil)]
        (if clause (run-directives sb (vec (remove (fn [x] (= x {:op :default-follows})) clause)) st) st)))))

(defn- run-directive [sb d st]
  (let [[params st] (resolve-params (:params d) st)
        {:keys [op colon? at?]} d
        p (fn [i default] (let [v (nth params i nil)] (if (nil? v) default v)))
        emit (fn [s st] (prim/sb-append sb s) st)
        with-arg (fn [f] (let [[x st] (take-arg st)] (emit (f x) st)))]
    (case op
      (\a \s) (with-arg (fn [x]
                          (pad-text (if (= op \s) (pr-str x) (if (nil? x) "nil" (print-str x)))
                                    (p 0 0) (p 1 1) (p 2 0) (p 3 \space) at?)))
      \d (with-arg (fn [x] (integer-text x 10 params colon? at?)))
      \b (with-arg (fn [x] (integer-text x 2 params colon? at?)))
      \o (with-arg (fn [x] (integer-text x 8 params colon? at?)))
      \x (with-arg (fn [x] (integer-text x 16 params colon? at?)))
      \r (with-arg (fn [x]
                     (cond (seq params) (integer-text x (first params) (rest params) colon? at?)
                           at? (roman x colon?)
                           colon? (ordinal x)
                           :else (cardinal x))))
      \f (with-arg (fn [x] (float-text x params at?)))
      \e (with-arg (fn [x] (format (str "%." (p 1 6) "e") (double x))))
      \g (with-arg (fn [x] (float-text x params at?)))
      \$ (with-arg (fn [x] (money-text x params at?)))
      \c (with-arg (fn [x] (if at? (pr-str x) (str x))))
      \p (let [[x st] (if colon?
                        [(nth (:all st) (dec (- (count (:all st)) (count (:args st))))) st]
                        (take-arg st))
               one? (and (number? x) (== 1 x))]
           (emit (if at? (if one? "y" "ies") (if one? "" "s")) st))
      \% (emit (prim/str-repeat "\n" (p 0 1)) st)
      \& (if (zero? (column-of sb)) st (emit "\n" st))
      \| (emit (prim/str-repeat "\f" (p 0 1)) st)
      \~ (emit (prim/str-repeat "~" (p 0 1)) st)
      \t (let [c (column-of sb)
               target (if at? (+ c (p 0 1)) (p 0 1))
               step (if at? 1 (p 1 1))]
           (emit (prim/str-repeat " " (if (< c target) (- target c) (if (pos? step) (- step (mod (- c target) step)) 0))) st))
      \* (let [all (:all st) used (- (count all) (count (:args st)))
               to (cond at? (p 0 0) colon? (- used (p 0 1)) :else (+ used (p 0 1)))]
           (assoc st :args (drop to all)))
      \? (if at?
           (let [[fmt st] (take-arg st)] (run-directives sb (ffirst (parse fmt 0 nil)) st))
           (let [[fmt st] (take-arg st) [args st] (take-arg st)]
             (run-directives sb (first (first (parse fmt 0 nil))) {:args (seq args) :all args})
             st))
      \^ (if (empty? (:args st)) (assoc st :exit :stop) st)
      \{ (iterate-directive sb d params st)
      \[ (choose-directive sb d params st)
      \( (let [inner (prim/sb-new)
               st (run-directives inner (first (:clauses d)) st)]
           (emit (capitalized (prim/sb->string inner) d) st))
      \< (if (:colon? (:end d))
           (block-directive sb d st)
           (let [inner (prim/sb-new)
                 st (reduce (fn [st c] (run-directives inner c st)) st (:clauses d))]
             (emit (pad-text (prim/sb->string inner) (p 0 0) (p 1 1) 0 (p 3 \space) true) st)))
      \_ st
      \i st
      \w (with-arg (fn [x] (if *print-pretty* (layout x) (pr-str x))))
      (throw (ex-info (str "cl-format: there is no directive ~" op) {})))))

(defn- run-directives [sb directives st]
  (loop [ds (seq directives) st st]
    (if (and ds (not (:exit st)))
      (let [d (first ds)]
        (recur (next ds) (if (string? d) (do (prim/sb-append sb d) st) (run-directive sb d st))))
      st)))

(defn cl-format
  "Formats the arguments by a Common Lisp format string. writer nil answers the text, true prints to *out*."
  [writer format-in & args]
  (let [sb (prim/sb-new)
        [clauses] (parse format-in 0 nil)]
    (run-directives sb (first clauses) {:args (seq args) :all (vec args)})
    (let [s (prim/sb->string sb)]
      (cond (nil? writer) s
            (true? writer) (do (odeon.io/write *out* s) nil)
            :else (do (odeon.io/write writer s) nil)))))

(defn formatter "A function that formats its arguments (a writer first) by a format string." [format-in]
  (fn [stream & args] (apply cl-format stream format-in args)))

(defmacro formatter "A function of a writer and arguments that formats them as cl-format does." [format-in]
  `(fn [writer# & args#] (apply cl-format writer# ~format-in args#)))
(defmacro formatter-out "A function of arguments that formats them to *out* as cl-format does." [format-in]
  `(fn [& args#] (apply cl-format true ~format-in args#)))
