;; oracle: hand
;; Patterns of receive: literals, vectors, maps, guards, :or, (= expr), nesting, rest, wildcards.
(require '[clojure.actors :refer [self ! receive]])
(def me (self))
(defn match [m]
  (! me m)
  (let [limit 5 tag :special]
    (receive
      42                              :forty-two
      "text"                          :text
      nil                             :nil
      true                            :true
      \c                              :char
      :key                            :keyword
      []                              :empty-vector
      [:pair a b]                     [:pair-of b a]
      [:rest a & more]                [:rest a (vec more)]
      [:deep [x {:y y}] _]            [:deep x y]
      [:or (:or 1 2 3)]               :small
      [:or (n :guard even?)]          [:even n]
      [:guard (n :guard #(> % limit))] [:big n]
      [:guard n]                      [:small n]
      [(= tag) x]                     [:tagged x]
      [:eq (= (+ limit 1))]           :six
      {:op :add :a a :b b}            (+ a b)
      {:op :neg :v v}                 (- v)
      {:only k}                       [:only k]
      (s :guard string?)              [:string s]
      (v :guard vector?)              [:vector (count v)]
      other                           [:other other])))
(doseq [m [42 "text" nil true \c :key [] [:pair 1 2] [:pair 1 2 3] [:rest 1 2 3] [:rest 1] [:deep [1 {:y 2 :z 3}] :any] [:or 2] [:or 4] [:or 5]
           [:guard 9] [:guard 1] [:special 7] [:eq 6] [:eq 7] {:op :add :a 1 :b 2 :c 3} {:op :neg :v 5} {:op :neg} {:only nil} {} "other text" [1 2 3] 'sym false 42.0]]
  (prn m '-> (match m)))
(! me [1 1]) (prn (receive [a a] [:bound-twice a]))
(! me {:a {:b [1 {:c :deep}]}}) (prn (receive {:a {:b [_ {:c c}]}} c))
(! me [:x 1]) (prn (let [x 1] (receive [:x (= x)] :same)))
