;; odeon.slow, sequences: what the kernel's sequence primitives leave to the library. A primitive comes here when its
;; argument is a lazy sequence that has to be computed first, or an instance of a user type. No function here calls the
;; primitive of its own name on the argument it was given, so a fallback always makes progress.
(in-ns 'odeon.slow)

(declare seq user-seq eq get record-seq)

(defn missing
  "Throws the error of an operation that x does not support."
  [operation x]
  (throw (odeon.host-class/make-exception
          (if (prim/identical x nil) "java.lang.NullPointerException" "java.lang.ClassCastException")
          (clojure.core/str operation " is not supported on " (if (prim/identical x nil) "nil" (odeon.host-class/name-of (prim/type-of x))))
          nil)))

(defn- force-thunk
  "Computes a claimed thunk's function; if it throws, the thunk can be tried again."
  [thunk f]
  (try (f)
       (catch :default e
         (prim/thunk-release thunk)
         (throw e))))

;; A lazy sequence whose body answers another lazy sequence, and so on, is unwrapped in a loop: inner ones are finished
;; with what they answered, the outermost with the sequence at the end of the chain.
(defn- unwrap
  "The sequence at the end of the chain of lazy sequences that begins with v."
  [v]
  (loop [v v]
    (if (prim/lazy? v)
      (let [f (prim/thunk-claim v)]
        (recur (if f
                 (let [inner (force-thunk v f)]
                   (prim/thunk-finish v inner)
                   inner)
                 (prim/thunk-value v))))
      (prim/seq v))))

(defn realize
  "The sequence that the lazy sequence x stands for, nil if it is empty; never a lazy sequence itself."
  [x]
  (let [f (prim/thunk-claim x)]
    (if f
      (let [end (try
                  (let [v (f)] (if (prim/cons? v) v (unwrap v)))
                  (catch :default e
                    (prim/thunk-release x)
                    (throw e)))]
        (prim/thunk-finish x end)
        end)
      (unwrap (prim/thunk-value x)))))

(defn next-of-cons [s]
  (let [more (prim/rest s)] (if (prim/lazy? more) (realize more) (prim/seq more))))

(defn iterator-seq*
  "A lazy sequence of what an iterator object still gives, nil if that is nothing."
  [it]
  (odeon.chunk/from-iterator
   (fn [] ((prim/method-find odeon.method/hasNext it) it))
   (fn [] ((prim/method-find odeon.method/next it) it))))

(defn seq [x]
  (if (prim/lazy? x)
    (realize x)
    (if (prim/seq-type? x)
      x
      (user-seq x))))

(defn- user-seq [x]
    (let [f (prim/method-find odeon.method/seq x)]
      (if f
        (let [s (f x)]
          (if (prim/lazy? s) (realize s) s))
        (if (prim/record? x)
          (record-seq x)
          (if (prim/method-find odeon.method/first x)
            x
            (let [it (prim/method-find odeon.method/iterator x)]
              (if it
                (let [s (iterator-seq* (it x))] (if s (realize s) nil))
                (if (prim/identical 70 (prim/type-id x)) (prim/seq (prim/sb->string x)) (throw (odeon.host-class/make-exception
                        "java.lang.IllegalArgumentException"
                        (clojure.core/str "Don't know how to create ISeq from: " (odeon.host-class/name-of (prim/type-of x)))
                        nil))))))))))

(defn first [x]
  (if (prim/lazy? x)
    (prim/first (realize x))
    (let [f (prim/method-find odeon.method/first x)]
      (if f (f x) (prim/first (seq x))))))

(defn next [x]
  (if (prim/lazy? x)
    (prim/next (realize x))
    (if (prim/seq-type? x)
      (clojure.core/seq (prim/rest x)) ; a Cons whose rest is still to be computed
      (let [f (prim/method-find odeon.method/next x)]
        (if f
          (prim/seq (f x))
          (let [s (seq x)]
            (if (prim/identical s x) (missing "next" x) (prim/next s))))))))

(defn rest [x]
  (if (prim/lazy? x)
    (prim/rest (realize x))
    (let [f (prim/method-find odeon.method/more x)]
      (if f
        (f x)
        (let [s (seq x)]
          (if (prim/identical s x)
            (let [n (next x)] (if n n (prim/empty-list)))
            (prim/rest s)))))))

(defn cons [x coll]
  (prim/cons x (seq coll)))

(defn count [x]
  (let [f (prim/method-find odeon.method/count x)
        ;; a collection that is not Counted is walked, whatever its own count says
        f (if f
            (if (prim/instance? odeon.class/clojure.lang.Counted x)
              f
              (if (prim/instance? odeon.class/clojure.lang.IPersistentCollection x) (if (prim/method-find odeon.method/seq x) nil f) f))
            nil)]
    (if f
      (f x)
      (if (prim/record? x)
        (prim/add (prim/sub (prim/count (prim/type-fields (prim/type-of x))) 0) (prim/count (prim/field-get x 1)))
        (if (if (prim/seq-type? x) true (prim/method-find odeon.method/seq x))
          (loop [s (prim/seq x) n 0]
            (if s
              (if (prim/counted? s)
                (prim/add n (prim/count s))
                (recur (prim/next s) (prim/add n 1)))
              n))
          (let [size (prim/method-find odeon.method/size x)]
            (if size
              (size x)
              (let [length (prim/method-find odeon.method/length x)]
                (if length
                  (length x)
                  (if (prim/identical 70 (prim/type-id x)) (prim/sb-length x) (throw (odeon.host-class/make-exception
                          "java.lang.UnsupportedOperationException"
                          (clojure.core/str "count not supported on this type: " (odeon.host-class/name-of (prim/type-of x)))
                          nil))))))))))))

(defn- drop-to
  "The sequence x from element number i on, nil if it is shorter."
  [x i]
  (loop [s (clojure.core/seq x) i i]
    (if s
      (if (prim/gt i 0) (recur (clojure.core/next s) (prim/sub i 1)) s)
      nil)))

;; What the kernel does not take as an index is a number all the same: it is cut off.
;; The JVM looks for an index in what has an order alone, not in whatever can be walked.
(defn- need-order [x]
  (if (prim/user-type? x)
    (if (if (prim/instance? odeon.class/clojure.lang.Sequential x) true
          (if (prim/instance? odeon.class/java.util.List x) true (prim/instance? odeon.class/java.lang.CharSequence x)))
      nil
      (throw (odeon.host-class/make-exception "java.lang.UnsupportedOperationException" "nth not supported on this type" nil)))
    nil))

(defn nth [x i]
  (if (prim/int? i)
    (let [f (prim/method-find odeon.method/nth x)]
      (if f
        (f x i)
        (let [_ (need-order x)
              s (if (prim/lt i 0) nil (drop-to x i))]
          (if s
            (prim/first s)
            (throw (odeon.host-class/make-exception "java.lang.IndexOutOfBoundsException"
                                                    (clojure.core/str "index " i " is out of bounds") nil))))))
    (prim/nth x (prim/long i))))

(defn nth-or [x i default]
  (if (prim/int? i)
    (let [f (prim/method-find odeon.method/nth x)]
      (if f
        (f x i default)
        (let [_ (need-order x)
              s (if (prim/lt i 0) nil (drop-to x i))]
          (if s (prim/first s) default))))
    (prim/nth-or x (prim/long i) default)))

(defn vector-of [x]
  (let [to-array (prim/method-find odeon.method/toArray x)]
    (prim/persistent
     (clojure.core/reduce (fn [v e] (prim/conj-t v e)) (prim/transient (prim/empty-vec)) (if to-array (to-array x) x)))))

(defn array-from [x]
  (let [v (clojure.core/vec x)
        n (prim/count v)
        a (prim/array-make n nil)]
    (loop [i 0]
      (if (prim/lt i n)
        (do (prim/array-set a i (prim/nth v i)) (recur (prim/add i 1)))
        a))))

(defn- no-element [x what]
  (throw (odeon.host-class/make-exception
          (if (prim/identical x nil) "java.lang.NullPointerException" "java.lang.ClassCastException")
          (clojure.core/str "class " (odeon.host-class/name-of (prim/type-of x)) " cannot be cast to class " what) nil)))
(defn- element-of-kind
  "What the kernel converts to an element of arrays of a kind: a long or double for numbers of other types."
  [kind x]
  (if (prim/identical kind 1)
    (if (clojure.core/boolean? x) x (no-element x "java.lang.Boolean"))
    (if (prim/identical kind 3)
      (if (prim/char? x) x (no-element x "java.lang.Character"))
      (if (clojure.core/number? x)
        (if (if (prim/int? x) true (prim/float? x))
          x
          (if (if (prim/identical kind 6) true (prim/identical kind 8)) (prim/double x) (prim/long x)))
        (no-element x "java.lang.Number")))))

(defn array-with-kind [a kind]
  (let [n (prim/array-length a)
        b (prim/array-make n nil)]
    (loop [i 0]
      (if (prim/lt i n)
        (do (prim/array-set b i (element-of-kind kind (prim/array-get a i))) (recur (prim/add i 1)))
        (prim/array-with-kind b kind)))))

(defn peek [x]
  (let [f (prim/method-find odeon.method/peek x)]
    (if f (f x) (missing "peek" x))))

(defn pop [x]
  (let [f (prim/method-find odeon.method/pop x)]
    (if f (f x) (missing "pop" x))))

(defn empty [x]
  (if (prim/lazy? x)
    (prim/empty-list)
    (let [f (prim/method-find odeon.method/empty x)]
      (if f
        (f x)
        (if (prim/record? x)
          (throw (odeon.host-class/make-exception "java.lang.UnsupportedOperationException"
                                                  (clojure.core/str "Can't create empty: " (odeon.host-class/name-of (prim/type-of x))) nil))
          nil)))))

(defn key [x]
  (let [f (prim/method-find odeon.method/getKey x)]
    (if f (f x) (missing "key" x))))

(defn val [x]
  (let [f (prim/method-find odeon.method/getValue x)]
    (if f (f x) (missing "val" x))))

(defn- map-part-seq [part s]
  (prim/lazy-new
   (fn []
     (let [s (prim/seq s)]
       (if s (prim/cons (part (prim/first s)) (map-part-seq part (prim/rest s))) nil)))))

(defn keys-seq [x]
  (let [s (prim/seq x)]
    (if s (realize (map-part-seq (fn [e] (prim/key e)) s)) nil)))

(defn vals-seq [x]
  (let [s (prim/seq x)]
    (if s (realize (map-part-seq (fn [e] (prim/val e)) s)) nil)))

(defn subvec [v start end]
  (let [f (prim/method-find odeon.method/subvec v)]
    (if f
      (f v start end)
      (loop [i start acc (prim/empty-vec)]
        (if (prim/lt i end) (recur (prim/add i 1) (prim/conj acc (prim/nth v i))) acc)))))

(defn meta [x]
  (if (prim/record? x)
    (prim/field-get x 0)
    (let [f (prim/method-find odeon.method/meta x)]
      (if f (f x) nil))))

(defn with-meta [x m]
  (if (prim/lazy? x)
    (let [s (realize x)]
      (if s (prim/with-meta s m) (prim/with-meta (prim/empty-list) m)))
    (if (prim/record? x)
      (prim/instance-copy x 0 m)
      (let [f (prim/method-find odeon.method/withMeta x)]
        (if f (f x m) (missing "with-meta" x))))))

(defn transient [x]
  (let [f (prim/method-find odeon.method/asTransient x)]
    (if f (f x) (missing "transient" x))))

(defn persistent [x]
  (let [f (prim/method-find odeon.method/persistent x)]
    (if f (f x) (missing "persistent!" x))))

(defn array-sort-entries [src dst lo mid hi]
  (odeon.sort/merge-runs (fn [a b] (prim/compare (prim/key a) (prim/key b))) src dst lo mid hi))

(defn array-sort-merge [src dst lo mid hi]
  (odeon.sort/merge-runs (fn [a b] (prim/compare a b)) src dst lo mid hi))

(defn str-join [separator coll]
  (let [sb (prim/sb-new)]
    (clojure.core/reduce
     (fn [more x]
       (if more (prim/sb-append sb separator) nil)
       (prim/sb-append sb (if (prim/string? x) x (clojure.core/to-string x)))
       true)
     false coll)
    (prim/sb->string sb)))
