;; odeon.sort: a stable bottom-up merge sort over two arrays. With the default order the kernel merges runs of numbers or of
;; strings; everything else, and every comparator of a program, is merged here, so that a long sort can be preempted.
(in-ns 'odeon.sort)

(defn less?
  "Whether a comparator (three-way, or a predicate like <) puts a before b."
  [cmp a b]
  (let [r (cmp a b)]
    (if (prim/number? r) (prim/lt r 0) r)))

(defn three-way
  "A comparator that answers numbers from one that may be a predicate."
  [cmp]
  (fn [a b]
    (let [r (cmp a b)]
      (if (prim/number? r)
        r
        (if r -1 (if (cmp b a) 1 0))))))

(defn- copy-run [src i dst k n]
  (prim/array-copy src i dst k n))

(defn merge-runs
  "Merges the sorted runs [lo mid) and [mid hi) of src into dst."
  [cmp src dst lo mid hi]
  (loop [i lo j mid k lo]
    (if (prim/lt i mid)
      (if (prim/lt j hi)
        (let [a (prim/array-get src i) b (prim/array-get src j)]
          (if (less? cmp b a)
            (do (prim/array-set dst k b) (recur i (prim/add j 1) (prim/add k 1)))
            (do (prim/array-set dst k a) (recur (prim/add i 1) j (prim/add k 1)))))
        (copy-run src i dst k (prim/sub mid i)))
      (copy-run src j dst k (prim/sub hi j)))))

(defn- smaller [a b] (if (prim/lt a b) a b))

;; Short runs are sorted by insertion before merging begins.
(defn- insertion-sort [cmp a lo hi]
  (loop [i (prim/add lo 1)]
    (if (prim/lt i hi)
      (let [x (prim/array-get a i)]
        (loop [j i]
          (if (if (prim/gt j lo) (less? cmp x (prim/array-get a (prim/sub j 1))) false)
            (do (prim/array-set a j (prim/array-get a (prim/sub j 1)))
                (recur (prim/sub j 1)))
            (prim/array-set a j x)))
        (recur (prim/add i 1)))
      nil)))

;; Runs that are in order already, or all of one before all of the other, are no work: what is sorted, either way round, costs one or two
;; comparisons a merge. Below this width that is not looked at.
(def ^:private look-from 32)

(defn- merge-two
  "Merges [lo mid) and [mid hi) of src into dst. before? tells of two elements whether the first must stand before the second."
  [merge before? src dst lo mid hi]
  (if (if (prim/lt (prim/sub mid lo) look-from) true (prim/identical mid hi))
    (merge src dst lo mid hi)
    (if (before? (prim/array-get src mid) (prim/array-get src (prim/sub mid 1)))
      (if (before? (prim/array-get src (prim/sub hi 1)) (prim/array-get src lo))
        (do (copy-run src mid dst lo (prim/sub hi mid))
            (copy-run src lo dst (prim/add lo (prim/sub hi mid)) (prim/sub mid lo)))
        (merge src dst lo mid hi))
      (copy-run src lo dst lo (prim/sub hi lo)))))

(defn- merge-pass [merge before? src dst lo hi width]
  (loop [lo lo]
    (if (prim/lt lo hi)
      (let [mid (smaller hi (prim/add lo width))
            end (smaller hi (prim/add mid width))]
        (merge-two merge before? src dst lo mid end)
        (recur end))
      nil)))

(defn- merge-passes
  "Merges the runs of the width in [lo hi) of src until they have the width `until`; answers the array that holds them then."
  [merge before? src dst lo hi width until]
  (loop [src src dst dst width width]
    (if (prim/lt width until)
      (do (merge-pass merge before? src dst lo hi width)
          (recur dst src (prim/mul 2 width)))
      src)))

;; Runs are merged up to this width in one part of the array before the next part is looked at: what is compared again and again
;; stays in the processor's cache.
(def ^:private block 256)

(defn- merge-all
  "Merges runs of the width, then of twice the width, until one is left; merge is given src dst lo mid hi. Answers an array."
  [merge before? a width]
  (let [n (prim/array-length a)
        b (prim/array-make n nil)
        until (smaller n block)
        src (loop [lo 0 src a]
              (if (prim/lt lo n)
                (let [hi (smaller n (prim/add lo block))]
                  (recur hi (merge-passes merge before? a b lo hi width until)))
                src))]
    (if (prim/lt block n)
      (merge-passes merge before? src (if (prim/identical src a) b a) 0 n block n)
      src)))

(defn- reverse-array [a]
  (loop [i 0 j (prim/sub (prim/array-length a) 1)]
    (if (prim/lt i j)
      (let [x (prim/array-get a i)]
        (prim/array-set a i (prim/array-get a j))
        (prim/array-set a j x)
        (recur (prim/add i 1) (prim/sub j 1)))
      nil)))

(defn- one-run?
  "Whether an array of two elements or more is in order, after it has been turned round if each of its elements stood before the one in
  front of it. Looks no further than the first run goes."
  [before? a]
  (let [n (prim/array-length a)
        falling (before? (prim/array-get a 1) (prim/array-get a 0))]
    (loop [i 2]
      (if (prim/lt i n)
        (let [falls (before? (prim/array-get a i) (prim/array-get a (prim/sub i 1)))]
          (if (if falling falls (if falls false true)) (recur (prim/add i 1)) false))
        (do (if falling (reverse-array a) nil) true)))))

(defn sort-array
  "The elements of an array in order; answers the array that holds them (the one given, or another)."
  [cmp a]
  (let [n (prim/array-length a)
        before? (fn [x y] (less? cmp x y))]
    (if (if (prim/lt n 2) true (one-run? before? a))
      a
      (if (prim/identical cmp clojure.core/compare)
        (merge-all (fn [src dst lo mid hi] (prim/array-sort-merge src dst lo mid hi)) before? a 1)
        (do
          (loop [lo 0]
            (if (prim/lt lo n)
              (do (insertion-sort cmp a lo (smaller n (prim/add lo 8)))
                  (recur (prim/add lo 8)))
              nil))
          (merge-all (fn [src dst lo mid hi] (merge-runs cmp src dst lo mid hi)) before? a 8))))))

(defn sort-by-key
  "An array of the elements of a vector in the order of what keyfn answers; each key is computed once."
  [keyfn cmp v]
  (let [n (prim/count v)
        entries (prim/array-make n nil)]
    ;; From the end, as the JVM begins to compare: who counts the calls of keyfn for two elements sees the same.
    (loop [i (prim/sub n 1)]
      (if (prim/ge i 0)
        (let [x (prim/nth v i)]
          (prim/array-set entries i (prim/map-entry (keyfn x) x))
          (recur (prim/sub i 1)))
        nil))
    (let [before? (fn [x y] (less? cmp (prim/key x) (prim/key y)))
          sorted (if (prim/identical cmp clojure.core/compare)
                   (if (if (prim/lt n 2) true (one-run? before? entries))
                     entries
                     (merge-all (fn [src dst lo mid hi] (prim/array-sort-entries src dst lo mid hi)) before? entries 1))
                   (sort-array (fn [a b] (cmp (prim/key a) (prim/key b))) entries))]
      (loop [i 0]
        (if (prim/lt i n)
          (do (prim/array-set sorted i (prim/val (prim/array-get sorted i)))
              (recur (prim/add i 1)))
          sorted)))))

(in-ns 'clojure.core)

(defn- comparator-fn [c]
  (if (prim/fn? c) c
    (let [f (if (prim/user-type? c) (prim/method-find odeon.method/compare c) nil)]
      (if f (fn [a b] (f c a b)) c))))

(defn- keep-meta [coll s] (let [m (prim/meta coll)] (if m (prim/with-meta s m) s)))

(defn sort
  "The elements in order, by compare or another comparator; equal ones keep their order."
  ([coll] (sort compare coll))
  ([comp coll]
   (if (prim/array? coll)
     ;; One of objects is sorted in place.
     (let [sorted (odeon.sort/sort-array (comparator-fn comp) (prim/array-from coll))]
       (if (prim/identical 0 (prim/array-kind coll)) (prim/array-copy sorted 0 coll 0 (prim/array-length coll)) nil)
       (let [s (prim/array-seq sorted 0)] (if s s (prim/empty-list))))
     (if (prim/seq coll)
       (keep-meta coll (prim/array-seq (odeon.sort/sort-array (comparator-fn comp) (prim/array-from (vec coll))) 0))
       (prim/empty-list)))))

(defn sort-by
  "The elements in the order of what keyfn answers for them."
  ([keyfn coll] (sort-by keyfn compare coll))
  ([keyfn comp coll]
   (let [comp (comparator-fn comp)]
     (if (prim/array? coll)
       (sort (fn [a b] (comp (keyfn a) (keyfn b))) coll)
       (if (prim/seq coll)
         (keep-meta coll (prim/array-seq (odeon.sort/sort-by-key keyfn comp (vec coll)) 0))
         (prim/empty-list))))))
