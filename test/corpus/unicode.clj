;; Unicode text.
(require '[clojure.string :as s])
(def t "naïve café – 日本語 🎉 Ünïcödé")
(println t) (prn (count t) (s/upper-case t) (s/lower-case t) (subs t 0 5) (s/index-of t "日") (hash t) (map int "é日") (count "🎉") (s/reverse "añb"))
(prn (keyword "ключ") 'символ {:ñ 1} (:ñ {:ñ 1}) (name :日本) (str \é \日) \u00e9 (s/split "a–b–c" #"–") (re-seq #"\p{Lu}" "aÉbÜ") (re-find #"(?u)\w+" "abc") (s/capitalize "élan") (s/blank? "\u2003"))
(prn (sort ["é" "e" "z" "a"]) (compare "é" "z") (= "é" "\u00e9") (frequencies "日本日") (apply str (sort "ñaé")) (s/trim "\u2003x\u2003") (format "%s|%5s" "é" "日") (s/replace "日本" "本" "x") (s/join "→" [1 2]))
