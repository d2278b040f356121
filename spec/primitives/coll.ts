import { rows } from "./rows.js";
/** Collections and sequences. SLOW: the argument is lazy, sorted, a user type, or holds such where it matters. */
export const COLL_PRIMS = rows(128, "coll/prims", `
eq 2 m slow Clojure =
hash 1 am slow Clojure hash (same values as on the JVM)
compare 2 tm slow Clojure compare of numbers, text, chars, booleans, keywords, symbols, vectors
identical 2 - word identity, forwarding resolved
first 1 at slow
next 1 at slow
rest 1 at slow
seq 1 at slow nil when empty
cons 2 at slow (cons x coll): coll must be nil, a seq or seqable kept as it is; SLOW if coll needs seq of a user type
count 1 tm slow
nth 2 tm slow throws INDEX when out of bounds
nth-or 3 tm slow with a default
get 2 m slow
get-or 3 m slow
contains 2 m slow contains?
assoc 3 atm slow
dissoc 2 atm slow
conj 2 atm slow
disj 2 atm slow
peek 1 at slow
pop 1 at slow
empty 1 a slow
find 2 am slow map entry or nil
key 1 t slow
val 1 t slow
keys-seq 1 at slow
vals-seq 1 at slow
vector-of 1 atm slow (vec coll) for kernel colls and realized seqs
vector-from-node 2 at (node n) a vector of the first n words of a NODE
subvec 3 at slow
map-entry 2 a
list-from-node 3 at (node n rest)
range 3 at (start end step) longs, step not zero: RANGE or ()
rseq-index 2 at (vec i): VECSEQ-like reverse step helper: nth element and index as map entry
transient 1 at slow
persistent 1 at slow persistent!
conj-t 2 at slow conj!
assoc-t 3 at slow assoc!
dissoc-t 2 at slow dissoc!
disj-t 2 at slow disj!
pop-t 1 at slow pop!
meta 1 - slow
with-meta 2 at slow
empty-map 0 - {}
empty-set 0 - #{}
empty-vec 0 - []
empty-list 0 - ()
hash-map-empty 0 - an empty HASH_MAP
chunk-node 2 at (vec i) the NODE that holds element i (the tail included), for reduce; of a vector without NODEs, one of all elements
chunk-offset 2 t (vec i) index of element i inside that NODE
node-count 1 t words in a NODE
node-get 2 t
node-make 1 at n nils
node-set 3 at copy with one changed
map-iter 1 at iterator over an ARRAY_MAP, HASH_MAP or HASH_SET: MAPSEQ of entries or nil (seq)
map-reduce-step 1 at a NODE [k v next-iterator] for an iterator from map-iter: for reduce-kv
list? 1 -
cons? 1 -
seq-type? 1 - a kernel seq (LIST EMPTY_LIST CONS LAZY RANGE VECSEQ STRSEQ ARRAYSEQ MAPSEQ AMAPSEQ CHUNKED)
vector? 1 - FLATVEC, VECTOR, MAP_ENTRY, SUBVEC
map? 1 - ARRAY_MAP, HASH_MAP
set? 1 - HASH_SET
map-entry? 1 -
sequential? 1 - kernel sequential types
coll? 1 - kernel collections
counted? 1 -
hash-ordered 2 at (mix-collection-hash hash-basis count)
hash-unordered 2 at
hash-combine 2 at (seed hash)
mix-hash 2 at (op x): murmur3 helpers: 0 int 1 long 2 string
array-make 2 at (n init) array of words
array-get 2 t
array-set 3 t
array-length 1 t
array-clone 1 at
array-from 1 atm slow array of words: the elements of a realized collection
array-copy 5 tm (src si dst di n)
array? 1 -
array-kind 1 t fixnum: 0 words, from 1 on as in PACKED
array-with-kind 2 atm slow (array kind) an array of this kind with the elements; numbers are cut to size, SLOW for other than longs, doubles, chars, booleans
array-seq 2 at (array i) snapshot: a seq
array-sort-merge 5 tm slow (src dst lo mid hi) with default compare when all elements are numbers or all strings; SLOW otherwise
distinct-words 0 - reserved
hash-find 2 at [coll/slowkeys] (coll hash) of a kernel map, set or live transient of one: NODE [key value ...] of the pairs that a key of this hash may equal
hash-put 5 at [coll/slowkeys] (coll hash key value leaf-hash) key by identity; leaf-hash: hash of the first key of hash-find if the key is new, else nil; nil when an array map is full
hash-remove 3 at [coll/slowkeys] (coll hash key) key by identity
transient-kind 1 t [coll/slowkeys] of a live transient: 0 vector 1 array map 2 hash map 3 set
array-map-of 1 at slow [coll/build] (array of keys and values in turn): an ARRAY_MAP of any size, in order
array-sort-entries 5 tm slow (src dst lo mid hi) as array-sort-merge, map entries by their keys
array-new 2 at (kind n): zeros of a primitive kind; 0: nils
chunked? 1 - [coll/chunk] CHUNKED
seq-chunk 1 a [coll/chunk] the seq as a CHUNKED if it comes in chunks (VECSEQ of a FLATVEC, VECTOR or MAP_ENTRY, RANGE with an end, CHUNKED), else nil
chunk-cons 3 at [coll/chunk] (array n more): the first n elements of an ARRAY and then more
chunk-words 1 t [coll/chunk] NODE of a CHUNKED or ARRAYSEQ
chunk-index 1 t [coll/chunk] where in its NODE a CHUNKED or ARRAYSEQ begins
chunk-more 1 t [coll/chunk] what comes after a CHUNKED's own words: a seq, a lazy seq or nil
chunk-onto 2 at [coll/chunk] (chunk more) the words of a CHUNKED and then something else
array-part 3 at [coll/chunk] (array from to) NODE of these elements of an ARRAY
repeat-seq 1 a [coll/chunk] a cons of x before itself: x without end
map-walk 1 at [coll/mapseq] where a walk over a kernel map stands, at its beginning; known to map-words alone
map-words 1 at [coll/mapseq] NODE of the next keys and values in turn, or nil at the end; the walk moves on
map-of-args 2 a [coll/build] (seq hashed) a map of rest arguments, keys and values in turn, always a HASH_MAP if hashed; nil for any other seq, an odd number, very many, or keys that need the library
`);
