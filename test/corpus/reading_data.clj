;; What edn and read-string refuse, and of which class the exceptions are.
(require '[clojure.edn :as edn])
(defmacro t [e] `(try ~e (catch Throwable t# (class t#))))
(prn (t (edn/read-string "@a")) (t (edn/read-string "~a")) (t (edn/read-string "`a")) (t (edn/read-string "#(a)")) (t (edn/read-string "#'a")) (t (edn/read-string "#\"a\"")) (t (edn/read-string "#?(:clj 1)")) (t (edn/read-string "#!a\n1")) (t (edn/read-string "::a")) (t (edn/read-string "#=(+ 1 2)")))
(prn (str (edn/read-string "'a")) (edn/read-string "[a' b'c]") (edn/read-string "^:x [1]") (meta (edn/read-string "^:x [1]")) (edn/read-string "#_#_1 2 3") (edn/read-string "#:a{:b 1}") (edn/read-string "[##Inf #{1}]"))
(prn (t (edn/read-string "{:a 1 :a 2}")) (t (edn/read-string "#{1 1}")) (t (edn/read-string "1a")) (t (edn/read-string "08")) (t (edn/read-string "(1")) (t (edn/read-string ")")) (t (edn/read-string "{:a}")) (t (edn/read-string "#foo 1")))
(prn (t (read-string "{1 2 1 3}")) (t (read-string "1..2")) (t (read-string "0b1")) (t (read-string "")) (t (read-string "\\foo")))
(prn (t (read-string "#?(:clj 1)")) (read-string {:read-cond :allow} "#?(:clj 1 :default 2)") (read-string {:read-cond :allow} "[0 #?@(:clj [1 2]) 3]"))
(let [[a b] (read-string {:read-cond :preserve} "[#?(:clj 1 :other #js {}) #?@(:clj [2])]")]
  (prn a b (reader-conditional? a) (:splicing? a) (:splicing? b) (:form b) (tagged-literal? (last (:form a)))))
(prn (read-string {:read-cond :preserve} "#?(:clj [#?(:cljs 2)])"))
(prn (t (find-var 'no.such.ns/x)) (find-var 'clojure.core/no-such-var) (t (find-var 'x)))
(prn (parse-uuid "5-4-3-DEADBEEF0002-9000000001") (parse-uuid "00000000-0000-0000-0000-00000000000g") (parse-uuid ""))
