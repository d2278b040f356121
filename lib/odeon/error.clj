;; odeon.error: what an exception says. Kernel errors carry a number and their operands; their text is made here, on demand,
;; from the table of templates (odeon.errors, generated).
(in-ns 'odeon.error)

(defn- operand
  "How an operand of a kernel error reads in its message."
  [x]
  (if (prim/fn? x)
    (prim/fn-name x)
    (if (prim/string? x)
      (prim/str-escape x)
      (let [s (clojure.core/pr-str-limited x)]
        (if (prim/gt (prim/str-length s) 200) (prim/str-concat (prim/substring s 0 197) "...") s)))))

(defn- bare-operand
  "Names in messages stand without quotes."
  [x]
  (if (prim/string? x) x (operand x)))

(defn- class-name [x]
  (if (prim/identical x nil)
    "nil"
    (let [t (prim/type-of x)] (if (prim/type? t) (prim/symbol-name (prim/type-name t)) "unknown"))))

(defn- fill [template a b code]
  (let [put (fn [s mark f] (if (prim/lt (prim/str-index-of s mark 0) 0) s (prim/str-replace-all s mark (f))))]
    (put (put (put (put template "{0t}" (fn [] (class-name a)))
                   "{1t}" (fn [] (class-name b)))
              "{0}" (fn [] (if (prim/identical code 8) (operand a) (bare-operand a))))
         "{1}" (fn [] (if (prim/identical code 8)
                        (let [p (prim/get odeon.errors/primitives b)] (if p p (bare-operand b)))
                        (bare-operand b))))))

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
            (if (prim/identical code 13)
              (nil-message (prim/node-get node 0))
              (if (prim/identical code 18)
                (if (prim/vector? (prim/node-get node 0)) "Can't pop empty vector" "Can't pop empty list")
                (fill (prim/get row :template) (prim/node-get node 0) (prim/node-get node 1) code)))
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

(defn describe
  "An exception (or any thrown value) as plain data for a report."
  [ex]
  (if (prim/ex? ex)
    {:class (type-name-of ex)
     :message (message ex)
     :data (let [d (data ex)] (if d (clojure.core/pr-str-limited d) nil))
     :trace (trace ex)
     :cause (let [c (prim/ex-cause ex)] (if c (describe c) nil))}
    {:class (class-name ex)
     :message (clojure.core/str "thrown: " (clojure.core/pr-str-limited ex))
     :data nil
     :trace []
     :cause nil}))

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
