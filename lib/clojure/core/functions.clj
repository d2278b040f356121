;; Functions of functions: what combines, completes and remembers them, and what predicates say of collections.
(in-ns 'clojure.core)

(declare some-value)

(defn comp
  "The function that applies the functions from right to left."
  ([] identity)
  ([f] f)
  ([f g]
   (fn
     ([] (f (g)))
     ([x] (f (g x)))
     ([x y] (f (g x y)))
     ([x y z] (f (g x y z)))
     ([x y z & args] (f (apply g x y z args)))))
  ([f g & fs] (reduce comp (comp f g) fs)))

(defn partial
  "f with its first arguments filled in."
  ([f] f)
  ([f a] (fn ([] (f a)) ([x] (f a x)) ([x y] (f a x y)) ([x y z] (f a x y z)) ([x y z & args] (apply f a x y z args))))
  ([f a b] (fn ([] (f a b)) ([x] (f a b x)) ([x y] (f a b x y)) ([x y z] (f a b x y z)) ([x y z & args] (apply f a b x y z args))))
  ([f a b c]
   (fn ([] (f a b c)) ([x] (f a b c x)) ([x y] (f a b c x y)) ([x y z] (f a b c x y z)) ([x y z & args] (apply f a b c x y z args))))
  ([f a b c & more] (fn [& args] (apply f a b c (into (vec more) args)))))

(defn complement "The function whose truth is the opposite of f's." [f]
  (fn
    ([] (not (f)))
    ([x] (not (f x)))
    ([x y] (not (f x y)))
    ([x y & zs] (not (apply f x y zs)))))

(defn constantly "The function that answers x for any arguments." [x]
  (fn ([] x) ([_] x) ([_ _] x) ([_ _ & _] x)))

(defn juxt
  "The function that answers the vector of what each of the functions answers."
  ([f]
   (fn
     ([] [(f)])
     ([x] [(f x)])
     ([x y] [(f x y)])
     ([x y & args] [(apply f x y args)])))
  ([f g]
   (fn
     ([] [(f) (g)])
     ([x] [(f x) (g x)])
     ([x y] [(f x y) (g x y)])
     ([x y & args] [(apply f x y args) (apply g x y args)])))
  ([f g h]
   (fn
     ([] [(f) (g) (h)])
     ([x] [(f x) (g x) (h x)])
     ([x y] [(f x y) (g x y) (h x y)])
     ([x y & args] [(apply f x y args) (apply g x y args) (apply h x y args)])))
  ([f g h & fs]
   (let [fs (into [f g h] fs)]
     (fn
       ([] (reduce (fn [v f] (prim/conj v (f))) [] fs))
       ([x] (reduce (fn [v f] (prim/conj v (f x))) [] fs))
       ([x y] (reduce (fn [v f] (prim/conj v (f x y))) [] fs))
       ([x y & args] (reduce (fn [v f] (prim/conj v (apply f x y args))) [] fs))))))

(defn fnil
  "f with nil among its first arguments replaced by the values given."
  ([f a]
   (fn
     ([x] (f (if (nil? x) a x)))
     ([x y] (f (if (nil? x) a x) y))
     ([x y z] (f (if (nil? x) a x) y z))
     ([x y z & args] (apply f (if (nil? x) a x) y z args))))
  ([f a b]
   (fn
     ([x y] (f (if (nil? x) a x) (if (nil? y) b y)))
     ([x y z] (f (if (nil? x) a x) (if (nil? y) b y) z))
     ([x y z & args] (apply f (if (nil? x) a x) (if (nil? y) b y) z args))))
  ([f a b c]
   (fn
     ([x y z] (f (if (nil? x) a x) (if (nil? y) b y) (if (nil? z) c z)))
     ([x y z & args] (apply f (if (nil? x) a x) (if (nil? y) b y) (if (nil? z) c z) args)))))

(defn some "The first true value of pred over coll, else nil." [pred coll]
  (loop [s (seq coll) words nil i 0 end 0] ; as doseq goes through chunks
    (if (prim/lt i end)
      (let [v (pred (if words (prim/node-get words i) (prim/first s)))]
        (if v v (recur (if words s (next s)) words (prim/add i 1) end)))
      (let [s (if words (seq s) s)]
        (if s
          (let [c (odeon.chunk/of s)]
            (if c
              (recur (prim/chunk-more c) (prim/chunk-words c) (prim/chunk-index c) (prim/node-count (prim/chunk-words c)))
              (recur s nil -1 0)))
          nil)))))
(defn every? "True if pred holds for every element of coll." [pred coll]
  (if (some (fn [x] (if (pred x) false true)) coll) false true))
(defn not-every? "True if pred fails for some element." [pred coll] (if (every? pred coll) false true))
(defn not-any? "True if pred holds for no element." [pred coll] (if (some pred coll) false true))

(defn- all-hold? [ps xs] (every? (fn [p] (every? p xs)) ps))
(defn every-pred
  "The predicate that holds if all the predicates hold for all of its arguments."
  ([p] (fn ([] true) ([x] (if (p x) true false)) ([x & xs] (all-hold? (list p) (prim/cons x xs)))))
  ([p q] (fn ([] true) ([x] (if (p x) (if (q x) true false) false)) ([x & xs] (all-hold? (list p q) (prim/cons x xs)))))
  ([p q & ps]
   (let [ps (prim/cons p (prim/cons q ps))]
     (fn
       ([] true)
       ([x] (every? (fn [p] (p x)) ps))
       ([x & xs] (all-hold? ps (prim/cons x xs)))))))

(defn- some-value
  "The first true answer of the predicates for x, else the last answer."
  [ps x]
  (loop [ps (prim/seq ps) last nil]
    (if ps
      (let [v ((prim/first ps) x)] (if v v (recur (prim/next ps) v)))
      last)))
(defn- some-value-of "The same for several values, predicate by predicate." [ps xs]
  (loop [ps (prim/seq ps) last nil]
    (if ps
      (let [p (prim/first ps)
            v (loop [s (prim/seq xs) last nil]
                (if s
                  (let [v (p (prim/first s))] (if v v (recur (prim/next s) v)))
                  last))]
        (if v v (recur (prim/next ps) v)))
      last)))
(defn some-fn
  "The function that answers the first true value of any of the predicates on any of its arguments."
  ([p] (fn ([] nil) ([x] (p x)) ([x & xs] (some-value-of (list p) (prim/cons x xs)))))
  ([p q] (fn ([] nil) ([x] (let [v (p x)] (if v v (q x)))) ([x & xs] (some-value-of (list p q) (prim/cons x xs)))))
  ([p q & ps]
   (let [ps (prim/cons p (prim/cons q ps))]
     (fn ([] nil) ([x] (some-value ps x)) ([x & xs] (some-value-of ps (prim/cons x xs)))))))

(defn trampoline
  "Calls f and then, as long as the answer is a function, that."
  ([f] (let [r (f)] (if (prim/fn? r) (recur r) r)))
  ([f & args] (trampoline (fn [] (apply f args)))))

(defn- remember "Puts v into the atom's map under the key; answers v." [memory key v]
  (loop []
    (let [old (prim/atom-deref memory)]
      (if (prim/atom-cas memory old (prim/assoc old key v)) v (recur)))))
(defn memoize
  "f with its answers remembered by arguments; those of one by itself."
  [f]
  (let [by-one (prim/atom {})
        by-args (prim/atom {})
        of-many (fn [args]
                  (let [e (prim/find (prim/atom-deref by-args) args)]
                    (if e (prim/val e) (remember by-args args (apply f args)))))]
    (fn
      ([] (of-many nil))
      ([x] (let [e (prim/find (prim/atom-deref by-one) x)] (if e (prim/val e) (remember by-one x (f x)))))
      ([x & more] (of-many (prim/cons x more))))))
