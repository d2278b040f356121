;; Which class of exception the common mistakes raise, and that programs go on after catching them.
(defmacro cls [e] `(try ~e (catch Throwable t# (class t#))))
(prn (cls (/ 1 0)) (cls (nth [1] 5)) (cls (nth '(1) 5)) (cls (subs "abc" 9)) (cls ((fn [a] a))) (cls ((fn [a] a) 1 2)) (cls (assoc [1] 5 0)) (cls (throw (ex-info "x" {}))) (cls (Long/parseLong "z")) (cls (pop [])) (cls (first 5)) (cls (seq 1)))
(prn (cls (1 2)) (cls ("s" 1)) (cls (+ :a 1)) (cls (inc "1")) (cls (compare 1 "a")) (cls (sort [1 :a])) (cls (conj 1 2)) (cls (assoc 5 :a 1)) (cls (deref 5)) (cls (name 5)) (cls (case 5 1 2)) (cls (assert false)))
(prn (cls (swap! 5 inc)) (cls (with-meta 5 {})) (cls (peek #{1})) (cls (symbol 5)) (cls (read-string "(")) (cls (eval '(unknown-sym-xyz))) (cls (char -5)) (cls (int 1e20)) (cls (apply + 1)) (cls (reduce + 5)) (cls (doall (map inc 5))))
