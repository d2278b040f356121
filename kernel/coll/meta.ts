/** Metadata: where each type keeps it. */
import {
  AMAPSEQ_META, ARRAY_MAP_META, ARRAYSEQ_META, ATOM_META, CHUNKED_META, CLOSURE_META, CONS_META, DELAY_META, E_BAD_TYPE, EMPTY_LIST_META, F_CELL,
  FIRST_USER_TYPE, HASH_MAP_META, HASH_SET_META, LAZY_FN, LAZY_META, LAZY_STATE, LAZY_VALUE, LIST_META, MAPSEQ_META, NAMESPACE_META, NIL,
  P_WITH_META, RANGE_META, REF_META, SLOW, STRSEQ_META, SUBVEC_META, SYMBOL_BASE, SYMBOL_META, T_AMAPSEQ, T_ARRAY_MAP, T_ARRAYSEQ, T_ATOM,
  T_CHUNKED, T_CLOSURE, T_CONS, T_DELAY, T_EMPTY_LIST, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_LAZY, T_LIST, T_MAPSEQ, T_NAMESPACE, T_RANGE, T_REF, T_STRSEQ,
  T_SUBVEC, T_SYMBOL, T_VAR, T_VECSEQ, T_VECTOR, THUNK_DONE, VAR_META, VECSEQ_META, VECTOR_META,
} from "../generated/spec";
import { alloc, cellGet } from "../gc";
import { field } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, isPointer, isType, pointer, typeOf } from "../object/word";
import { flatExtra, flatMeta } from "./flatvec";
import { copyObject } from "./node";

/** Byte offset of the metadata in the immutable object of type t at a, 0 if such have none. In a flat vector a hash may stand there. */
function metaOffset(t: u32, a: u32): u32 {
  switch (t) {
    case T_FLATVEC: return flatExtra(a) - a;
    case T_VECTOR: return VECTOR_META;
    case T_ARRAY_MAP: return ARRAY_MAP_META;
    case T_HASH_MAP: return HASH_MAP_META;
    case T_HASH_SET: return HASH_SET_META;
    case T_LIST: return LIST_META;
    case T_EMPTY_LIST: return EMPTY_LIST_META;
    case T_CONS: return CONS_META;
    case T_CHUNKED: return CHUNKED_META;
    case T_RANGE: return RANGE_META;
    case T_VECSEQ: return VECSEQ_META;
    case T_STRSEQ: return STRSEQ_META;
    case T_ARRAYSEQ: return ARRAYSEQ_META;
    case T_MAPSEQ: return MAPSEQ_META;
    case T_AMAPSEQ: return AMAPSEQ_META;
    case T_SUBVEC: return SUBVEC_META;
    case T_CLOSURE: return CLOSURE_META;
    case T_SYMBOL: return SYMBOL_META;
    default: return 0;
  }
}

/** Byte offset of the metadata in cells of a type, 0 if they have none. */
function cellMetaOffset(t: u32): u32 {
  switch (t) {
    case T_LAZY: return LAZY_META;
    case T_ATOM: return ATOM_META;
    case T_VAR: return VAR_META;
    case T_NAMESPACE: return NAMESPACE_META;
    case T_DELAY: return DELAY_META;
    case T_REF: return REF_META;
    default: return 0;
  }
}

/** Metadata of any word, NIL for none, SLOW for user types. */
export function metaOf(w: u64): u64 {
  if (!isPointer(w)) return NIL;
  const t = typeOf(w);
  if (t >= FIRST_USER_TYPE) return SLOW;
  if (t == T_FLATVEC) return flatMeta(w);
  const at = metaOffset(t, addressOf(w));
  if (at != 0) return field(w, at);
  const inCell = cellMetaOffset(t);
  return inCell != 0 ? cellGet(w, inCell) : NIL;
}

/** A copy of an immutable object of a type that has metadata, with this one. */
export function setMeta(w: u64, meta: u64): u64 {
  const t = typeOf(w);
  const a = copyObject(t, addressOf(w), 0);
  store<u64>(a + metaOffset(t, a), meta);
  return pointer(t, a);
}

export function prim_meta(w: u64): u64 { return metaOf(w); }

function mayBeMap(w: u64): bool {
  if (!isPointer(w)) return false;
  const t = typeOf(w);
  return t == T_ARRAY_MAP || t == T_HASH_MAP || t >= FIRST_USER_TYPE;
}
export function prim_with_meta(w: u64, meta: u64): u64 {
  if (!isPointer(w)) return raise(E_BAD_TYPE, w, fixnum(P_WITH_META));
  if (meta != NIL && !mayBeMap(meta)) return raise(E_BAD_TYPE, meta, fixnum(P_WITH_META));
  const t = typeOf(w);
  if (t >= FIRST_USER_TYPE) return SLOW;
  if (t == T_SYMBOL) return symbolWithMeta(w, meta);
  if (metaOffset(t, addressOf(w)) != 0) return metaOf(w) == meta ? w : setMeta(w, meta);
  if (!isType(w, T_LAZY)) return raise(E_BAD_TYPE, w, fixnum(P_WITH_META));
  if (cellGet(w, LAZY_STATE) != fixnum(THUNK_DONE)) return SLOW;
  const value = cellGet(w, LAZY_VALUE);
  const a = alloc(T_LAZY, 4, F_CELL);
  store<u64>(a + LAZY_STATE, fixnum(THUNK_DONE));
  store<u64>(a + LAZY_FN, NIL);
  store<u64>(a + LAZY_VALUE, value);
  store<u64>(a + LAZY_META, meta);
  return pointer(T_LAZY, a);
}

/** A symbol with metadata is a copy that remembers the interned one. */
function symbolWithMeta(w: u64, meta: u64): u64 {
  const base = field(w, SYMBOL_BASE);
  if (meta == NIL) return base == NIL ? w : base;
  const s = setMeta(w, meta);
  if (base == NIL) store<u64>(addressOf(s) + SYMBOL_BASE, w);
  return s;
}
