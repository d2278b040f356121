;; References: atoms, volatiles, delays, promises, futures, agents, vars; and exceptions as values.
(in-ns 'clojure.core)

(declare spawn-conveying)

;; ---- exceptions ---------------------------------------------------------------------------------------------------
(defn ex-info
  "An exception with a message, a map of data and perhaps a cause."
  ([msg map] (ex-info msg map nil))
  ([msg map cause]
   (if (if msg (prim/string? msg) (prim/identical msg nil)) nil (class-cast (str "ex-info needs a string, not " (odeon.error/shown msg))))
   (if (prim/identical map nil) (illegal-argument "Additional data must be non-nil.") nil)
   (if (clojure.core/map? map) nil (class-cast (str "ex-info needs a map of data, not " (odeon.error/shown map))))
   (prim/ex-make odeon.class/clojure.lang.ExceptionInfo msg map cause)))
(defn ex-data "The data map of an exception made by ex-info, else nil." [ex]
  (if (prim/ex? ex)
    (odeon.error/data ex)
    (if (prim/user-type? ex) (let [f (prim/method-find odeon.method/getData ex)] (if f (f ex) nil)) nil)))
(defn ex-message "The message of an exception, nil for anything else." [ex]
  (if (prim/ex? ex)
    (odeon.error/message ex)
    (if (prim/user-type? ex) (let [f (prim/method-find odeon.method/getMessage ex)] (if f (f ex) nil)) nil)))
(defn ex-cause "The cause of an exception, or nil." [ex] (if (prim/ex? ex) (prim/ex-cause ex) nil))
(defn Throwable->map "An exception as a map: :via, :trace, :cause and, if there are any, :data." [ex]
  (let [chain (loop [e ex acc []] (if e (recur (prim/ex-cause e) (prim/conj acc e)) acc))
        root (prim/peek chain)
        frame (fn [f] [(prim/symbol nil (str (prim/nth f 0))) (prim/nth-or f 1 nil) (prim/nth-or f 2 nil)])
        via (reduce (fn [acc e]
                      (let [m {:type (prim/symbol nil (odeon.error/type-name-of e))}
                            m (if (ex-message e) (assoc m :message (ex-message e)) m)
                            m (if (ex-data e) (assoc m :data (ex-data e)) m)
                            t (odeon.error/trace e)]
                        (conj acc (if (prim/gt (prim/count t) 0) (assoc m :at (frame (prim/nth t 0))) m))))
                    [] chain)
        m {:via via :trace (vec (map frame (odeon.error/trace root)))}
        m (if (ex-message root) (assoc m :cause (ex-message root)) m)]
    (if (ex-data root) (assoc m :data (ex-data root)) m)))

;; ---- atoms --------------------------------------------------------------------------------------------------------
(defn- validate [validator x]
  (if validator
    (if (try (validator x)
             (catch :default e
               (throw (prim/ex-make odeon.class/java.lang.IllegalStateException "Invalid reference state" nil e))))
      nil
      (illegal-state "Invalid reference state"))
    nil))

(defn- notify [watches r old new]
  (if watches
    (loop [s (prim/seq watches)]
      (if s
        (let [e (prim/first s)]
          ((prim/val e) (prim/key e) r old new)
          (recur (prim/next s)))
        nil))
    nil))

(defn atom
  "A cell whose value changes atomically; :meta and :validator may be given."
  ([x] (prim/atom x))
  ([x & options]
   (let [a (prim/atom x) o (odeon.destructure/kwargs options)]
     (if (prim/get o :meta)
       (if (map? (prim/get o :meta))
         (prim/atom-set-meta a (prim/get o :meta))
         (class-cast (str (odeon.error/shown (prim/get o :meta)) " is no map: metadata are one")))
       nil)
     (if (prim/get o :validator)
       (do (validate (prim/get o :validator) x)
           (prim/atom-set-validator a (prim/get o :validator)))
       nil)
     a)))

(defn- need-atom [a]
  (if (prim/atom? a) a (class-cast (str (odeon.error/shown a) " is not an atom"))))

(defn- replaced
  "What has to happen after an atom's value has changed."
  [a old new]
  (let [w (prim/atom-watches a)] (if w (notify w a old new) nil)))

(defn- user-method [x m name]
  (let [f (if (prim/user-type? x) (prim/method-find m x) nil)]
    (if f
      f
      (let [text (str (odeon.error/shown x) " is not an atom, which " name " takes")]
        (if (prim/identical x nil) (throw-new "java.lang.NullPointerException" text) (class-cast text))))))

(defn- swap-by
  "Applies f until no one else has changed the atom meanwhile; answers old and new value to k."
  [a f k]
  (loop []
    (let [old (prim/atom-deref a)
          new (f old)]
      (if (prim/atom-replace a old new) (k old new) (recur)))))

(in-ns 'odeon.slow)

(defn atom-replace
  "Whether the atom's value, which was old, is new now; false if another actor was faster. The atom may have a validator and watches."
  [a old new]
  (let [validator (prim/atom-validator a)]
    (if validator (clojure.core/validate validator new) nil)
    (if (prim/atom-cas a old new)
      (do (clojure.core/replaced a old new) true)
      false)))

(in-ns 'clojure.core)

(defn swap!
  "Changes an atom's value to f of it (and args); f may be called again if another actor was faster."
  ([a f]
   (if (prim/atom? a)
     (loop []
       (let [old (prim/atom-deref a) new (f old)]
         (if (prim/atom-replace a old new) new (recur))))
     ((user-method a odeon.method/swap "swap!") a f)))
  ([a f x]
   (if (prim/atom? a)
     (loop []
       (let [old (prim/atom-deref a) new (f old x)]
         (if (prim/atom-replace a old new) new (recur))))
     ((user-method a odeon.method/swap "swap!") a f x)))
  ([a f x y]
   (if (prim/atom? a)
     (loop []
       (let [old (prim/atom-deref a) new (f old x y)]
         (if (prim/atom-replace a old new) new (recur))))
     ((user-method a odeon.method/swap "swap!") a f x y)))
  ([a f x y & args]
   (if (prim/atom? a)
     (if (prim/next (prim/next args))
       (loop []
         (let [old (prim/atom-deref a) new (apply f old x y args)]
           (if (prim/atom-replace a old new) new (recur))))
       (let [v (prim/first args)]
         (if (prim/next args)
           (let [w (prim/first (prim/next args))]
             (loop []
               (let [old (prim/atom-deref a) new (f old x y v w)]
                 (if (prim/atom-replace a old new) new (recur)))))
           (loop []
             (let [old (prim/atom-deref a) new (f old x y v)]
               (if (prim/atom-replace a old new) new (recur)))))))
     ((user-method a odeon.method/swap "swap!") a f x y args))))

(defn swap-vals!
  "As swap!, and answers the old and the new value."
  ([a f] (swap-by (need-atom a) f vector))
  ([a f x] (swap-by (need-atom a) (fn [v] (f v x)) vector))
  ([a f x y] (swap-by (need-atom a) (fn [v] (f v x y)) vector))
  ([a f x y & args] (swap-by (need-atom a) (fn [v] (apply f v x y args)) vector)))

(defn reset! "Sets an atom's value." [a x]
  (if (prim/atom? a)
    (loop [] (if (prim/atom-replace a (prim/atom-deref a) x) x (recur)))
    ((user-method a odeon.method/reset "reset!") a x)))
(defn reset-vals! "As reset!, and answers the old and the new value." [a x] (swap-by (need-atom a) (fn [_] x) vector))

(defn compare-and-set! "Sets an atom to newval if its value is oldval; true if so." [a oldval newval]
  (if (prim/atom? a)
    (do (if (prim/atom-validator a) (validate (prim/atom-validator a) newval) nil)
        (let [old (prim/atom-deref a)]
          ;; small numbers and the like are the same object whenever they are equal
          (if (if (prim/identical old oldval) true (if (prim/number? old) (prim/eq old oldval) false))
            (if (prim/atom-cas a old newval)
              (do (replaced a old newval) true)
              false)
            false)))
    ((user-method a odeon.method/compareAndSet "compare-and-set!") a oldval newval)))

;; Watches and validators of vars live here, keyed by identity; atoms carry their own.
(def ^{:private true} var-watches (prim/atom {}))
(def ^{:private true} var-validators (prim/atom {}))

(defn- swap-map [cell f]
  (loop []
    (let [old (prim/atom-deref cell)]
      (if (prim/atom-cas cell old (f old)) nil (recur)))))

(defn add-watch "Calls f with key, reference, old and new value after each change." [reference key f]
  (if (prim/atom? reference)
    (prim/atom-set-watches reference (prim/assoc (let [w (prim/atom-watches reference)] (if w w {})) key f))
    (if (prim/var? reference)
      (swap-map var-watches (fn [m] (prim/assoc m reference (prim/assoc (prim/get-or m reference {}) key f))))
      ((user-method reference odeon.method/addWatch "add-watch") reference key f)))
  reference)
(defn remove-watch "Takes a watch away." [reference key]
  (if (prim/atom? reference)
    (let [w (prim/dissoc (prim/atom-watches reference) key)]
      (prim/atom-set-watches reference (if (prim/seq w) w nil)))
    (if (prim/var? reference)
      (swap-map var-watches (fn [m] (prim/assoc m reference (prim/dissoc (prim/get-or m reference {}) key))))
      ((user-method reference odeon.method/removeWatch "remove-watch") reference key)))
  reference)
(defn get-validator "The validator of a reference, or nil." [reference]
  (if (prim/atom? reference) (prim/atom-validator reference) (prim/get (prim/atom-deref var-validators) reference)))
(defn set-validator! "Sets the predicate that every value of the reference must satisfy; nil removes it." [reference f]
  (if (prim/atom? reference)
    (do (validate f (prim/atom-deref reference))
        (prim/atom-set-validator reference f))
    (do (validate f (var-get reference))
        (swap-map var-validators (fn [m] (prim/assoc m reference f)))))
  nil)

;; ---- metadata of references ---------------------------------------------------------------------------------------
(defn vary-meta "x with its metadata changed by f." [x f & args] (with-meta x (apply f (meta x) args)))

(defn- set-reference-meta [r m]
  (if (prim/atom? r) (prim/atom-set-meta r m)
    (if (prim/var? r) (prim/var-set-meta r m)
      (if (prim/namespace? r) (prim/ns-set-meta r m)
        (class-cast (str (odeon.error/shown r) " has no metadata that can change")))))
  m)
(defn reset-meta! "Sets the metadata of an atom, var or namespace." [iref metadata-map] (set-reference-meta iref metadata-map))
(defn alter-meta! "Changes the metadata of an atom, var or namespace by f." [iref f & args]
  (set-reference-meta iref (apply f (meta iref) args)))

;; ---- delays, promises, futures ------------------------------------------------------------------------------------
(defn- claim-delay [d]
  (let [f (prim/thunk-claim d)]
    (if f
      (try (prim/thunk-finish d (f))
           (catch :default e (prim/thunk-fail d e)))
      nil)))

(defn force "The value of a delay, computed if it was not yet; other values are themselves." [x]
  (if (prim/delay? x)
    (do (claim-delay x)
        (if (prim/identical 2 (prim/thunk-state x))
          (throw (prim/thunk-value x))
          (prim/thunk-value x)))
    x))

(defn- promise-result [p]
  (let [state (prim/promise-state p)]
    (if (prim/identical state 1)
      (prim/promise-value p)
      (if (prim/identical state 2)
        (throw (let [e (prim/promise-value p)]
                 (prim/ex-make odeon.class/java.util.concurrent.ExecutionException
                               (if (prim/ex? e) (to-string e) (pr-str e)) nil (if (prim/ex? e) e nil))))
        (if (prim/identical state 3)
          (throw-new "java.util.concurrent.CancellationException" nil)
          (throw-new "java.util.concurrent.ExecutionException"
                     "the actor of this future has ended before it had a value: it was killed, or memory was exhausted"))))))

(defn- deref-other
  "The value of a reference that is no atom."
  [ref]
  (if (prim/volatile? ref) (prim/volatile-deref ref)
    (if (prim/delay? ref) (force ref)
      (if (prim/promise? ref)
        (do (prim/promise-await ref nil) (promise-result ref))
        (if (prim/var? ref) (var-get ref)
          (if (prim/reduced? ref) (prim/reduced-value ref)
            (let [f (if (prim/identical ref nil) nil (prim/method-find odeon.method/deref ref))]
              (if f
                (f ref)
                (if (prim/identical ref nil)
                  (throw-new "java.lang.NullPointerException" "nil can't be dereferenced")
                  (class-cast (str (odeon.error/shown ref) " can't be dereferenced")))))))))))

(defn deref
  "The value of a reference; waits for a promise or future, at most timeout-ms if given."
  ([ref] (if (prim/atom? ref) (prim/atom-deref ref) (deref-other ref)))
  ([ref timeout-ms timeout-val]
   (if (prim/promise? ref)
     (if (prim/promise-await ref (prim/deadline timeout-ms)) (promise-result ref) timeout-val)
     (let [f (if (prim/user-type? ref) (prim/method-find odeon.method/deref ref) nil)]
       (if f (f ref timeout-ms timeout-val) (deref ref))))))

(defn realized? "True if the value of a delay, promise, future or lazy sequence is there." [x]
  (if (if (prim/delay? x) true (prim/lazy? x))
    (if (prim/identical 0 (prim/thunk-state x)) false true)
    (if (prim/promise? x)
      (if (prim/identical 0 (prim/promise-state x)) false true)
      (let [f (if (prim/user-type? x) (prim/method-find odeon.method/isRealized x) nil)]
        (if f (f x) (class-cast (str (odeon.error/shown x) " can't be asked whether it is realized")))))))

(defn promise "A promise: a value that deliver will set once." [] (prim/promise-new 0))
(defn deliver "Sets the value of a promise, unless it has one; answers the promise or nil." [promise val]
  (if (prim/promise-deliver promise 1 val) promise nil))

(defn- spawn-conveying
  "Spawns an actor that runs f; the kernel hands the present bindings on. opts as for prim/spawn."
  [f opts]
  (prim/spawn f (prim/node-make 0) opts))

(defn future-call "Runs f in an actor of its own; answers a future of what it answers." [f]
  (let [p (prim/promise-new 1)
        pid (spawn-conveying (fn []
                               (try (prim/promise-deliver p 1 (f))
                                    (catch :default e (prim/promise-deliver p 2 e))))
                             0)]
    (prim/promise-set-pid p pid)
    p))
(defn future? "True if x is a future." [x] (if (prim/promise? x) (prim/identical 1 (prim/promise-kind x)) false))
(defn future-done? "True if the future has ended." [f] (if (prim/identical 0 (prim/promise-state f)) false true))
(defn future-cancelled? "True if the future was cancelled." [f] (prim/identical 3 (prim/promise-state f)))
(defn future-cancel "Ends a future that is still running; true if this did it." [f]
  (if (prim/promise-deliver f 3 nil)
    (do (let [pid (prim/promise-pid f)] (if pid (prim/exit pid :kill) nil))
        true)
    false))

(defn pmap
  "As map, with calls of f running in actors ahead of use."
  ([f coll]
   (let [n 18
         rets (map (fn [x] (future-call (fn [] (f x)))) coll)
         step (fn step [xs ahead]
                (lazy-seq
                 (let [s (prim/seq ahead)]
                   (if s
                     (prim/cons (deref (prim/first xs)) (step (prim/rest xs) (prim/rest s)))
                     (map deref xs)))))]
     (step rets (drop n rets))))
  ([f coll & colls] (pmap (fn [args] (apply f args)) (apply map list coll colls))))
(defn pcalls "What the functions answer, called in actors of their own." [& fns] (pmap (fn [f] (f)) fns))
(defn pvalues* "What pvalues stands for." [fs] (pmap (fn [f] (f)) fs))

(defn force-all "Realizes a sequence and answers it." [s] (doall s))

;; ---- agents -------------------------------------------------------------------------------------------------------
;; An agent is an actor that applies the actions it is sent, in order, to a state kept in an atom; errors stop it until
;; restart-agent (mode :fail) or are reported and skipped (mode :continue).
(def ^{:dynamic true :doc "The agent whose action is running, else nil."} *agent* nil)

(in-ns 'odeon.agent)

(deftype Agent [state err pid mode handler]
  clojure.lang.IDeref
  (deref [_] (prim/atom-deref state))
  clojure.lang.IRef
  (addWatch [this key f] (clojure.core/add-watch state key (fn [k _ old new] (f k this old new))) this)
  (removeWatch [this key] (clojure.core/remove-watch state key) this))
(odeon.host-class/become! "clojure.lang.Agent" Agent)

(defn running "Calls f on args as a does it: under these bindings, and with a as *agent*." [a bindings f args]
  (let [old (prim/bindings-get)]
    (prim/bindings-set bindings)
    (odeon.binding/push [#'clojure.core/*agent* a])
    (try (clojure.core/apply f args) (finally (prim/bindings-set old)))))

(defn- act [a state-atom f args]
  (try (clojure.core/reset! state-atom (clojure.core/apply f (prim/atom-deref state-atom) args))
       (catch :default e
         (let [handler (prim/atom-deref (.-handler a))]
           (if handler (running a (prim/bindings-get) handler [a e]) nil)
           (if (prim/eq :fail (prim/atom-deref (.-mode a)))
             (prim/atom-reset (.-err a) e)
             nil)))))

(def ^{:dynamic true} *pending* "Actions sent from within an action: they go out when it has ended." nil)

(defn serve [a]
  (loop []
    (receive
      [:odeon/action f args]
      (do (if (prim/atom-deref (.-err a)) nil (act a (.-state a) f args))
          (recur))
      [:odeon/reach promise]
      (do (prim/promise-deliver promise 1 true)
          (recur))
      :odeon/stop nil)))

(defn start [state options]
  (let [o (odeon.destructure/kwargs options)
        handler (prim/get o :error-handler)
        cell (prim/atom state)
        pid (prim/atom nil)
        a (->Agent cell (prim/atom nil) pid
                   (prim/atom (prim/get-or o :error-mode (if handler :continue :fail)))
                   (prim/atom handler))]
    (if (prim/get o :validator) (clojure.core/set-validator! cell (prim/get o :validator)) nil)
    (if (prim/get o :meta) (prim/atom-set-meta cell (prim/get o :meta)) nil)
    (prim/atom-reset pid (prim/spawn (fn [] (serve a)) (prim/node-make 0) 0))
    a))

(defn agent? [x] (prim/instance? Agent x))

(in-ns 'clojure.core)

(defn agent "An agent with the state given." [state & options] (odeon.agent/start state options))

(defn send "Lets an agent's state become f of it and args, later, in the agent's own actor." [a f & args]
  (let [e (prim/atom-deref (.-err a))]
    (if e
      (throw (prim/ex-make odeon.class/java.lang.RuntimeException "Agent is failed, needs restart" nil e))
      (let [b (prim/bindings-get)
            run (fn [& xs] (odeon.agent/running a b f xs))]
        (prim/send (prim/atom-deref (.-pid a)) [:odeon/action run args])
        a))))
(defn send-off "As send." [a f & args] (apply send a f args))
(defn send-via "As send; the executor is ignored." [executor a f & args] (apply send a f args))
(defn agent-error "The exception that stopped an agent, or nil." [a] (prim/atom-deref (.-err a)))
(defn agent-errors "A list of agent-error, or nil." [a] (let [e (agent-error a)] (if e (list e) nil)))
(defn restart-agent "Lets a failed agent go on with a new state." [a new-state & options]
  (if (agent-error a)
    (do (reset! (.-state a) new-state)
        (prim/atom-reset (.-err a) nil)
        new-state)
    (throw-new "java.lang.RuntimeException" "Agent does not need a restart")))
(defn clear-agent-errors "Lets a failed agent go on with its old state." [a] (restart-agent a (deref a)))
(defn set-error-handler! "Sets the function of agent and exception for an agent's errors." [a f] (prim/atom-reset (.-handler a) f) nil)
(defn error-handler "The error handler of an agent, or nil." [a] (prim/atom-deref (.-handler a)))
(defn set-error-mode! "Sets an agent's error mode, :fail or :continue." [a mode] (prim/atom-reset (.-mode a) mode) nil)
(defn error-mode "The error mode of an agent." [a] (prim/atom-deref (.-mode a)))
(defn await "Waits until the agents have done all actions sent so far." [& agents]
  (let [ps (doall (map (fn [a]
                         (let [p (prim/promise-new 0)]
                           (prim/send (prim/atom-deref (.-pid a)) [:odeon/reach p])
                           p))
                       agents))]
    (run! deref ps)))
(defn await-for "As await, for timeout-ms at most; false if the time was not enough." [timeout-ms & agents]
  (let [ps (doall (map (fn [a]
                         (let [p (prim/promise-new 0)]
                           (prim/send (prim/atom-deref (.-pid a)) [:odeon/reach p])
                           p))
                       agents))
        deadline (prim/deadline timeout-ms)]
    (every? (fn [p] (prim/promise-await p deadline)) ps)))
(defn await1 "Waits for one agent." [a] (await a) a)
(defn release-pending-sends "Sends go out at once here: answers 0." [] 0)
(defn shutdown-agents "Agents are actors: they end with the program." [] nil)

;; ---- vars ---------------------------------------------------------------------------------------------------------
(defn bound? "True if all the vars have values." [& vars]
  (every? (fn [v] (or (prim/binding-of v) (prim/var-bound? v))) vars))
(defn thread-bound? "True if all the vars have bindings of the calling actor." [& vars]
  (every? (fn [v] (some? (prim/binding-of v))) vars))

(defn alter-var-root "Changes a var's root value to f of it and args." [v f & args]
  (loop []
    (let [old (if (prim/var-bound? v) (prim/var-root v) nil)
          new (apply f old args)]
      (if (prim/get (prim/atom-deref var-validators) v) (validate (get-validator v) new) nil)
      (if (if (prim/var-bound? v) (prim/var-cas-root v old new) (do (prim/var-set-root v new) true))
        (do (notify (prim/get (prim/atom-deref var-watches) v) v old new)
            new)
        (recur)))))

(def ^{:private true :dynamic true} *outer-bindings* "The bindings below those of the last push-thread-bindings." nil)
(defn push-thread-bindings "Adds bindings, a map from var to value, to the actor's." [bindings]
  (odeon.binding/push (reduce (fn [v e] (prim/conj (prim/conj v (prim/key e)) (prim/val e)))
                              [#'*outer-bindings* (prim/bindings-get)] bindings)))
(defn pop-thread-bindings "Takes the bindings of the last push-thread-bindings away." []
  (prim/bindings-set *outer-bindings*))
(defn get-thread-bindings "A map from var to value of the actor's bindings." []
  (prim/dissoc (reduce (fn [m e] (prim/assoc m (prim/key e) (prim/volatile-deref (prim/val e)))) {} (prim/bindings-get))
               #'*outer-bindings*))
(defn with-bindings* "Calls f under the bindings of a map from var to value." [bindings f & args]
  (let [old (prim/bindings-get)]
    (push-thread-bindings bindings)
    (try (apply f args) (finally (prim/bindings-set old)))))
(defn bound-fn* "f called, wherever, under the bindings that hold now." [f]
  (let [b (prim/bindings-get)]
    (fn [& args]
      (let [old (prim/bindings-get)]
        (prim/bindings-set (merge old b))
        (try (apply f args) (finally (prim/bindings-set old)))))))

(defn with-redefs-fn "Calls f while the vars of the map have the roots given." [binding-map f]
  (let [olds (reduce (fn [m v] (prim/assoc m v (if (prim/var-bound? v) (prim/var-root v) nil))) {} (keys binding-map))
        set-all (fn [m] (reduce (fn [_ e] (prim/var-set-root (prim/key e) (prim/val e)) nil) nil m))]
    (set-all binding-map)
    (try (f) (finally (set-all olds)))))
