;; odeon.repl: what (doc x) and (source x) call with the facts that the compiler knows.
(in-ns 'odeon.repl)
(clojure.core/refer 'clojure.core)

(defn print-doc
  "Prints the documentation of a var, special form or macro: a map of :ns :name :arglists :doc :macro :special-form."
  [{:keys [ns name arglists doc macro special-form] :as facts}]
  (when facts
    (println "-------------------------")
    (println (if ns (str ns "/" name) (str name)))
    (when arglists (prn arglists))
    (cond special-form (println "Special Form")
          macro (println "Macro"))
    (when doc (println (str "  " doc)))
    nil))

(defn- lines-of [text] (clojure.string/split-lines text))

(defn print-source
  "Prints the source of a definition, from its file: a map with :file and :line."
  [{:keys [file line name] :as facts}]
  (if (and file line (odeon.host/request :fs/resource file))
    (let [lines (drop (dec line) (lines-of (slurp (odeon.host/request :fs/resource file))))
          text (clojure.string/join "\n" lines)
          answer (odeon.host/request :compiler/read-string text {:ns (ns-name *ns*)})]
      (println (subs text 0 (nth answer 1))))
    (println "Source not found"))
  nil)
