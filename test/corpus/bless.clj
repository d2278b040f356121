;; Runs corpus programs in one JVM, each in a fresh namespace `user`, and writes what each prints to its .out file.
;; Started by bless.ts with the program paths as arguments.
(ns odeon.bless
  (:require [clojure.java.io :as io]
            [clojure.string :as str]))

(defn- fresh-user! []
  (remove-ns 'user)
  (binding [*ns* (create-ns 'user)] (refer 'clojure.core))
  (find-ns 'user))

(defn- run-file [path]
  (let [out (java.io.StringWriter.)
        user (fresh-user!)]
    (binding [*ns* user, *out* out, *err* (java.io.PrintWriter. (java.io.StringWriter.)),
              *warn-on-reflection* false, *command-line-args* nil,
              ;; as for clojure FILE
              *print-namespace-maps* true, *print-length* nil, *print-level* nil, *print-meta* false, *math-context* nil, *assert* true]
      (with-open [in (io/reader path)]
        (Compiler/load in path (.getName (io/file path))))
      (flush))
    (str out)))

(defn- bless [path]
  (try
    (let [printed (run-file path)]
      (spit (str/replace path #"\.clj$" ".out") printed)
      true)
    (catch Throwable e
      (binding [*out* *err*] (println "FAILED" path "-" (.getMessage e) (some-> (.getCause e) str)))
      false)))

(let [failed (atom 0)
      paths *command-line-args*
      ;; A roomy stack: deep recursion is part of the corpus.
      worker (Thread. nil #(doseq [path paths] (when-not (bless path) (swap! failed inc))) "bless" (* 1024 1024 1024))]
  (.start worker)
  (.join worker)
  (shutdown-agents)
  (System/exit (min 1 @failed)))
