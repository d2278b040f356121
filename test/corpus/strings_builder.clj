;; Building large strings, StringBuilder, StringWriter, char arrays.
(let [sb (StringBuilder.)] (dotimes [i 5] (.append sb i) (.append sb \,)) (prn (str sb) (.length sb) (.toString (.reverse (StringBuilder. "abc")))))
(prn (count (apply str (repeat 10000 "xy"))) (subs (apply str (map char (range 97 123))) 10 15) (apply str (interpose ", " (map pr-str [1 "a" :b]))) (with-out-str (dotimes [i 3] (print i ""))) (reduce str (map str (range 12))))
(let [big (apply str (repeat 1000 "0123456789"))] (prn (count big) (hash big) (.indexOf big "9012") (.charAt big 5005) (subs big 9990) (= big (apply str (seq big))) (count (re-seq #"90" big)) (count (.replace big "0" "zero")) (.substring big 3 8)))
(let [w (java.io.StringWriter.)] (.write w "abc") (.append w "d") (prn (str w)) (binding [*out* w] (print 1 2)) (prn (str w)))
(prn (String. (char-array [\h \i])) (apply str (reverse (char-array "abc"))) (vec (.toCharArray "xyz")) (seq (.getBytes "aé" "UTF-8")) (String. (byte-array [104 105]) "UTF-8") (.equals "a" "a") (.equalsIgnoreCase "Ab" "aB") (.compareTo "a" "b") (.hashCode "hello") (.matches "abc" "[a-c]+") (vec (.split "a,b" ",")) (.repeat "ab" 3) (.strip " x ") (.isBlank " ") (.codePointAt "a" 0))
(prn (clojure.string/join (map #(str % (if (= % 3) "" ",")) (range 4))) (str (doto (StringBuilder. "a") (.append "b") (.insert 0 "z") (.setLength 2))) (format "%s" (StringBuilder. "sb")))
