;; odeon.ns, odeon.binding, odeon.destructure, odeon.local-var: what generated code of ns forms, binding and destructuring calls.
(in-ns 'clojure.core)

(def ^{:dynamic true :doc "The namespace that the running program is in."} *ns* (prim/ns-create 'user))

(in-ns 'odeon.ns)

(defn- set-current [ns]
  (let [b (prim/binding-of #'clojure.core/*ns*)]
    (if b (prim/volatile-reset b ns) (prim/var-set-root #'clojure.core/*ns* ns))
    ns))

(defn need
  "The namespace named by a symbol (or given itself), made if new."
  [x]
  (if (prim/namespace? x)
    x
    (let [ns (prim/ns-find x)]
      (if ns ns (prim/ns-create x)))))

(defn enter "Makes the namespace the current one." [sym] (set-current (need sym)))

(defn set-meta "Sets a namespace's metadata." [ns-sym m] (prim/ns-set-meta (need ns-sym) m) nil)

(defn alias "Notes an alias in a namespace." [ns-sym alias-sym target-sym]
  (let [ns (need ns-sym)
        aliases (prim/ns-aliases ns)]
    (prim/ns-set-aliases ns (prim/assoc (if aliases aliases {}) alias-sym (need target-sym)))
    nil))

(defn refer-var "Lets sym mean another namespace's var in ns." [ns-sym sym var-ns-sym var-name-sym]
  (let [ns (need ns-sym)
        refers (prim/ns-refers ns)]
    (prim/ns-set-refers ns (prim/assoc (if refers refers {}) sym (prim/var-intern var-ns-sym var-name-sym)))
    nil))

(def imports "Namespace name -> map from short class name to TYPE." (prim/atom {}))

(defn import "Notes a class under its short name." [ns-sym short-sym full-sym]
  (let [c (odeon.host-class/find-class (prim/symbol-name full-sym))
        old (prim/atom-deref imports)]
    (prim/atom-reset imports (prim/assoc old ns-sym (prim/assoc (prim/get-or old ns-sym {}) short-sym c)))
    c))

(in-ns 'odeon.binding)

(defn push
  "Replaces the actor's bindings by ones that add those of a vector of vars and values."
  [vars-and-values]
  (let [n (prim/count vars-and-values)
        old (prim/bindings-get)]
    (loop [i 0 m (if old old {})]
      (if (prim/lt i n)
        (let [v (prim/nth vars-and-values i)]
          (if (prim/var-bind v)
            (recur (prim/add i 2) (prim/assoc m v (prim/volatile (prim/nth vars-and-values (prim/add i 1)))))
            (throw (odeon.host-class/make-exception
                    "java.lang.IllegalStateException"
                    (clojure.core/str "Can't dynamically bind non-dynamic var: " (prim/var-name v)) nil))))
        (prim/bindings-set m)))
    nil))

(in-ns 'odeon.destructure)

(defn- pairs-and-map [s]
  (loop [s s m {}]
    (if s
      (if (prim/next s)
        (recur (prim/next (prim/next s)) (prim/assoc m (prim/first s) (prim/first (prim/next s))))
        (let [x (prim/first s)]
          (if (clojure.core/map? x)
            (clojure.core/into m x)
            (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                    (clojure.core/str "No value supplied for key: " x) nil)))))
      m)))

(defn kwargs
  "Rest arguments as a map: keys and values in turn, and perhaps a last map with more of them. A single argument stands for
  itself; an empty sequence is an empty map, no arguments at all (nil) are nil."
  [given]
  (let [s (prim/seq given)]
    (if s
      (if (prim/next s)
        (let [m (prim/map-of-args s false)] (if m m (pairs-and-map s)))
        (prim/first s))
      (if (prim/identical given nil) nil {}))))

(in-ns 'odeon.local-var)

(defprotocol Settable (set-value [cell x] "Puts x into a cell made by with-local-vars."))

(deftype Cell [^:volatile-mutable value]
  clojure.lang.IDeref
  (deref [_] value)
  Settable
  (set-value [_ x] (set! value x) x))

(defn make "A cell for with-local-vars." [value] (->Cell value))
(defn cell? "True if x was made by make." [x] (prim/instance? Cell x))
