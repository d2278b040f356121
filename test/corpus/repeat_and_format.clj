;; repeat of every length, and formats that are used again and again.
(prn (repeat 0 :a) (repeat -1 :a) (repeat 3 :a) (count (repeat 64 1)) (count (repeat 65 1)) (count (repeat 1000 1)) (reduce + (repeat 129 2)) (take 2 (repeat 1000000000 :x)) (class (repeat 0 1)) (vec (repeat 2 nil)) (apply str (repeat 70 "ab")) (nth (repeat 200 :z) 199) (drop 63 (repeat 66 1)) (str (repeat 2 1)) (seq (repeat 0 1)) (empty? (repeat 0 1)) (= (repeat 3 1) [1 1 1]) (hash (repeat 3 1)))
(prn (doall (map (fn [x] (print x "") x) (repeat 3 1))) (first (map (fn [x] (print "once ") x) (repeat 100 7))) (repeat 2.5 :q) (take 3 (repeat 1)) (interleave (repeat 2 :a) (range)) (zipmap [:a :b] (repeat 5)))
(defmacro t [e] `(try ~e (catch Exception e# [(.getSimpleName (class e#)) (ex-message e#)])))
(dotimes [i 3] (prn (format "%d %s %.2f|%5d|%-5s|%05d|%x|%c|%b|%%|%n" i "x" (* i 1.5) i "l" i 255 \q true)))
(prn (map #(format "<%s>" %) [1 nil :k "s" [1 2] 1.5 'a]) (format "%2$s %1$s %2$s %<s %s" "a" "b") (format "no directives") (format "") (format "%S %X %s" "up" 255 "low") (t (format "%d" 1.5)) (t (format "%s %s" 1)) (format "%.3s|%10.2f|%e" "abcdef" 3.14159 12345.678))
(prn (str) (str nil) (str 1) (str nil nil) (str 1 nil) (str "a" :b) (str "a" 1 \c) (str nil nil nil) (str 1 2 3 4) (str "x" [1 "y"] {:a 1} nil 'q) (apply str (range 12)) (apply str [1]) (apply str []) (map str [1 2] ["a" "b"] [:x :y]))
