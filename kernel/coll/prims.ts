/** The primitives of spec/primitives/coll.ts: those of the themes beside this file, and the small rest. */
import {
  E_BAD_TYPE, E_INDEX, E_OUT_OF_MEMORY, E_TOO_LARGE, HASH_SET_MAP, MAP_ENTRY_KEY, MAP_ENTRY_VAL, MAX_OBJECT_WORDS, NIL, NODE_WORDS,
  P_CHUNK_NODE, P_CHUNK_OFFSET, P_HASH_COMBINE, P_HASH_ORDERED, P_HASH_UNORDERED, P_MAP_ITER, P_MAP_REDUCE_STEP, P_MIX_HASH, P_NODE_COUNT,
  P_NODE_GET, P_NODE_MAKE, P_NODE_SET, P_RSEQ_INDEX, SUBVEC_START, SUBVEC_VEC, T_AMAPSEQ, T_ARRAY_MAP, T_HASH_MAP, T_HASH_SET, T_MAP_ENTRY,
  T_MAPSEQ, T_NODE, T_STRING, T_SUBVEC, 
} from "../generated/spec";
import { canAlloc } from "../gc";
import { hashCombine, hashInt, hashLong, mixCollHash } from "../object/hash";
import { field } from "../object/header";
import { raise } from "../object/raise";
import { stringHash } from "../object/string";
import { addressOf, fixnum, fixnumValue, isFixnum, isLong, isPointer, isType, longValue, typeOf } from "../object/word";
import { slowOrBad } from "./access";
import { isVectorType } from "./classes";
import { anyVectorAt, anyVectorCount } from "./cursor";
import { compareWords, equalWords, hashOf } from "./deep";
import { arrayMapSeqNext, KIND_ENTRIES, KIND_KEYS, makeEntry, mapSeq, mapSeqNext } from "./mapseq";
import { emptyNode, growNode, newNode, nodeAt, nodeFrom, nodeSize, nodeWord } from "./node";
import { consOnto, firstOf, nextOf, restOf, seqFirst, seqOf } from "./seq";
import { isVector, leafNode } from "./vector";

export {
  prim_contains, prim_count, prim_find, prim_get, prim_get_or, prim_key, prim_nth, prim_nth_or, prim_peek, prim_val,
} from "./access";
export {
  prim_array_clone, prim_array_copy, prim_array_from, prim_array_get, prim_array_kind, prim_array_length, prim_array_make, prim_array_new, prim_array_p, prim_array_seq,
  prim_array_set, prim_array_sort_entries, prim_array_sort_merge, prim_array_with_kind,
} from "./arrays";
export {
  prim_assoc, prim_assoc_t, prim_conj, prim_conj_t, prim_disj, prim_disj_t, prim_dissoc, prim_dissoc_t, prim_empty, prim_empty_list, prim_empty_map,
  prim_empty_set, prim_empty_vec, prim_hash_map_empty, prim_keys_seq, prim_list_from_node, prim_map_entry, prim_persistent, prim_pop, prim_pop_t,
  prim_range, prim_subvec, prim_transient, prim_vals_seq, prim_vector_from_node, prim_vector_of,
} from "./build";
export { prim_meta, prim_with_meta } from "./meta";
export {
  prim_coll_p, prim_cons_p, prim_counted_p, prim_identical, prim_list_p, prim_map_entry_p, prim_map_p, prim_seq_type_p, prim_sequential_p, prim_set_p,
  prim_vector_p,
} from "./predicates";

export function prim_eq(v: u64, w: u64): u64 { return equalWords(v, w, true); }
export function prim_hash(w: u64): u64 { return hashOf(w); }
export function prim_compare(v: u64, w: u64): u64 { return compareWords(v, w); }
export function prim_first(w: u64): u64 { return firstOf(w); }
export function prim_next(w: u64): u64 { return nextOf(w); }
export function prim_rest(w: u64): u64 { return restOf(w); }
export function prim_seq(w: u64): u64 { return seqOf(w); }
export function prim_cons(x: u64, coll: u64): u64 { return consOnto(x, coll); }

/** Element i of a vector with its index, as an entry. */
export function prim_rseq_index(w: u64, i: u64): u64 {
  if (!isPointer(w) || !isVectorType(typeOf(w))) return slowOrBad(w, P_RSEQ_INDEX);
  if (!isFixnum(i) || <u64>fixnumValue(i) >= <u64>anyVectorCount(w)) return raise(E_INDEX, i, fixnum(anyVectorCount(w)));
  return makeEntry(anyVectorAt(w, <u32>fixnumValue(i)), i);
}

// --- NODE level ----------------------------------------------------------------------------------------------------

/** A NODE that holds element i of a vector and its neighbours. */
export function prim_chunk_node(w: u64, i: u64): u64 {
  if (!isPointer(w) || !isVectorType(typeOf(w))) return slowOrBad(w, P_CHUNK_NODE);
  if (!isFixnum(i) || <u64>fixnumValue(i) >= <u64>anyVectorCount(w)) return raise(E_INDEX, i, fixnum(anyVectorCount(w)));
  let index = <u32>fixnumValue(i);
  if (isType(w, T_SUBVEC)) {
    index += <u32>fixnumValue(field(w, SUBVEC_START));
    w = field(w, SUBVEC_VEC);
  }
  return isVector(w) ? leafNode(w, index) : nodeFrom(addressOf(w) + MAP_ENTRY_KEY, 2);
}

/** Index of element i inside that NODE. */
export function prim_chunk_offset(w: u64, i: u64): u64 {
  if (!isPointer(w) || !isVectorType(typeOf(w))) return slowOrBad(w, P_CHUNK_OFFSET);
  if (!isFixnum(i)) return raise(E_INDEX, i, fixnum(anyVectorCount(w)));
  const start = isType(w, T_SUBVEC) ? fixnumValue(field(w, SUBVEC_START)) : 0;
  return fixnum((fixnumValue(i) + start) & 31);
}

export function prim_node_count(w: u64): u64 { return isType(w, T_NODE) ? fixnum(nodeSize(w)) : raise(E_BAD_TYPE, w, fixnum(P_NODE_COUNT)); }

export function prim_node_get(w: u64, i: u64): u64 {
  if (!isType(w, T_NODE)) return raise(E_BAD_TYPE, w, fixnum(P_NODE_GET));
  if (!isFixnum(i) || <u64>fixnumValue(i) >= <u64>nodeSize(w)) return raise(E_INDEX, i, fixnum(nodeSize(w)));
  return nodeAt(addressOf(w), <u32>fixnumValue(i));
}

export function prim_node_make(n: u64): u64 {
  if (!isFixnum(n)) return raise(E_BAD_TYPE, n, fixnum(P_NODE_MAKE));
  if (<u64>fixnumValue(n) > <u64>MAX_OBJECT_WORDS) return raise(E_TOO_LARGE, n);
  if (fixnumValue(n) > 4096 && !canAlloc(<u32>fixnumValue(n) << 3)) return raise(E_OUT_OF_MEMORY);
  return n == 0 ? emptyNode() : nodeWord(growNode(0, 0, <u32>fixnumValue(n), 0));
}

export function prim_node_set(w: u64, i: u64, x: u64): u64 {
  if (!isType(w, T_NODE)) return raise(E_BAD_TYPE, w, fixnum(P_NODE_SET));
  const n = nodeSize(w);
  if (!isFixnum(i) || <u64>fixnumValue(i) >= <u64>n) return raise(E_INDEX, i, fixnum(n));
  const a = growNode(addressOf(w), n, n, 0);
  store<u64>(a + NODE_WORDS + (<u32>fixnumValue(i) << 3), x);
  return nodeWord(a);
}

// --- reduce-kv -----------------------------------------------------------------------------------------------------

/** A seq of entries (of elements for sets), NIL when empty. */
export function prim_map_iter(w: u64): u64 {
  if (w == NIL) return NIL;
  if (isType(w, T_ARRAY_MAP) || isType(w, T_HASH_MAP)) return mapSeq(w, KIND_ENTRIES);
  return isType(w, T_HASH_SET) ? mapSeq(field(w, HASH_SET_MAP), KIND_KEYS) : slowOrBad(w, P_MAP_ITER);
}

/** NODE [key value next-iterator]; for sets key and value are the element. */
export function prim_map_reduce_step(it: u64): u64 {
  if (!isType(it, T_MAPSEQ) && !isType(it, T_AMAPSEQ)) return raise(E_BAD_TYPE, it, fixnum(P_MAP_REDUCE_STEP));
  const first = seqFirst(it);
  const next = isType(it, T_MAPSEQ) ? mapSeqNext(it) : arrayMapSeqNext(it);
  const isEntry = isType(first, T_MAP_ENTRY);
  const a = newNode(3);
  store<u64>(a + NODE_WORDS, isEntry ? field(first, MAP_ENTRY_KEY) : first);
  store<u64>(a + NODE_WORDS + 8, isEntry ? field(first, MAP_ENTRY_VAL) : first);
  store<u64>(a + NODE_WORDS + 16, next);
  return nodeWord(a);
}

// --- hashing -------------------------------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline function hashWord(h: u32): u64 { return fixnum(<i64><i32>h); }

/** mix-collection-hash. */
export function prim_hash_ordered(basis: u64, count: u64): u64 {
  if (!isLong(basis)) return raise(E_BAD_TYPE, basis, fixnum(P_HASH_ORDERED));
  if (!isLong(count)) return raise(E_BAD_TYPE, count, fixnum(P_HASH_ORDERED));
  return hashWord(mixCollHash(<u32>longValue(basis), <u32>longValue(count)));
}
export function prim_hash_unordered(basis: u64, count: u64): u64 {
  if (!isLong(basis)) return raise(E_BAD_TYPE, basis, fixnum(P_HASH_UNORDERED));
  if (!isLong(count)) return raise(E_BAD_TYPE, count, fixnum(P_HASH_UNORDERED));
  return hashWord(mixCollHash(<u32>longValue(basis), <u32>longValue(count)));
}
export function prim_hash_combine(seed: u64, hash: u64): u64 {
  if (!isLong(seed)) return raise(E_BAD_TYPE, seed, fixnum(P_HASH_COMBINE));
  if (!isLong(hash)) return raise(E_BAD_TYPE, hash, fixnum(P_HASH_COMBINE));
  return hashWord(hashCombine(<u32>longValue(seed), <u32>longValue(hash)));
}
/** Murmur3 of x: op 0 as int, 1 as long, 2 a string. */
export function prim_mix_hash(op: u64, x: u64): u64 {
  if (op == fixnum(2)) return isType(x, T_STRING) ? hashWord(stringHash(x)) : raise(E_BAD_TYPE, x, fixnum(P_MIX_HASH));
  if (!isLong(x)) return raise(E_BAD_TYPE, x, fixnum(P_MIX_HASH));
  return hashWord(op == 0 ? hashInt(<i32>longValue(x)) : hashLong(longValue(x)));
}

export function prim_distinct_words(): u64 { return NIL; }
