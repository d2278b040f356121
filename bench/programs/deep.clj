;; Recursion that is not in tail position, a million frames deep.
(ns deep (:require [timing]))
(defn add [n] (if (zero? n) 0 (+ 1 (add (dec n)))))
(defn build [n] (if (zero? n) () (cons n (build (dec n)))))
(defn throwing [n] (if (zero? n) (throw (ex-info "bottom" {})) (+ 1 (throwing (dec n)))))
(defn run [kind n]
  (case kind
    "add"   (if (= n (add n)) "ok" "wrong")
    "cons"  (if (= n (count (build n))) "ok" "wrong")
    "throw" (try (throwing n) (catch clojure.lang.ExceptionInfo e (if (= "bottom" (ex-message e)) "ok" "wrong")))))
(defn -main [kind n]
  (let [[value ms] (timing/once #(run kind (parse-long n)))]
    (println "result:" value)
    (println "ms:" ms)))
