;; odeon.protocol: protocols as values. A protocol is a map
;;   {:name sym :var var :methods {:foo METHOD} :sigs {:foo {:name :arglists :doc}} :extenders atom-of-types
;;    :on sym :on-interface TYPE :method-map {:foo :foo} ...options}
;; The interface stands above each type that names the protocol in its definition, so that other protocols can be extended to
;; all of these at once.
;; Dispatch itself is the kernel's (METHOD objects); this file makes protocols, extends them and explains failures.
(in-ns 'odeon.protocol)

(def owners "identity hash of a METHOD -> [METHOD keyword protocol], to explain a missing implementation." (prim/atom {}))

(defn- interface-name
  "The name of a protocol's interface: the namespace as Java writes it, and the protocol's name."
  [var name-sym]
  (let [ns (if (prim/var? var) (prim/symbol-ns (prim/var-name var)) nil)]
    (if ns
      (prim/str-concat (prim/str-replace-all ns "-" "_") (prim/str-concat "." (prim/symbol-name name-sym)))
      (prim/symbol-name name-sym))))

(defn make-protocol
  "The protocol of the methods described, each {:name sym :method METHOD :arglists list :doc string}."
  [name-sym var options methods]
  (let [protocol (loop [i 0
                        ms {}
                        names {}
                        sigs {}]
                   (if (prim/lt i (prim/count methods))
                     (let [d (prim/nth methods i)
                           k (prim/keyword nil (prim/symbol-name (prim/get d :name)))]
                       (recur (prim/add i 1)
                              (prim/assoc ms k (prim/get d :method))
                              (prim/assoc names k k)
                              (prim/assoc sigs k {:tag nil :name (prim/get d :name) :arglists (prim/get d :arglists) :doc (prim/get d :doc)})))
                     (loop [s (prim/seq options)
                            p {:name name-sym :var var :methods ms :sigs sigs :extenders (prim/atom [])
                               :on (prim/symbol nil (interface-name var name-sym)) :method-map names
                               :on-interface (odeon.host-class/interface (interface-name var name-sym))}]
                       (if s
                         (recur (prim/next s) (prim/assoc p (prim/key (prim/first s)) (prim/val (prim/first s))))
                         p))))]
    (loop [s (prim/seq (prim/get protocol :methods))]
      (if s
        (let [e (prim/first s)
              old (prim/atom-deref owners)
              new (prim/assoc old (prim/identity-hash (prim/val e)) [(prim/val e) (prim/key e) protocol])]
          (if (prim/atom-cas owners old new) (recur (prim/next s)) (recur s)))
        nil))
    ;; programs may name the interface where the protocol is meant
    (prim/type-set-extra (prim/get protocol :on-interface) {:interface true :protocol protocol})
    protocol))

(defn- named-protocol "The protocol whose interface x is; else x." [x]
  (let [p (if (prim/type? x) (prim/get (prim/type-extra x) :protocol) nil)] (if p p x)))

(defn- includes? [v x]
  (loop [i 0]
    (if (prim/lt i (prim/count v))
      (if (prim/identical (prim/nth v i) x) true (recur (prim/add i 1)))
      false)))

(defn- note-extender [protocol type]
  (let [a (prim/get protocol :extenders)]
    (loop []
      (let [old (prim/atom-deref a)]
        (if (includes? old type)
          nil
          (if (prim/atom-cas a old (prim/conj old type)) nil (recur)))))))

(defn- add-parent
  "Puts an interface above a user type, behind those that were declared before it, before java.lang.Object."
  [type interface]
  (if (prim/gt (prim/bit-and (prim/type-flags interface) 8) 0) ; TYPE_FLAG.FINAL
    (throw (odeon.host-class/make-exception
             "java.lang.IllegalArgumentException"
             (clojure.core/str "only interfaces are supported, had: " (prim/symbol-name (prim/type-name interface))) nil))
    nil)
  (if (if (prim/identical interface odeon.class/java.lang.Object) true (odeon.host-class/subclass? type interface))
    nil
    (let [above (odeon.host-class/direct-parents type)]
      (prim/type-set-parents
       type
       (loop [i 0 acc []]
         (if (prim/lt i (prim/count above))
           (recur (prim/add i 1)
                  (if (prim/identical (prim/nth above i) odeon.class/java.lang.Object) acc (prim/conj acc (prim/nth above i))))
           (prim/conj (prim/conj acc interface) odeon.class/java.lang.Object)))))))

(defn- program-type?
  "True for the types of deftype, defrecord and reify; false for host classes and interfaces."
  [type]
  (if (prim/get (prim/type-extra type) :interface)
    false
    (if (prim/identical type (odeon.host-class/find-class (odeon.host-class/name-of type))) false true)))

(defn- accepts?
  "Whether f takes n arguments."
  [f n]
  (let [node (prim/fn-arities f)]
    (loop [i 0]
      (if (prim/lt i (prim/node-count node))
        (if (if (prim/node-get node (prim/add i 1)) (prim/ge n (prim/node-get node i)) (prim/identical n (prim/node-get node i)))
          true
          (recur (prim/add i 2)))
        false))))

(defn- extend-host
  "A method of a host interface; the same name under two interfaces (seq of Seqable and of Sorted) is told apart by arity."
  [method id f own?]
  (let [before (if own? (prim/get (prim/method-impls method) id) nil)]
    (prim/method-extend method id
                        (if (if before (prim/fn? before) false)
                          (fn [& args]
                            (clojure.core/apply (if (accepts? f (prim/count args)) f before) args))
                          f))))

(defn implement
  "Gives type (nil: the value nil) the functions of the map methods as its implementation of a protocol or host interface."
  [type protocol methods]
  (let [type (if (prim/map? type) (prim/get type :on-interface) type)
        protocol (named-protocol protocol)
        id (if (prim/identical type nil) 0 (prim/type-number type))
        host? (prim/type? protocol)
        interface (if host? protocol (prim/get protocol :on-interface))]
    (if (if (prim/ge id 256) (if (prim/type? interface) (if host? true (program-type? type)) false) false)
      (add-parent type interface)
      nil)
    (if host? nil (note-extender protocol type))
    ;; What is not given is not implemented, not even by a type above, as in Clojure, where a type's map of methods is looked up as a whole.
    (if host?
      nil
      (loop [s (prim/seq (prim/get protocol :methods))]
        (if s
          (let [e (prim/first s)]
            (if (prim/contains methods (prim/key e)) nil (prim/method-extend (prim/val e) id false))
            (recur (prim/next s)))
          nil)))
    (loop [s (prim/seq methods)]
      (if s
        (let [e (prim/first s) k (prim/key e)]
          (if host?
            (extend-host (odeon.method/named (prim/symbol-name k)) id (prim/val e) (prim/ge id 256))
            (let [m (prim/get (prim/get protocol :methods) k)]
              ;; a name that is none of the protocol's does nothing, as in Clojure; it may be a slip, so it is said
              (if m
                (prim/method-extend m id (prim/val e))
                (prim/out 2 (clojure.core/str "WARNING: the protocol " (prim/get protocol :name) " has no method " k "\n")))))
          (recur (prim/next s)))
        type))))

(defn- from-metadata
  "The implementation that this carries in its metadata, or nil."
  [protocol k this]
  (if (prim/get protocol :extend-via-metadata)
    (let [v (prim/get protocol :var)
          ns (if (prim/var? v) (prim/symbol-ns (prim/var-name v)) nil)]
      (prim/get (prim/meta this) (prim/symbol ns (prim/symbol-name k))))
    nil))

(defn find-implementation
  "The function that implements METHOD m for this, or nil."
  [m this]
  (let [f (prim/method-find m this)]
    (if f
      f
      (let [owner (prim/get (prim/atom-deref owners) (prim/identity-hash m))
            f (if owner (from-metadata (prim/nth owner 2) (prim/nth owner 1) this) nil)]
        (if f
          f
          (let [impls (prim/method-impls m)]
            (if (if (prim/identical this nil) true (prim/identical false (prim/get impls (prim/type-number (prim/type-of this)))))
              nil
              (prim/get impls (prim/type-number odeon.class/java.lang.Object)))))))))

(defn find-with-metadata
  "The function that implements METHOD m for this, where its metadata may hold it: the type's own comes first, then metadata, then
  what the protocol was extended to; nil if there is none."
  [m this]
  (if (prim/meta this)
    (let [owner (prim/get (prim/atom-deref owners) (prim/identity-hash m))
          protocol (if owner (prim/nth owner 2) nil)]
      (if (if protocol (prim/instance? (prim/get protocol :on-interface) this) true)
        (prim/method-find m this)
        (let [f (from-metadata protocol (prim/nth owner 1) this)]
          (if f f (prim/method-find m this)))))
    (prim/method-find m this)))

(defn missing
  "The implementation that dispatch could not find by type; throws if there is none at all."
  [m this]
  (let [f (find-implementation m this)]
    (if f
      f
      (let [owner (prim/get (prim/atom-deref owners) (prim/identity-hash m))]
        (throw (odeon.host-class/make-exception
                "java.lang.IllegalArgumentException"
                (clojure.core/str "No implementation of method: " (if owner (prim/nth owner 1) "")
                                  " of protocol: " (if owner (prim/get (prim/nth owner 2) :var) "")
                                  " found for class: " (if (prim/identical this nil) "nil" (odeon.host-class/name-of (prim/type-of this))))
                nil))))))

(defn- any-method [protocol test]
  (loop [s (prim/seq (prim/get protocol :methods))]
    (if s
      (if (test (prim/val (prim/first s))) true (recur (prim/next s)))
      false)))

(defn satisfied?
  "True if x implements the protocol."
  [protocol x]
  (if (prim/type? protocol)
    (prim/instance? protocol x)
    (if (any-method protocol (fn [m] (find-implementation m x)))
      true
      (let [types (prim/atom-deref (prim/get protocol :extenders))]
        (loop [i 0]
          (if (prim/lt i (prim/count types))
            (if (if (prim/identical (prim/nth types i) nil) (prim/identical x nil) (prim/instance? (prim/nth types i) x))
              true
              (recur (prim/add i 1)))
            false))))))

(in-ns 'clojure.core)

(defn satisfies? "True if x implements the protocol." [protocol x] (odeon.protocol/satisfied? protocol x))

(defn extenders "The types that the protocol was extended to." [protocol]
  (prim/seq (prim/atom-deref (prim/get protocol :extenders))))

(defn extends? "True if the protocol was extended to exactly this type or one above it." [protocol type]
  (if (some (fn [t] (if (and t type) (odeon.host-class/subclass? type t) (prim/identical t type))) (extenders protocol)) true false))

(defn extend
  "Implements protocols for a type: each protocol is followed by a map from method keyword to function."
  [type & protocols+methods]
  (loop [s (prim/seq protocols+methods)]
    (if s
      (do (odeon.protocol/implement type (prim/first s) (prim/first (prim/next s)))
          (recur (prim/next (prim/next s))))
      nil)))

(defn find-protocol-impl "The map of functions by which x implements the protocol's methods." [protocol x]
  (reduce (fn [m e]
            (let [f (odeon.protocol/find-implementation (prim/val e) x)]
              (if f (prim/assoc m (prim/key e) f) m)))
          nil (prim/get protocol :methods)))
(defn find-protocol-method "The function for one method of the protocol and x, or nil." [protocol method-key x]
  (let [m (prim/get (prim/get protocol :methods) method-key)]
    (if m (odeon.protocol/find-implementation m x) nil)))

(in-ns 'odeon.reify)

(defn- meta-of [this] (prim/field-get this (prim/sub (prim/count (prim/type-fields (prim/type-of this))) 1)))

(defn- with-meta-of [this m]
  (let [type (prim/type-of this)
        n (prim/count (prim/type-fields type))]
    (prim/instance-new
     type
     (loop [i 0 node (prim/node-make n)]
       (if (prim/lt i n)
         (recur (prim/add i 1) (prim/node-set node i (if (prim/lt i (prim/sub n 1)) (prim/field-get this i) m)))
         node)))))

(defn carry-meta
  "Lets the objects of a reify carry metadata, unless they say themselves how."
  [type]
  (if (prim/get (prim/method-impls odeon.method/withMeta) (prim/type-number type))
    nil
    (odeon.protocol/implement type odeon.class/clojure.lang.IObj {:meta meta-of :withMeta with-meta-of})))

(in-ns 'odeon.record)

(defn define
  "Gives a record type what every record has: field index and the interfaces of a map. casts: by field, the primitive type that
  it is said to have (:long) or nil; nil if no field has one."
  [type casts]
  (let [fields (prim/type-fields type)
        ks (loop [i 0 acc []]
             (if (prim/lt i (prim/count fields))
               (let [f (prim/nth fields i)]
                 (recur (prim/add i 1)
                        (prim/conj acc (prim/keyword nil (prim/symbol-name f)))))
               acc))
        ;; the fixed words may be listed among the fields; keys are the program's own
        skip (if (if (prim/ge (prim/count ks) 3) (prim/identical (prim/nth ks 1) :__ext) false) 3 0)
        ks (prim/subvec ks skip (prim/count ks))
        index (loop [i 0 m {}]
                (if (prim/lt i (prim/count ks))
                  (recur (prim/add i 1) (prim/assoc m (prim/nth ks i) (prim/add i 3)))
                  m))]
    (prim/type-set-extra type {:keys ks :index index :casts casts})
    (prim/type-set-keys type (loop [i 0 node (prim/node-make (prim/count ks))]
                               (if (prim/lt i (prim/count ks))
                                 (recur (prim/add i 1) (prim/node-set node i (prim/nth ks i)))
                                 node)))
    (prim/type-set-parents type [odeon.class/clojure.lang.IRecord odeon.class/clojure.lang.IPersistentMap odeon.class/clojure.lang.IObj
                                 odeon.class/java.util.Map odeon.class/clojure.lang.IHashEq odeon.class/java.io.Serializable
                                 odeon.class/java.lang.Object])
    type))

(defn completed "A record with further entries and metadata." [record meta more]
  (clojure.core/with-meta (if more (clojure.core/into record more) record) meta))

(defn field-value
  "v as the field of that number takes it: a primitive type makes a number of it."
  [type i v]
  (let [casts (prim/get (prim/type-extra type) :casts)
        kind (if casts (prim/nth casts i) nil)]
    (case kind
      nil v
      :long (clojure.core/long v)
      :double (clojure.core/double v)
      :int (clojure.core/int v)
      :short (clojure.core/short v)
      :byte (clojure.core/byte v)
      :float (clojure.core/float v))))

(defn from-map
  "A record of the type from a map: fields by keyword, other entries beside them."
  [type m]
  (let [extra (prim/type-extra type)
        ks (prim/get extra :keys)
        n (prim/count ks)
        node (loop [i 0 node (prim/node-make (prim/add n 3))]
               (if (prim/lt i n)
                 (recur (prim/add i 1) (prim/node-set node (prim/add i 3) (field-value type i (prim/get m (prim/nth ks i)))))
                 node))
        ext (loop [i 0 ext (clojure.core/into {} m)]
              (if (prim/lt i n) (recur (prim/add i 1) (prim/dissoc ext (prim/nth ks i))) ext))]
    (prim/instance-new type (if (prim/identical 0 (prim/count ext)) node (prim/node-set node 1 ext)))))
