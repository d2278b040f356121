(ns ^:odeon/kernel limits
  "Promises 36 and 37: limits, isolation, fairness; memory that comes back."
  (:require [check :refer [is until gone? forever reason-of next-message raises? run-in done]]
            [clojure.actors :refer [! self spawn spawn-opt spawn-monitor alive? exit trap-exit receive sleep heap-limit! mailbox-limit! set-priority! info
                                    send-after]]))
(def me (self))
(def stressed? (= "true" (first *command-line-args*)))

;; 36: limits end the one that passes them
(let [bystander (spawn forever)
      grow (fn [] (heap-limit! 50000) (loop [v []] (recur (conj v (str "item " (count v))))))
      [p :as m] (spawn-monitor grow)]
  (is "36 heap limit" (= "memory exhausted" (ex-message (reason-of m))))
  (is "36 no other" (alive? bystander))
  (exit bystander :kill))
(is "36 heap limit and deep recursion" (ex-message (reason-of (spawn-monitor (fn [] (heap-limit! 50000) ((fn f [n] (inc (f (inc n)))) 0))))))
(is "36 below the limit" (= :fine (run-in (fn [] (heap-limit! 1000000) (dotimes [_ 300] (vec (range 300))) :fine))))
(let [[p :as m] (spawn-monitor (fn [] (mailbox-limit! 20) (! me :ready) (forever)))]
  (receive :ready nil)
  (dotimes [i 20] (! p i))
  (sleep 2)
  (is "36 at the mailbox limit" (alive? p))
  (dotimes [i 20] (! p i))
  (is "36 over the mailbox limit" (let [r (reason-of m)] (or (re-find #"(?i)mailbox|messages" (str (ex-message r))) (println r)))))

;; 37: nobody is delayed for long
(let [hogs (doall (for [f [(fn [] (loop [] (recur)))
                           (fn [] (loop [v []] (recur (if (< (count v) 1000) (conj v (count v)) []))))
                           (fn [] (loop [] (try ((fn f [n] (if (< n 3000) (inc (f (inc n))) n)) 0) (catch Throwable _ nil)) (recur)))
                           (fn [] (loop [] (try (throw (ex-info "x" {})) (catch Throwable _ nil)) (recur)))]]
                    (spawn f)))
      t (System/nanoTime)]
  (dotimes [_ 20] (sleep 1))
  (is "37" (or (< (/ (- (System/nanoTime) t) 1e6) (if stressed? 20000 1000)) (println "20 sleeps of 1 ms:" (/ (- (System/nanoTime) t) 1e6) "ms")))
  (run! #(exit % :kill) hogs)
  (is "37 ended" (every? gone? hogs)))
(is "37 high priority first" (let [order (atom [])
                                   ps (doall (for [p [:low :normal :high :max]] (spawn-opt {:priority p :monitor true} (fn [] (swap! order conj p)))))]
                               (run! reason-of ps)
                               (= 4 (count @order))))

;; shared lazy values whose evaluator dies
(let [tries (atom 0)
      s (delay (if (= 1 (swap! tries inc)) (forever) :second))
      p (spawn (fn [] @s))]
  (until #(= 1 @tries))
  (let [q (spawn (fn [] (! me [:value @s])))]
    (sleep 2)
    (exit p :kill)
    (is "thunk taken over" (= :second (receive [:value x] x (after 5000 :stuck))))))
(let [s (map (fn [x] (sleep 1) (* x x)) (range 30))]
  (dotimes [_ 6] (spawn (fn [] (! me [:sum (reduce + s)]))))
  (is "lazy seq shared" (= (repeat 6 8555) (doall (repeatedly 6 #(receive [:sum x] x (after 10000 :stuck)))))))

;; memory comes back: building and dropping the same again and again does not grow
(defn used [] (prim/collect 2) (sleep 1) (prim/node-get (prim/memory-info) 0))
(defn build-and-drop []
  (let [n (if stressed? 300 20000)]
    (reason-of (spawn-monitor (fn [] (count (reduce (fn [m i] (assoc m i (vec (range 10)))) {} (range n))))))))
(build-and-drop)
(let [peak (fn [] (prim/node-get (prim/memory-info) 1))
      first-peak (do (dotimes [_ 2] (build-and-drop)) (peak))]
  (dotimes [_ 10] (build-and-drop) (used))
  (is "ten cycles" (or stressed? (<= (peak) (* 1.1 first-peak)) (println "peak" first-peak (peak)))))
(done)
