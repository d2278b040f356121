;; Keywords and symbols: construction, namespaces, comparison, lookup, printing.
(prn :a :a/b :a.b/c :a-b :a? :a! :*a* :+ :a1 (keyword "b") (keyword "x" "y") (keyword "x/y") (keyword 'q) (keyword :r) (keyword nil) (name :x/y) (namespace :x/y) (namespace :y))
(prn 'a 'a/b (symbol "c") (symbol "n" "m") (symbol :k) (symbol 'x/y) (name 'x/y) (namespace 'x/y) (str 'a/b) (str :a/b) (= 'a 'a) (= :a 'a) (= "a" :a) (identical? :q (keyword "q")))
(prn (compare :a :b) (compare :a/b :a/a) (compare :a :a/a) (compare 'x 'y) (sort [:c :a/b :b :a/a]) (sort ['b 'a/c 'a]) (hash :foo) (hash 'foo) (hash :foo/bar) (= (hash :a) (hash 'a)))
(prn (:a {:a 1}) (:a {}) (:a nil :d) (:a #{:a}) ('s {'s 2}) (map :k [{:k 1} {:k 2}]) (:a [1 2]) (:a 5) ((keyword "dyn") {:dyn 3}) (get {:a/b 1} (keyword "a" "b")))
(prn (keyword? :a) (symbol? 'a) (ident? :a) (simple-keyword? :a/b) (qualified-symbol? 'a/b) (keyword "with space") (name "str") (meta (with-meta 'm {:a 1})) (= (with-meta 'm {:a 1}) 'm) (contains? #{'m} (with-meta 'm {:b 1})))
