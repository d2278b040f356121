(ns clojure.pprint
  "Printing data in a layout for people, tables, and Common Lisp's format directives."
  (:require [clojure.string :as str]))

(def ^:dynamic *print-right-margin* "The column that lines should not pass." 72)
(def ^:dynamic *print-miser-width* "Kept for programs that bind it." 40)
(def ^:dynamic *print-pretty* "If false, pprint prints like prn." true)
(def ^:dynamic *print-suppress-namespaces* "If true, symbols print without their namespaces." nil)
(def ^:dynamic *print-radix* "If true, integers and ratios say their base." nil)
(def ^:dynamic *print-base* "The base in which integers and ratios print." 10)

;; ---- layout -------------------------------------------------------------------------------------------------------
;; A value becomes a tree: a string, or a block {:open :close :items :width}. A block stands on one line if it fits there
;; together with what follows it up to the next place where an enclosing block may break; else each item gets a line.
(declare tree data-tree code-tree code? realized-reference? own-layout? own-tree put-own array-tree meta-tree)

(defn- width [t] (if (string? t) (count t) (:width t)))

(defn- block [open items close]
  {:open open :close close :items items
   :width (+ (count open) (count close) (reduce + 0 (map width items)) (max 0 (dec (count items))))})

(defn- limited
  "The trees of a sequence's elements, as many as *print-length* allows."
  [f s]
  (let [n *print-length*
        shown (mapv f (if n (take n s) s))]
    (if (and n (or (= 0 n) (seq (drop n s)))) (conj shown "...") shown)))

(defn- with-comma
  "A tree with a comma behind it."
  [t]
  (cond
    (string? t) (str t ",")
    (contains? t :prefix) (assoc t :suffix (str (:suffix t) ",") :width (inc (:width t)))
    :else (assoc t :close (str (:close t) ",") :width (inc (:width t)))))

(defn- deeper [f]
  (if *print-level*
    (if (<= *print-level* 0) "#" (binding [*print-level* (dec *print-level*)] (f)))
    (f)))

(defn- map-items [m f]
  (let [pairs (limited (fn [e] (if (map-entry? e) (deeper (fn [] (block "" [(f (key e)) (tree (val e))] ""))) (tree e))) (seq m))]
    (if (seq pairs)
      (conj (mapv with-comma (pop pairs)) (peek pairs))
      [])))

(defn- common-namespace [m]
  (when (and *print-namespace-maps* (seq m) (every? (fn [k] (and (ident? k) (namespace k))) (keys m)))
    (let [nss (set (map namespace (keys m)))]
      (when (= 1 (count nss)) (first nss)))))

(defn- number-in-base
  "An integer or ratio in *print-base*, which *print-radix* has in front of it."
  [x]
  (let [digits (fn [n] (prim/num->string n *print-base*))
        prefix (fn [] (case *print-base* 2 "#b" 8 "#o" 16 "#x" (str "#" *print-base* "r")))]
    (if (ratio? x)
      (str (when *print-radix* (prefix)) (digits (numerator x)) "/" (digits (denominator x)))
      (cond (not *print-radix*) (digits x)
            (= 10 *print-base*) (str (digits x) ".")
            :else (str (prefix) (digits x))))))

(defn- text [x]
  (cond (and *print-suppress-namespaces* (symbol? x)) (name x)
        (and (or *print-radix* (not= 10 *print-base*)) (or (integer? x) (ratio? x))) (number-in-base x)
        :else (pr-str x)))

(def ^:private reader-macros {'quote "'" 'clojure.core/deref "@" 'var "#'" 'clojure.core/unquote "~"})

(defn- prefixed [prefix t]
  (if (string? t)
    (str prefix t)
    (let [k (if (contains? t :prefix) :prefix :open)]
      (assoc t k (str prefix (k t)) :width (+ (count prefix) (:width t))))))

(defn- tree [x]
  (cond (own-layout? x) (own-tree x)
        (code?) (code-tree x)
        :else (data-tree x)))

(defn- reader-macro? [x] (and (seq? x) (= 2 (count (take 3 x))) (contains? reader-macros (first x))))

(defn- data-tree
  "The layout of x as data."
  [x]
  (cond
    (and *print-meta* (coll? x) (meta x)) (meta-tree (meta x) (with-meta x nil))
    (reader-macro? x)
    (prefixed (reader-macros (first x)) (tree (second x)))
    (map? x) (let [ns (common-namespace x)]
               (deeper (fn [] (block (if ns (str "#:" ns "{") "{")
                                     (map-items x (if ns (fn [k] (text (if (keyword? k) (keyword (name k)) (symbol (name k))))) tree))
                                     "}"))))
    (vector? x) (deeper (fn [] (block "[" (limited tree x) "]")))
    (set? x) (deeper (fn [] (block "#{" (limited tree x) "}")))
    (prim/instance? clojure.lang.PersistentQueue x) (deeper (fn [] (block "<-(" (limited tree x) ")-<")))
    (sequential? x) (deeper (fn [] (block "(" (limited tree x) ")")))
    (prim/array? x) (deeper (fn [] (array-tree (limited tree x))))
    (or (prim/atom? x) (prim/volatile? x) (prim/delay? x) (prim/promise? x))
    (prefixed (str "#<" (last (str/split (str (prim/type-name (class x))) #"[.$]")) "@" (prim/num->string (bit-and (prim/identity-hash x) 0xffffffff) 16) ": ")
              (let [t (tree (if (realized-reference? x) @x :pending))]
                (if (string? t) (str t ">") (assoc t :close (str (:close t) ">") :width (inc (:width t))))))
    :else (text x)))

(defn- realized-reference? [x] (or (prim/atom? x) (prim/volatile? x) (realized? x)))

(defn- put-flat [w t]
  (cond
    (string? t) (odeon.io/write w t)
    (contains? t :prefix) (put-own w t 0 0)
    :else
    (do (odeon.io/write w (:open t))
        (loop [s (seq (:items t))]
          (when s
            (put-flat w (first s))
            (when (next s) (odeon.io/write w " "))
            (recur (next s))))
        (odeon.io/write w (:close t)))))

(defn- right-margin [] (if *print-right-margin* *print-right-margin* 1000000000))

(defn- put
  "Writes a tree that begins at a column and is followed by so many characters; answers the column after it."
  [w t column after]
  (cond
    (string? t) (do (odeon.io/write w t) (+ column (count t)))
    (contains? t :prefix) (put-own w t column after)
    :else
    (if (<= (+ column (:width t) after) (right-margin))
      (do (put-flat w t) (+ column (:width t)))
      (let [inner (+ column (count (:open t)))
            closing (count (:close t))
            indent (prim/str-repeat " " inner)]
        (odeon.io/write w (:open t))
        (loop [s (seq (:items t)) at inner]
          (if s
            (let [more (next s)
                  end (put w (first s) at (if more 1 (+ closing after)))]
              (when more
                (odeon.io/write w "\n")
                (odeon.io/write w indent))
              (recur more (if more inner end)))
            (do (odeon.io/write w (:close t))
                (+ at closing))))))))

(defn- layout [x]
  (let [w (odeon.io/string-writer)]
    (put w (tree x) 0 0)
    (odeon.io/contents w)))

(defmacro pp "Prints the last value of the REPL." [] `(pprint *1))
(defn fresh-line "Ends the line on *out*." [] (newline))

;; ---- tables -------------------------------------------------------------------------------------------------------
(defn print-table
  "Prints rows (maps) as a table with the columns ks, by default the keys of the first row."
  ([ks rows]
   (when (seq rows)
     (let [widths (map (fn [k] (apply max (count (str k)) (map (fn [r] (count (str (get r k)))) rows))) ks)
           rule (map (fn [n] (prim/str-repeat "-" n)) widths)
           cell (fn [n x] (let [s (str x)] (str (prim/str-repeat " " (- n (count s))) s)))
           line (fn [left sep right cells] (str left (str/join sep cells) right))]
       (println)
       (println (line "| " " | " " |" (map cell widths ks)))
       (println (line "|-" "-+-" "-|" rule))
       (doseq [r rows]
         (println (line "| " " | " " |" (map (fn [n k] (cell n (get r k))) widths ks)))))))
  ([rows] (print-table (keys (first rows)) rows)))
