;; quot, rem and mod of doubles: signs of zeros, and quotients beyond longs.
(ns double-quotients)

(defn q [a b] [(quot a b) (rem a b) (mod a b)])
(doseq [[a b] [[-0.5 1.0] [0.5 -1.0] [-4.0 2.0] [4.0 -2.0] [-0.0 3.0] [0.0 -3.0] [1e300 3.0] [-1e300 7.0] [-1 2.0] [1.0 -3] [5.5 -2] [-5.5 2] [-5.5 -2.0] [9.3e18 2.0] [1e19 1.0] [-1e19 -3.0] [6.0 0.1]]]
  (println a b (q a b)))
