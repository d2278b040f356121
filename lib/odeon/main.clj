;; odeon.main: what the host starts inside the runtime: programs, macro calls, the REPL, tests. Every entry answers
;; [:ok value] or [:error description], so that an uncaught exception reaches the host as plain data. The functions of this
;; namespace are left out of stack traces.
(in-ns 'odeon.main)
(clojure.core/refer 'clojure.core)

(declare realize)

(defn- keep-meta
  "y with the metadata of x, realized."
  [x y]
  (if-let [m (meta x)] (with-meta y (realize m)) y))

(defn realize
  "The value with all lazy parts computed, down to the leaves: ready to cross to the host."
  [x]
  (cond
    (map-entry? x) [(realize (key x)) (realize (val x))]
    (record? x) x
    (map? x) (keep-meta x (into {} (map (fn [e] [(realize (key e)) (realize (val e))])) x))
    (vector? x) (keep-meta x (into [] (map realize) x))
    (set? x) (keep-meta x (into #{} (map realize) x))
    (seq? x) (keep-meta x (apply list (map realize x)))
    ;; the name that a macro such as deftest defines carries code as metadata
    (symbol? x) (keep-meta x x)
    :else x))

(defn describe
  "An exception (any thrown value) as plain data: :class :message :data :trace :cause :compile. What the host put into the
  data of an exception of the compiler's: :odeon/compile place and remedy, :odeon/cause the description of why a macro failed,
  :odeon/remote the whole description of an error that came from another actor."
  [e]
  (if (prim/ex? e)
    (let [data (ex-data e)
          told (if (map? data) data {})
          facts (:odeon/compile told)
          cause (ex-cause e)]
      (or (:odeon/remote told)
          {:class (str (prim/type-name (prim/ex-type e)))
           :message (ex-message e)
           :data (when (and data (not facts)) (pr-str data))
           :trace (prim/ex-trace e)
           :compile facts
           :cause (if cause (describe cause) (:odeon/cause told))}))
    {:class (str (class e)) :message (str "thrown: " (pr-str e)) :data nil :trace nil :cause nil}))

(defn- guard
  "[:ok value] of (f), or [:error description]."
  [f]
  (try [:ok (f)]
       (catch :default e [:error (describe e)])))

;; ---- entries for the compiler --------------------------------------------------------------------------------------

(defn- as-written
  "Why a call of a macro failed. The form and the locals are no arguments that a program counts."
  [e macro]
  (let [operands (when (and (prim/ex? e) (= 2 (prim/ex-code e))) (prim/ex-data e))
        callee (when operands (prim/node-get operands 0))
        n (when operands (prim/node-get operands 1))]
    (if (and callee (identical? callee @macro))
      (odeon.host-class/make-exception "clojure.lang.ArityException"
                                       (str "Wrong number of args (" (- n 2) ") passed to: " (prim/fn-name callee)) nil)
      e)))

(def ^:private lately "So many of the newest exceptions of macros are kept." 64)
(defn- keep-thrown
  "The number under which an exception crosses the host and comes back as itself."
  [ex]
  (first (swap! odeon.host/thrown (fn [[n by-number]]
                                    (let [n (inc n)]
                                      [n (dissoc (assoc by-number n ex) (- n lately))])))))

(defn expand
  "Calls a macro of the program: its var, the namespace it is used in, the form, the local names, the arguments. What it throws
  becomes the cause of what its caller gets (:thrown)."
  [macro ns-sym form env args]
  (try
    [:ok (binding [*ns* (create-ns ns-sym)]
           (odeon.held/code (apply @macro form env args)))]
    (catch :default e
      (let [e (as-written e macro)]
        [:error (assoc (describe e) :thrown (keep-thrown e))]))))

(defn call-thunk
  "Runs one compiled unit that the compiler needs at once."
  [thunk ns-sym]
  (guard (fn []
    (binding [*ns* (create-ns ns-sym)]
      (thunk)
      nil))))

;; ---- loading -------------------------------------------------------------------------------------------------------

(defn- run-units
  "Runs the units of load id one after another in this actor; answers the value of the last form."
  [id]
  (loop [value nil]
    (if-let [unit (odeon.host/request :compiler/next id (ns-name *ns*))]
      (recur ((nth unit 0)))
      value)))

(defn run-load
  "Loads everything under id, starting in the given namespace; answers the value of the last form."
  [id file ns-sym]
  (guard (fn []
    (binding [*ns* (create-ns ns-sym)
              *file* file]
      (realize (run-units id))))))

(defn load-lib
  "As run-load for a namespace that is required: its value is of no interest."
  [id file ns-sym]
  (guard (fn []
    (binding [*ns* (create-ns ns-sym)
              *file* file]
      (run-units id)
      nil))))

;; What a program may set! at its top level.
(defn- with-settings [f]
  (binding [*print-length* *print-length*
            *print-level* *print-level*
            *print-meta* *print-meta*
            *print-namespace-maps* true
            *math-context* *math-context*
            *data-readers* *data-readers*
            *default-data-reader-fn* *default-data-reader-fn*
            *assert* *assert*
            *1 nil
            *2 nil
            *3 nil
            *e nil]
    (f)))

;; ---- programs ------------------------------------------------------------------------------------------------------

(defn- call-main
  "Calls -main of a namespace if it has one."
  [ns args]
  (when-let [main (find-var (symbol (str (ns-name ns)) "-main"))]
    (apply @main args)))

(defn run-program
  "odeon run: the load, then -main of the namespace that it ended in (or of the one named), with the arguments."
  [id file main-ns args]
  (guard (fn []
    (binding [*ns* (create-ns 'user)
              *file* file
              *command-line-args* (seq args)]
      (with-settings
       (fn []
         (when id (run-units id))
         (call-main (if main-ns (create-ns main-ns) *ns*) args)
         (flush)
         nil))))))

(defn eval-print
  "odeon -e: prints the value of the last form unless it is nil."
  [id args]
  (guard (fn []
    (binding [*ns* (create-ns 'user)
              *command-line-args* (seq args)]
      (with-settings
       (fn []
         (let [value (run-units id)]
           (when-not (nil? value) (prn value))
           (flush)
           nil)))))))

(defn run-tests
  "odeon test: clojure.test over the namespaces; answers true if all tests pass."
  [ns-syms]
  (guard (fn []
    (binding [*ns* (create-ns 'user)]
      (apply require 'clojure.test ns-syms)
      (let [summary (apply @(find-var 'clojure.test/run-tests) ns-syms)]
        (flush)
        (and (zero? (:fail summary 0)) (zero? (:error summary 0))))))))

;; ---- the embedding API ---------------------------------------------------------------------------------------------

(defn- resolve-function [sym]
  (let [v (find-var sym)]
    (if (and v (bound? v))
      @v
      (throw (ex-info (str "there is no function " sym) {:name sym})))))

(defn call
  "Applies the function that the symbol names."
  [sym args]
  (guard (fn [] (realize (apply (resolve-function sym) args)))))

(defn start
  "Spawns an actor that applies the function that the symbol names; answers its pid."
  [sym args]
  (guard (fn [] (prim/spawn (fn [] (apply (resolve-function sym) args)) (prim/node-make 0) 1))))

;; ---- the REPL ------------------------------------------------------------------------------------------------------

(defn- evaluate
  "Runs the forms of one input; prints the value of each, remembers the last ones."
  [id]
  (loop []
    (when-let [unit (odeon.host/request :compiler/next id (ns-name *ns*))]
      (let [value ((nth unit 0))]
        (when (nth unit 1 true)
          (set! *3 *2)
          (set! *2 *1)
          (set! *1 value)
          (prn value)
          (flush))
        (recur)))))

(defn repl
  "The actor behind the prompt: asks for inputs until there are no more. The host is told how each went."
  [ns-sym]
  (guard (fn []
    (binding [*ns* (create-ns ns-sym)]
      (with-settings
       (fn []
         (loop [outcome nil]
           (when-let [id (odeon.host/request :repl/next (ns-name *ns*) outcome)]
             (recur (try
                      (evaluate id)
                      nil
                      (catch :default e
                        (set! *e e)
                        (odeon.host/request :compiler/abort id "interrupted")
                        (describe e))))))))))))
