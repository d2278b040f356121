;; oracle: hand
;; System/out as a stream that prints. JVM Clojure's own output was taken from outside, since with-out-str does not see it.
(import '(java.io Writer PrintStream PrintWriter OutputStreamWriter BufferedWriter))
(.println System/out "x") (.print System/out "a") (.print System/out 12) (.print System/out ^Object (identity nil)) (.print System/out 1.5) (.println System/out) (.println System/out [1 "a" :b]) (.println System/out (char-array "chars"))
(.printf System/out "%d-%s%n" (to-array [1 "z"])) (.format System/out "%5.2f|%n" (into-array Object [3.14159])) (.append System/out "app\n") (.flush System/out) (.write System/out 65) (.println System/out true) (.println System/out \c)
(. System/out println "dot") (doto System/out (.print "1") (.println "2")) (-> System/out (.append \q) (.append "\n")) (.print System/out {:a 1}) (.println System/out 'sym) (.flush System/out)
(let [p (proxy [Writer] [] (write ([x] (.print System/out (str "<" x ">"))) ([x a b] (.print System/out (str "<" (subs x a (+ a b)) ">")))) (flush [] nil) (close [] nil))] (binding [*out* p] (print "hi")) (.println System/out (instance? Writer p)))
(.write System/out (.getBytes "bytes\n") 0 6)
(let [w (BufferedWriter. (OutputStreamWriter. System/out))] (.write w "through") (.newLine w) (.flush w))
(let [w (PrintWriter. System/out)] (.println w "writer") (.printf w "%s %s%n" (to-array [1 2])) (.flush w))
(.println System/out (class System/out))
