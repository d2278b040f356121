(Math/sqrt 2)
Long/MAX_VALUE
String
java.util.Date
(java.util.Date. 5)
(new StringBuilder "a")
(.length "abc")
(.charAt "abc" 0)
(.-x {})
(. "a" length)
(. "a" (substring 1))
(. Math pow 2 3)
(.. "a" trim (concat "b"))
(set! (.-x {}) 1)
(Foo. 1)
java.util.Dat
