42
(do)
(do 1 2)
(if 1 2)
(let* [a 1 b a] b)
(let [a 1])
(fn* [x] x)
(fn f ([] (f 1)) ([x & xs] (recur xs nil)))
(loop [i 0 n 10] (if (< i n) (recur (inc i) n) i))
(letfn [(ev? [n] (if (= n 0) true (od? (dec n)))) (od? [n] (ev? n))] (ev? 3))
'(a [b {:c d}] "s")
[1 2 [3]]
[1 (inc 2)]
{:a (inc 1)}
#{(inc 1)}
^{:doc "x"} [1]
^{:k (inc 1)} [(inc 2)]
(def a)
(def ^:dynamic *d* "doc" 1)
#'a
(set! *d* 2)
(throw (ex-info "m" {}))
(try 1 (catch Exception e e) (catch :default e 2) (finally 3))
(try 1)
(:k {:k 1})
(:k {} 0)
("s" 1)
((fn [x] x) 1)
