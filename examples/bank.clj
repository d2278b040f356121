;; A bank: accounts in an atom that many actors change at once, and a teller actor that owns its accounts alone.
;;
;;   odeon run examples/bank.clj
;;
;; Prints:
;;   shared: 100 actors, 10000 transfers, total 4000
;;   refused: insufficient funds {:account :a, :balance 1000, :amount 5000}
;;   teller: {:a 700, :b 1300}
;;   teller refused [:insufficient :a]
(ns bank
  (:require [clojure.actors :refer [spawn self ! receive]]))

;; --- Accounts in an atom: each transfer is one swap!, so no money is ever lost on the way.

(defn transfer [accounts from to amount]
  (let [balance (get accounts from)]
    (when (< balance amount)
      (throw (ex-info "insufficient funds" {:account from :balance balance :amount amount})))
    (-> accounts (update from - amount) (update to + amount))))

(defn random-walk
  "A sequence of pairs of accounts that differ, the same for the same seed."
  [seed n]
  (->> (iterate (fn [x] (mod (+ (* x 1103515245) 12345) 2147483648)) seed)
       (rest)
       (map (fn [x] (let [a (mod (quot x 65536) 4)] [a (mod (+ a 1 (mod (quot x 1024) 3)) 4)])))
       (take n)))

(defn shared-accounts [actors transfers-each]
  (let [accounts (atom {0 1000, 1 1000, 2 1000, 3 1000})
        home     (self)]
    (dotimes [seed actors]
      (spawn (fn []
               (doseq [[from to] (random-walk seed transfers-each)]
                 (try (swap! accounts transfer from to 1)
                      (catch clojure.lang.ExceptionInfo e nil)))
               (! home :done))))
    (dotimes [_ actors] (receive :done nil))
    (reduce + (vals @accounts))))

;; --- A teller: an actor that owns its accounts, so that only messages reach them.

(defn teller [accounts]
  (receive
    [:transfer from to amount client]
    (if (< (get accounts from) amount)
      (do (! client [:refused [:insufficient from]])
          (recur accounts))
      (do (! client :ok)
          (recur (transfer accounts from to amount))))

    [:accounts client]
    (do (! client [:accounts accounts])
        (recur accounts))))

(defn ask [pid & request]
  (! pid (conj (vec request) (self)))
  (receive
    :ok                  :ok
    [:refused why]       why
    [:accounts accounts] accounts))

(defn -main [& _]
  (println "shared: 100 actors, 10000 transfers, total" (shared-accounts 100 100))
  (try
    (transfer {:a 1000 :b 0} :a :b 5000)
    (catch clojure.lang.ExceptionInfo e
      (println "refused:" (ex-message e) (ex-data e))))
  (let [t (spawn teller {:a 1000 :b 1000})]
    (ask t :transfer :a :b 300)
    (println "teller:" (ask t :accounts))
    (println "teller refused" (ask t :transfer :a :b 5000))))
