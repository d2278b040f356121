;; A TCP echo server of actors: each connection has an actor of its own, and one more waits for the next connection.
;;
;;   odeon run examples/echo.clj PORT      serves until Ctrl-C; try it with: nc localhost PORT
;;   odeon run examples/echo.clj           tests itself: 10 clients, 5 lines each, then it ends
;;
;; The self-test prints:
;;   10 clients, 50 lines echoed
(ns echo
  (:require [clojure.actors :refer [spawn self ! receive]]
            [clojure.string :as str]
            [odeon.tcp :as tcp]))

(defn serve-connection
  "Sends back what arrives, until the other side closes."
  [connection]
  (receive
    [:tcp (= connection) text]  (do (tcp/send connection text)
                                    (recur connection))
    [:tcp-closed (= connection)] nil))

(defn serve
  "Waits for a connection, leaves the next one to a new actor, and serves its own."
  [listener]
  (let [connection (tcp/accept listener)]
    (spawn serve listener)
    (serve-connection connection)))

(defn receive-text
  "What the connection delivers until it is `length` characters."
  [connection length]
  (loop [text ""]
    (if (>= (count text) length)
      text
      (receive
        [:tcp (= connection) more]   (recur (str text more))
        [:tcp-closed (= connection)] text))))

(defn client
  "Sends five lines and answers how many came back unchanged."
  [port n]
  (let [connection (tcp/connect "localhost" port)
        lines      (map #(str "client " n " line " % "\n") (range 5))]
    (doseq [line lines] (tcp/send connection line))
    (let [expected (str/join lines)
          echoed   (receive-text connection (count expected))]
      (tcp/close connection)
      (if (= expected echoed) 5 0))))

(defn self-test []
  (let [{:keys [listener port]} (tcp/listen 0)
        home (self)]
    (spawn serve listener)
    (dotimes [n 10] (spawn (fn [] (! home [:echoed (client port n)]))))
    (let [total (reduce + (repeatedly 10 #(receive [:echoed n] n)))]
      (println "10 clients," total "lines echoed"))
    (tcp/close listener)))

(defn -main [& [port]]
  (if port
    (let [{:keys [listener port]} (tcp/listen (parse-long port))]
      (println "echo server on port" port)
      (spawn serve listener)
      (receive :never nil))
    (self-test)))
