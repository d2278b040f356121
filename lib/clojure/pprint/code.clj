;; How clojure.pprint lays out code: a logical block (blocks.clj) for each form, with places to break that depend on what the form begins with.
(in-ns 'clojure.pprint)

(def ^:private linear {:newline :linear})
(def ^:private fill {:newline :fill})
(def ^:private miser {:newline :miser})
(def ^:private mandatory {:newline :mandatory})
(def ^:private in-one {:indent :block :by 1})
(def ^:private in-here {:indent :current :by 0})

(defn- code-block
  "The block of what items answers, one level deeper."
  [prefix suffix items]
  (deeper (fn [] (completed {:prefix prefix :per-line "" :suffix suffix :items (vec (items))}))))

(defn- trees
  "The trees of forms, of which *print-length* allows as many as it leaves after those that are printed already."
  [used forms]
  (if *print-length*
    (let [n (max 0 (- *print-length* used))
          shown (mapv tree (take n forms))]
      (if (seq (drop n forms)) (conj shown "...") shown))
    (mapv tree forms)))

(defn- joined "Items with a space and a place to break between them." [newline items]
  (drop 2 (mapcat (fn [item] [" " newline item]) items)))

(defn- pairs
  "A block for each two forms, which stand on one line where they can."
  [forms]
  (let [all (partition-all 2 forms)
        shown (if *print-length* (take *print-length* all) all)]
    (concat (map (fn [two] (code-block "" "" (fn [] (joined miser (map tree two))))) shown)
            (if (< (count shown) (count all)) ["..."] nil))))

(defn- simple-form "(f a b), or an argument on each line." [form]
  (code-block "(" ")" (fn [] (cons in-one (joined linear (trees 0 form))))))

(defn- opening
  "What a form begins with, kept together with the second as long as there is room, and the rest below."
  [items]
  (let [[op & more] items]
    (if more (list* op " " miser (joined linear more)) items)))

(defn- held-form "The rest stands right below." [form]
  (code-block "(" ")" (fn [] (opening (trees 0 form)))))

(defn- branching "The rest is indented." [form]
  (code-block "(" ")" (fn [] (cons in-one (opening (trees 0 form))))))

(defn- function-form "defn, fn and their like: the name, documentation, arguments and body, or a line for each arity." [form]
  (if (next form)
    (code-block "(" ")"
                (fn []
                  (let [[op name & parts] form
                        documented (if (string? (first parts)) [(first parts)] [])
                        parts (drop (count documented) parts)
                        described (if (map? (first parts)) [(first parts)] [])
                        parts (drop (count described) parts)
                        head (concat documented described)
                        shown (trees 2 (concat head parts))
                        by-newline (fn [newline items] (mapcat (fn [item] [" " newline item]) items))]
                    (concat [(tree op) " " in-one miser (tree name)]
                            (if (and (empty? head) (vector? (first parts)))
                              (concat (by-newline miser (take 1 shown)) (by-newline linear (rest shown)))
                              (by-newline linear shown))))))
    (simple-form form)))

(defn- binding-form "let and its like: pairs in the vector, the body below." [form]
  (if (vector? (second form))
    (code-block "(" ")" (fn []
                          (concat [(tree (first form)) " " in-one miser
                                   (code-block "[" "]" (fn [] (joined linear (pairs (second form)))))
                                   " " linear]
                                  (joined linear (trees 1 (nnext form))))))
    (code-block "(" ")" (fn [] [(simple-form form)]))))

(defn- cond-form "A line for each test and its value." [form]
  (code-block "(" ")" (fn [] (list* in-one (tree (first form)) (mapcat (fn [p] [" " linear p]) (pairs (rest form)))))))

(defn- condp-form "The function and its argument, then a line for each value." [form]
  (if (< 3 (count form))
    (code-block "(" ")" (fn []
                          (let [[op predicate x & clauses] form]
                            (list* in-one (tree op) " " miser (tree predicate) " " miser (tree x)
                                   (mapcat (fn [p] [" " linear p]) (pairs clauses))))))
    (simple-form form)))

(defn- short-function? [x] (and (seq? x) (= 'fn* (first x)) (vector? (second x))))

(defn- renamed
  "The form with other names for arguments; functions in it keep theirs."
  [names x]
  (cond
    (contains? names x) (names x)
    (short-function? x) x
    (seq? x) (apply list (map (fn [y] (renamed names y)) x))
    (coll? x) (clojure.walk/walk (fn [y] (renamed names y)) identity x)
    :else x))

(defn- shorthand
  "What the reader makes of #(...), with the names that the reader has given to the arguments."
  [form]
  (if (short-function? form)
    (let [[_ args body] form
          names (zipmap args (if (= 1 (count args)) ['%] (map (fn [i] (symbol (str "%" i))) (iterate inc 1))))
          shown (renamed names body)]
      (if (seq? shown)
        (code-block "#(" ")" (fn [] (joined linear (trees 0 shown))))
        (prefixed "#" (tree shown))))
    (simple-form form)))

;; ---- ns -----------------------------------------------------------------------------------------------------------
(defn- library
  "What a clause of ns names: [lib :as name], (package Class ...) or a plain name."
  [x]
  (if (and (sequential? x) (seq x))
    (let [[open close] (if (vector? x) ["[" "]"] ["(" ")"])]
      (code-block open close
                  (fn []
                    (if (and (= 3 (count x)) (keyword? (second x)))
                      (let [[lib option names] x]
                        [(tree lib) " " (tree option) " "
                         (if (sequential? names)
                           (code-block (if (vector? names) "[" "(") (if (vector? names) "]" ")") (fn [] (joined fill (trees 0 names))))
                           (tree names))])
                      (list* (tree (first x)) " " in-here (joined fill (trees 1 (rest x))))))))
    (tree x)))

(defn- clause [x]
  (if (and (seq? x) (seq x))
    (code-block "(" ")" (fn []
                          (cons (tree (first x))
                                (if (next x) (list* " " in-here (joined fill (map library (rest x)))) nil))))
    (tree x)))

(defn- ns-form "Each clause has a line, and its libraries stand below each other." [form]
  (if (next form)
    (code-block "(" ")" (fn []
                          (let [[op name & more] form]
                            (list* (tree op) " " in-one miser (tree name)
                                   (mapcat (fn [x] [" " mandatory (clause x)]) more)))))
    (simple-form form)))

;; ---- all forms ----------------------------------------------------------------------------------------------------
(def ^:private form-layouts
  "First symbol -> layout; macros of clojure.core are known with their namespace, too."
  (let [layouts {held-form '[def defonce struct struct-map -> .. . locking]
                 function-form '[defn defn- defmacro fn]
                 binding-form '[let loop binding with-open with-local-vars when-let if-let doseq dotimes when-first]
                 branching '[if if-not when when-not]
                 cond-form '[cond]
                 condp-form '[condp]
                 shorthand '[fn*]
                 ns-form '[ns]}]
    (into {} (for [[layout names] layouts
                   s names
                   known (if ('#{def if . fn*} s) [s] [s (symbol "clojure.core" (name s))])]
               [known layout]))))

(defn- code-tree
  "The layout of x as code."
  [x]
  (cond
    (and (seq? x) (seq x) (not (reader-macro? x))) ((get form-layouts (first x) simple-form) x)
    :else (data-tree x)))
