;; odeon.method: the methods of host interfaces that user types can implement (clojure.lang.IFn, Seqable, ILookup and so
;; on). One METHOD object stands for all methods of a name: which interface it was declared under does not matter.
(in-ns 'odeon.method)

(def table "Method name (a string) -> METHOD." (prim/atom {}))

(defn- make [name]
  (let [m (prim/method-make (prim/symbol nil name) nil nil)]
    (prim/atom-reset table (prim/assoc (prim/atom-deref table) name m))
    m))

(defn named
  "The METHOD for a name, made when first asked for."
  [name]
  (let [m (prim/get (prim/atom-deref table) name)]
    (if m m (make name))))

;; Object, Comparable, Iterable
(def equals (make "equals"))
(def hashCode (make "hashCode"))
(def toString (make "toString"))
(def compareTo (make "compareTo"))
(def compare (make "compare"))
(def iterator (make "iterator"))
(def hasNext (make "hasNext"))
(def size (make "size"))
(def length (make "length"))
(def toArray (make "toArray"))
(def getKey (make "getKey"))
(def getValue (make "getValue"))
(def contains (make "contains"))
;; calling
(def invoke (make "invoke"))
(def applyTo (make "applyTo"))
(def run (make "run"))
(def call (make "call"))
;; sequences
(def seq (make "seq"))
(def first (make "first"))
(def next (make "next"))
(def more (make "more"))
(def count (make "count"))
(def nth (make "nth"))
(def rseq (make "rseq"))
(def reduce (make "reduce"))
(def kvreduce (make "kvreduce"))
;; collections
(def cons (make "cons"))
(def empty (make "empty"))
(def equiv (make "equiv"))
(def hasheq (make "hasheq"))
(def valAt (make "valAt"))
(def get (make "get"))
(def containsKey (make "containsKey"))
(def entryAt (make "entryAt"))
(def assoc (make "assoc"))
(def assocN (make "assocN"))
(def without (make "without"))
(def disjoin (make "disjoin"))
(def peek (make "peek"))
(def pop (make "pop"))
(def subvec (make "subvec"))
(def meta (make "meta"))
(def withMeta (make "withMeta"))
(def asTransient (make "asTransient"))
(def conj (make "conj"))
(def persistent (make "persistent"))
;; sorted collections
(def comparator (make "comparator"))
(def entryKey (make "entryKey"))
(def seqFrom (make "seqFrom"))
;; references
(def deref (make "deref"))
(def isRealized (make "isRealized"))
(def swap (make "swap"))
(def reset (make "reset"))
(def compareAndSet (make "compareAndSet"))
(def addWatch (make "addWatch"))
(def removeWatch (make "removeWatch"))
;; names, errors, streams
(def getName (make "getName"))
(def getNamespace (make "getNamespace"))
(def getData (make "getData"))
(def getMessage (make "getMessage"))
(def close (make "close"))
(def write (make "write"))
(def flush (make "flush"))
(def readLine (make "readLine"))
(def read (make "read"))
