;; odeon.lock: the monitors of locking. Actors share atoms and the mutable fields of deftypes; a lock is a row in a table of them:
;; identity hash of the object -> [owner depth waiting-promises]. Who waits is woken when the owner leaves and tries again; an owner
;; that died without leaving owns nothing.
(in-ns 'odeon.lock)

(def ^:private locks (prim/atom {}))

(defn- replace-row [old id row]
  (prim/atom-cas locks old (if row (prim/assoc old id row) (prim/dissoc old id))))

(defn enter
  "Waits until no other actor is in a section locked on x, and begins one."
  [x]
  (let [me (prim/self)
        id (if (prim/identical x nil)
             (throw (odeon.host-class/make-exception "java.lang.NullPointerException" "nil can't be locked" nil))
             (prim/identity-hash x))]
    (loop []
      (let [old (prim/atom-deref locks)
            row (prim/get old id)]
        (if (if row (if (prim/identical me (prim/nth row 0)) true (prim/alive? (prim/nth row 0))) false)
          (if (prim/identical me (prim/nth row 0))
            (if (replace-row old id [me (prim/add 1 (prim/nth row 1)) (prim/nth row 2)]) nil (recur))
            (let [p (prim/promise-new 0)]
              (if (replace-row old id [(prim/nth row 0) (prim/nth row 1) (prim/conj (prim/nth row 2) p)])
                (prim/promise-await p (prim/deadline 100))
                nil)
              (recur)))
          (if (replace-row old id [me 1 (if row (prim/nth row 2) [])]) nil (recur)))))))

(defn exit
  "Ends the innermost section of this actor that is locked on x."
  [x]
  (let [me (prim/self)
        id (prim/identity-hash x)]
    (loop []
      (let [old (prim/atom-deref locks)
            row (prim/get old id)]
        (if (if row (prim/identical me (prim/nth row 0)) false)
          (if (prim/gt (prim/nth row 1) 1)
            (if (replace-row old id [me (prim/sub (prim/nth row 1) 1) (prim/nth row 2)]) nil (recur))
            (if (replace-row old id nil)
              (loop [i 0]
                (if (prim/lt i (prim/count (prim/nth row 2)))
                  (do (prim/promise-deliver (prim/nth (prim/nth row 2) i) 1 true)
                      (recur (prim/add i 1)))
                  nil))
              (recur)))
          (throw (odeon.host-class/make-exception "java.lang.IllegalMonitorStateException" "this actor does not hold the lock" nil)))))))
