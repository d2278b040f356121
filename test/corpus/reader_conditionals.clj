;; oracle: hand
;; Reader conditionals: the feature keys of this platform are :odeon first, then :clj, then :default.
(prn #?(:odeon 1 :clj 2) #?(:clj :jvm :odeon :own) #?(:cljs 1 :default 2) [#?(:cljs 1)] #?(:clj 3 :cljs 4))
(prn [#?@(:clj [1 2] :default [3]) 3] [#?@(:cljs [1 2])] #?(:odeon {:a #?(:clj 1 :default 2)}) '(a #?(:cljs b) c))
(prn #?(:cljs (this is never "read as code" #unknown/tag [1]) :odeon :ok))
(defn f [x] #?(:odeon (inc x) :cljs (dec x)))
(prn (f 1) #?@(:odeon []) :end)
(prn (read-string {:read-cond :allow} "#?(:clj 1 :cljs 2)"))
