;; Values as text: str, pr, print and what they stand on.
;;
;; Printing goes into a string writer first, whose builder every function here appends to, and from there to *out* in one
;; write. A lazy seq runs the program's code in the middle, which may print itself: the text so far is written in front of that
;; (odeon.io/making-way). Values of kernel types are printed directly as long as a program has added no print-method for them; all other
;; values go through the print-method multimethod.
(in-ns 'clojure.core)

(declare print-rare object-string pr-str-limited print-value print-method print-dup print-object)

(def ^{:dynamic true :doc "How many elements of a collection are printed; nil: all."} *print-length* nil)
(def ^{:dynamic true :doc "How deep nested collections are printed; nil: all the way."} *print-level* nil)
(def ^{:dynamic true :doc "If true, metadata is printed too."} *print-meta* false)
(def ^{:dynamic true :doc "If false, strings and characters are printed as they are, without quotes."} *print-readably* true)
(def ^{:dynamic true :doc "If true, values are printed so that reading gives values of the same types."} *print-dup* false)
(def ^{:dynamic true :doc "If true, maps whose keys share a namespace are printed as #:ns{...}."} *print-namespace-maps* false)

(defn- put [w s] (prim/sb-append (prim/field-get w 0) s))

(defn- type-text
  "A class's name as programs see it; a user type's namespace is spelled as Java would."
  [t]
  (let [s (odeon.host-class/name-of t)]
    (if (prim/lt (prim/str-index-of s "-" 0) 0) s (prim/str-replace-all s "-" "_"))))

(defn- class-name-of [x] (type-text (prim/type-of x)))

(defn- hex [n] (prim/num->string (prim/bit-and n 0xffffffff) 16))

(defn- replace-char [s from to]
  (prim/str-replace-all s from to))

(defn munge "A name as a class name would spell it." [s]
  (let [m (replace-char (replace-char (replace-char (replace-char (replace-char (str s) "-" "_") "!" "_BANG_") "?" "_QMARK_") "*" "_STAR_") ">" "_GT_")
        m (replace-char (replace-char (replace-char (replace-char m "<" "_LT_") "=" "_EQ_") "+" "_PLUS_") "'" "_SINGLEQUOTE_")]
    (if (prim/symbol? s) (symbol m) m)))

(defn- fn-class-name
  "The class that a function would have: user$foo."
  [f]
  (munge (prim/str-replace-all (prim/str-replace-all (prim/fn-name f) "/" "$") "@" "__")))

(def ^:private function-classes "Class name -> TYPE of the functions of that name." (prim/atom {}))

(defn class-of-function
  "The class of a function: one for each name, below clojure.lang.AFunction."
  [f]
  (let [name (fn-class-name f)]
    (loop []
      (let [old (prim/atom-deref function-classes)
            known (prim/get old name)]
        (if known
          known
          (let [t (prim/type-make (prim/symbol nil name) (prim/empty-vec) [odeon.class/clojure.lang.AFunction] 0)]
            (if (prim/atom-cas function-classes old (prim/assoc old name t)) t (recur))))))))

(defn- object-class-name [x]
  (if (prim/fn? x)
    (fn-class-name x)
    (if (odeon.multi/multi? x) "clojure.lang.MultiFn" (class-name-of x))))

(defn- identity-text
  "The identity hash of an object in hexadecimal; a transient has none, since it can't be shared."
  [x]
  (if (prim/identical 41 (prim/type-id x)) "0" (hex (prim/identity-hash x))))

(defn- identity-string [x] (prim/str-concat (object-class-name x) (prim/str-concat "@" (identity-text x))))

;; ---- numbers and dates --------------------------------------------------------------------------------------------
(defn- number-text
  "A number as str shows it."
  [x]
  (if (prim/ratio? x)
    (prim/str-concat (prim/num->string (prim/numerator x) 10) (prim/str-concat "/" (prim/num->string (prim/denominator x) 10)))
    (if (prim/decimal? x)
      (odeon.slow/decimal->string x)
      (prim/num->string x 10))))

(defn- pad-number [n width]
  (let [s (prim/num->string n 10)
        missing (prim/sub width (prim/str-length s))]
    (if (prim/gt missing 0) (prim/str-concat (prim/str-repeat "0" missing) s) s)))

;; Days since 1970 to a date, by eras of 400 years that begin in March.
(defn- civil
  "[year month day hour minute second ms weekday] of milliseconds since 1970, UTC; weekday 0 is Sunday."
  [ms]
  (let [days (prim/quot (prim/sub ms (prim/mod ms 86400000)) 86400000)
        in-day (prim/mod ms 86400000)
        z (prim/add days 719468)
        era (prim/quot (if (prim/ge z 0) z (prim/sub z 146096)) 146097)
        doe (prim/sub z (prim/mul era 146097))
        yoe (prim/quot (prim/sub (prim/sub (prim/add (prim/sub doe (prim/quot doe 1460)) (prim/quot doe 36524)) (prim/quot doe 146096)) 0) 365)
        doy (prim/sub doe (prim/sub (prim/add (prim/mul 365 yoe) (prim/quot yoe 4)) (prim/quot yoe 100)))
        mp (prim/quot (prim/add (prim/mul 5 doy) 2) 153)
        d (prim/add (prim/sub doy (prim/quot (prim/add (prim/mul 153 mp) 2) 5)) 1)
        m (if (prim/lt mp 10) (prim/add mp 3) (prim/sub mp 9))
        y (prim/add (prim/add yoe (prim/mul era 400)) (if (prim/le m 2) 1 0))]
    [y m d (prim/quot in-day 3600000) (prim/rem (prim/quot in-day 60000) 60) (prim/rem (prim/quot in-day 1000) 60)
     (prim/rem in-day 1000) (prim/mod (prim/add days 4) 7)]))

(defn- inst-text [x]
  (let [[y m d h min s ms] (civil (prim/inst-ms x))]
    (str (pad-number y 4) "-" (pad-number m 2) "-" (pad-number d 2) "T" (pad-number h 2) ":" (pad-number min 2) ":"
         (pad-number s 2) "." (pad-number ms 3) "-00:00")))

(defn- date-text [x]
  (let [[y m d h min s ms wd] (civil (prim/inst-ms x))]
    (str (prim/nth ["Sun" "Mon" "Tue" "Wed" "Thu" "Fri" "Sat"] wd) " "
         (prim/nth ["Jan" "Feb" "Mar" "Apr" "May" "Jun" "Jul" "Aug" "Sep" "Oct" "Nov" "Dec"] (prim/sub m 1)) " "
         (pad-number d 2) " " (pad-number h 2) ":" (pad-number min 2) ":" (pad-number s 2) " UTC " y)))

(defn- hex-part [n shift digits]
  (let [s (prim/num->string (prim/bit-and (prim/ushr n shift) (prim/sub (prim/shl 1 (prim/mul 4 digits)) 1)) 16)]
    (prim/str-concat (prim/str-repeat "0" (prim/sub digits (prim/str-length s))) s)))

(defn- uuid-text [x]
  (let [hi (prim/uuid-hi x) lo (prim/uuid-lo x)]
    (str (hex-part hi 32 8) "-" (hex-part hi 16 4) "-" (hex-part hi 0 4) "-" (hex-part lo 48 4) "-" (hex-part lo 0 12))))

(defn- exception-text [x]
  (let [m (odeon.error/message x)
        d (odeon.error/data x)
        c (odeon.error/type-name-of x)]
    (if m
      (if (if d (prim/instance? odeon.class/clojure.lang.ExceptionInfo x) false)
        (str c ": " m " " (pr-str d))
        (str c ": " m))
      c)))

(defn- class-text [x]
  (prim/str-concat (if (prim/get (prim/type-extra x) :interface) "interface " "class ") (type-text x)))

;; ---- str ----------------------------------------------------------------------------------------------------------
(defn to-string "The text of any value as str shows it." [x]
  (if (prim/string? x) x
    (if (prim/identical x nil) ""
      (if (prim/number? x) (number-text x)
        (if (if (prim/keyword? x) true (prim/symbol? x)) (prim/symbol-text x)
          (if (prim/char? x) (prim/str-from-chars (prim/node-set (prim/node-make 1) 0 x) 1)
            (if (prim/identical x true) "true"
              (if (prim/identical x false) "false"
                (object-string x)))))))))

(defn- object-string [x]
  (if (prim/lazy? x)
    (prim/str-concat "clojure.lang.LazySeq@" (hex (prim/hash x)))
    (if (prim/coll? x)
      (pr-str-limited x)
      (if (prim/user-type? x)
        (let [f (prim/method-find odeon.method/toString x)]
          (if f
            (f x)
            (if (if (prim/record? x) false (if (map? x) true (if (set? x) true (sequential? x))))
              (pr-str-limited x)
              (prim/str-concat (class-name-of x) (prim/str-concat "@" (hex (prim/hash x)))))))
        (if (prim/ex? x) (exception-text x)
          (if (prim/type? x) (class-text x)
            (if (prim/var? x) (prim/str-concat "#'" (prim/symbol-text (prim/var-name x)))
              (if (prim/namespace? x) (prim/symbol-name (prim/ns-name x))
                (if (prim/regex? x) (prim/regex-source x)
                  (let [id (prim/type-id x)]
                    (if (prim/identical id 12) (uuid-text x)
                      (if (prim/identical id 13) (date-text x)
                        (if (prim/identical id 70) (prim/sb->string x)
                          (if (prim/identical id 14) (str "#pid[" (prim/pid->fixnum x) "]")
                            (if (prim/tagged? x) (pr-str-limited x)
                              (identity-string x))))))))))))))))

(defn- append-text [sb x] (prim/sb-append sb (if (prim/char? x) x (to-string x))))

(defn str
  "The texts of the arguments, put together; nil is nothing."
  ([] "")
  ([x] (to-string x))
  ([x y] (prim/str-concat (to-string x) (to-string y)))
  ([x y z] (prim/str-concat (prim/str-concat (to-string x) (to-string y)) (to-string z)))
  ([x y z & more]
   (let [sb (append-text (append-text (append-text (prim/sb-new) x) y) z)]
     (loop [s more]
       (if s
         (do (append-text sb (prim/first s))
             (recur (prim/next s)))
         (prim/sb->string sb))))))

;; ---- printing one value -------------------------------------------------------------------------------------------
(def char-name-string "Names of characters that have one." 
  {\newline "newline" \tab "tab" \space "space" \backspace "backspace" \formfeed "formfeed" \return "return"})
(def char-escape-string "How characters are written inside string literals."
  {\newline "\\n" \tab "\\t" \return "\\r" \" "\\\"" \\ "\\\\" \formfeed "\\f" \backspace "\\b"})

(defn- readably? [] (if *print-readably* true *print-dup*))

(defn- print-char [w c]
  (if (readably?)
    (let [name (prim/get char-name-string c)]
      (put w "\\")
      (put w (if name name c)))
    (put w c)))

(defn- print-number [w x]
  (if (prim/float? x)
    (if (prim/nan? x)
      (put w "##NaN")
      (if (prim/infinite? x)
        (put w (if (prim/gt x 0) "##Inf" "##-Inf"))
        (put w (number-text x))))
    (do (put w (number-text x))
        (if (prim/bigint? x) (put w "N") (if (prim/decimal? x) (put w "M") nil)))))

(defn- print-meta-of [w x]
  (if (if *print-dup* true (if *print-meta* *print-readably* false))
    (let [m (meta x)]
      (if (if m (prim/gt (prim/count m) 0) false)
        (do (put w "^")
            (if (if (prim/identical 1 (prim/count m)) (prim/contains m :tag) false)
              (print-value w (prim/get m :tag))
              (print-value w m))
            (put w " "))
        nil))
    nil))

(defn- deeper
  "Calls f unless the collection lies deeper than *print-level* allows."
  [w f]
  (if *print-level*
    (if (prim/le *print-level* 0)
      (put w "#")
      (let [old (prim/bindings-get)]
        (odeon.binding/push [#'*print-level* (prim/sub *print-level* 1)])
        (try (f) (finally (prim/bindings-set old)))))
    (f)))

(defn- print-elements
  "Prints the elements of a sequence with print-one, sep between them, as many as *print-length* allows."
  [w s sep print-one]
  (let [limit *print-length*]
    (loop [s (prim/seq s) n 0]
      (if s
        (if (if limit (prim/ge n limit) false)
          (put w "...")
          (do (print-one w (prim/first s))
              (let [more (prim/next s)]
                (if more (put w sep) nil)
                (recur more (prim/add n 1)))))
        nil))))

(defn- seq-after-text
  "The seq of a part of a sequence; the text so far is written first if the program's code runs for it."
  [w s]
  (if (if (prim/lazy? s) (not (prim/identical 1 (prim/thunk-state s))) (prim/user-type? s)) (odeon.io/making-way w) nil)
  (prim/seq s))

(defn- print-items
  "As print-elements, for a sequence whose elements may be computed as they are printed. Each is when the one before it has not been printed
  yet, as on the JVM."
  [w s]
  (let [limit (if *print-dup* nil *print-length*)]
    (loop [s (seq-after-text w s) n 0]
      (if s
        (let [x (prim/first s)
              more (seq-after-text w (prim/rest s))]
          (if (if limit (prim/ge n limit) false)
            (put w "...")
            (do (print-value w x)
                (if more (put w " ") nil)
                (recur more (prim/add n 1)))))
        nil))))

(defn- print-between [w open s close]
  (deeper w (fn []
              (put w open)
              (print-elements w s " " print-value)
              (put w close)))
  nil)

(defn- print-entry [w e]
  (print-value w (prim/key e))
  (put w " ")
  (print-value w (prim/val e)))

(defn- common-namespace
  "The namespace shared by all keys of a map, or nil."
  [m]
  (loop [s (prim/seq m) ns nil]
    (if s
      (let [k (prim/key (prim/first s))
            n (if (ident? k) (prim/symbol-ns k) nil)]
        (if (if n (if ns (prim/eq n ns) true) false)
          (recur (prim/next s) n)
          nil))
      ns)))

(defn- strip-namespace [k]
  (if (prim/keyword? k) (prim/keyword nil (prim/symbol-name k)) (prim/symbol nil (prim/symbol-name k))))

(defn- print-map-entries [w m]
  (let [ns (if *print-namespace-maps* (common-namespace m) nil)]
    (if ns (do (put w "#:") (put w ns)) nil)
    (put w "{")
    (print-elements w m ", "
                    (if ns
                      (fn [w e]
                        (print-value w (strip-namespace (prim/key e)))
                        (put w " ")
                        (print-value w (prim/val e)))
                      print-entry))
    (put w "}")))

(defn- print-map-value [w m] (deeper w (fn [] (print-map-entries w m))) nil)

(defn- print-record [w x]
  (put w "#")
  (put w (class-name-of x))
  (deeper w (fn []
              (put w "{")
              (print-elements w (prim/seq x) ", " print-entry)
              (put w "}")))
  nil)

(defn- print-seq-value [w x]
  (print-meta-of w x)
  (deeper w (fn []
              (put w "(")
              (print-items w x)
              (put w ")")))
  nil)
(defn- print-vector-value [w x]
  (print-meta-of w x)
  (print-between w "[" x "]"))
(defn- print-set-value [w x]
  (print-meta-of w x)
  (print-between w "#{" x "}"))

(defn- print-trace-element [w e]
  (put w "[")
  (put w (str (prim/nth e 0)))
  (put w " ")
  (print-value w (prim/nth-or e 1 nil))
  (put w " ")
  (print-value w (prim/nth-or e 2 nil))
  (put w "]"))

(defn- print-exception [w x]
  (let [chain (loop [e x acc []] (if e (recur (prim/ex-cause e) (prim/conj acc e)) acc))
        root (prim/peek chain)
        trace (odeon.error/trace root)]
    (put w "#error {\n :cause ")
    (print-value w (odeon.error/message root))
    (if (odeon.error/data root)
      (do (put w "\n :data ") (print-value w (odeon.error/data root)))
      nil)
    (put w "\n :via\n [")
    (print-elements w chain "\n  "
                    (fn [w e]
                      (put w "{:type ")
                      (put w (odeon.error/type-name-of e))
                      (put w "\n   :message ")
                      (print-value w (odeon.error/message e))
                      (if (odeon.error/data e)
                        (do (put w "\n   :data ") (print-value w (odeon.error/data e)))
                        nil)
                      (if (prim/gt (prim/count (odeon.error/trace e)) 0)
                        (do (put w "\n   :at ") (print-trace-element w (prim/nth (odeon.error/trace e) 0)))
                        nil)
                      (put w "}")))
    (put w "]\n :trace\n [")
    (print-elements w trace "\n  " print-trace-element)
    (put w "]}")
    nil))

(defn- print-tagged-object
  "#object[class 0xhash value]"
  [w x print-it]
  (put w "#object[")
  ;; The name of an array's class is no symbol.
  (if (prim/array? x) (put w (pr-str (object-class-name x))) (put w (object-class-name x)))
  (put w " 0x")
  (put w (identity-text x))
  (put w " ")
  (print-it)
  (put w "]")
  nil)

(defn- reference-state [x]
  (let [id (prim/type-id x)]
    (if (prim/identical id 64) {:status :ready :val (prim/atom-deref x)}
      (if (prim/identical id 65) {:status :ready :val (prim/volatile-deref x)}
        (if (prim/identical id 72) {:status :ready :val (prim/reduced-value x)}
          (if (prim/identical id 66)
            (let [s (prim/thunk-state x)]
              (if (prim/identical s 1)
                {:status :ready :val (prim/thunk-value x)}
                (if (prim/identical s 2) {:status :failed :val (prim/thunk-value x)} {:status :pending :val nil})))
            (let [s (prim/promise-state x)]
              (if (prim/identical s 1)
                {:status :ready :val (prim/promise-value x)}
                (if (prim/identical s 2) {:status :failed :val (prim/promise-value x)} {:status :pending :val nil})))))))))

(defn print-object "Prints a value that has no text of its own: its class, identity and str." [x w]
  (print-tagged-object w x (fn [] (put w (if *print-readably* (prim/str-escape (to-string x)) (to-string x))))))

(defn- print-reference [w x]
  (print-tagged-object w x (fn [] (print-map-value w (reference-state x)))))

;; The direct route, for values of kernel types; answers false if x is of another kind.
(defn- print-plain [w x]
  (if (prim/string? x)
    (if (readably?) (put w (prim/str-escape x)) (put w x))
    (if (prim/number? x) (print-number w x)
      (if (prim/keyword? x) (put w (prim/symbol-text x))
        (if (prim/symbol? x) (do (print-meta-of w x) (put w (prim/symbol-text x)))
          (if (prim/vector? x) (print-vector-value w x)
            (if (prim/map? x) (do (print-meta-of w x) (print-map-value w x))
              (if (prim/seq-type? x) (print-seq-value w x)
                (if (prim/set? x) (print-set-value w x)
                  (if (prim/char? x) (print-char w x)
                    (if (prim/identical x nil) (put w "nil")
                      (if (prim/identical x true) (put w "true")
                        (if (prim/identical x false) (put w "false")
                          (print-rare w x)))))))))))))
  nil)

(defn- print-rare [w x]
  (if (prim/ex? x) (print-exception w x)
    (if (prim/type? x) (put w (type-text x))
      (if (prim/var? x) (do (print-meta-of w x) (put w (to-string x)))
        (if (prim/regex? x) (do (put w "#\"") (put w (prim/regex-source x)) (put w "\""))
          (if (prim/tagged? x)
            (do (put w "#") (print-value w (prim/tagged-tag x)) (put w " ") (print-value w (prim/tagged-form x)))
            (let [id (prim/type-id x)]
              (if (prim/identical id 12) (do (put w "#uuid \"") (put w (uuid-text x)) (put w "\""))
                (if (prim/identical id 13) (do (put w "#inst \"") (put w (inst-text x)) (put w "\""))
                  (if (prim/identical id 14) (put w (to-string x))
                    (if (prim/identical id 15) (do (put w "#ref[") (put w (hex (prim/identity-hash x))) (put w "]"))
                      (if (or (prim/identical id 64) (prim/identical id 65) (prim/identical id 66) (prim/identical id 67) (prim/identical id 72))
                        (print-reference w x)
                        (print-object x w)))))))))))))

(def ^{:private true} builtin-methods "The method table of print-method before a program has added to it." (prim/atom nil))

(defn- plain?
  "Whether x can go the direct route."
  [x]
  (if (prim/user-type? x)
    false
    (if (prim/identical (prim/atom-deref builtin-methods) (methods print-method))
      (let [m (prim/meta x)]
        (if m (not (prim/keyword? (prim/get m :type))) true))
      false)))

(defn- print-value [w x]
  (if *print-dup*
    (print-dup x w)
    (if (plain? x)
      (print-plain w x)
      (print-method x (if (if (prim/user-type? x) (not (prim/identical (prim/atom-deref builtin-methods) (methods print-method))) false)
                        (odeon.io/making-way w)
                        w))))
  nil)
