;; odeon.data-reader: plain data from text, as edn and most of what programs read is, without asking the compiler.
;;
;; The kernel cuts the text into tokens (kernel/prim/token.ts); here they become collections. Whatever is not plain, and all that
;; is wrong, answers UNREAD: the caller then has the whole text read by the compiler's reader, which knows the rest and
;; has the errors. So nothing is decided here that could be decided otherwise there.
(in-ns 'odeon.data-reader)

(declare value)

(def ^:private unread "What no text stands for." (prim/node-make 1))

;; Kinds of tokens: 0 the end, 1 a value, 2 ( 3 [ 4 { 5 ) 6 ] 7 } 8 #{ 9 a tag 10 what is not plain.
(defn- elements
  "Adds the values up to a closing delimiter to a transient vector or set: the transient, or UNREAD."
  [s cursor close coll]
  (loop [coll coll]
    (let [kind (prim/read-token s cursor)]
      (if (prim/identical kind 1)
        (recur (prim/conj-t coll (prim/array-get cursor 1)))
        (if (prim/identical kind close)
          coll
          (let [x (value kind s cursor)]
            (if (prim/identical x unread) unread (recur (prim/conj-t coll x)))))))))

(defn- read-vector [s cursor close]
  (let [coll (elements s cursor close (prim/transient (prim/empty-vec)))]
    (if (prim/identical coll unread) unread (prim/persistent coll))))

(defn- read-list [s cursor]
  (let [v (read-vector s cursor 5)]
    (if (prim/identical v unread)
      unread
      (loop [i (prim/count v) l (prim/empty-list)]
        (if (prim/gt i 0)
          (recur (prim/sub i 1) (prim/conj l (prim/nth v (prim/sub i 1))))
          l)))))

(defn- read-set
  "A set that has as many elements as were read: one that was there twice is an error."
  [s cursor]
  (let [v (read-vector s cursor 7)]
    (if (prim/identical v unread)
      unread
      (let [set (prim/persistent (reduce (fn [t x] (prim/conj-t t x)) (prim/transient (prim/empty-set)) v))]
        (if (prim/identical (prim/count set) (prim/count v)) set unread)))))

(defn- next-value
  "The value that the next token begins; UNREAD also for a delimiter that closes something."
  [s cursor]
  (let [kind (prim/read-token s cursor)]
    (if (prim/identical kind 1) (prim/array-get cursor 1) (value kind s cursor))))

(defn- read-map
  "A map; a key that was there twice, or without a value, is an error."
  [s cursor]
  (loop [n 0 m (prim/transient (prim/empty-map))]
    (let [kind (prim/read-token s cursor)]
      (if (prim/identical kind 7)
        (let [m (prim/persistent m)] (if (prim/identical n (prim/count m)) m unread))
        (let [k (if (prim/identical kind 1) (prim/array-get cursor 1) (value kind s cursor))]
          (if (prim/identical k unread)
            unread
            (let [v (next-value s cursor)]
              (if (prim/identical v unread) unread (recur (prim/add n 1) (prim/assoc-t m k v))))))))))

(defn- read-tagged
  "A tagged literal whose reader the caller applies: the cursor says that there is one."
  [s cursor]
  (let [tag (prim/array-get cursor 1)
        form (next-value s cursor)]
    (prim/array-set cursor 2 true)
    (if (prim/identical form unread) unread (prim/tagged tag form))))

(defn- value [kind s cursor]
  (if (prim/identical kind 3) (read-vector s cursor 6)
    (if (prim/identical kind 4) (read-map s cursor)
      (if (prim/identical kind 2) (read-list s cursor)
        (if (prim/identical kind 8) (read-set s cursor)
          (if (prim/identical kind 9) (read-tagged s cursor) unread))))))

(defn plain
  "[value end tags?] of the first value in a string, whether tagged literals stand in it; nil if that is not plain data, or there is none."
  [s]
  (let [cursor (prim/array-make 3 nil)]
    (prim/array-set cursor 0 0)
    (let [x (next-value s cursor)]
      (if (prim/identical x unread) nil [x (prim/array-get cursor 0) (prim/array-get cursor 2)]))))
