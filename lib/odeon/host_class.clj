;; odeon.host-class: making type objects for host classes and interfaces, and objects of them.
;;
;; A TYPE's parents are kept flat: every class and interface above it, nearer ones first, java.lang.Object last. So
;; instance? and the search for a protocol's implementation are one pass over a vector.
(in-ns 'odeon.host-class)

(declare subclass? make-exception construct)

(def by-name "Class name (a string) -> TYPE." (prim/atom {}))
(def constructors "Class name -> function of the constructor's arguments." (prim/atom {}))

(defn- note [name type]
  (prim/atom-reset by-name (prim/assoc (prim/atom-deref by-name) name type))
  type)

(defn- without-item [v x]
  (loop [i 0 acc (prim/empty-vec)]
    (if (prim/lt i (prim/count v))
      (recur (prim/add i 1) (if (prim/identical? (prim/nth v i) x) acc (prim/conj acc (prim/nth v i))))
      acc)))

(defn linearize
  "All types above one with the direct parents given: each before its own parents, no type twice."
  [parents]
  (loop [i 0 acc (prim/empty-vec)]
    (if (prim/lt i (prim/count parents))
      (let [p (prim/nth parents i)
            above (prim/type-parents p)
            above (if above above (prim/empty-vec))]
        (recur (prim/add i 1)
               (loop [j 0 acc (prim/conj (without-item acc p) p)]
                 (if (prim/lt j (prim/count above))
                   (recur (prim/add j 1) (prim/conj (without-item acc (prim/nth above j)) (prim/nth above j)))
                   acc))))
      acc)))

(defn- list->vector [s]
  (loop [s s v (prim/empty-vec)]
    (if s (recur (prim/next s) (prim/conj v (prim/first s))) v)))

(defn define
  "The type object of the class named, with the direct parents given."
  [name & parents]
  (note name (prim/type-make (prim/symbol nil name) (prim/empty-vec) (linearize (list->vector parents)) 0)))

(defn define-kernel
  "As define, for the class of the objects of one kernel type id."
  [name id & parents]
  (note name (prim/type-define id (prim/symbol nil name) (prim/empty-vec) (linearize (list->vector parents)) 0)))

(defn define-interface
  "The type object of a host interface, which user types can implement."
  [name & parents]
  (let [t (prim/apply define (list->vector (prim/cons name parents)) nil)]
    (prim/type-set-extra t (prim/assoc (if (prim/map? (prim/type-extra t)) (prim/type-extra t) {}) :interface true))
    t))

(defn find-class
  "The type object of a class name, or nil."
  [name]
  (prim/get (prim/atom-deref by-name) name))

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
    (if (if (prim/identical? n 1) (prim/ex? a) false)
      (prim/ex-make type (clojure.core/str a) nil a)
      (if (prim/ex? b)
        (prim/ex-make type a nil b)
        (prim/ex-make type (if (prim/identical? a nil) nil (clojure.core/str a)) b (if (prim/gt n 2) (prim/nth args 2) nil))))))

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
                               (prim/str-concat "there is no constructor for " name) nil))))))

(defn subclass?
  "True if type is parent or stands below it."
  [type parent]
  (if (prim/identical? type parent)
    true
    (let [above (prim/type-parents type)]
      (if above
        (loop [i 0]
          (if (prim/lt i (prim/count above))
            (if (prim/identical? (prim/nth above i) parent) true (recur (prim/add i 1)))
            false))
        false))))
