(ns clojure.actors
  "Actors: light processes with a mailbox of their own. receive is built into the compiler; the rest is here.")

(defn- now-bindings
  "f with the present bindings around it."
  [f]
  (let [b (odeon.binding/copy)]
    (if b (fn [& args] (prim/bindings-set b) (apply f args)) f)))

(defn- arguments [args] (prim/node-from-list args))

(defn spawn "Starts an actor that applies f to args; answers its pid." [f & args]
  (prim/spawn (now-bindings (fn [] (apply f args))) (prim/node-make 0) 1))

(def ^:private priorities {:max 0 :high 1 :normal 1 :low 3})
