(ns clojure.main
  "What programs that read, evaluate and report for themselves use."
  (:require [clojure.repl]
            [clojure.string :as str]))

(defn demunge "The Clojure name of a class name." [fn-name] (clojure.repl/demunge fn-name))
(defn root-cause "The last of an exception's causes." [t] (clojure.repl/root-cause t))
(defn stack-element-str "One frame of a trace as text." [el] (clojure.repl/stack-element-str el))

(defmacro with-bindings
  "Runs the body with bindings of the vars that a REPL sets."
  [& body]
  `(binding [*ns* *ns*
             *print-length* *print-length*
             *print-level* *print-level*
             *print-meta* *print-meta*
             *print-namespace-maps* true
             *math-context* *math-context*
             *default-data-reader-fn* *default-data-reader-fn*
             *data-readers* *data-readers*
             *command-line-args* *command-line-args*
             *assert* *assert*
             *1 nil
             *2 nil
             *3 nil
             *e nil]
     ~@body))

(defn ex-triage
  "What Throwable->map answers as facts about the error: ::phase, ::class, ::message and where it happened."
  [datafied]
  (let [{:keys [via trace phase] :or {phase :execution}} datafied
        {:keys [type message data]} (last via)
        [name file line] (first trace)]
    (cond-> {:clojure.error/phase phase}
      type (assoc :clojure.error/class type)
      message (assoc :clojure.error/cause message)
      name (assoc :clojure.error/symbol name)
      file (assoc :clojure.error/source file)
      line (assoc :clojure.error/line line)
      (:clojure.error/line data) (merge (select-keys data [:clojure.error/line :clojure.error/column :clojure.error/source])))))

(defn ex-str "A sentence of the facts of ex-triage." [{:clojure.error/keys [phase source line column symbol class cause]}]
  (str (case phase
         :read-source "Syntax error reading source"
         (:macro-syntax-check :macroexpansion :compile-syntax-check :compilation) "Syntax error compiling"
         "Execution error")
       (if class (str " (" (last (str/split (str class) #"\.")) ")") "")
       (if symbol (str " at " symbol) "")
       (if source (str " (" source ":" (or line 1) (if column (str ":" column) "") ")") "")
       ".\n" cause "\n"))

(defn err->msg "An exception as a sentence." [e] (ex-str (ex-triage (Throwable->map e))))
(defn repl-caught "Prints an exception to *err*." [e] (binding [*out* *err*] (print (err->msg e)) (flush)))
(defn repl-prompt "Prints the prompt of a REPL." [] (print (str (ns-name *ns*) "=> ")))
(defn load-script "Loads a file, or a resource if its path begins with @." [path]
  (if (str/starts-with? path "@")
    (load (str "/" (str/replace (subs path 1) #"\.cljc?$" "")))
    (load-file path)))

(defn repl-read
  "The next form of *in*; request-exit at its end."
  [request-prompt request-exit]
  (read {:eof request-exit} *in*))

(defn repl
  "Reads, evaluates and prints the forms of *in* until its end. Options: :init :prompt :read :eval :print :caught :flush."
  [& options]
  (let [{:keys [init prompt read eval print caught flush]
         :or {init (fn []) prompt repl-prompt read repl-read eval eval print prn caught repl-caught flush flush}} (apply hash-map options)
        done (Object.)]
    (with-bindings
      (init)
      (loop []
        (prompt)
        (flush)
        (let [form (try (read done done) (catch Throwable e (caught e) ::again))]
          (when-not (identical? form done)
            (when-not (= form ::again)
              (try (let [value (eval form)]
                     (set! *3 *2) (set! *2 *1) (set! *1 value)
                     (print value))
                   (catch Throwable e
                     (set! *e e)
                     (caught e))))
            (recur)))))))
