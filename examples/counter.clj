;; An actor that keeps a total: selective receive, guards, timeouts, and recur from a receive clause.
;;
;;   odeon run examples/counter.clj
;;
;; Prints:
;;   total 15
;;   total 19
;;   ended with 19
;;   idle
(ns counter
  (:require [clojure.actors :refer [spawn self ! receive]]))

(defn counter [total]
  (receive
    [:add n]              (recur (+ total n))
    {:op :get, :from pid} (do (! pid [:total total]) (recur total))
    (n :guard even?)      (recur (+ total n))
    :stop                 total
    (after 2000           :idle)))

(defn total-of
  "Asks a counter and waits for its answer."
  [pid]
  (! pid {:op :get :from (self)})
  (receive [:total n] n))

(defn start
  "A counter that tells `owner` what it ended with."
  [owner]
  (spawn (fn [] (! owner [:ended (counter 0)]))))

(defn -main [& _]
  (let [c (start (self))]
    (dotimes [i 5] (! c [:add (inc i)]))
    (println "total" (total-of c))
    (! c 4)
    (println "total" (total-of c))
    (! c :stop)
    (receive [:ended n] (println "ended with" n)))
  (start (self))
  (receive [:ended why] (println (name why))))
