(ns clojure.actors
  "Actors: light processes, each with a mailbox of its own. receive is built into the compiler; the rest is here.")

(defn- arguments
  "The elements of a sequence as the words of a NODE."
  [args]
  (let [n (count args)]
    (loop [i 0 s (seq args) node (prim/node-make n)]
      (if s
        (recur (inc i) (next s) (prim/node-set node i (first s)))
        node))))

(defn spawn
  "Starts an actor that applies f to the arguments; answers its pid."
  ([f] (prim/spawn f (prim/node-make 0) 0))
  ([f a] (prim/spawn f (prim/node-set (prim/node-make 1) 0 a) 0))
  ([f a & more] (prim/spawn f (arguments (cons a more)) 0)))

(def ^:private priorities {:normal 0 :high 1 :max 2 :low 3})

(defn spawn-opt
  "As spawn, with a map of options before f: :priority (:max :high :normal :low), :link true, :monitor true (answers [pid ref])."
  [opts f & args]
  (prim/spawn f (arguments args)
              (+ (get priorities (get opts :priority :normal) 0) (if (:link opts) 4 0) (if (:monitor opts) 8 0))))
(defn spawn-link "As spawn, and links the actor with the caller: if one fails, so does the other." [f & args]
  (prim/spawn f (arguments args) 4))
(defn spawn-monitor "As spawn; answers [pid ref], and a message [:DOWN ref pid reason] comes when the actor ends." [f & args]
  (prim/spawn f (arguments args) 8))

(defn self "The caller's pid." [] (prim/self))
(defn pid? "True if x is a pid." [x] (prim/pid? x))

(defn whereis "The pid registered under a name, or nil." [name] (prim/whereis name))

(defn !
  "Sends a message to a pid or to the actor registered under a name; answers the message."
  [to message]
  (if (prim/pid? to)
    (prim/send to message)
    (let [pid (prim/whereis to)]
      (if pid
        (prim/send pid message)
        (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                (str "no actor is registered as " (pr-str to)) nil)))))
  message)
(def send! "As !." !)

(defn register
  "Registers the caller, or pid, under a name; a name that is taken is an error."
  ([name] (prim/register name (prim/self)))
  ([name pid] (prim/register name pid) pid))
(defn unregister "Frees a name." [name] (prim/unregister name))
(defn registered "All names that are registered." [] (prim/registered))

(defn- to-pid [x]
  (if (prim/pid? x) x
    (let [pid (prim/whereis x)]
      (if pid pid (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                          (str "no actor is registered as " (pr-str x)) nil))))))

(defn alive? "True if the actor has not ended." [pid] (if (prim/pid? pid) (prim/alive? pid) (some? (prim/whereis pid))))
(defn sleep "Parks the caller for so many milliseconds." [ms] (prim/sleep-until (prim/deadline ms)) nil)
(defn yield "Ends the caller's time slice." [] (prim/yield) nil)
(defn flush "Drops all messages that wait for the caller; answers how many." []
  (loop [n 0] (receive _ (recur (inc n)) (after 0 n))))
(defn exit
  "Ends the caller with a reason, or sends an exit signal to another actor (:kill can't be trapped)."
  ([reason] (prim/exit-self reason))
  ([pid reason] (prim/exit (to-pid pid) reason) true))
(defn link "Links the caller with another actor." [pid] (prim/link (to-pid pid)) true)
(defn unlink "Ends a link." [pid] (prim/unlink (to-pid pid)) true)
(defn monitor "Watches an actor: a message [:DOWN ref pid reason] comes when it ends. Answers the ref." [pid] (prim/monitor pid))
(defn demonitor
  "Ends a watch that the caller has made; others, and a second time, do nothing. No DOWN comes afterwards, but one that has come
  already stays in the mailbox unless the second argument is :flush."
  ([ref] (prim/demonitor ref) true)
  ([ref option]
   (when-not (= option :flush)
     (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException" (str "demonitor takes :flush, not " (pr-str option)) nil)))
   (when-not (prim/demonitor ref) ; still watching: no DOWN has come
     (receive [:DOWN (= ref) _ _] nil (after 0 nil)))
   true))
(defn trap-exit "If flag is true, exit signals come as messages [:EXIT pid reason]; answers the old setting." [flag] (prim/trap-exit flag))
(defn make-ref "A reference that is equal to no other." [] (prim/make-ref))
(defn ref? "True if x was made by make-ref." [x] (prim/ref? x))
(defn send-after "Sends a message in so many milliseconds; answers a ref for cancel-timer." [ms to message]
  (prim/send-after ms (to-pid to) message))
(defn cancel-timer "Takes a delayed message back; answers the milliseconds that were left, or false." [ref] (prim/cancel-timer ref))
(defn actors "The pids of all actors." [] (prim/actors))
(defn mailbox-length "How many messages wait for the caller." [] (prim/mailbox-length))
(defn set-priority! "Sets the caller's priority: :max, :high, :normal or :low." [priority]
  (prim/process-flag 0 (get priorities priority 0))
  priority)
(defn heap-limit! "Limits the caller's own heap to so many words; nil for none." [words] (prim/process-flag 1 (or words 0)))
(defn mailbox-limit! "Limits the caller's mailbox to so many messages; nil for none." [n] (prim/process-flag 2 (or n 0)))
(defn info "What is known of an actor, as a map; nil if it has ended." [pid]
  (when-let [state (prim/process-info pid 0)]
    {:state state
     :messages (prim/process-info pid 1)
     :heap-bytes (prim/process-info pid 2)
     :reductions (prim/process-info pid 3)
     :priority (get {0 :normal 1 :high 2 :max 3 :low} (prim/process-info pid 4))
     :links (prim/process-info pid 5)
     :function (prim/process-info pid 6)}))
(defn now "Milliseconds since 1970." [] (prim/now-ms))
(defn process-info "As info, or one part of it, such as :messages." ([pid] (info pid)) ([pid part] (get (info pid) part)))
(defn executors "How many executors have been started." [] (prim/executors))

(defn call
  "Sends [:call [pid ref] request] to an actor and waits for its [:reply ref answer]; throws when it ends first or the time
  (5000 ms, or timeout) is over."
  ([to request] (call to request 5000))
  ([to request timeout]
   (let [_ (prim/mailbox-mark)
         ref (prim/monitor (to-pid to))]
     (! to [:call [(prim/self) ref] request])
     (prim/mailbox-skip) ; the answer stands behind everything that had come before
     (receive
       [:reply (= ref) answer] (do (demonitor ref :flush) answer)
       [:DOWN (= ref) _ reason] (throw (ex-info (str "the actor called has ended: " (if (prim/ex? reason) (str reason) (pr-str reason))) {:to to :reason reason}))
       (after timeout (do (demonitor ref :flush)
                          (throw (ex-info (str "no reply within " timeout " ms") {:to to :timeout timeout}))))))))
(defn reply "Answers a call: from is what came with it." [[pid ref] answer] (! pid [:reply ref answer]))
