;; format: dates, hexadecimal and general doubles, hashes, integers in three bases and their flags.
(defmacro c [f & args] `(println (pr-str ~f '~args) (try (pr-str (format ~f ~@args)) (catch Throwable e# (str "EX " (.getName (class e#)) " " (.getMessage e#))))))
(def d1 #inst "2021-03-04T05:06:07.089Z") (def d2 #inst "1999-12-31T23:59:59.999Z") (def d3 #inst "0099-01-01T12:00:00Z") (def d4 #inst "2020-02-29T00:00:00Z")
(doseq [k "HIklMSLNpzZsQBbhAaCYyjmdeRTrDFc" pre ["%t" "%T" "%-12t" "%12t"] d [d1 d2 d4]]
  (println pre k (try (pr-str (format (str pre k "|") d)) (catch Throwable e (str "EX " (.getName (class e)) " " (.getMessage e))))))
(c "%tY-%<tm-%<td" d1) (c "%1$tY-%1$tm-%1$td %1$tH:%1$tM" d1) (c "%tF" nil) (c "%tF" 0) (c "%tF" 1600000000000) (c "%tF" "x") (c "%tF" 1.5) (c "%tF %tT" d1 d1) (c "%tx" d1) (c "%t" d1) (c "%#tY" d1) (c "%.3tY" d1) (c "%+tY" d1) (c "%-tY" d1) (c "%TB" d1) (c "%TF" d1) (c "%10TB|" d1) (c "%tq" d1)
(doseq [f ["%a" "%A" "%.3a" "%20a|" "%-20a|" "%020a" "%+a" "%.0a" "%.13a" "%.20a"] x [0.0 -0.0 1.0 -1.0 0.1 3.14 1e10 1e-320 Double/MAX_VALUE Double/MIN_VALUE Double/NaN Double/POSITIVE_INFINITY Double/NEGATIVE_INFINITY]]
  (println f x (try (pr-str (format f x)) (catch Throwable e (str "EX " (.getName (class e)) " " (.getMessage e))))))
(doseq [f ["%h" "%H" "%10h|" "%-10h|" "%.2h" "%#h"] x [nil 1 -1 "abc" "" \a true false 1.5 12345678901 :k]]
  (when-not (= x :k) (println f (pr-str x) (try (pr-str (format f x)) (catch Throwable e (str "EX " (.getName (class e)) " " (.getMessage e)))))))
(doseq [f ["%g" "%G" "%.3g" "%.0g" "%.1g" "%12g|" "%-12g|" "%012g" "%+g" "% g" "%,g" "%(g" "%#g" "%.10g"] x [0.0 -0.0 1.0 -1.0 0.1 0.0001 0.00009999 0.00012345 123456.0 999999.5 1234567.0 1e10 1e-10 99999.95 Double/NaN Double/POSITIVE_INFINITY 1.5M 1234567M 10.0 100000.0]]
  (println f (pr-str x) (try (pr-str (format f x)) (catch Throwable e (str "EX " (.getName (class e)) " " (.getMessage e))))))
(doseq [f ["%x" "%X" "%o" "%#x" "%#o" "%#X" "%08x" "%#010x" "%-10x|" "%10x|" "%+x" "%,x" "% x" "%(x" "%+o" "%d" "%+d" "% d" "%(d" "%,d" "%010d" "%-10d|" "%+,d" "%(,d" "%0,15d" "%+010d" "%(010d" "% 010d" "%,(15d|" "%#d" "%-d" "%-010d" "%+ d" "%0d" "%.2d" "%.2x" "%-08x" "%,o"]
        x [0 1 -1 255 -255 123456789 -123456789 Long/MIN_VALUE (biginteger 12345678901234567890N) (biginteger -12345678901234567890N) (biginteger -300000000000000000000N)]]
  (println f (str x) (try (pr-str (format f x)) (catch Throwable e (str "EX " (.getName (class e)) " " (.getMessage e))))))
