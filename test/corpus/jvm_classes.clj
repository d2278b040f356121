;; Classes that a program only names, proxies of interfaces, protocols' interfaces.
(import '(java.io PushbackReader BufferedReader StringReader Reader))
(println (instance? java.sql.Date 1) (instance? java.util.zip.ZipEntry "x"))
(defprotocol Kind (kind [x]))
(extend java.sql.Date Kind {:kind (fn [_] :date)})
(extend-protocol Kind
  java.sql.Timestamp (kind [_] :timestamp)
  String (kind [_] :string)
  Reader (kind [r] [:reader (kind (PushbackReader. r))])
  PushbackReader (kind [r] :pushback))
(println (kind "x") (kind (PushbackReader. (StringReader. "a"))))

(println (.run (proxy [Runnable] [] (run [] (print (instance? Runnable this) "")))))
(println (compare 1 2) (.compare (proxy [java.util.Comparator] [] (compare ([a b] (- b a)))) 1 2))
(def counter (atom 0))
(let [local (proxy [ThreadLocal] [] (initialValue [] (swap! counter inc)))]
  (println (.get local) (.get local))
  (.set local :mine)
  (println (.get local) @(future (.get local)) @counter))

;; a protocol extended to all that implement another protocol in their definition
(defprotocol Named2 (named [x]))
(defrecord Person [n] Named2 (named [_] n))
(defprotocol Greet (greet [x]))
(extend-protocol Greet user.Named2 (greet [x] (str "hello " (named x))))
(println (greet (->Person "Ann")))

;; parameters of methods that a syntax quote has qualified
(defmacro defthing [name] `(deftype ~name [] Object (toString [_] "thing")))
(defthing Thing)
(println (str (Thing.)))

;; wrapping arithmetic for the rest of a file
(set! *unchecked-math* true)
(defn mix [x] (* (+ x 7) 6364136223846793005))
(println (mix 9223372036854775807) (inc 9223372036854775807) (dec -9223372036854775808) (+ 9223372036854775807 1 1))
(println (+ 1 2.5) (* 2 3N) (- 5))
(set! *unchecked-math* false)
(println (try (eval '(inc 9223372036854775807)) (catch ArithmeticException e :overflow)))

(require '[clojure.edn :as edn])
(println (try (edn/read-string "::a") (catch RuntimeException e :refused)))
(println (edn/read-string {:readers {'uuid (fn [s] [:uuid s])}} "#uuid \"x\"")
         (edn/read-string {:readers {'inst (fn [s] [:inst s])}} "[#inst \"2020\"]")
         (edn/read-string {:default (fn [t v] [t v])} "#foo/bar 1"))
(println (clojure.string/join " " [(try (nth [] 5) (catch IndexOutOfBoundsException e "out"))
                                   (format "%-4s|" "é") (some? (re-find #"1" (try (let [[a] #{1}] a) (catch Exception e "1"))))]))
