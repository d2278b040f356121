;; *print-dup* and *print-meta*: what reads back, and what has no text.
(defmacro c [& fs] `(do ~@(map (fn [f] `(println (try (pr-str ~f) (catch Throwable e# (str "EX " (.getName (class e#)) " " (.getMessage e#)))))) fs)))
(defrecord R [a b])
(deftype T [a])
(binding [*print-dup* true]
 (c 1 1.5 1N 1M 1/2 "a\nb" \a :k 'sym :a/b nil true [1 2] (range 3) (map inc [1 2]) (list) [] #{1} #inst "2020-01-01" #uuid "00000000-0000-0000-0000-000000000000" #"a\"b" ##Inf ##NaN (seq [1 2]) (cons 1 nil) [1N 2.5 :a "x"] (lazy-seq nil) (->R 1 2) [(->R "a" (->R 1 \b))] (object-array 1) (atom 1) (volatile! 1) (delay 1)))
(binding [*print-dup* true] (c (T. 1) (read-string (pr-str (->R 1 [2])))))
(binding [*print-meta* true] (c (with-meta [1] {:a 1}) (with-meta 'a {:tag 'String}) (with-meta (->R 1 2) {:a 1})) (print (with-meta [1] {:a 1})) (binding [*print-readably* nil] (pr (with-meta [1] {:a 1}))))
(println)
