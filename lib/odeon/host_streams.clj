;; odeon.host-streams: Java's writers that write to another one, those among them that print, and the constructors of readers and writers.
;; Nothing is kept back: what is written goes on at once.
(in-ns 'odeon.host-streams)
(clojure.core/refer 'clojure.core)

(deftype Through [target]
  Object
  (write [_ x] (odeon.io/write target (odeon.io/text x)) nil)
  (write [_ x offset n] (odeon.io/write target (subs (odeon.io/text x) offset (+ offset n))) nil)
  (append [this x] (odeon.io/write target (if (nil? x) "null" (str x))) this)
  (append [this x start end] (odeon.io/write target (subs (str x) start end)) this)
  (newLine [_] (odeon.io/write target "\n") nil)
  (flush [_] (odeon.io/flush-writer target) nil)
  (close [_] (odeon.io/flush-writer target) (odeon.io/close target)))
(odeon.host-class/share! Through ["java.io.BufferedWriter" "java.io.PrintWriter" "java.io.PrintStream"])

(defn- shown
  "The text that print has for x."
  [x]
  (cond
    (nil? x) "null"
    (and (prim/array? x) (= 3 (prim/array-kind x))) (apply str (seq x))
    :else (str x)))

(defn- formatted
  "The text of a format and what it is about: arguments or an array of them. A locale may come first."
  [args]
  (let [[fmt & args] (if (string? (first args)) args (rest args))]
    (apply format fmt (if (and (= 1 (count args)) (prim/array? (first args))) (seq (first args)) args))))

(let [print-format (fn [w & args] (.write w (formatted args)) w)
      methods {:print (fn [w x] (.write w (shown x)) nil)
               :println (fn ([w] (.write w "\n") nil) ([w x] (.write w (str (shown x) "\n")) nil))
               :printf print-format
               :format print-format
               :checkError (fn [w] (.flush w) false)}]
  (odeon.protocol/implement odeon.class/java.io.PrintWriter odeon.class/java.lang.Object methods)
  (odeon.protocol/implement odeon.class/java.io.PrintStream odeon.class/java.lang.Object methods))

(defn print-stream "The stream that prints to a writer." [target] (prim/instance-of-1 odeon.class/java.io.PrintStream target))

(defn- target-of
  "The writer that a constructor's argument stands for: a file, by its path, or a writer."
  [x]
  (if (or (string? x) (odeon.file/file? x)) (odeon.io/file-writer (str x) false) x))

(defn- constructor [name f] (odeon.host-class/constructor! name f))
(constructor "java.io.StringWriter" (fn ([] (odeon.io/string-writer)) ([_] (odeon.io/string-writer))))
(constructor "java.io.PrintWriter" (fn [x & _] (prim/instance-of-1 odeon.class/java.io.PrintWriter (target-of x))))
(constructor "java.io.PrintStream" (fn [x & _] (print-stream (target-of x))))
(constructor "java.io.BufferedWriter" (fn [w & _] (prim/instance-of-1 odeon.class/java.io.BufferedWriter w)))
(constructor "java.io.FileWriter" (fn ([x] (odeon.io/file-writer (str x) false)) ([x append?] (odeon.io/file-writer (str x) (true? append?)))))
;; Characters are what goes to standard output in any case: its writer serves where a stream is to be made one.
(constructor "java.io.OutputStreamWriter"
             (fn [x & _]
               (let [target (if (prim/instance? Through x) (.-target x) x)]
                 (if (prim/instance? odeon.class/java.io.OutputStreamWriter target) target (prim/instance-of-1 odeon.class/java.io.BufferedWriter target)))))

(constructor "java.io.StringReader" (fn [s] (odeon.io/string-reader s)))
(constructor "java.io.FileReader" (fn [x & _] (odeon.io/file-reader odeon.class/java.io.FileReader (str x))))
(run! (fn [name]
        (let [class (odeon.host-class/find-class name)]
          ;; a program's own reader is used as it is
          (constructor name (fn [r & _] (if (odeon.io/reader? r) (odeon.io/as-reader class r) r)))))
      ["java.io.BufferedReader" "java.io.PushbackReader" "java.io.InputStreamReader" "clojure.lang.LineNumberingPushbackReader"])
