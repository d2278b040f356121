;; Arrays, time, files, taps and the remaining small things of clojure.core.
(in-ns 'clojure.core)

(declare file-path)

;; ---- arrays -------------------------------------------------------------------------------------------------------
;; The kind of an array is the class of its elements; 0 Object, and the primitive kinds below.
(def ^{:private true} array-kinds {:object 0 :boolean 1 :char 2 :short 3 :int 4 :long 5 :float 6 :double 7 :byte 8})

(defn- new-array
  "An array of a kind: of a size, or with the elements of a sequence; init is what empty places hold."
  [kind init convert size-or-seq]
  (if (prim/number? size-or-seq)
    (prim/array-with-kind (prim/array-make size-or-seq init) kind)
    (let [a (prim/array-from (mapv convert size-or-seq))] (prim/array-with-kind a kind))))
(defn- filled-array [kind convert size init-or-seq]
  (let [a (prim/array-with-kind (prim/array-make size nil) kind)]
    (if (or (seq? init-or-seq) (coll? init-or-seq))
      (loop [i 0 s (prim/seq init-or-seq)]
        (if (prim/lt i size)
          (do (prim/array-set a i (if s (convert (prim/first s)) (convert 0)))
              (recur (prim/add i 1) (prim/next s)))
          a))
      (loop [i 0]
        (if (prim/lt i size) (do (prim/array-set a i (convert init-or-seq)) (recur (prim/add i 1))) a)))))

(defn object-array "An array of a size, or with the elements of a sequence." [size-or-seq] (new-array 0 nil identity size-or-seq))
(defn int-array "An array of ints." ([x] (new-array 4 0 int x)) ([size x] (filled-array 4 int size x)))
(defn long-array "An array of longs." ([x] (new-array 5 0 long x)) ([size x] (filled-array 5 long size x)))
(defn short-array "An array of shorts." ([x] (new-array 3 0 short x)) ([size x] (filled-array 3 short size x)))
(defn byte-array "An array of bytes." ([x] (new-array 8 0 byte x)) ([size x] (filled-array 8 byte size x)))
(defn char-array "An array of characters." ([x] (new-array 2 (prim/int->char 0) char x)) ([size x] (filled-array 2 char size x)))
(defn float-array "An array of floats." ([x] (new-array 6 0.0 float x)) ([size x] (filled-array 6 float size x)))
(defn double-array "An array of doubles." ([x] (new-array 7 0.0 double x)) ([size x] (filled-array 7 double size x)))
(defn boolean-array "An array of booleans." ([x] (new-array 1 false boolean x)) ([size x] (filled-array 1 boolean size x)))
(defn make-array
  "An array of a size; with several sizes, of arrays."
  ([type len]
   (let [make (prim/get {"int" int-array "long" long-array "short" short-array "byte" byte-array "double" double-array "float" float-array
                         "boolean" boolean-array "char" char-array}
                        (prim/symbol-name (prim/type-name type)))]
     (if make (make len) (prim/array-make len nil))))
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
  ([array i v] (prim/array-set array i v) v)
  ([array i j & more] (apply aset (prim/array-get array i) j more)))
(defn aset-int "Sets an int." [array i v] (aset array i (int v)))
(defn aset-long "Sets a long." [array i v] (aset array i (long v)))
(defn aset-double "Sets a double." [array i v] (aset array i (double v)))
(defn aset-float "Sets a float." [array i v] (aset array i (float v)))
(defn aset-short "Sets a short." [array i v] (aset array i (short v)))
(defn aset-byte "Sets a byte." [array i v] (aset array i (byte v)))
(defn aset-char "Sets a character." [array i v] (aset array i (char v)))
(defn aset-boolean "Sets a boolean." [array i v] (aset array i (boolean v)))
(defn aclone "A copy of an array." [array] (prim/array-clone array))
(defn to-array "An array of coll's elements." [coll] (prim/array-from (vec coll)))
(defn into-array "An array of coll's elements."
  ([coll] (to-array coll))
  ([type coll] (to-array coll)))
(defn to-array-2d "An array of arrays of the elements of coll's elements." [coll] (to-array (map to-array coll)))
(defn booleans "x itself, an array." [x] x)
(defn bytes "x itself, an array." [x] x)
(defn chars "x itself, an array." [x] x)
(defn shorts "x itself, an array." [x] x)
(defn ints "x itself, an array." [x] x)
(defn longs "x itself, an array." [x] x)
(defn floats "x itself, an array." [x] x)
(defn doubles "x itself, an array." [x] x)
(defn vector-of "A vector; elements are converted to the kind :int :long :double and so on."
  [t & xs]
  (let [convert (get {:int int :long long :float float :double double :byte byte :short short :char char :boolean boolean} t)]
    (if convert (mapv convert xs) (illegal-argument (str "Unrecognized type " t)))))

;; ---- types and casts ----------------------------------------------------------------------------------------------
(defn type "The :type in x's metadata, else its class." [x] (let [t (get (meta x) :type)] (if t t (class x))))
(defn cast "x itself, if it is of class c." [c x]
  (if (or (nil? x) (prim/instance? c x))
    x
    (class-cast (str "Cannot cast " (class-name-of x) " to " (prim/type-name c)))))
(defn bases "The classes right above a class." [c] (if c (prim/seq (odeon.host-class/direct-parents c)) nil))
(defn supers "All classes above a class." [c] (ancestors c))
(defn class-name "The full name of a class as a string." [c] (prim/symbol-name (prim/type-name c)))
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

(defn slurp "The whole text of a file, reader or URL." [f & opts]
  (if (odeon.io/reader? f)
    (odeon.io/read-all f)
    (odeon.host/request :fs/slurp (file-path f))))
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
