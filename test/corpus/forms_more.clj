;; Forms after macro expansion, monitors, types named like classes.
(defmacro expanded [form] (macroexpand form))
(prn (expanded (let [[a b] [1 2]] (+ a b))) (expanded (when-let [[x] [5]] x)))
(defn monitored [] (let [o (Object.)] (locking o 1)))
(prn (monitored))
(defrecord Record [a]) (prn (Record. 1) (instance? Record (->Record 2)))
(prn (= (Class/forName "[I") (class (int-array 1))))
