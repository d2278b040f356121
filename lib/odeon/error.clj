;; odeon.error: what an exception says. Kernel errors carry a number and their operands; their text is made here, on demand,
;; from the table of templates (odeon.errors, generated).
(in-ns 'odeon.error)

(defn shown
  "A value as text: not what is lazy in it, and the beginning only of what is long or deep."
  [x]
  (if (prim/lazy? x)
    "(...)"
    (let [old (prim/bindings-get)]
      (odeon.binding/push [#'clojure.core/*print-length* 8 #'clojure.core/*print-level* 4])
      (try (clojure.core/pr-str-limited x) (finally (prim/bindings-set old))))))

(defn- operand
  "How an operand of a kernel error reads in its message."
  [x]
  (if (prim/fn? x)
    (prim/fn-name x)
    (if (prim/string? x)
      (prim/str-escape x)
      (let [s (shown x)]
        (if (prim/gt (prim/str-length s) 200) (prim/str-concat (prim/substring s 0 197) "...") s)))))

(defn- bare-operand
  "Names in messages stand without quotes."
  [x]
  (if (prim/string? x) x (operand x)))

(defn- class-name [x]
  (if (prim/identical x nil)
    "nil"
    (let [t (prim/type-of x)] (if (prim/type? t) (odeon.host-class/name-of t) "unknown"))))

(defn- simple-name
  "A class's name without its package and the class around it."
  [s]
  (let [after (fn [mark] (prim/add 1 (prim/str-last-index-of s mark (prim/str-length s))))
        dot (after ".")
        dollar (after "$")]
    (prim/substring s (if (prim/lt dot dollar) dollar dot) (prim/str-length s))))

(defn- fill [template a b code]
  ;; where a message names a value's type, it shows the value as it is written
  (let [type-error? (if (prim/identical code 8) true (prim/ge (prim/str-index-of template "{0t}" 0) 0))
        value (fn [mark]
                (if (prim/eq mark "0t") (class-name a)
                  (if (prim/eq mark "0s") (simple-name (class-name a))
                  (if (prim/eq mark "1t") (class-name b)
                    (if (prim/eq mark "0") (if type-error? (operand a) (bare-operand a))
                      (if (prim/eq mark "1")
                        (let [p (if (prim/identical code 8) (prim/get odeon.errors/primitives b) nil)
                              p (if (prim/eq p "vector-of") "vec" p)] (if p p (bare-operand b)))
                        (clojure.core/str "{" mark "}")))))))]
    ;; one pass: what is put in may hold braces itself
    (loop [done "" i 0]
      (let [open (prim/str-index-of template "{" i)
            close (if (prim/lt open 0) -1 (prim/str-index-of template "}" open))]
        (if (prim/lt close 0)
          (prim/str-concat done (prim/substring template i (prim/str-length template)))
          (recur (clojure.core/str done (prim/substring template i open) (value (prim/substring template (prim/add open 1) close)))
                 (prim/add close 1)))))))

(defn- nil-message
  "The operand of the kernel's nil error is the number of a primitive, or a name, or nothing."
  [what]
  (if (prim/identical what nil)
    "nil given where a value is needed"
    (let [name (prim/get odeon.errors/primitives what)]
      (if name
        (clojure.core/str "nil given to " name ", which needs a value")
        (clojure.core/str "nil given where " (bare-operand what) " is needed")))))

(defn message
  "The message of an exception, or nil."
  [ex]
  (let [m (prim/ex-message ex)
        code (prim/ex-code ex)]
    (if m
      m
      (if code
        (let [row (prim/get odeon.errors/table code)
              node (prim/ex-data ex)]
          (if row
            (if (prim/identical code 32)
              (let [bits (prim/node-get node 1)]
                (fill (prim/get row :template) (prim/node-get node 0)
                      (if (prim/identical bits 64) "long" (if (prim/identical bits 32) "int" bits)) code))
            (if (prim/identical code 13)
              (nil-message (prim/node-get node 0))
              (if (prim/identical code 18)
                (if (or (prim/vector? (prim/node-get node 0)) (prim/identical 41 (prim/type-id (prim/node-get node 0)))) "Can't pop empty vector" "Can't pop empty list")
                (fill (prim/get row :template) (prim/node-get node 0) (prim/node-get node 1) code))))
            (clojure.core/str "kernel error " code)))
        nil))))

(defn data
  "The data map of an exception, nil if it has none."
  [ex]
  (if (prim/ex-code ex) nil (prim/ex-data ex)))

(defn type-name-of [ex]
  (let [t (prim/ex-type ex)]
    (if (prim/type? t) (prim/symbol-name (prim/type-name t)) "java.lang.Throwable")))

(defn trace
  "The stack trace as a vector of [function file line column]."
  [ex]
  (let [t (prim/ex-trace ex)] (if t t [])))

(defn throwable "What is thrown: an exception. nil is left to the machine, which says so." [x]
  (if (if (prim/ex? x) true (if (prim/identical x nil) true (prim/instance? odeon.class/java.lang.Throwable x)))
    x
    (throw (odeon.host-class/make-exception
             "java.lang.ClassCastException"
             (clojure.core/str "class " (class-name x) " cannot be cast to class java.lang.Throwable: throw takes an exception, as in (throw (ex-info "
                               (if (prim/string? x) (operand x) "\"...\"") " {}))")
             nil))))

(defn no-clause "Throws the error of case and condp without a matching clause." [value]
  (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                          (clojure.core/str "No matching clause: " value) nil)))

(defn assert-failed "Throws the error of a failed assert." [form message]
  (throw (odeon.host-class/make-exception
          "java.lang.AssertionError"
          (if (prim/identical message nil)
            (clojure.core/str "Assert failed: " (clojure.core/pr-str form))
            (clojure.core/str "Assert failed: " message "\n" (clojure.core/pr-str form)))
          nil)))
