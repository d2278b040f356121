(ns clojure.actors.tcp
  "TCP connections. Their data comes as messages [:tcp connection text] to the actor that accepted or opened the connection
  (or that own! names), and [:tcp-closed connection] once at the end.")

(defn listen "A listener on a port (0: any free one): {:listener id :port port}. opts: :host."
  ([port] (listen port {}))
  ([port opts] (odeon.host/request :tcp/listen port opts)))
(defn accept "Waits for the next connection of a listener (or of what listen answered)." [listener]
  (odeon.host/request :tcp/accept (if (map? listener) (:listener listener) listener)))
(defn connect "Opens a connection." [host port] (odeon.host/request :tcp/connect host port))
(defn send! "Sends text." [connection text] (odeon.host/request :tcp/send connection (str text)) nil)
(defn own! "From now on pid gets the connection's messages." [connection pid] (odeon.host/request :tcp/own connection pid) nil)
(defn close! "Closes a connection or listener." [x] (odeon.host/request :tcp/close (if (map? x) (:listener x) x)) nil)
