;; Classes that portable programs use: addresses, codings, decimals, builders, tokenizers.
(require '[clojure.string :as s])
(let [m (re-matcher #"(\d+)-(\d+)" "12-34")] (re-find m) (prn (nth m 0) (nth m 2) (nth m 5 :no) (try (nth m 3) (catch IndexOutOfBoundsException e :out))))
(prn (.hashCode 1) (.hashCode 9223372039002259457) (.hashCode -1) (.hashCode 1.5) (.hashCode true) (.hashCode \a) (.hashCode "abc"))
(let [a (char-array 3)] (.getChars "hello" 1 4 a 0) (prn (String. a)))
(prn (count (StringBuilder. "abc")) (seq (StringBuilder. "abc")) (s/last-index-of (StringBuilder. "banana") "n")
     (s/replace (StringBuilder. "foo") #"o" (StringBuilder. "a")))
(prn (map (fn [f] (try (f) (catch Throwable e (class e))))
          [#(s/replace "axb" \x "yy") #(s/replace "axb" "x" \y) #(s/replace-first "axb" \x "yy") #(s/replace-first "axb" "x" \y)
           #(s/re-quote-replacement nil) #(s/replace "a" #"." (constantly \1)) #(s/replace "a" #"." (constantly "1"))]))
(let [w (java.io.StringWriter.)]
  (.append w "abcdef" 1 3) (.append w \z) (.write w "hello" 0 2) (.write w (char-array "xyz") 1 2)
  (prn (str w)))
(let [r (java.io.PushbackReader. (java.io.StringReader. "hello world") 10) a (char-array 5)]
  (prn (.read r a 0 5) (String. a) (.read r) (do (.unread r a 0 2) (slurp r))))
(let [u (java.net.URI. "http://u@example.com:80/a/b?q=1#f")]
  (prn (.getHost u) (.getPort u) (.getPath u) (.getQuery u) (.getFragment u) (.getScheme u) (.getUserInfo u) (.getAuthority u) (str u)
       (= u (java.net.URI. (str u))) (str (.resolve u "../x")) (str (.resolve u "?z")) (.isAbsolute u) (class u)))
(prn (let [u (java.net.URI. "mailto:a@b.c")] [(.getScheme u) (.getHost u) (.isOpaque u) (.getPort u)])
     (try (java.net.URI. "a b") (catch java.net.URISyntaxException e :bad))
     (let [u (java.net.URL. "https://x.org/p?q")] [(.getProtocol u) (.getHost u) (.getPath u) (.getQuery u) (.getFile u) (str u)]))
(prn (java.net.URLEncoder/encode "a b&é~*" "UTF-8") (java.net.URLDecoder/decode "a+b%26%C3%A9" "UTF-8"))
(prn (.encodeToString (java.util.Base64/getEncoder) (.getBytes "hello")) (String. (.decode (java.util.Base64/getDecoder) "aGVsbG8="))
     (.encodeToString (.withoutPadding (java.util.Base64/getUrlEncoder)) (.getBytes "??>>")))
(prn (.setScale 1.255M 2 java.math.RoundingMode/HALF_UP) (.setScale 1M 2) (.precision 123.45M) (.stripTrailingZeros 1.500M)
     (for [m [java.math.RoundingMode/UP java.math.RoundingMode/DOWN java.math.RoundingMode/CEILING java.math.RoundingMode/FLOOR
              java.math.RoundingMode/HALF_UP java.math.RoundingMode/HALF_DOWN java.math.RoundingMode/HALF_EVEN]
           n [-2.5M -1.1M 1.5M 2.5M 2.6M]]
       (.setScale n 0 m))
     (try (.setScale 1.5M 0) (catch ArithmeticException e :rounding)) (.round 123.456M (java.math.MathContext. 4)))
(prn (enumeration-seq (java.util.StringTokenizer. "a b  c")) (.countTokens (java.util.StringTokenizer. "a,b,c" ",")))
(let [sb (StringBuilder. "hello")]
  (.setCharAt sb 0 \j) (.replace sb 1 3 "EL") (.append sb (char-array "!?")) (.append sb "abcdef" 1 3)
  (prn (str sb) (.lastIndexOf sb "l") (.substring sb 2) (.length sb)))
(prn (.get (doto (java.util.concurrent.ConcurrentHashMap.) (.put :a 1)) :a) (Long/reverse 1) Double/MAX_EXPONENT)
