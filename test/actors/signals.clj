(ns signals
  "Promises 1-10: signals and their order."
  (:require [check :refer [is until gone? forever reason-of next-message raises? run-in done]]
            [clojure.actors :refer [! self spawn spawn-link spawn-monitor alive? exit link monitor trap-exit receive sleep make-ref whereis]]))
(def me (self))

;; 1: messages and exit signals arrive in the order in which they were sent
(let [p (spawn (fn [] (loop [i 0] (receive n (if (= n 1999) (! me [:in-order (= i 1999)]) (recur (if (= n i) (inc i) -1)))))))]
  (dotimes [i 2000] (! p i))
  (is "1 messages" (receive [:in-order x] x (after 10000 false))))
(let [n 8 k 300 sink (spawn (fn [] (loop [seen {} left (* n k)]
                                     (if (zero? left)
                                       (! me [:all (every? #(= k %) (vals seen))])
                                       (receive [from i] (recur (assoc seen from (if (= i (get seen from 0)) (inc i) -100000)) (dec left)))))))]
  (dotimes [id n] (spawn (fn [] (dotimes [i k] (! sink [id i])))))
  (is "1 many senders" (receive [:all x] x (after 10000 false))))
(dotimes [_ 20]
  (let [p (spawn (fn [] (trap-exit true) (! me :ready) (let [a (next-message 5000 nil) b (next-message 5000 nil) c (next-message 5000 nil)] (! me [:got a b c]))))]
    (receive :ready nil)
    (! p :first) (exit p :second) (! p :third)
    (is "1 exits among messages" (= [:first [:EXIT me :second] :third] (receive [:got a b c] [a b c] (after 5000 nil))))))
(let [[p ref] (spawn-monitor (fn [] (! me :a) (! me :b) (exit :c)))]
  (is "1 messages before the DOWN" (= [:a :b [:DOWN ref p :c]] [(next-message 5000 nil) (next-message 5000 nil) (next-message 5000 nil)])))

;; 2: sending to what is not there
(let [p (spawn (fn [] nil))]
  (is "2 ends" (gone? p))
  (is "2 dead" (= :m (! p :m)))
  (is "2 name" (raises? #(! :nobody-of-this-name 1)))
  (is "2 exit of the dead" (exit p :whatever)))

;; 3: :normal
(let [p (spawn forever)]
  (exit p :normal) (sleep 2)
  (is "3 others live" (alive? p))
  (exit p :kill))
(is "3 oneself ends" (= :normal (reason-of (spawn-monitor (fn [] (exit (self) :normal) (forever))))))
(is "3 trapped" (= [:EXIT true :normal] (run-in (fn [] (trap-exit true) (exit (self) :normal) (let [[k from r] (next-message 1000 [])] [k (= from (self)) r])))))

;; 4: exit of oneself is not caught; an exception is the reason
(is "4 not caught" (= :why (reason-of (spawn-monitor (fn [] (try (exit :why) (catch Throwable _ (! me :caught))))))))
(is "4 nothing ran" (= :nothing (next-message 0 :nothing)))
(let [e (reason-of (spawn-monitor (fn [] (throw (ex-info "boom" {:data 1})))))]
  (is "4 exception" (= ["boom" {:data 1}] [(ex-message e) (ex-data e)])))
(is "4 trace" (re-find #"signals" (pr-str (:trace (Throwable->map (reason-of (spawn-monitor (fn [] (/ 1 0)))))))))
(let [p (spawn-monitor (fn [] (try (exit :cleanup) (finally (! me :finally)))))]
  (is "4 reason with finally" (= :cleanup (reason-of p)))
  (next-message 0 nil))

;; 5: trapping
(is "5 own" (= [:EXIT true :mine] (run-in (fn [] (trap-exit true) (exit (self) :mine) (let [[k from r] (next-message 1000 [])] [k (= from (self)) r])))))
(is "5 linked" (= [:EXIT true :gone] (run-in (fn [] (trap-exit true) (let [p (spawn-link (fn [] (exit :gone))) [k from r] (next-message 5000 [])] [k (= p from) r])))))
(is "5 answers the old setting" (= [false true true false] (run-in (fn [] [(trap-exit true) (trap-exit true) (trap-exit false) (trap-exit false)]))))

;; 6: the first of two decides
(dotimes [_ 20]
  (let [m (spawn-monitor forever)] (exit (first m) :one) (exit (first m) :two) (is "6" (= :one (reason-of m)))))

;; 7: :kill
(let [[p :as m] (spawn-monitor (fn [] (trap-exit true) (! me :trapping) (forever)))]
  (receive :trapping nil)
  (exit p :kill)
  (is "7 not trapped" (= :killed (reason-of m))))
(letfn [(chain [n leaf] (if (zero? n) (leaf) (do (spawn-link chain (dec n) leaf) (forever))))]
  (is "7 chain of the killed" (= :killed (reason-of (let [m (spawn-monitor chain 10 (fn [] (! me [:leaf (self)]) (forever)))]
                                                      (receive [:leaf p] (exit p :kill)) m))))
  (is "7 chain of one that kills itself" (= :kill (reason-of (spawn-monitor chain 10 (fn [] (exit :kill)))))))
(is "7 trapped from a link" (= :kill (run-in (fn [] (trap-exit true) (spawn-link (fn [] (exit :kill))) (nth (next-message 5000 []) 2)))))

;; 8: alive? after a fatal signal
(dotimes [_ 20] (let [p (spawn forever)] (exit p :stop) (is "8" (not (alive? p)))))

;; 9: a signal that races with a timeout
(let [ps (doall (for [i (range 60)] (spawn-monitor (fn [] (receive ::never nil (after (mod i 4) :late)) (receive ::never nil (after 1 :late))))))]
  (doseq [[i [p]] (map-indexed vector ps)] (when (even? i) (sleep 0)) (exit p :race))
  (is "9 all end" (every? #{:race :normal :noproc} (map reason-of ps)))
  (is "9 no stray message" (= :none (next-message 5 :none))))

;; 10: loops can be killed
(dotimes [i 4]
  (let [[p :as m] (spawn-monitor (nth [(fn [] (loop [] (recur))) (fn [] (reduce + (range))) (fn [] (dorun (iterate inc 0)))
                                       (fn f [] (loop [i 0] (recur (count (vec (range 10))))))] i))]
    (sleep 1)
    (exit p :enough)
    (is ["10" i] (= :enough (reason-of m)))))
(done)
