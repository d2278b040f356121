;; A search that takes more stack than the engine has is an exception of the actor that runs it.
(defn tried [f] (try (f) (catch Throwable e (class e))))
(println (tried #(count (first (re-find #"(a|b)*c?" (apply str (repeat 6000000 "a")))))))
(println (re-find #"a+b" "xaab"))
