/** Primitives that tell kinds of collections apart. User types are no kernel collections: the library asks its protocols. */
import {
  FALSE, RANGE_END, T_ARRAY_MAP, T_CHUNKED, T_CONS, T_EMPTY_LIST, T_HASH_MAP, T_HASH_SET, T_LAZY, T_LIST, T_MAP_ENTRY, T_MAPSEQ, T_RANGE, T_TRANSIENT, 
} from "../generated/spec";
import { bool, isPointer, isType, longValue, typeOf } from "../object/word";
import { field, same } from "../object/header";
import { CLASS_MAP, CLASS_SEQUENTIAL, CLASS_SET, classOf, isVectorType } from "./classes";
import { isSeqType } from "./seq";

// @ts-ignore: decorator
@inline function kind(w: u64): u32 { return isPointer(w) ? classOf(typeOf(w)) : 0; }

export function prim_identical(v: u64, w: u64): u64 { return bool(same(v, w)); }
export function prim_list_p(w: u64): u64 { return bool(isType(w, T_LIST) || isType(w, T_EMPTY_LIST)); }
export function prim_cons_p(w: u64): u64 { return bool(isType(w, T_CONS)); }
export function prim_seq_type_p(w: u64): u64 { return bool(isPointer(w) && isSeqType(typeOf(w))); }
export function prim_vector_p(w: u64): u64 { return bool(isPointer(w) && isVectorType(typeOf(w))); }
export function prim_map_p(w: u64): u64 { return bool(isType(w, T_ARRAY_MAP) || isType(w, T_HASH_MAP)); }
export function prim_set_p(w: u64): u64 { return bool(isType(w, T_HASH_SET)); }
export function prim_map_entry_p(w: u64): u64 { return bool(isType(w, T_MAP_ENTRY)); }
export function prim_sequential_p(w: u64): u64 { return bool(kind(w) == CLASS_SEQUENTIAL); }
export function prim_coll_p(w: u64): u64 {
  const c = kind(w);
  return bool(c == CLASS_SEQUENTIAL || c == CLASS_MAP || c == CLASS_SET);
}
/** Count in constant time: not cons, lazy seqs and seqs over hash maps. */
export function prim_counted_p(w: u64): u64 {
  if (!isPointer(w)) return FALSE;
  const t = typeOf(w);
  if (t == T_CONS || t == T_CHUNKED || t == T_LAZY || t == T_MAPSEQ) return FALSE;
  if (t == T_RANGE && longValue(field(w, RANGE_END)) == i64.MAX_VALUE) return FALSE; // (range)
  const c = classOf(t);
  return bool(c == CLASS_SEQUENTIAL || c == CLASS_MAP || c == CLASS_SET || t == T_TRANSIENT);
}
