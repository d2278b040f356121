(ns clojure.edn
  "Reading data in edn.")

(defn- eof [] (throw (odeon.host-class/make-exception "java.lang.RuntimeException" "EOF while reading" nil)))
(defn- readers-of [opts] (merge default-data-readers (:readers opts)))

(defn read-string
  "The first value in a string. opts: :eof (answered when there is none), :readers (tag -> function), :default (function of tag and value)."
  ([s] (read-string {:eof nil} s))
  ([opts s]
   (if (nil? s)
     nil
     (let [r (clojure.core/read-text s {:edn true} (readers-of opts) (:default opts))]
       (if r
         (nth r 0)
         (if (contains? opts :eof) (:eof opts) (eof)))))))

(defn read
  "The next value of a reader; opts as for read-string."
  ([] (read *in*))
  ([stream] (read {} stream))
  ([opts stream]
   (clojure.core/read-from stream {:edn true} (readers-of opts) (:default opts) (not (contains? opts :eof)) (:eof opts))))
