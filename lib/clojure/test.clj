(ns clojure.test
  "Unit tests."
  (:require [clojure.template :as temp]
            [clojure.stacktrace :as stack]
            [clojure.string :as str]))

(def ^:dynamic *load-tests* "If false, deftest and with-test define no tests." true)
(def ^:dynamic *stack-trace-depth* "How many frames of a trace are shown; nil for all." nil)
(def ^:dynamic *report-counters* "An atom that counts results, while tests run." nil)
(def ^:dynamic *initial-report-counters* {:test 0 :pass 0 :fail 0 :error 0})
(def ^:dynamic *testing-vars* "The vars being tested, innermost first." (list))
(def ^:dynamic *testing-contexts* "The texts of testing around, innermost first." (list))
(def ^:dynamic *test-out* "Where reports go." *out*)

(defmacro with-test-out "Runs the body with *out* bound to *test-out*." [& body]
  `(binding [*out* *test-out*] ~@body))

(defn- place-of
  "Where in the program an exception was thrown, or the test was: {:file :line}."
  [trace]
  (let [own? (fn [f] (let [name (str (nth f 0))]
                       (not (or (str/starts-with? name "clojure.test/") (str/starts-with? name "clojure.core/")
                                (str/starts-with? name "odeon.")))))
        f (first (filter own? trace))]
    (if f
      {:file (some-> (nth f 1 nil) str (str/split #"/") last) :line (nth f 2 nil)}
      {:file nil :line nil})))

(defn testing-vars-str
  "The vars being tested and the place of a result, for reports."
  [m]
  (str (reverse (map (fn [v] (:name (meta v) (symbol (name (symbol v))))) *testing-vars*))
       " (" (:file m) ":" (:line m) ")"))

(defn testing-contexts-str "The texts of testing around, outermost first." []
  (apply str (interpose " " (reverse *testing-contexts*))))

(defn inc-report-counter "Counts one more result of a kind." [name]
  (when *report-counters*
    (swap! *report-counters* update name (fnil inc 0))))

;; ---- reports ------------------------------------------------------------------------------------------------------
(defmulti ^:dynamic report "Reports a result, by its :type; programs may replace or extend it." :type)

(defn file-position "The file and line of the n-th caller; unknown here." [n] [nil nil])
(defn- file-and-line "Where an exception was thrown: {:file :line}." [exception _depth] (place-of (odeon.error/trace exception)))

(defn- here "The place in the program that is asserting something." []
  (try (throw (ex-info "here" {}))
       (catch :default e (place-of (odeon.error/trace e)))))

(defn do-report "Completes a result with its place and reports it." [m]
  (report
   (case (:type m)
     (:fail :error) (if (:file m)
                      m
                      (let [p (here)]
                        (assoc m :file (:file p) :line (or (:line m) (:line p)))))
     m)))

(defmethod report :default [m] (with-test-out (prn m)))
(defmethod report :pass [m] (with-test-out (inc-report-counter :pass)))

(defn- print-context [m]
  (when (seq *testing-contexts*) (println (testing-contexts-str)))
  (when-let [message (:message m)] (println message)))

(defmethod report :fail [m]
  (with-test-out
    (inc-report-counter :fail)
    (println "\nFAIL in" (testing-vars-str m))
    (print-context m)
    (println "expected:" (pr-str (:expected m)))
    (println "  actual:" (pr-str (:actual m)))))

(defmethod report :error [m]
  (with-test-out
    (inc-report-counter :error)
    (println "\nERROR in" (testing-vars-str m))
    (print-context m)
    (println "expected:" (pr-str (:expected m)))
    (print "  actual: ")
    (let [actual (:actual m)]
      (if (instance? Throwable actual)
        (stack/print-cause-trace actual *stack-trace-depth*)
        (prn actual)))))

(defmethod report :summary [m]
  (with-test-out
    (println "\nRan" (:test m) "tests containing" (+ (:pass m) (:fail m) (:error m)) "assertions.")
    (println (:fail m) "failures," (:error m) "errors.")))

(defmethod report :begin-test-ns [m]
  (with-test-out (println "\nTesting" (ns-name (:ns m)))))
(defmethod report :end-test-ns [m])
(defmethod report :begin-test-var [m])
(defmethod report :end-test-var [m])

;; ---- assertions ---------------------------------------------------------------------------------------------------
(defn get-possibly-unbound-var [v] (if (bound? v) @v nil))

(defn function? "True if x is a function, or a symbol that names one (and no macro)." [x]
  (if (symbol? x)
    (when-let [v (resolve x)]
      (when (var? v)
        (when-let [value (get-possibly-unbound-var v)]
          (and (fn? value) (not (:macro (meta v)))))))
    (fn? x)))

(defmulti assert-expr "The code that checks an assertion, by the form's first symbol." (fn [msg form]
                                                                                         (cond (nil? form) :always-fail
                                                                                               (seq? form) (first form)
                                                                                               :else :default)))

(defn- place "The place of a form, as entries of a report." [form]
  (let [m (meta form)] {:line (:line m) :file (some-> *file* str (str/split #"/") last)}))

(defn assert-any "Code for an assertion whose form is taken as a whole." [msg form]
  `(let [value# ~form]
     (if value#
       (do-report (merge ~(place form) {:type :pass :message ~msg :expected '~form :actual value#}))
       (do-report (merge ~(place form) {:type :fail :message ~msg :expected '~form :actual value#})))
     value#))

(defn assert-predicate "Code for an assertion that calls a function: a failure shows the arguments." [msg form]
  (let [args (rest form)
        pred (first form)]
    `(let [values# (list ~@args)
           result# (apply ~pred values#)]
       (if result#
         (do-report (merge ~(place form) {:type :pass :message ~msg :expected '~form :actual (cons '~pred values#)}))
         (do-report (merge ~(place form) {:type :fail :message ~msg :expected '~form :actual (list '~'not (cons '~pred values#))})))
       result#)))

(defmethod assert-expr :always-fail [msg form]
  `(do-report {:type :fail :message ~msg}))

(defmethod assert-expr :default [msg form]
  (if (and (sequential? form) (function? (first form)))
    (assert-predicate msg form)
    (assert-any msg form)))

(defmethod assert-expr 'instance? [msg form]
  `(let [klass# ~(nth form 1)
         object# ~(nth form 2)
         result# (instance? klass# object#)]
     (if result#
       (do-report (merge ~(place form) {:type :pass :message ~msg :expected '~form :actual (class object#)}))
       (do-report (merge ~(place form) {:type :fail :message ~msg :expected '~form :actual (class object#)})))
     result#))

(defmethod assert-expr 'thrown? [msg form]
  (let [klass (second form)
        body (nthnext form 2)]
    `(try ~@body
          (do-report (merge ~(place form) {:type :fail :message ~msg :expected '~form :actual nil}))
          (catch ~klass e#
            (do-report (merge ~(place form) {:type :pass :message ~msg :expected '~form :actual e#}))
            e#))))

(defmethod assert-expr 'thrown-with-msg? [msg form]
  (let [klass (nth form 1)
        re (nth form 2)
        body (nthnext form 3)]
    `(try ~@body
          (do-report (merge ~(place form) {:type :fail :message ~msg :expected '~form :actual nil}))
          (catch ~klass e#
            (let [m# (ex-message e#)]
              (if (and m# (re-find ~re m#))
                (do-report (merge ~(place form) {:type :pass :message ~msg :expected '~form :actual e#}))
                (do-report (merge ~(place form) {:type :fail :message ~msg :expected '~form :actual e#}))))
            e#))))

(defn error-report "Reports an exception that a test did not expect; code of `is` calls it." [place message expected e]
  (do-report (merge {:type :error :message message :expected expected :actual e}
                    (let [p (if (prim/ex? e) (place-of (odeon.error/trace e)) nil)]
                      (if (:line p) p place)))))

(defmacro try-expr "Checks an assertion; an exception is reported as an error." [msg form]
  `(try ~(assert-expr msg form)
        (catch Throwable t#
          (error-report ~(place form) ~msg '~form t#))))

(defmacro is
  "Checks that form is true; reports a pass, a failure or an error. (is (thrown? Class body...)) and
  (is (thrown-with-msg? Class regex body...)) check that the body throws."
  ([form] `(is ~form nil))
  ([form msg] `(try-expr ~msg ~form)))

(defmacro are "Checks an expression for each group of values of the symbols in argv." [argv expr & args]
  (if (or (and (empty? argv) (empty? args))
          (and (pos? (count argv)) (pos? (count args)) (zero? (mod (count args) (count argv)))))
    `(temp/do-template ~argv (is ~expr) ~@args)
    (throw (IllegalArgumentException. "The number of args doesn't match are's argv."))))

(defmacro testing "Adds a text to the reports of the assertions inside." [string & body]
  `(binding [*testing-contexts* (conj *testing-contexts* ~string)]
     ~@body))

;; ---- definitions --------------------------------------------------------------------------------------------------
(defmacro with-test "A definition with the test of what it defines." [definition & body]
  (if *load-tests*
    `(doto ~definition (alter-meta! assoc :test (fn [] ~@body)))
    definition))

(defmacro deftest "Defines a test: a function of no arguments, run by run-tests." [name & body]
  (when *load-tests*
    `(def ~(vary-meta name assoc :test `(fn [] ~@body))
       (fn [] (test-var (var ~name))))))

(defmacro deftest- "As deftest, private." [name & body]
  (when *load-tests*
    `(def ~(vary-meta name assoc :test `(fn [] ~@body) :private true)
       (fn [] (test-var (var ~name))))))

(defmacro set-test "Gives a function the test of the body." [name & body]
  (when *load-tests*
    `(alter-meta! (var ~name) assoc :test (fn [] ~@body))))

;; ---- fixtures -----------------------------------------------------------------------------------------------------
(defmulti use-fixtures "Wraps functions around each test (:each) or all tests (:once) of the namespace."
  (fn [fixture-type & args] fixture-type))

(defmethod use-fixtures :each [_ & args] (alter-meta! *ns* assoc ::each-fixtures args))
(defmethod use-fixtures :once [_ & args] (alter-meta! *ns* assoc ::once-fixtures args))

(defn- default-fixture [f] (f))

(defn compose-fixtures "One fixture of two: f1 around f2." [f1 f2]
  (fn [g] (f1 (fn [] (f2 g)))))
(defn join-fixtures "One fixture of many." [fixtures]
  (reduce compose-fixtures default-fixture fixtures))

;; ---- running ------------------------------------------------------------------------------------------------------
(defn test-var "Runs the test of a var." [v]
  (when-let [t (:test (meta v))]
    (binding [*testing-vars* (conj *testing-vars* v)]
      (do-report {:type :begin-test-var :var v})
      (inc-report-counter :test)
      (try (t)
           (catch Throwable e
             (error-report {:file nil :line nil} "Uncaught exception, not in assertion." nil e)))
      (do-report {:type :end-test-var :var v}))))

(defn- line-order [vars] (sort-by (fn [v] (or (:line (meta v)) 0)) vars))

(defn test-vars "Runs the tests of vars, with the fixtures of their namespaces." [vars]
  (doseq [[ns vars] (group-by (fn [v] (or (:ns (meta v)) (find-ns (symbol (namespace (symbol v)))))) vars)]
    (let [ns (if (symbol? ns) (find-ns ns) ns)
          once (join-fixtures (::once-fixtures (meta ns)))
          each (join-fixtures (::each-fixtures (meta ns)))]
      (once (fn []
              (doseq [v vars]
                (when (:test (meta v))
                  (each (fn [] (test-var v))))))))))

(defn test-all-vars "Runs the tests of all vars of a namespace." [ns]
  (test-vars (line-order (vals (ns-interns ns)))))

(defn test-ns "Runs the tests of a namespace (its test-ns-hook, if it has one); answers the counts." [ns]
  (binding [*report-counters* (atom *initial-report-counters*)]
    (let [ns-obj (the-ns ns)]
      (do-report {:type :begin-test-ns :ns ns-obj})
      (if-let [hook (find-var (symbol (str (ns-name ns-obj)) "test-ns-hook"))]
        ((var-get hook))
        (test-all-vars ns-obj))
      (do-report {:type :end-test-ns :ns ns-obj}))
    @*report-counters*))

(defn run-tests "Runs the tests of the namespaces (the current one); prints a summary and answers it."
  ([] (run-tests *ns*))
  ([& namespaces]
   (let [summary (assoc (apply merge-with + (map test-ns namespaces)) :type :summary)]
     (do-report summary)
     summary)))

(defn run-all-tests "Runs the tests of all namespaces (whose names match re)."
  ([] (apply run-tests (sort-by (fn [ns] (str (ns-name ns))) (all-ns))))
  ([re] (apply run-tests (filter (fn [ns] (re-matches re (str (ns-name ns)))) (sort-by (fn [ns] (str (ns-name ns))) (all-ns))))))

(defn run-test-var "Runs the test of one var; prints a summary and answers it." [v]
  (binding [*report-counters* (atom *initial-report-counters*)]
    (let [ns (find-ns (symbol (namespace (symbol v))))]
      (do-report {:type :begin-test-ns :ns ns})
      (test-vars [v])
      (do-report {:type :end-test-ns :ns ns})
      (let [summary (assoc @*report-counters* :type :summary)]
        (do-report summary)
        summary))))

(defmacro run-test "Runs one test by its name." [test-symbol]
  (let [v (resolve test-symbol)]
    (cond
      (nil? v) `(binding [*out* *err*] (println "Unable to resolve" '~test-symbol "to a test function."))
      (not (:test (meta v))) `(binding [*out* *err*] (println '~test-symbol "is not a test."))
      :else `(run-test-var (var ~(symbol v))))))

(defn successful? "True if a summary counts no failure and no error." [summary]
  (and (zero? (:fail summary 0)) (zero? (:error summary 0))))
