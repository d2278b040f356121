;; Collections, keywords and symbols that are called: how many arguments each takes.
(require (quote clojure.string))
(defn outcome [f args] (try (apply f args) (catch Throwable e (.getName (class e)))))
(doseq [f [#{1} #{} (sorted-set 1) [1 2] (subvec [1 2 3] 1) (first {0 1}) {1 2} {} (sorted-map 1 2) (zipmap (range 40) (range)) :k 'k]]
  (prn (mapv #(outcome f %) [[] [1] [1 :default] [7 :default] [{:k 1} 2] [1 2 3]])))
(prn (map {1 :one} [1 2] [:x :y]) (try (doall (map #{1} [1 2] [3 4])) (catch clojure.lang.ArityException _ :arity)))
(prn (try (doall (keep-indexed #{} [1 2])) (catch clojure.lang.ArityException _ :arity)))
(prn (try (#{1} 5 :default) (catch clojure.lang.ArityException e (ex-message e))) (try ([1] 0 1) (catch clojure.lang.ArityException e (ex-message e))))
;; what ex-info takes, and replacements that are no strings
(prn (mapv (fn [args] (try (ex-message (apply ex-info args)) (catch Throwable e (.getName (class e))))) [["a" {}] [nil {}] [1 {}] ["a" 1] ["a" []] ["a" (sorted-map 1 2)]]))
(prn (clojure.string/re-quote-replacement 5) (clojure.string/re-quote-replacement "a$\\"))
