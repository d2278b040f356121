(ns clojure.repl
  "What a person at a prompt asks for.")

(defn apropos "The names that contain a text (or match a regular expression), with their namespaces, sorted." [str-or-pattern]
  (let [match? (if (prim/regex? str-or-pattern)
                 (fn [s] (some? (re-find str-or-pattern s)))
                 (fn [s] (<= 0 (prim/str-index-of s (str str-or-pattern) 0))))]
    (sort (mapcat (fn [ns]
                    (let [n (str (ns-name ns))]
                      (map (fn [s] (symbol n (name s))) (filter (fn [s] (match? (name s))) (keys (ns-publics ns))))))
                  (all-ns)))))

(defn dir-fn "The public names of a namespace, sorted." [ns]
  (sort (map first (ns-publics (the-ns (get (ns-aliases *ns*) ns ns))))))
(defmacro dir "Prints the public names of a namespace." [nsname]
  `(doseq [v# (dir-fn '~nsname)] (println v#)))

(defn find-doc "Prints the documentation of all vars whose name or text matches." [re-string-or-pattern]
  (let [re (re-pattern re-string-or-pattern)]
    (doseq [ns (sort-by (fn [ns] (str (ns-name ns))) (all-ns))
            v (sort-by (fn [v] (str (symbol v))) (vals (ns-publics ns)))
            :let [m (meta v)]
            :when (and (:doc m) (or (re-find re (:doc m)) (re-find re (str (:name m)))))]
      (odeon.repl/print-doc (assoc m :ns (ns-name ns))))))

(defn demunge "The Clojure name of a class name." [fn-name]
  (reduce (fn [s [from to]] (prim/str-replace-all s from to)) fn-name
          [["_QMARK_" "?"] ["_BANG_" "!"] ["_STAR_" "*"] ["_PLUS_" "+"] ["_GT_" ">"] ["_LT_" "<"] ["_EQ_" "="] ["_SINGLEQUOTE_" "'"] ["$" "/"] ["_" "-"]]))

(defn root-cause "The last of an exception's causes." [t] (loop [t t] (if-let [c (ex-cause t)] (recur c) t)))

(defn stack-element-str "One frame of a trace as text." [[f file line]] (str f " (" file ":" line ")"))

(defn pst "Prints an exception (*e) and its trace."
  ([] (pst *e 12))
  ([e-or-depth] (if (number? e-or-depth) (pst *e e-or-depth) (pst e-or-depth 12)))
  ([e depth]
   (when e
     (println (str (odeon.error/type-name-of e) " " (ex-message e) (when-let [d (ex-data e)] (str " " (pr-str d)))))
     (doseq [f (take depth (odeon.error/trace e))]
       (println (str "\t" (stack-element-str f))))
     (when-let [c (ex-cause e)]
       (println "Caused by:")
       (recur c depth)))))
