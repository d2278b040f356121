;; Namespaces and vars as values, loading, evaluation.
(in-ns 'clojure.core)

(declare require load-lib load-string)

(def ^{:dynamic true :doc "The file being loaded, or nil."} *file* nil)
(def ^{:dynamic true :doc "The arguments of the program, as strings; nil if there are none."} *command-line-args* nil)
(def ^{:dynamic true :doc "The last value printed by the REPL."} *1 nil)
(def ^{:dynamic true :doc "The last value but one."} *2 nil)
(def ^{:dynamic true :doc "The last value but two."} *3 nil)
(def ^{:dynamic true :doc "The last exception that the REPL caught."} *e nil)
(def ^{:dynamic true :doc "Kept for programs that set it: reflection does not exist here."} *warn-on-reflection* false)
(def ^{:dynamic true :doc "Kept for programs that set it: arithmetic is always checked."} *unchecked-math* false)
(def ^{:dynamic true :doc "If false, assert expands to nothing."} *assert* true)
(def ^{:dynamic true :doc "Kept for programs that bind it."} *compile-files* false)
(def ^{:dynamic true :doc "Kept for programs that bind it."} *compile-path* "classes")
(def ^{:dynamic true :doc "Kept for programs that bind it."} *compiler-options* nil)
(def ^{:dynamic true :doc "Whether reading may evaluate."} *read-eval* true)
(def ^{:dynamic true :doc "True if a REPL is running the program."} *repl* false)
(def ^{:dynamic true :doc "Kept for programs that ask for it."} *use-context-classloader* true)
(def ^{:dynamic true :doc "Functions by tag symbol that make values of tagged literals."} *data-readers* {})
(def ^{:dynamic true :doc "Function of tag and value for tags without a reader, or nil."} *default-data-reader-fn* nil)
(def default-data-readers "The readers of the tags that are always known." {'inst identity 'uuid identity})
(def *clojure-version* "The version of the language that this library follows." {:major 1 :minor 12 :incremental 0 :qualifier nil})
(def unquote "Only has a meaning inside syntax quote.")
(def unquote-splicing "Only has a meaning inside syntax quote.")

(defn clojure-version "The version of the language as a string." [] "1.12.0")

(defn find-ns "The namespace of that name, or nil." [sym] (prim/ns-find sym))
(defn create-ns "The namespace of that name, made if new." [sym]
  (let [ns (prim/ns-find sym)]
    (if ns ns
      (prim/ns-create sym))))
(defn the-ns "The namespace named by a symbol (or given itself); throws if there is none." [x]
  (if (prim/namespace? x)
    x
    (let [ns (if (prim/symbol? x) (prim/ns-find x) (class-cast (str (odeon.error/shown x) " does not name a namespace")))]
      (if ns ns (throw-new "java.lang.Exception" (str "No namespace: " x " found"))))))
(defn all-ns "A list of all namespaces." [] (prim/ns-all))
(defn ns-name "The name of a namespace, as a symbol." [ns] (prim/ns-name (the-ns ns)))

(defn in-ns "Makes the namespace the current one, creating it if new." [name]
  (if (prim/ns-find name) nil (odeon.host/request :compiler/in-ns name))
  (odeon.ns/enter name))

(defn- named-vars [vars keep?]
  (prim/persistent
   (reduce (fn [m v] (if (keep? v) (prim/assoc-t m (prim/symbol nil (prim/symbol-name (prim/var-name v))) v) m))
           (prim/transient {}) vars)))
(defn ns-interns "A map from symbol to var of what a namespace defines." [ns]
  (named-vars (prim/ns-vars (the-ns ns)) (fn [v] (prim/lt (prim/str-index-of (prim/symbol-name (prim/var-name v)) "%" 0) 0))))
(defn ns-publics "As ns-interns, without private vars." [ns]
  (named-vars (prim/ns-vars (the-ns ns))
              (fn [v] (if (prim/get (prim/var-meta v) :private) false
                        (prim/lt (prim/str-index-of (prim/symbol-name (prim/var-name v)) "%" 0) 0)))))
(defn ns-refers "A map from symbol to var of what a namespace refers to." [ns]
  (let [ns (the-ns ns)
        own (let [r (prim/ns-refers ns)] (if r r {}))]
    (if (prim/eq 'clojure.core (prim/ns-name ns)) own (merge (ns-publics 'clojure.core) own))))
(defn ns-imports "A map from symbol to class of what a namespace imports." [ns]
  (prim/get-or (prim/atom-deref odeon.ns/imports) (ns-name ns) {}))
(defn ns-map "All of a namespace's symbols with what they mean." [ns]
  (merge (ns-imports ns) (ns-refers ns) (ns-interns ns)))
(defn ns-aliases "A map from alias to namespace." [ns] (let [a (prim/ns-aliases (the-ns ns))] (if a a {})))
(defn ns-unalias "Takes an alias away." [ns sym]
  (let [ns (the-ns ns)]
    (prim/ns-set-aliases ns (prim/dissoc (ns-aliases ns) sym))
    (odeon.host/request :compiler/unalias (prim/ns-name ns) sym)
    nil))
(defn ns-unmap "Takes a symbol's meaning away from a namespace." [ns sym]
  (let [ns (the-ns ns)
        v (prim/var-find (prim/ns-name ns) sym)]
    (if v (prim/var-unintern v) nil)
    (let [r (prim/ns-refers ns)] (if r (prim/ns-set-refers ns (prim/dissoc r sym)) nil))
    (odeon.host/request :compiler/unmap (prim/ns-name ns) sym)
    nil))
(defn remove-ns "Removes a namespace." [sym]
  (let [ns (prim/ns-find sym)]
    (if ns (prim/ns-remove sym) nil)
    (odeon.host/request :compiler/remove-ns sym)
    ns))

(defn alias "Adds an alias for a namespace to the current one." [alias namespace-sym]
  (let [here (prim/ns-name *ns*)
        target (ns-name namespace-sym)]
    (odeon.ns/alias here alias target)
    (odeon.host/request :compiler/alias here alias target)
    nil))

(defn refer "Makes another namespace's public vars visible in the current one; :only, :exclude and :rename restrict." [ns-sym & filters]
  (let [opts (apply hash-map filters)
        here (prim/ns-name *ns*)
        publics (ns-publics ns-sym)
        exclude (set (prim/get opts :exclude))
        rename (prim/get-or opts :rename {})
        only (prim/get opts :only)
        syms (if only only (keys publics))]
    (if (if (prim/eq ns-sym 'clojure.core) (nil? filters) false)
      nil
      (do
        (reduce (fn [_ sym]
                  (if (prim/contains exclude sym) nil
                    (if (prim/contains publics sym)
                      (odeon.ns/refer-var here (prim/get-or rename sym sym) ns-sym sym)
                      (throw-new "java.lang.IllegalAccessError"
                                 (str sym (if (prim/var-find (ns-name ns-sym) sym) " is not public" " does not exist"))))))
                nil syms)
        (odeon.host/request :compiler/refer here ns-sym
                            {:only (if only (vec only) nil) :exclude (vec exclude) :rename rename})
        nil))))

(defn find-var "The var named by a symbol with a namespace, or nil." [sym]
  (if (prim/symbol-ns sym)
    (let [ns (prim/symbol nil (prim/symbol-ns sym))]
      (if (prim/ns-find ns)
        (prim/var-find ns (prim/symbol nil (prim/symbol-name sym)))
        (illegal-argument (str "No such namespace: " ns))))
    (illegal-argument "Symbol must be namespace-qualified")))

(defn- find-alias [ns sym]
  (let [target (prim/get (ns-aliases ns) sym)]
    (if target target (prim/ns-find sym))))

(defn ns-resolve
  "What a symbol means in a namespace: a var, a class, or nil."
  ([ns sym] (ns-resolve ns {} sym))
  ([ns env sym]
   (if (prim/contains env sym)
     nil
     (let [ns (the-ns ns)
           prefix (prim/symbol-ns sym)
           bare (prim/symbol nil (prim/symbol-name sym))]
       (if prefix
         (let [target (find-alias ns (prim/symbol nil prefix))]
           (if target (prim/var-find (prim/ns-name target) bare) nil))
         (let [own (prim/var-find (prim/ns-name ns) bare)]
           (if own own
             (let [r (prim/get (prim/ns-refers ns) bare)]
               (if r r
                 (let [c (prim/get (ns-imports ns) bare)]
                   (if c c
                     (let [v (prim/var-find 'clojure.core bare)]
                       (if v v
                         (let [text (prim/symbol-name bare)
                               k (odeon.host-class/find-class text)]
                           (if k k (odeon.host-class/find-class (prim/str-concat "java.lang." text)))))))))))))))))
(defn resolve "What a symbol means in the current namespace: a var, a class, or nil."
  ([sym] (ns-resolve *ns* sym))
  ([env sym] (ns-resolve *ns* env sym)))

(defn intern "A namespace's var of that name, made if new, set to val if given."
  ([ns name]
   (let [ns-sym (prim/ns-name (the-ns ns))
         bare (prim/symbol nil (prim/symbol-name name))
         known (prim/var-find ns-sym bare)
         v (if known known (prim/var-intern ns-sym bare))
         m (prim/meta name)]
     (if known nil (odeon.host/request :compiler/intern ns-sym bare (if (prim/get m :macro) true false)))
     (if m (prim/var-set-meta v (merge (prim/var-meta v) m)) nil)
     v))
  ([ns name val]
   (let [v (intern ns name)]
     (prim/var-set-root v val)
     v)))

(defn requiring-resolve "What a symbol with a namespace means, loading that namespace if need be." [sym]
  (if (prim/symbol-ns sym)
    (let [v (prim/var-find (prim/symbol nil (prim/symbol-ns sym)) (prim/symbol nil (prim/symbol-name sym)))]
      (if (if v (prim/var-bound? v) false)
        v
        (do (require (prim/symbol nil (prim/symbol-ns sym)))
            (find-var sym))))
    (illegal-argument (str "Not a qualified symbol: " sym))))

;; ---- loading ------------------------------------------------------------------------------------------------------
(defn- run-units
  "Runs the forms of a load one after another; answers the last value."
  [id]
  (try
    (loop [value nil]
      (let [unit (odeon.host/request :compiler/next id (prim/ns-name *ns*))]
        (if unit (recur ((prim/nth unit 0))) value)))
    (catch :default e
      (odeon.host/request :compiler/abort id (str e))
      (throw e))))

(defn- run-load
  "Runs a load under a *ns* of its own."
  [id file]
  (let [old (prim/bindings-get)]
    (odeon.binding/push [#'*ns* *ns* #'*file* file])
    (try (run-units id) (finally (prim/bindings-set old)))))

(defn- load-lib [lib reload?]
  (let [id (odeon.host/request :compiler/open-lib lib reload? (prim/ns-name *ns*))]
    (if id (run-load id (str lib)) nil)
    nil))

(defn loaded-libs "The set of namespaces that were loaded." [] (set (odeon.host/request :compiler/loaded-libs)))

(defn- load-spec [spec prefix flags refer-all?]
  (let [spec (if (prim/symbol? spec) [spec] spec)
        lib (prim/first spec)
        lib (if prefix (prim/symbol nil (str prefix "." lib)) lib)
        opts (apply hash-map (prim/rest spec))
        as-alias (prim/get opts :as-alias)]
    (if as-alias
      (do (create-ns lib) (odeon.host/request :compiler/in-ns lib) (alias as-alias lib))
      (do
        (load-lib lib (if (prim/contains flags :reload) true (prim/contains flags :reload-all)))
        (if (prim/ns-find lib) nil (throw-new "java.lang.Exception" (str "namespace '" lib "' not found")))
        (if (prim/get opts :as) (alias (prim/get opts :as) lib) nil)
        (let [r (prim/get opts :refer)]
          (if (if refer-all? true (prim/identical r :all))
            (apply refer lib (mapcat identity (select-keys opts [:only :exclude :rename])))
            (if r (refer lib :only r :rename (prim/get-or opts :rename {})) nil)))))))

(defn- prefix-list?
  "Whether a spec is a prefix and the libraries below it: a sequence whose second part is there and no keyword."
  [spec]
  (if (sequential? spec)
    (let [more (prim/next spec)] (if (prim/list? spec) true (if more (not (keyword? (prim/first more))) false)))
    false))

(defn- load-specs [args refer-all?]
  (let [flags (set (filter keyword? args))
        unknown (seq (remove #{:reload :reload-all :verbose} flags))]
    (if args nil (illegal-argument "Nothing specified to load"))
    (if unknown (illegal-argument (str "Unsupported option(s) supplied: " (apply str (interpose "," unknown)))) nil)
    (reduce (fn [_ spec]
              (if (prefix-list? spec)
                (reduce (fn [_ s] (load-spec s (prim/first spec) flags refer-all?)) nil (prim/rest spec))
                (load-spec spec nil flags refer-all?)))
            nil (remove keyword? args))
    nil))

(defn require "Loads namespaces; each argument is a name or a vector of name and options (:as :refer :as-alias)." [& args]
  (load-specs args false))
(defn use "Loads namespaces and refers to all their public vars." [& args] (load-specs args true))

(defn load-string "Reads and evaluates all forms of a string; answers the last value." [s]
  (run-load (odeon.host/request :compiler/open-source s "NO_SOURCE_FILE" (prim/ns-name *ns*)) nil))
(defn load-file "Reads and evaluates all forms of a file." [name]
  (run-load (odeon.host/request :compiler/open-source (odeon.host/request :fs/slurp name) name (prim/ns-name *ns*)) name))
(defn load-reader "Reads and evaluates all forms of a reader." [rdr] (load-string (odeon.io/read-all rdr)))
(defn- from-root
  "A path for load as seen from the source paths: one without a slash in front begins in the folder of the current namespace."
  [path]
  (if (prim/str-starts path "/")
    (subs path 1)
    (let [ns (prim/str-replace-all (prim/str-replace-all (prim/symbol-name (prim/ns-name *ns*)) "-" "_") "." "/")]
      (str (subs ns 0 (prim/add 1 (prim/str-last-index-of ns "/" (prim/str-length ns)))) path))))

(defn load
  "Loads the files of paths (without .clj) found on the source paths; a path begins in the folder of the current namespace, or at
  the root with a slash in front."
  [& paths]
  (reduce (fn [_ path]
            (let [find (fn [p] (or (odeon.host/request :fs/resource (str p ".clj")) (odeon.host/request :fs/resource (str p ".cljc"))))
                  file (or (find (from-root path)) (find path))]
              (if file (load-file file)
                (throw-new "java.io.FileNotFoundException" (str "Could not locate " path ".clj on the source paths")))))
          nil paths)
  nil)
(defn compile "Namespaces are compiled as they are loaded: loads the namespace." [lib] (require lib) lib)

;; ---- code that holds objects ---------------------------------------------------------------------------------------
;; A form may hold objects that have no text: functions, atoms, classes, instances of types. What goes to the compiler has a call
;; in their place that fetches the object.
(in-ns 'odeon.held)

(def ^:private objects "Identity hash -> object that compiled code refers to." (prim/atom {}))

(defn object "The object that stands in the code that was compiled." [id]
  (let [e (prim/find (prim/atom-deref objects) id)]
    (if e
      (prim/val e)
      (throw (odeon.host-class/make-exception
              "java.lang.IllegalStateException"
              "this code holds an object that existed only in the program that compiled it; let the macro answer a form that makes the object"
              nil)))))

(defn- hold [x]
  (let [id (prim/identity-hash x)]
    (clojure.core/swap! objects (fn [m] (prim/assoc m id x)))
    (clojure.core/list 'odeon.held/object id)))

(defn- object? [x]
  (if (prim/fn? x) true
    (if (prim/type? x) true
      (if (if (prim/atom? x) true (if (prim/volatile? x) true (if (prim/delay? x) true (if (prim/promise? x) true (prim/array? x)))))
        true
        (if (prim/namespace? x) true
          (if (prim/user-type? x)
            (if (prim/record? x)
              true
              (if (clojure.core/map? x) false (if (clojure.core/set? x) false (if (clojure.core/seq? x) false (if (clojure.core/vector? x) false true)))))
            false))))))

(defn- holds? "Whether an object stands anywhere in a form." [x]
  (if (object? x)
    true
    (if (clojure.core/coll? x)
      (if (clojure.core/some holds? x) true false)
      false)))

(defn- leaf [x]
  (if (prim/type? x)
    (let [name (odeon.host-class/name-of x)]
      (if (if (prim/str-starts name "[") false (prim/identical x (odeon.host-class/find-class name))) (prim/symbol nil name) (hold x)))
    (if (object? x) (hold x) x)))

(declare code)

(defn- with-code-meta [x y]
  (let [m (prim/meta x)] (if m (clojure.core/with-meta y (code m)) y)))

(defn code
  "A form without lazy parts and without objects, ready to go to the compiler."
  [form]
  (if (object? form)
    (leaf form)
    (if (clojure.core/seq? form)
      (if (if (prim/eq 'quote (prim/first form)) (holds? (prim/first (prim/rest form))) false)
        (hold (prim/first (prim/rest form)))
        (with-code-meta form (clojure.core/apply clojure.core/list (clojure.core/map code form))))
      (if (prim/map-entry? form)
        [(code (prim/key form)) (code (prim/val form))]
        (if (prim/vector? form)
          (with-code-meta form (clojure.core/mapv code form))
          (if (clojure.core/map? form)
            (with-code-meta form (clojure.core/into {} (clojure.core/map (fn [e] [(code (prim/key e)) (code (prim/val e))]) form)))
            (if (clojure.core/set? form)
              (with-code-meta form (clojure.core/into #{} (clojure.core/map code form)))
              ;; the name that a macro such as deftest defines carries code as metadata
              (if (prim/symbol? form) (with-code-meta form form) form))))))))

(in-ns 'clojure.core)

(defn eval "Evaluates a form (a data structure) in the current namespace." [form]
  (if (if (seq? form) (prim/eq 'do (prim/first form)) false)
    (loop [forms (prim/seq (prim/rest form)) value nil]
      (if forms (recur (prim/next forms) (eval (prim/first forms))) value))
    (loop [units (prim/seq (odeon.host/request :compiler/eval (odeon.held/code form) (prim/ns-name *ns*))) value nil]
      (if units
        (recur (prim/next units) ((prim/first units)))
        value))))

(defn macroexpand-1 "The form after one step of macro expansion." [form]
  (if (seq? form)
    (let [ex (odeon.host/request :compiler/macroexpand-1 (odeon.held/code form) (prim/ns-name *ns*))]
      (if (prim/eq ex form) form ex)) ; the very form if it is no macro call: programs ask by identical?
    form))
(defn macroexpand "The form expanded until it is no macro call." [form]
  (let [ex (macroexpand-1 form)]
    (if (prim/eq ex form) form (recur ex))))
;; The macros that are built into the compiler have vars too: for resolve, metadata and lists of a namespace's names.
(reduce (fn [_ [ns n arglists doc]]
          (let [ns (prim/symbol nil ns)
                sym (prim/symbol nil n)
                qualified (prim/symbol (prim/symbol-name ns) n)
                v (prim/var-intern ns sym)]
            (prim/var-set-meta v {:ns (create-ns ns) :name sym :arglists arglists :doc doc :macro true})
            (prim/var-set-root v (fn [form env & args] (macroexpand-1 (prim/cons qualified args))))))
        nil (odeon.ns/native-macros))

(defn special-symbol? "True if the symbol names a special form." [s]
  (prim/contains '#{if let* def do quote var fn* loop* recur throw try catch finally new set! . & monitor-enter monitor-exit
                    letfn* case* deftype* reify* import* clojure.core/import*} s))
