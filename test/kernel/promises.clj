(ns promises (:require [clojure.actors :refer :all]))
;; One check a line of what an actor promises; prints only what does not hold, then :done.
(defn check [n ok] (when-not ok (println "broken:" n)))
(defmacro is [n form] `(check ~n (try ~form (catch Throwable e# (println ~n "threw" (ex-message e#)) false))))
(defn until [f] (loop [i 0] (cond (f) true (< i 3000) (do (sleep 1) (recur (inc i))) :else false)))
(defn gone? [p] (until #(not (alive? p))))
(defn forever [] (receive :never nil))
(defn down [[pid ref]] (receive [:DOWN (= ref) _ reason] reason (after 5000 :no-down)))
(def me (self))

;; order
(let [p (spawn (fn [] (loop [i 0] (receive n (if (= n 999) (! me [:order i]) (recur (if (= n i) (inc i) i)))))))]
  (dotimes [i 1000] (! p i))
  (is 1 (= 999 (receive [:order n] n (after 5000 nil)))))
(let [p (spawn (fn [] (trap-exit true) (! me :ready) (receive x (receive y (! me [:got x y])))))]
  (receive :ready nil)
  (! p :first) (exit p :second)
  (is 1.1 (= [:first [:EXIT me :second]] (receive [:got x y] [x y] (after 5000 nil)))))
;; dead and unregistered
(let [p (spawn (fn [] nil))]
  (is 2 (gone? p))
  (is 2.1 (= :m (! p :m)))
  (is 2.2 (= :raised (try (! :nobody-here 1) (catch Throwable _ :raised)))))
;; normal exits
(let [p (spawn forever)]
  (exit p :normal) (sleep 5)
  (is 3 (alive? p))
  (exit p :kill) (is 3.1 (gone? p)))
(is 3.2 (= :normal (down (spawn-monitor (fn [] (exit (self) :normal) (! me :not-ended))))))
(is 4 (= :why (down (spawn-monitor (fn [] (try (exit :why) (catch Throwable _ (! me :caught))))))))
(is 4.1 (= "boom" (ex-message (down (spawn-monitor (fn [] (throw (ex-info "boom" {}))))))))
(is 4.2 (= :quiet (receive x x (after 0 :quiet))))
;; trapping
(let [p (spawn (fn [] (trap-exit true) (exit (self) :mine) (! me [:trapped (receive x x)])))]
  (is 5 (= [:EXIT p :mine] (receive [:trapped x] x (after 5000 nil)))))
(is 6 (= :one (down (let [m (spawn-monitor forever)] (exit (first m) :one) (exit (first m) :two) m))))
(let [chain (fn chain [n leaf] (if (zero? n) (leaf) (do (spawn-link chain (dec n) leaf) (forever))))]
  (is 7 (= :killed (down (let [m (spawn-monitor chain 10 (fn [] (! me [:leaf (self)]) (forever)))] (receive [:leaf p] (exit p :kill)) m))))
  (is 7.1 (= :kill (down (spawn-monitor chain 10 (fn [] (exit :kill)))))))
(let [p (spawn (fn [] (trap-exit true) (! me :trapping) (forever)))]
  (receive :trapping nil)
  (exit p :kill) (is 7.2 (gone? p)))
(let [p (spawn (fn [] (loop [] (recur))))] (exit p :stop) (is 8 (not (alive? p))) (is 10 (gone? p)))
;; names
(let [p (spawn forever)]
  (register :taken p)
  (is 11 (= :raised (try (register :taken (spawn forever)) (catch Throwable _ :raised))))
  (is 11.1 (= p (whereis :taken)))
  (exit p :kill) (is 11.2 (until #(nil? (whereis :taken))))
  (is 11.3 (register :taken (spawn forever))))
(dotimes [i 300] (let [p (spawn forever)] (register :again p) (exit p :kill) (until #(nil? (whereis :again)))))
(is 11.4 (nil? (whereis :again)))
;; links and monitors
(let [p (spawn (fn [] (trap-exit true) (let [q (spawn forever)] (link q) (link q) (exit q :bang)
                                        (! me [:exits (receive [:EXIT (= q) r] r (after 5000 nil)) (receive [:EXIT _ r] r (after 20 :once))]))))]
  (is 12 (= [:bang :once] (receive [:exits a b] [a b] (after 5000 nil)))))
(let [dead (spawn (fn [] nil))]
  (gone? dead)
  (is 12.1 (= :noproc (down (spawn-monitor (fn [] (link dead) (forever))))))
  (is 14 (= :noproc (down [dead (monitor dead)]))))
(let [p (spawn (fn [] (trap-exit true) (let [q (spawn-link forever)] (unlink q) (exit q :bang) (gone? q) (! me [:after (receive x x (after 20 :none))]))))]
  (is 13 (= :none (receive [:after x] x (after 5000 nil)))))
(let [p (spawn forever) a (monitor p) b (monitor p)]
  (is 14.1 (not= a b))
  (exit p :x)
  (is 14.2 (= [:x :x] [(down [p a]) (down [p b])])))
(let [p (spawn forever) a (monitor p) b (monitor p)]
  (demonitor a) (demonitor a) (exit p :x)
  (is 15 (= :x (down [p b])))
  (is 15.1 (= :none (receive [:DOWN (= a) _ _] :came (after 20 :none)))))
(let [p (spawn forever)]
  (register :watched p)
  (let [r (monitor :watched)] (exit p :x) (is 16 (= :watched (receive [:DOWN (= r) who _] who (after 5000 nil))))))
;; receive
(dotimes [i 10] (! me [:kept i]))
(! me :wanted)
(receive :wanted nil)
(is 17 (= (range 10) (loop [out []] (receive [:kept i] (recur (conj out i)) (after 0 out)))))
(is 20 (= :none (do (! me :unmatched) (receive :other :got (after 0 :none)))))
(is 20.1 (= :unmatched (receive x x (after 0 nil))))
(let [t (System/nanoTime)] (receive :none nil (after 30 nil)) (is 21 (>= (- (System/nanoTime) t) 30000000)))
(dotimes [_ 2000] (spawn (fn [] (sleep 20) (! me :woke))))
(is 21.1 (= 2000 (loop [n 0] (if (= n 2000) n (receive :woke (recur (inc n)) (after 5000 n))))))
(is 22 (= :raised (try (receive :none nil (after -1 nil)) (catch Throwable _ :raised))))
(is 22.1 (= :raised (try (sleep 1.5) (catch Throwable _ :raised))))
(send-after 500 me :b) (send-after 5 me :a)
(is 23 (= [:a :b] [(receive x x (after 5000 nil)) (receive x x (after 5000 nil))]))
(let [r (send-after 10000 me :never)] (is 23.1 (<= 9000 (cancel-timer r) 10000)) (is 23.2 (false? (cancel-timer r))))
;; isolation
(is 36 (= :ended (let [m (spawn-monitor (fn [] (mailbox-limit! 10) (sleep 100000)))] (dotimes [i 50] (! (first m) i)) (if (= :no-down (down m)) :lives :ended))))
(is 36.1 (= "memory exhausted" (ex-message (down (spawn-monitor (fn [] (heap-limit! 20000) (loop [v []] (recur (conj v 1)))))))))
;; shared thunks and promises
(let [s (delay (sleep 10) 42) ps (doall (for [_ (range 8)] (spawn (fn [] (! me [:forced @s])))))]
  (is :thunk (= (repeat 8 42) (doall (for [_ ps] (receive [:forced x] x (after 5000 nil)))))))
(let [gate (promise) s (delay (deliver gate :in) (sleep 100000) 1) p (spawn (fn [] @s))]
  @gate
  (let [q (spawn (fn [] (! me [:waited @(delay 7)])))] (is :other (= 7 (receive [:waited x] x (after 5000 nil)))))
  (exit p :kill)
  (is :evaluator-dies (gone? p)))
(let [tries (atom 0) s (delay (if (= 1 (swap! tries inc)) (receive :never nil) :second)) p (spawn (fn [] @s))]
  (until #(= 1 @tries))
  (let [q (spawn (fn [] (! me [:value @s])))] (sleep 5) (exit p :kill)
    (is :taken-over (= :second (receive [:value x] x (after 5000 :stuck))))))
(let [p (promise)] (spawn (fn [] (sleep 5) (deliver p :v))) (is :promise (= :v (deref p 5000 :late))) (is :late (= :late (deref (promise) 5 :late))))
(let [a (atom 0) ps (doall (for [_ (range 8)] (spawn-monitor (fn [] (dotimes [_ 500] (swap! a inc))))))]
  (run! down ps) (is :atom (= 4000 @a)))
(def ^:dynamic *d* 1)
(binding [*d* 2] (let [p (spawn (fn [] (! me [:d *d*])))] (is :conveyed (= 2 (receive [:d x] x (after 5000 nil))))))
(println :done)
