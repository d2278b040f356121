;; Logical blocks of clojure.pprint: what a program that prints its own types says about where lines may break.
;;
;; A pretty writer collects what is written while a block is open. A block is {:prefix :per-line :suffix :items :width}; its items are
;; strings, blocks, trees of the layout of data, {:newline kind} and {:indent relative-to :by n}. A block that fits on the line is
;; written on one; else a :linear newline breaks, a :fill newline breaks if what follows up to the next newline does not fit, a :miser
;; newline breaks where little room is left, and a :mandatory newline always breaks.
(in-ns 'clojure.pprint)

(def ^:private endless 1000000)

(defn- item-width [item]
  (cond
    (string? item) (if (str/includes? item "\n") endless (count item))
    (:newline item) 0
    (:indent item) 0
    :else (:width item)))

(defn- padded [s n] (str s (prim/str-repeat " " (max 0 (- n (count s))))))

;; A sink is what a layout is written to: spaces at the end of a line are held back, and dropped if the line ends there.
(defn- sink [out] {:out out :spaces (atom "") :lines (atom 0)})

(defn- emit [{:keys [out spaces]} s]
  (let [body (str/trimr s)]
    (if (= "" body)
      (swap! spaces str s)
      (do (odeon.io/write out (str @spaces body))
          (reset! spaces (subs s (count body)))))))

(defn- end-line [{:keys [out spaces lines]}]
  (reset! spaces "")
  (swap! lines inc)
  (odeon.io/write out "\n"))

(defn- flush-spaces [{:keys [out spaces]}]
  (odeon.io/write out @spaces)
  (reset! spaces ""))

(defn- section-width
  "How wide the items are up to the next newline, and whether there is one."
  [items]
  (loop [s (seq items) w 0]
    (cond
      (nil? s) [w false]
      (:newline (first s)) [w true]
      (> w endless) [w true]
      :else (recur (next s) (+ w (item-width (first s)))))))

(defn- rest-width [items] (reduce (fn [w item] (+ w (item-width item))) 0 items))

(declare put-block)

(defn- put-item
  "Writes an item at a column; after: how much stands behind it up to the next newline. Answers the column after it."
  [to item column after margin]
  (cond
    (string? item)
    (let [parts (str/split item #"\n" -1)]
      (emit to (first parts))
      (loop [s (next parts) column (+ column (count (first parts)))]
        (if s
          (do (end-line to)
              (emit to (str margin (first s)))
              (recur (next s) (+ (count margin) (count (first s)))))
          column)))
    (contains? item :prefix) (put-block to item column after margin)
    :else (let [w (odeon.io/string-writer)
                end (put w item column after)
                text (odeon.io/contents w)]
            (when (str/includes? text "\n") (swap! (:lines to) inc))
            (emit to text)
            end)))

(defn- put-block
  "Writes a block; margin: what each line of the blocks around it begins with. Answers the column after it."
  [to {:keys [prefix per-line suffix items width]} column after margin]
  (let [left (+ column (count prefix))
        end (+ column width after)
        before @(:lines to)
        narrow? (and *print-miser-width* (<= (- (right-margin) left) *print-miser-width*))
        ;; spaces that a newline would drop don't count
        fits? (fn [end] (< (- end (count @(:spaces to))) (right-margin)))
        ;; a block with a line's end in it breaks at each place from then on
        broken? (fn [] (or (> @(:lines to) before) (not (fits? end))))
        margin (if (= "" per-line) margin (str (padded margin column) per-line))]
    (emit to prefix)
    (loop [s (seq items) column left indent left section before]
      (if s
        (let [item (first s)
              [following more?] (section-width (next s))
              behind (if more? following (+ following (count suffix) after))]
          (cond
            (:indent item)
            (do
              ;; spaces in front of it stay, even at the end of a line
              (flush-spaces to)
              (recur (next s) column (+ (if (= :block (:indent item)) left column) (:by item)) section))
            (:newline item)
            (if (case (:newline item)
                  :linear (broken?)
                  :mandatory true
                  :miser (and narrow? (broken?))
                  :fill (or (> @(:lines to) section) (not (fits? (+ column behind))) (and narrow? (not (fits? (+ column (rest-width (next s)) (count suffix) after))))))
              (let [start (padded margin indent)]
                (end-line to)
                (emit to start)
                (recur (next s) (count start) indent @(:lines to)))
              (recur (next s) column indent @(:lines to)))
            :else
            (recur (next s) (put-item to item column behind (padded margin indent)) indent section)))
        (do (emit to suffix)
            (+ column (count suffix)))))))

(defn- put-own
  "Writes a block among the layout of data."
  [w b column after]
  (let [to (sink w)
        end (put-block to b column after "")]
    (odeon.io/write w @(:spaces to))
    end))

;; ---- the writer ---------------------------------------------------------------------------------------------------
(defn- add-item [w item]
  (swap! (.-blocks w) (fn [v] (conj (pop v) (update (peek v) :items conj item))))
  nil)

(deftype PrettyWriter [base blocks column]
  java.io.Writer
  (write [this x]
    (let [s (odeon.io/text x)]
      (if (seq @blocks)
        (add-item this s)
        (let [i (str/last-index-of s "\n")]
          (odeon.io/write base s)
          (reset! column (if i (- (count s) i 1) (+ @column (count s))))))
      nil))
  (write [this x offset n] (.write this (subs (odeon.io/text x) offset (+ offset n))))
  (append [this x] (.write this (str x)) this)
  (append [this x start end] (.write this (subs (str x) start end)) this)
  (flush [_] (odeon.io/flush-writer base))
  (close [_] nil))

(defn- pretty-writer? [w] (prim/instance? PrettyWriter w))
(defn- collecting? [w] (and (pretty-writer? w) (seq @(.-blocks w))))

(defn get-pretty-writer "The writer itself if it lays out logical blocks, else one that does and writes to it." [writer]
  (if (pretty-writer? writer) writer (->PrettyWriter writer (atom []) (atom 0))))

(defn- completed [b]
  (assoc b :width (+ (count (:prefix b)) (count (:suffix b)) (rest-width (:items b)))))

(defn- array-tree
  "An array's elements, as many to a line as there is room for."
  [items]
  (completed {:prefix "[" :per-line "" :suffix "]" :items (vec (drop-last 3 (mapcat (fn [t] [t "," " " {:newline :fill}]) items)))}))

(defn- meta-tree
  "A value behind its metadata."
  [m x]
  (completed {:prefix "" :per-line "" :suffix "" :items ["^" (tree m) " " {:newline :linear} (tree x)]}))

(defn in-block*
  "Calls f with *out* collecting a block, which is laid out at the end; what pprint-logical-block stands for."
  [{:keys [prefix per-line-prefix suffix]} f]
  (let [w (get-pretty-writer *out*)
        blocks (.-blocks w)
        depth (count @blocks)]
    (swap! blocks conj {:prefix (or prefix "") :per-line (or per-line-prefix "") :suffix (or suffix "") :items []})
    (try (binding [*out* w] (f))
         (finally
           (let [b (completed (nth @blocks depth))]
             (swap! blocks subvec 0 depth)
             (if (zero? depth)
               (let [to (sink (odeon.io/string-writer))]
                 (put-block to b @(.-column w) 0 "")
                 (.write w (str (odeon.io/contents (:out to)) @(:spaces to))))
               (add-item w b)))))
    nil))

(defmacro pprint-logical-block
  "Runs the body, which prints to *out*, as one block; options before it: :prefix, :per-line-prefix, :suffix."
  [& args]
  (let [[options body] (loop [args args acc {}]
                         (if (#{:prefix :per-line-prefix :suffix} (first args))
                           (recur (nnext args) (assoc acc (first args) (second args)))
                           [acc args]))]
    `(if (and *print-level* (neg? (dec *print-level*)))
       (print "#")
       (binding [*print-level* (if *print-level* (dec *print-level*) nil)]
         (in-block* ~options (fn [] ~@body nil))))))

(defn pprint-newline "A place where the line may break: :linear, :miser, :fill or :mandatory." [kind]
  (case kind
    (:linear :miser :fill :mandatory)
    (if (collecting? *out*) (add-item *out* {:newline kind}) (when (= kind :mandatory) (newline)))
    (throw (odeon.host-class/make-exception
            "java.lang.IllegalArgumentException"
            (str "Bad argument: " kind ". It must be one of #{:linear :miser :fill :mandatory}") nil))))

(defn pprint-indent "Sets where lines of the block begin: n columns from its start (:block) or from here (:current)." [relative-to n]
  (case relative-to
    (:block :current) (if (collecting? *out*) (add-item *out* {:indent relative-to :by n}) nil)
    (throw (odeon.host-class/make-exception
            "java.lang.IllegalArgumentException"
            (str "Bad argument: " relative-to ". It must be one of #{:block :current}") nil))))

(defn pprint-tab "Tabs are not laid out." [kind colnum colinc]
  (throw (odeon.host-class/make-exception "java.lang.UnsupportedOperationException" "pprint-tab is not yet implemented" nil)))

(defmacro print-length-loop
  "As loop, in a logical block: prints ... and ends after *print-length* rounds."
  [bindings & body]
  (let [n (gensym "n")
        counted (fn counted [form]
                  (cond
                    (and (seq? form) (= 'recur (first form))) `(recur (inc ~n) ~@(rest form))
                    (and (seq? form) (not= 'quote (first form))) (with-meta (apply list (map counted form)) (meta form))
                    (vector? form) (mapv counted form)
                    :else form))]
    `(loop [~n 0 ~@bindings]
       (if (or (not *print-length*) (< ~n *print-length*))
         (do ~@(map counted body))
         (print "...")))))

;; ---- dispatch -----------------------------------------------------------------------------------------------------
(defmulti simple-dispatch "Prints data; programs add methods for their types." class)
(defmulti code-dispatch "Prints code: forms of clojure.core as people write them." class)

(defn- put-tree
  "Adds a layout to the open block, or prints it."
  [t]
  (if (collecting? *out*)
    (add-item *out* t)
    (let [w (odeon.io/string-writer)]
      (put w t (if (pretty-writer? *out*) @(.-column *out*) 0) 0)
      (odeon.io/write *out* (odeon.io/contents w))
      nil)))

(defmethod simple-dispatch :default [x] (put-tree (data-tree x)))
(defmethod code-dispatch :default [x] (put-tree (code-tree x)))

(def ^:dynamic *print-pprint-dispatch* "The function that prints a value." simple-dispatch)
(defn set-pprint-dispatch "Sets *print-pprint-dispatch*." [f] (alter-var-root #'*print-pprint-dispatch* (constantly f)) nil)
(defmacro with-pprint-dispatch "Runs the body with another dispatch function." [f & body]
  `(binding [*print-pprint-dispatch* ~f] ~@body))

(defn write-out "Prints x as pprint does, without ending the line." [x] (*print-pprint-dispatch* x) nil)

(defn- code? [] (identical? *print-pprint-dispatch* code-dispatch))

(defn- own-layout?
  "Whether a program has a method for x, or a dispatch function of its own is in force."
  [x]
  (let [d *print-pprint-dispatch*]
    (if (or (identical? d simple-dispatch) (identical? d code-dispatch))
      (and (< 1 (count (methods d))) (not (identical? (get-method d (class x)) (get-method d :default))))
      true)))

(defn- own-tree
  "The block that x's own method prints."
  [x]
  (let [w (->PrettyWriter (odeon.io/string-writer) (atom [{:prefix "" :per-line "" :suffix "" :items []}]) (atom 0))]
    (binding [*out* w] (*print-pprint-dispatch* x))
    (completed (first @(.-blocks w)))))

(defn pprint
  "Prints x in a layout for people, to *out* or a writer."
  ([x] (pprint x *out*))
  ([x writer]
   (odeon.io/write writer (binding [*print-pretty* true] (str (layout x) "\n")))
   nil))

(def ^:private write-options
  {:base #'*print-base* :length #'*print-length* :level #'*print-level* :pretty #'*print-pretty* :readably #'*print-readably*
   :dispatch #'*print-pprint-dispatch* :right-margin #'*print-right-margin* :miser-width #'*print-miser-width* :radix #'*print-radix*
   :suppress-namespaces #'*print-suppress-namespaces*})

(defn write
  "Prints x to *out*, or answers the text if :stream is nil. Options: :base, :length, :level, :pretty, :readably, :dispatch, :right-margin,
  :miser-width, :radix, :suppress-namespaces, :stream."
  [x & options]
  (let [o (apply hash-map options)
        s (with-bindings (into {} (keep (fn [[k v]] (when-let [setting (write-options k)] [setting v])) o))
            (if *print-pretty* (layout x) (text x)))]
    (if (and (contains? o :stream) (nil? (:stream o)))
      s
      (do (odeon.io/write (if (and (contains? o :stream) (not (true? (:stream o)))) (:stream o) *out*) s) nil))))
