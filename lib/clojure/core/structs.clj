;; destructure as a function, structs, and the sequences of trees of XML.
(in-ns 'clojure.core)

;; ---- destructuring ------------------------------------------------------------------------------------------------
(declare bind-one)

(defn- bind-vector
  "Bindings that take the parts of a vector pattern out of the sequence named by source."
  [acc pattern source]
  (let [rest? (some (fn [p] (= p '&)) pattern)
        rests (gensym "seq__")]
    (loop [acc (if rest? (conj acc rests (list 'clojure.core/seq source)) acc)
           s (seq pattern)
           i 0]
      (if s
        (let [p (first s)]
          (cond
            (= p '&) (recur (bind-one acc (second s) rests) (nnext s) i)
            (= p :as) (recur (bind-one acc (second s) source) (nnext s) i)
            (keyword? p) (throw-new "java.lang.Exception" (str "Unsupported binding form: " p))
            rest? (let [one (gensym "first__")]
                    (recur (bind-one (conj acc one (list 'clojure.core/first rests) rests (list 'clojure.core/next rests)) p one)
                           (next s) (inc i)))
            :else (recur (bind-one acc p (list 'clojure.core/nth source i nil)) (next s) (inc i))))
        acc))))

(defn- keys-entries
  "The entries [local key] that :keys, :strs or :syms stands for, perhaps with a namespace."
  [k names]
  (let [ns (namespace k)
        make (fn [n]
               (let [space (or (namespace n) ns)]
                 (case (name k)
                   "keys" (keyword space (name n))
                   "strs" (str n)
                   "syms" (list 'quote (symbol space (name n))))))]
    (map (fn [n] [(with-meta (symbol (name n)) (meta n)) (make n)]) names)))

(defn- bind-map [acc pattern source]
  (let [defaults (get pattern :or {})
        entries (mapcat (fn [e]
                          (let [k (key e)]
                            (cond
                              (or (= k :as) (= k :or)) nil
                              (and (keyword? k) (contains? #{"keys" "strs" "syms"} (name k))) (keys-entries k (val e))
                              :else [[k (val e)]])))
                        pattern)
        acc (conj acc source (list 'if (list 'clojure.core/seq? source) (list 'odeon.destructure/kwargs source) source))
        acc (if (contains? pattern :as) (conj acc (get pattern :as) source) acc)]
    (reduce (fn [acc [local k]]
              (let [plain (if (symbol? local) (symbol (name local)) local)]
                (bind-one acc local (if (contains? defaults plain)
                                      (list 'clojure.core/get source k (get defaults plain))
                                      (list 'clojure.core/get source k)))))
            acc entries)))

(defn- bind-one [acc pattern value]
  (cond
    (symbol? pattern) (conj acc (if (namespace pattern) (with-meta (symbol (name pattern)) (meta pattern)) pattern) value)
    (vector? pattern) (let [source (gensym "vec__")] (bind-vector (conj acc source value) pattern source))
    (map? pattern) (let [source (gensym "map__")] (bind-map (conj acc source value) pattern source))
    (keyword? pattern) (conj acc (symbol (name pattern)) value)
    :else (throw-new "java.lang.Exception" (str "Unsupported binding form: " pattern))))

(defn destructure "A vector of bindings with patterns as one of bindings of plain names." [bindings]
  (if (every? symbol? (take-nth 2 bindings))
    bindings
    (reduce (fn [acc [pattern value]] (bind-one acc pattern value)) [] (partition 2 bindings))))

;; ---- structs ------------------------------------------------------------------------------------------------------
;; A struct is a map that keeps the order of its basis; the basis is the vector of its keys.
(defn create-struct "The basis of structs with these keys." [& ks]
  (if (seq ks) (vec ks) (illegal-argument "Must supply keys")))

(defn struct-map "A struct of a basis; keys that are not given are nil." [basis & inits]
  (into (apply array-map (mapcat (fn [k] [k nil]) basis)) (map vec (partition 2 inits))))

(defn struct "A struct of a basis with the values of its keys in order." [basis & vals]
  (if (> (count vals) (count basis))
    (illegal-argument "Too many arguments to struct constructor")
    (into (apply struct-map basis nil) (map vector basis vals))))

(defn accessor "A function that reads a key of a basis from its structs." [basis k]
  (if (some (fn [b] (= b k)) basis)
    (fn [s] (get s k))
    (illegal-argument "Not a key of struct")))

(defmacro defstruct "Defines the basis of structs with these keys." [name & ks]
  `(def ~name (create-struct ~@ks)))

;; ---- sequences ----------------------------------------------------------------------------------------------------
(defn xml-seq "The elements and texts of a tree of XML, depth first." [root]
  (tree-seq (complement string?) (comp seq :content) root))

(defn seque "The sequence itself: other actors run ahead only where they are told to." ([s] (seq s)) ([n-or-q s] (seq s)))

(defn ->Eduction "The eduction of coll by xform." [xform coll] (odeon.eduction/make xform coll))

(defn StackTraceElement->vec "One frame of a trace: [class-symbol method-symbol file line]." [frame]
  [(symbol nil (str (nth frame 0))) 'invoke (nth frame 1 nil) (nth frame 2 nil)])

(def ^{:dynamic true :doc "Kept for programs that bind it."} *suppress-read* nil)
(def ^{:dynamic true :doc "Kept for programs that bind it."} *reader-resolver* nil)
(def ^{:dynamic true :doc "Kept for programs that bind it."} *source-path* "NO_SOURCE_FILE")
(def ^{:dynamic true :doc "Kept for programs that bind it."} *allow-unresolved-vars* nil)
(def ^{:dynamic true :doc "Kept for programs that bind it."} *fn-loader* nil)
(def ^{:dynamic true :doc "Kept for programs that bind it."} *verbose-defrecords* false)
