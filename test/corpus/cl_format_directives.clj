;; cl-format: justification, tabs, iteration, choice, words, and what is wrong in a format.
(require '[clojure.pprint :refer [cl-format formatter formatter-out]])
(defmacro c [f & args] `(println (pr-str ~f '~args) (try (pr-str (cl-format nil ~f ~@args)) (catch Throwable e# (str "EX " (.getName (class e#)) (when-not (instance? ClassCastException e#) (.getMessage e#)))))))
(doseq [f ["~10<foo~;bar~>" "~10:<foo~;bar~>" "~10@<foo~;bar~>" "~10:@<foo~;bar~>" "~10<foobar~>" "~10:<foobar~>" "~10@<foobar~>" "~10:@<foobar~>"
           "~20<a~;b~;c~>" "~20:<a~;b~;c~>" "~20@<a~;b~;c~>" "~20:@<a~;b~;c~>" "~21<a~;b~;c~>" "~22<a~;b~;c~>" "~4<aaaaaaaa~>" "~4,3<aaaaaaaa~>" "~4,3<aaaa~;bbb~>" "~10,5<aaaa~;bbb~>" "~10,5,2<aaaa~;bbb~>" "~10,,3<aaaa~;bbb~>"
           "~10,,,'*<aaaa~;bbb~>" "~10,5,2,'-<aaaa~;bbb~;cc~>" "~<~>" "~5<~>" "~<a~;b~>" "~,,2<a~;b~>" "~10<~;a~>" "~10<a~;~>" "~10<a~;~;b~>"
           "~<a~,10:;b~>" "~20<x~0,10:;bbbbb~>" "~20<x~0,30:;bbbbb~>" "~20<~%;; ~0,5:;bbbbb~;cc~>" "~1,1<a~>" "~3,,2:@<a~;b~>"]]
  (println (pr-str f) (try (pr-str (cl-format nil f)) (catch Throwable e (str "EX " (.getName (class e)))))))
(c "~10<~a~;~a~>" 1 2) (c "~10<~a~;~^~a~>" 1) (c "~10<~a~;~^~a~;~^~a~>" 1 2) (c "~10:<~d~>" 42) (c "~10@<~d~>" 42) (c "|~10<~a~;~a~>|~a" "x" "y" "z") (c "~{~8<~a~>~}" [1 2 3]) (c "~{~8@<~a~>~}|" [1 2 3])
(doseq [f ["a~10tb" "aaaaaaaaaaaa~10tb" "aaaaaaaaaaaa~10,5tb" "aaaaaaaaaaaa~10,0tb" "a~tb" "a~@tb" "a~3@tb" "a~3,4@tb" "aaaa~3,4@tb" "a~1,4@tb" "~10t" "~0,8@tx" "abc~0,8@tx" "a~%b~5tc" "a~5,5tb" "aaaaa~5,5tb" "aaaaaa~5,5tb" "a~0,3tb" "a~1,3tb" "a~2,3tb" "~5tab~10tcd"]]
  (println (pr-str f) (try (pr-str (cl-format nil f)) (catch Throwable e (str "EX " (.getName (class e)))))))
(c "~a" nil) (c "~a" "x") (c "~10a|" "x") (c "~10@a|" "x") (c "~10,4a|" "x") (c "~10,4,2a|" "x") (c "~10,4,2,'*a|" "x") (c "~:a" nil) (c "~:a" [nil]) (c "~s" "x") (c "~10s|" "x") (c "~:s" nil) (c "~s" [1 "a" \b]) (c "~a" [1 "a" \b]) (c "~a" {:a "b"}) (c "~s" :k) (c "~a" 1.5) (c "~v,'*a|" 5 "x") (c "~#a|" "x" 1 2)
(c "~{~a~^, ~}" [1 2 3]) (c "~{~a~}" []) (c "~{x~:}" []) (c "~2{~a~}" [1 2 3]) (c "~:{~a-~a ~}" [[1 2] [3 4]]) (c "~:{~a~^-~a ~}" [[1] [3 4]]) (c "~@{~a ~}" 1 2 3) (c "~:@{~a-~a ~}" [1 2] [3 4]) (c "~{~a~^~{~a~^,~}~}" [1 [2 3] 4 [5]]) (c "~1{~a~:}" []) (c "~{~}" "x~a" [1 2]) (c "~:{~a~:^-~}" [[1] [2]]) (c "~{~a~#,1^,~}" [1 2 3])(c "~{~a~2^,~a~}" [1 2 3 4])
(c "~[a~;b~;c~]" 0) (c "~[a~;b~;c~]" 2) (c "~[a~;b~;c~]" 3) (c "~[a~;b~:;c~]" 9) (c "~[a~;b~:;c~]" -1) (c "~:[no~;yes~]" nil) (c "~:[no~;yes~]" 1) (c "~@[x~a~]" 5) (c "~@[x~a~]" nil) (c "~@[x~a~]|~a" nil 3) (c "~1[a~;b~]" 9) (c "~#[none~;one ~a~;two ~a ~a~:;many~]" 1 2) (c "~#[none~;one ~a~;two ~a ~a~:;many~]") (c "~#[none~;one ~a~;two ~a ~a~:;many~]" 1 2 3)
(c "~(HELLO World~)" ) (c "~:(hello WORLD foo-bar it's~)") (c "~@(hello WORLD~)") (c "~:@(hello World~)") (c "~(~a~)" "ABC") (c "~:(~a~)" "the QUICK") (c "~@(~a~)" "  the QUICK") (c "~@(~r~)" 42) (c "~@:(~r~)" 42)
(c "~p" 1) (c "~p" 2) (c "~@p" 1) (c "~@p" 2) (c "~d dog~:p" 1) (c "~d dog~:p" 2) (c "~d fl~:@p" 1) (c "~d fl~:@p" 2) (c "~p" 1.0) (c "~p" "x")
(c "~a~*~a" 1 2 3) (c "~a~2*~a" 1 2 3 4) (c "~a~:*~a" 1) (c "~a~a~2:*~a" 1 2) (c "~a~a~@*~a" 1 2) (c "~a~1@*~a" 1 2 3) (c "~?~a" "x~ay" [1] 2) (c "~@?~a" "x~ay" 1 2)
(c "~%") (c "~3%") (c "~&") (c "a~&b") (c "a~2&b") (c "a~%~&b") (c "~~") (c "~3~") (c "~|") (c "a~
   b") (c "a~:
   b") (c "a~@
   b") (c "~vt" 5) (c "~v%" 2)
(c "~a") (c "~q" 1) (c "~{~a" [1]) (c "~[a") (c "~(a") (c "~a ~a" 1) (c "~10,10,10,10,10a" 1) (c "~:%") (c "~d" ) (c "~'xd" 1) (c "~5,'0,','.d" 1) (c "~{~a~}" 5) (c "~a~^b~a" 1) (c "~a" 1 2 3) (c "~#[a~]" ) (c "~'" 1)
(c "~w" "x") (c "~w" [1 2 {:a "b"}]) (c "~:w" [1]) (c "~:<~w ~_~w~:>" [1 2]) (c "~<~w ~_~w~:>" [1 2]) (c "~:<~w~^ ~_~:i~w~:>" [1 2]) (c "~<[~;~@{~w~^ ~:_~}~;]~:>" [1 2 3]) (c "~<;; ~@;~a~:>" [1]) 
(prn (with-out-str (cl-format true "~a~%" 1)))
(prn (let [w (java.io.StringWriter.)] (cl-format w "~a~%" 1) (str w)))
(prn ((formatter "~a") nil 1))
(prn (let [w (java.io.StringWriter.)] ((formatter "~a-~a") w 1 2) (str w)))
(prn (with-out-str ((formatter-out "~a-~a") 1 2)))
(c "~d ~:*~r ~:*~:r ~:*~@r" 14)
(c "~,2f%" 99.5) (c "~6,2f|~6,2f" 1.0 22.333) (c "~10:d" 1234567) (c "~:d items~:p" 1234) (c "~10,'.a~5@a" "Chapter" 12)
(c "~a ~1@*~a ~0@*~a" 1 2 3) (c "~@*~a" 1)  (c "~A ~S ~D ~R" 1 2 3 4) (c "~#{~a~}" [1 2 3])
