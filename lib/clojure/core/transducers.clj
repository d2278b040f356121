;; Sequence functions, each lazy over collections and, without a collection, a transducer.
;; Long because the two forms of a function, and its way through chunks, stand side by side.
(in-ns 'clojure.core)

(declare sequence repeat nthrest drop take)

(defn concat
  "The elements of all the collections, one collection after the other, lazily."
  ([] (lazy-seq nil))
  ([x] (lazy-seq x))
  ([x y]
   (lazy-seq
    (let [s (seq x)]
      (if s
        (let [c (odeon.chunk/of s)]
          (if c
            (prim/chunk-onto c (concat (prim/chunk-more c) y))
            (prim/cons (prim/first s) (concat (prim/rest s) y))))
        y))))
  ([x y & zs]
   (let [cat (fn cat [xys zs]
               (lazy-seq
                (let [xys (seq xys)]
                  (if xys
                    (let [c (odeon.chunk/of xys)]
                      (if c
                        (prim/chunk-onto c (cat (prim/chunk-more c) zs))
                        (prim/cons (prim/first xys) (cat (prim/rest xys) zs))))
                    (if zs (cat (prim/first zs) (next zs)) nil)))))]
     (cat (concat x y) zs))))

(defn map
  "f of each element of coll (or of the elements of several collections in step)."
  ([f]
   (fn [rf]
     (fn
       ([] (rf))
       ([acc] (rf acc))
       ([acc x] (rf acc (f x)))
       ([acc x & xs] (rf acc (apply f x xs))))))
  ([f coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s
        (let [c (odeon.chunk/of s)]
          (if c
            (odeon.chunk/mapped f c (map f (prim/chunk-more c)))
            (prim/cons (f (prim/first s)) (map f (prim/rest s)))))
        nil))))
  ([f c1 c2]
   (lazy-seq
    (let [s1 (seq c1) s2 (seq c2)]
      (if s1
        (if s2
          (prim/cons (f (prim/first s1) (prim/first s2)) (map f (prim/rest s1) (prim/rest s2)))
          nil)
        nil))))
  ([f c1 c2 c3]
   (lazy-seq
    (let [s1 (seq c1) s2 (seq c2) s3 (seq c3)]
      (if (and s1 s2 s3)
        (prim/cons (f (prim/first s1) (prim/first s2) (prim/first s3))
                   (map f (prim/rest s1) (prim/rest s2) (prim/rest s3)))
        nil))))
  ([f c1 c2 c3 & colls]
   (let [step (fn step [cs]
                (lazy-seq
                 (let [ss (map seq cs)]
                   (if (every? identity ss)
                     (prim/cons (map first ss) (step (map rest ss)))
                     nil))))]
     (map (fn [args] (apply f args)) (step (prim/cons c1 (prim/cons c2 (prim/cons c3 colls))))))))

(defn filter
  "The elements of coll for which pred holds."
  ([pred]
   (fn [rf]
     (fn
       ([] (rf))
       ([acc] (rf acc))
       ([acc x] (if (pred x) (rf acc x) acc)))))
  ([pred coll]
   (lazy-seq
    (loop [s (seq coll)]
      (if s
        (let [c (odeon.chunk/of s)]
          (if c
            (odeon.chunk/filtered pred true c (filter pred (prim/chunk-more c)))
            (let [x (prim/first s)]
              (if (pred x)
                (prim/cons x (filter pred (prim/rest s)))
                (recur (next s))))))
        nil)))))

(defn remove
  "The elements of coll for which pred does not hold."
  ([pred]
   (fn [rf]
     (fn
       ([] (rf))
       ([acc] (rf acc))
       ([acc x] (if (pred x) acc (rf acc x))))))
  ([pred coll]
   (lazy-seq
    (loop [s (seq coll)]
      (if s
        (let [c (odeon.chunk/of s)]
          (if c
            (odeon.chunk/filtered pred false c (remove pred (prim/chunk-more c)))
            (let [x (prim/first s)]
              (if (pred x)
                (recur (next s))
                (prim/cons x (remove pred (prim/rest s)))))))
        nil)))))

(defn cat "A transducer that puts the elements of each input collection in its place." [rf]
  (let [inner (fn
                ([acc] (rf acc))
                ([acc x] (let [r (rf acc x)] (if (prim/reduced? r) (prim/reduced r) r))))]
    (fn
      ([] (rf))
      ([acc] (rf acc))
      ([acc x] (reduce inner acc x)))))

(defn mapcat
  "The concatenation of what f answers for each element."
  ([f] (comp (map f) cat))
  ([f & colls] (apply concat (apply map f colls))))

(defn keep
  "What f answers for each element, without the nils."
  ([f]
   (fn [rf]
     (fn
       ([] (rf))
       ([acc] (rf acc))
       ([acc x] (let [v (f x)] (if (nil? v) acc (rf acc v)))))))
  ([f coll]
   (lazy-seq
    (loop [s (seq coll)]
      (if s
        (let [c (odeon.chunk/of s)]
          (if c
            (odeon.chunk/kept f c (keep f (prim/chunk-more c)))
            (let [v (f (prim/first s))]
              (if (nil? v) (recur (next s)) (prim/cons v (keep f (prim/rest s)))))))
        nil)))))

(defn map-indexed
  "f of index and element, for each element."
  ([f]
   (fn [rf]
     (let [i (prim/volatile -1)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (let [n (prim/add (prim/volatile-deref i) 1)]
            (prim/volatile-reset i n)
            (rf acc (f n x))))))))
  ([f coll]
   (let [step (fn step [i coll]
                (lazy-seq
                 (let [s (seq coll)]
                   (if s
                     (let [c (odeon.chunk/of s)]
                       (if c
                         (odeon.chunk/mapped-indexed f i c (step (prim/add i (odeon.chunk/size c)) (prim/chunk-more c)))
                         (prim/cons (f i (prim/first s)) (step (prim/add i 1) (prim/rest s)))))
                     nil))))]
     (step 0 coll))))

(defn keep-indexed
  "What f answers for index and element, without the nils."
  ([f]
   (fn [rf]
     (let [i (prim/volatile -1)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (let [n (prim/add (prim/volatile-deref i) 1)
                _ (prim/volatile-reset i n)
                v (f n x)]
            (if (nil? v) acc (rf acc v))))))))
  ([f coll]
   (let [step (fn step [i coll]
                (lazy-seq
                 (loop [i i s (seq coll)]
                   (if s
                     (let [c (odeon.chunk/of s)]
                       (if c
                         (odeon.chunk/kept-indexed f i c (step (prim/add i (odeon.chunk/size c)) (prim/chunk-more c)))
                         (let [v (f i (prim/first s))]
                           (if (nil? v)
                             (recur (prim/add i 1) (next s))
                             (prim/cons v (step (prim/add i 1) (prim/rest s)))))))
                     nil))))]
     (step 0 coll))))

(defn take
  "The first n elements."
  ([n]
   (fn [rf]
     (let [left (prim/volatile n)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (let [n (prim/volatile-deref left)
                after (prim/sub n 1)
                _ (prim/volatile-reset left after)
                r (if (prim/gt n 0) (rf acc x) acc)]
            (if (prim/gt after 0) r (ensure-reduced r))))))))
  ([n coll]
   (lazy-seq
    (if (prim/gt n 0)
      (let [s (seq coll)]
        (if s (prim/cons (prim/first s) (take (prim/sub n 1) (prim/rest s))) nil))
      nil))))

(defn take-while
  "The elements before the first for which pred fails."
  ([pred]
   (fn [rf]
     (fn
       ([] (rf))
       ([acc] (rf acc))
       ([acc x] (if (pred x) (rf acc x) (prim/reduced acc))))))
  ([pred coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s
        (if (pred (prim/first s))
          (prim/cons (prim/first s) (take-while pred (prim/rest s)))
          nil)
        nil)))))

(defn take-nth
  "Every nth element, beginning with the first."
  ([n]
   (fn [rf]
     (let [i (prim/volatile -1)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (let [k (prim/add (prim/volatile-deref i) 1)]
            (prim/volatile-reset i k)
            (if (prim/num-eq 0 (prim/rem k n)) (rf acc x) acc)))))))
  ([n coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s (prim/cons (prim/first s) (take-nth n (drop n s))) nil)))))

(defn drop
  "All but the first n elements."
  ([n]
   (fn [rf]
     (let [left (prim/volatile n)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (let [n (prim/volatile-deref left)]
            (if (prim/gt n 0)
              (do (prim/volatile-reset left (prim/sub n 1)) acc)
              (rf acc x))))))))
  ([n coll]
   (lazy-seq
    (loop [n n s (seq coll)]
      (if s
        (if (prim/gt n 0) (recur (prim/sub n 1) (next s)) s)
        nil)))))

(defn drop-while
  "The elements from the first on for which pred fails."
  ([pred]
   (fn [rf]
     (let [dropping (prim/volatile true)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (if (if (prim/volatile-deref dropping) (pred x) false)
            acc
            (do (prim/volatile-reset dropping false)
                (rf acc x))))))))
  ([pred coll]
   (lazy-seq
    (loop [s (seq coll)]
      (if s
        (if (pred (prim/first s)) (recur (next s)) s)
        nil)))))

(defn drop-last
  "All but the last n (one, if not given) elements."
  ([coll] (drop-last 1 coll))
  ([n coll] (map (fn [x _] x) coll (drop n coll))))

(defn take-last "The last n elements." [n coll]
  (loop [s (seq coll) lead (seq (drop n coll))]
    (if lead (recur (next s) (next lead)) s)))

(defn butlast "A sequence of all elements but the last, nil if that is empty." [s]
  (loop [acc [] s (seq s)]
    (let [n (next s)]
      (if n (recur (prim/conj acc (prim/first s)) n) (seq acc)))))

(defn last "The last element." [coll]
  (if (prim/vector? coll)
    (let [n (prim/count coll)] (if (prim/identical n 0) nil (prim/nth coll (prim/sub n 1))))
    (loop [s (seq coll)]
      (let [n (next s)]
        (if n (recur n) (prim/first s))))))

(defn split-at "The first n elements and the rest, in a vector." [n coll] [(take n coll) (drop n coll)])
(defn split-with "take-while and drop-while of pred, in a vector." [pred coll] [(take-while pred coll) (drop-while pred coll)])

(defn halt-when
  "A transducer that ends with the first input for which pred holds, or with retf of the result so far and that input."
  ([pred] (halt-when pred nil))
  ([pred retf]
   (fn [rf]
     (fn
       ([] (rf))
       ([acc] (if (if (prim/map? acc) (prim/contains acc ::halt) false) (prim/get acc ::halt) (rf acc)))
       ([acc x]
        (if (pred x)
          (prim/reduced {::halt (if retf (retf (rf acc) x) x)})
          (rf acc x)))))))

(defn dedupe
  "The elements without immediate repetitions."
  ([]
   (fn [rf]
     (let [last (prim/volatile ::none)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (let [before (prim/volatile-deref last)]
            (prim/volatile-reset last x)
            (if (prim/eq before x) acc (rf acc x))))))))
  ([coll] (sequence (dedupe) coll)))

(defn distinct
  "The elements without any repetition."
  ([]
   (fn [rf]
     (let [seen (prim/volatile #{})]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (let [s (prim/volatile-deref seen)]
            (if (prim/contains s x)
              acc
              (do (prim/volatile-reset seen (prim/conj s x))
                  (rf acc x)))))))))
  ([coll]
   (let [step (fn step [coll seen]
                (lazy-seq
                 (loop [s (seq coll)]
                   (if s
                     (let [x (prim/first s)]
                       (if (prim/contains seen x)
                         (recur (next s))
                         (prim/cons x (step (prim/rest s) (prim/conj seen x)))))
                     nil))))]
     (step coll #{}))))

(defn distinct? "True if no two arguments are equal."
  ([x] true)
  ([x y] (not (= x y)))
  ([x y & more]
   (loop [seen #{x} s (prim/cons y more)]
     (if s
       (if (prim/contains seen (prim/first s)) false (recur (prim/conj seen (prim/first s)) (next s)))
       true))))

(defn interleave
  "The first elements of all collections, then the second ones, until one ends."
  ([] (prim/empty-list))
  ([c1] (lazy-seq c1))
  ([c1 c2]
   (lazy-seq
    (let [s1 (seq c1) s2 (seq c2)]
      (if (and s1 s2)
        (prim/cons (prim/first s1) (prim/cons (prim/first s2) (interleave (prim/rest s1) (prim/rest s2))))
        nil))))
  ([c1 c2 & colls]
   (lazy-seq
    (let [ss (map seq (prim/cons c1 (prim/cons c2 colls)))]
      (if (every? identity ss)
        (concat (map first ss) (apply interleave (map rest ss)))
        nil)))))

(defn interpose
  "The elements with sep between each two."
  ([sep]
   (fn [rf]
     (let [started (prim/volatile false)]
       (fn
         ([] (rf))
         ([acc] (rf acc))
         ([acc x]
          (if (prim/volatile-deref started)
            (let [r (rf acc sep)]
              (if (prim/reduced? r) r (rf r x)))
            (do (prim/volatile-reset started true)
                (rf acc x))))))))
  ([sep coll] (drop 1 (interleave (repeat sep) coll))))

(defn- flush-run
  "What rf makes of acc and of the vector, if it has elements, that a volatile holds, which holds an empty one then."
  [rf acc run]
  (let [v (prim/volatile-deref run)]
    (if (prim/identical 0 (prim/count v))
      acc
      (do (prim/volatile-reset run [])
          (unreduced (rf acc v))))))

(defn partition-by
  "Runs of neighbouring elements for which f answers the same."
  ([f]
   (fn [rf]
     (let [run (prim/volatile []) mark (prim/volatile ::none)]
       (fn
         ([] (rf))
         ([acc] (rf (flush-run rf acc run)))
         ([acc x]
          (let [before (prim/volatile-deref mark) now (f x)]
            (prim/volatile-reset mark now)
            (if (or (prim/identical before ::none) (prim/eq now before))
              (do (prim/volatile-reset run (prim/conj (prim/volatile-deref run) x))
                  acc)
              (let [v (prim/volatile-deref run)
                    _ (prim/volatile-reset run [])
                    r (rf acc v)]
                (if (prim/reduced? r) nil (prim/volatile-reset run [x]))
                r))))))))
  ([f coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s
        (let [x (prim/first s)
              v (f x)
              run (prim/cons x (take-while (fn [y] (prim/eq v (f y))) (next s)))]
          (prim/cons run (partition-by f (lazy-seq (drop (prim/count run) s)))))
        nil)))))

(defn- run-seq "The sequence of a buffer's elements, () if there are none." [b]
  (let [s (odeon.buffer/to-seq b)] (if s s (prim/empty-list))))

(defn partition
  "Runs of n elements, step (by default n) apart; an incomplete last run is dropped, or filled from pad."
  ([n coll] (partition n n coll))
  ([n step coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s
        (let [run (odeon.buffer/of-first n s)]
          (if (prim/num-eq n (odeon.buffer/size run))
            (prim/cons (run-seq run) (partition n step (nthrest s step)))
            nil))
        nil))))
  ([n step pad coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s
        (let [run (odeon.buffer/of-first n s)]
          (if (prim/num-eq n (odeon.buffer/size run))
            (prim/cons (run-seq run) (partition n step pad (nthrest s step)))
            (list (take n (concat (run-seq run) pad)))))
        nil)))))

(defn partition-all
  "Runs of n elements, step (by default n) apart; the last may be shorter."
  ([n]
   (fn [rf]
     (let [run (prim/volatile [])]
       (fn
         ([] (rf))
         ([acc] (rf (flush-run rf acc run)))
         ([acc x]
          (let [v (prim/conj (prim/volatile-deref run) x)]
            (if (prim/num-eq n (prim/count v))
              (do (prim/volatile-reset run [])
                  (rf acc v))
              (do (prim/volatile-reset run v)
                  acc))))))))
  ([n coll] (partition-all n n coll))
  ([n step coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s
        (prim/cons (run-seq (odeon.buffer/of-first n s)) (partition-all n step (nthrest s step)))
        nil)))))

(defn partitionv "As partition, with vectors."
  ([n coll] (map vec (partition n coll)))
  ([n step coll] (map vec (partition n step coll)))
  ([n step pad coll] (map vec (partition n step pad coll))))
(defn partitionv-all "As partition-all, with vectors."
  ([n] (partition-all n))
  ([n coll] (map vec (partition-all n coll)))
  ([n step coll] (map vec (partition-all n step coll))))
(defn splitv-at "The first n elements as a vector, and the rest." [n coll] [(vec (take n coll)) (drop n coll)])

(defn replace
  "The elements with those that are keys of smap replaced by their values."
  ([smap] (map (fn [x] (let [e (prim/find smap x)] (if e (prim/val e) x)))))
  ([smap coll]
   (let [f (fn [x] (let [e (prim/find smap x)] (if e (prim/val e) x)))]
     (if (vector? coll)
       (with-meta (reduce (fn [v x] (prim/conj v (f x))) [] coll) (meta coll))
       (map f coll)))))

(defn random-sample
  "Each element with probability prob."
  ([prob] (filter (fn [_] (prim/lt (prim/rand) prob))))
  ([prob coll] (filter (fn [_] (prim/lt (prim/rand) prob)) coll)))
