;; Regular expressions in Java's syntax: classes, quantifiers, lookaround, groups, flags.
(prn (re-seq #"[a-c&&[^b]]+" "abcab") (re-find #"\Q.+\E" "a.+b") (re-seq #"\p{Upper}+" "aBCdE") (re-seq #"\p{Alpha}+" "ab1cd") (re-seq #"\p{Punct}" "a,b.c!") (re-seq #"\p{Digit}+" "a12b3") (re-seq #"[^\w\s]" "a b! c?") (re-seq #"\S+" " a bc "))
(prn (re-find #"(?<=\$)\d+" "cost $42") (re-find #"\d+(?=%)" "10 20%") (re-find #"(?<!a)b" "ab bb") (re-find #"foo(?!bar)" "foobar foobaz") (re-seq #"(?:ab)+" "ababxab") (re-find #"(a)(b)?(c)" "ac") (re-find #"(\w+) \1" "hello hello world"))
(prn (re-find #"a*?b" "aaab") (re-find #"a++b" "aaab") (re-find #"(?>a+)b" "aab") (re-find #"x{2}" "axxx") (re-find #"x{2,}" "axxx") (re-find #"^$" "") (re-seq #"\b\w+\b" "the end") (re-find #"\Aabc\z" "abc") (re-find #"[\[\]]" "a]"))
(prn (re-find #"(?i)abc" "xABC") (re-find #"(?x) a b  # comment
 c" "abc") (re-find #"(?im)^b$" "a\nB") (re-find #"(?s).+" "a\nb") (re-find #"[\u00e0-\u00ff]+" "caféàb") (re-find #"\x41" "A") (re-find #"\t" "a\tb") (re-find #"\\" "a\\b") (re-find #"\." "a.b"))
(prn (re-matches #"(\d{3})-(\d{4})" "555-1234") (re-matches #"a|ab" "ab") (re-find #"(?<k>\w)=(?<v>\w)" "a=1") (let [m (re-matcher #"\d" "a1b2")] [(.find m) (.group m) (.start m) (.end m) (.find m) (.group m) (.find m)]) (.matches (re-matcher #"\d+" "12")))
(prn (re-seq #"" "ab") (re-seq #"a*" "baa") (count (re-seq #"." (apply str (repeat 5000 "x")))) (map first (re-seq #"(\w)\w*" "ab cd")) (try (re-pattern "(") (catch java.util.regex.PatternSyntaxException e :bad)) (str (re-pattern "a/b")) (re-find #"[-+*/]" "3-2"))
