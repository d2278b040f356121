;; odeon.interop: (.method x args...) on values of the runtime, for the methods that portable programs use. Dispatch is by
;; the kind of the value, then by the method's name in a table; instances of user types answer by the methods they implement.
(in-ns 'odeon.interop)

(declare field protocol-method invoke0 invoke1)

(defn- raise [class message] (throw (odeon.host-class/make-exception class message nil)))

(declare methods-for)

(defn- similar
  "A method of x whose name differs in capitals only."
  [x name]
  (let [small (prim/str-lower name)]
    (first (filter (fn [n] (= small (prim/str-lower n)))
                   (concat (if (prim/user-type? x) nil (keys (methods-for x))) (keys (deref odeon.method/table)))))))

(defn- no-method [x name args]
  (let [near (similar x name)]
    (raise "java.lang.IllegalArgumentException"
           (str "No matching method " name " found taking " (count args) " args for class "
                (if (nil? x) "nil" (odeon.host-class/name-of (prim/type-of x)))
                (if (if near (not= near name) false) (str ": did you mean ." near "?") "")))))

(defn- str-arg [x] (if (prim/char? x) (str x) (if (prim/int? x) (str (prim/int->char x)) x)))

;; Methods that every value has.
(def common
  {"equals" (fn [x y] (if (and (number? x) (number? y)) (and (= x y) (identical? (class x) (class y))) (= x y)))
   "hashCode" (fn [x] (odeon.java-hash/code x))
   "toString" (fn [x] (str x))
   "getClass" (fn [x] (class x))
   "hasheq" (fn [x] (hash x))
   "equiv" (fn [x y] (= x y))})

(defn- code-point
  "The code point at an index, which two characters make up if they are a surrogate pair."
  [s i]
  (let [high (prim/char->int (prim/char-at s i))
        next (inc i)
        low (if (and (<= 0xd800 high 0xdbff) (< next (prim/str-length s))) (prim/char->int (prim/char-at s next)) 0)]
    (if (<= 0xdc00 low 0xdfff)
      (+ 65536 (bit-shift-left (- high 0xd800) 10) (- low 0xdc00))
      high)))

(def string-methods
  {"length" (fn [s] (prim/str-length s))
   "isEmpty" (fn [s] (= 0 (prim/str-length s)))
   "isBlank" (fn [s] (= 0 (prim/str-length (prim/str-trim s 0))))
   "charAt" (fn [s i] (prim/char-at s i))
   "codePointAt" (fn [s i] (code-point s i))
   "toUpperCase" (fn ([s] (prim/str-upper s)) ([s _] (prim/str-upper s)))
   "toLowerCase" (fn ([s] (prim/str-lower s)) ([s _] (prim/str-lower s)))
   "trim" (fn [s] (prim/str-trim s 0))
   "strip" (fn [s] (prim/str-trim s 0))
   "stripLeading" (fn [s] (prim/str-trim s 1))
   "stripTrailing" (fn [s] (prim/str-trim s 2))
   "substring" (fn ([s a] (subs s a)) ([s a b] (subs s a b)))
   "subSequence" (fn [s a b] (subs s a b))
   "indexOf" (fn ([s x] (prim/str-index-of s (str-arg x) 0)) ([s x from] (prim/str-index-of s (str-arg x) from)))
   "lastIndexOf" (fn ([s x] (prim/str-last-index-of s (str-arg x) (prim/str-length s))) ([s x from] (prim/str-last-index-of s (str-arg x) from)))
   "indent" (fn [s n] (apply str (map (fn [l] (str (prim/str-repeat " " n) l "\n")) (clojure.string/split-lines s))))
   "startsWith" (fn ([s x] (prim/str-starts s x)) ([s x i] (prim/str-starts (subs s i) x)))
   "endsWith" (fn [s x] (prim/str-ends s x))
   "contains" (fn [s x] (>= (prim/str-index-of s (str x) 0) 0))
   "replace" (fn [s a b] (prim/str-replace-all s (str-arg a) (str-arg b)))
   "replaceAll" (fn [s a b] (clojure.string/replace s (re-pattern a) b))
   "replaceFirst" (fn [s a b] (clojure.string/replace-first s (re-pattern a) b))
   "split" (fn ([s re] (to-array (clojure.string/split s (re-pattern re)))) ([s re n] (to-array (clojure.string/split s (re-pattern re) n))))
   "concat" (fn [s x] (prim/str-concat s x))
   "matches" (fn [s re] (some? (re-matches (re-pattern re) s)))
   "equalsIgnoreCase" (fn [s x] (and (string? x) (prim/str-eq-ci s x)))
   "compareTo" (fn [s x] (prim/str-compare s x))
   "compareToIgnoreCase" (fn [s x] (prim/str-compare (prim/str-lower s) (prim/str-lower x)))
   "getBytes" (fn [s & _] (let [b (prim/utf8-encode s)]
                            (byte-array (map (fn [i] (unchecked-byte (prim/bytes-get b i))) (range (prim/bytes-length b))))))
   "toCharArray" (fn [s] (char-array s))
   "getChars" (fn [s from to chars at] (dotimes [i (- to from)] (aset chars (+ at i) (prim/char-at s (+ from i)))) nil)
   "codePoints" (fn [s] (loop [i 0 points []]
                          (if (< i (prim/str-length s))
                            (let [c (code-point s i)] (recur (+ i (if (> c 65535) 2 1)) (conj points c)))
                            (seq points))))
   "codePointCount" (fn [s a b] (loop [i a n 0] (if (< i b) (recur (+ i (if (> (code-point s i) 65535) 2 1)) (inc n)) n)))
   "offsetByCodePoints" (fn [s i n] (if (zero? n) i (recur s (+ i (if (> (code-point s i) 65535) 2 1)) (dec n))))
   "contentEquals" (fn [s x] (= s (str x)))
   "regionMatches" (fn ([s i x j n] (= (subs s i (min (count s) (+ i n))) (subs x j (min (count x) (+ j n)))))
                     ([s ci? i x j n] (prim/str-eq-ci (subs s i (min (count s) (+ i n))) (subs x j (min (count x) (+ j n))))))
   "formatted" (fn [s & args] (apply format s args))
   "intern" (fn [s] s)
   "repeat" (fn [s n] (prim/str-repeat s n))
   "chars" (fn [s] (map (fn [c] (prim/char->int c)) s))
   "lines" (fn [s] (clojure.string/split-lines s))
   "getName" (fn [s] s)
   "hashCode" (fn [s] (odeon.java-hash/code s))})

(defn- hex-digits
  "The hexadecimal digits of an integer, the highest first; of a negative one those of its complement."
  [n]
  (mapv (fn [c] (java.lang.Character/digit c 16)) (prim/num->string (if (neg? n) (- -1 n) n) 16)))
(defn- bits-of [digit] (cond (> digit 7) 4 (> digit 3) 3 (> digit 1) 2 :else digit))

(defn- big-bits
  "A bit operation on integers of any size, 32 bits at a time; both are continued by their signs."
  [op a b]
  (loop [a (bigint a) b (bigint b) place 1N sum 0N]
    (if (and (<= -1 a 0) (<= -1 b 0))
      (+ sum (* place (op (long a) (long b))))
      (let [low (fn [n] (long (mod n 4294967296N)))]
        (recur (quot (- a (low a)) 4294967296N) (quot (- b (low b)) 4294967296N) (* place 4294967296N)
               (+ sum (* place (bit-and 0xffffffff (op (low a) (low b))))))))))

(def number-methods
  {"intValue" (fn [n] (unchecked-int (long n)))
   "longValue" (fn [n] (long n))
   "doubleValue" (fn [n] (double n))
   "floatValue" (fn [n] (double n))
   "shortValue" (fn [n] (unchecked-short n))
   "byteValue" (fn [n] (unchecked-byte n))
   "compareTo" (fn [n x] (compare n x))
   "isNaN" (fn [n] (prim/nan? n))
   "isInfinite" (fn [n] (prim/infinite? n))
   "abs" (fn [n] (abs n))
   "negate" (fn [n] (- n))
   "signum" (fn [n] (compare n 0))
   "setScale" (fn ([n scale] (odeon.decimal/set-scale n scale 'UNNECESSARY)) ([n scale mode] (odeon.decimal/set-scale n scale mode)))
   "precision" (fn [n] (odeon.decimal/precision n))
   "stripTrailingZeros" (fn [n] (odeon.decimal/strip n))
   "movePointLeft" (fn [n k] (* n (apply * 1M (repeat k 0.1M))))
   "movePointRight" (fn [n k] (* n (apply * 1M (repeat k 10M))))
   "round" (fn [n context] (odeon.decimal/round n context))
   "max" (fn [a b] (max a b))
   "min" (fn [a b] (min a b))
   "isFinite" (fn [n] (not (or (prim/nan? n) (prim/infinite? n))))
   "toBigDecimal" (fn [n] (bigdec n))
   "modPow" (fn [a n m] (loop [b (mod (bigint a) m) n n r 1N]
                          (if (pos? n) (recur (mod (* b b) m) (quot n 2) (if (odd? n) (mod (* r b) m) r)) r)))
   "shiftLeft" (fn [a n] (* (bigint a) (apply * 1N (repeat n 2))))
   "shiftRight" (fn [a n] (let [d (apply * 1N (repeat n 2))] (quot (- (bigint a) (mod (bigint a) d)) d)))
   "add" (fn [a b] (+ a b))
   "subtract" (fn [a b] (- a b))
   "multiply" (fn [a b] (* a b))
   "divide" (fn [a b] (if (integer? a) (quot a b) (/ a b)))
   "mod" (fn [a b] (mod a b))
   "remainder" (fn [a b] (rem a b))
   "pow" (fn [a n] (reduce (fn [acc _] (*' acc a)) 1N (range n)))
   "gcd" (fn [a b] (prim/big-op 6 a b))
   "bitLength" (fn [n] (let [digits (hex-digits n)] (+ (* 4 (dec (count digits))) (bits-of (first digits)))))
   "and" (fn [a b] (big-bits bit-and a b))
   "or" (fn [a b] (big-bits bit-or a b))
   "xor" (fn [a b] (big-bits bit-xor a b))
   "andNot" (fn [a b] (big-bits bit-and-not a b))
   "not" (fn [a] (bigint (- -1 a)))
   "bitCount" (fn [n] (reduce + (map (fn [d] (prim/bit-count d)) (hex-digits n))))
   "testBit" (fn [n i] (odd? (prim/big-op 10 (prim/bigint n) (- i))))
   "scale" (fn [n] (prim/decimal-scale n))
   "unscaledValue" (fn [n] (prim/decimal-unscaled n))
   "toPlainString" (fn [n] (let [n (if (neg? (prim/decimal-scale n)) (odeon.decimal/set-scale n 0 'UNNECESSARY) n)]
                           (odeon.slow/decimal->plain (prim/decimal-unscaled n) (prim/decimal-scale n))))
   "toBigInteger" (fn [n] (bigint n))
   "numerator" (fn [n] (numerator n))
   "denominator" (fn [n] (denominator n))})

(def char-methods
  {"charValue" (fn [c] c)
   "compareTo" (fn [c x] (compare c x))})

(def boolean-methods {"booleanValue" (fn [b] b)})

;; One frame of a trace, as java.lang.StackTraceElement: [function file line ...].
(deftype Frame [frame]
  java.lang.StackTraceElement
  (getClassName [_] (prim/str-replace-all (munge (str (nth frame 0))) "/" "$"))
  (getMethodName [_] "invoke")
  (getFileName [_] (nth frame 1 nil))
  (getLineNumber [_] (nth frame 2 -1))
  (isNativeMethod [_] false)
  clojure.lang.Indexed
  (count [_] 3)
  (nth [_ i] (nth frame i))
  (nth [_ i default] (nth frame i default))
  clojure.lang.Seqable
  (seq [_] (seq frame))
  (equiv [_ other] (if (prim/instance? Frame other) (= frame (prim/field-get other 0)) false))
  (hasheq [_] (hash frame))
  Object
  (toString [_] (str (nth frame 0) " (" (nth frame 1 nil) ":" (nth frame 2 nil) ")")))
(odeon.host-class/become! "java.lang.StackTraceElement" Frame)

(defn frames-of "The frames of an exception's trace, as an array." [e]
  (to-array (map (fn [f] (->Frame f)) (odeon.error/trace e))))

(def exception-methods
  {"getMessage" (fn [e] (ex-message e))
   "getLocalizedMessage" (fn [e] (ex-message e))
   "getCause" (fn [e] (ex-cause e))
   "getData" (fn [e] (ex-data e))
   "getStackTrace" (fn [e] (frames-of e))
   "setStackTrace" (fn [e t] nil)
   "printStackTrace" (fn [e & _] (odeon.io/write *err* (str e "\n")) nil)
   "initCause" (fn [e c] (prim/ex-make (prim/ex-type e) (ex-message e) (ex-data e) c))
   "addSuppressed" (fn [e _] nil)
   "getSuppressed" (fn [e] (object-array 0))
   "fillInStackTrace" (fn [e] e)})

(def named-methods
  {"getName" (fn [x] (name x))
   "getNamespace" (fn [x] (namespace x))
   "invoke" (fn [k & args] (apply k args))
   "compareTo" (fn [x y] (compare x y))
   "sym" (fn [k] (symbol k))})

(def collection-methods
  {"size" (fn [c] (count c))
   "count" (fn [c] (count c))
   "length" (fn [c] (count c))
   "isEmpty" (fn [c] (empty? c))
   "get" (fn ([c k] (if (or (map? c) (set? c)) (get c k) (nth c k))) ([c k d] (get c k d)))
   "getOrDefault" (fn [c k d] (get c k d))
   "nth" (fn ([c i] (nth c i)) ([c i d] (nth c i d)))
   "valAt" (fn ([c k] (get c k)) ([c k d] (get c k d)))
   "containsKey" (fn [c k] (contains? c k))
   "contains" (fn [c x] (if (or (set? c) (= 41 (prim/type-id c))) (not= ::none (get c x ::none)) (boolean (some (fn [y] (= x y)) c))))
   "containsValue" (fn [c x] (boolean (some (fn [y] (= x y)) (vals c))))
   "containsAll" (fn [c xs] (every? (fn [x] (boolean (some (fn [y] (= x y)) c))) xs))
   "indexOf" (fn [c x] (loop [i 0 s (seq c)] (if s (if (= x (first s)) i (recur (inc i) (next s))) -1)))
   "lastIndexOf" (fn [c x] (loop [i 0 s (seq c) at -1] (if s (recur (inc i) (next s) (if (= x (first s)) i at)) at)))
   "keySet" (fn [c] (set (keys c)))
   "values" (fn [c] (or (vals c) ()))
   "entrySet" (fn [c] (set (seq c)))
   "getKey" (fn [e] (key e))
   "getValue" (fn [e] (val e))
   "key" (fn [e] (key e))
   "val" (fn [e] (val e))
   "iterator" (fn [c] (odeon.collections/iterator c))
   "seq" (fn [c] (seq c))
   "first" (fn [c] (first c))
   "next" (fn [c] (next c))
   "more" (fn [c] (rest c))
   "cons" (fn [c x] (if (seq? c) (cons x c) (conj c x)))
   "assoc" (fn [c k v] (assoc c k v))
   "without" (fn [c k] (dissoc c k))
   "entryAt" (fn [c k] (find c k))
   "disjoin" (fn [c x] (disj c x))
   "peek" (fn [c] (peek c))
   "pop" (fn [c] (pop c))
   "empty" (fn [c] (empty c))
   "rseq" (fn [c] (rseq c))
   "meta" (fn [c] (meta c))
   "withMeta" (fn [c m] (with-meta c m))
   "invoke" (fn [c & args] (apply c args))
   "toArray" (fn [c & _] (to-array c))
   "stream" (fn [c] (seq c))
   "subList" (fn [c a b] (subvec (vec c) a b))
   "forEach" (fn [c f] (run! (fn [x] (invoke1 f "accept" x)) c) nil)
   "asTransient" (fn [c] (transient c))
   "persistent" (fn [c] (persistent! c))
   "conj" (fn [c x] (conj! c x))
   "compareTo" (fn [c x] (compare c x))
   "kvreduce" (fn [c f init] (reduce-kv f init c))
   "reduce" (fn ([c f] (reduce f c)) ([c f init] (reduce f init c)))})

(def builder-methods
  {"append" (fn ([sb x] (prim/sb-append sb (if (prim/string? x) x (cond (nil? x) "null" (prim/array? x) (apply str (seq x)) :else (str x)))))
              ([sb x a b] (prim/sb-append sb (if (prim/array? x) (apply str (take b (drop a (seq x)))) (subs (str x) a b)))))
   "length" (fn [sb] (prim/sb-length sb))
   "setLength" (fn [sb n] (prim/sb-set-length sb n) nil)
   "charAt" (fn [sb i] (prim/char-at (prim/sb->string sb) i))
   "deleteCharAt" (fn [sb i] (let [s (prim/sb->string sb)]
                               (prim/sb-set-length sb 0)
                               (prim/sb-append sb (str (subs s 0 i) (subs s (inc i))))))
   "delete" (fn [sb a b] (let [s (prim/sb->string sb)]
                           (prim/sb-set-length sb 0)
                           (prim/sb-append sb (str (subs s 0 a) (subs s (min b (count s)))))))
   "insert" (fn [sb i x] (let [s (prim/sb->string sb)]
                           (prim/sb-set-length sb 0)
                           (prim/sb-append sb (str (subs s 0 i) x (subs s i)))))
   "reverse" (fn [sb] (let [s (prim/sb->string sb)]
                        (prim/sb-set-length sb 0)
                        (prim/sb-append sb (prim/str-reverse s))))
   "indexOf" (fn [sb x] (prim/str-index-of (prim/sb->string sb) x 0))
   "lastIndexOf" (fn [sb x] (let [s (prim/sb->string sb)] (prim/str-last-index-of s x (prim/str-length s))))
   "substring" (fn ([sb a] (subs (prim/sb->string sb) a)) ([sb a b] (subs (prim/sb->string sb) a b)))
   "subSequence" (fn [sb a b] (subs (prim/sb->string sb) a b))
   "appendCodePoint" (fn [sb c] (prim/sb-append sb (apply str (java.lang.Character/toChars c))))
   "setCharAt" (fn [sb i c] (let [s (prim/sb->string sb)]
                              (prim/sb-set-length sb 0)
                              (prim/sb-append sb (str (subs s 0 i) c (subs s (inc i))))
                              nil))
   "replace" (fn [sb a b x] (let [s (prim/sb->string sb)]
                              (prim/sb-set-length sb 0)
                              (prim/sb-append sb (str (subs s 0 a) x (subs s (min b (count s)))))))
   "capacity" (fn [sb] (prim/sb-length sb))
   "ensureCapacity" (fn [sb _] nil)
   "isEmpty" (fn [sb] (= 0 (prim/sb-length sb)))})

(def reference-methods
  {"deref" (fn ([r] (deref r)) ([r ms v] (deref r ms v)))
   "get" (fn ([r] (deref r)) ([r ms _] (let [v (deref r ms ::late)]
                                         (if (identical? v ::late) (raise "java.util.concurrent.TimeoutException" nil) v))))
   "swap" (fn [r f & args] (apply swap! r f args))
   "reset" (fn [r x] (reset! r x))
   "compareAndSet" (fn [r a b] (compare-and-set! r a b))
   "isRealized" (fn [r] (realized? r))
   "isDone" (fn [r] (realized? r))
   "isCancelled" (fn [r] (future-cancelled? r))
   "cancel" (fn [r _] (future-cancel r))
   "getRawRoot" (fn [r] (prim/var-root r))
   "bindRoot" (fn [r x] (prim/var-set-root r x) nil)
   "isBound" (fn [r] (bound? r))
   "isMacro" (fn [r] (prim/var-macro? r))
   "setMacro" (fn [r] (prim/var-set-macro r true) nil)
   "setDynamic" (fn ([r] (prim/var-set-dynamic r true) r) ([r x] (prim/var-set-dynamic r x) r))
   "isDynamic" (fn [r] (prim/var-dynamic? r))
   "hasRoot" (fn [r] (prim/var-bound? r))
   "toSymbol" (fn [r] (prim/var-name r))
   "sym" (fn [r] (prim/symbol nil (prim/symbol-name (prim/var-name r))))
   "ns" (fn [r] (prim/ns-find (prim/symbol nil (prim/symbol-ns (prim/var-name r)))))
   "meta" (fn [r] (meta r))
   "invoke" (fn [r & args] (apply r args))
   "addWatch" (fn [r k f] (add-watch r k f))
   "removeWatch" (fn [r k] (remove-watch r k))
   "getName" (fn [n] (ns-name n))
   "name" (fn [n] (ns-name n))
   "getMappings" (fn [n] (ns-map n))
   "getAliases" (fn [n] (ns-aliases n))})

(def function-methods
  {"invoke" (fn [f & args] (apply f args))
   "applyTo" (fn [f args] (apply f args))
   "call" (fn [f] (f))
   "run" (fn [f] (f) nil)
   "apply" (fn [f & args] (apply f args))
   "accept" (fn [f & args] (apply f args) nil)
   "test" (fn [f x] (boolean (f x)))
   "compare" (fn [f a b] (let [r (f a b)] (if (number? r) r (if r -1 (if (f b a) 1 0)))))
   "dispatchFn" (fn [f] (odeon.multi/dispatch-of f))
   "getMethod" (fn [f x] (get-method f x))
   "getMethodTable" (fn [f] (methods f))
   "addMethod" (fn [f v m] (odeon.multi/add-method f v m))
   "meta" (fn [f] (meta f))
   "withMeta" (fn [f m] (with-meta f m))})

(defn- interface? [c] (boolean (get (prim/type-extra c) :interface)))

(def class-methods
  {"getName" (fn [c] (class-name c))
   "getCanonicalName" (fn [c] (class-name c))
   "getTypeName" (fn [c] (class-name c))
   "getSimpleName" (fn [c] (let [s (class-name c)]
                             (subs s (inc (max (prim/str-last-index-of s "." (prim/str-length s)) (prim/str-last-index-of s "$" (prim/str-length s)))))))
   "isInstance" (fn [c x] (instance? c x))
   "isAssignableFrom" (fn [c d] (odeon.host-class/subclass? d c))
   "isInterface" interface?
   "isArray" (fn [c] (= c odeon.class/odeon.Array))
   "getSuperclass" (fn [c] (first (remove interface? (odeon.host-class/parents-of c))))
   "getInterfaces" (fn [c] (to-array (filter interface? (odeon.host-class/parents-of c))))
   "cast" (fn [c x] (cast c x))})

(def value-methods
  {"pattern" (fn [r] (prim/regex-source r))
   "matcher" (fn [r s] (re-matcher r s))
   "split" (fn [r s] (to-array (clojure.string/split s r)))
   "getTime" (fn [d] (prim/inst-ms d))
   "toInstant" (fn [d] d)
   "toEpochMilli" (fn [d] (prim/inst-ms d))
   "before" (fn [a b] (< (prim/inst-ms a) (prim/inst-ms b)))
   "after" (fn [a b] (> (prim/inst-ms a) (prim/inst-ms b)))
   "getMostSignificantBits" (fn [u] (prim/uuid-hi u))
   "getLeastSignificantBits" (fn [u] (prim/uuid-lo u))
   "version" (fn [u] (bit-and (bit-shift-right (prim/uuid-hi u) 12) 15))
   "compareTo" (fn [a b] (compare a b))
   "tag" (fn [t] (prim/tagged-tag t))
   "form" (fn [t] (prim/tagged-form t))
   "clone" (fn [a] (aclone a))
   "length" (fn [a] (alength a))
   "seq" (fn [a] (seq a))
   "meta" (fn [x] (meta x))})

(defn- methods-for
  "The table of methods for a value that is no instance of a user type."
  [x]
  (cond
    (prim/string? x) string-methods
    (prim/builder? x) builder-methods
    (prim/number? x) number-methods
    (prim/ex? x) exception-methods
    (or (prim/keyword? x) (prim/symbol? x)) named-methods
    (prim/coll? x) collection-methods
    (prim/char? x) char-methods
    (or (true? x) (false? x)) boolean-methods
    (= 41 (prim/type-id x)) collection-methods
    (prim/fn? x) function-methods
    (prim/type? x) class-methods
    (or (prim/atom? x) (prim/var? x) (prim/volatile? x) (prim/delay? x) (prim/promise? x) (prim/namespace? x)) reference-methods
    :else value-methods))

(defn- field-word
  "The word of a user type's field, or nil."
  [x name]
  (let [fields (prim/type-fields (prim/type-of x))
        n (count fields)]
    (loop [i 0]
      (if (< i n)
        (if (= name (prim/symbol-name (prim/nth fields i)))
          (if (and (prim/record? x) (not= "__meta" (prim/symbol-name (prim/nth fields 0)))) (+ i 3) i)
          (recur (inc i)))
        nil))))

(defn- user-invoke
  "What (.name x args...) answers for an instance of a user's type that does not implement the method itself."
  [x name args]
  (let [i (if (seq args) nil (field-word x name))]
    (if i
      (prim/field-get x i)
      (let [table (if (or (prim/record? x) (coll? x)) collection-methods common)
            g (get table name)
            g (if g g (get common name))
            g (if g g (if (prim/method-find odeon.method/invoke x) (get function-methods name) nil))]
        (if g (apply g x args) (protocol-method x name args))))))

;; A protocol's method may be called like a Java method too: the type's own implementations are searched by name.
(defn- protocol-method [x name args]
  (let [k (keyword name)
        owner (some (fn [e] (let [[m mk _] (val e)] (if (and (= mk k) (prim/method-find m x)) m nil)))
                    (deref odeon.protocol/owners))]
    (if owner
      (apply (prim/method-find owner x) x args)
      (no-method x name args))))

(def ^:private tables
  "By type id, of the commonest kinds of values: their methods, those that every value has among them."
  (reduce (fn [v x]
            (let [id (prim/type-id x)
                  longer (into v (repeat (- (inc id) (count v)) nil))]
              (assoc longer id (into common (methods-for x)))))
          []
          ["" (prim/sb-new) 0 1.5 1N 1/2 1.5M :k 'a \a true [] () '(1) {} #{} (hash-map 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18) (seq [1])
           (range 2) (cons 1 nil) (lazy-seq nil) (map-entry 1 2) inc (atom nil) (volatile! nil)]))

(defn- method-of
  "The function for a method of x, or nil."
  [x name]
  (if (prim/user-type? x)
    (let [m (get (deref odeon.method/table) name)]
      (if m (prim/method-find m x) nil))
    (if (nil? x)
      nil
      (let [table (nth tables (prim/type-id x) nil)]
        (if table
          (get table name)
          (let [f (get (methods-for x) name)]
            (if f f (get common name))))))))

(defn- invoke-other
  "What (.name x args...) answers where x has no method of that name: a field's value perhaps, or an exception."
  [x name args]
  (if (nil? x)
    (raise "java.lang.NullPointerException" (str "can't call ." name " on nil"))
    (if (prim/user-type? x)
      (user-invoke x name args)
      (if (= \- (first name)) (field x (subs name 1)) (no-method x name args)))))

(defn invoke0 "What (.name x) answers." [x name]
  (let [f (method-of x name)]
    (if f (f x) (invoke-other x name []))))
(defn invoke1 "What (.name x a) answers." [x name a]
  (let [f (method-of x name)]
    (if f (f x a) (invoke-other x name [a]))))
(defn invoke2 "What (.name x a b) answers." [x name a b]
  (let [f (method-of x name)]
    (if f (f x a b) (invoke-other x name [a b]))))
(defn invoke
  "What (.name x args...) answers."
  [x name args]
  (let [f (method-of x name)]
    (if f (apply f x args) (invoke-other x name args))))

(defn field
  "What (.-name x) answers."
  [x name]
  (if (nil? x)
    (raise "java.lang.NullPointerException" (str "can't read ." name " of nil"))
    (let [i (if (prim/user-type? x) (field-word x name) nil)]
      (if i
        (prim/field-get x i)
        (invoke0 x name)))))

(defn set-field
  "Sets a mutable field from outside of its type."
  [x name value]
  (let [i (if (prim/user-type? x) (field-word x name) nil)]
    (if i
      (prim/field-set x i value)
      (raise "java.lang.IllegalArgumentException" (str "no field " name " in " (odeon.error/shown x))))))
