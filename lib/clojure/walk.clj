(ns clojure.walk
  "Walking nested data.")

(defn walk
  "The form with inner applied to its parts, and outer to the result."
  [inner outer form]
  (cond
    (list? form) (outer (with-meta (apply list (map inner form)) (meta form)))
    (map-entry? form) (outer (prim/map-entry (inner (key form)) (inner (val form))))
    (seq? form) (outer (with-meta (doall (map inner form)) (meta form)))
    (record? form) (outer (reduce (fn [r x] (conj r (inner x))) form form))
    (coll? form) (outer (into (empty form) (map inner form)))
    :else (outer form)))

(defn postwalk "The form with f applied to each part, inner ones first." [f form]
  (walk (fn [x] (postwalk f x)) f form))
(defn prewalk "The form with f applied to each part, outer ones first." [f form]
  (walk (fn [x] (prewalk f x)) identity (f form)))

(defn postwalk-demo "Prints each part as postwalk comes to it." [form]
  (postwalk (fn [x] (print "Walked: ") (prn x) x) form))
(defn prewalk-demo "Prints each part as prewalk comes to it." [form]
  (prewalk (fn [x] (print "Walked: ") (prn x) x) form))

(defn- map-keys [f m]
  (postwalk (fn [x]
              (if (map? x)
                (into (empty x) (map (fn [[k v]] [(f k) v])) x)
                x))
            m))
(defn keywordize-keys "String keys of all maps become keywords." [m]
  (map-keys (fn [k] (if (string? k) (keyword k) k)) m))
(defn stringify-keys "Keyword keys of all maps become strings." [m]
  (map-keys (fn [k] (if (keyword? k) (name k) k)) m))

(defn prewalk-replace "The form with parts that are keys of smap replaced, outer ones first." [smap form]
  (prewalk (fn [x] (if (contains? smap x) (smap x) x)) form))
(defn postwalk-replace "The form with parts that are keys of smap replaced, inner ones first." [smap form]
  (postwalk (fn [x] (if (contains? smap x) (smap x) x)) form))

(defn macroexpand-all "The form with all macros expanded." [form]
  (prewalk (fn [x] (if (seq? x) (macroexpand x) x)) form))
