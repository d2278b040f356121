;; Logical blocks of cl-format, and a dispatch function that prints with one.
(require '[clojure.pprint :as pp])
(println (pp/cl-format nil "~<[~;~@{~w~^, ~:_~}~;]~:>" [1 2 3]) (pp/cl-format nil "~<[~;~@{~w~^, ~:_~}~;]~:>" []) (pp/cl-format nil "~:<~@{~w~^ ~}~:>" [1 "a" :b]))
(println (pp/cl-format nil "~<{~;~@{~<~w:~w~:>~^, ~}~;}~:>" [[:a 1] [:b 2]]) (pp/cl-format nil "~a ~<~a-~a~:> ~a" 1 [2 3] 4))
(defn as-json [x]
  (cond (map? x) ((pp/formatter-out "~<{~;~@{~<~w:~w~:>~^, ~}~;}~:>") (seq x))
        (sequential? x) ((pp/formatter-out "~<[~;~@{~w~^, ~:_~}~;]~:>") x)
        (keyword? x) (pr (name x))
        :else (pr x)))
(print (with-out-str (pp/with-pprint-dispatch as-json (pp/pprint [1 "two" [3 [4]] {:a 5}]))))
