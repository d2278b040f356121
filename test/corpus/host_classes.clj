;; The classes of Java's objects: what they are instances of, what stands above them.
(import '(java.util ArrayList HashMap HashSet LinkedList List Collection Map Set Random UUID Date ArrayDeque LinkedHashMap TreeMap PriorityQueue Stack Vector Deque Queue)
 '(java.io StringWriter StringReader File Writer Reader PushbackReader BufferedReader PrintWriter PrintStream) '(java.util.concurrent.atomic AtomicLong AtomicInteger AtomicReference AtomicBoolean))
(def vs [(ArrayList.) (HashMap.) (HashSet.) (LinkedList.) (StringWriter.) (StringReader. "x") (File. "x") (Random. 1) (StringBuilder.) (AtomicLong. 1) (AtomicInteger. 2) (AtomicReference. 3) (AtomicBoolean. true)
 #"x" (UUID. 1 2) (Date. 0) (Exception. "x") (ex-info "a" {}) (ArithmeticException. "x") (ArrayDeque.) (LinkedHashMap.) (TreeMap.) (PriorityQueue.) (Stack.) (Vector.) (PushbackReader. (StringReader. "x")) (BufferedReader. (StringReader. "y")) (PrintWriter. (StringWriter.)) 
 (java.util.concurrent.ConcurrentHashMap.) (java.util.TreeSet.) (java.util.LinkedHashSet.) (java.util.concurrent.CountDownLatch. 1) (java.util.StringTokenizer. "a b") (Thread. (fn [])) (java.net.URI. "http://x") (java.net.URL. "http://x/")
 (agent 1) (sorted-map) (sorted-set) clojure.lang.PersistentQueue/EMPTY (re-matcher #"x" "x") (java.util.WeakHashMap.) (reader-conditional '(a) false) (eduction (map inc) [1]) print-method System/out])
(def cs [ArrayList HashMap HashSet LinkedList List Collection Map Set Random UUID Date ArrayDeque LinkedHashMap TreeMap PriorityQueue Stack Vector Deque Queue StringWriter StringReader File Writer Reader PushbackReader BufferedReader PrintWriter PrintStream
 AtomicLong AtomicInteger AtomicReference AtomicBoolean CharSequence Comparable Number Iterable Runnable Object java.util.AbstractList java.util.AbstractMap java.util.AbstractCollection java.io.Closeable java.lang.Appendable java.util.RandomAccess java.io.Serializable
 Cloneable java.util.SortedMap java.util.NavigableMap java.util.NavigableSet java.util.concurrent.ConcurrentMap clojure.lang.IPersistentCollection clojure.lang.Seqable clojure.lang.Sequential clojure.lang.Counted clojure.lang.IFn clojure.lang.IDeref clojure.lang.ILookup clojure.lang.Indexed clojure.lang.IObj Throwable RuntimeException Exception java.util.Enumeration java.io.OutputStream])
(doseq [v vs]
  (println (class v) (type v) (= (class v) (type v)) (str (class v)) (mapv (fn [c] (if (instance? c v) 1 0)) cs)))
(println (= ArrayList (class (ArrayList.))) (identical? HashMap (class (HashMap.))))
(doseq [v vs] (println (class v) (sort (remove #(re-find #"random.RandomGenerator" %) (map str (bases (class v)))))))
(doseq [v vs] (println (class v) (sort (remove #(re-find #"Iterable|IPersistentStack|random.RandomGenerator" %) (map str (supers (class v)))))))
(println (isa? ArrayList List) (isa? List ArrayList) (isa? (class (LinkedHashMap.)) HashMap) (isa? [ArrayList HashMap] [List Map]))
(println (.getSuperclass ArrayList) (.getSuperclass Object) (.getSimpleName HashMap) (.isInterface List) (.isInstance List (ArrayList.)) (.isAssignableFrom Collection ArrayList) (seq (sort (map str (.getInterfaces ArrayList)))))
