;; The clock of the benchmark programs: warm-up, then the median of up to five runs.
(ns timing)

(defn now-ms [] (/ (System/nanoTime) 1000000.0))

(defn once
  "[value ms] of one call of f."
  [f]
  (let [start (now-ms)
        value (f)]
    [value (- (now-ms) start)]))

(defn measure
  "Calls f until it has run warm-ms (at least once), then up to five times within 4 s. Answers [value median-ms]."
  [f warm-ms]
  (let [start (now-ms)]
    (loop [] (f) (when (< (- (now-ms) start) warm-ms) (recur))))
  (let [start (now-ms)]
    (loop [times []]
      (let [[value ms] (once f)
            times      (conj times ms)]
        (if (and (< (count times) 5) (< (- (now-ms) start) 4000))
          (recur times)
          [value (nth (sort times) (quot (count times) 2))])))))

(defn report
  "Prints what the runner reads: the result and the time of (f). Large programs warm up longer than the usual 300 ms."
  ([f] (report f 300))
  ([f warm-ms]
   (let [[value ms] (measure f warm-ms)]
     (println "result:" value)
     (println "ms:" ms))))
