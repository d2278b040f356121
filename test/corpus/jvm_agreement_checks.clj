;; What core functions refuse, and at which edges.
(defmacro t [& body]
  `(println (try (pr-str (do ~@body)) (catch Throwable e# (.getName (class e#))))))

;; hierarchies
(t (derive ::a nil)) (t (derive :a ::b)) (t (derive 'a 'n/b)) (t (derive ::a :b)) (t (derive ::a String)) (t (derive ::a 42))
(t (derive {} ::a ::b)) (t (derive (make-hierarchy) :a :b)) (t (derive (make-hierarchy) :a :a))
(t (derive String ::text)) (t (isa? String ::text)) (t (derive ::x ::y)) (t (isa? ::x ::y))
(t (descendants nil)) (t (descendants 42))

;; references
(t (atom nil :meta 5)) (t (meta (atom nil :meta {:a 1})))
(def ^:dynamic *x* :root)
(t (let [f (bound-fn* (fn [] *x*))] (binding [*x* :later] (f))))
(t (binding [*x* 1] (let [f (bound-fn* (fn [] *x*))] (binding [*x* 2] (f)))))

;; casts
(t (byte 127.5)) (t (byte -129)) (t (short 32768)) (t (float 1e40)) (t (float ##Inf)) (t (char 70000)) (t (long 1e20))
(t (abs Double/MIN_VALUE)) (t (abs -5N)) (t (abs -1/2))
(t (quot (bigdec 7) 2)) (t (repeat 2.9 :a)) (t (repeat nil :a)) (t (nthrest [1] 0))
(t (shuffle nil)) (t (shuffle {:a 1})) (t (shuffle "abc"))
(t (subvec [0 1 2] 1.5 2.9)) (t (subvec [0 1 2] ##NaN 2)) (t (subvec [0 1 2] 2 1))
(t (max-key identity 1 3 2 3.0)) (t (min-key count "ab" "c" "d"))
(t (let [n (atom 0)] (run! (fn [x] (swap! n inc) (when (= x 2) (reduced x))) [1 2 3]) @n))

;; strings are asked for where strings are needed
(require '[clojure.string :as str])
(t (str/blank? 1)) (t (str/blank? nil)) (t (str/reverse 'abc)) (t (str/trim :a)) (t (str/split 1 #"x")) (t (str/escape 1 {}))
(t (str/upper-case :a)) (t (str/split-lines \a)) (t (str/trim (StringBuilder. " x ")))

;; format
(t (format "%d" 1.5)) (t (format "%s")) (t (try (format "%f" 1) (catch java.util.IllegalFormatException e :caught)))

;; macros have vars
(t (resolve 'when)) (t #'cond) (t (:macro (meta #'when-let))) (t (ifn? @#'when)) (t (contains? (ns-publics 'clojure.core) 'defn))
(t (macroexpand-1 '(when a b))) (t (macroexpand-1 '(when-not a b c)))
(t (let [form '(inc 1)] (identical? form (macroexpand-1 form))))

;; equality is decided by the left side as far as it is a collection
(deftype Bag [items]
  clojure.lang.Seqable
  (seq [_] (seq items))
  clojure.lang.Counted
  clojure.lang.IPersistentSet
  (count [_] (count items))
  (contains [_ x] (boolean (some #{x} items)))
  (get [_ x] (some #{x} items))
  (disjoin [_ x] (Bag. (remove #{x} items)))
  (cons [_ x] (Bag. (conj items x)))
  (empty [_] (Bag. []))
  (equiv [_ other] false)
  java.util.Set
  (size [_] (count items))
  (iterator [_] (.iterator ^Iterable items)))
(t (= #{1 2} (Bag. [1 2]))) (t (= #{1 2} (Bag. [1 3]))) (t (= (Bag. [1]) 5)) (t (= [1 2] (Bag. [1 2])))
