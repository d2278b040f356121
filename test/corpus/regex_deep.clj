;; A search that takes more stack than the engine has is an exception of the actor that runs it.
(def text (loop [s "a"] (if (< (count s) 8000000) (recur (str s s)) s)))
(println (try (count (first (re-find #"(a|b)*c?" text))) (catch Throwable e (class e))))
(println (re-find #"a+b" "xaab"))
