;; odeon.host-class: making type objects for host classes and interfaces, and objects of them.
;;
;; A TYPE has its direct parents, nearest first. Interfaces have no java.lang.Object above them; a concrete class has it as
;; its last parent, so that the depth-first search for a protocol's implementation comes to Object after all else.
(in-ns 'odeon.host-class)

(declare make-exception construct)

(def by-name "Class name (a string) -> TYPE." (prim/atom {}))
(def constructors "Class name -> function of the constructor's arguments." (prim/atom {}))

(defn- note [name type]
  (prim/atom-reset by-name (prim/assoc (prim/atom-deref by-name) name type))
  type)

(defn direct-parents
  "The types right above a type, as a vector."
  [type]
  (let [node (prim/type-parents type)]
    (if node
      (if (prim/vector? node) node (prim/vector-from-node node (prim/node-count node)))
      (prim/empty-vec))))

(defn- below?
  "Whether parent is type or can be reached from it."
  [type parent]
  (if (prim/identical type parent)
    true
    (let [above (direct-parents type)]
      (loop [i 0]
        (if (prim/lt i (prim/count above))
          (if (below? (prim/nth above i) parent) true (recur (prim/add i 1)))
          false)))))

(defn subclass?
  "True if type is parent or stands below it; everything stands below java.lang.Object."
  [type parent]
  (if (prim/identical parent (prim/get (prim/atom-deref by-name) "java.lang.Object"))
    true
    (below? type parent)))

(defn- list->vector [s]
  (loop [s s v (prim/empty-vec)]
    (if s (recur (prim/next s) (prim/conj v (prim/first s))) v)))

(defn- with-object
  "The parents of a concrete class: Object comes last unless it is above one of them already."
  [parents]
  (let [object (prim/get (prim/atom-deref by-name) "java.lang.Object")]
    (if object
      (loop [i 0]
        (if (prim/lt i (prim/count parents))
          (if (below? (prim/nth parents i) object) parents (recur (prim/add i 1)))
          (prim/conj parents object)))
      parents)))

(defn define
  "The type object of the class named, with the direct parents given."
  [name & parents]
  (note name (prim/type-make (prim/symbol nil name) (prim/empty-vec) (with-object (list->vector parents)) 0)))

(defn define-kernel
  "As define, for the class of the objects of one kernel type id."
  [name id & parents]
  (note name (prim/type-define id (prim/symbol nil name) (prim/empty-vec) (with-object (list->vector parents)) 0)))

(defn define-interface
  "The type object of a host interface, which user types can implement."
  [name & parents]
  (let [t (note name (prim/type-make (prim/symbol nil name) (prim/empty-vec) (list->vector parents) 0))]
    (prim/type-set-extra t {:interface true})
    t))

(defn define-abstract
  "The type object of an abstract host class: like an interface it has no Object above it here, since that must come last in the
  search for a protocol's implementation."
  [name & parents]
  (note name (prim/type-make (prim/symbol nil name) (prim/empty-vec) (list->vector parents) 0)))

;; ---- classes with objects that the library makes ------------------------------------------------------------------------
;; The table of classes (class.clj) has a TYPE for each. Where objects of a class are instances of a deftype, that type takes the place of
;; the one in the table, so that class, instance?, protocols and multimethods need no knowledge of it. Classes that are implemented alike
;; share a deftype: each has a type of its own below it, which is laid out like it.

(defn- hidden?
  "Whether a type only carries an implementation that several classes share: programs do not see it."
  [type]
  (prim/get (prim/type-extra type) :hidden))

(defn- parents-in-place
  "The parents of a type that takes the place of the class old: those of the class, behind the implementation that the type shares, whose methods
  go before those of abstract classes."
  [old type]
  (let [object (find-class "java.lang.Object")
        add (fn [acc types test]
              (loop [i 0 acc acc]
                (if (prim/lt i (prim/count types))
                  (recur (prim/add i 1) (if (test (prim/nth types i)) (prim/conj acc (prim/nth types i)) acc))
                  acc)))]
    (with-object
     (add (add (prim/empty-vec) (direct-parents type) hidden?)
          (direct-parents old) (fn [t] (if (prim/identical t object) false true))))))

(defn- move-below
  "Puts new in the place of old above a type, if that is there."
  [type old new]
  (let [above (direct-parents type)]
    (loop [i 0]
      (if (prim/lt i (prim/count above))
        (if (prim/identical old (prim/nth above i))
          (prim/type-set-parents type (prim/assoc above i new))
          (recur (prim/add i 1)))
        nil))))

(defn name-of
  "The name of a class as programs know it: a deftype in the place of a class has that one's."
  [type]
  (let [shown (prim/get (prim/type-extra type) :shown)]
    (if shown shown (prim/symbol-name (prim/type-name type)))))

(defn become!
  "Puts a deftype of the library into the place that the class named has in the table of classes; answers the type."
  [name type]
  (let [old (find-class name)]
    (prim/type-set-parents type (parents-in-place old type))
    (prim/type-set-extra type (prim/assoc (prim/type-extra type) :shown name))
    (note name type)
    (prim/var-set-root (prim/var-find 'odeon.class (prim/symbol nil name)) type)
    (loop [s (prim/seq (prim/atom-deref by-name))]
      (if s
        (do (move-below (prim/val (prim/first s)) old type)
            (recur (prim/next s)))
        type))))

(defn share!
  "Gives the classes named objects that are laid out like those of a deftype and have its methods; the deftype itself is not seen."
  [type names]
  (prim/type-set-extra type (prim/assoc (prim/type-extra type) :hidden true))
  (prim/type-set-parents type (prim/empty-vec)) ; only the classes say what their objects are
  (loop [s (prim/seq names)]
    (if s
      (do (become! (prim/first s)
                   (prim/type-make (prim/symbol nil (prim/first s)) (prim/type-fields type) [type] (prim/type-flags type)))
          (recur (prim/next s)))
      nil)))

(defn parents-of
  "The types right above a type as programs see them: the superclass first, which is java.lang.Object if nothing else is, then the interfaces."
  [type]
  (let [object (find-class "java.lang.Object")
        above (direct-parents type)]
    (loop [i 0 classes (prim/empty-vec) interfaces (prim/empty-vec)]
      (if (prim/lt i (prim/count above))
        (let [t (prim/nth above i)]
          (if (if (prim/identical t object) true (hidden? t))
            (recur (prim/add i 1) classes interfaces)
            (if (prim/get (prim/type-extra t) :interface)
              (recur (prim/add i 1) classes (prim/conj interfaces t))
              (recur (prim/add i 1) (prim/conj classes t) interfaces))))
        (let [interface? (if (prim/get (prim/type-extra type) :interface) true (prim/identical type object))
              classes (if (if interface? true (prim/lt 0 (prim/count classes))) classes (prim/conj classes object))]
          (loop [i 0 acc classes]
            (if (prim/lt i (prim/count interfaces))
              (recur (prim/add i 1) (prim/conj acc (prim/nth interfaces i)))
              acc)))))))

(defn interface
  "A type object for a protocol's interface; it is not found by name."
  [name]
  (let [t (prim/type-make (prim/symbol nil name) (prim/empty-vec) (prim/empty-vec) 0)]
    (prim/type-set-extra t {:interface true})
    t))

(defn find-class
  "The type object of a class name, or nil."
  [name]
  (prim/get (prim/atom-deref by-name) name))

(defn foreign
  "The type object of a class that the library does not have: programs may ask for it and extend protocols to it, and nothing
  is an instance of it."
  [name]
  (let [t (find-class name)]
    (if t
      t
      (let [t (define-interface name)]
        (prim/type-set-extra t {:interface true :foreign true})
        t))))

(defn make-exception
  "An exception of the class named by a string."
  [class-name message data]
  (let [t (find-class class-name)
        t (if t t (find-class (prim/str-concat "java.lang." class-name)))]
    (prim/ex-make (if t t (find-class "java.lang.RuntimeException")) message data nil)))

(defn constructor!
  "Registers f as the constructor of the class named."
  [name f]
  (prim/atom-reset constructors (prim/assoc (prim/atom-deref constructors) name f)))

(defn- construct-exception [type args]
  (let [n (prim/count args)
        a (if (prim/gt n 0) (prim/nth args 0) nil)
        b (if (prim/gt n 1) (prim/nth args 1) nil)]
    (if (if (prim/identical n 1) (prim/ex? a) false)
      (prim/ex-make type (clojure.core/str a) nil a)
      (if (prim/ex? b)
        (prim/ex-make type a nil b)
        (prim/ex-make type (if (prim/identical a nil) nil (clojure.core/str a)) b (if (prim/gt n 2) (prim/nth args 2) nil))))))

(def proxy-adapters "Class name -> function from an object that has a proxy's methods to what stands for an instance." (prim/atom {}))

(defn proxy-adapter!
  "Lets programs make proxies of a class that is more than its methods."
  [name f]
  (prim/atom-reset proxy-adapters (prim/assoc (prim/atom-deref proxy-adapters) name f)))

(defn adapt-proxy
  "What (proxy [classes...] ...) answers, given an object with the methods."
  [classes object]
  (loop [i 0 x object]
    (if (prim/lt i (prim/count classes))
      (let [c (prim/nth classes i)
            f (if (prim/type? c) (prim/get (prim/atom-deref proxy-adapters) (name-of c)) nil)]
        (recur (prim/add i 1) (if f (f x) x)))
      x)))

(defn construct
  "What (new class args...) answers for a host class."
  [class & args]
  (let [args (list->vector args)
        name (name-of class)
        f (prim/get (prim/atom-deref constructors) name)]
    (if f
      (prim/apply f args nil)
      (if (subclass? class (find-class "java.lang.Throwable"))
        (construct-exception class args)
        (throw (make-exception "java.lang.IllegalArgumentException"
                               (if (prim/get (prim/type-extra class) :foreign)
                                 (prim/str-concat "the class " (prim/str-concat name " is not provided here"))
                                 (prim/str-concat "there is no constructor for " name))
                               nil))))))
