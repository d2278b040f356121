;; Only exceptions are thrown; that something else would be is known when it happens, not before.
(defn t [x] (try (throw x) (catch ClassCastException e [:cast (boolean (re-find #"cannot be cast to class java.lang.Throwable" (ex-message e)))])
                           (catch Throwable e (class e))))
(println (t "a") (t {:a 1}) (t 1) (t nil) (t (ex-info "m" {})))
(println (try (throw "a") (catch ClassCastException e :cast) (finally (println "finally"))))
(defn unused [] (throw :never) (:a) (:a 1 2 3))
(println (try (:a) (catch Exception e [(class e) (ex-message e)])))
(println (try (:a 1 2 3) (catch Exception e [(class e) (ex-message e)])))
