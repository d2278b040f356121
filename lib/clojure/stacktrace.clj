(ns clojure.stacktrace
  "Printing exceptions.")

(defn root-cause "The last in an exception's chain of causes." [tr]
  (if-let [cause (ex-cause tr)] (recur cause) tr))

(defn print-throwable "Prints class, message and data of an exception." [tr]
  (print (str (odeon.error/type-name-of tr) ": " (ex-message tr)))
  (when-let [data (ex-data tr)]
    (newline)
    (pr data)))

(defn print-trace-element "Prints one frame of a trace." [e]
  (print (str (nth e 0) " (" (nth e 1 nil) ":" (nth e 2 nil) ")")))

(defn print-stack-trace "Prints an exception and its trace, n frames at most."
  ([tr] (print-stack-trace tr nil))
  ([tr n]
   (let [frames (odeon.error/trace tr)
         frames (if n (take n frames) frames)]
     (print-throwable tr)
     (newline)
     (print " at ")
     (if (seq frames)
       (print-trace-element (first frames))
       (print "[empty stack trace]"))
     (newline)
     (doseq [e (rest frames)]
       (print "    ")
       (print-trace-element e)
       (newline)))))

(defn print-cause-trace "As print-stack-trace, with all causes."
  ([tr] (print-cause-trace tr nil))
  ([tr n]
   (print-stack-trace tr n)
   (when-let [cause (ex-cause tr)]
     (print "Caused by: ")
     (recur cause n))))

(defn e "Prints the trace of the REPL's last exception, eight frames of it." []
  (print-stack-trace (root-cause *e) 8))
