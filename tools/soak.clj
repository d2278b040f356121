(ns ^:odeon/kernel soak
  "The workload of tools/soak.ts: actors that build, share, keep, drop and send data of every kind, and check what they hold.

  Each value travels with a checksum that its maker computed by walking it. Whoever holds it walks it again: after it was
  received, after it was kept for a while, after it was read from a shared cell, inside closures and lazy seqs that were made
  by another actor. A difference is a lost or torn object, and ends the run."
  (:require [clojure.actors :refer [! self spawn-monitor exit now receive]]))

;; ---- randomness: a linear congruential generator in a volatile ------------------------------------------------------

(defn generator [seed] (volatile! (bit-and (+ 88172645463325 (* 7919 seed)) 0xffffffff)))
(defn rnd [g n]
  (vswap! g (fn [s] (bit-and (+ (* s 1664525) 1013904223) 0xffffffff)))
  (mod (bit-shift-right @g 7) n))

;; ---- checksums -------------------------------------------------------------------------------------------------------

(deftype Pair [left right])
(defrecord Entry [key value])
(defprotocol Summed (parts [x]))
(extend-type Pair Summed (parts [p] [(.-left p) (.-right p)]))

(defn mix [h k] (bit-and (+ (* 31 h) k 17) 0xffffffff))

(defn sum
  "A number that depends on everything in x, and on order where x has one."
  [x]
  (cond
    (nil? x) 1
    (integer? x) (long (mod x 1000003))
    (string? x) (mix (count x) (mod (hash x) 1000003))
    (keyword? x) (mix 3 (count (name x)))
    (symbol? x) (mix 4 (count (name x)))
    (vector? x) (reduce (fn [h y] (mix h (sum y))) 5 x)
    (record? x) (mix 19 (+ (sum (:key x)) (* 3 (sum (:value x)))))
    (map? x) (mix (count x) (mod (reduce-kv (fn [h k v] (+ h (* (sum k) 3) (sum v))) 6 x) 1000003))
    (set? x) (mix (count x) (mod (reduce (fn [h y] (+ h (sum y))) 7 x) 1000003))
    (float? x) (mod (long (* 16 x)) 1000003)
    (ratio? x) (mix (sum (numerator x)) (sum (denominator x)))
    (char? x) (int x)
    (boolean? x) (if x 8 9)
    (fn? x) (mix 10 (sum (x)))
    (sequential? x) (loop [h 11 s (seq x)] (if s (recur (mix h (sum (first s))) (next s)) h))
    (instance? Pair x) (mix 12 (sum (parts x)))
    (instance? clojure.lang.IDeref x) (mix 13 (sum @x))
    :else (mix 14 (areduce x i h 0 (mix h (sum (aget x i)))))))

;; ---- values ----------------------------------------------------------------------------------------------------------

(declare build)
(defn some-of [g depth n] (mapv (fn [_] (build g depth)) (range n)))

(defn scalar [g]
  (case (rnd g 10)
    0 nil
    1 (rnd g 1000000)
    2 (- (rnd g 100000) 50000)
    3 (* 1180591620717411303424N (inc (rnd g 1000)))
    4 (/ (rnd g 5000) 16.0)
    5 (/ (inc (* 2 (rnd g 5000))) 16)
    6 (keyword (str "k" (rnd g 500)))
    7 (apply str (repeat (rnd g 40) (char (+ 65 (rnd g 26)))))
    8 (symbol (str "s" (rnd g 2000)))
    (* 1152921504606846975 (inc (rnd g 7)))))

(defn table [g depth n]
  (persistent! (reduce (fn [t i] (assoc! t (if (even? i) i (keyword (str "m" i))) (build g depth))) (transient {}) (range n))))

(defn nested [g n] (loop [i 0 x (scalar g)] (if (< i n) (recur (inc i) (if (zero? (rnd g 2)) [x] (list x i))) x)))

(defn build
  "A random value, nested at most depth levels."
  [g depth]
  (if (or (<= depth 0) (zero? (rnd g 3)))
    (scalar g)
    (let [d (dec depth)]
      (case (rnd g 20)
        0 (some-of g d (rnd g 6))
        1 (apply list (some-of g d (rnd g 6)))
        2 (table g d (rnd g 7))
        3 (table g (dec d) (rnd g 40))
        4 (set (map (fn [i] (* i (inc (rnd g 9)))) (range (rnd g 30))))
        5 (let [x (build g d) y (build g d)] (fn [] [y x]))
        6 (let [xs (some-of g d (rnd g 5))] (map (fn [x] [x (count xs)]) xs))
        7 (let [n (rnd g 50) step (inc (rnd g 5))] (filter odd? (map (fn [i] (* i step)) (range n))))
        8 (let [x (build g d)] (delay [x x]))
        9 (atom (build g d))
        10 (volatile! (build g d))
        11 (into-array Object (some-of g d (rnd g 6)))
        12 (long-array (map (fn [_] (rnd g 100000)) (range (rnd g 30))))
        13 (->Pair (build g d) (build g d))
        14 (->Entry (build g d) (build g d))
        15 (with-meta (some-of g d 2) {:doc (build g d)})
        16 (into (sorted-map) (map (fn [i] [i (build g (dec d))]) (range (rnd g 12))))
        17 (let [x (build g d)] [x x [x]])
        18 (let [s (iterate (fn [n] (mod (+ (* n 7) 3) 10007)) (rnd g 10007))] (take (rnd g 40) s))
        (let [p (promise)] (deliver p (build g d)) p)))))

(defn big
  "A value that is large in one dimension."
  [g]
  (case (rnd g 7)
    0 (vec (range (rnd g 20000)))
    1 (apply str (repeat (rnd g 3000) "abcdefghij"))
    2 (into {} (map (fn [i] [i (str i)]) (range (rnd g 3000))))
    3 (nested g (rnd g 3000))
    4 (object-array (map (fn [i] [i]) (range (rnd g 5000))))
    5 (doall (map str (range (rnd g 3000))))
    (long-array (rnd g 20000))))

(defn parcel
  "A value with its checksum."
  [g]
  (let [x (if (zero? (rnd g 60)) (big g) (build g 4))] [x (sum x)]))

;; ---- what actors do --------------------------------------------------------------------------------------------------

(def board "What all may read and replace: cells in the shared heap." (vec (map (fn [_] (atom nil)) (range 16))))
(def failures (atom []))
(def totals (atom {:rounds 0 :children 0 :heap-checks 0}))

(defn verify [where [x expected]]
  (let [found (sum x)]
    (when-not (= found expected)
      (swap! failures conj [where expected found])
      (throw (ex-info "a value has changed" {:where where :expected expected :found found})))))

(defn deep "Recursion that is not in tail position, with data on the stack." [g n x]
  (if (zero? n) (sum x) (let [y [n x]] (mod (+ (deep g (dec n) x) (count y)) 1000003))))

(defn child-work [g kind [x expected :as parcel] owner]
  (verify :child parcel)
  (case kind
    0 (! owner [:child-done parcel])
    1 (throw (ex-info "on purpose" {:parcel parcel}))
    2 (exit parcel)
    3 (loop [] (recur))
    (do (dotimes [i 20] (vec (range (rnd g 300)))) (! owner [:child-done [(fn [] x) (mix 10 expected)]]))))

(defn use-child [g parcel]
  (let [kind (rnd g 5) me (self) seed (rnd g 100000)
        [pid ref] (spawn-monitor (fn [] (child-work (generator seed) kind parcel me)))]
    (when (= kind 3) (exit pid [:enough parcel]))
    (receive
      [:DOWN (= ref) _ reason]
      (cond (= kind 1) (verify :thrown (:parcel (ex-data reason)))
            (= kind 2) (verify :exited reason)
            (= kind 3) (verify :killed (nth reason 1))
            :else (receive [:child-done answer] (verify :answered answer))))))

(defn catcher [g parcel]
  (try
    (let [inner (fn [n] (if (zero? n) (throw (ex-info "thrown" {:parcel parcel})) (inc (deep g (rnd g 20) (first parcel)))))]
      (inner (rnd g 2)))
    (catch Exception e (when-let [p (:parcel (ex-data e))] (verify :caught p)))
    (finally (rnd g 2))))

(defn churn "Garbage, part of which lives for a while." [g]
  (let [v (loop [i 0 v (transient [])] (if (< i (rnd g 400)) (recur (inc i) (conj! v [i (str i)])) (persistent! v)))]
    (reduce + (map first v))
    (count (group-by (fn [[i _]] (mod i 7)) v))))

;; A worker's state: kept (a vector), live (a transient map), slots (an array) hold parcels; out is the number of unanswered sends.

(defn send-parcel [g peers out p]
  (vswap! out inc)
  (! (nth peers (rnd g (count peers))) [:data (self) p]))

(defn act
  "One random step of a worker; answers what it keeps."
  [g peers out kept slots]
  (case (rnd g 14)
    (0 1 2 3) (let [p (parcel g)] (send-parcel g peers out p) (assoc kept (rnd g 12) p))
    4 (let [p (nth kept (rnd g 12))] (when p (verify :kept p) (send-parcel g peers out p)) kept)
    5 (do (reset! (nth board (rnd g 16)) (parcel g)) kept)
    6 (let [p @(nth board (rnd g 16))] (when p (verify :board p)) (assoc kept (rnd g 12) p))
    7 (let [extra (build g 2) n (sum extra)
            grow? (< (rnd g 100) 70)]
        (swap! (nth board (rnd g 16)) (fn [p] (if (and p grow?) [[(nth p 0) extra] (mix (mix 5 (nth p 1)) n)] [extra n])))
        kept)
    8 (do (use-child g (or (nth kept (rnd g 12)) (parcel g))) (swap! totals update :children inc) kept)
    9 (do (catcher g (parcel g)) kept)
    10 (do (churn g) kept)
    11 (let [p (nth kept (rnd g 12))] (deep g (rnd g 2000) (when p (nth p 0))) kept)
    12 (let [p (aget slots (rnd g 24))] (when p (verify :array p)) (assoc kept (rnd g 12) nil))
    (do (aset slots (rnd g 24) (parcel g))
        (when (zero? (rnd g 40)) (prim/collect (rnd g 3)))
        kept)))

(defn worker [seed id credit]
  (let [g (generator seed) slots (object-array 24) out (volatile! 0)
        peers (receive [:peers pids] pids)]
    (loop [round 0 kept (vec (repeat 12 nil)) live (transient {})]
      (receive
        [:data from parcel] (do (verify :received parcel)
                                (! from :ack)
                                (aset slots (rnd g 24) parcel)
                                (recur round (assoc kept (rnd g 12) parcel) (assoc! live (rnd g 64) parcel)))
        :ack (do (vswap! out dec) (recur round kept live))
        [:stop who] (do (run! (fn [p] (when p (verify :kept p))) kept)
                        (run! (fn [p] (when p (verify :array p))) (seq slots))
                        (run! (fn [p] (verify :transient p)) (vals (persistent! live)))
                        (! who [:stopped id round]))
        (after (if (< @out credit) 0 20)
          (if (< @out credit)
            (let [kept (act g peers out kept slots)]
              (swap! totals update :rounds inc)
              (recur (inc round) kept live))
            (recur round kept live)))))))

(defn run
  "Runs `workers` workers for `seconds`, checking the heap every `interval` ms (0: never); answers what was done."
  [seed workers seconds interval]
  (let [crew (mapv (fn [i] (spawn-monitor worker (+ (* 1000 seed) i) i 16)) (range workers))
        pids (mapv first crew)
        end (+ (now) (* 1000 seconds))]
    (run! (fn [p] (! p [:peers pids])) pids)
    (loop []
      (receive
        [:DOWN _ pid reason] (throw (ex-info "a worker has ended" {:reason reason :failures @failures}))
        (after (if (pos? interval) interval 200)
          (when (pos? interval)
            (prim/heap-check)
            (swap! totals update :heap-checks inc))
          (when (and (< (now) end) (empty? @failures)) (recur)))))
    (run! (fn [p] (! p [:stop (self)])) pids)
    (doseq [[_ ref] crew]
      (receive [:DOWN (= ref) _ reason]
        (when-not (= reason :normal) (throw (ex-info "a worker has ended" {:reason reason :failures @failures})))))
    (when (pos? interval) (prim/heap-check))
    (assoc @totals :failures (count @failures))))
