;; cl-format: Common Lisp's format directives.
;;
;; A format is parsed into strings and directives {:op :params :colon? :at? :offset}; directives that enclose others hold their clauses in
;; :clauses and what ended them in :end. What is written goes to an output {:sb :column :blocks?}: a string builder, the column at which it
;; begins, and whether *out* lays out logical blocks, which the text is handed to wherever a directive is about them.
(in-ns 'clojure.pprint)

(defn- format-error [s message offset]
  (throw (odeon.host-class/make-exception "java.lang.RuntimeException"
                                          (str message "\n" s "\n" (prim/str-repeat " " offset) "^\n") nil)))

(def ^:private directives
  "Directive -> its parameters with their kinds, and the flags it may have."
  (let [padding '[[mincol number] [colinc number] [minpad number] [padchar char]]
        integer '[[mincol number] [padchar char] [commachar char] [commainterval number]]
        fixed '[[w number] [d number] [k number] [overflowchar char] [padchar char]]
        exponential '[[w number] [d number] [e number] [k number] [overflowchar char] [padchar char] [exponentchar char]]
        exits '[[arg1 number] [arg2 number] [arg3 number]]]
    {\a [padding ":@"] \s [padding ":@"] \d [integer ":@"] \b [integer ":@"] \o [integer ":@"] \x [integer ":@"]
     \r [(into '[[base number]] integer) ":@"] \p [[] ":@"] \c [[] ":@"]
     \f [fixed "@"] \e [exponential "@"] \g [exponential "@"] \$ ['[[d number] [n number] [w number] [padchar char]] ":@"]
     \% ['[[count number]] ""] \& ['[[count number]] ""] \| ['[[count number]] ""] \~ ['[[n number]] ""] \newline [[] ":@"]
     \t ['[[colnum number] [colinc number]] ":@"] \* ['[[n number]] ":@"] \? [[] "@"] \( [[] ":@"] \) [[] ""]
     \[ ['[[selector number]] ":@"] \] [[] ""] \; ['[[min-remaining number] [max-columns number]] ":"]
     \{ ['[[max-iterations number]] ":@"] \} [[] ":"] \< [padding ":@"] \> [[] ":@"] \^ [exits ":"]
     \w [[] ":@"] \_ [[] ":@"] \i ['[[n number]] ":"]}))

(defn- checked-params
  "The parameters, unless one is of another kind than the directive wants."
  [s op params]
  (mapv (fn [[value offset] [name kind]]
          (if (or (nil? value) (= value :count) (= value :arg) (if (= kind 'char) (char? value) (integer? value)))
            value
            (format-error s (str "Parameter " name " has bad type in directive \"" op "\": " (class value)) offset)))
        params (first (directives (prim/char-lower op)))))

(defn- parse-params
  "The parameters at i, each with where it stands, and where they end."
  [s i]
  (loop [i i params []]
    (let [[all quoted number other] (re-find #"^(?s:'(.)|([-+]?\d+)|([vV#]))?" (subs s i))
          value (cond quoted (first quoted)
                      number (parse-long (str/replace number "+" ""))
                      other (if (= "#" other) :count :arg))
          j (+ i (count all))]
      (cond (= \, (get s j)) (recur (inc j) (conj params [value i]))
            (nil? value) [params j]
            :else (recur j (conj params [value i]))))))

(defn- parse-directive
  "The directive whose tilde is at a position, and where the text goes on."
  [s at]
  (let [[params i] (parse-params s (inc at))
        flags (re-find #"^[:@]*" (subs s i))
        j (+ i (count flags))
        shown (get s j)
        op (when shown (prim/char-lower shown))
        [names allowed] (directives op)]
    (cond
      (nil? op) (format-error s "Directive is missing" at)
      (nil? names) (format-error s (str "Directive \"" shown "\" is undefined") j)
      (< (count names) (count params))
      (format-error s (str "Too many parameters for directive \"" (prim/char-upper op) "\": " (count params) " were specified but only "
                           (count names) " are allowed") (second (first params))))
    (doseq [flag flags]
      (when-not (str/includes? allowed (str flag))
        (format-error s (str "\"" flag "\" is an illegal flag for format directive \"" (prim/char-upper op) "\"") i)))
    [{:op op :params (checked-params s (prim/char-upper op) params) :colon? (str/includes? flags ":") :at? (str/includes? flags "@") :offset at}
     (inc j)]))

(def ^:private closers {\{ \} \[ \] \( \) \< \>})

(defn- parse
  "Parses from i until the closing directive (or the end): [clauses next-i closing-directive]. Clauses are split at ~;, and
  a clause ends with that if it has a colon."
  [s i closer opened]
  (loop [i i out [] clauses []]
    (let [at (str/index-of s "~" i)]
      (if (nil? at)
        (if closer
          (format-error s "No closing bracket found." (inc opened))
          [(conj clauses (if (< i (count s)) (conj out (subs s i)) out)) (count s) nil])
        (let [out (if (< i at) (conj out (subs s i at)) out)
              [{:keys [op colon? at?] :as d} j] (parse-directive s at)]
          (cond
            (= op closer) [(conj clauses out) j d]
            (= op \;) (recur j [] (conj clauses (if colon? (conj out d) out)))
            (= op \newline)
            (let [blank (if colon? "" (re-find #"^\s*" (subs s j)))]
              (recur (+ j (count blank)) (if at? (conj out "\n") out) clauses))
            (contains? closers op)
            (let [[inner k end] (parse s j (closers op) at)]
              (recur k (conj out (assoc d :clauses inner :end end)) clauses))
            (contains? #{\} \] \) \>} op) (format-error s (str "\"" op "\" closes nothing") at)
            :else (recur j (conj out d) clauses)))))))

(defn- body-of [format-in] (ffirst (parse format-in 0 nil 0)))

;; ---- output -------------------------------------------------------------------------------------------------------
(defn- output [column blocks?] {:sb (prim/sb-new) :column column :blocks? blocks?})
(defn- text-in [o] (prim/sb->string (:sb o)))

(defn- column-of [o]
  (let [s (text-in o) i (str/last-index-of s "\n")] (if i (- (count s) (inc i)) (+ (:column o) (count s)))))

(defn- hand-over
  "Writes the text so far to *out*, if that lays out blocks."
  [o]
  (when (:blocks? o)
    (odeon.io/write *out* (text-in o))
    (prim/sb-set-length (:sb o) 0)))

(declare run-directives)

;; ---- arguments: {:args those that are left :all all :exit why the rest is left out} ------------------------------------
(defn- arguments [args] {:args (seq args) :all (vec args)})

(defn- take-arg [st]
  (if (seq (:args st))
    [(first (:args st)) (assoc st :args (next (:args st)))]
    (throw (odeon.host-class/make-exception "java.lang.Exception" "Not enough arguments for format definition" nil))))

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

;; ---- directives that enclose others ---------------------------------------------------------------------------------
(defn- iterate-directive [o d params st]
  (let [[body st] (if (= [[]] (:clauses d))
                    (let [[f st] (take-arg st)] [(body-of f) st])
                    [(first (:clauses d)) st])
        limit (first params)
        [items st'] (if (:at? d) [(:args st) (assoc st :args nil)] (take-arg st))
        again? (fn [left n] (and (or left (and (zero? n) (:colon? (:end d)))) (or (nil? limit) (< n limit))))]
    (if (:colon? d)
      (loop [items (seq items) n 0]
        (when (again? items n)
          (let [r (run-directives o body (assoc (arguments (first items)) :others (next items)))]
            (when-not (= :all (:exit r))
              (recur (next items) (inc n))))))
      (loop [inner (arguments items) n 0]
        (when (again? (:args inner) n)
          (let [r (run-directives o body inner)]
            (when-not (:exit r) (recur r (inc n)))))))
    st'))

(defn- choose-directive [o d params st]
  (let [clauses (:clauses d)]
    (cond
      (:colon? d) (let [[x st] (take-arg st)] (run-directives o (nth clauses (if x 1 0)) st))
      (:at? d) (if (first (:args st))
                 (run-directives o (first clauses) st)
                 (second (take-arg st)))
      :else
      (let [[i st] (if (first params) [(first params) st] (take-arg st))
            default? (fn [c] (and (map? (peek c)) (= \; (:op (peek c)))))
            n (count clauses)
            has-default (and (> n 1) (default? (nth clauses (- n 2))))
            clause (cond (and (<= 0 i) (< i (if has-default (dec n) n))) (nth clauses i)
                         has-default (peek clauses)
                         :else nil)]
        (if clause (run-directives o (if (default? clause) (pop clause) clause) st) st)))))

(defn- exit-directive
  "~^: leaves what is around it when there are no more arguments, or when its parameters say so."
  [d params st]
  (let [[a b c] params
        leave? (cond c (<= a b c)
                     b (= a b)
                     a (= a 0)
                     (:colon? d) (empty? (:others st))
                     :else (empty? (:args st)))]
    (if leave? (assoc st :exit (if (:colon? d) :all :one)) st)))

(defn- justify-directive
  "~mincol,colinc,minpad,padchar<a~;b~>: the texts spread over the columns. A first one that ends in ~:; begins a line when the others
  would pass the margin."
  [o d [mincol colinc minpad padchar] st]
  (let [mincol (or mincol 0) colinc (or colinc 1) minpad (or minpad 0) padchar (or padchar \space)
        run (fn [clause st] (let [inner (output 0 false) st (run-directives inner clause st)] [(text-in inner) st]))
        [line & more :as clauses] (:clauses d)
        marked (when (and (map? (peek line)) (= \; (:op (peek line)))) (peek line))
        [line-start st] (if marked (run (pop line) st) [nil st])
        [texts st] (loop [cs (if marked more clauses) texts [] st st]
                     (if (empty? cs)
                       [texts st]
                       (let [[s st] (run (first cs) st)]
                         (if (:exit st) [texts (dissoc st :exit)] (recur (rest cs) (conj texts s) st)))))
        before? (or (:colon? d) (and (< (count texts) 2) (not (:at? d))))
        slots (+ (max 0 (dec (count texts))) (if before? 1 0) (if (:at? d) 1 0))
        chars (reduce + 0 (map count texts))
        least (+ chars (* slots minpad))
        columns (if (<= least mincol) mincol (+ mincol (* colinc (inc (quot (- least mincol 1) colinc)))))
        space (- columns chars)
        pads (map (fn [i] (prim/str-repeat (str padchar) (+ (quot space slots) (if (< i (rem space slots)) 1 0)))) (range slots))
        [least-left most] (when marked (:params marked))]
    (when (and line-start (< (or most *print-right-margin*) (+ (column-of o) (or least-left 0) columns)))
      (prim/sb-append (:sb o) line-start))
    (prim/sb-append (:sb o) (apply str (if before?
                                         (concat (interleave pads texts) (drop (count texts) pads))
                                         (concat (interleave texts (concat pads [""])) (drop (count texts) pads)))))
    st))

(defn- block-directive
  "~<prefix~;body~;suffix~:>: the body goes over the elements of the next argument; what is no collection prints as by ~w."
  [o d st]
  (let [[items st'] (if (:at? d) [(:args st) (assoc st :args nil)] (take-arg st))
        clauses (:clauses d)
        [prefix body suffix] (if (= 1 (count clauses)) [nil (first clauses) nil] clauses)
        inner (arguments (if (coll? items) items nil))
        fixed (fn [clause default]
                (let [w (output 0 false)]
                  (if clause (run-directives w clause inner) (when (:colon? d) (prim/sb-append (:sb w) default)))
                  (text-in w)))]
    (hand-over o)
    (if (or (nil? items) (coll? items))
      (if (:blocks? o)
        (if (and *print-level* (<= *print-level* 0))
          (print "#")
          (binding [*print-level* (when *print-level* (dec *print-level*))]
            (in-block* {:prefix (fixed prefix "(") :suffix (fixed suffix ")")}
                       (fn []
                         (let [o (output 0 true)]
                           (run-directives o body inner)
                           (hand-over o))))))
        (do (prim/sb-append (:sb o) (fixed prefix "("))
            (run-directives o body inner)
            (prim/sb-append (:sb o) (fixed suffix ")"))))
      (do (if (:blocks? o) (write-out items) (prim/sb-append (:sb o) (pr-str items))) nil))
    st'))

(defn- tab-directive
  "The spaces of ~t: to a column and on in steps, or, with @, so many and on to a multiple."
  [column number step relative?]
  (let [beyond (fn [n] (if (pos? step) (mod (- n) step) 0))]
    (cond relative? (+ number (beyond (+ column number)))
          (< column number) (- number column)
          (pos? step) (- step (mod (- column number) step))
          :else 0)))

(defn- run-directive [o d st]
  (let [[params st] (resolve-params (:params d) st)
        {:keys [op colon? at?]} d
        p (fn [i default] (let [v (nth params i nil)] (if (nil? v) default v)))
        emit (fn [s st] (prim/sb-append (:sb o) s) st)
        with-arg (fn [f] (let [[x st] (take-arg st)] (emit (f x) st)))
        with-number (fn [f] (with-arg (fn [x] (if (number? x) (f x) (integer-text x 10 [(p 0 0)] false false)))))
        in-layout (fn [f] (hand-over o) (when (:blocks? o) (f)) st)]
    (case op
      (\a \s) (with-arg (fn [x]
                          (stuffed (if (= op \s) (pr-str x) (if (nil? x) "nil" (print-str x)))
                                   (p 0 0) (p 1 1) (p 2 0) (p 3 \space) at?)))
      \d (with-arg (fn [x] (integer-text x 10 params colon? at?)))
      \b (with-arg (fn [x] (integer-text x 2 params colon? at?)))
      \o (with-arg (fn [x] (integer-text x 8 params colon? at?)))
      \x (with-arg (fn [x] (integer-text x 16 params colon? at?)))
      \r (with-arg (fn [x]
                     (cond (first params) (integer-text x (first params) (rest params) colon? at?)
                           at? (roman x colon?)
                           colon? (spelled ordinal x)
                           :else (spelled cardinal x))))
      \f (with-number (fn [x] (fixed-text x params at?)))
      \e (with-number (fn [x] (exponential-text x params at?)))
      \g (with-number (fn [x] (general-text x params at?)))
      \$ (with-number (fn [x] (money-text x params colon? at?)))
      \c (with-arg (fn [c] (cond colon? (spoken-char c) at? (pr-str c) :else (str c))))
      \p (let [[x st] (if colon?
                        [(nth (:all st) (dec (- (count (:all st)) (count (:args st))))) st]
                        (take-arg st))
               one? (= 1 x)]
           (emit (if at? (if one? "y" "ies") (if one? "" "s")) st))
      \% (emit (prim/str-repeat "\n" (p 0 1)) st)
      \& (let [n (p 0 1)]
           (emit (prim/str-repeat "\n" (max 0 (if (zero? (column-of o)) (dec n) n))) st))
      \| (emit (prim/str-repeat "\f" (p 0 1)) st)
      \~ (emit (prim/str-repeat "~" (p 0 1)) st)
      \t (emit (prim/str-repeat " " (tab-directive (column-of o) (p 0 1) (p 1 1) at?)) st)
      \* (let [all (:all st) used (- (count all) (count (:args st)))
               to (cond at? (p 0 0) colon? (- used (p 0 1)) :else (+ used (p 0 1)))]
           (assoc st :args (seq (drop to all))))
      \? (let [[f st] (take-arg st)]
           (if at?
             (run-directives o (body-of f) st)
             (let [[args st] (take-arg st)]
               (run-directives o (body-of f) (arguments args))
               st)))
      \^ (exit-directive d params st)
      \{ (iterate-directive o d params st)
      \[ (choose-directive o d params st)
      \( (let [inner (output (column-of o) false)
               st (run-directives inner (first (:clauses d)) st)]
           (emit (capitalized (text-in inner) d) st))
      \< (if (:colon? (:end d)) (block-directive o d st) (justify-directive o d params st))
      \_ (in-layout (fn [] (pprint-newline (cond (and colon? at?) :mandatory colon? :fill at? :miser :else :linear))))
      \i (in-layout (fn [] (pprint-indent (if colon? :current :block) (p 0 0))))
      \w (let [[x st'] (take-arg st)]
           (hand-over o)
           (if (:blocks? o)
             (do (write-out x) st')
             (emit (if *print-pretty* (layout x) (pr-str x)) st'))))))

(defn- run-directives [o ds st]
  (loop [ds (seq ds) st st]
    (if (and ds (not (:exit st)))
      (let [d (first ds)]
        (recur (next ds) (if (string? d) (do (prim/sb-append (:sb o) d) st) (run-directive o d st))))
      st)))

(defn- lays-out? "Whether a format has directives about lines and blocks." [ds]
  (some (fn [d] (when (map? d)
                  (or (contains? #{\_ \i \w} (:op d)) (some lays-out? (:clauses d)))))
        ds))

(defn cl-format
  "Formats the arguments by a Common Lisp format string. writer nil answers the text, true prints to *out*."
  [writer format-in & args]
  (let [body (body-of format-in)
        target (cond (nil? writer) (odeon.io/string-writer) (true? writer) *out* :else writer)]
    (if (or (lays-out? body) (pretty-writer? target))
      (binding [*out* (get-pretty-writer target)]
        (let [o (output (deref (.-column *out*)) true)]
          (run-directives o body (arguments args))
          (hand-over o)))
      (let [o (output 0 false)]
        (run-directives o body (arguments args))
        (odeon.io/write target (text-in o))))
    (if (nil? writer) (odeon.io/contents target) nil)))

(defmacro formatter "A function of a writer and arguments that formats them as cl-format does." [format-in]
  `(fn [writer# & args#] (apply cl-format writer# ~format-in args#)))
(defmacro formatter-out "A function of arguments that formats them to *out* as cl-format does." [format-in]
  `(fn [& args#] (apply cl-format true ~format-in args#)))
