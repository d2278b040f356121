;; Reader syntax of every kind.
(prn [1,2,,3] {:a 1, :b 2} #{1,2} '(a , b) #_ignored 1 #_#_a b 2 [#_x 3])
(prn @(atom 1) '~x '~@x ''a '`a '@a '#'a '^:m a)
(prn (#(+ %1 %2) 1 2) (#(apply + %&) 1 2) (#(do %2) 1 2) (#(vector % %3) 1 2 3))
(prn \a \space \newline \u03A9 \o60 \( \" \; \, "\u03a9\n\t\\\"\101")
(prn 1 -1 +1 0 -0 1.5 -1.5 1e3 1E-3 1.5e+2 0x10 -0x10 010 2r101 36rhello 1/3 -2/4 10N 1.5M 1M 1e2M)
(prn :a :a/b :a.b/c ::x :1 :a:b :a' 'a' 'a#b 'a.b 'a/b '/ 'clojure.core// '*a* '+ '-x '<=> '&x '%a 'a%)
(prn #:x{:a 1 :b/c 2 :_/d 3} #::{:a 1} '#:x{a 1 "s" 2} '#:x{:keys [q]})
(prn ##Inf ##-Inf #"a\"b\\c" #inst "2020-05-06" #uuid "00000000-0000-0000-0000-000000000001")
(prn nil true false 'nil? 'truex '(nil true) '[] '() '{} '#{} "" "a
b" )
; comment to end of line
(prn 1) #! also a comment
(comment (this is (never evaluated)))
