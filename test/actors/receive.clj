(ns receive
  "Promises 17-23: receive, timeouts, timers."
  (:require [check :refer [is until gone? forever reason-of next-message raises? run-in done]]
            [clojure.actors :refer [! self spawn spawn-monitor alive? exit monitor demonitor trap-exit receive sleep make-ref send-after cancel-timer
                                    mailbox-length flush call reply]]))
(def me (self))
(defn ms-since [t] (/ (- (System/nanoTime) t) 1000000.0))
(def stressed? (= "true" (first *command-line-args*)))

;; 17: unmatched messages keep their order
(dotimes [i 50] (! me [:kept i]) (when (= 0 (mod i 10)) (! me [:wanted i])))
(is "17 chosen" (= [0 10 20 30 40] (doall (repeatedly 5 #(receive [:wanted i] i)))))
(is "17 order" (= (range 50) (doall (repeatedly 50 #(receive [:kept i] i (after 0 nil))))))
(is "17 guards" (do (dotimes [i 10] (! me i))
                    (= [5 6 7 8 9 0 1 2 3 4] (doall (concat (doall (repeatedly 5 #(receive (n :guard (fn [n] (>= n 5))) n (after 1000 nil)))) (doall (repeatedly 5 #(next-message 0 nil))))))))

;; 18: a reply by a fresh reference does not look through the mailbox
(let [echo (spawn (fn [] (loop [] (receive [:call [from ref] x] (do (! from [:reply ref x]) (recur))))))
      timed (fn [n] (let [t (System/nanoTime)] (dotimes [i n] (call echo i)) (/ (ms-since t) n)))]
  (timed 20)
  (let [n (if stressed? 300 50000)]
    (is "18" (run-in (fn []
                       (let [empty (timed 100)]
                         (dotimes [i n] (! (self) i))
                         (let [full (timed 100)]
                           (or stressed? (< full (* 10 (max empty 0.02))) (println "empty" empty "full" full))))))))
  (exit echo :kill))

;; 19: an exception between making a reference and receiving loses nothing
(! me :before)
(is "19" (= [:thrown :before :after :none]
            (let [r (try (let [ref (make-ref)] (! me :after) (throw (ex-info "x" {:ref ref}))) (catch Exception _ :thrown))]
              [r (next-message 0 nil) (next-message 0 nil) (next-message 0 :none)])))
(is "19 in a call" (do (! me :first)
                       (let [p (spawn (fn [] (receive _ (exit :crashed))))]
                         (and (raises? #(call p :x)) (= [:first :none] [(next-message 0 nil) (next-message 5 :none)])))))

;; 20: (after 0)
(is "20 whole mailbox" (do (dotimes [i 100] (! me [:no i])) (! me :yes) (= :yes (receive :yes :yes (after 0 :none)))))
(is "20 nothing consumed" (= [:none 100] [(receive :other :got (after 0 :none)) (mailbox-length)]))
(is "20 flush" (= [100 0] [(flush) (mailbox-length)]))

;; 21: never early, all fire
(is "21 not early" (every? (fn [ms] (let [t (System/nanoTime)] (receive ::never nil (after ms nil)) (>= (ms-since t) ms))) [0 1 2 5 10 20 37]))
(is "21 sleep not early" (every? (fn [ms] (let [t (System/nanoTime)] (sleep ms) (>= (ms-since t) ms))) [0 1 3 9]))
;; a timer that is still armed from a wait that a message has ended: for less time, for more, with none
(let [echo (spawn (fn [] (loop [] (receive [from x] (do (! from x) (recur))))))
      answered (fn [ms] (! echo [me ms]) (receive (= ms) :answered (after ms :late)))]
  (is "21 longer than the last" (every? (fn [ms] (and (= :answered (answered 60000))
                                                      (let [t (System/nanoTime)] (receive ::never nil (after ms nil)) (>= (ms-since t) ms))))
                                        [1 3 10 30]))
  (is "21 ever longer" (and (every? #(= :answered (answered %)) (range 5000 5400))
                            (= :late (receive ::never nil (after 1 :late)))))
  (is "21 shorter than the last" (every? #(= :answered (answered %)) (range 6000 5000 -10)))
  (is "21 none after one" (and (= :answered (answered 5000)) (do (! echo [me :last]) (= :last (receive :last :last)))))
  (let [t (System/nanoTime) p (spawn (fn [] (! echo [(self) :x]) (receive :x nil (after 1 nil)) (receive ::never nil (after 40 (! me [:after (ms-since t)])))))]
    (is "21 an old one does not end the next" (>= (receive [:after ms] ms) 40)))
  (exit echo :kill))
(let [n (if stressed? 500 10000)]
  (dotimes [_ n] (spawn (fn [] (receive ::never nil (after 30 (! me :woke))))))
  (is "21 all" (= n (loop [k 0] (if (= k n) k (receive :woke (recur (inc k)) (after 10000 k)))))))
(let [t (System/nanoTime)]
  (receive ::never nil (after 1000 nil))
  (is "21 exact" (or stressed? (<= 1000 (ms-since t) 1150))))
(is "21 far levels of the wheel" (let [refs (mapv #(send-after % me [:far %]) [300 70000 20000000 100000000000])]
                                   (and (= [:far 300] (next-message 5000 nil)) (every? #(cancel-timer %) (rest refs)))))

;; 22: what is no timeout
(doseq [bad [-1 1.5 "1" :soon 1/2]]
  (is ["22 receive" bad] (raises? #(receive ::never nil (after bad nil))))
  (is ["22 sleep" bad] (raises? #(sleep bad))))

;; 23: timers
(send-after 800 me :c) (send-after 1 me :a) (send-after 400 me :b) ; far apart: each counts from its own call
(is "23 due order" (= [:a :b :c] (doall (repeatedly 3 #(next-message 5000 nil)))))
(let [refs (mapv (fn [i] (send-after (* 2 i) me i)) (range 40))]
  (is "23 many in order" (= (range 40) (doall (repeatedly 40 #(next-message 5000 nil)))))
  (is "23 cancel too late" (every? false? (map cancel-timer refs))))
(let [r (send-after 20000 me :never)]
  (is "23 time left" (<= 15000 (cancel-timer r) 20000))
  (is "23 cancelled twice" (false? (cancel-timer r))))
(let [r (send-after 10 me :never)]
  (cancel-timer r)
  (is "23 none follows" (= :none (next-message 25 :none))))
(let [p (spawn forever) r (send-after 20000 p :never)]
  (exit p :kill) (gone? p) (until #(not (alive? p))) (sleep 2)
  (is "23 dies with its target" (false? (cancel-timer r))))
(is "23 unknown" (false? (cancel-timer (make-ref))))
(is "23 data" (do (send-after 1 me {:v (vec (range 100))}) (= {:v (vec (range 100))} (next-message 5000 nil))))
(done)
