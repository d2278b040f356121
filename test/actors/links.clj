(ns links
  "Promises 11-16: names, links and monitors."
  (:require [check :refer [is until gone? forever reason-of next-message raises? run-in done]]
            [clojure.actors :refer [! self spawn spawn-opt spawn-link spawn-monitor alive? exit link unlink monitor demonitor trap-exit receive sleep
                                    make-ref whereis register unregister registered info]]))
(def me (self))

;; 11: names
(let [p (spawn forever) q (spawn forever)]
  (register :taken p)
  (is "11 taken" (raises? #(register :taken q)))
  (is "11 whereis" (= p (whereis :taken)))
  (is "11 registered" (some #{:taken} (registered)))
  (is "11 send" (= :hello (! :taken :hello)))
  (exit p :kill)
  (is "11 free again" (until #(nil? (whereis :taken))))
  (is "11 to another" (= q (register :taken q)))
  (unregister :taken)
  (is "11 unregistered" (nil? (whereis :taken)))
  (is "11 still alive" (alive? q))
  (is "11 dead" (do (gone? p) (raises? #(register :dead p))))
  (exit q :kill))
(let [[p :as m] (spawn-monitor (fn [] (register :holder) (! me :held) (forever)))]
  (receive :held nil)
  (exit p :over)
  (reason-of m)
  (is "11 free when its holder's DOWN has come" (nil? (whereis :holder))))
(dotimes [_ 300] (let [[p :as m] (spawn-monitor forever)] (register :cycle p) (exit p :kill) (reason-of m)))
(is "11 cycles" (and (nil? (whereis :cycle)) (not-any? #{:cycle} (registered))))

;; 12: links
(defn dies-of "How an actor ends that links with another, which then ends with reason." [reason & links]
  (let [other (spawn forever)
        m (spawn-monitor (fn [] (dotimes [_ (or (first links) 1)] (link other)) (! me :linked) (forever)))]
    (receive :linked nil)
    (exit other reason)
    m))
(is "12 reason" (= :bang (reason-of (dies-of :bang))))
(is "12 both ways" (= :down (let [other (spawn forever) m (monitor other) p (spawn (fn [] (link other) (! me :linked) (forever)))]
                              (receive :linked nil) (exit p :down) (reason-of [other m]))))
(is "12 once" (= [:bang :none]
                 (run-in (fn [] (trap-exit true)
                           (let [p (spawn forever)]
                             (dotimes [_ 3] (link p))
                             (exit p :bang)
                             [(nth (next-message 5000 []) 2) (next-message 5 :none)])))))
(is "12 one unlink ends it" (= :none (run-in (fn [] (trap-exit true) (let [p (spawn forever)] (link p) (link p) (unlink p) (exit p :bang) (gone? p) (next-message 5 :none))))))
(is "12 the other side unlinks" (= :none (run-in (fn [] (trap-exit true)
                                                   (let [us (self) p (spawn (fn [] (receive :unlink (unlink us)) (! us :done) (forever)))]
                                                     (link p) (! p :unlink) (receive :done nil) (exit p :bang) (gone? p) (next-message 5 :none))))))
(is "12 oneself" (= :fine (run-in (fn [] (link (self)) (unlink (self)) :fine))))
(let [dead (spawn (fn [] nil))]
  (gone? dead)
  (is "12 dead" (= :noproc (reason-of (spawn-monitor (fn [] (link dead) (forever))))))
  (is "12 dead, trapped" (= [:EXIT dead :noproc] (run-in (fn [] (trap-exit true) (link dead) (next-message 5000 nil))))))
(is "12 normal ends do not spread" (= :alive (run-in (fn [] (let [p (spawn-link (fn [] nil))] (gone? p) (sleep 2) :alive)))))
(is "12 spawn-link" (= :x (reason-of (spawn-monitor (fn [] (spawn-link (fn [] (exit :x))) (forever))))))
(is "12 a ring dies" (let [ps (doall (for [_ (range 10)] (spawn-monitor (fn [] (receive [:link p] (link p)) (! me :ok) (forever)))))]
                       (doseq [[[a] [b]] (map vector ps (rest ps))] (! a [:link b]))
                       (dotimes [_ 9] (receive :ok nil))
                       (exit (first (nth ps 4)) :ring)
                       (every? #{:ring} (map reason-of ps))))

;; 13: nothing after unlink
(is "13" (= 0 (run-in (fn [] (trap-exit true)
                        (reduce + (for [_ (range 40)]
                                    (let [p (spawn-link forever)]
                                      (exit p :bang)
                                      (unlink p)
                                      (receive [:EXIT (= p) _] 0 (after 0 0)) ; what had come before may be there
                                      (gone? p)
                                      (receive [:EXIT (= p) _] 1 (after 0 0)))))))))

;; 14: monitors
(let [dead (spawn (fn [] nil))]
  (gone? dead)
  (is "14 dead" (= :noproc (reason-of [dead (monitor dead)]))))
(let [p (spawn forever) refs (doall (repeatedly 5 #(monitor p)))]
  (is "14 own references" (apply distinct? refs))
  (exit p :x)
  (is "14 own DOWNs" (= (repeat 5 :x) (map (fn [r] (reason-of [p r])) refs))))
(is "14 normal end" (= :normal (reason-of (spawn-monitor (fn [] 1)))))
(let [ps (doall (for [_ (range 50)] (spawn-monitor (fn [] nil))))]
  (is "14 ends at once" (every? #{:normal} (map reason-of ps))))
(let [[p r] (spawn-opt {:monitor true :link true} (fn [] nil))]
  (is "14 with options" (= :normal (reason-of [p r]))))

(let [p (spawn forever)] ; none, one, several, and back
  (dotimes [n 6]
    (let [refs (doall (repeatedly n #(monitor p)))]
      (doseq [r refs] (demonitor r))
      (is ["14 taken back" n] (= :none (next-message 0 :none)))))
  (let [refs (doall (repeatedly 3 #(monitor p)))]
    (doseq [r (rest refs)] (demonitor r))
    (exit p :x)
    (is "14 the one that is left" (= [[:DOWN (first refs) p :x] :none] [(next-message 5000 nil) (next-message 5 :none)]))))
(let [p (spawn forever) watchers (doall (for [i (range 3)] (spawn (fn [] (let [r (monitor p)] (! me :watching) (receive [:DOWN (= r) _ reason] (! me [i reason])))))))]
  (dotimes [_ 3] (receive :watching nil))
  (exit (second watchers) :kill) (gone? (second watchers))
  (exit p :gone)
  (is "14 watchers that are left" (= #{[0 :gone] [2 :gone]} (set (repeatedly 2 #(next-message 5000 nil))))))

;; references: each executor has numbers of its own to give out
(dotimes [_ 4] (spawn (fn [] (! me (doall (repeatedly 1500 make-ref))))))
(let [all (vec (mapcat (fn [_] (next-message 20000 nil)) (range 4)))]
  (is "references differ" (= 6000 (count all) (count (set all)))))

;; 15: demonitor
(let [p (spawn forever) a (monitor p) b (monitor p)]
  (is "15 idempotent" (and (demonitor a) (demonitor a)))
  (run-in (fn [] (demonitor b)))
  (exit p :x)
  (is "15 by the owner only" (= :x (reason-of [p b])))
  (is "15 none" (= :none (next-message 5 :none))))
(let [p (spawn forever) a (monitor p) b (monitor p)]
  (exit p :x) (gone? p) (until #(<= 2 (clojure.actors/mailbox-length)))
  (demonitor a :flush)
  (is "15 flushes its own alone" (= [[:DOWN b p :x] :none] [(next-message 5000 nil) (next-message 5 :none)])))
(dotimes [_ 30]
  (let [p (spawn (fn [] nil)) r (monitor p)]
    (demonitor r :flush)
    (is "15 race" (= :none (next-message 0 :none)))))

;; 16: by name
(let [p (spawn forever)]
  (register :watched p)
  (let [r (monitor :watched)]
    (exit p :x)
    (is "16 name" (= [:DOWN r :watched :x] (next-message 5000 nil)))))
(let [r (monitor :nobody-has-this-name)]
  (is "16 unknown name" (= [:DOWN r :nobody-has-this-name :noproc] (next-message 5000 nil))))
(done)
