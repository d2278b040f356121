;; What primitives.test.ts runs: functions of primitives, added below, get values of every type, and each other's answers.
(ns odeon.fuzz)

(def functions (atom []))
(defn add! [source f] (swap! functions conj [source f]))

(defrecord Pair [left right])
(deftype Cell [^:volatile-mutable held fixed])
(defprotocol Spoken (speak [x]))
(def ^:dynamic *dynamic* 1)
(defmulti kind-of class)
(defmethod kind-of :default [_] :other)

(def text "the quick brown fox jumps over the lazy dog, and more than once")

(defn things
  "One of everything, anew."
  []
  (let [node (prim/node-make 4)]
    [nil true false 0 1 -1 2 3 7 63 64 100 70000 -70000 4294967296 1152921504606846975 1152921504606846976
     9223372036854775807 -9223372036854775808 9223372036854775808N -5N 123456789012345678901234567890N 1/3 -7/2 1.50M -3M 0.0 -0.0 1.5 -2.5
     1e18 1e19 1e300 ##NaN ##Inf ##-Inf 4.9e-324
     \a \é \newline \0 "" "a" "ab" text "é€" "12" "1.5" "[1 :a \"x\"]" 'name 'name/space :k :n/k
     [] [1] [1 2 3] (vec (range 40)) (vec (range 1100)) (subvec (vec (range 40)) 3 30) (first {:a 1})
     {} {:a 1} {1 2 3 4 nil nil} (zipmap (range 40) (range)) #{} #{1 2 3} (set (range 40)) (sorted-map 1 2 3 4) (sorted-set 1 2)
     () '(1 2 3) (cons 1 [2]) (range 10) (range) (range 0 1000000 7) (map inc [1 2 3]) (doall (map inc (range 50))) (repeat 3) (iterate inc 0)
     (seq [1 2 3]) (seq "abc") (seq {:a 1 :b 2}) (seq (zipmap (range 40) (range))) (seq (long-array 3)) (rest (seq [1 2 3]))
     (transient []) (transient {}) (transient #{}) (transient (vec (range 40))) (transient (zipmap (range 40) (range)))
     (long-array 5) (double-array 5) (byte-array 5) (char-array 5) (int-array 5) (boolean-array 5) (short-array 5) (float-array 5)
     (object-array 5) (object-array 40) (long-array 3000) (to-array [1 2 3]) (to-array ["a" "b"])
     (->Pair 1 2) (assoc (->Pair 1 2) :more 3) (->Cell 1 2) (reify Object (toString [_] "reified"))
     Pair Cell String Long speak kind-of #'text #'*dynamic* *ns* (find-ns 'clojure.core)
     (fn [] 1) (fn [x] x) (fn [& xs] xs) inc map + :k (let [x 1] (fn [] x)) (with-meta (fn [] 1) {:a 1})
     (atom 1) (atom 2 :validator number?) (volatile! 1) (delay 1) (promise) (doto (promise) (deliver 1)) (reduced 1) (lazy-seq [1]) (lazy-seq nil)
     (ex-info "text" {:a 1}) (try (/ 1 0) (catch Throwable e e)) (try (nth [1] 5) (catch Throwable e e)) (tagged-literal 'a 1)
     #"a+b" #"(\w+) (\w+)" (StringBuilder. "builder") (prim/utf8-encode "bytes") (prim/buffer-make 16) #uuid "00112233-4455-6677-8899-aabbccddeeff" #inst "2020-01-01"
     (prim/self) (prim/make-ref) (prim/spawn (fn [] (prim/sleep-until nil)) node 0)
     node (prim/node-make 0) (prim/node-make 3000) (prim/map-walk {:a 1}) (prim/map-walk (zipmap (range 40) (range))) (prim/map-iter {:a 1 :b 2})
     (seq (range 40)) (prim/seq-chunk (range 40)) (to-array [0 nil])]))

(defn- shown [x]
  (try
    (if (or (number? x) (string? x) (keyword? x) (symbol? x) (char? x) (nil? x) (boolean? x))
      (pr-str x)
      (str (class x) (when (prim/ex? x) (str " " (prim/ex-code x) (pr-str (prim/ex-message x))))))
    (catch Throwable _ "what can't be shown")))

(defn run
  "So many calls of random functions with random things; some answers take the place of a thing. `how` is :tell, and the last call
  is only told: its function and the arguments; or :log, and all calls are told with their answers; or nil."
  [seed calls how]
  (let [fs (to-array @functions), pool (to-array (things)), n (alength pool)
        step (fn [s] (bit-and (+ (* s 1664525) 1013904223) 4294967295))
        at (fn [s m] (bit-shift-right (* s m) 32))]
    (loop [i 1, log [], s (bit-and (+ (* seed 2654435761) 12345) 4294967295)]
      (let [s1 (step s), s2 (step s1), s3 (step s2), s4 (step s3), s5 (step s4)
            [source f] (aget fs (at s1 (alength fs)))
            a (aget pool (at s2 n)), b (aget pool (at s3 n)), c (aget pool (at s4 n))
            told (when how (str (pr-str source) " with " (shown a) ", " (shown b) ", " (shown c)))]
        (if (and (= how :tell) (= i calls))
          told
          (let [answer (try (f a b c) (catch Throwable e e))
                log (if (= how :log) (conj log (str told ": " (shown answer))) log)]
            (when (< (at s5 10) 3) (aset pool (at (step s5) n) answer))
            (if (< i calls) (recur (inc i) log s5) log)))))))

(defn check [] (prim/heap-check))
