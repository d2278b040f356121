;; odeon.host: how library code asks the host (files, environment, compiler, sockets) for something.
;;
;; (request op & args) makes a ref, calls (prim/host-request ref op [args...]) and parks the actor until the message
;; [:odeon/reply ref ok? value] arrives. ok? true: value is the answer. ok? false: value is thrown when it is an
;; exception, else an IllegalStateException is thrown (a string is its message; a map {:class :message :data} names
;; class, message and data of the exception to throw).
;;
;; THE OPS (arguments -> answer). Symbols, vectors, maps below are wire values; strings are UTF-16 program strings.
;;
;;  files (paths are strings, relative to the working directory; text is UTF-8; a missing file: class
;;  "java.io.FileNotFoundException", other failures "java.io.IOException")
;;   :fs/slurp path                  -> string
;;   :fs/spit path string append?    -> nil
;;   :fs/open path mode              -> handle (a long); mode "r" "w" "a"
;;   :fs/read-line handle            -> the next line without its end (\n or \r\n), nil at the end
;;   :fs/read handle n               -> up to n characters as a string, nil at the end
;;   :fs/write handle string         -> nil
;;   :fs/close handle                -> nil
;;   :fs/stat path                   -> nil or {:file? b :dir? b :size n :modified ms}
;;   :fs/list path                   -> vector of names (sorted), nil if not a directory
;;   :fs/mkdirs path                 -> true if made
;;   :fs/delete path                 -> true if deleted, false if absent
;;   :fs/rename from to              -> true
;;   :fs/absolute path               -> string
;;   :fs/canonical path              -> string, links resolved as far as the file exists
;;   :fs/temp-file prefix suffix     -> path of a new empty file
;;   :fs/resource path               -> path of the file found under the source paths, or nil
;;  standard input
;;   :stdin/read-line                -> line or nil at the end
;;   :stdin/read n                   -> up to n characters, nil at the end
;;  system
;;   :os/getenv name-or-nil          -> string or nil; with nil the whole environment as a map string -> string
;;   :os/args                        -> vector of strings (*command-line-args*)
;;   :os/property name               -> string or nil ("user.dir" "os.name" "line.separator" "user.home" "java.io.tmpdir" ...)
;;  compiler (ns arguments are symbols; a THUNK is a closure of no arguments that runs one compiled top-level form)
;;   :compiler/eval form ns          -> [THUNK...], which the caller calls in order. A top-level (do ...) has been split by the caller.
;;   :compiler/open-source text file ns -> load id (a long); file: name for messages
;;   :compiler/open-lib lib reload? ns  -> nil if the namespace is loaded already (waits for a load under way by another
;;                                      actor; a circular load is an error), else a load id; not found: class
;;                                      "java.io.FileNotFoundException"
;;   :compiler/next id ns            -> [THUNK] for the next top-level form read and compiled in namespace ns, or nil at the
;;                                      end (the load is then complete, waiters go on)
;;   :compiler/abort id message      -> nil; the load failed
;;   :compiler/alias ns alias target -> nil; compile-time side of (alias 'a 'target); the target's name as symbol
;;   :compiler/unalias ns alias      -> nil
;;   :compiler/refer ns target opts  -> nil; opts {:only [syms] or nil, :exclude [syms], :rename {sym sym}}
;;   :compiler/import ns specs       -> nil; specs: vector of full class name symbols
;;   :compiler/in-ns ns              -> nil; makes the session know the namespace
;;   :compiler/intern ns name macro? -> nil; the run time made this var
;;   :compiler/loaded-libs           -> vector of symbols
;;   :compiler/macroexpand-1 form ns -> the form expanded once (identical form if it is no macro call)
;;   :compiler/read-string s opts    -> [form chars-consumed], or nil if s holds only white space and comments. opts: map with
;;                                      :ns symbol (for :: and syntax quote), :edn true (no reader evaluation or macros),
;;                                      :read-cond :allow|:preserve|nil, :features set. Unknown tags answer tagged literals
;;                                      #inst and #uuid answer their values. Bad text: class "RuntimeException" with position.
;;   :compiler/special? sym          -> true if the symbol is a special form or a macro built into the front end
;;   :compiler/doc sym               -> nil or {:name :arglists :doc} of a built-in special form or macro
;;  TCP (connections and listeners are longs; the owner of a connection is the actor that accepted or opened it)
;;   :tcp/listen port opts           -> {:listener id :port actual}; opts {:host string}
;;   :tcp/accept listener            -> connection; the reply comes when someone connects
;;   :tcp/connect host port          -> connection
;;   :tcp/send connection string     -> nil when handed to the network
;;   :tcp/own connection pid         -> nil; pid gets the messages from now on
;;   :tcp/close id                   -> nil; connection or listener
;;   The owner gets messages [:tcp connection string] and, once, [:tcp-closed connection]. Data is delivered as latin-1
;;   when opts/bytes asks for it, else as UTF-8 text cut at character boundaries.
(in-ns 'odeon.host)

(def thrown
  "[n, number -> exception]: what macros have thrown lately, n of them in all. The host hands numbers on, not objects
  (odeon.main/expand)."
  (prim/atom [0 {}]))

(defn- with-cause
  "A failure of the compiler with what a macro has thrown as its cause, if that is why."
  [ex]
  (let [data (prim/ex-data ex)
        n (prim/get (prim/get data :odeon/cause) :thrown)
        cause (prim/get (prim/nth (prim/atom-deref thrown) 1) n)]
    (if cause (prim/ex-make (prim/ex-type ex) (prim/ex-message ex) data cause) ex)))

(defn fail
  "Throws what a failed host request answered."
  [value]
  (throw (if (prim/ex? value)
           value
           (if (prim/map? value)
             (with-cause (odeon.host-class/make-exception (prim/get value :class) (prim/get value :message) (prim/get value :data)))
             (odeon.host-class/make-exception "java.lang.IllegalStateException" (clojure.core/str value) nil)))))

(defn await-reply
  "Parks until the reply to ref arrives; other messages stay in the mailbox in order."
  [ref]
  (receive
    [:odeon/reply (= ref) ok? value] (if ok? value (fail value))))

(defn request
  "Asks the host to perform op on args and answers its reply; throws if the host refuses or fails."
  [op & args]
  (let [ref (prim/make-ref)]
    (prim/host-request ref op (clojure.core/vec args))
    (await-reply ref)))
