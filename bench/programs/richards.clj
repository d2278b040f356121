;; Richards: the scheduler of a small operating system with an idler, a worker, two handlers and two devices.
;; The whole machine is one value; what a task does follows from the record that is its state.
(ns richards (:require [timing]))

(def no-packets clojure.lang.PersistentQueue/EMPTY)
(defrecord Packet [address kind datum data])
(defrecord Task [id priority link queue pending? waiting? holding? state])
(defrecord Machine [tasks current queued held])
(defprotocol Behaviour (act [state machine task packet] "The machine after the task has run with a packet, or without one."))

(defn set-state [machine task state] (assoc-in machine [:tasks (:id task)] (assoc task :state state)))
(defn hold [machine]
  (let [{:keys [tasks current held]} machine
        task (nth tasks current)]
    (assoc machine :tasks (assoc tasks current (assoc task :holding? true)) :current (:link task) :held (inc held))))
(defn wait [machine] (assoc-in machine [:tasks (:current machine) :waiting?] true))
(defn release [machine id]
  (let [{:keys [tasks current]} machine
        task (assoc (nth tasks id) :holding? false)
        machine (assoc machine :tasks (assoc tasks id task))]
    (if (> (:priority task) (:priority (nth tasks current))) (assoc machine :current id) machine)))
(defn send-packet [machine packet]
  (let [{:keys [tasks current queued]} machine
        id      (:address packet)
        task    (nth tasks id)
        idle?   (empty? (:queue task))
        task    (assoc task :queue (conj (:queue task) (assoc packet :address current)) :pending? (or idle? (:pending? task)))
        machine (assoc machine :tasks (assoc tasks id task) :queued (inc queued))]
    (if (and idle? (> (:priority task) (:priority (nth tasks current)))) (assoc machine :current id) machine)))

(defrecord Idler [control left device-a device-b]
  Behaviour
  (act [state machine task _]
    (let [left (dec left)]
      (cond
        (zero? left)    (hold (set-state machine task (assoc state :left left)))
        (even? control) (release (set-state machine task (assoc state :left left :control (quot control 2))) device-a)
        :else (release (set-state machine task (assoc state :left left :control (bit-xor (quot control 2) 53256))) device-b)))))

(defrecord Worker [address other letter]
  Behaviour
  (act [_ machine task packet]
    (if (nil? packet)
      (wait machine)
      (let [letters (rest (take 5 (iterate #(if (= % 26) 1 (inc %)) letter)))]
        (send-packet (set-state machine task (->Worker other address (last letters)))
                     (assoc packet :address other :datum 0 :data (mapv #(+ 64 %) letters)))))))

(defrecord Handler [work device sent]
  Behaviour
  (act [state machine task packet]
    (let [state (cond
                  (nil? packet)            state
                  (= :work (:kind packet)) (assoc state :work (conj work packet))
                  :else                    (assoc state :device (conj device packet)))
          job  (peek (:work state))
          tool (peek (:device state))]
      (cond
        (nil? job)      (wait (set-state machine task state))
        (= 4 sent)      (send-packet (set-state machine task (assoc state :work (pop (:work state)) :sent 0)) job)
        (nil? tool)     (wait (set-state machine task state))
        :else (send-packet (set-state machine task (assoc state :device (pop (:device state)) :sent (inc sent)))
                           (assoc tool :datum (nth (:data job) sent)))))))

(defrecord Device [packet]
  Behaviour
  (act [_ machine task received]
    (cond
      received (hold (set-state machine task (->Device received)))
      packet   (send-packet (set-state machine task (->Device nil)) packet)
      :else    (wait machine))))

(defn run-task [machine {:keys [queue pending? waiting? holding?] :as task}]
  (if (and pending? waiting? (not holding?))
    (let [more (pop queue)
          task (assoc task :queue more :pending? (boolean (seq more)) :waiting? false)]
      (act (:state task) (assoc-in machine [:tasks (:id task)] task) task (peek queue)))
    (act (:state task) machine task nil)))

(defn schedule [machine]
  (if-let [id (:current machine)]
    (let [{:keys [pending? waiting? holding? link] :as task} (nth (:tasks machine) id)]
      (recur (if (or holding? (and waiting? (not pending?))) (assoc machine :current link) (run-task machine task))))
    machine))

(defn machine []
  (let [packets (fn [n address kind] (into no-packets (repeat n (->Packet address kind 0 nil))))
        task    (fn [id priority queue state]
                  (->Task id priority (when (pos? id) (dec id)) queue (boolean (seq queue)) (pos? id) false state))]
    (->Machine [(task 0 0 no-packets (->Idler 1 10000 4 5))
                (task 1 1000 (packets 2 1 :work) (->Worker 2 3 0))
                (task 2 2000 (packets 3 4 :device) (->Handler no-packets no-packets 0))
                (task 3 3000 (packets 3 5 :device) (->Handler no-packets no-packets 0))
                (task 4 4000 no-packets (->Device nil))
                (task 5 5000 no-packets (->Device nil))]
               5 0 0)))
(defn run [] (let [{:keys [queued held]} (schedule (machine))] (str queued " " held)))
(defn -main [& _] (timing/report run 1000))
