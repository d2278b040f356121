;; Towers of Hanoi with 16 disks; a pile is a list, and no disk may come onto a smaller one.
(ns towers (:require [timing]))
(defn push [piles i disk]
  (let [pile (nth piles i)
        top  (peek pile)]
    (if (and top (>= disk top))
      (throw (ex-info "a disk on a smaller one" {:disk disk :top top}))
      (assoc piles i (conj pile disk)))))
(defn move-top [[piles moves] from to]
  (let [pile (nth piles from)]
    [(push (assoc piles from (pop pile)) to (peek pile)) (inc moves)]))
(defn move [state n from to]
  (if (= n 1)
    (move-top state from to)
    (let [other (- 3 from to)]
      (-> state (move (dec n) from other) (move-top from to) (move (dec n) other to)))))
(defn run [n]
  (let [[[_ done] moves] (move [[(into () (range n 0 -1)) () ()] 0] n 0 1)]
    (str moves " " (count done) " " (first done))))
(defn -main [& _] (timing/report #(run 16) 1000))
