;; Characters.
(prn \a \A \0 \space \newline \tab \return \backspace \formfeed \u0041 \o101 \" \\ \; \( \é \☃ (char 65) (int \A) (long \a) (char? \a) (char? "a") (= \a \a) (= \a "a") (compare \a \b) (hash \a) (str \a) (str \a \b))
(prn (map char (range 97 105)) (map int "az") (sort [\c \a \b]) (apply str (reverse [\a \b])) (Character/isDigit \5) (Character/isLetter \a) (Character/isUpperCase \A) (Character/isLowerCase \a) (Character/isWhitespace \space) (Character/toUpperCase \a) (Character/toLowerCase \A) (Character/isLetterOrDigit \_) (Character/getNumericValue \9) (Character/digit \f 16))
(prn (get {\a 1} \a) (contains? #{\x} \x) (case \b \a 1 \b 2) (frequencies "aab") (group-by #(Character/isDigit %) "a1b2") (char-name-string \newline) (char-escape-string \newline))
(println \a \newline \b) (pr \a \space) (newline) (prn (str \newline) [\a] {\k \v} (vec "ab") (count "\u0000\n"))
(prn (try (char -1) (catch IllegalArgumentException e :bad)) (try (char 70000) (catch IllegalArgumentException e :bad)) (try (int "a") (catch ClassCastException e :cce)) (first "x") (nth "xyz" 2) (.charAt "q" 0))
