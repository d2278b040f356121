(ns clojure.java.io
  "Files, readers and writers.")

(defn file
  "A file from a path, or from a parent and names below it."
  ([arg] (if (nil? arg) nil (odeon.file/file arg)))
  ([parent child] (odeon.file/file (str parent "/" child)))
  ([parent child & more] (reduce file (file parent child) more)))

(defn as-file "x as a file." [x] (file x))
(defn as-relative-path "The path of x, which must be relative." [x]
  (let [path (str x)]
    (if (prim/str-starts path "/")
      (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException" (str path " is not a relative path") nil))
      path)))
(defn as-url "x as text; URLs are plain strings here." [x] (str x))

(defn reader "A buffered reader of a file, of an array of bytes or characters, or of what another reader has." [x & opts]
  (cond
    (odeon.io/reader? x) (odeon.io/as-reader java.io.BufferedReader x)
    (prim/array? x) (odeon.io/as-reader java.io.BufferedReader (odeon.io/string-reader (odeon.io/text x)))
    :else (odeon.io/file-reader java.io.BufferedReader (str x))))
(defn writer "A buffered writer to a file (:append true for its end) or to another writer." [x & opts]
  (cond
    (or (string? x) (odeon.file/file? x)) (java.io.BufferedWriter. (odeon.io/file-writer (str x) (boolean (:append (apply hash-map opts)))))
    (instance? java.io.BufferedWriter x) x
    :else (java.io.BufferedWriter. x)))
(defn input-stream "As reader." [x & opts] (apply reader x opts))
(defn output-stream "As writer." [x & opts] (apply writer x opts))

(defn copy
  "Copies what a file, a reader or an array of bytes or characters has, or a string itself, to a file or writer."
  [input output & opts]
  (let [text (if (string? input) input (slurp input))]
    (cond
      (odeon.file/file? output) (spit output text)
      (and (some? output) (prim/method-find odeon.method/write output)) (odeon.io/write output text)
      :else (throw (odeon.host-class/make-exception
                    "java.lang.IllegalArgumentException"
                    (str "No method in multimethod 'do-copy' for dispatch value: " [(class input) (class output)]) nil)))
    nil))

(defn make-parents "Makes the folders above a file." [f & more]
  (let [parent (odeon.file/getParentFile (apply file f more))]
    (if parent (odeon.file/mkdirs parent) nil)))
(defn delete-file "Deletes a file; failure throws unless silently is true." [f & [silently]]
  (or (odeon.host/request :fs/delete (str f))
      silently
      (throw (odeon.host-class/make-exception "java.io.IOException" (str "Couldn't delete " f) nil))))
(defn resource "The file of that name on the source paths, or nil."
  ([n] (let [path (odeon.host/request :fs/resource n)] (if path (odeon.file/file path) nil)))
  ([n _] (resource n)))
