;; odeon.io: writers and readers.
;;
;; A writer is anything with the host methods write, flush and close. Two kinds are made here: a Port (standard output
;; or error) and a StringWriter. A Reader keeps a buffer of text and a position in it and asks a fill function for more.
(in-ns 'odeon.io)

(declare without-cr)

(defn text
  "What write puts out for x: a string as it is, a number as the character with that code, an array's characters or UTF-8 bytes."
  [x]
  (if (prim/string? x)
    x
    (if (prim/int? x)
      (clojure.core/str (prim/int->char x))
      (if (prim/array? x) (odeon.collections/array->string x) (clojure.core/str x)))))

(deftype Port [fd]
  java.io.Writer
  (write [_ x] (prim/out fd (text x)) nil)
  (write [_ x offset n] (prim/out fd (prim/substring (text x) offset (prim/add offset n))) nil)
  (append [this x] (prim/out fd (clojure.core/str x)) this)
  (append [this x start end] (prim/out fd (prim/substring (clojure.core/str x) start end)) this)
  (flush [_] nil)
  (close [_] nil))
(odeon.host-class/become! "java.io.OutputStreamWriter" Port)

;; target: what becomes of the text while a value is printed that runs a program's code in the middle (see making-way).
(deftype StringWriter [sb target]
  java.io.Writer
  (write [_ x] (prim/sb-append sb (text x)) nil)
  (write [_ x offset n] (prim/sb-append sb (prim/substring (text x) offset (prim/add offset n))) nil)
  (append [this x] (prim/sb-append sb (clojure.core/str x)) this)
  (append [this x start end] (prim/sb-append sb (prim/substring (clojure.core/str x) start end)) this)
  (flush [_] nil)
  (close [_] nil)
  (getBuffer [_] sb)
  Object
  (toString [_] (prim/sb->string sb)))
(odeon.host-class/become! "java.io.StringWriter" StringWriter)

(deftype FileWriter [handle]
  java.io.Writer
  (write [_ x] (odeon.host/request :fs/write handle (text x)) nil)
  (write [_ x offset n] (odeon.host/request :fs/write handle (prim/substring (text x) offset (prim/add offset n))) nil)
  (append [this x] (odeon.host/request :fs/write handle (clojure.core/str x)) this)
  (append [this x start end] (odeon.host/request :fs/write handle (prim/substring (clojure.core/str x) start end)) this)
  (flush [_] nil)
  (close [_] (odeon.host/request :fs/close handle) nil))
(odeon.host-class/become! "java.io.FileWriter" FileWriter)

(defn string-writer
  "A writer that collects what is written, on the way to a target: another writer, or true if the text itself is the aim."
  ([] (->StringWriter (prim/sb-new) nil))
  ([target] (->StringWriter (prim/sb-new) target)))
(defn string-writer? "True for the library's own string writers; a proxy of the class may do otherwise." [x] (prim/identical StringWriter (prim/type-of x)))
(defn contents "The text a string writer has collected." [w] (prim/sb->string (prim/field-get w 0)))

(defn write
  "Writes a string to a writer."
  [w s]
  (if (prim/identical StringWriter (prim/type-of w))
    (prim/sb-append (prim/field-get w 0) s)
    (if (prim/identical Port (prim/type-of w))
      (prim/out (prim/field-get w 0) s)
      (let [f (prim/method-find odeon.method/write w)]
        (if f
          (f w s)
          (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                  (clojure.core/str "not a writer: " (clojure.core/pr-str w)) nil)))))))

(defn flush-writer [w]
  (let [f (prim/method-find odeon.method/flush w)] (if f (f w) nil)))

(defn close
  "Closes a writer, reader, connection or anything else that has a close method."
  [x]
  (if (prim/identical x nil)
    nil
    (let [f (prim/method-find odeon.method/close x)]
      (if f
        (f x)
        (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                (clojure.core/str "can't be closed: " (clojure.core/pr-str x)) nil))))))

;; ---- readers ------------------------------------------------------------------------------------------------------
;; Where text comes from: a buffer, a position in it, and what asks for more. Readers that are made from one another share it, so that it does not
;; matter which of them a program goes on with.
(deftype Source [^:volatile-mutable buffer ^:volatile-mutable pos fill on-close]
  Object
  ;; makes sure that a character is there; false at the end
  (ready [_]
    (if (prim/lt pos (prim/str-length buffer))
      true
      (loop []
        (let [more (fill)]
          (if more
            (if (prim/identical 0 (prim/str-length more))
              (recur)
              (do (set! buffer more) (set! pos 0) true))
            false)))))
  (read [this]
    (if (.ready this)
      (let [c (prim/char-at buffer pos)]
        (set! pos (prim/add pos 1))
        (prim/char->int c))
      -1))
  (read [this chars offset n]
    (if (prim/identical n 0)
      0
      (loop [i 0]
        (if (if (prim/lt i n) (.ready this) false)
          (do (prim/array-set chars (prim/add offset i) (prim/char-at buffer pos))
              (set! pos (prim/add pos 1))
              (recur (prim/add i 1)))
          (if (prim/identical i 0) -1 i)))))
  (unread [_ c]
    (set! buffer (prim/str-concat (text c) (prim/substring buffer pos (prim/str-length buffer))))
    (set! pos 0)
    nil)
  (rest-of-buffer [_] (prim/substring buffer pos (prim/str-length buffer)))
  (skip-chars [_ n] (set! pos (prim/add pos n)) nil)
  ;; adds more text to the buffer; false at the end
  (extend-buffer [_]
    (let [more (fill)]
      (if more
        (do (set! buffer (prim/str-concat (prim/substring buffer pos (prim/str-length buffer)) more))
            (set! pos 0)
            true)
        false)))
  (readLine [this]
    (if (.ready this)
      (let [sb (prim/sb-new)]
        (loop []
          (let [i (prim/str-index-of buffer "\n" pos)]
            (if (prim/lt i 0)
              (do (prim/sb-append sb (prim/substring buffer pos (prim/str-length buffer)))
                  (set! pos (prim/str-length buffer))
                  (if (.ready this) (recur) (without-cr (prim/sb->string sb))))
              (do (prim/sb-append sb (prim/substring buffer pos i))
                  (set! pos (prim/add i 1))
                  (without-cr (prim/sb->string sb)))))))
      nil))
  (close [_] (on-close) nil))

;; What all of Java's readers do here; each is a class of its own.
(deftype Reader [source]
  Object
  (ready [_] (.ready source))
  (read [_]
    (let [buffer (prim/field-get source 0) pos (prim/field-get source 1)]
      (if (prim/lt pos (prim/str-length buffer))
        (do (prim/field-set source 1 (prim/add pos 1))
            (prim/char->int (prim/char-at buffer pos)))
        (.read source))))
  (read [_ chars] (.read source chars 0 (prim/array-length chars)))
  (read [_ chars offset n] (.read source chars offset n))
  (unread [_ c] (.unread source c))
  (unread [_ chars offset n] (.unread source (prim/substring (text chars) offset (prim/add offset n))))
  (rest-of-buffer [_] (.rest-of-buffer source))
  (skip-chars [_ n] (.skip-chars source n))
  (extend-buffer [_] (.extend-buffer source))
  (readLine [_] (.readLine source))
  (close [_] (.close source)))
(odeon.host-class/share! Reader ["java.io.StringReader" "java.io.BufferedReader" "java.io.InputStreamReader" "java.io.FileReader"
                                 "java.io.PushbackReader" "clojure.lang.LineNumberingPushbackReader"])

(defn without-cr [s]
  (let [n (prim/str-length s)]
    (if (if (prim/gt n 0) (prim/identical \return (prim/char-at s (prim/sub n 1))) false)
      (prim/substring s 0 (prim/sub n 1))
      s)))

(defn reader? "True for the library's own readers; a proxy of one of their classes reads in its own way." [x]
  (if (prim/instance? Reader x) (prim/instance? Source (prim/field-get x 0)) false))
(defn- reader-of [class source] (prim/instance-of-1 class source))
(defn as-reader
  "A reader of that class which goes on where r is."
  [class r]
  (reader-of class (prim/field-get r 0)))
(defn make-reader "A reader of that class over what fill answers: strings, then nil." [class fill on-close]
  (reader-of class (->Source "" 0 fill on-close)))
(defn string-reader "A reader over a string." [s] (reader-of odeon.class/java.io.StringReader (->Source s 0 (fn [] nil) (fn [] nil))))
(defn stdin-reader "A reader of standard input." []
  (make-reader odeon.class/clojure.lang.LineNumberingPushbackReader (fn [] (odeon.host/request :stdin/read 8192)) (fn [] nil)))
(defn file-reader "A reader of a file's text." [class path]
  (let [handle (odeon.host/request :fs/open path "r")]
    (make-reader class
                 (fn [] (odeon.host/request :fs/read handle 65536))
                 (fn [] (odeon.host/request :fs/close handle)))))
(defn file-writer "A writer to a file." [path append?]
  (->FileWriter (odeon.host/request :fs/open path (if append? "a" "w"))))

(defn read-line-from [r]
  (let [f (prim/method-find odeon.method/readLine r)]
    (if f (f r) nil)))

(defn read-all "The rest of a reader's text." [r]
  (let [sb (prim/sb-new)]
    (loop []
      (if (.ready r)
        (let [s (.rest-of-buffer r)]
          (prim/sb-append sb s)
          (.skip-chars r (prim/str-length s))
          (recur))
        (prim/sb->string sb)))))

;; ---- the standard streams -----------------------------------------------------------------------------------------
(in-ns 'clojure.core)

(def ^{:dynamic true :doc "The writer that print and its relatives write to."} *out* (odeon.io/->Port 1))
(def ^{:dynamic true :doc "The writer for error messages."} *err* (odeon.io/->Port 2))
(def ^{:dynamic true :doc "The reader of standard input."} *in* (odeon.io/stdin-reader))
(def ^{:dynamic true :doc "If true, prn and println flush *out*."} *flush-on-newline* true)

(in-ns 'odeon.io)

(defn making-way
  "For printers, in front of program code that may print: what is printed already comes first. The text so far goes on to the writer's
  target; where the text is the aim, *out* is this writer from now on, until the printer sets the old bindings. Answers the writer that
  such code is to be given."
  [w]
  (let [target (prim/field-get w 1)]
    (if target
      (if (prim/identical target true)
        (if (prim/identical w clojure.core/*out*)
          w
          (do (odeon.binding/push [#'clojure.core/*out* w]) w))
        (let [sb (prim/field-get w 0)]
          (if (prim/gt (prim/sb-length sb) 0)
            (do (write target (prim/sb->string sb))
                (prim/sb-set-length sb 0))
            nil)
          target))
      w)))

(defn with-out-str [f]
  (let [w (string-writer)
        old (prim/bindings-get)]
    (odeon.binding/push [#'clojure.core/*out* w])
    (try (f) (finally (prim/bindings-set old)))
    (contents w)))

(defn with-in-str [s f]
  (let [old (prim/bindings-get)]
    (odeon.binding/push [#'clojure.core/*in* (as-reader odeon.class/clojure.lang.LineNumberingPushbackReader (string-reader s))])
    (try (f) (finally (prim/bindings-set old)))))
