;; odeon.file: java.io.File, as far as programs use it: a path with questions that go to the host.
(in-ns 'odeon.file)

(declare file)

(defprotocol Operations
  "What can be asked of a file."
  (getPath [f]) (getName [f]) (getParent [f]) (getParentFile [f]) (getAbsolutePath [f]) (getAbsoluteFile [f])
  (getCanonicalPath [f]) (getCanonicalFile [f]) (exists [f]) (isDirectory [f]) (isFile [f]) (lastModified [f])
  (fileLength [f]) (listFiles [f]) (listNames [f]) (mkdirs [f]) (delete [f]) (renameTo [f target]))

(defn- last-slash [path] (prim/str-last-index-of path "/" (prim/str-length path)))

(deftype File [path]
  java.lang.Comparable
  (compareTo [_ other] (compare path (str other)))
  Object
  (toString [_] path)
  (equals [_ other] (and (prim/instance? File other) (= path (str other))))
  (hashCode [_] (hash path))
  Operations
  (getPath [_] path)
  (getName [_] (prim/substring path (prim/add 1 (last-slash path)) (prim/str-length path)))
  (getParent [_] (let [i (last-slash path)] (if (prim/lt i 0) nil (if (prim/identical i 0) "/" (prim/substring path 0 i)))))
  (getParentFile [this] (let [p (getParent this)] (if p (file p) nil)))
  (getAbsolutePath [_] (odeon.host/request :fs/absolute path))
  (getAbsoluteFile [_] (file (odeon.host/request :fs/absolute path)))
  (getCanonicalPath [_] (odeon.host/request :fs/canonical path))
  (getCanonicalFile [_] (file (odeon.host/request :fs/canonical path)))
  (exists [_] (some? (odeon.host/request :fs/stat path)))
  (isDirectory [_] (boolean (get (odeon.host/request :fs/stat path) :dir?)))
  (isFile [_] (boolean (get (odeon.host/request :fs/stat path) :file?)))
  (lastModified [_] (get (odeon.host/request :fs/stat path) :modified 0))
  (fileLength [_] (get (odeon.host/request :fs/stat path) :size 0))
  (listFiles [_] (let [names (odeon.host/request :fs/list path)]
                   (if names (to-array (map (fn [n] (file (str path "/" n))) names)) nil)))
  (listNames [_] (let [names (odeon.host/request :fs/list path)] (if names (to-array names) nil)))
  (mkdirs [_] (odeon.host/request :fs/mkdirs path))
  (delete [_] (odeon.host/request :fs/delete path))
  (deleteOnExit [_] nil)
  (renameTo [_ target] (odeon.host/request :fs/rename path (str target))))
(odeon.host-class/become! "java.io.File" File)

(defn file "The file of a path." [path] (if (prim/instance? File path) path (->File (str path))))
(defn file? "True if x is a file." [x] (prim/instance? File x))
