;; Flags inside regular expressions: for a group, from some place on, and switched off again.
(prn (re-find #"(?i:a)b" "Ab") (re-find #"(?i:a)b" "AB") (re-find #"(?i:[a-c]x)Y" "BXY") (re-find #"(?i:[^a-c])" "Bd") (re-find #"(?i:\x61b)" "aB"))
(prn (re-find #"a(?i)b" "aB") (re-find #"a(?i)b" "AB") (re-find #"(?i)a(?-i)b" "AB") (re-find #"(?i)a(?-i)b" "Ab") (re-find #"(a(?i)b)c" "aBC") (re-find #"(a(?i)b)c" "aBc"))
(prn (re-find #"(?s:a.)b" "a\nb") (re-find #"(?s)a(?-s:.)b" "a\nb") (re-find #"a.(?s:.)b" "ax\nb"))
(prn (re-find #"(?m:^y)" "x\ny") (re-find #"(?m:x$)" "x\ny") (re-find #"^y" "x\ny") (re-find #"(?m)x(?-m:$)" "x\ny"))
(prn (re-find #"(?x: a b )c" "abc") (re-find #"(?i-s:A.)" "ab") (re-seq #"(?i:ab)+" "abAB aB") (re-matches #"(?i:(a)(b))c" "ABc"))
(prn (re-find #"(?U)\w+" "héé!") (re-find #"\w+" "héé!") (re-find #"(?U)\d" "٣") (re-find #"(?i)[k-m]+" "KlM"))
(let [compile (fn [s flags] (java.util.regex.Pattern/compile s flags))]
  (prn (re-find (compile "A" java.util.regex.Pattern/CASE_INSENSITIVE) "a") (re-find (compile "a.b" java.util.regex.Pattern/DOTALL) "a\nb")
       (re-find (compile "^b" (bit-or 2 java.util.regex.Pattern/MULTILINE)) "a\nB") (re-find (compile "a.b" 16) "axb a.b") (re-find (compile "a b # c" 4) "ab") (re-find (compile "a" 0) "A")))
