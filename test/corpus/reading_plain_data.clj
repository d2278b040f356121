;; Plain data is read without the compiler; what is not plain among it is read all the same, and what is wrong is refused as ever.
(require '[clojure.edn :as edn])
(defmacro t [e] `(try ~e (catch Exception e# (.getSimpleName (class e#)))))
(defn both [s] [(t (read-string s)) (t (edn/read-string s))])
(run! (comp prn both)
      ["42" "-7" "+7" "0" "-0" "007" "08" "0x1F" "2r101" "1/2" "4/2" "1N" "1.5" "1." "1e3" "-1.5E-3" "1.5M" "1e400" "123456789012345678" "1234567890123456789" "12345678901234567890"
       "nil" "true" "false" "nill" "a" "a/b" "a.b/c" "/" "a/" "/a" "a/b/c" "-" "+" "-a" "->" "*x*" "a'" "a#" ":a" ":a/b" ":a.b/c-d" ":a:b" ":" "::a" ":1" ":a/1" "%" "&" "." "..." "a." ".b" "<=" "=" "!" "?" "$x" "x_y"
       "\\a" "\\newline" "\\space" "\\tab" "\\return" "\\(" "\\\\" "\\;" "\\u0041" "\\foo" "[\\a\\b]" "(\\))" "\"a\"" "\"\"" "\"a\\nb\\t\\\"\\\\\"" "\"\\u0041\"" "\"\\x\"" "\"open" "\"é€\""
       "[]" "()" "{}" "#{}" "[1 2" "(1]" "{:a}" "{:a 1 :b}" "{:a 1 :a 2}" "#{1 1}" "#{1 2 1}" ")" "]" "}" "[1 [2 (3 {:a #{4}})]]" "{:a {:b [1 2.5 \"x\" nil true \\c]}}" "[1,2,,3]" "(a . b)"
       "; comment\n 1" "[1 ; two\n 3]" "1;x" "[#_1 2]" "'a" "@a" "^:m [1]" "#'a" "`a" "~a" "#\"re\"" "#(a)" "#inst \"2020-01-01\"" "#uuid \"123e4567-e89b-12d3-a456-426614174000\"" "##Inf" "#:a{:b 1}" "#foo 1" "#foo/bar [1]" "#<x>"
       "a\"b\"" "1\"b\"" "a[1]" "1[2]" "[1]2" ":a{}" "\\a\"b\"" "" "   " ";only" "1 2 3" "[1] [2]"])
(prn (class (edn/read-string "(1 2)")) (list? (read-string "(1 2)")) (list? (read-string "()")) (vector? (edn/read-string "[1]")) (meta (read-string "(a b)")) (meta (edn/read-string "[a]")) (count (read-string "(1 2 3)")))
(prn (keys (edn/read-string "{:a 1 :b 2 :c 3 :d 4 :e 5 :f 6 :g 7 :h 8}")) (= (zipmap (range 100) (range)) (edn/read-string (pr-str (zipmap (range 100) (range))))))
(prn (edn/read-string {:readers {'foo (fn [x] [:foo x]) 'in (fn [x] [:in x])}} "{:a #foo [1 #in 2] :b #{#in :x} :c (#in nil)}"))
(prn (edn/read-string {:default (fn [t v] [t v])} "[1 #a/b {:x #c 2}]") (t (edn/read-string "[1 #a/b 2]")) (edn/read-string {:eof :none} " ") (edn/read-string {:eof :none} "1"))
(prn (binding [*data-readers* {'foo inc}] (read-string "[#foo 1]")) (binding [*default-data-reader-fn* vector] (read-string "[#foo 1]")))
(let [r (java.io.PushbackReader. (java.io.StringReader. "abc [1 2] :k \"s\" 12"))]
  (prn (edn/read r) (edn/read r) (edn/read r) (edn/read r) (edn/read r) (edn/read {:eof :end} r)))
(prn (with-in-str "a(b)12 \"x\"y" [(read) (read) (read) (read) (read)]))
(def deep (read-string (apply str (concat (repeat 5000 "[") (repeat 5000 "]")))))
(prn (loop [v deep n 0] (if (seq v) (recur (first v) (inc n)) n)))
(prn (let [x (vec (for [i (range 500)] {:id i :name (str "n" i) :v (* 1.5 i) :tags #{:a (keyword (str "k" i))} :l (list i 'sym)}))] (= x (edn/read-string (pr-str x)))))
