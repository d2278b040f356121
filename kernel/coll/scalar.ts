/**
 * Equality and hash of one pair or one value without descending: scalars are decided at once; for two collections that
 * may be equal the answer is ABSENT (deep.ts goes on), and what only program code can decide is SLOW.
 */
import {
  ABSENT, ARRAY_MAP_HASH, CLOSURE_CAPTURES, CLOSURE_CODE, CODE_NAME, F_CELL, FALSE, HASH_MAP_COUNT, HASH_MAP_HASH, HASH_SET_HASH,
  HASH_SET_MAP, INST_MS, KEYWORD_HASH, LIST_COUNT, METHOD_NAME, NAMESPACE_NAME, NIL, NODE_WORDS, REGEX_SOURCE, SLOW, SUBVEC_END, SUBVEC_HASH,
  SUBVEC_START, SYMBOL_HASH, SYMBOL_NAME, SYMBOL_NS, T_ARRAY_MAP, T_CLOSURE, T_DOUBLE, T_EMPTY_LIST, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_INST,
  T_KEYWORD, T_LIST, T_MAP_ENTRY, T_METHOD, T_NAMESPACE, T_REGEX, T_STRING, T_SUBVEC, T_SYMBOL, T_TYPE, T_VAR, T_VECTOR, THROW, TRUE,
  TYPE_ID, VAR_NAME, VECTOR_COUNT, VECTOR_HASH,
} from "../generated/spec";
import { cellGet, promote, typeFlags } from "../gc";
import { hashCombine, hashInt, hashLong, mixCollHash } from "../object/hash";
import { field, resolve, sizeOf } from "../object/header";
import { stringHash, stringsEqual } from "../object/string";
import { addressOf, bool, fixnum, fixnumValue, immediateFloatValue, isChar, isFixnum, isPointer, isType, longValue, typeOf } from "../object/word";
import {
  CLASS_IDENTITY, CLASS_MAP, CLASS_NAME, CLASS_NUMBER, CLASS_SEQUENTIAL, CLASS_SET, CLASS_TAGGED, CLASS_TEXT, CLASS_USER, CLASS_VALUE,
  classOf,
} from "./classes";
import { flatCount, flatHash } from "./flatvec";
import { numberHash, numbersEqual } from "./number";
import { addressHash, isItself, keepRecordHash, RECORD_FIELDS, recordExt, recordHash, recordKeys, recordTypeName } from "./record";

/** What hashShallow answers when the hash is not at hand. */
export const HASH_DEEP: i64 = -1;
export const HASH_SLOW: i64 = -2;

/** Number of pairs of an ARRAY_MAP. */
// @ts-ignore: decorator
@inline export function arrayMapCount(w: u64): u32 { return (sizeOf(addressOf(w)) - 2) >> 1; }
// @ts-ignore: decorator
@inline export function mapCount(w: u64): u32 {
  return typeOf(w) == T_ARRAY_MAP ? arrayMapCount(w) : <u32>fixnumValue(field(w, HASH_MAP_COUNT));
}
// @ts-ignore: decorator
@inline export function setCount(w: u64): u32 { return <u32>fixnumValue(field(field(w, HASH_SET_MAP), HASH_MAP_COUNT)); }

/** Elements of a sequential whose count is at hand, else -1. */
function quickCount(w: u64): i32 {
  const t = typeOf(w);
  if (t == T_FLATVEC) return <i32>flatCount(w);
  if (t == T_VECTOR) return <i32>fixnumValue(field(w, VECTOR_COUNT));
  if (t == T_MAP_ENTRY) return 2;
  if (t == T_LIST) return <i32>fixnumValue(field(w, LIST_COUNT));
  if (t == T_EMPTY_LIST) return 0;
  if (t == T_SUBVEC) return <i32>(fixnumValue(field(w, SUBVEC_END)) - fixnumValue(field(w, SUBVEC_START)));
  return -1;
}

/** The cached hash of a collection as a word (fixnum or nil); nil for those without a cache. */
function cachedHash(w: u64): u64 {
  switch (typeOf(w)) {
    case T_FLATVEC: return flatHash(w);
    case T_VECTOR: return field(w, VECTOR_HASH);
    case T_SUBVEC: return field(w, SUBVEC_HASH);
    case T_ARRAY_MAP: return field(w, ARRAY_MAP_HASH);
    case T_HASH_MAP: return field(w, HASH_MAP_HASH);
    case T_HASH_SET: return field(w, HASH_SET_HASH);
    default: return NIL;
  }
}

function hashesDiffer(v: u64, w: u64): boolean {
  const p = cachedHash(v);
  if (p == NIL) return false;
  const q = cachedHash(w);
  return q != NIL && p != q;
}

/** TRUE, FALSE, ABSENT (two collections: descend) or SLOW. */
export function eqShallow(v: u64, w: u64): u64 {
  if (v == w) return isType(v, T_DOUBLE) ? bool(numbersEqual(v, w)) : TRUE;
  if (!isPointer(v)) {
    if (v == NIL) return FALSE;
    if (!isPointer(w)) return bool((v & 7) > 2 && (w & 7) > 2 && immediateFloatValue(v) == immediateFloatValue(w));
    return bool(classOf(typeOf(w)) == CLASS_NUMBER && numbersEqual(v, w));
  }
  const c = classOf(typeOf(v));
  if (!isPointer(w)) {
    if (c == CLASS_USER) return w == NIL ? FALSE : SLOW;
    return bool(c == CLASS_NUMBER && numbersEqual(v, w));
  }
  return eqPointers(v, w, c, classOf(typeOf(w)));
}

function eqPointers(v: u64, w: u64, c: u32, d: u32): u64 {
  if (c == CLASS_TEXT) return bool(d == CLASS_TEXT && stringsEqual(v, w));
  if (c == CLASS_USER && isItself(typeOf(v))) return bool(resolve(v) == resolve(w));
  if (c != d) {
    // A user type may be a collection of its own kind; against anything else than a collection it decides only as the first.
    if (c == CLASS_USER) return SLOW;
    return d == CLASS_USER && (c == CLASS_SEQUENTIAL || c == CLASS_MAP || c == CLASS_SET) ? SLOW : FALSE;
  }
  if (c == CLASS_NAME) return eqNames(v, w);
  if (c == CLASS_NUMBER) return bool(numbersEqual(v, w));
  if (resolve(v) == resolve(w)) return TRUE;
  switch (c) {
    case CLASS_SEQUENTIAL: {
      const n = quickCount(v);
      if (n >= 0) {
        const m = quickCount(w);
        if (m >= 0 && n != m) return FALSE;
      }
      return hashesDiffer(v, w) ? FALSE : ABSENT;
    }
    case CLASS_MAP: {
      const n = mapCount(v);
      if (n != mapCount(w) || hashesDiffer(v, w)) return FALSE;
      return n == 0 ? TRUE : ABSENT;
    }
    case CLASS_SET: {
      const n = setCount(v);
      if (n != setCount(w) || hashesDiffer(v, w)) return FALSE;
      return n == 0 ? TRUE : ABSENT;
    }
    case CLASS_TAGGED: return ABSENT;
    case CLASS_USER: return eqRecords(v, w);
    case CLASS_VALUE: return eqValues(v, w);
    default: return FALSE;
  }
}

/** Symbols are equal whatever their metadata; names are interned, so words decide. */
function eqNames(v: u64, w: u64): u64 {
  if (!isType(v, T_SYMBOL) || !isType(w, T_SYMBOL)) return FALSE;
  return bool(resolve(field(v, SYMBOL_NAME)) == resolve(field(w, SYMBOL_NAME)) && resolve(field(v, SYMBOL_NS)) == resolve(field(w, SYMBOL_NS)));
}

/** Records of plain fields; SLOW if a field is a collection, or what they are is for the library to say. */
function eqRecords(v: u64, w: u64): u64 {
  if (recordKeys(v) == NIL || recordKeys(w) == NIL) return SLOW;
  if (typeOf(v) != typeOf(w)) return FALSE;
  if (recordExt(v) != NIL || recordExt(w) != NIL) return SLOW;
  const a = addressOf(v), b = addressOf(w), end = sizeOf(a) << 3;
  for (let i: u32 = RECORD_FIELDS; i <= end; i += 8) {
    const p = load<u64>(a + i), q = load<u64>(b + i);
    if (p == q && !isType(p, T_DOUBLE)) continue;
    if (isPointer(p) && classOf(typeOf(p)) == CLASS_USER) return SLOW; // may be records again, to any depth
    const same = eqShallow(p, q);
    if (same != TRUE) return same == FALSE ? FALSE : SLOW;
  }
  return TRUE;
}

function eqValues(v: u64, w: u64): u64 {
  if (typeOf(v) != typeOf(w)) return FALSE;
  if (typeOf(v) == T_INST) return bool(numbersEqual(field(v, INST_MS), field(w, INST_MS)));
  return bool(load<u64>(addressOf(v), 8) == load<u64>(addressOf(w), 8) && load<u64>(addressOf(v), 16) == load<u64>(addressOf(w), 16));
}

// @ts-ignore: decorator
@inline function fold(n: u64): u32 { return <u32>n ^ <u32>(n >> 32); }
const HASH_EMPTY_ORDERED: u32 = 2277397642; // mixCollHash(1, 0)

/** Clojure's hash as u32, HASH_DEEP for collections whose hash is not cached, HASH_SLOW for user types. */
export function hashShallow(w: u64): i64 {
  if (isFixnum(w)) return <i64><u64>hashLong(fixnumValue(w));
  if (isPointer(w)) {
    const t = typeOf(w);
    if (t == T_KEYWORD) return <i64>(<u64><u32>fixnumValue(field(w, KEYWORD_HASH)));
    if (t == T_STRING) return <i64><u64>stringHash(w);
    return hashPointer(w, t);
  }
  if ((w & 7) > 2) return <i64><u64>numberHash(w);
  if (w == NIL) return 0;
  if (w == TRUE) return 1231;
  if (w == FALSE) return 1237;
  return isChar(w) ? <i64>(w >> 8) : <i64><u64>fold(w); // pids and refs
}

function hashPointer(w: u64, t: u32): i64 {
  switch (classOf(t)) {
    case CLASS_NUMBER: return <i64><u64>numberHash(w);
    case CLASS_NAME: return <i64>(<u64><u32>fixnumValue(field(w, SYMBOL_HASH)));
    case CLASS_VALUE: {
      if (t == T_INST) return <i64><u64>fold(<u64>longValue(field(w, INST_MS)));
      return <i64><u64>fold(load<u64>(addressOf(w), 8) ^ load<u64>(addressOf(w), 16));
    }
    case CLASS_USER: return userHash(w, t);
    case CLASS_IDENTITY: return <i64><u64>identityHash(w, t);
    default: {
      if (t == T_EMPTY_LIST) return <i64><u64>HASH_EMPTY_ORDERED;
      const h = cachedHash(w);
      return h == NIL ? HASH_DEEP : <i64>(<u64><u32>fixnumValue(h));
    }
  }
}

/** Of records of plain fields, and of what is equal to itself alone; the library knows of others. */
function userHash(w: u64, t: u32): i64 {
  const keys = recordKeys(w);
  if (keys == NIL) {
    const h = isItself(t) ? addressHash(w) : -1;
    return h < 0 ? HASH_SLOW : h;
  }
  const kept = recordHash(w);
  if (kept != NIL) return <i64>(<u64><u32>fixnumValue(kept));
  if (recordExt(w) != NIL) return HASH_SLOW;
  let sum: u32 = 0;
  const a = addressOf(w), k = addressOf(keys), n = sizeOf(k);
  for (let i: u32 = 0; i < n << 3; i += 8) {
    const x = load<u64>(a + RECORD_FIELDS + i);
    if (isPointer(x) && classOf(typeOf(x)) == CLASS_USER) return HASH_SLOW; // may be records again, to any depth
    const h = hashShallow(x);
    if (h < 0) return HASH_SLOW;
    sum += mixCollHash((31 + <u32>fixnumValue(field(load<u64>(k + NODE_WORDS + i), KEYWORD_HASH))) * 31 + <u32>h, 2);
  }
  const hash = nameHash(recordTypeName(w)) ^ mixCollHash(sum, n);
  keepRecordHash(w, fixnum(<i64><i32>hash));
  return <i64><u64>hash;
}

function nameHash(w: u64): u32 {
  if (isType(w, T_SYMBOL) || isType(w, T_KEYWORD)) return <u32>fixnumValue(field(w, SYMBOL_HASH));
  return isType(w, T_STRING) ? stringHash(w) : 0;
}

/**
 * Hash of what is equal only to itself. Objects move and carry no number of their own. Immutable ones are hashed by what
 * never changes in them: name, source, code and plain captures. Cells change, so they are promoted: shared objects stay where
 * they are. (A cell that can't be promoted, for it holds a live transient, is hashed by its type.)
 */
function identityHash(w: u64, t: u32): u32 {
  switch (t) {
    case T_CLOSURE: return closureHash(w);
    case T_REGEX: return hashCombine(t, nameHash(field(w, REGEX_SOURCE)));
    case T_VAR: return hashCombine(t, nameHash(cellGet(w, VAR_NAME)));
    case T_NAMESPACE: return hashCombine(t, nameHash(cellGet(w, NAMESPACE_NAME)));
    case T_METHOD: return hashCombine(t, nameHash(cellGet(w, METHOD_NAME)));
    case T_TYPE: return hashInt(<i32>fixnumValue(cellGet(w, TYPE_ID)));
  }
  if ((typeFlags(t) & F_CELL) == 0) return mixCollHash(t, 1);
  const shared = promote(w);
  return shared == THROW ? mixCollHash(t, 1) : hashInt(<i32>addressOf(shared));
}

function closureHash(w: u64): u32 {
  const a = addressOf(w);
  let h = hashCombine(T_CLOSURE, nameHash(field(field(w, CLOSURE_CODE), CODE_NAME)));
  for (let at = a + CLOSURE_CAPTURES, end = a + 8 + (sizeOf(a) << 3); at < end; at += 8) {
    const x = load<u64>(at);
    if (!isPointer(x)) h = hashCombine(h, fold(x));
    else if (typeOf(x) == T_STRING) h = hashCombine(h, stringHash(x));
    else if (typeOf(x) == T_KEYWORD || typeOf(x) == T_SYMBOL) h = hashCombine(h, nameHash(x));
  }
  return h;
}
