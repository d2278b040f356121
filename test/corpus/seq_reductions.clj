;; reductions, running states, fold-like helpers.
(prn (reductions + [1 2 3]) (reductions + 0 [1 2 3]) (reductions conj () [1 2]) (reductions max [3 1 4 1 5]) (reductions (fn [a x] (if (> a 5) (reduced :big) (+ a x))) [1 2 3 4 5]) (take 5 (reductions * (range 1 100))) (reductions + []) (reductions + 1 []))
(defn running-mean [xs] (map / (rest (reductions + 0.0 xs)) (iterate inc 1)))
(prn (running-mean [2 4 6 8]) (last (reductions (fn [s x] (conj s (* x x))) #{} (range 5))))
(defn fold-right [f init xs] (reduce (fn [a x] (f x a)) init (reverse xs)))
(prn (fold-right cons () [1 2 3]) (fold-right - 0 [1 2 3]) (reduce - 0 [1 2 3]))
(defn group-runs [xs] (reduce (fn [acc x] (if (= x (peek (peek acc))) (conj (pop acc) (conj (peek acc) x)) (conj acc [x]))) [] xs))
(prn (group-runs [1 1 2 3 3 3]) (reduce (fn [{:keys [open most]} c] (case c \( {:open (inc open) :most (max most (inc open))} \) {:open (dec open) :most most})) {:open 0 :most 0} "(()(()))"))
(prn (let [[s n] (reduce (fn [[s n] x] [(+ s x) (inc n)]) [0 0] (range 1000))] (/ s n)) (apply merge-with + (map (fn [x] {(mod x 3) x}) (range 10))) (transduce (map #(* % %)) max 0 [3 -4 2]) (reduce (fn [p i] (* p (/ i (inc i)))) 1 (range 1 20)))
