;; Functions in functions in functions: captures through several levels, shadowed parameters, recursion, names.
(defn l1 [a] (fn l2 [b] (fn l3 [c] (fn l4 [d] [a b c d (+ a b c d)])))) (prn ((((l1 1) 2) 3) 4) (let [f (l1 10)] (map #(((f 1) 1) %) [1 2])))
(defn acc-gen [n] (let [s (atom n)] (fn [i] (swap! s + i)))) (let [g (acc-gen 10) h (acc-gen 0)] (prn (g 5) (g 5) (h 1) (g 0)))
(defn mk [x] {:get (fn [] x) :with (fn [y] (mk y)) :add (fn [k] (mk (+ x k)))}) (prn ((:get ((:add ((:with (mk 1)) 10)) 5))))
(prn ((((fn [x] (fn [y] (fn [] [x y]))) 1) 2)) (let [x 1 f (fn [x] (fn [] x)) g (f 2)] [x (g)]) ((fn fact [n] (if (zero? n) 1 (* n (fact (dec n))))) 6) (let [f (fn me ([] (me 1)) ([n] [:n n]))] (f)))
(prn (map (fn [i] (map (fn [j] (map (fn [k] (+ i j k)) [1 2])) [10 20])) [100 200]) ((reduce (fn [f i] (fn [x] (f (+ x i)))) identity (range 5)) 100))
