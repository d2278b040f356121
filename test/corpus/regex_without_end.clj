;; oracle: hand
;; Searches for which going back takes longer than anybody waits (the JVM, too): they come to an end, and others run on meanwhile.
(def as (apply str (repeat 60 "a")))
(println (re-find #"(a+)+b" as) (re-matches #"^(a+)+$" (str as "!")) (re-find #"(x+x+)+y" (apply str (repeat 60 "x"))))
(println (re-matches #"(\w+\s?)*" (str (apply str (repeat 20 "hello ")) "!")) (count (first (re-matches #"(\w+\s?)*" (apply str (repeat 20 "hello "))))))
(println (clojure.string/replace (str as "c") #"(a|aa)+$" "-") (re-seq #"(a|aa)+b" (str as "b ab")))
(println (clojure.string/split "a1b22c" #"(\d+)+") (re-find #"(a+)+\n" (str as "\n")))
