/** Primitives that look into collections: count nth get contains find peek key val, on every kernel type. */
import {
  AMAPSEQ_INDEX, AMAPSEQ_MAP, ARRAYSEQ_ARRAY, ARRAYSEQ_INDEX, CHUNKED_INDEX, CHUNKED_MORE, CHUNKED_NODE, CONS_REST, E_BAD_TYPE, E_INDEX, E_NIL_NUMBER, E_NOT_COUNTABLE, E_NOT_INDEXED, E_OVERFLOW,
  E_NOT_FINDABLE, E_NOT_LOOKUP, E_NULL, FALSE, FIRST_USER_TYPE, HASH_SET_MAP, LAZY_STATE, LAZY_VALUE, LIST_COUNT, LIST_FIRST, MAP_ENTRY_KEY, MAP_ENTRY_VAL,
  MORE, NIL, P_KEY, P_NTH, P_PEEK, P_VAL, PROGRESS_A, PROGRESS_B, RANGE_START, RANGE_STEP, SLOW, STRSEQ_INDEX, STRSEQ_STRING,
  T_AMAPSEQ, T_ARRAY_MAP, T_ARRAYSEQ, T_BUILDER, T_CHUNKED, T_CONS, T_EMPTY_LIST, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_LAZY, T_LIST, T_MAP_ENTRY, T_NODE, T_RANGE,
  T_STRING, T_STRSEQ, T_SUBVEC, T_TAGGED, T_TRANSIENT, T_VECSEQ, T_VECTOR, THROW, THUNK_DONE, TRUE, VECSEQ_INDEX, VECSEQ_VEC,
} from "../generated/spec";
import { cellGet } from "../gc";
import { field } from "../object/header";
import { raise } from "../object/raise";
import { stringLength, stringUnit } from "../object/string";
import {
  addressOf, bool, char, fixnum, fixnumValue, floatValue, isFixnum, isFloat, isPointer, isType, longValue, typeOf,
} from "../object/word";
import { longWord } from "./box";
import { isVectorType } from "./classes";
import { anyVectorAt, anyVectorCount, rangeCount } from "./cursor";
import { flatAt, flatCount, isFlat } from "./flatvec";
import { mapFind, mapGet, PAIR_SLOW } from "./map";
import { makeEntry, mapSeqNext } from "./mapseq";
import { nodeAt, nodeSize } from "./node";
import { arrayAt, arrayLength, isArray } from "./packed";
import { prepareKey } from "./deep";
import { asIndex, CATEGORY_INTEGER, numberCategory } from "./number";
import { recordExt, recordKeys, recordOffset } from "./record";
import { dropProgress, keepProgress, newProgress, STRIDE, strideDone, takeProgress } from "./progress";
import { arrayMapCount, mapCount, setCount } from "./scalar";
import { isSeqType, seqFirst, seqMore, seqOf } from "./seq";
import { setGet } from "./set";
import { checkTransient, TK_SET, TK_VECTOR, transientAt, transientCount, transientFind, transientKind } from "./transient";
import { trieAt, trieCount } from "./vector";

/** SLOW for user types, else the error that `w` is not for primitive `prim`. */
export function slowOrBad(w: u64, prim: u32): u64 {
  if (isPointer(w) && typeOf(w) >= FIRST_USER_TYPE) return SLOW;
  return w == NIL ? raise(E_NULL, fixnum(prim)) : raise(E_BAD_TYPE, w, fixnum(prim));
}
/** SLOW for user types, else this error about w. */
export function slowOr(w: u64, error: u32): u64 { return isPointer(w) && typeOf(w) >= FIRST_USER_TYPE ? SLOW : raise(error, w); }

export function prim_count(w: u64): u64 {
  if (!isPointer(w)) return w == NIL ? 0 : raise(E_NOT_COUNTABLE, w);
  const t = typeOf(w);
  switch (t) {
    case T_FLATVEC: return fixnum(flatCount(w));
    case T_VECTOR: return fixnum(trieCount(w));
    case T_SUBVEC:
    case T_MAP_ENTRY: return fixnum(anyVectorCount(w));
    case T_ARRAY_MAP:
    case T_HASH_MAP: return fixnum(mapCount(w));
    case T_HASH_SET: return fixnum(setCount(w));
    case T_STRING: return fixnum(stringLength(w));
    case T_NODE: return fixnum(nodeSize(w));
    case T_TRANSIENT: return checkTransient(w) == THROW ? THROW : fixnum(transientCount(w));
    case T_BUILDER: return SLOW;
  }
  if (isSeqType(t)) return seqCount(w);
  return isArray(w) ? fixnum(arrayLength(w)) : slowOr(w, E_NOT_COUNTABLE);
}

/** Elements that a seq still has, where that is at hand; -1 if it must be walked. */
function quickSeqCount(w: u64): i64 {
  switch (typeOf(w)) {
    case T_LIST: return fixnumValue(field(w, LIST_COUNT));
    case T_EMPTY_LIST: return 0;
    case T_RANGE: return rangeCount(w);
    case T_VECSEQ: return <i64>anyVectorCount(field(w, VECSEQ_VEC)) - fixnumValue(field(w, VECSEQ_INDEX));
    case T_STRSEQ: return <i64>stringLength(field(w, STRSEQ_STRING)) - fixnumValue(field(w, STRSEQ_INDEX));
    case T_ARRAYSEQ: return <i64>nodeSize(field(w, ARRAYSEQ_ARRAY)) - fixnumValue(field(w, ARRAYSEQ_INDEX));
    case T_AMAPSEQ: return <i64>arrayMapCount(field(w, AMAPSEQ_MAP)) - fixnumValue(field(w, AMAPSEQ_INDEX));
    default: return -1;
  }
}

function seqCount(w: u64): u64 {
  let n: i64 = 0;
  let left = STRIDE;
  const kept = takeProgress();
  if (kept != 0) {
    w = load<u64>(kept, PROGRESS_A);
    n = fixnumValue(load<u64>(kept, PROGRESS_B));
    dropProgress();
  }
  for (;;) {
    if (!isPointer(w)) break;
    if (--left == 0) {
      left = STRIDE;
      if (strideDone()) return pause(w, n);
    }
    const t = typeOf(w);
    if (!isSeqType(t)) {
      // The rest of a cons may be any collection.
      const c = prim_count(w);
      return c == SLOW || c == THROW ? c : fixnum(n + fixnumValue(c));
    }
    const quick = quickSeqCount(w);
    if (quick >= 0) {
      n += quick;
      break;
    }
    if (t == T_RANGE) return raise(E_OVERFLOW);
    if (t == T_CONS) {
      n++;
      w = field(w, CONS_REST);
    } else if (t == T_CHUNKED) {
      n += <i64>nodeSize(field(w, CHUNKED_NODE)) - fixnumValue(field(w, CHUNKED_INDEX));
      w = field(w, CHUNKED_MORE);
    } else if (t == T_LAZY) {
      if (cellGet(w, LAZY_STATE) != fixnum(THUNK_DONE)) return SLOW;
      w = cellGet(w, LAZY_VALUE);
    } else {
      n++;
      w = mapSeqNext(w);
    }
  }
  return longWord(n);
}

/** Keeps where a walk along a seq stands. */
function pause(w: u64, n: i64): u64 {
  const p = newProgress();
  store<u64>(p, w, PROGRESS_A);
  store<u64>(p, fixnum(n), PROGRESS_B);
  keepProgress(p);
  return MORE;
}

export function prim_nth(w: u64, index: u64): u64 {
  if (isFixnum(index)) {
    const i = fixnumValue(index);
    if (isFlat(w)) {
      if (<u64>i < <u64>flatCount(w)) return flatAt(w, <u32>i);
    } else if (isType(w, T_VECTOR) && <u64>i < <u64>trieCount(w)) return trieAt(w, <u32>i);
    if (w == NIL) return NIL;
    return nthOr(w, i, NIL, true);
  }
  const i = nthIndex(index);
  return isFixnum(i) ? prim_nth(w, i) : noIndex(index);
}

export function prim_nth_or(w: u64, index: u64, otherwise: u64): u64 {
  if (isFixnum(index)) {
    const i = fixnumValue(index);
    if (isFlat(w)) return <u64>i < <u64>flatCount(w) ? flatAt(w, <u32>i) : otherwise;
    if (isType(w, T_VECTOR)) return <u64>i < <u64>trieCount(w) ? trieAt(w, <u32>i) : otherwise;
    if (w == NIL) return otherwise;
    return nthOr(w, i, otherwise, false);
  }
  const i = nthIndex(index);
  return isFixnum(i) ? prim_nth_or(w, i, otherwise) : noIndex(index);
}
/** Ratios and decimals are cut off by the library; all else is no index. */
function noIndex(w: u64): u64 {
  if (w == NIL) return raise(E_NIL_NUMBER, w);
  return numberCategory(w) == 0 ? raise(E_BAD_TYPE, w, fixnum(P_NTH)) : SLOW;
}

/** nth takes any number: doubles are truncated, integers out of range are no index anywhere. */
function nthIndex(w: u64): u64 {
  if (isFloat(w)) return fixnum(<i64>min(max(floatValue(w), -1e15), 1e15));
  const i = asIndex(w);
  return isFixnum(i) || numberCategory(i) != CATEGORY_INTEGER ? i : fixnum(-1);
}

function outside(i: i64, n: i64, otherwise: u64, strict: boolean): u64 { return strict ? raise(E_INDEX, fixnum(i), fixnum(n)) : otherwise; }

function nthOr(w: u64, i: i64, otherwise: u64, strict: boolean): u64 {
  if (!isPointer(w)) return raise(E_NOT_INDEXED, w);
  const t = typeOf(w);
  if (isSeqType(t)) return seqNth(w, i, otherwise, strict);
  switch (t) {
    case T_FLATVEC:
    case T_VECTOR:
    case T_SUBVEC:
    case T_MAP_ENTRY: {
      const n = anyVectorCount(w);
      return <u64>i < <u64>n ? anyVectorAt(w, <u32>i) : outside(i, n, otherwise, strict);
    }
    case T_STRING: {
      const n = stringLength(w);
      return <u64>i < <u64>n ? char(stringUnit(w, <u32>i)) : outside(i, n, otherwise, strict);
    }
    case T_NODE: {
      const n = nodeSize(w);
      return <u64>i < <u64>n ? nodeAt(addressOf(w), <u32>i) : outside(i, n, otherwise, strict);
    }
    case T_TRANSIENT: {
      if (transientKind(w) != TK_VECTOR) break;
      if (checkTransient(w) == THROW) return THROW;
      const n = transientCount(w);
      return <u64>i < <u64>n ? transientAt(w, <u32>i) : outside(i, n, otherwise, strict);
    }
  }
  if (isArray(w)) return <u64>i < <u64>arrayLength(w) ? arrayAt(w, <u32>i) : outside(i, arrayLength(w), otherwise, strict);
  return slowOr(w, E_NOT_INDEXED);
}

function seqNth(w: u64, i: i64, otherwise: u64, strict: boolean): u64 {
  if (i < 0) return outside(i, 0, otherwise, strict);
  let left = i;
  let stride = STRIDE;
  const kept = takeProgress();
  if (kept != 0) {
    w = load<u64>(kept, PROGRESS_A);
    left = fixnumValue(load<u64>(kept, PROGRESS_B));
    dropProgress();
  }
  for (;;) {
    if (--stride == 0) {
      stride = STRIDE;
      if (strideDone()) return pause(w, left);
    }
    const s = seqOf(w);
    if (s == SLOW || s == THROW) return s;
    if (s == NIL) return outside(i, i - left, otherwise, strict);
    const n = quickSeqCount(s);
    if (n >= 0 && left >= n) return outside(i, i - left + n, otherwise, strict);
    switch (typeOf(s)) {
      case T_VECSEQ: return anyVectorAt(field(s, VECSEQ_VEC), <u32>(fixnumValue(field(s, VECSEQ_INDEX)) + left));
      case T_STRSEQ: return char(stringUnit(field(s, STRSEQ_STRING), <u32>(fixnumValue(field(s, STRSEQ_INDEX)) + left)));
      case T_ARRAYSEQ: return nodeAt(addressOf(field(s, ARRAYSEQ_ARRAY)), <u32>(fixnumValue(field(s, ARRAYSEQ_INDEX)) + left));
      case T_RANGE: return longWord(longValue(field(s, RANGE_START)) + left * longValue(field(s, RANGE_STEP)));
    }
    if (isType(s, T_CHUNKED)) {
      const node = field(s, CHUNKED_NODE), at = fixnumValue(field(s, CHUNKED_INDEX)), here = <i64>nodeSize(node) - at;
      if (left < here) return nodeAt(addressOf(node), <u32>(at + left));
      left -= here;
      w = field(s, CHUNKED_MORE);
      continue;
    }
    if (left == 0) return seqFirst(s);
    w = seqMore(s);
    left--;
  }
  return SLOW; // not reached
}

/** get of what has its elements by index. */
function indexed(w: u64, key: u64, otherwise: u64): u64 {
  const i = asIndex(key);
  return isFixnum(i) ? nthOr(w, fixnumValue(i), otherwise, false) : otherwise;
}

/** get with a default; SLOW for user types. Whatever is no associative thing has no keys. */
export function prim_get_or(w: u64, key: u64, otherwise: u64): u64 {
  if (!isPointer(w)) return otherwise;
  const t = typeOf(w);
  if (t == T_HASH_MAP || t == T_ARRAY_MAP) return prepareKey(key) == MORE ? MORE : mapGet(w, key, otherwise);
  switch (t) {
    case T_FLATVEC:
    case T_VECTOR:
    case T_SUBVEC:
    case T_MAP_ENTRY:
    case T_STRING: return indexed(w, key, otherwise);
    case T_HASH_SET: return prepareKey(key) == MORE ? MORE : setGet(w, key, otherwise);
    case T_TAGGED: return SLOW;
    case T_TRANSIENT: {
      if (checkTransient(w) == THROW) return THROW;
      if (transientKind(w) == TK_VECTOR) return isFixnum(key) ? nthOr(w, fixnumValue(key), otherwise, false) : otherwise;
      const pair = transientFind(w, key);
      if (pair == PAIR_SLOW) return SLOW;
      return pair == 0 ? otherwise : load<u64>(pair + (transientKind(w) == TK_SET ? 0 : 8));
    }
  }
  if (t < FIRST_USER_TYPE) return isArray(w) ? indexed(w, key, otherwise) : otherwise;
  const keys = recordKeys(w);
  if (keys == NIL) return SLOW;
  const at = recordOffset(keys, key);
  if (at != 0) return field(w, at);
  return recordExt(w) == NIL ? otherwise : prim_get_or(recordExt(w), key, otherwise);
}

export function prim_get(w: u64, key: u64): u64 { return prim_get_or(w, key, NIL); }

function within(key: u64, n: u32): u64 {
  const i = asIndex(key);
  return bool(isFixnum(i) && <u64>fixnumValue(i) < <u64>n);
}

export function prim_contains(w: u64, key: u64): u64 {
  if (!isPointer(w)) return w == NIL ? FALSE : raise(E_NOT_LOOKUP, w);
  let pair: u32;
  if (prepareKey(key) == MORE) return MORE;
  switch (typeOf(w)) {
    case T_ARRAY_MAP:
    case T_HASH_MAP: pair = mapFind(w, key); break;
    case T_HASH_SET: pair = mapFind(field(w, HASH_SET_MAP), key); break;
    case T_FLATVEC:
    case T_VECTOR:
    case T_SUBVEC:
    case T_MAP_ENTRY: return within(key, anyVectorCount(w));
    case T_STRING: return numberCategory(key) == 0 ? raise(E_NOT_LOOKUP, w) : within(key, stringLength(w));
    case T_TRANSIENT: {
      if (checkTransient(w) == THROW) return THROW;
      if (transientKind(w) == TK_VECTOR) return bool(isFixnum(key) && <u64>fixnumValue(key) < <u64>transientCount(w));
      pair = transientFind(w, key);
      break;
    }
    default: {
      if (isArray(w)) return numberCategory(key) == 0 ? raise(E_NOT_LOOKUP, w) : within(key, arrayLength(w));
      const keys = recordKeys(w);
      if (keys == NIL) return slowOr(w, E_NOT_LOOKUP);
      if (recordOffset(keys, key) != 0) return TRUE;
      return recordExt(w) == NIL ? FALSE : prim_contains(recordExt(w), key);
    }
  }
  return pair == PAIR_SLOW ? SLOW : bool(pair != 0);
}

export function prim_find(w: u64, key: u64): u64 {
  if (!isPointer(w)) return w == NIL ? NIL : raise(E_NOT_FINDABLE, w);
  const t = typeOf(w);
  if (t == T_ARRAY_MAP || t == T_HASH_MAP) {
    if (prepareKey(key) == MORE) return MORE;
    const pair = mapFind(w, key);
    if (pair == PAIR_SLOW) return SLOW;
    return pair == 0 ? NIL : makeEntry(load<u64>(pair), load<u64>(pair, 8));
  }
  if (isVectorType(t)) {
    if (!isFixnum(key) || <u64>fixnumValue(key) >= <u64>anyVectorCount(w)) return NIL;
    return makeEntry(key, anyVectorAt(w, <u32>fixnumValue(key)));
  }
  if (t == T_TRANSIENT && transientKind(w) != TK_SET) {
    if (checkTransient(w) == THROW) return THROW;
    if (transientKind(w) == TK_VECTOR) {
      if (!isFixnum(key) || <u64>fixnumValue(key) >= <u64>transientCount(w)) return NIL;
      return makeEntry(key, transientAt(w, <u32>fixnumValue(key)));
    }
    const pair = transientFind(w, key);
    if (pair == PAIR_SLOW) return SLOW;
    return pair == 0 ? NIL : makeEntry(load<u64>(pair), load<u64>(pair, 8));
  }
  if (isPointer(w)) {
    const keys = recordKeys(w);
    if (keys != NIL) {
      const at = recordOffset(keys, key);
      if (at != 0) return makeEntry(key, field(w, at));
      return recordExt(w) == NIL ? NIL : prim_find(recordExt(w), key);
    }
  }
  return slowOr(w, E_NOT_FINDABLE);
}

export function prim_peek(w: u64): u64 {
  if (w == NIL) return NIL;
  if (isPointer(w)) {
    const t = typeOf(w);
    if (t == T_LIST) return field(w, LIST_FIRST);
    if (t == T_EMPTY_LIST) return NIL;
    if (isVectorType(t)) {
      const n = anyVectorCount(w);
      return n == 0 ? NIL : anyVectorAt(w, n - 1);
    }
  }
  return slowOrBad(w, P_PEEK);
}

export function prim_key(w: u64): u64 { return isType(w, T_MAP_ENTRY) ? field(w, MAP_ENTRY_KEY) : slowOrBad(w, P_KEY); }
export function prim_val(w: u64): u64 { return isType(w, T_MAP_ENTRY) ? field(w, MAP_ENTRY_VAL) : slowOrBad(w, P_VAL); }
