;; What a macro throws is the cause of what its caller gets, with its data.
(defmacro bad [& args] (throw (ex-info "boom" {:args (vec args)})))
(defmacro bad2 [x] (/ 1 0))
(defn t [f]
  (try (f)
       (catch Throwable e
         (let [cause (ex-cause e)]
           [(class e) (:clojure.error/phase (ex-data e)) (:clojure.error/line (ex-data e))
            (class cause) (ex-message cause) (ex-data cause)]))))
(prn (t #(eval '(bad 1 2))))
(prn (t #(eval '(bad2 1))))
(prn (t #(macroexpand-1 '(bad 1 2))))
(prn (t #(load-string "(bad 1)")))
(prn (t #(load-string "(let [a (bad 1)] 3)")))
(prn (identical? (ex-cause (try (eval '(bad)) (catch Exception e e))) nil))
