;; odeon.chunk: sequences in chunks. What comes from a vector or a range (or from map, filter and the like over such) is computed
;; a chunk at a time, as on the JVM: programs can tell by what their functions print, and a chunk is one loop, where single
;; elements are an object and two calls each.
(in-ns 'odeon.chunk)

(defn of
  "The sequence s as a chunk followed by more (its words, the index of the first and what comes after them), or nil if it does not come in chunks."
  [s]
  (if (prim/cons? s) nil (prim/seq-chunk s)))

(defn- buffer "An array with room for what chunk c can give." [c]
  (prim/array-make (prim/sub (prim/node-count (prim/chunk-words c)) (prim/chunk-index c)) nil))

(defn mapped "f of each element of chunk c, and then more." [f c more]
  (let [words (prim/chunk-words c) end (prim/node-count words) b (buffer c)]
    (loop [i (prim/chunk-index c) n 0]
      (if (prim/lt i end)
        (do (prim/array-set b n (f (prim/node-get words i)))
            (recur (prim/add i 1) (prim/add n 1)))
        (prim/chunk-cons b n more)))))

(defn mapped-indexed "f of index, from k on, and element of chunk c, and then more." [f k c more]
  (let [words (prim/chunk-words c) end (prim/node-count words) b (buffer c)]
    (loop [i (prim/chunk-index c) n 0]
      (if (prim/lt i end)
        (do (prim/array-set b n (f (prim/add k n) (prim/node-get words i)))
            (recur (prim/add i 1) (prim/add n 1)))
        (prim/chunk-cons b n more)))))

(defn filtered "The elements of chunk c for which the truth of pred is wanted, and then more." [pred wanted c more]
  (let [words (prim/chunk-words c) end (prim/node-count words) b (buffer c)]
    (loop [i (prim/chunk-index c) n 0]
      (if (prim/lt i end)
        (let [x (prim/node-get words i)]
          (if (prim/identical wanted (if (pred x) true false))
            (do (prim/array-set b n x) (recur (prim/add i 1) (prim/add n 1)))
            (recur (prim/add i 1) n)))
        (prim/chunk-cons b n more)))))

(defn kept "What f answers for the elements of chunk c, without the nils, and then more." [f c more]
  (let [words (prim/chunk-words c) end (prim/node-count words) b (buffer c)]
    (loop [i (prim/chunk-index c) n 0]
      (if (prim/lt i end)
        (let [v (f (prim/node-get words i))]
          (if (prim/identical v nil)
            (recur (prim/add i 1) n)
            (do (prim/array-set b n v) (recur (prim/add i 1) (prim/add n 1)))))
        (prim/chunk-cons b n more)))))

(defn kept-indexed "What f answers for index, from k on, and element of chunk c, without the nils, and then more." [f k c more]
  (let [words (prim/chunk-words c) start (prim/chunk-index c) end (prim/node-count words) b (buffer c)]
    (loop [i start n 0]
      (if (prim/lt i end)
        (let [v (f (prim/add k (prim/sub i start)) (prim/node-get words i))]
          (if (prim/identical v nil)
            (recur (prim/add i 1) n)
            (do (prim/array-set b n v) (recur (prim/add i 1) (prim/add n 1)))))
        (prim/chunk-cons b n more)))))

;; As many as on the JVM.
(def ^:private chunk-size 32)

(defn from-iterator
  "The lazy sequence of what (take-one) answers as long as (more?) is true, asked for 32 at a time; nil if there is nothing."
  [more? take-one]
  (if (more?)
    (prim/lazy-new
     (fn []
       (let [b (prim/array-make chunk-size nil)]
         (loop [n 0]
           (if (if (more?) (prim/lt n chunk-size) false)
             (do (prim/array-set b n (take-one)) (recur (prim/add n 1)))
             (prim/chunk-cons b n (from-iterator more? take-one)))))))
    nil))

(defn numbers "The numbers from start on until end is reached, by addition of step." [start end step]
  (prim/lazy-new
   (fn []
     (let [b (prim/array-make chunk-size nil)]
       (loop [x start n 0]
         (if (if (prim/lt n chunk-size) (if (prim/gt step 0) (prim/lt x end) (prim/gt x end)) false)
           (do (prim/array-set b n x) (recur (prim/add-p x step) (prim/add n 1)))
           (prim/chunk-cons b n (if (prim/lt n chunk-size) nil (numbers x end step)))))))))

(defn size "How many elements chunk c has." [c] (prim/sub (prim/node-count (prim/chunk-words c)) (prim/chunk-index c)))
