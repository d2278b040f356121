;; Texts compared with constant texts: of any length, from anywhere, and things that are no texts.
(defn kind [x]
  (case x
    "" :empty
    "a" :a
    "ab" :ab
    "abc" :abc
    "abcd" :abcd
    "abcde" :abcde
    "äöü€" :umlauts
    "😀" :smile
    "0123456789abcdef" :sixteen
    "0123456789abcdefg" :seventeen
    "a rather long text that is no key at all" :long
    :other))
(defn mixed [x] (case x "one" 1 :one 2 one 3 nil 4 1 5 \o 6 ("two" "three") 7 [1 2] 8 0))
(defn few [x] (case x "yes" true "no" false nil))
(defn same [x] [(= x "abc") (= "abcd" x) (= x "") (not= x "a rather long text that is no key at all") (= x "0123456789abcdefg" "0123456789abcdefg")])
(def made (StringBuilder.))
(.append made "abc")
(def inputs
  ["" "a" "ab" "abc" "abd" "xbc" "abcd" "abcx" "abcde" "abcdx" "äöü€" "äöü" "😀" (subs "xxabc" 2) (subs "abcdef" 0 4) (str made)
   (apply str "01234" "56789abcdef") (str "0123456789abcde" "x") (str "0123456789abcdef" \g) (str "0123456789abcdef" \h)
   (str "a rather long text that is no key at al" "l") (str "a rather long text that is no key at al" "x") (str "b rather long text that is no key at al" "l")
   "one" "two" "three" "four" :one 'one nil 1 1N 1.0 \o \a [1 2] '(1 2) {} :abc 'abc true (String. "yes") "no" "yes "])
(dotimes [_ 300] (run! (fn [x] (kind x) (mixed x) (few x) (same x)) inputs))
(doseq [x inputs] (println (if (string? x) (pr-str x) (str x)) (kind x) (mixed x) (few x) (same x)))
(let [c (fn [k] (condp = k "GET" 1 "PUT" 2 "POST" 3 0))] (println (map c ["GET" "PUT" "POST" "PATCH" :GET nil])))
(println (filterv #(= "b" %) ["a" "b" "c" "b"]) (some #{"b"} ["a" "b"]) (remove #(= % "") ["" "x" ""]))
