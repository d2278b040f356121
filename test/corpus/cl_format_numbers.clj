;; cl-format: what the directives of numbers and characters make of many of them.
(require '[clojure.pprint :refer [cl-format]])
(doseq [f ["~e" "~10e" "~12,3e" "~,3e" "~12,3,2e" "~,3,2,2e" "~12,3,2,1,'*e" "~12,3,2,1,'*,'xe" "~@e" "~6,2e" "~6,2,1,,'*e" "~,,,,,'de" "~,2,3,0e" "~,2,3,-1e" "~0,0e" "~,0e" "~,1e"]
        x [0 1 -1 1.0 3.14159 -3.14159 1234567.89 0.00012345 1e20 1.5e-10 -1.5e100 1/3 100 99.99 9.9999 0.5 12M 123456789012345678901234567890N]]
  (println f (pr-str x) (try (pr-str (cl-format nil f x)) (catch Throwable e (str "EX " (.getName (class e)))))))
(doseq [f ["~g" "~10g" "~10,3g" "~,3g" "~12,4,3g" "~@g" "~12,2,2,1,'*g" "~20,5g"]
        x [0 1 -1 1.0 3.14159 -3.14159 1234567.89 0.00012345 1e20 1.5e-10 1/3 100 99.99 0.5 0.05 1234.5]]
  (println f (pr-str x) (try (pr-str (cl-format nil f x)) (catch Throwable e (str "EX " (.getName (class e)))))))
(doseq [f ["~f" "~10f" "~10,3f" "~,3f" "~12,4,3f" "~@f" "~12,2,2,'*f" "~20,5f" "~5f" "~4,2f" "~3,2f" "~2,1f" "~,0f" "~0,2f" "~3,1,,'*f" "~6,2,,'*,'_f" "~,2,-2f" "~@6,2f" "~1f"]
        x [0 1 -1 1.0 3.14159 -3.14159 1234567.89 0.00012345 1e20 1.5e-10 1/3 100 99.99 0.5 0.05 -0.05 0.999 12.5M 1234.5]]
  (println f (pr-str x) (try (pr-str (cl-format nil f x)) (catch Throwable e (str "EX " (.getName (class e)))))))
(doseq [f ["~$" "~3$" "~2,3$" "~2,3,10$" "~2,3,10,'*$" "~@$" "~:$" "~@:$" "~2,3,10:@$" "~0$" "~2,3,10:$" "~2,,10@$" "~1,1$"]
        x [0 1 -1 1.0 3.14159 -3.14159 1234567.89 0.00012345 1/3 100 99.999 0.5 0.005 -0.05 1e10 12.345M]]
  (println f (pr-str x) (try (pr-str (cl-format nil f x)) (catch Throwable e (str "EX " (.getName (class e)))))))
(doseq [f ["~r" "~:r" "~@r" "~:@r" "~2r" "~16r" "~8,10r" "~10,8,'0r" "~10,,,'.,2:r" "~36r" "~3@r" "~16,8,'_,' ,2:r"]
        x [0 1 -1 4 5 9 10 11 12 13 19 20 21 40 99 100 101 110 999 1000 1001 1100 1999 2000 3999 4000 4999 5000 12345 1000000 1000001 -1234567 123456789012 1000000000000000000 123456789012345678901234567890 1000000000000000000000000000000000000000000000000000000000000000 "x" nil]]
  (println f (pr-str x) (try (pr-str (cl-format nil f x)) (catch Throwable e (str "EX " (.getName (class e)))))))
(doseq [f ["~c" "~:c" "~@c" "~:@c"]
        x [\a \A \space \newline \tab \backspace \return \formfeed (char 0) (char 1) (char 26) (char 27) (char 127) (char 128) (char 155) (char 160) (char 233) \" \\ \1]]
  (println f (int x) (try (pr-str (cl-format nil f x)) (catch Throwable e (str "EX " (.getName (class e)))))))
(doseq [f ["~d" "~5d" "~5,'0d" "~:d" "~@d" "~:@d" "~10:d" "~,,'.:d" "~,,'.,4:d" "~10,'*,'-,2:@d" "~b" "~o" "~x" "~10b" "~:x" "~@x" "~8,'0x" "~:b" "~,,' ,4:b"]
        x [0 1 -1 1234 -1234 1234567 123456789012345678901234567890 "abc" 1.5 nil 1/2 :k]]
  (println f (pr-str x) (try (pr-str (cl-format nil f x)) (catch Throwable e (str "EX " (.getName (class e)))))))
