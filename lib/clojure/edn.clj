(ns clojure.edn
  "Reading data in edn.")

(defn- eof [] (throw (odeon.host-class/make-exception "java.lang.RuntimeException" "EOF while reading" nil)))
(defn- tags-of [{:keys [readers default]}]
  {:readers (merge default-data-readers readers) :default default :kept (or default tagged-literal)})

(defn read-string
  "The first value in a string. opts: :eof (answered when there is none), :readers (tag -> function), :default (function of tag and value)."
  ([s] (read-string {:eof nil} s))
  ([opts s]
   (if (nil? s)
     nil
     (let [r (clojure.core/read-text s {:edn true} (tags-of opts))]
       (if r
         (nth r 0)
         (if (contains? opts :eof) (:eof opts) (eof)))))))

(defn read
  "The next value of a reader; opts as for read-string."
  ([] (read *in*))
  ([stream] (read {} stream))
  ([opts stream]
   (clojure.core/read-from stream {:edn true} (tags-of opts) (not (contains? opts :eof)) (:eof opts))))
