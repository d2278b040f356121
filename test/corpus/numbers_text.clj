;; Parsing and printing numbers.
(prn (map parse-long ["1" "-5" "+7" "007" "1.5" "" "abc" "9223372036854775807" "9223372036854775808" " 1"]) (map parse-double ["1" "1.5" "-2e3" ".5" "1." "NaN" "Infinity" "x" ""]) (map parse-boolean ["true" "false" "TRUE" ""]))
(prn (map str [0 -0 1.0 -1.5 1e7 1.0E-5 123456789.123 1/3 10N 1.50M 1e21 0.1 100.0 1e15 1e16 12345678.0 0.001 0.0001]))
(prn (Long/parseLong "123") (Integer/parseInt "-7") (Double/parseDouble "2.50") (Long/toString 255 2) (Integer/toString 35 36) (Long/toHexString 255) (Integer/toBinaryString 5) (Long/toOctalString 8) (Long/valueOf 5) (Double/valueOf 1.5) (Integer/toHexString -1) (Long/toHexString -1))
(prn (try (Long/parseLong "x") (catch NumberFormatException e :nfe)) (try (Long/parseLong "") (catch NumberFormatException e :nfe)) (try (Double/parseDouble "q") (catch NumberFormatException e :nfe)) (try (Integer/parseInt "99999999999") (catch NumberFormatException e :nfe)) (try (parse-long 5) (catch IllegalArgumentException e :not-a-string)))
(prn (map read-string ["1" "-1" "1.5" "1e3" "0x10" "010" "2r11" "1/2" "5N" "1.5M" "##Inf"]) (map #(try (read-string %) (catch Exception e :unreadable)) ["1a" "0x" "1/0x" "08" "3r9"]))
(prn (str 1.1) (str (+ 0.1 0.2)) (str 100) (str 1e100) (str (/ 1.0 3)) (str 2e-10) (str (float 0.1)) (str 5e-324) (str 1.7976931348623157e308) (str 4.35) (str 0.3) (str 2.675) (str 9007199254740993.0))
