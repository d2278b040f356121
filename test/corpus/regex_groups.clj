;; Groups of matches, matches of whole texts, empty matches, and one expression used in many ways.
(require '[clojure.string :as s])
(prn (re-find #"(a)(b)?(c)" "xacx") (re-find #"(b)|(a)" "a") (re-find #"(a*)(a)" "aaa") (re-find #"(?=.*(d))a" "abcd") (re-find #"(?<=(a))b" "ab") (re-find #"(?<!x)(b)" "xb b"))
(prn (re-find #"(\d+)-(\d+)" "tel 12-12 34-5") (re-seq #"(\w)(\d)?" "a1b c2") (re-find #"()" "abc") (re-find #"(x*)y" "y") (re-find #"((a)(b))+" "ababa"))
(prn (re-matches #"a|ab" "ab") (re-matches #"a*" "") (re-matches #"(a)|(b)" "b") (re-matches #"a" "a\n") (re-matches #"a$" "a\n") (re-matches #"(?m)a$" "a\nb") (re-matches #"(?s).*" "a\nb") (re-matches #".*" "a\nb") (re-matches #"^a$" "a") (re-matches #"(?i)ABC" "abc") (re-matches #"(a)\1" "aa") (re-matches #"(?x) a b # c" "ab"))
(prn (re-seq #"" "abc") (re-seq #"x*" "axxb") (re-seq #"a|b" "xaybz") (re-seq #"\b" "a b") (take 3 (re-seq #"\d" (apply str (range 100)))) (count (re-seq #"\d" (apply str (repeat 100 "a1b2")))) (re-seq #"q" "abc"))
(prn (s/replace "abc" #"" "-") (s/replace "aXbXc" #"X" "") (s/replace "aXbXc" #"X" "$0$0") (s/replace "a.b.c" #"\." "\\$") (s/replace "k=v" #"(\w)=(\w)" "$2=$1") (s/replace "abc" #"[ac]" {"a" "1" "c" "3"}) (s/replace "abc" #"(b)" (fn [[m g]] (str m g "!"))) (s/replace-first "aaa" #"a" "b") (s/replace-first "abc" #"x" "b") (s/replace "äöü" #"ö" "é") (s/replace (apply str (repeat 50 "ab")) #"b" "cd"))
(prn (s/split "a1b22c333d" #"\d+") (s/split "a,b,,c,," #",") (s/split "a,b,,c,," #"," -1) (s/split "a,b,c" #"," 2) (s/split "" #",") (s/split "abc" #"") (s/split ",a" #",") (s/split " a  b " #"\s+") (s/split "aXbX" #"X" 5) (s/split-lines "a\r\nb\nc") (count (s/split (apply str (repeat 100 "ab ")) #"\s")))
(let [m (re-matcher #"(\w)(\d)" "a1 b2 c3")]
  (prn (re-find m) (re-groups m) (.start m) (.end m) (re-find m) (.group m 2) (.groupCount m) (re-find m) (re-find m)))
(prn (let [m (re-matcher #"(?<k>\w+)=(?<v>\w+)" "a=b")] (.matches m) [(.group m "k") (.group m "v")]))
(prn (map #(re-find (re-pattern (str % "+")) "aabbcc") ["a" "b" "c" "d"]) (re-find (re-pattern "a.c") "abc") (re-find #"a++b" "aab") (re-find #"(?>a+)(b)" "aab"))
(prn (for [x ["a1" "b2" "zz" "long text with 7 in it, longer than a few words are, so that it is kept"]] (re-find #"([a-z]).*?(\d)" x)))
