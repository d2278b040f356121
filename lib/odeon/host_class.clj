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

(defn shown-as!
  "Has a type of the library carry the name of the host class that it takes the place of."
  [type name]
  (prim/type-set-extra type (prim/assoc (prim/type-extra type) :shown name)))

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
            f (if (prim/type? c) (prim/get (prim/atom-deref proxy-adapters) (prim/symbol-name (prim/type-name c))) nil)]
        (recur (prim/add i 1) (if f (f x) x)))
      x)))

(defn construct
  "What (new class args...) answers for a host class."
  [class & args]
  (let [args (list->vector args)
        name (prim/symbol-name (prim/type-name class))
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
