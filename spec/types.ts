/**
 * Heap objects. Every object is 8-aligned: one header word, then `size` words.
 *
 *   header  63                              32 31                    8 7        0
 *           +---------------------------------+-----------------------+----------+
 *           | type id, or (FWD) new address   | size in words (24)    | flags    |
 *           +---------------------------------+-----------------------+----------+
 *
 * Unless RAW is set every word after the header is a tagged word, so a collector needs neither type nor map.
 * FWD set: the upper half is the address of the replacement (the shared copy after promotion while the original
 * stays readable, or the new place during a minor collection); the type is then in the pointer word and in the copy.
 */
export const FLAG = {
  SHARED: 1, // lives in the shared heap
  RAW: 2, // body holds no tagged words
  CELL: 4, // mutable: promotion turns the local one into an indirection (always follow FWD before use)
  FWD: 8, // upper header half is a forwarding address
  OLD: 16, // in the actor's old part
  REMEMBERED: 32, // on the actor's remembered list
  MARK: 64, // colour of the last marking (shared) / parity of the last full local collection (old)
  PINNED: 128, // refuses promotion (live transients and their owned nodes)
} as const;

export interface TypeRow {
  id: number;
  name: string;
  /** Class name that programs see, `(class x)`. */
  className: string;
  raw?: true;
  cell?: true;
  /** Field names in word order (raw types: comment only). A last field ending in `...` is repeated. */
  fields: string[];
  doc: string;
}
const t = (id: number, name: string, className: string, fields: string, doc: string, more: Partial<TypeRow> = {}): TypeRow => ({
  id, name, className, fields: fields === "" ? [] : fields.split(" "), doc, ...more,
});
const RAW = { raw: true } as const;
const CELL = { cell: true } as const;
const PACKED_CELL = { raw: true, cell: true } as const;

export const TYPES: TypeRow[] = [
  // numbers
  t(1, "LONG", "java.lang.Long", "i64", "integer outside the fixnum range, within 64 bits", RAW),
  t(2, "DOUBLE", "java.lang.Double", "f64", "double that does not self-tag", RAW),
  t(3, "BIGINT", "clojure.lang.BigInt", "sign+count digits...", "u32 sign(0/1), u32 digit count, then u32 digits, least first", RAW),
  t(4, "RATIO", "clojure.lang.Ratio", "num den", "reduced; den > 1; both integer words"),
  t(5, "DECIMAL", "java.math.BigDecimal", "unscaled scale", "unscaled integer word times 10^-scale"),
  // immediates: never in a header; the ids serve type tests and protocol dispatch (nil has id 0)
  t(6, "BOOLEAN", "java.lang.Boolean", "", "true, false"),
  t(7, "CHAR", "java.lang.Character", "", "one UTF-16 unit"),
  t(14, "PID", "odeon.Pid", "", "an actor"),
  t(15, "UNIQUE_REF", "odeon.Reference", "", "unique reference"),
  // text
  t(8, "STRING", "java.lang.String", "length+hash utf16...", "u32 length in UTF-16 units, u32 cached Clojure hash (0 = not yet), then u16 units", RAW),
  t(9, "SYMBOL", "clojure.lang.Symbol", "ns name hash meta base", "ns: string or nil; ns and name are interned strings; base: the interned symbol without meta (itself when interned: nil)"),
  t(10, "KEYWORD", "clojure.lang.Keyword", "ns name hash", "interned, so identical when equal"),
  t(11, "REGEX", "java.util.regex.Pattern", "source number", "compiled by the engine on demand, cached per executor by number: 0 until it is used, then id << 16 | groups"),
  t(12, "UUID", "java.util.UUID", "hi lo", "128 raw bits", RAW),
  t(13, "INST", "java.util.Date", "ms", "milliseconds since 1970 as fixnum"),
  // sequences
  t(16, "LIST", "clojure.lang.PersistentList", "first rest count meta", "rest is LIST or EMPTY_LIST"),
  t(17, "EMPTY_LIST", "clojure.lang.PersistentList$EmptyList", "meta", "()"),
  t(18, "CONS", "clojure.lang.Cons", "first rest meta", "rest: any seqable"),
  t(19, "LAZY", "clojure.lang.LazySeq", "state fn value meta", "thunk cell, see THUNK states", CELL),
  t(20, "RANGE", "clojure.lang.LongRange", "start end step meta phase", "finite integer range, never empty; phase: how many numbers of the first one's chunk came before it"),
  t(21, "VECSEQ", "clojure.lang.PersistentVector$ChunkedSeq", "vec index meta", "seq over a vector from index"),
  t(22, "STRSEQ", "clojure.lang.StringSeq", "string index meta", "seq over a string from index"),
  t(23, "ARRAYSEQ", "clojure.lang.ArraySeq", "array index meta", "seq over a TUPLE (rest arguments) from index"),
  t(24, "MAPSEQ", "clojure.lang.PersistentHashMap$NodeSeq", "kind first stack meta", "kind 0 entries 1 keys 2 vals; stack: NODE (node, index of its next pair, rest of the stack) or nil"),
  t(25, "AMAPSEQ", "clojure.lang.PersistentArrayMap$Seq", "map index kind meta", "seq over an ARRAY_MAP from pair index"),
  t(26, "CHUNKED", "clojure.lang.ChunkedCons", "node index more meta", "the words of a NODE from index, then more: a seq, a lazy seq or nil"),
  // collections
  t(32, "VECTOR", "clojure.lang.PersistentVector", "count shift root tail hash meta", "32-way trie of more than FLATVEC_MAX elements; hash: fixnum or nil"),
  t(33, "NODE", "odeon.Node", "words...", "trie node or tuple of words; immutable once published"),
  t(34, "MAP_ENTRY", "clojure.lang.MapEntry", "key val", "a vector of two"),
  t(35, "SUBVEC", "clojure.lang.APersistentVector$SubVector", "vec start end hash meta", ""),
  t(36, "ARRAY_MAP", "clojure.lang.PersistentArrayMap", "hash meta pairs...", "at most 8 pairs when grown by assoc, in insertion order"),
  t(37, "HASH_MAP", "clojure.lang.PersistentHashMap", "count root hash meta", "root: MAP_NODE or nil"),
  t(38, "MAP_NODE", "odeon.MapNode", "bitmap slots...", "bitmap fixnum; per set bit, in order, two words: key value, or ABSENT subnode"),
  t(39, "MAP_COLLISION", "odeon.MapCollision", "hash pairs...", "keys of one 32-bit hash"),
  t(40, "HASH_SET", "clojure.lang.PersistentHashSet", "map hash meta", "map: HASH_MAP from element to itself"),
  t(41, "TRANSIENT", "clojure.lang.ITransientCollection", "kind owner edit a b c d", "live while owner is the actor's pid; PINNED", CELL),
  t(42, "FLATVEC", "clojure.lang.PersistentVector", "words...", "up to FLATVEC_MAX elements, then one word more: metadata, a hash (fixnum) or nil; programs see a VECTOR"),
  t(43, "MAP_WALK", "odeon.MapWalk", "depth levels...", "where a walk over a map stands: per level the node and the index of its next pair; PINNED, since only its actor may move it on"),
  // functions and code
  t(48, "CLOSURE", "clojure.lang.AFunction", "code meta captures...", "code: CODE of the first arity"),
  t(49, "CODE", "odeon.Code", "name arity nlocals nslots consts bytes handlers lines next ns counter entry file loops seen failed", "one arity; next: CODE of another arity or nil; see spec/bytecode.ts"),
  t(50, "BYTES", "odeon.Bytes", "length bytes...", "u32 length, u32 unused, then bytes", RAW),
  t(51, "VAR", "clojure.lang.Var", "root ns name meta flags dynroot next", "root: value, UNBOUND, or DYNAMIC once a dynamic var has been bound: its root is dynroot then; next: chain of its namespace", CELL),
  t(52, "NAMESPACE", "clojure.lang.Namespace", "name vars aliases refers meta next", "vars: first VAR of the chain", CELL),
  t(53, "METHOD", "odeon.Method", "name protocol impls default", "a protocol method: impls is a map from type id to function", CELL),
  t(54, "TYPE", "java.lang.Class", "name id fields parents flags extra keys itself", "a class; user types have ids from 256; keys: NODE of a record's field keywords, else nil; itself: control.methodChanges when each instance was equal to itself alone, else nil", CELL),
  t(55, "EXCEPTION", "java.lang.Throwable", "type message data cause code trace", "code: kernel error number or nil (message then made from spec/errors.ts)", CELL),
  // cells
  t(64, "ATOM", "clojure.lang.Atom", "value meta watches validator", "", CELL),
  t(65, "VOLATILE", "clojure.lang.Volatile", "value", "", CELL),
  t(66, "DELAY", "clojure.lang.Delay", "state fn value meta", "thunk cell; value may be a thrown exception (state FAILED)", CELL),
  t(67, "PROMISE", "clojure.core$promise", "state value waiters kind pid", "kind 0 promise 1 future; waiters: list of pids", CELL),
  t(68, "ARRAY", "[Ljava.lang.Object;", "length words...", "mutable array of words", CELL),
  t(69, "REF", "clojure.lang.Ref", "value history meta validator watches", "reserved for transactions", CELL),
  t(70, "BUILDER", "java.lang.StringBuilder", "length bytes", "bytes: BYTES that holds UTF-16 units, grows by doubling", CELL),
  t(71, "BUFFER", "odeon.ByteBuffer", "handle length", "reference-counted bytes in the arena", CELL),
  t(72, "REDUCED", "clojure.lang.Reduced", "value", ""),
  t(73, "PROGRESS", "odeon.Progress", "a b c d e f", "state of a primitive that answered MORE", CELL),
  t(74, "TAGGED", "clojure.lang.TaggedLiteral", "tag form", ""),
  t(75, "MESSAGE", "odeon.Message", "next value", "mailbox node: next is a fixnum address (0 = none); always in the shared heap", CELL),
  t(76, "REMEMBER", "odeon.Remember", "next+object slot", "entry of a remembered list, in the nursery: u32 next entry, u32 object, u32 slot (0: whole object)", RAW),
  // packed arrays: PACKED says how their numbers are chosen
  t(80, "BOOLEAN_ARRAY", "[Z", "length elements...", "0 or 1, a byte each", PACKED_CELL),
  t(81, "BYTE_ARRAY", "[B", "length elements...", "signed", PACKED_CELL),
  t(82, "CHAR_ARRAY", "[C", "length elements...", "UTF-16 units", PACKED_CELL),
  t(83, "SHORT_ARRAY", "[S", "length elements...", "signed", PACKED_CELL),
  t(84, "INT_ARRAY", "[I", "length elements...", "signed", PACKED_CELL),
  t(85, "FLOAT_ARRAY", "[F", "length elements...", "f32", PACKED_CELL),
  t(86, "LONG_ARRAY", "[J", "length elements...", "signed, all 64 bits", PACKED_CELL),
  t(87, "DOUBLE_ARRAY", "[D", "length elements...", "f64", PACKED_CELL),
];

export function typeNamed(name: string): TypeRow {
  const row = TYPES.find((t) => t.name === name);
  if (row === undefined) throw new Error(`there is no type ${name}`);
  return row;
}
/** Byte offset of a field from the object's address. */
export function fieldOffset(type: string, field: string): number {
  const at = typeNamed(type).fields.indexOf(field);
  if (at < 0) throw new Error(`${type} has no field ${field}`);
  return 8 + 8 * at;
}

/**
 * Packed arrays hold raw numbers of one primitive kind, and their type is the kind: a pointer word tells how to reach an element.
 * FIRST is a multiple of 8, and types of one width stand side by side, so that the width is 1 << ((id >> 1) & 3) bytes. What is
 * left of the last word is 0. All arrays, packed or not, begin with their length as a fixnum.
 *
 *   +8 length (fixnum)   +16 elements from DATA on
 *
 * Programs and primitives number kinds by `id - FIRST + 1`; 0 stands for ARRAY.
 */
export const PACKED = { FIRST: 80, COUNT: 8, LENGTH: 8, DATA: 16 } as const;

/** Elements of the longest FLATVEC: all vectors of up to so many are FLATVECs, all longer ones VECTORs. */
export const FLATVEC_MAX = 32;

/** Ids from here on are given to deftype, defrecord and reify as they run. A row of user fields, in order; records
 *  start with the fixed fields `meta ext hash`. Types with mutable fields make CELL objects. */
export const FIRST_USER_TYPE = 256;
/** `flags` of a TYPE. CAST: a record with fields of primitive types, which turn what they are given into a number. */
export const TYPE_FLAG = { RECORD: 1, MUTABLE: 2, CAST: 4, FINAL: 8 } as const;
/** The fixed fields of a record. */
export const RECORD_WORDS = 3;

/** `state` of LAZY and DELAY. Being evaluated: the evaluator's pid word stands in `state`. */
export const THUNK = { UNREALIZED: 0, DONE: 1, FAILED: 2 } as const;
