;; print-method, print-dup, and pr, print and their relatives on top of them.
(in-ns 'clojure.core)

;; ---- print-method -------------------------------------------------------------------------------------------------
(defn- print-type [x _]
  (let [t (prim/get (prim/meta x) :type)]
    (if (prim/keyword? t) t (class x))))

(defmulti print-method "Prints a value to a writer; programs add methods for their types." print-type)
(defmulti print-dup "Prints a value so that it can be read back as a value of the same type." print-type)

(defn- via-string
  "Calls f with a string writer: w itself if it is one, else one whose contents are then written to w."
  [w f]
  (if (odeon.io/string-writer? w)
    (f w)
    (let [sw (odeon.io/string-writer w)]
      (f sw)
      (odeon.io/write w (odeon.io/contents sw))))
  nil)

(defn- java-printer
  "The function of writer and value that prints an instance of a user type: Java's collections have a literal only for readers."
  [x]
  (let [java (fn [type] (if *print-readably* (prim/instance? type x) false))]
    (if (java odeon.class/java.util.RandomAccess) print-vector-value
      (if (java odeon.class/java.util.Map) print-map-value
        (if (java odeon.class/java.util.Set) print-set-value
          (if (if (sequential? x) true (java odeon.class/java.util.List))
            print-seq-value
            (fn [w x] (print-object x w))))))))

(defmethod print-method :default [x w]
  (via-string w
              (fn [w]
                (if (prim/user-type? x)
                  (if (prim/record? x) (print-record w x)
                    (if (map? x) (print-map-value w x)
                      (if (set? x) (print-set-value w x)
                        (if (vector? x) (print-vector-value w x)
                          (if (prim/method-find odeon.method/deref x)
                            (print-tagged-object w x (fn [] (print-map-value w {:status :ready :val (deref x)})))
                            ((java-printer x) w x))))))
                  (print-plain w x)))))

(defmethod print-method Object [x w] ((get-method print-method :default) x w))
(defmethod print-method nil [x w] (via-string w (fn [w] (put w "nil"))))
(defmethod print-method Number [x w] (via-string w (fn [w] (if (prim/number? x) (print-number w x) (put w (str x))))))
(defmethod print-method String [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method Character [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method Boolean [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method clojure.lang.Keyword [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method clojure.lang.Symbol [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method clojure.lang.ISeq [x w] (via-string w (fn [w] (print-seq-value w x))))
(defmethod print-method clojure.lang.IPersistentVector [x w] (via-string w (fn [w] (print-vector-value w x))))
(defmethod print-method clojure.lang.IPersistentMap [x w] (via-string w (fn [w] (print-meta-of w x) (print-map-value w x))))
(defmethod print-method clojure.lang.IPersistentSet [x w] (via-string w (fn [w] (print-set-value w x))))
(defmethod print-method clojure.lang.IRecord [x w] (via-string w (fn [w] (print-meta-of w x) (print-record w x))))
(defmethod print-method clojure.lang.Fn [x w] (via-string w (fn [w] (print-object x w))))
(defmethod print-method Class [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method Throwable [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method clojure.lang.IDeref [x w] ((get-method print-method :default) x w))
(defmethod print-method clojure.lang.Var [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method java.util.regex.Pattern [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method java.util.UUID [x w] (via-string w (fn [w] (print-plain w x))))
(defmethod print-method odeon.eduction/Eduction [x w]
  (via-string w (fn [w] (if *print-readably* (print-seq-value w x) (print-object x w)))))
(defmethod print-method java.util.Date [x w] (via-string w (fn [w] (print-plain w x))))

(prefer-method print-method clojure.lang.IRecord clojure.lang.IPersistentMap)
(prefer-method print-method clojure.lang.IRecord clojure.lang.IDeref)
(prefer-method print-method clojure.lang.IPersistentMap clojure.lang.IDeref)
(prefer-method print-method clojure.lang.IPersistentMap clojure.lang.Fn)
(prefer-method print-method clojure.lang.ISeq clojure.lang.IPersistentVector)
(prefer-method print-method clojure.lang.ISeq clojure.lang.IPersistentSet)
(prefer-method print-method clojure.lang.ISeq clojure.lang.IPersistentMap)

;; What reads back as an equal value: literals, also where the JVM writes #=(...), which is not evaluated here when it is read.
(defmethod print-dup :default [x w]
  (if (or (if (prim/user-type? x) (not (coll? x)) false) (prim/array? x) (prim/atom? x) (prim/volatile? x) (prim/delay? x) (prim/promise? x))
    (illegal-argument (str "No method in multimethod 'print-dup' for dispatch value: " (class x)))
    (if (prim/user-type? x)
      (let [old (prim/bindings-get)]
        (odeon.binding/push [#'*print-dup* false])
        (try (print-method x w) (finally (prim/bindings-set old))))
      (via-string w (fn [w] (print-plain w x))))))
(defmethod print-dup clojure.lang.IRecord [x w]
  (via-string w
              (fn [w]
                (print-meta-of w x)
                (if (prim/gt (prim/count (prim/field-get x 1)) 0)
                  (print-record w x)
                  (do (put w "#")
                      (put w (class-name-of x))
                      (put w "[")
                      (print-elements w (vals x) ", " print-value)
                      (put w "]"))))))
(defmethod print-dup clojure.lang.Fn [x w] (print-method x w))

(prim/atom-reset builtin-methods (methods print-method))

(defn print-simple "Prints metadata and the str of a value." [x w]
  (via-string w (fn [w] (print-meta-of w x) (put w (str x)))))
(defn print-ctor "Prints a value as the constructor call #=(class. ...)." [x print-args w]
  (odeon.io/write w "#=(")
  (odeon.io/write w (class-name-of x))
  (odeon.io/write w ". ")
  (print-args x w)
  (odeon.io/write w ")")
  nil)

;; ---- pr, print and their relatives --------------------------------------------------------------------------------
(defn- print-all
  "Prints the values to a string writer, a space between them, and the end if there is one."
  [w xs end]
  (loop [s (prim/seq xs)]
    (if s
      (do (print-value w (prim/first s))
          (let [more (prim/next s)]
            (if more (put w " ") nil)
            (recur more)))
      nil))
  (if end (put w end) nil))

(defn- text-of
  "The printed values as a text, which is also where they print to themselves."
  [xs end]
  (let [old (prim/bindings-get)
        w (odeon.io/string-writer true)]
    (try (print-all w xs end) (finally (prim/bindings-set old)))
    (odeon.io/contents w)))

(defn- put-out
  "Prints the values to *out*: in one write, unless they run code of the program."
  [xs end]
  (let [out *out*]
    (if (odeon.io/string-writer? out)
      (print-all out xs end)
      (let [w (odeon.io/string-writer out)]
        (print-all w xs end)
        (odeon.io/write out (odeon.io/contents w))))
    nil))

(declare flush)

(defn- put-out-line [xs]
  (put-out xs "\n")
  (if *flush-on-newline* (flush) nil)
  nil)

(defn- unreadably
  "What f answers while strings print as they are."
  [f]
  (if *print-readably*
    (let [old (prim/bindings-get)]
      (odeon.binding/push [#'*print-readably* nil])
      (try (f) (finally (prim/bindings-set old))))
    (f)))

(defn pr-on "Prints x to a writer as pr does." [x w] (via-string w (fn [w] (print-value w x))))

(defn flush "Sends on what *out* has kept back." [] (odeon.io/flush-writer *out*) nil)
(defn newline "Ends a line on *out*." [] (odeon.io/write *out* "\n") nil)

(defn- out-line [s]
  (odeon.io/write *out* s)
  (if *flush-on-newline* (flush) nil)
  nil)

(defn pr "Prints the arguments to *out* so that they can be read back." 
  ([] nil)
  ([& xs] (put-out xs nil)))
(defn prn "As pr, and ends the line." [& xs] (put-out-line xs))
(defn print "Prints the arguments to *out* for people." [& xs]
  (unreadably (fn [] (put-out xs nil))))

(defn- simple-text
  "What print shows for a string, symbol, keyword or long, with the line's end; nil for other values."
  [x]
  (if (prim/string? x)
    (prim/str-concat x "\n")
    (if (prim/int? x) (prim/str-concat (prim/num->string x 10) "\n") nil)))

(defn println "As print, and ends the line."
  ([] (out-line "\n"))
  ([x]
   (let [s (if *print-dup* nil (simple-text x))]
     (if s (out-line s) (unreadably (fn [] (put-out-line (list x)))))))
  ([x & more] (unreadably (fn [] (put-out-line (prim/cons x more))))))

(defn pr-str "The text that pr would print." [& xs] (text-of xs nil))
(defn prn-str "The text that prn would print." [& xs] (text-of xs "\n"))
(defn print-str "The text that print would print." [& xs] (unreadably (fn [] (text-of xs nil))))
(defn println-str "The text that println would print." [& xs] (unreadably (fn [] (text-of xs "\n"))))

(defn pr-str-limited
  "The text of x whatever the program has set for printing; for str and messages. What runs meanwhile prints to *out*."
  [x]
  (let [b (prim/bindings-get)
        w (odeon.io/string-writer)]
    (if b
      (do (odeon.binding/push [#'*print-readably* true #'*print-dup* false])
          (try (print-value w x) (finally (prim/bindings-set b))))
      (print-value w x))
    (odeon.io/contents w)))
