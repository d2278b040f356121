;; Savina's bank transaction: a teller moves money between accounts; the one that pays waits for the one that is paid, and
;; leaves everything else in its mailbox meanwhile. Money flows to higher numbers alone, so nobody waits in a circle.
(ns bank (:require [clojure.actors :refer [spawn self ! receive]] [timing]))
(defn draw [seed] (mod (+ (* seed 1103515245) 12345) 2147483648))
(defn account [balance]
  (receive
    [:pay amount to teller] (do (! to [:take amount (self)])
                                (receive :taken nil)
                                (! teller :done)
                                (recur (- balance amount)))
    [:take amount from]     (do (! from :taken) (recur (+ balance amount)))
    [:balance from]         (do (! from [:balance balance]) (recur balance))
    :stop                   nil))
(defn run [n transactions]
  (let [me       (self)
        accounts (vec (repeatedly n #(spawn account 1000)))]
    (loop [i 0 seed 42]
      (when (< i transactions)
        (let [s1   (draw seed)
              s2   (draw s1)
              from (mod (quot s1 65536) (dec n))
              to   (+ from 1 (mod (quot s2 65536) (- n from 1)))]
          (! (nth accounts from) [:pay (mod s2 100) (nth accounts to) me])
          (recur (inc i) s2))))
    (dotimes [_ transactions] (receive :done nil))
    (let [balances (mapv (fn [a] (! a [:balance me]) (receive [:balance b] b)) accounts)]
      (run! #(! % :stop) accounts)
      (str (reduce + balances) " " (first balances) " " (peek balances)))))
(defn -main [n transactions] (let [n (parse-long n) t (parse-long transactions)] (timing/report #(run n t))))
