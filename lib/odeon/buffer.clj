;; odeon.buffer: what is collected element by element and then handed out at once. A buffer is an array whose first word counts
;; the others that are in use.
(in-ns 'odeon.buffer)

(defn make "An empty buffer." [] (prim/array-make 9 0))

(defn- grown [b]
  (let [n (prim/array-length b)
        larger (prim/array-make (prim/mul 2 n) nil)]
    (prim/array-copy b 0 larger 0 n)
    larger))

(defn size "How many elements the buffer has." [b] (prim/array-get b 0))

(defn add "The buffer b with x at its end; b itself is not to be used any more." [b x]
  (let [n (prim/add (prim/array-get b 0) 1)
        b (if (prim/lt n (prim/array-length b)) b (grown b))]
    (prim/array-set b n x)
    (prim/array-set b 0 n)
    b))

(defn to-seq "A sequence of the elements, nil if there are none; not in chunks." [b]
  (prim/seq (prim/array-part b 1 (prim/add 1 (prim/array-get b 0)))))

(defn of-first "A buffer of the first n elements of the sequence s." [n s]
  (loop [n n s s b (make)]
    (if (if s (prim/gt n 0) false)
      (recur (prim/sub n 1) (if (prim/gt n 1) (clojure.core/next s) nil) (add b (prim/first s)))
      b)))
