;; Sequences made from nothing but a rule, walks of trees, and sequence with a transducer.
(in-ns 'clojure.core)

(defn nthrest "What follows the first n elements; coll itself if n is 0." [coll n]
  (loop [n n coll coll]
    (if (prim/gt n 0)
      (let [s (seq coll)]
        (if s (recur (prim/sub n 1) (prim/rest s)) coll))
      coll)))
(defn nthnext "A sequence of what follows the first n elements, or nil." [coll n]
  (loop [n n s (seq coll)]
    (if s
      (if (prim/gt n 0) (recur (prim/sub n 1) (next s)) s)
      nil)))

;; ---- generating ---------------------------------------------------------------------------------------------------
(defn iterate "x, (f x), (f (f x)) and so on without end." [f x]
  (prim/cons x (lazy-seq (iterate f (f x)))))

(defn- repeated
  "n times x, lazily, but so many at a time: nobody can tell when an element that is there already is put into the sequence."
  [n x]
  (if (prim/gt n 64)
    (loop [i 64 s (lazy-seq (repeated (prim/sub n 64) x))]
      (if (prim/gt i 0) (recur (prim/sub i 1) (prim/cons x s)) s))
    (loop [i n s (prim/empty-list)]
      (if (prim/gt i 0) (recur (prim/sub i 1) (prim/cons x s)) s))))

(defn repeat
  "x without end, or n times."
  ([x] (prim/repeat-seq x))
  ([n x] (repeated (prim/long n) x)))

(defn repeatedly
  "Answers of f, without end or n of them."
  ([f] (lazy-seq (prim/cons (f) (repeatedly f))))
  ([n f] (take n (repeatedly f))))

(defn cycle "The elements of coll over and over." [coll]
  (let [s (seq coll)]
    (if s
      ;; how coll goes on is asked when the next element is
      (let [step (fn step [left]
                   (prim/cons (prim/first left)
                              (lazy-seq (let [more (next left)] (step (if more more s))))))]
        (lazy-seq (step s)))
      (prim/empty-list))))

(defn range
  "The numbers from start (0) to end (without end), step (1) apart."
  ([] (prim/range 0 9223372036854775807 1))
  ([end] (range 0 end 1))
  ([start end] (range start end 1))
  ([start end step]
   (if (and (prim/int? start) (prim/int? end) (prim/int? step))
     (if (prim/identical step 0)
       (if (prim/num-eq start end) (prim/empty-list) (repeat start))
       (prim/range start end step))
     (if (prim/num-eq step 0)
       (if (prim/num-eq start end) (prim/empty-list) (repeat start))
       (let [s (seq (odeon.chunk/numbers start end step))] (if s s (prim/empty-list)))))))

(defn iteration
  "Elements from a paged source: step is called with a key (first :initk), :vf takes the value and :kf the next key from what
  it answers, until :somef fails or there is no key."
  [step & opts]
  (let [opts (if (prim/map? (prim/first opts)) (prim/first opts) (apply hash-map opts))
        somef (prim/get-or opts :somef some?)
        vf (prim/get-or opts :vf identity)
        kf (prim/get-or opts :kf identity)
        more (fn more [ret]
               (if (somef ret)
                 (prim/cons (vf ret)
                            (let [k (kf ret)]
                              (if (nil? k) nil (lazy-seq (more (step k))))))
                 nil))]
    (lazy-seq (more (step (prim/get opts :initk))))))

(defn tree-seq
  "All nodes of a tree, parents before children."
  [branch? children root]
  (let [walk (fn walk [node]
               (lazy-seq
                (prim/cons node (if (branch? node) (mapcat walk (children node)) nil))))]
    (walk root)))

(defn flatten "The elements of nested sequential things, in order." [x]
  (filter (fn [y] (not (sequential? y))) (prim/rest (tree-seq sequential? seq x))))

(defn reductions
  "Each intermediate result of reducing coll by f."
  ([f coll]
   (lazy-seq
    (let [s (seq coll)]
      (if s (reductions f (prim/first s) (prim/rest s)) (list (f))))))
  ([f init coll]
   (if (prim/reduced? init)
     (list (prim/reduced-value init))
     (prim/cons init
                (lazy-seq
                 (let [s (seq coll)]
                   (if s (reductions f (f init (prim/first s)) (prim/rest s)) nil)))))))

(defn dorun
  "Realizes a lazy sequence (n elements of it) for its effects."
  ([coll] (loop [s (seq coll)] (if s (recur (next s)) nil)))
  ([n coll] (loop [n n s (seq coll)] (if (and s (prim/gt n 0)) (recur (prim/sub n 1) (next s)) nil))))
(defn doall
  "Realizes a lazy sequence and answers it."
  ([coll] (dorun coll) coll)
  ([n coll] (dorun n coll) coll))

(defn bounded-count "The count of coll, but no more than n if it would have to be counted." [n coll]
  (if (counted? coll)
    (prim/count coll)
    (loop [i 0 s (seq coll)]
      (if (and s (prim/lt i n)) (recur (prim/add i 1) (next s)) i))))

;; ---- transducers over sequences -----------------------------------------------------------------------------------
;; sequence pulls inputs one at a time, by step, through the transformed function; what that emits waits in a volatile vector.
(defn- transduced-seq
  "The sequence of what the transducer makes of inputs; (step rf s) gives the first of inputs s to the reducing function."
  [xf step inputs]
  (let [out (prim/volatile [])
        at (prim/volatile 0)
        left (prim/volatile inputs)
        done (prim/volatile false)
        rf (xf (fn ([acc] acc) ([acc x] (prim/volatile-reset out (prim/conj (prim/volatile-deref out) x)) acc)))
        more? (fn []
                (loop []
                  (if (prim/lt (prim/volatile-deref at) (prim/count (prim/volatile-deref out)))
                    true
                    (if (prim/volatile-deref done)
                      false
                      (let [s (seq (prim/volatile-deref left))]
                        (prim/volatile-reset out [])
                        (prim/volatile-reset at 0)
                        (if (if s (prim/reduced? (step rf s)) true)
                          (do (prim/volatile-reset done true)
                              (rf nil))
                          (prim/volatile-reset left (prim/rest s)))
                        (recur))))))
        take-one (fn []
                   (let [i (prim/volatile-deref at)]
                     (prim/volatile-reset at (prim/add i 1))
                     (prim/nth (prim/volatile-deref out) i)))
        s (odeon.chunk/from-iterator more? take-one)]
    (if s s (prim/empty-list))))

(defn sequence
  "coll as a sequence, () if it is empty; with a transducer, the lazily transformed elements."
  ([coll]
   (if (seq? coll) coll (let [s (seq coll)] (if s s (prim/empty-list)))))
  ([xform coll]
   (transduced-seq xform (fn [rf s] (rf nil (prim/first s))) coll))
  ([xform coll & colls]
   (transduced-seq xform (fn [rf s] (apply rf nil (prim/first s))) (apply map list coll colls))))
