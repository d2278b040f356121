;; Reading: text to data, tagged literals, records, conditionals; readers as sources of text.
(in-ns 'clojure.core)

(declare reader-conditional)

(defn tagged-literal "A tagged literal." [tag form] (prim/tagged tag form))

(defn- read-record
  "What #ns.Type[field ...] or #ns.Type{:field value ...} stands for."
  [tag form]
  (let [text (prim/symbol-name tag)
        dot (prim/str-last-index-of text "." (prim/str-length text))
        maker (prim/symbol nil (str (if (map? form) "map->" "->") (prim/substring text (prim/add dot 1) nil)))
        ns (prim/ns-find (prim/symbol nil (prim/str-replace-all (prim/substring text 0 dot) "_" "-")))
        v (if ns (prim/var-find (prim/ns-name ns) maker) nil)]
    (if v
      (if (map? form) ((prim/var-root v) form) (apply (prim/var-root v) form))
      (throw-new "java.lang.ClassNotFoundException" text))))

(defn- unread-tag [tag] (throw-new "java.lang.RuntimeException" (str "No reader function for tag " tag)))

(defn- read-tagged
  "What is done with a tag that has no reader of its own, where records can be read."
  [tag form]
  (if (if (prim/identical (prim/symbol-ns tag) nil) (prim/gt (prim/str-index-of (prim/symbol-name tag) "." 0) 0) false)
    (read-record tag form)
    (if *default-data-reader-fn* (*default-data-reader-fn* tag form) (unread-tag tag))))

(defn- apply-readers
  "A form with its tagged literals read, inside out, as tags says: {:readers by tag, :default the function of tag and form for
  those that have none, :kept the same inside of reader conditionals: what no feature selects may have tags that nobody reads here}."
  [form tags]
  (if (prim/tagged? form)
    (let [tag (prim/tagged-tag form)]
      (if (if (prim/eq tag 'odeon.reader/conditional) true (prim/eq tag 'odeon.reader/splicing))
        (reader-conditional (apply-readers (prim/tagged-form form) (assoc tags :default (prim/get tags :kept)))
                            (prim/eq tag 'odeon.reader/splicing))
        (let [inner (apply-readers (prim/tagged-form form) tags)
              f (prim/get (prim/get tags :readers) tag)
              default (prim/get tags :default)]
          (if f (f inner)
            (if default (default tag inner) (unread-tag tag))))))
    (let [inside (fn [x] (apply-readers x tags))]
      (if (seq? form) (with-meta (apply list (map inside form)) (prim/meta form))
        (if (prim/vector? form) (with-meta (mapv inside form) (prim/meta form))
          (if (prim/map? form)
            (with-meta (into {} (map (fn [e] [(inside (prim/key e)) (inside (prim/val e))]) form)) (prim/meta form))
            (if (prim/set? form) (with-meta (into #{} (map inside form)) (prim/meta form))
              form)))))))

(defn- read-text
  "[form consumed] of the first form in a string, or nil. tags: see apply-readers."
  [s opts tags]
  (let [plain (odeon.data-reader/plain s)
        r (if plain plain (odeon.host/request :compiler/read-string s opts))]
    (if (if plain (not (prim/nth plain 2)) (nil? r))
      plain
      [(apply-readers (prim/nth r 0) tags) (prim/nth r 1)])))

(defn- overridden? "Whether the program reads #inst or #uuid in its own way." []
  (if (prim/contains *data-readers* 'inst) true (prim/contains *data-readers* 'uuid)))
(defn- program-tags "How the program reads tagged literals." []
  {:readers (if (overridden?) (merge default-data-readers *data-readers*) *data-readers*)
   :default read-tagged
   :kept (or *default-data-reader-fn* tagged-literal)})

(defn- read-options [opts]
  (let [o {:ns (prim/ns-name *ns*)}
        o (if (overridden?) (assoc o :all-tags true) o)
        o (if (prim/get opts :read-cond) (assoc o :read-cond (prim/get opts :read-cond)) o)]
    (if (prim/get opts :features) (assoc o :features (prim/get opts :features)) o)))

(defn- eof-error [] (throw-new "java.lang.RuntimeException" "EOF while reading"))

(defn read-string "The first form in a string."
  ([s] (let [r (read-text s (read-options nil) (program-tags))]
         (if r (prim/nth r 0) (eof-error))))
  ([opts s]
   (let [r (read-text s (read-options opts) (program-tags))]
     (if r (prim/nth r 0)
       (if (prim/contains opts :eof)
         (if (prim/identical :eofthrow (prim/get opts :eof)) (eof-error) (prim/get opts :eof))
         (eof-error))))))

(defn read-from
  "The next form of a reader: text is added until it holds a whole form. tags as for read-text, eof-error? and eof-value as for read."
  [rdr opts tags eof-error? eof-value]
  (loop []
    (let [s (.rest-of-buffer rdr)
          r (try [:ok (read-text s opts tags)]
                 (catch :default e [:error e]))
          answer (prim/nth r 1)
          ended (fn [] (not (.extend-buffer rdr)))]
      (if (if (prim/identical :ok (prim/nth r 0)) answer false)
        ;; a symbol or number at the very end of the buffer may go on in what follows
        (if (if (prim/identical (prim/nth answer 1) (prim/str-length s)) (not (ended)) false)
          (recur)
          (do (.skip-chars rdr (prim/nth answer 1))
              (prim/nth answer 0)))
        (if (ended)
          (if (prim/identical :error (prim/nth r 0))
            (throw answer)
            (do (.skip-chars rdr (prim/str-length s))
                (if eof-error? (eof-error) eof-value)))
          (recur))))))

(defn read "The next form of a reader (*in*)."
  ([] (read *in*))
  ([stream] (read stream true nil))
  ([a b]
   (if (map? a)
     (read-from b (read-options a) (program-tags)
                (or (not (prim/contains a :eof)) (prim/identical :eofthrow (prim/get a :eof))) (prim/get a :eof))
     (read a b nil)))
  ([stream eof-error? eof-value]
   (read-from stream (read-options nil) (program-tags) eof-error? eof-value))
  ([stream eof-error? eof-value recursive?] (read stream eof-error? eof-value)))
(defn read+string "The next form of a reader and its text."
  ([] (read+string *in*))
  ([stream] (let [form (read stream)] [form (pr-str form)]))
  ([stream eof-error? eof-value] (let [form (read stream eof-error? eof-value)] [form (pr-str form)])))

(in-ns 'odeon.reader)

(deftype ReaderConditional [form splicing?]
  clojure.lang.ReaderConditional
  (valAt [this k] (.valAt this k nil))
  (valAt [_ k default] (if (prim/identical k :form) form (if (prim/identical k :splicing?) splicing? default)))
  (equiv [_ other] (if (prim/instance? ReaderConditional other)
                     (if (prim/eq form (prim/field-get other 0)) (prim/eq splicing? (prim/field-get other 1)) false)
                     false))
  (hasheq [_] (prim/hash [form splicing?])))
(odeon.host-class/become! "clojure.lang.ReaderConditional" ReaderConditional)

(in-ns 'clojure.core)

(defn reader-conditional "A reader conditional as data." [form splicing?] (odeon.reader/->ReaderConditional form splicing?))
(defn reader-conditional? "True if x is a reader conditional." [x] (prim/instance? odeon.class/clojure.lang.ReaderConditional x))
(defmethod print-method clojure.lang.ReaderConditional [x w]
  (odeon.io/write w (if (:splicing? x) "#?@" "#?"))
  (print-method (:form x) w))
;; This one is the library's, too: it does not take values off the direct route.
(prim/atom-reset builtin-methods (methods print-method))
