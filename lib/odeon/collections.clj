;; odeon.collections: the mutable helpers that portable programs construct: iterators, atomic numbers, latches, random numbers, threads;
;; and the constructors of classes whose objects are made elsewhere. Each keeps its state in an atom, so sharing one between actors is safe.
(in-ns 'odeon.collections)

(declare array->string)

(deftype SeqIterator [state]
  java.util.Iterator
  (hasNext [_] (some? (seq (deref state))))
  (next [_]
    (let [s (seq (deref state))]
      (if s
        (do (reset! state (rest s)) (first s))
        (throw (odeon.host-class/make-exception "java.util.NoSuchElementException" nil nil))))))
(odeon.host-class/become! "clojure.lang.SeqIterator" SeqIterator)

(defn iterator "An iterator over a collection." [coll] (->SeqIterator (atom coll)))

(defn- operator
  "What an updating method is given, as a function: an implementation of one of the interfaces for it, if it is none already."
  [f]
  (let [m (if (fn? f) nil (some (fn [name] (prim/method-find (odeon.method/named name) f)) ["applyAsLong" "applyAsInt" "apply"]))]
    (if m (fn [& args] (apply m f args)) f)))

(deftype AtomicNumber [state]
  Object
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
  (updateAndGet [_ f] (swap! state (operator f)))
  (getAndUpdate [_ f] (first (swap-vals! state (operator f))))
  (accumulateAndGet [_ x f] (swap! state (operator f) x))
  (getAndAccumulate [_ x f] (first (swap-vals! state (operator f) x)))
  (intValue [_] (deref state))
  (longValue [_] (deref state))
  (doubleValue [_] (double (deref state)))
  (toString [_] (str (deref state))))
(odeon.host-class/share! AtomicNumber ["java.util.concurrent.atomic.AtomicLong" "java.util.concurrent.atomic.AtomicInteger"
                                       "java.util.concurrent.atomic.AtomicReference" "java.util.concurrent.atomic.AtomicBoolean"])

(deftype Latch [left done]
  Object
  (countDown [_] (when (= 0 (swap! left (fn [n] (max 0 (dec n))))) (deliver done true)) nil)
  (getCount [_] (deref left))
  (await [_] (deref done) nil)
  (await [_ n unit] (boolean (deref done n false))))
(odeon.host-class/become! "java.util.concurrent.CountDownLatch" Latch)

(deftype RandomSource [state]
  Object
  ;; the 48-bit linear congruence of java.util.Random
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

(odeon.host-class/become! "java.util.Random" RandomSource)

(defn random-source [seed]
  (->RandomSource (atom (bit-and (bit-xor seed 0x5DEECE66D) 0xFFFFFFFFFFFF))))

(deftype ReferenceQueue []
  java.lang.ref.ReferenceQueue
  (poll [_] nil))
(odeon.host-class/become! "java.lang.ref.ReferenceQueue" ReferenceQueue)

(deftype Reference [value]
  Object
  (get [_] (deref value))
  (clear [_] (reset! value nil))
  (enqueue [_] true)
  (isEnqueued [_] false))
(odeon.host-class/share! Reference ["java.lang.ref.SoftReference" "java.lang.ref.WeakReference"])

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
(odeon.host-class/become! "java.util.StringTokenizer" Tokenizer)

(defn- tokens
  "The parts of a text between delimiters, and with keep? these too."
  [text delimiters keep?]
  (let [delimiter? (set delimiters)]
    (mapcat (fn [run]
              (if (delimiter? (first run)) (if keep? (map str run) nil) [(apply str run)]))
            (partition-by (fn [c] (contains? delimiter? c)) text))))

(declare optional)

(defn- null-pointer [] (throw (odeon.host-class/make-exception "java.lang.NullPointerException" nil nil)))

(deftype Optional [value]
  Object
  (isPresent [_] (some? value))
  (isEmpty [_] (nil? value))
  (get [_] (if (nil? value) (throw (odeon.host-class/make-exception "java.util.NoSuchElementException" "No value present" nil)) value))
  (orElseThrow [this] (.get this))
  (orElseThrow [_ f] (if (nil? value) (throw (.get f)) value))
  (orElse [_ other] (if (nil? value) other value))
  (orElseGet [_ f] (if (nil? value) (.get f) value))
  (or [this f] (if (nil? value) (.get f) this))
  (ifPresent [_ f] (if (nil? value) nil (.accept f value)) nil)
  (ifPresentOrElse [_ f g] (if (nil? value) (.run g) (.accept f value)) nil)
  (map [this f] (if (nil? value) this (optional (.apply f value))))
  (flatMap [this f] (if (nil? value) this (let [o (.apply f value)] (if (nil? o) (null-pointer) o))))
  (filter [this f] (if (nil? value) this (if (.test f value) this (optional nil))))
  (stream [_] (if (nil? value) nil (list value)))
  (equals [_ other] (if (prim/instance? Optional other) (= value (prim/field-get other 0)) false))
  (hashCode [_] (odeon.java-hash/code value))
  (toString [_] (if (nil? value) "Optional.empty" (str "Optional[" value "]"))))
(odeon.host-class/become! "java.util.Optional" Optional)

(defn optional "An Optional with a value, or an empty one for nil." [x] (->Optional x))
(defn optional-of "An Optional with a value, which is not nil." [x] (if (nil? x) (null-pointer) (->Optional x)))

(defn- constructor [name f] (odeon.host-class/constructor! name f))

(constructor "java.util.StringTokenizer"
             (fn ([text] (->Tokenizer (atom (tokens text " \t\n\r\f" false))))
               ([text delimiters] (->Tokenizer (atom (tokens text delimiters false))))
               ([text delimiters keep?] (->Tokenizer (atom (tokens text delimiters keep?))))))
(constructor "java.util.Random" (fn ([] (random-source (prim/now-ns))) ([seed] (random-source seed))))
(defn- held-by
  "The constructor of a class whose objects hold one value in an atom."
  [name initial]
  (let [type (odeon.host-class/find-class name)]
    (constructor name (fn ([] (prim/instance-of-1 type (atom initial))) ([x] (prim/instance-of-1 type (atom x))) ([x _] (prim/instance-of-1 type (atom x)))))))
(held-by "java.util.concurrent.atomic.AtomicLong" 0)
(held-by "java.util.concurrent.atomic.AtomicInteger" 0)
(held-by "java.util.concurrent.atomic.AtomicReference" nil)
(held-by "java.util.concurrent.atomic.AtomicBoolean" false)
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
;; Nothing that is referred to goes away.
(constructor "java.lang.ref.ReferenceQueue" (fn [] (->ReferenceQueue)))
(held-by "java.lang.ref.SoftReference" nil)
(held-by "java.lang.ref.WeakReference" nil)
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
(declare note)
(deftype Thread [f done pid]
  java.lang.Runnable
  (start [this]
    (reset! pid (prim/spawn (fn [] (note this) (try (if (fn? f) (f) (.run f)) (finally (deliver done true)))) (prim/node-make 0) 0))
    nil)
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

(odeon.host-class/become! "java.lang.Thread" Thread)

(defn make [f] (->Thread f (promise) (atom nil)))

(def ^{:private true :doc "Threads by actor, of those that have been asked for. When they double, those that have ended are dropped."} threads (atom {}))
(defn- note "Lets the running actor be this thread." [thread]
  (swap! threads (fn [m]
                   (let [n (count m)]
                     (assoc (if (and (>= n 512) (zero? (bit-and n (dec n)))) (into {} (filter (fn [e] (prim/alive? (key e)))) m) m)
                            (prim/self) thread))))
  thread)
(defn current "The running actor as a thread: always the same." []
  (or (get (deref threads) (prim/self))
      (note (->Thread nil (promise) (atom (prim/self))))))

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
(odeon.host-class/become! "java.lang.ThreadLocal" ThreadLocal)

(odeon.host-class/proxy-adapter! "java.lang.ThreadLocal" (fn [object] (->ThreadLocal object (atom {}))))
(odeon.host-class/constructor! "java.lang.ThreadLocal" (fn [] (->ThreadLocal nil (atom {}))))
