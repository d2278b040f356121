;; format in detail.
(prn (format "%d|%5d|%-5d|%05d|%+d|%,d" 42 42 42 42 42 1234567) (format "%x|%X|%o|%08x" 255 255 8 48879) (format "%s|%10s|%-10s|%.3s" "hello" "hello" "hello" "hello"))
(prn (format "%f|%.0f|%.3f|%8.2f|%-8.2f|%08.2f|%+.1f" 3.14159 2.5 2.71828 3.14159 3.14159 3.14159 1.0) (format "%e|%.2e|%E" 12345.678 0.00012 1.5) (format "%g" 0.0001234))
(prn (format "%c|%b|%B|%%|%n" \a true nil) (format "%2$s %1$s" "a" "b") (format "%s %s %s" nil :k [1 "x"]) (format "%S" "up") (format "no args"))
(prn (format "%5s|%-5s|%5b" nil nil false) (format "%.2f" 1M) (format "%,.2f" 1234567.891) (format "%03d-%02d" 7 5) (format "%s" 1/3) (format "%d%%" 50))
(prn (try (format "%d" "x") (catch Exception e :bad)) (try (format "%s %s" 1) (catch Exception e :missing)) (try (format "%q" 1) (catch Exception e :unknown)))
(printf "%s=%d%n" "x" 5) (printf "%.1f\n" 0.25) (println (format "%-10s|%6.2f" "name" 12.345))
(prn (apply format "%s-%s" [1 2]) (map #(format "%02d" %) (range 3)) (String/format "%s!" (to-array ["hi"])))
