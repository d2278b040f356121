;; odeon.multi: multimethods. A multimethod is a callable object; what changes of it is a Table in an atom:
;; methods {value f}, prefers {value #{values}}, cache {value f}. The cache is valid as long as the hierarchy it was made with is the
;; current one.
(in-ns 'odeon.multi)

(deftype Table [methods prefers cache hierarchy])
(defn- methods-of [table] (prim/field-get table 0))
(defn- prefers-of [table] (prim/field-get table 1))
(defn- cache-of [table] (prim/field-get table 2))
(defn- made-with [table] (prim/field-get table 3))

(deftype MultiFn [name dispatch default hierarchy table m]
  clojure.lang.MultiFn
  clojure.lang.IObj
  (meta [_] m)
  (withMeta [_ m] (->MultiFn name dispatch default hierarchy table m)))
(odeon.host-class/become! "clojure.lang.MultiFn" MultiFn)
(defn- name-of [multi] (prim/field-get multi 0))
(defn dispatch-of "The function that tells which method is to be used." [multi] (prim/field-get multi 1))
(defn- default-of [multi] (prim/field-get multi 2))
(defn- current-hierarchy [multi]
  (let [reference (prim/field-get multi 3)]
    (if (prim/var? reference) (prim/var-root reference) (clojure.core/deref reference))))
(defn- table-of [multi] (prim/atom-deref (prim/field-get multi 4)))

(defn multi? "True if x is a multimethod." [x] (prim/instance? MultiFn x))

(defn- change-table
  "Replaces methods and prefers of a multimethod by what f makes of them, a vector of both, and forgets the cache."
  [multi f]
  (let [a (prim/field-get multi 4)]
    (loop []
      (let [old (prim/atom-deref a)
            new (f (methods-of old) (prefers-of old))]
        (if (prim/atom-cas a old (->Table (prim/nth new 0) (prim/nth new 1) {} nil)) nil (recur))))))

(defn- short-name [multi] (prim/symbol-name (name-of multi)))
(defn- shown "A dispatch value in a message." [x] (if (prim/identical x nil) "null" (clojure.core/str x)))

(defn- prefers?
  "Whether x was preferred over y, directly or by what stands above either."
  [h prefers x y]
  (if (prim/contains (prim/get-or prefers x #{}) y)
    true
    (if (clojure.core/some (fn [p] (prefers? h prefers x p)) (clojure.core/parents h y))
      true
      (if (clojure.core/some (fn [p] (prefers? h prefers p y)) (clojure.core/parents h x)) true false))))

(defn- dominates?
  "Whether x comes before y. What is said of a value's parents does not come before the value itself."
  [h prefers x y]
  (if (clojure.core/isa? h x y) true (if (clojure.core/isa? h y x) false (prefers? h prefers x y))))

(defn- best
  "The entry of the method table that suits the dispatch value best, or nil: the one that no other comes before."
  [multi table h value]
  (let [prefers (prefers-of table)
        suiting (clojure.core/filter (fn [e] (clojure.core/isa? h value (prim/key e))) (methods-of table))
        beaten? (fn [e] (clojure.core/some (fn [o] (if (prim/identical o e) false (dominates? h prefers (prim/key o) (prim/key e)))) suiting))
        [found rival] (clojure.core/remove beaten? suiting)]
    (if rival
      (throw (odeon.host-class/make-exception
              "java.lang.IllegalArgumentException"
              (clojure.core/str "Multiple methods in multimethod '" (short-name multi) "' match dispatch value: "
                                (shown value) " -> " (shown (prim/key rival)) " and " (shown (prim/key found)) ", and neither is preferred")
              nil))
      found)))

(defn- look-up
  "The function for a dispatch value, remembered in the table; nil if there is none."
  [multi table h value]
  (let [e (best multi table h value)
        f (if e (prim/val e) (prim/get (methods-of table) (default-of multi)))]
    (if f
      (prim/atom-cas (prim/field-get multi 4) table
                     (->Table (methods-of table) (prefers-of table)
                              (prim/assoc (if (prim/identical h (made-with table)) (cache-of table) {}) value f) h))
      nil)
    f))

(defn find-method
  "The function for a dispatch value: the best match, else the default, else nil."
  [multi value]
  (let [table (table-of multi)
        h (current-hierarchy multi)
        cached (if (prim/identical h (made-with table)) (prim/get (cache-of table) value) nil)]
    (if cached cached (look-up multi table h value))))

(defn- method-for [multi value]
  (let [f (find-method multi value)]
    (if f
      f
      (throw (odeon.host-class/make-exception
              "java.lang.IllegalArgumentException"
              (clojure.core/str "No method in multimethod '" (short-name multi) "' for dispatch value: " (shown value))
              nil)))))

(odeon.protocol/implement
 MultiFn odeon.class/clojure.lang.IFn
 {:invoke
  (fn
    ([this] ((method-for this ((dispatch-of this)))))
    ([this a] ((method-for this ((dispatch-of this) a)) a))
    ([this a b] ((method-for this ((dispatch-of this) a b)) a b))
    ([this a b c] ((method-for this ((dispatch-of this) a b c)) a b c))
    ([this a b c & more]
     (let [f (method-for this (clojure.core/apply (dispatch-of this) a b c more))]
       (clojure.core/apply f a b c more))))})

(defn make
  "A multimethod."
  [name dispatch default hierarchy]
  (->MultiFn name dispatch default hierarchy (prim/atom (->Table {} {} {} nil)) nil))

(defn- need-multi [x]
  (if (multi? x)
    x
    (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                            (clojure.core/str (odeon.error/shown x) " is no multimethod") nil))))

(defn add-method
  "Sets the method for a dispatch value."
  [multi value f]
  (change-table (need-multi multi) (fn [methods prefers] [(prim/assoc methods value f) prefers]))
  multi)

(in-ns 'clojure.core)

;; ---- hierarchies --------------------------------------------------------------------------------------------------
(defn make-hierarchy "A hierarchy without any relation." [] {:parents {} :descendants {} :ancestors {}})

(def global-hierarchy "The hierarchy that isa?, derive and multimethods use when none is named." (make-hierarchy))

(defn- class-parents
  "The classes right above a class, nil for what is none."
  [x]
  (if (prim/type? x) (odeon.host-class/parents-of x) nil))

(declare isa?)

(defn- class-below?
  "Whether a class above child, or java.lang.Object if child is no interface, is below parent."
  [h child parent]
  (let [above (odeon.host-class/direct-parents child)]
    (loop [i 0]
      (if (prim/lt i (prim/count above))
        (if (isa? h (prim/nth above i) parent) true (recur (prim/add i 1)))
        (if (prim/get (prim/type-extra child) :interface)
          false
          (prim/contains (prim/get-or (prim/get h :ancestors) odeon.class/java.lang.Object #{}) parent))))))

(defn isa?
  "True if child is parent, or stands below it by the hierarchy, or is a class below that class; vectors are compared by element."
  ([child parent] (isa? global-hierarchy child parent))
  ([h child parent]
   (if (prim/eq child parent)
     true
     (if (if (prim/type? child) (if (prim/type? parent)
                              (if (prim/identical parent odeon.class/java.lang.Object) true (odeon.host-class/subclass? child parent))
                              false) false)
       true
       (if (prim/contains (prim/get-or (prim/get h :ancestors) child #{}) parent)
         true
         (if (if (prim/type? child) (class-below? h child parent) false)
           true
           (if (if (vector? parent) (if (vector? child) (prim/identical (prim/count parent) (prim/count child)) false) false)
             (loop [i 0]
               (if (prim/lt i (prim/count parent))
                 (if (isa? h (prim/nth child i) (prim/nth parent i)) (recur (prim/add i 1)) false)
                 true))
             false)))))))

(defn parents "The set of what stands right above tag, or nil."
  ([tag] (parents global-hierarchy tag))
  ([h tag] (not-empty (into (prim/get-or (prim/get h :parents) tag #{}) (class-parents tag)))))

(defn ancestors "The set of everything above tag, or nil."
  ([tag] (ancestors global-hierarchy tag))
  ([h tag]
   (not-empty
    (if (prim/type? tag)
      (loop [todo (vec (concat (class-parents tag) (prim/get (prim/get h :ancestors) tag))) seen #{}]
        (if (prim/seq todo)
          (let [x (prim/peek todo) todo (prim/pop todo)]
            (if (prim/contains seen x)
              (recur todo seen)
              (recur (into (into todo (class-parents x)) (prim/get (prim/get h :ancestors) x)) (prim/conj seen x))))
          seen))
      (prim/get-or (prim/get h :ancestors) tag #{})))))

(defn descendants "The set of everything below tag, or nil."
  ([tag] (descendants global-hierarchy tag))
  ([h tag]
   (if (prim/type? tag)
     (throw-new "java.lang.UnsupportedOperationException" "Can't get descendants of classes")
     (not-empty (prim/get-or (prim/get h :descendants) tag #{})))))

(defn- relate
  "m with what is above target added to source and all below it."
  [m source sources target targets]
  (reduce (fn [ret k]
            (prim/assoc ret k (reduce conj (prim/get-or targets k #{}) (prim/cons target (prim/get-or targets target #{})))))
          m (prim/cons source (prim/get-or sources source #{}))))

(defn- derived [h tag parent]
  (let [tp (prim/get h :parents) td (prim/get h :descendants) ta (prim/get h :ancestors)]
    (if (prim/contains (prim/get-or tp tag #{}) parent)
      h
      (do
        (if (prim/contains (prim/get-or ta tag #{}) parent)
          (throw-new "java.lang.Exception" (str (odeon.error/shown tag) " already has " (odeon.error/shown parent) " as ancestor"))
          nil)
        (if (prim/contains (prim/get-or ta parent #{}) tag)
          (throw-new "java.lang.Exception" (str "Cyclic derivation: " (pr-str parent) " has " (pr-str tag) " as ancestor"))
          nil)
        {:parents (prim/assoc tp tag (prim/conj (prim/get-or tp tag #{}) parent))
         :ancestors (relate ta tag td parent ta)
         :descendants (relate td parent ta tag td)}))))

(defn- change-root
  "Replaces a var's root by f of it and args."
  [v f & args]
  (loop []
    (let [old (prim/var-root v)]
      (if (prim/var-cas-root v old (apply f old args)) nil (recur)))))

(defn- require-that [truth text]
  (if truth nil (throw-new "java.lang.AssertionError" (prim/str-concat "Assert failed: " text))))

(defn- need-hierarchy
  "Throws unless h has the three maps of a hierarchy."
  [h]
  (if (if (map? (get h :parents)) (if (map? (get h :descendants)) (map? (get h :ancestors)) false) false)
    nil
    (if (if (prim/identical h nil) true (map? h))
      (throw-new "java.lang.NullPointerException" (str (odeon.error/shown h) " lacks what a hierarchy has: :parents :ancestors :descendants"))
      (class-cast (str (odeon.error/shown h) " is not a hierarchy")))))

(defn derive "Puts tag below parent, in hierarchy h or in the global one."
  ([tag parent]
   (require-that (namespace parent) "(namespace parent)")
   (require-that (or (prim/type? tag) (and (ident? tag) (namespace tag)))
                 "(or (class? tag) (and (instance? clojure.lang.Named tag) (namespace tag)))")
   (change-root #'global-hierarchy derive tag parent)
   nil)
  ([h tag parent]
   (require-that (not (prim/eq tag parent)) "(not= tag parent)")
   (require-that (or (prim/type? tag) (ident? tag)) "(or (class? tag) (instance? clojure.lang.Named tag))")
   (require-that (ident? parent) "(instance? clojure.lang.Named parent)")
   (need-hierarchy h)
   (derived h tag parent)))

(defn- underived [h tag parent]
  (let [left (prim/disj (prim/get-or (prim/get h :parents) tag #{}) parent)
        ps (if (prim/seq left) (prim/assoc (prim/get h :parents) tag left) (prim/dissoc (prim/get h :parents) tag))]
    (if (prim/contains (prim/get-or (prim/get h :parents) tag #{}) parent)
      (reduce (fn [h e] (reduce (fn [h p] (derived h (prim/key e) p)) h (prim/val e))) (make-hierarchy) ps)
      h)))

(defn underive "Removes tag from below parent."
  ([tag parent] (change-root #'global-hierarchy underived tag parent) nil)
  ([h tag parent]
   (need-hierarchy h)
   (underived h tag parent)))

;; ---- multimethods as values ---------------------------------------------------------------------------------------
(defn methods "The map from dispatch value to method of a multimethod." [multifn]
  (odeon.multi/methods-of (odeon.multi/table-of (odeon.multi/need-multi multifn))))
(defn get-method "The method that a multimethod would use for a dispatch value, or nil." [multifn dispatch-val]
  (odeon.multi/find-method (odeon.multi/need-multi multifn) dispatch-val))
(defn prefers "The map of preferences of a multimethod." [multifn]
  (odeon.multi/prefers-of (odeon.multi/table-of (odeon.multi/need-multi multifn))))
(defn remove-method "Takes the method for a dispatch value away." [multifn dispatch-val]
  (odeon.multi/change-table (odeon.multi/need-multi multifn) (fn [methods prefers] [(prim/dissoc methods dispatch-val) prefers]))
  multifn)
(defn remove-all-methods "Takes all methods away." [multifn]
  (odeon.multi/change-table (odeon.multi/need-multi multifn) (fn [methods prefers] [{} prefers]))
  multifn)
(defn prefer-method "Lets a multimethod choose the method of x where it has to choose between those of x and y." [multifn x y]
  (odeon.multi/change-table
   (odeon.multi/need-multi multifn)
   (fn [methods ps]
     (if (odeon.multi/prefers? (prim/var-root #'global-hierarchy) ps y x)
       (throw-new "java.lang.IllegalStateException"
                  (str "Preference conflict in multimethod '" (odeon.multi/short-name multifn) "': " y " is already preferred to " x))
       nil)
     [methods (prim/assoc ps x (prim/conj (prim/get-or ps x #{}) y))]))
  multifn)
