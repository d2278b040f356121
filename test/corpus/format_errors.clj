;; format: doubles, texts and characters with each flag, and what a bad format throws.
(defmacro c [f & args] `(println (pr-str ~f '~args) (try (pr-str (format ~f ~@args)) (catch Throwable e# (str "EX " (.getName (class e#)) " " (.getMessage e#))))))
(doseq [f ["%f" "%.0f" "%.2f" "%10.2f|" "%-10.2f|" "%010.2f" "%+.2f" "% .2f" "%(.2f" "%,.2f" "%#.0f" "%+,.2f" "%(,015.2f" "%.20f" "%-010f" "%+ f" "%-f" "%0f" "%e" "%E" "%.0e" "%.3e" "%12.3e|" "%-12.3e|" "%012.3e" "%+e" "%(e" "%,e" "%#e" "%#.0e" "%.20e" "% e"]
        x [0.0 -0.0 1.0 -1.0 0.5 1.5 2.5 -2.5 0.125 1234567.891 -1234567.891 1e20 1e-5 1e300 Double/NaN Double/POSITIVE_INFINITY Double/NEGATIVE_INFINITY 1.5M -1.5M 1234567.891M 1E+30M 0.00001M]]
  (println f (pr-str x) (try (pr-str (format f x)) (catch Throwable e (str "EX " (.getName (class e)) " " (.getMessage e))))))
(doseq [f ["%s" "%S" "%10s|" "%-10s|" "%.2s" "%10.2s|" "%-10.2s|" "%#s" "%+s" "%010s" "%,s" "%-s" "%(s" "% s" "%b" "%B" "%10b|" "%-10b|" "%.2b" "%#b" "%+b" "%0b" "%-b" "%c" "%C" "%5c|" "%-5c|" "%.1c" "%#c" "%+c" "%-c" "%05c"]
        x [nil "abc" "" \a true false 1.5 :k 'sym [1 "a"] {:a 1}]]
  (println f (pr-str x) (try (pr-str (format f x)) (catch Throwable e (str "EX " (.getName (class e)) " " (.getMessage e))))))
(c "%d" "x") (c "%d" 1.5) (c "%d" nil) (c "%d" \a) (c "%d" 1.5M) (c "%d" 1/2) (c "%x" 1.5) (c "%x" "x") (c "%f" 1) (c "%f" "x") (c "%f" 1/2) (c "%f" nil) (c "%e" 1) (c "%c" "x") (c "%c" 1.5) (c "%c" true) (c "%a" 1) (c "%a" 1M) (c "%g" 1) (c "%d" :k) (c "%d" [1]) (c "%d" {}) (c "%f" 'a)
(c "%") (c "%d") (c "%d %d" 1) (c "%2$d" 1) (c "%<d" 1) (c "%d %<d" 1) (c "%<s") (c "%0$d" 1) (c "%1$d %d" 1) (c "%1$d %1$d %d %d" 1 2) (c "%q" 1) (c "%z" 1) (c "%5" 1) (c "%-" 1) (c "%y" 1) (c "%i" 1) (c "%u" 1) (c "%.d" 1) (c "%.f" 1.0) (c "%5.f" 1.0) (c "%--5d" 1) (c "%++d" 1) (c "%00d" 1) (c "% +d" 1) (c "%-05d" 1) (c "%05" 1) (c "%ld" 1) (c "%5%|") (c "%-5%|") (c "%%") (c "%-%") (c "%.2%") (c "%+%") (c "%05%") (c "%n") (c "%5n") (c "%.2n") (c "%-n") (c "%#n") (c "%é" 1) (c "a%" 1) (c "100% sure" 1) (c "100%") (c "%!" 1) (c "% " 1) (c "%1$" 1) (c "%D" 1) (c "%O" 1) (c "%F" 1.0) (c "%N" 1) (c "%99999999999d" 1) (c "%1$99999999999d" 1) (c "%.99999999999f" 1.0)
(c "") (c "abc") (c "abc" 1 2) (c "%s %s" 1 2 3) (c "%2$s %1$s" 1 2) (c "%s%%%s" 1 2) (c "%3$s %1$s %s" 1 2 3) (c "%s %<s %s %<s" 1 2) (c "%s" (list 1 2))   (c "%s" [nil "a"]) (c "%s" "\n")

(prn (try (format "%d" "x") (catch java.util.IllegalFormatException e (instance? IllegalArgumentException e))))
(prn (try (format "%d" "x") (catch java.util.IllegalFormatConversionException e (.getMessage e))))
(prn (with-out-str (printf "%s-%s" 1 nil)))
(prn (String/format "%s-%s" (to-array [1 nil])))

(c "%c%C" (int 97) (int 128512))
