;; odeon.collections: the mutable helpers that portable programs construct: ArrayList, HashMap, HashSet, iterators, atomic
;; numbers. Each keeps its state in an atom, so sharing one between actors is safe.
(in-ns 'odeon.collections)

(declare seq-or-self array->string)

(defn- listed
  "Java's text of a collection: the elements between brackets."
  [open texts close]
  (str open (clojure.string/join ", " texts) close))
(defn- element [x] (if (nil? x) "null" (str x)))

(deftype SeqIterator [state]
  java.util.Iterator
  (hasNext [_] (some? (seq (deref state))))
  (next [_]
    (let [s (seq (deref state))]
      (if s
        (do (reset! state (rest s)) (first s))
        (throw (odeon.host-class/make-exception "java.util.NoSuchElementException" nil nil))))))

(defn iterator "An iterator over a collection." [coll] (->SeqIterator (atom coll)))

(deftype ArrayList [state]
  java.util.List
  (size [_] (count (deref state)))
  (get [_ i] (nth (deref state) i))
  (set [_ i x] (let [old (nth (deref state) i)] (swap! state assoc i x) old))
  (add [_ x] (swap! state conj x) true)
  (add [_ i x] (swap! state (fn [v] (into (conj (subvec v 0 i) x) (subvec v i)))) nil)
  (addAll [_ xs] (swap! state into xs) true)
  (addLast [_ x] (swap! state conj x) nil)
  (addFirst [_ x] (swap! state (fn [v] (into [x] v))) nil)
  (offer [_ x] (swap! state conj x) true)
  (push [_ x] (swap! state (fn [v] (into [x] v))) nil)
  (poll [_] (let [v (deref state)] (if (seq v) (do (reset! state (subvec v 1)) (first v)) nil)))
  (pop [_] (let [v (deref state)] (reset! state (vec (rest v))) (first v)))
  (peek [_] (first (deref state)))
  (removeFirst [_] (let [v (deref state)] (reset! state (vec (rest v))) (first v)))
  (removeLast [_] (let [v (deref state)] (reset! state (pop v)) (peek v)))
  (getFirst [_] (first (deref state)))
  (getLast [_] (peek (deref state)))
  (peekFirst [_] (first (deref state)))
  (peekLast [_] (peek (deref state)))
  (pollFirst [this] (.poll this))
  (pollLast [_] (let [v (deref state)] (if (seq v) (do (reset! state (pop v)) (peek v)) nil)))
  (offerFirst [_ x] (swap! state (fn [v] (into [x] v))) true)
  (offerLast [_ x] (swap! state conj x) true)
  (put [_ x] (swap! state conj x) nil)
  (element [_] (first (deref state)))
  (sort [_ cmp] (swap! state (fn [v] (vec (if cmp (sort cmp v) (sort v))))) nil)
  (addAll [_ i xs] (swap! state (fn [v] (into (into (subvec v 0 i) xs) (subvec v i)))) true)
  (subList [_ a b] (subvec (deref state) a b))
  (isEmpty [_] (empty? (deref state)))
  (remove [_ i]
    (if (int? i)
      (let [v (deref state)] (reset! state (into (subvec v 0 i) (subvec v (inc i)))) (nth v i))
      (let [v (deref state) at (.indexOf v i)]
        (if (neg? at) false (do (reset! state (into (subvec v 0 at) (subvec v (inc at)))) true)))))
  (contains [_ x] (boolean (some (fn [y] (= x y)) (deref state))))
  (indexOf [_ x] (.indexOf (deref state) x))
  (clear [_] (reset! state []) nil)
  (toArray [_] (to-array (deref state)))
  (iterator [_] (iterator (deref state)))
  (equiv [_ other] (= (deref state) (seq-or-self other)))
  (hasheq [_] (hash (deref state)))
  java.util.RandomAccess
  clojure.lang.Sequential
  clojure.lang.Seqable
  (seq [_] (seq (deref state)))
  clojure.lang.Indexed
  (count [_] (count (deref state)))
  (nth [_ i] (nth (deref state) i))
  (nth [_ i default] (nth (deref state) i default))
  Object
  (toString [_] (listed "[" (map element (deref state)) "]")))

(defn seq-or-self [x] (if (prim/instance? ArrayList x) (deref (prim/field-get x 0)) x))

(deftype HashMap [state]
  java.util.Map
  (size [_] (count (deref state)))
  (isEmpty [_] (empty? (deref state)))
  (get [_ k] (get (deref state) k))
  (getOrDefault [_ k d] (get (deref state) k d))
  (put [_ k v] (let [old (get (deref state) k)] (swap! state assoc k v) old))
  (putAll [_ m] (swap! state into m) nil)
  (putIfAbsent [_ k v] (let [[old _] (swap-vals! state (fn [m] (if (contains? m k) m (assoc m k v))))] (get old k)))
  (computeIfAbsent [_ k f]
    (get (swap! state (fn [m] (if (contains? m k) m (assoc m k (.apply f k))))) k))
  (remove [_ k] (let [[old _] (swap-vals! state dissoc k)] (get old k)))
  (clear [_] (swap! state empty) nil)
  (containsKey [_ k] (contains? (deref state) k))
  (containsValue [_ v] (boolean (some (fn [x] (= x v)) (vals (deref state)))))
  (keySet [_] (set (keys (deref state))))
  (values [_] (or (vals (deref state)) ()))
  (entrySet [_] (set (deref state)))
  (equiv [_ other] (= (deref state) (if (prim/instance? HashMap other) (deref (prim/field-get other 0)) other)))
  (hasheq [_] (hash (deref state)))
  clojure.lang.Seqable
  (seq [_] (seq (deref state)))
  clojure.lang.Counted
  (count [_] (count (deref state)))
  clojure.lang.ILookup
  (valAt [_ k] (get (deref state) k))
  (valAt [_ k d] (get (deref state) k d))
  Object
  (toString [_] (listed "{" (map (fn [e] (str (element (key e)) "=" (element (val e)))) (deref state)) "}")))

(deftype HashSet [state]
  java.util.Set
  (size [_] (count (deref state)))
  (isEmpty [_] (empty? (deref state)))
  (add [_ x] (let [[old _] (swap-vals! state conj x)] (not (contains? old x))))
  (addAll [_ xs] (swap! state into xs) true)
  (remove [_ x] (let [[old _] (swap-vals! state disj x)] (contains? old x)))
  (contains [_ x] (contains? (deref state) x))
  (clear [_] (reset! state #{}) nil)
  (iterator [_] (iterator (deref state)))
  (toArray [_] (to-array (deref state)))
  clojure.lang.Seqable
  (seq [_] (seq (deref state)))
  clojure.lang.Counted
  (count [_] (count (deref state)))
  Object
  (toString [_] (listed "[" (map element (deref state)) "]")))

(deftype AtomicNumber [state]
  clojure.lang.IDeref
  (deref [_] (deref state))
  java.util.concurrent.Callable
  (get [_] (deref state))
  (set [_ x] (reset! state x) nil)
  (lazySet [_ x] (reset! state x) nil)
  (incrementAndGet [_] (swap! state inc))
  (decrementAndGet [_] (swap! state dec))
  (getAndIncrement [_] (first (swap-vals! state inc)))
  (getAndDecrement [_] (first (swap-vals! state dec)))
  (addAndGet [_ n] (swap! state + n))
  (getAndAdd [_ n] (first (swap-vals! state + n)))
  (getAndSet [_ x] (first (reset-vals! state x)))
  (compareAndSet [_ a b] (compare-and-set! state a b))
  (updateAndGet [_ f] (swap! state f))
  (intValue [_] (deref state))
  (longValue [_] (deref state))
  Object
  (toString [_] (str (deref state))))

(deftype Latch [left done]
  java.lang.Runnable
  (countDown [_] (when (= 0 (swap! left (fn [n] (max 0 (dec n))))) (deliver done true)) nil)
  (getCount [_] (deref left))
  (await [_] (deref done) nil)
  (await [_ n unit] (boolean (deref done n false))))

(deftype RandomSource [state]
  java.lang.Object
  ;; the 48-bit linear congruence of java.util.Random
  (toString [_] "java.util.Random")
  java.lang.Runnable
  (nextBits [_ bits]
    (let [s (bit-and (unchecked-add (unchecked-multiply (deref state) 0x5DEECE66D) 0xB) 0xFFFFFFFFFFFF)]
      (reset! state s)
      (unchecked-int (bit-shift-right s (- 48 bits)))))
  (nextInt [this] (.nextBits this 32))
  (nextInt [this n]
    (if (= n (bit-and n (- n)))
      (bit-shift-right (* n (.nextBits this 31)) 31)
      (loop []
        (let [bits (.nextBits this 31) v (rem bits n)]
          (if (> (+ (- bits v) (dec n)) 2147483647) (recur) v)))))
  (nextLong [this] (unchecked-add (bit-shift-left (.nextBits this 32) 32) (.nextBits this 32)))
  (nextDouble [this] (* (+ (bit-shift-left (.nextBits this 26) 27) (.nextBits this 27)) (/ 1.0 9007199254740992.0)))
  (nextBoolean [this] (not= 0 (.nextBits this 1))))

(defn random-source [seed]
  (->RandomSource (atom (bit-and (bit-xor seed 0x5DEECE66D) 0xFFFFFFFFFFFF))))

(deftype ReferenceQueue []
  java.lang.ref.ReferenceQueue
  (poll [_] nil))

(deftype Reference [value]
  java.lang.ref.SoftReference
  (get [_] (deref value))
  (clear [_] (reset! value nil))
  (enqueue [_] true)
  (isEnqueued [_] false))

(deftype Tokenizer [rest]
  java.util.StringTokenizer
  (hasMoreTokens [_] (some? (seq (deref rest))))
  (hasMoreElements [_] (some? (seq (deref rest))))
  (countTokens [_] (count (deref rest)))
  (nextToken [_]
    (let [s (seq (deref rest))]
      (if s
        (do (reset! rest (next s)) (first s))
        (throw (odeon.host-class/make-exception "java.util.NoSuchElementException" nil nil)))))
  (nextElement [this] (.nextToken this)))

(defn- tokens
  "The parts of a text between delimiters, and with keep? these too."
  [text delimiters keep?]
  (let [delimiter? (set delimiters)]
    (mapcat (fn [run]
              (if (delimiter? (first run)) (if keep? (map str run) nil) [(apply str run)]))
            (partition-by (fn [c] (contains? delimiter? c)) text))))

(defn- constructor [name f] (odeon.host-class/constructor! name f))

(defn- list-from
  ([] (->ArrayList (atom [])))
  ([x] (->ArrayList (atom (if (number? x) [] (vec x))))))
(defn- map-from
  ([] (->HashMap (atom {})))
  ([x] (->HashMap (atom (if (number? x) {} (into {} x)))))
  ([_ _] (->HashMap (atom {})))
  ([_ _ _] (->HashMap (atom {}))))

(run! (fn [[type name]] (odeon.host-class/shown-as! type name))
      [[ArrayList "java.util.ArrayList"] [HashMap "java.util.HashMap"] [HashSet "java.util.HashSet"] [odeon.file/File "java.io.File"]
       [odeon.agent/Agent "clojure.lang.Agent"] [odeon.sorted/TreeMap "clojure.lang.PersistentTreeMap"]
       [odeon.sorted/TreeSet "clojure.lang.PersistentTreeSet"] [odeon.queue/Queue "clojure.lang.PersistentQueue"]])

(constructor "java.util.ArrayList" list-from)
(constructor "java.util.LinkedList" list-from)
(constructor "java.util.ArrayDeque" list-from)
(constructor "java.util.HashMap" map-from)
(constructor "java.util.LinkedHashMap" map-from)
(constructor "java.util.concurrent.ConcurrentHashMap" map-from)
(run! (fn [name] (constructor name map-from)) ["java.util.WeakHashMap" "java.util.IdentityHashMap" "java.util.Hashtable"])
(run! (fn [name] (constructor name list-from))
      ["java.util.Vector" "java.util.Stack" "java.util.concurrent.ConcurrentLinkedQueue" "java.util.concurrent.LinkedBlockingQueue"
       "java.util.concurrent.ConcurrentLinkedDeque" "java.util.concurrent.LinkedBlockingDeque" "java.util.concurrent.CopyOnWriteArrayList"])
(constructor "java.util.TreeMap" (fn ([] (->HashMap (atom (sorted-map)))) ([m] (->HashMap (atom (into (sorted-map) m))))))
(constructor "java.util.HashSet" (fn ([] (->HashSet (atom #{}))) ([x] (->HashSet (atom (if (number? x) #{} (set x)))))))
(run! (fn [name] (constructor name (fn ([] (->HashSet (atom #{}))) ([x] (->HashSet (atom (if (number? x) #{} (set x))))))))
      ["java.util.LinkedHashSet" "java.util.concurrent.CopyOnWriteArraySet"])
(constructor "java.util.TreeSet" (fn ([] (->HashSet (atom (sorted-set)))) ([x] (->HashSet (atom (into (sorted-set) x))))))
(constructor "java.util.StringTokenizer"
             (fn ([text] (->Tokenizer (atom (tokens text " \t\n\r\f" false))))
               ([text delimiters] (->Tokenizer (atom (tokens text delimiters false))))
               ([text delimiters keep?] (->Tokenizer (atom (tokens text delimiters keep?))))))
(constructor "java.util.Random" (fn ([] (random-source (prim/now-ns))) ([seed] (random-source seed))))
(constructor "java.util.concurrent.atomic.AtomicLong" (fn ([] (->AtomicNumber (atom 0))) ([n] (->AtomicNumber (atom n)))))
(constructor "java.util.concurrent.atomic.AtomicInteger" (fn ([] (->AtomicNumber (atom 0))) ([n] (->AtomicNumber (atom n)))))
(constructor "java.util.concurrent.atomic.AtomicReference" (fn ([] (->AtomicNumber (atom nil))) ([x] (->AtomicNumber (atom x)))))
(constructor "java.util.concurrent.atomic.AtomicBoolean" (fn ([] (->AtomicNumber (atom false))) ([x] (->AtomicNumber (atom x)))))
(constructor "java.util.concurrent.CountDownLatch" (fn [n] (let [p (promise)] (when (= 0 n) (deliver p true)) (->Latch (atom n) p))))
(constructor "java.lang.StringBuilder" (fn ([] (prim/sb-new)) ([x] (let [sb (prim/sb-new)] (if (number? x) sb (prim/sb-append sb (str x)))))))
(constructor "java.lang.StringBuffer" (fn ([] (prim/sb-new)) ([x] (let [sb (prim/sb-new)] (if (number? x) sb (prim/sb-append sb (str x)))))))
(constructor "java.lang.String" (fn ([] "") ([x] (if (string? x) x (if (prim/array? x) (odeon.collections/array->string x) (str x))))
                                  ([x _] (odeon.collections/array->string x))
                                  ([x a n] (subs (odeon.collections/array->string x) a (+ a n)))))
(constructor "java.lang.Object" (fn [] (prim/instance-of-0 odeon.class/java.lang.Object)))
(constructor "java.lang.Long" (fn [x] (if (string? x) (parse-long x) x)))
(constructor "java.lang.Integer" (fn [x] (if (string? x) (parse-long x) x)))
(constructor "java.lang.Short" (fn [x] (if (string? x) (short (parse-long x)) x)))
(constructor "java.lang.Byte" (fn [x] (if (string? x) (byte (parse-long x)) x)))
(constructor "java.lang.Float" (fn [x] (if (string? x) (parse-double x) (float x))))
(constructor "java.lang.Double" (fn [x] (if (string? x) (parse-double x) (double x))))
(constructor "java.lang.Boolean" (fn [x] (if (string? x) (= "true" (prim/str-lower x)) x)))
(defn- bytes->integer "The number that bytes spell, the highest first, in two's complement." [bytes]
  (if (zero? (alength bytes))
    (throw (odeon.host-class/make-exception "java.lang.NumberFormatException" "Zero length BigInteger" nil))
    (reduce (fn [n b] (+ (* 256N n) (bit-and b 255))) (bigint (aget bytes 0)) (rest bytes))))
(constructor "java.math.BigInteger" (fn ([x] (if (bytes? x) (bytes->integer x) (bigint x))) ([x radix] (let [n (prim/parse-int x radix)] (prim/bigint n)))))
(constructor "java.math.BigDecimal" (fn ([x] (bigdec x)) ([unscaled scale] (prim/make-decimal (prim/bigint unscaled) scale))))
(defn- ms-of
  "Milliseconds since 1970 of a time, UTC; months count from 0 and may be more than 11."
  [year month day hour minute second]
  (let [year (+ year (quot month 12))
        month (inc (rem month 12))
        y (if (<= month 2) (dec year) year)
        era (quot (if (neg? y) (- y 399) y) 400)
        yoe (- y (* 400 era))
        doy (+ (quot (+ (* 153 (if (> month 2) (- month 3) (+ month 9))) 2) 5) (dec day))
        doe (+ (* yoe 365) (quot yoe 4) (- (quot yoe 100)) doy)
        days (+ (* era 146097) doe -719468)]
    (* 1000 (+ (* 86400 days) (* 3600 hour) (* 60 minute) second))))
(constructor "java.util.Date"
             (fn
               ([] (prim/inst-make (prim/now-ms)))
               ([ms] (prim/inst-make ms))
               ([y m d] (prim/inst-make (ms-of (+ 1900 y) m d 0 0 0)))
               ([y m d h min] (prim/inst-make (ms-of (+ 1900 y) m d h min 0)))
               ([y m d h min s] (prim/inst-make (ms-of (+ 1900 y) m d h min s)))))
(constructor "java.util.UUID" (fn [hi lo] (prim/uuid-make hi lo)))
(constructor "java.io.File" (fn ([path] (odeon.file/file path)) ([parent child] (odeon.file/file (str parent "/" child)))))
(constructor "java.io.StringWriter" (fn [] (odeon.io/string-writer)))
(constructor "java.io.PrintWriter" (fn [w & _] w))
(constructor "java.io.StringReader" (fn [s] (odeon.io/string-reader s)))
(constructor "java.io.BufferedReader" (fn [r & _] r))
(constructor "java.io.PushbackReader" (fn [r & _] r))
(constructor "clojure.lang.LineNumberingPushbackReader" (fn [r & _] r))
;; Nothing that is referred to goes away.
(constructor "java.lang.ref.ReferenceQueue" (fn [] (->ReferenceQueue)))
(run! (fn [name] (constructor name (fn ([x] (->Reference (atom x))) ([x _] (->Reference (atom x))))))
      ["java.lang.ref.SoftReference" "java.lang.ref.WeakReference"])
(constructor "java.lang.Thread" (fn [f & _] (odeon.thread/make f)))
(constructor "clojure.lang.MapEntry" (fn [k v] (prim/map-entry k v)))
(constructor "clojure.lang.ExceptionInfo" (fn ([m d] (ex-info m d)) ([m d c] (ex-info m d c))))

(defn array->string
  "A string from an array of characters or of UTF-8 bytes."
  [a]
  (if (= 3 (prim/array-kind a))
    (apply str (seq a))
    (let [buffer (map (fn [b] (bit-and b 255)) (seq a))]
      (loop [s (seq buffer) sb (prim/sb-new)]
        (if s
          (let [b (first s)
                n (cond (< b 128) 0 (< b 224) 1 (< b 240) 2 :else 3)
                code (reduce (fn [acc c] (bit-or (bit-shift-left acc 6) (bit-and c 63)))
                             (case n 0 b 1 (bit-and b 31) 2 (bit-and b 15) (bit-and b 7))
                             (take n (rest s)))]
            (if (> code 65535)
              (let [c (- code 65536)]
                (prim/sb-append sb (prim/int->char (+ 0xD800 (bit-shift-right c 10))))
                (prim/sb-append sb (prim/int->char (+ 0xDC00 (bit-and c 1023)))))
              (prim/sb-append sb (prim/int->char code)))
            (recur (seq (drop (inc n) s)) sb))
          (prim/sb->string sb))))))

(in-ns 'odeon.thread)

;; A thread is an actor that has not been started yet.
(deftype Thread [f done pid]
  java.lang.Runnable
  (start [_] (reset! pid (prim/spawn (fn [] (try (if (fn? f) (f) (.run f)) (finally (deliver done true)))) (prim/node-make 0) 0)) nil)
  (run [_] (f))
  (join [_] (deref done) nil)
  (join [_ ms] (deref done ms nil) nil)
  (isAlive [_] (and (some? (deref pid)) (not (realized? done))))
  (setDaemon [_ _] nil)
  (setName [_ _] nil)
  (getStackTrace [_] (try (throw (ex-info "here" {})) (catch :default e (odeon.interop/frames-of e))))
  (getId [_] (let [p (deref pid)] (if p (prim/pid->fixnum p) 0)))
  (isInterrupted [_] false)
  (isDaemon [_] true)
  (getContextClassLoader [_] nil)
  (getName [_] (let [p (deref pid)] (str "Thread-" (if p (prim/pid->fixnum p) 0))))
  (interrupt [_] (prim/exit (deref pid) :kill) nil))

(defn make [f] (->Thread f (promise) (atom nil)))

;; Each actor that asks has a value of its own, made by initialValue when it first asks.
(deftype ThreadLocal [object values]
  java.lang.Object
  (initialValue [_] (if (prim/method-find (odeon.method/named "initialValue") object) (.initialValue object) nil))
  (get [this]
    (let [me (prim/self)
          e (prim/find (prim/atom-deref values) me)]
      (if e
        (prim/val e)
        (let [v (.initialValue this)] (swap! values assoc me v) v))))
  (set [_ v] (swap! values assoc (prim/self) v) nil)
  (remove [_] (swap! values dissoc (prim/self)) nil))

(odeon.host-class/proxy-adapter! "java.lang.ThreadLocal" (fn [object] (->ThreadLocal object (atom {}))))
(odeon.host-class/constructor! "java.lang.ThreadLocal" (fn [] (->ThreadLocal nil (atom {}))))
