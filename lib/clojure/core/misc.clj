;; Arrays, time, files, taps and the remaining small things of clojure.core.
(in-ns 'clojure.core)

(declare file-path)

;; ---- arrays -------------------------------------------------------------------------------------------------------
;; Kinds of arrays by the names of their elements' types, as the kernel numbers them; 0 is Object.
(def ^{:private true} array-kinds {"boolean" 1 "byte" 2 "char" 3 "short" 4 "int" 5 "float" 6 "long" 7 "double" 8})
(defn- kind-of-type [type] (prim/get-or array-kinds (prim/symbol-name (prim/type-name type)) 0))

(defn- new-array
  "An array of a kind: of a size, or with the elements of a sequence, converted."
  [kind size-or-seq]
  (if (prim/number? size-or-seq)
    (prim/array-new kind (prim/long size-or-seq))
    (prim/array-with-kind (prim/array-from size-or-seq) kind)))
(defn- filled-array [kind size init-or-seq]
  (let [a (new-array kind size)]
    (if (if (prim/number? init-or-seq) true (if (prim/char? init-or-seq) true (boolean? init-or-seq)))
      (let [x (prim/array-get (new-array kind [init-or-seq]) 0)
            n (prim/array-length a)]
        (loop [i 0]
          (if (prim/lt i n) (do (prim/array-set a i x) (recur (prim/add i 1))) a)))
      (let [b (new-array kind (take size init-or-seq))]
        (prim/array-copy b 0 a 0 (prim/array-length b))
        a))))

(defn object-array "An array of a size, or with the elements of a sequence." [size-or-seq] (new-array 0 size-or-seq))
(defn boolean-array "An array of booleans." ([x] (new-array 1 x)) ([size x] (filled-array 1 size x)))
(defn byte-array "An array of bytes." ([x] (new-array 2 x)) ([size x] (filled-array 2 size x)))
(defn char-array "An array of characters." ([x] (new-array 3 x)) ([size x] (filled-array 3 size x)))
(defn short-array "An array of shorts." ([x] (new-array 4 x)) ([size x] (filled-array 4 size x)))
(defn int-array "An array of ints." ([x] (new-array 5 x)) ([size x] (filled-array 5 size x)))
(defn float-array "An array of floats." ([x] (new-array 6 x)) ([size x] (filled-array 6 size x)))
(defn long-array "An array of longs." ([x] (new-array 7 x)) ([size x] (filled-array 7 size x)))
(defn double-array "An array of doubles." ([x] (new-array 8 x)) ([size x] (filled-array 8 size x)))
(defn make-array
  "An array of a size; with several sizes, of arrays."
  ([type len] (prim/array-new (kind-of-type type) (prim/long len)))
  ([type dim & more]
   (let [a (prim/array-make dim nil)]
     (loop [i 0]
       (if (prim/lt i dim)
         (do (prim/array-set a i (apply make-array type more)) (recur (prim/add i 1)))
         a)))))
(defn alength "The length of an array." [array] (prim/array-length array))
(defn aget "Element i of an array; further indices go into nested arrays."
  ([array i] (prim/array-get array i))
  ([array i & more] (apply aget (prim/array-get array i) more)))
(defn aset "Sets element i of an array; answers the value."
  ([array i v] (prim/array-set array i v))
  ([array i j & more] (apply aset (prim/array-get array i) j more)))
(defn- aset-converted [convert array i more]
  (if (prim/next more)
    (aset-converted convert (prim/array-get array i) (prim/first more) (prim/next more))
    (let [v (prim/first more)]
      (prim/array-set array i (convert v))
      v)))
(defn aset-boolean "Sets a boolean." [array i & more] (aset-converted boolean array i more))
(defn aset-byte "Sets a byte." [array i & more] (aset-converted byte array i more))
(defn aset-char "Sets a character." [array i & more] (aset-converted char array i more))
(defn aset-short "Sets a short." [array i & more] (aset-converted short array i more))
(defn aset-int "Sets an int." [array i & more] (aset-converted int array i more))
(defn aset-float "Sets a float." [array i & more] (aset-converted float array i more))
(defn aset-long "Sets a long." [array i & more] (aset-converted long array i more))
(defn aset-double "Sets a double." [array i & more] (aset-converted double array i more))
(defn aclone "A copy of an array." [array] (prim/array-clone array))
(defn to-array "An array of coll's elements." [coll] (prim/array-from (vec coll)))
(defn- of-one-class
  "coll itself; throws if there is an element that is no instance of the first one's class."
  [coll]
  (let [c (class (first coll))
        fits? (fn [x] (if (or (nil? x) (prim/identical c (class x))) true (prim/instance? c x)))]
    (if (or (nil? c) (every? fits? coll)) coll (illegal-argument "array element type mismatch"))))
(defn into-array "An array of coll's elements, which are of the first one's class; of primitive ones, if the type says so."
  ([coll] (to-array (of-one-class coll)))
  ([type coll] (let [kind (kind-of-type type) a (to-array coll)] (if (prim/identical 0 kind) a (prim/array-with-kind a kind)))))
(defn to-array-2d "An array of arrays of the elements of coll's elements." [coll] (to-array (map to-array coll)))
(defn- array-of-kind [kind what x]
  (if (nil? x)
    nil
    (if (if (prim/array? x) (prim/identical kind (prim/array-kind x)) false)
      x
      (class-cast (str "class " (class-name-of x) " cannot be cast to class " what)))))
(defn booleans "x itself, an array of booleans." [x] (array-of-kind 1 "[Z" x))
(defn bytes "x itself, an array of bytes." [x] (array-of-kind 2 "[B" x))
(defn chars "x itself, an array of characters." [x] (array-of-kind 3 "[C" x))
(defn shorts "x itself, an array of shorts." [x] (array-of-kind 4 "[S" x))
(defn ints "x itself, an array of ints." [x] (array-of-kind 5 "[I" x))
(defn floats "x itself, an array of floats." [x] (array-of-kind 6 "[F" x))
(defn longs "x itself, an array of longs." [x] (array-of-kind 7 "[J" x))
(defn doubles "x itself, an array of doubles." [x] (array-of-kind 8 "[D" x))
(defn vector-of "A vector; elements are converted to the kind :int :long :double and so on."
  [t & xs]
  (let [convert (get {:int int :long long :float float :double double :byte byte :short short :char char :boolean boolean} t)]
    (if convert (mapv convert xs) (illegal-argument (str "Unrecognized type " t)))))

;; ---- types and casts ----------------------------------------------------------------------------------------------
(defn- clamped
  "A double as a whole number between lo and hi, whichever is nearest; other numbers as they are."
  [x lo hi]
  (if (prim/float? x) (if (prim/le x lo) lo (if (prim/ge x hi) hi x)) x))
(defn- low-bits "The low 64 bits of an integer or of the whole part of another number." [x]
  (let [n (mod (bigint x) 18446744073709551616N)]
    (prim/long (if (< n 9223372036854775808N) n (- n 18446744073709551616N)))))
(defn unchecked-long "The low 64 bits of x; a double is cut off at the ends of the longs." [x]
  (if (prim/int? x)
    x
    (if (prim/float? x)
      (prim/long (clamped x -9223372036854775808 9223372036854775807))
      (if (if (ratio? x) true (if (prim/bigint? x) true (decimal? x))) (low-bits x) (prim/long x)))))
(defn- int-bits "The low 32 bits of x; a double is cut off at the ends of the ints." [x]
  (if (prim/float? x) (prim/long (clamped x -2147483648 2147483647)) (unchecked-long x)))
(defn unchecked-int "The low 32 bits of x." [x] (wrap-int (int-bits x)))
(defn unchecked-short "The low 16 bits of x." [x]
  (let [n (prim/bit-and (int-bits x) 0xffff)] (if (prim/gt n 32767) (prim/sub n 65536) n)))
(defn unchecked-byte "The low 8 bits of x." [x]
  (let [n (prim/bit-and (int-bits x) 0xff)] (if (prim/gt n 127) (prim/sub n 256) n)))
(defn unchecked-char "The character with code x." [x] (prim/int->char (prim/bit-and (int-bits x) 0xffff)))
(defn unchecked-double "x as a double." [x] (prim/double x))
(defn unchecked-float "x as a floating-point number." [x] (prim/double x))
(defn type "The :type in x's metadata, else its class." [x] (let [t (get (meta x) :type)] (if t t (class x))))
(defn cast "x itself, if it is of class c." [c x]
  (if (or (nil? x) (prim/instance? c x))
    x
    (class-cast (str "Cannot cast " (class-name-of x) " to " (prim/type-name c)))))
(defn bases "The classes right above a class." [c] (if c (prim/seq (odeon.host-class/parents-of c)) nil))
(defn supers "All classes above a class." [c] (ancestors (make-hierarchy) c))
(defn class-name "The full name of a class as a string." [c] (type-text c))
(defn map-entry "An entry of key and value." [k v] (prim/map-entry k v))
(defn rational-or-integer? "True for integers and ratios." [x] (or (integer? x) (ratio? x)))
(defn special-form? "True if the symbol names a special form." [s] (special-symbol? s))
(defn test "Runs the function under :test in a var's metadata; answers :ok or :no-test." [v]
  (let [f (get (meta v) :test)] (if f (do (f) :ok) :no-test)))
(defn sequence-of "A list of the elements of coll." [coll] (apply list coll))
(defn subs-from "The part of s from start on." [s start] (subs s start))

;; ---- time ---------------------------------------------------------------------------------------------------------
(defn time* "Calls f, prints how long it took and answers its value; what the macro time stands for." [f]
  (let [start (prim/now-ns)
        value (f)]
    (prn (str "Elapsed time: " (prim/div (prim/double (prim/sub (prim/now-ns) start)) 1000000.0) " msecs"))
    value))

;; ---- taps ---------------------------------------------------------------------------------------------------------
(def ^{:private true} taps (prim/atom #{}))
(defn add-tap "Adds a function that tap> will call." [f] (swap! taps conj f) nil)
(defn remove-tap "Takes a tap function away." [f] (swap! taps disj f) nil)
(defn tap> "Gives x to all tap functions, in an actor of their own; true." [x]
  (spawn-conveying (fn [] (run! (fn [f] (try (f x) (catch :default _ nil))) (deref taps))) 0)
  true)

;; ---- text in and out ----------------------------------------------------------------------------------------------
(defn read-line "The next line of *in*, nil at its end." [] (odeon.io/read-line-from *in*))
(defn line-seq "A lazy sequence of a reader's lines." [rdr]
  (let [line (odeon.io/read-line-from rdr)]
    (if line (prim/cons line (lazy-seq (line-seq rdr))) nil)))

(defn slurp "The whole text of a file, of a reader, of an array of bytes or characters." [f & opts]
  (if (odeon.io/reader? f)
    (odeon.io/read-all f)
    (if (prim/array? f)
      (odeon.io/text f)
      (odeon.host/request :fs/slurp (file-path f)))))
(defn spit "Writes the str of content to a file; with :append true, to its end." [f content & opts]
  (let [o (odeon.destructure/kwargs opts)
        text (str content)]
    (if (if (string? f) false (prim/method-find odeon.method/write f))
      (odeon.io/write f text)
      (odeon.host/request :fs/spit (file-path f) text (boolean (get o :append))))
    nil))
(defn- file-path
  "The path that a file argument stands for."
  [f]
  (if (string? f) f (str f)))
(defn file-seq "All files below a directory, the directory first." [dir]
  (let [path (file-path dir)
        wrap (fn [p] (if (string? dir) p (odeon.file/file p)))
        children (fn children [p]
                   (map (fn [name] (str p "/" name)) (odeon.host/request :fs/list p)))]
    (map wrap (tree-seq (fn [p] (get (odeon.host/request :fs/stat p) :dir?)) children path))))

(defn with-out-str* "The text that f prints." [f] (odeon.io/with-out-str f))

(defn bean "The data of an object as a map: a record's or map's entries." [x] (into {} x))
(defn set-agent-send-executor! "Actors need no executor." [executor] nil)
(defn set-agent-send-off-executor! "Actors need no executor." [executor] nil)
(defn add-classpath "The source paths are fixed at start." [url] nil)
(defn print-sequential "Prints begin, the elements by print-one with sep between them, and end to a writer."
  [begin print-one sep end sequence w]
  (odeon.io/write w begin)
  (loop [s (prim/seq sequence)]
    (if s
      (do (print-one (prim/first s) w)
          (if (prim/next s) (odeon.io/write w sep) nil)
          (recur (prim/next s)))
      nil))
  (odeon.io/write w end))

(defn namespace-munge "A namespace's name as a Java package would spell it." [ns] (prim/str-replace-all (str ns) "-" "_"))
(defn replicate "n times x." [n x] (repeat n x))
