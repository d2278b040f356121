;; Threading macros in detail: ->, ->>, some->, cond->, as->, doto, .., memfn.
(prn (-> 5) (-> 5 inc) (-> 5 (- 2)) (->> 5 (- 2)) (-> [1 2] (conj 3) count) (->> [1 2 3] (map inc) (filter even?) (into [])) (-> {:a {:b 2}} :a :b inc) (->> (range 10) (partition 2) (map #(apply + %))))
(prn (some-> {:a {:b 1}} :a :b inc) (some-> {:a nil} :a :b inc) (some-> nil inc) (some-> false not) (some->> [1 2] (map inc) first) (some->> nil (map inc)))
(prn (cond-> 1) (cond-> 1 true inc) (cond-> 1 false inc true (* 10)) (cond->> [1 2 3] true (map inc) false (map dec)) (cond-> {} true (assoc :a 1) nil (assoc :b 2) :else (assoc :c 3)))
(prn (as-> 5 x (+ x 1) (* x x) (str x "!")) (-> 1 (as-> n (+ n n)) inc) @(doto (atom 1) (swap! inc) (swap! * 10)) (.. "abc" toUpperCase (substring 1)) (map (memfn length) ["a" "bcd"]) (-> "x" (doto println) (str "y")))
(prn (-> 3 (->> (- 10)) (- 1)) (-> [] (conj 1) (->> (map inc)) vec) (->> 5 (#(* % %))) (-> 5 ((fn [x] (+ x 1)))) (-> :a {:a 1}) (-> {:a 1} (get :b 2)) (->> {:a 1} (merge {:b 2})))
(defn pipeline [x] (-> x (update :n inc) (assoc :seen true) (dissoc :junk))) (prn (pipeline {:n 1 :junk 0}))
(prn (let [f (comp str inc #(* 2 %))] (map f [1 2])) (reduce #(%2 %1) 1 [inc inc #(* 10 %)]) ((apply comp (repeat 5 inc)) 0) (-> 1 (cond-> true inc) (as-> x [x x])))
