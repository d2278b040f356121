(ns clojure.zip
  "Zippers: a place in a tree, from which one moves and changes things. A location is a vector [node path]; path is nil at
  the top, else {:l lefts :r rights :pnodes nodes-above :ppath path-above :changed? b}."
  (:refer-clojure :exclude [next remove replace]))

(defn zipper "A location at the root of a tree that is described by three functions." [branch? children make-node root]
  (with-meta [root nil] {:zip/branch? branch? :zip/children children :zip/make-node make-node}))
(defn seq-zip "A zipper of nested sequences." [root]
  (zipper seq? identity (fn [node children] (with-meta children (meta node))) root))
(defn vector-zip "A zipper of nested vectors." [root]
  (zipper vector? seq (fn [node children] (with-meta (vec children) (meta node))) root))
(defn xml-zip "A zipper of xml elements: maps with :content." [root]
  (zipper (complement string?) (comp seq :content)
          (fn [node children] (assoc node :content (and children (apply vector children)))) root))

(defn node "The node at a location." [loc] (nth loc 0))
(defn- path-of [loc] (nth loc 1))
(defn branch? "True if the node can have children." [loc] ((:zip/branch? (meta loc)) (node loc)))
(defn children "The children of the node." [loc]
  (if (branch? loc)
    ((:zip/children (meta loc)) (node loc))
    (throw (Exception. "called children on a leaf node"))))
(defn make-node "A node like the one given, with these children." [loc node children]
  ((:zip/make-node (meta loc)) node children))
(defn path "The nodes above, from the root." [loc] (:pnodes (path-of loc)))
(defn lefts "The siblings to the left." [loc] (seq (:l (path-of loc))))
(defn rights "The siblings to the right." [loc] (:r (path-of loc)))

(defn- at [loc node path] (with-meta [node path] (meta loc)))

(defn down "The location of the leftmost child, or nil." [loc]
  (when (branch? loc)
    (let [[c & more :as cs] (children loc)
          p (path-of loc)]
      (when cs
        (at loc c {:l [] :pnodes (if p (conj (:pnodes p) (node loc)) [(node loc)]) :ppath p :r more})))))
(defn up "The location above, with changes taken along, or nil." [loc]
  (let [p (path-of loc)]
    (when (:pnodes p)
      (let [parent (peek (:pnodes p))]
        (if (:changed? p)
          (at loc (make-node loc parent (concat (:l p) (cons (node loc) (:r p))))
              (and (:ppath p) (assoc (:ppath p) :changed? true)))
          (at loc parent (:ppath p)))))))
(defn root "The root node with all changes." [loc]
  (if (= :end (path-of loc))
    (node loc)
    (let [p (up loc)] (if p (recur p) (node loc)))))
(defn right "The location to the right, or nil." [loc]
  (let [p (path-of loc) [r & more :as rs] (:r p)]
    (when (and p rs) (at loc r (assoc p :l (conj (:l p) (node loc)) :r more)))))
(defn rightmost "The rightmost location among the siblings." [loc]
  (let [p (path-of loc) rs (:r p)]
    (if (and p rs)
      (at loc (last rs) (assoc p :l (apply conj (:l p) (node loc) (butlast rs)) :r nil))
      loc)))
(defn left "The location to the left, or nil." [loc]
  (let [p (path-of loc) ls (:l p)]
    (when (and p (seq ls)) (at loc (peek ls) (assoc p :l (pop ls) :r (cons (node loc) (:r p)))))))
(defn leftmost "The leftmost location among the siblings." [loc]
  (let [p (path-of loc) ls (:l p)]
    (if (and p (seq ls))
      (at loc (first ls) (assoc p :l [] :r (concat (rest ls) [(node loc)] (:r p))))
      loc)))
(defn insert-left "Puts an item to the left." [loc item]
  (let [p (path-of loc)]
    (if (nil? p) (throw (Exception. "Insert at top")) (at loc (node loc) (assoc p :l (conj (:l p) item) :changed? true)))))
(defn insert-right "Puts an item to the right." [loc item]
  (let [p (path-of loc)]
    (if (nil? p) (throw (Exception. "Insert at top")) (at loc (node loc) (assoc p :r (cons item (:r p)) :changed? true)))))
(defn replace "Puts another node in place." [loc node]
  (at loc node (if-let [p (path-of loc)] (assoc p :changed? true) nil)))
(defn edit "Replaces the node by f of it." [loc f & args] (replace loc (apply f (node loc) args)))
(defn insert-child "Puts an item before the children." [loc item] (replace loc (make-node loc (node loc) (cons item (children loc)))))
(defn append-child "Puts an item behind the children." [loc item] (replace loc (make-node loc (node loc) (concat (children loc) [item]))))

(defn next "The next location in depth-first order; at the end, one for which end? holds." [loc]
  (if (= :end (path-of loc))
    loc
    (or (and (branch? loc) (down loc))
        (right loc)
        (loop [p loc]
          (if (up p)
            (or (right (up p)) (recur (up p)))
            (at loc (node p) :end))))))
(defn prev "The location before, in depth-first order, or nil." [loc]
  (if-let [l (left loc)]
    (loop [loc l]
      (if-let [child (and (branch? loc) (down loc))]
        (recur (rightmost child))
        loc))
    (up loc)))
(defn end? "True after the last location of a walk." [loc] (= :end (path-of loc)))
(defn remove "Takes the node out; answers the location before it." [loc]
  (let [p (path-of loc)]
    (if (nil? p)
      (throw (Exception. "Remove at top"))
      (if (pos? (count (:l p)))
        (loop [loc (at loc (peek (:l p)) (assoc p :l (pop (:l p)) :changed? true))]
          (if-let [child (and (branch? loc) (down loc))]
            (recur (rightmost child))
            loc))
        (at loc (make-node loc (peek (:pnodes p)) (:r p)) (and (:ppath p) (assoc (:ppath p) :changed? true)))))))
