(ns clojure.set
  "Set operations and relational algebra on sets of maps.")

(defn- largest-first [sets] (sort-by (fn [s] (- (count s))) sets))

(defn union
  "All elements of the sets."
  ([] #{})
  ([s1] s1)
  ([s1 s2] (if (< (count s1) (count s2)) (reduce conj s2 s1) (reduce conj s1 s2)))
  ([s1 s2 & sets]
   (let [[big & others] (largest-first (conj sets s2 s1))]
     (reduce into big others))))

(defn intersection
  "The elements that all of the sets have."
  ([s1] s1)
  ([s1 s2]
   (if (< (count s2) (count s1))
     (recur s2 s1)
     (reduce (fn [result x] (if (contains? s2 x) result (disj result x))) s1 s1)))
  ([s1 s2 & sets]
   (let [[small & others] (sort-by count (conj sets s2 s1))]
     (reduce intersection small others))))

(defn difference
  "The elements of the first set that no other has."
  ([s1] s1)
  ([s1 s2]
   (if (< (count s1) (count s2))
     (reduce (fn [result x] (if (contains? s2 x) (disj result x) result)) s1 s1)
     (reduce disj s1 s2)))
  ([s1 s2 & sets] (reduce difference s1 (conj sets s2))))

(defn select "The elements for which pred holds." [pred xset]
  (reduce (fn [s x] (if (pred x) s (disj s x))) xset xset))

(defn project "The relation with these keys only." [xrel ks]
  (with-meta (set (map (fn [m] (select-keys m ks)) xrel)) (meta xrel)))

(defn rename-keys "A map with its keys renamed as kmap says." [m kmap]
  (reduce (fn [acc [old new]] (if (contains? m old) (assoc acc new (get m old)) acc))
          (apply dissoc m (keys kmap)) kmap))

(defn rename "The relation with keys renamed." [xrel kmap]
  (with-meta (set (map (fn [m] (rename-keys m kmap)) xrel)) (meta xrel)))

(defn index "A map from the values of ks to the sets of maps that have them." [xrel ks]
  (reduce (fn [m x]
            (let [ik (select-keys x ks)]
              (assoc m ik (conj (get m ik #{}) x))))
          {} xrel))

(defn map-invert "A map from values to keys." [m]
  (persistent! (reduce-kv (fn [acc k v] (assoc! acc v k)) (transient {}) m)))

(defn join
  "The natural join of two relations, or the join on the keys that km pairs."
  ([xrel yrel]
   (if (and (seq xrel) (seq yrel))
     (let [ks (intersection (set (keys (first xrel))) (set (keys (first yrel))))
           [small large] (if (<= (count xrel) (count yrel)) [xrel yrel] [yrel xrel])
           idx (index small ks)]
       (reduce (fn [ret x]
                 (let [found (idx (select-keys x ks))]
                   (if found (reduce (fn [acc y] (conj acc (merge y x))) ret found) ret)))
               #{} large))
     #{}))
  ([xrel yrel km]
   (let [[small large k] (if (<= (count xrel) (count yrel)) [xrel yrel (map-invert km)] [yrel xrel km])
         idx (index small (vals k))]
     (reduce (fn [ret x]
               (let [found (idx (rename-keys (select-keys x (keys k)) k))]
                 (if found (reduce (fn [acc y] (conj acc (merge y x))) ret found) ret)))
             #{} large))))

(defn subset? "True if all elements of set1 are in set2." [set1 set2]
  (and (<= (count set1) (count set2)) (every? (fn [x] (contains? set2 x)) set1)))
(defn superset? "True if all elements of set2 are in set1." [set1 set2]
  (and (>= (count set1) (count set2)) (every? (fn [x] (contains? set1 x)) set2)))
