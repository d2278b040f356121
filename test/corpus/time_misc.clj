;; Clocks, sleeping, system properties: only what holds everywhere.
(prn (let [a (System/nanoTime) b (System/nanoTime)] (<= a b)) (let [a (System/currentTimeMillis)] (Thread/sleep 20) (<= 15 (- (System/currentTimeMillis) a) 2000)) (> (System/currentTimeMillis) 1600000000000))
(prn (boolean (re-find #"Elapsed time: \S+ msecs" (with-out-str (time 1)))))
