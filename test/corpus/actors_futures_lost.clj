;; oracle: hand
;; A future whose actor ends without a value: whoever waits for it, or asks later, is told.
(require '[clojure.actors :refer [self ! receive spawn exit sleep alive?]])
(defn doomed [me] (future (! me [:here (self)]) (receive :never nil)))
(defn outcome [f] (try (deref f) (catch java.util.concurrent.ExecutionException e (subs (ex-message e) 0 35))))
(let [me (self)
      f (doomed me)
      pid (receive [:here p] p)
      waiters (mapv (fn [i] (spawn (fn [] (! me [:waited i (outcome f)])))) (range 3))]
  (sleep 30)
  (println "before" (future-done? f) (deref f 1 :not-yet) (realized? f))
  (exit pid :kill)
  (println (sort-by first (repeatedly 3 (fn [] (receive [:waited i x] [i x])))))
  (println "after" (alive? pid) (outcome f) (future-done? f) (future-cancelled? f) (realized? f) (future-cancel f) (try (deref f 1000 :late) (catch Exception e :failed))))
(let [f (doomed (self)) pid (receive [:here p] p)]
  (exit pid :kill)
  (while (not (future-done? f)) (sleep 1))
  (println "never waited for" (future-done? f) (outcome f)))
(println "delivered first" (let [f (future :value)] (sleep 20) @f) (let [f (future (throw (ex-info "x" {})))] (sleep 20) (try @f (catch Exception e (ex-message (ex-cause e))))))
(let [f (future (sleep 10000))] (println "cancelled" (future-cancel f) (future-cancelled? f) (try @f (catch java.util.concurrent.CancellationException _ :cancelled))))
