(ns odeon.tcp
  "TCP for actors. A connection belongs to the actor that accepted or opened it, until `own` gives it to another; the owner
  gets the messages
    [:tcp connection text]     what arrived
    [:tcp-closed connection]   once, when the connection has ended
  Listeners and connections are numbers. Everything here parks the calling actor until the host has answered."
  (:refer-clojure :exclude [send]))

(defn listen
  "Listens on a port (0: any that is free) and answers {:listener l :port p}. Options: :host (default 127.0.0.1), :bytes true
  delivers bytes as characters 0 to 255 instead of UTF-8 text, :window n makes a connection wait for `more` after n chunks."
  ([port] (listen port {}))
  ([port options] (odeon.host/request :tcp/listen port options)))

(defn accept
  "Waits for the next connection to a listener; the calling actor owns it."
  [listener]
  (odeon.host/request :tcp/accept listener))

(defn connect
  "Opens a connection, which the calling actor owns. Options as for `listen`, without :host."
  ([host port] (connect host port {}))
  ([host port options] (odeon.host/request :tcp/connect host port options)))

(defn send
  "Sends text, and returns when the network has taken it."
  [connection text]
  (odeon.host/request :tcp/send connection text))

(defn more
  "Lets a connection with a :window deliver n more chunks."
  [connection n]
  (odeon.host/request :tcp/more connection n))

(defn own
  "Gives a connection to the actor pid, which gets its messages from now on."
  [connection pid]
  (odeon.host/request :tcp/own connection pid))

(defn close
  "Closes a connection or a listener."
  [id]
  (odeon.host/request :tcp/close id))
