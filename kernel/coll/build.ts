/** Primitives that make new versions of collections: conj assoc dissoc disj pop empty, vec, subvec, transients, metadata. */
import {
  ABSENT, ARRAY_MAP_PAIRS, ARRAY_WORDS, ARRAYSEQ_ARRAY, ARRAYSEQ_INDEX, E_BAD_TYPE, E_INDEX, E_INTEGER_KEY, E_NOT_CONVERTIBLE, E_NOT_SEQABLE, E_POP_EMPTY, FALSE, FIRST_USER_TYPE, LIST_META, LIST_REST,
  MAP_ENTRY_KEY, MORE, NIL, NODE_WORDS, P_ARRAY_MAP_OF, P_ASSOC, P_ASSOC_T, P_CONJ, P_CONJ_T, P_DISJ, P_DISJ_T, P_DISSOC, P_DISSOC_T,
  P_LIST_FROM_NODE, P_PERSISTENT, P_POP, P_POP_T, P_RANGE, P_SUBVEC, P_TRANSIENT, P_VECTOR_FROM_NODE, PROGRESS_A,
  PROGRESS_B, SLOW, SUBVEC_END, SUBVEC_HASH, SUBVEC_META, SUBVEC_START, SUBVEC_VEC, T_ARRAY, T_ARRAY_MAP, T_ARRAYSEQ, T_EMPTY_LIST, T_FLATVEC, T_HASH_MAP,
  T_HASH_SET, T_LIST, T_MAP_ENTRY, T_NODE, T_STRING, T_SUBVEC, T_TRANSIENT, T_VECTOR, THROW, TRUE,
} from "../generated/spec";
import { alloc, mutate } from "../gc";
import { cellAddress, field, initField, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isFixnum, isLong, isPointer, isType, longValue, pointer, typeOf } from "../object/word";
import { slowOr, slowOrBad } from "./access";
import { isVectorType } from "./classes";
import { emptyVector } from "./flatvec";
import { metaOf, setMeta } from "./meta";
import { anyVectorAt, anyVectorCount, cursorInit, cursorNext } from "./cursor";
import { arrayMapFrom, emptyHashMap, emptyMap, hashMapFrom, mapAssoc, mapDissoc, mapFrom, newArrayMap } from "./map";
import { firstPair, iteratorNext, iteratorWord, mapIterator } from "./mapnode";
import { KIND_KEYS, KIND_VALS, makeEntry, mapSeq } from "./mapseq";
import { nodeSize } from "./node";
import { arrayLength, isArray } from "./packed";
import { prepareKey } from "./deep";
import { asIndex } from "./number";
import { dropProgress, keepProgress, newProgress, STRIDE, strideDone, takeProgress } from "./progress";
import { recordExt, recordCasts, recordKeys, recordOffset, recordWith, recordWithExt } from "./record";
import { arrayMapCount } from "./scalar";
import { consOnto, emptyList, isSeqType, listFrom, makeList, makeRange, seqConj, seqOf } from "./seq";
import { emptySet, setConj, setDisj } from "./set";
import {
  checkTransient, mapAssocT, mapDissocT, persistentOf, releaseAll, TK_SET, TK_VECTOR, transientKind, transientMap, transientSet,
  transientVector, vectorAssocT, vectorConjT, vectorPopT,
} from "./transient";
import { isVector, vectorConj, vectorCount, vectorFrom, vectorMeta, vectorPop, vectorSet } from "./vector";

// --- vectors -------------------------------------------------------------------------------------------------------

/** A MAP_ENTRY as a vector like others (what conj and assoc on an entry make). */
function entryVector(w: u64): u64 { return vectorFrom(addressOf(w) + MAP_ENTRY_KEY, 2); }

function makeSubvec(vec: u64, start: i64, end: i64, meta: u64): u64 {
  const a = alloc(T_SUBVEC, 5, 0);
  initField(a, SUBVEC_VEC, vec);
  initField(a, SUBVEC_START, fixnum(start));
  initField(a, SUBVEC_END, fixnum(end));
  initField(a, SUBVEC_HASH, NIL);
  initField(a, SUBVEC_META, meta);
  return pointer(T_SUBVEC, a);
}

function subvecConj(w: u64, x: u64): u64 {
  const vec = field(w, SUBVEC_VEC);
  const end = fixnumValue(field(w, SUBVEC_END));
  const grown = end == <i64>vectorCount(vec) ? vectorConj(vec, x) : vectorSet(vec, <u32>end, x);
  return makeSubvec(grown, fixnumValue(field(w, SUBVEC_START)), end + 1, field(w, SUBVEC_META));
}

export function prim_subvec(w: u64, start: u64, end: u64): u64 {
  if (!isPointer(w)) return slowOrBad(w, P_SUBVEC);
  if (isType(w, T_MAP_ENTRY)) w = entryVector(w);
  const sub = isType(w, T_SUBVEC);
  if (!sub && !isVector(w)) return slowOrBad(w, P_SUBVEC);
  const n = <i64>anyVectorCount(w);
  if (!isFixnum(start) || fixnumValue(start) < 0 || fixnumValue(start) > n) return raise(E_INDEX, start, fixnum(n));
  if (!isFixnum(end) || fixnumValue(end) < fixnumValue(start) || fixnumValue(end) > n) return raise(E_INDEX, end, fixnum(n));
  if (start == end) return emptyVector();
  const offset = sub ? fixnumValue(field(w, SUBVEC_START)) : 0;
  return makeSubvec(sub ? field(w, SUBVEC_VEC) : w, offset + fixnumValue(start), offset + fixnumValue(end), NIL);
}

function vectorAssoc(w: u64, index: u64, x: u64): u64 {
  const n = anyVectorCount(w);
  index = asIndex(index);
  if (!isFixnum(index)) return raise(E_INTEGER_KEY, index);
  const i = fixnumValue(index);
  if (<u64>i > <u64>n) return raise(E_INDEX, index, fixnum(n));
  switch (typeOf(w)) {
    case T_FLATVEC:
    case T_VECTOR: return i == <i64>n ? vectorConj(w, x) : vectorSet(w, <u32>i, x);
    case T_MAP_ENTRY: {
      const v = entryVector(w);
      return i == 2 ? vectorConj(v, x) : vectorSet(v, <u32>i, x);
    }
    default: {
      if (i == <i64>n) return subvecConj(w, x);
      const start = fixnumValue(field(w, SUBVEC_START));
      const vec = vectorSet(field(w, SUBVEC_VEC), <u32>(start + i), x);
      return makeSubvec(vec, start, fixnumValue(field(w, SUBVEC_END)), field(w, SUBVEC_META));
    }
  }
}

function vectorPopAny(w: u64): u64 {
  const n = anyVectorCount(w);
  if (n == 0) return raise(E_POP_EMPTY, w);
  switch (typeOf(w)) {
    case T_FLATVEC:
    case T_VECTOR: return vectorPop(w);
    case T_MAP_ENTRY: return vectorPop(entryVector(w));
    default: {
      if (n == 1) return emptyVector();
      return makeSubvec(field(w, SUBVEC_VEC), fixnumValue(field(w, SUBVEC_START)), fixnumValue(field(w, SUBVEC_END)) - 1, field(w, SUBVEC_META));
    }
  }
}

/** The elements that a cursor gives, in a vector: slice by slice, kept as (transient, cursor). */
export function vectorOfCursor(w: u64): u64 {
  let p = takeProgress();
  if (p == 0) {
    p = newProgress();
    store<u64>(p, transientVector(emptyVector()), PROGRESS_A);
    cursorInit(p, PROGRESS_B, w);
  } else dropProgress();
  const t = load<u64>(p, PROGRESS_A);
  for (;;) {
    let left = STRIDE;
    let x: u64 = ABSENT;
    while (left > 0) {
      x = cursorNext(p, PROGRESS_B);
      if (x == SLOW || x == ABSENT) break;
      vectorConjT(t, x);
      left--;
    }
    if (x == SLOW) return SLOW;
    if (left > 0) break;
    if (strideDone()) {
      keepProgress(p);
      return MORE;
    }
  }
  if (releaseAll(t) == MORE) {
    keepProgress(p);
    return MORE;
  }
  return persistentOf(t);
}

/** (vec coll). */
export function prim_vector_of(w: u64): u64 {
  if (w == NIL) return emptyVector();
  if (!isPointer(w)) return raise(E_NOT_CONVERTIBLE, w);
  const t = typeOf(w);
  if (isVector(w)) return vectorMeta(w) == NIL ? w : setMeta(w, NIL);
  if (t == T_NODE) return vectorFrom(addressOf(w) + NODE_WORDS, nodeSize(w));
  if (t == T_ARRAY_MAP || t == T_HASH_MAP || t == T_HASH_SET) {
    const s = seqOf(w);
    return s == NIL ? emptyVector() : vectorOfCursor(s);
  }
  if (isSeqType(t) || t == T_MAP_ENTRY || t == T_SUBVEC || t == T_STRING || isArray(w)) return vectorOfCursor(w);
  return slowOr(w, E_NOT_CONVERTIBLE);
}

export function prim_vector_from_node(w: u64, n: u64): u64 {
  if (!isType(w, T_NODE)) return raise(E_BAD_TYPE, w, fixnum(P_VECTOR_FROM_NODE));
  if (!isFixnum(n) || <u64>fixnumValue(n) > <u64>nodeSize(w)) return raise(E_INDEX, n, fixnum(nodeSize(w)));
  return vectorFrom(addressOf(w) + NODE_WORDS, <u32>fixnumValue(n));
}

// --- lists and ranges ----------------------------------------------------------------------------------------------

export function prim_list_from_node(w: u64, n: u64, rest: u64): u64 {
  if (!isType(w, T_NODE)) return raise(E_BAD_TYPE, w, fixnum(P_LIST_FROM_NODE));
  if (!isFixnum(n) || <u64>fixnumValue(n) > <u64>nodeSize(w)) return raise(E_INDEX, n, fixnum(nodeSize(w)));
  const at = addressOf(w) + NODE_WORDS;
  const count = <u32>fixnumValue(n);
  if (rest == NIL) return listFrom(at, count, emptyList());
  if (isType(rest, T_LIST) || isType(rest, T_EMPTY_LIST)) return listFrom(at, count, rest);
  for (let i = count; i > 0; i--) {
    rest = consOnto(load<u64>(at + ((i - 1) << 3)), rest);
    if (rest == SLOW || rest == THROW) return rest == SLOW ? raise(E_BAD_TYPE, w, fixnum(P_LIST_FROM_NODE)) : THROW;
  }
  return rest;
}

export function prim_range(start: u64, end: u64, step: u64): u64 {
  if (!isLong(start)) return raise(E_BAD_TYPE, start, fixnum(P_RANGE));
  if (!isLong(end)) return raise(E_BAD_TYPE, end, fixnum(P_RANGE));
  if (!isLong(step) || longValue(step) == 0) return raise(E_BAD_TYPE, step, fixnum(P_RANGE));
  return makeRange(longValue(start), longValue(end), longValue(step), NIL);
}

// --- conj and friends ----------------------------------------------------------------------------------------------

/** Whether w is a pair that can be conjed onto a map: an entry or a vector of two. */
function isPair(w: u64): boolean {
  if (!isPointer(w)) return false;
  const t = typeOf(w);
  return isVectorType(t) && anyVectorCount(w) == 2;
}

export function prim_conj(coll: u64, x: u64): u64 {
  if (!isPointer(coll)) return coll == NIL ? makeList(x, emptyList(), 1, NIL) : raise(E_BAD_TYPE, coll, fixnum(P_CONJ));
  const t = typeOf(coll);
  if (t == T_FLATVEC || t == T_VECTOR) return vectorConj(coll, x);
  if (isSeqType(t)) return seqConj(coll, x);
  switch (t) {
    case T_HASH_SET: return prepareKey(x) == MORE ? MORE : setConj(coll, x);
    case T_ARRAY_MAP:
    case T_HASH_MAP: {
      if (isPair(x)) return mapAssoc(coll, anyVectorAt(x, 0), anyVectorAt(x, 1));
      if (x == NIL) return coll;
      if (isType(x, T_ARRAY_MAP) || isType(x, T_HASH_MAP)) return mergeMap(coll, x);
      return isPointer(x) ? SLOW : raise(E_NOT_SEQABLE, x);
    }
    case T_MAP_ENTRY: return vectorConj(entryVector(coll), x);
    case T_SUBVEC: return subvecConj(coll, x);
  }
  return slowOrBad(coll, P_CONJ);
}

/** All entries of map `from` put into map `into`: slice by slice, kept as (transient, iterator). */
function mergeMap(into: u64, from: u64): u64 {
  if (isType(from, T_ARRAY_MAP)) {
    for (let pair = firstPair(from), end = pair + (arrayMapCount(from) << 4); pair < end; pair += 16) {
      into = mapAssoc(into, load<u64>(pair), load<u64>(pair, 8));
      if (into == SLOW) return SLOW;
    }
    return into;
  }
  let p = takeProgress();
  if (p == 0) {
    p = newProgress();
    store<u64>(p, transientMap(into), PROGRESS_A);
    store<u64>(p, iteratorWord(mapIterator(from)), PROGRESS_B);
  } else dropProgress();
  const t = load<u64>(p, PROGRESS_A);
  const step = pourInto(t, addressOf(load<u64>(p, PROGRESS_B)));
  if (step == SLOW) return SLOW;
  if (step == MORE || releaseAll(t) == MORE) {
    keepProgress(p);
    return MORE;
  }
  const meta = metaOf(into);
  const merged = persistentOf(t);
  return meta == NIL ? merged : setMeta(merged, meta);
}

/** What is left in an iterator, into a live transient map: NIL when all is, MORE, or SLOW. */
function pourInto(t: u64, it: u32): u64 {
  let left = STRIDE;
  for (let pair = iteratorNext(it); pair != 0; pair = iteratorNext(it)) {
    if (mapAssocT(t, load<u64>(pair), load<u64>(pair, 8)) == SLOW) return SLOW;
    if ((left -= 8) <= 0) {
      left = STRIDE;
      if (strideDone()) return MORE;
    }
  }
  return NIL;
}

export function prim_assoc(coll: u64, key: u64, val: u64): u64 {
  if (!isPointer(coll)) {
    if (coll != NIL) return raise(E_BAD_TYPE, coll, fixnum(P_ASSOC));
    const a = newArrayMap(1, NIL);
    store<u64>(a + ARRAY_MAP_PAIRS, key);
    store<u64>(a + ARRAY_MAP_PAIRS, val, 8);
    return pointer(T_ARRAY_MAP, a);
  }
  switch (typeOf(coll)) {
    case T_ARRAY_MAP:
    case T_HASH_MAP: return prepareKey(key) == MORE ? MORE : mapAssoc(coll, key, val);
    case T_FLATVEC:
    case T_VECTOR:
    case T_SUBVEC:
    case T_MAP_ENTRY: return vectorAssoc(coll, key, val);
  }
  const keys = recordKeys(coll);
  if (keys == NIL) return slowOrBad(coll, P_ASSOC);
  const at = recordOffset(keys, key);
  if (at != 0) return recordCasts(coll) ? SLOW : recordWith(coll, at, val);
  const ext = prim_assoc(recordExt(coll), key, val);
  return ext == SLOW || ext == MORE || ext == THROW ? ext : recordWithExt(coll, ext);
}

export function prim_dissoc(coll: u64, key: u64): u64 {
  if (coll == NIL) return NIL;
  return isType(coll, T_ARRAY_MAP) || isType(coll, T_HASH_MAP) ? mapDissoc(coll, key) : slowOrBad(coll, P_DISSOC);
}

export function prim_disj(coll: u64, x: u64): u64 {
  if (coll == NIL || coll == FALSE) return NIL;
  return isType(coll, T_HASH_SET) ? setDisj(coll, x) : slowOrBad(coll, P_DISJ);
}

export function prim_pop(w: u64): u64 {
  if (w == NIL) return NIL;
  if (isPointer(w)) {
    switch (typeOf(w)) {
      case T_FLATVEC:
      case T_VECTOR:
      case T_SUBVEC:
      case T_MAP_ENTRY: return vectorPopAny(w);
      case T_LIST: {
        const rest = field(w, LIST_REST);
        return typeOf(rest) == T_EMPTY_LIST && field(w, LIST_META) != NIL ? setMeta(rest, field(w, LIST_META)) : rest;
      }
      case T_EMPTY_LIST: return raise(E_POP_EMPTY, w);
    }
  }
  return slowOrBad(w, P_POP);
}

export function prim_empty(w: u64): u64 {
  if (!isPointer(w)) return NIL;
  const t = typeOf(w);
  const meta = metaOf(w);
  let e: u64 = NIL;
  if (isVector(w) || t == T_SUBVEC) e = emptyVector();
  else if (isSeqType(t)) return t == T_LIST || t == T_EMPTY_LIST ? withMetaIf(emptyList(), meta) : emptyList();
  else if (t == T_ARRAY_MAP) e = emptyMap();
  else if (t == T_HASH_MAP) e = emptyHashMap();
  else if (t == T_HASH_SET) e = emptySet();
  else return t >= FIRST_USER_TYPE ? SLOW : NIL;
  return withMetaIf(e, meta);
}

function withMetaIf(w: u64, meta: u64): u64 { return meta == NIL || meta == SLOW ? w : setMeta(w, meta); }

// --- maps ----------------------------------------------------------------------------------------------------------

function partSeq(w: u64, kind: u64): u64 {
  if (w == NIL) return NIL;
  if (isType(w, T_ARRAY_MAP) || isType(w, T_HASH_MAP)) return mapSeq(w, kind);
  if (!isPointer(w)) return raise(E_NOT_SEQABLE, w);
  // Seqs of entries and empty collections are the library's.
  return SLOW;
}
export function prim_keys_seq(w: u64): u64 { return partSeq(w, KIND_KEYS); }
export function prim_vals_seq(w: u64): u64 { return partSeq(w, KIND_VALS); }
export function prim_map_entry(key: u64, val: u64): u64 { return makeEntry(key, val); }
export function prim_array_map_of(w: u64): u64 {
  if (!isType(w, T_ARRAY)) return raise(E_BAD_TYPE, w, fixnum(P_ARRAY_MAP_OF));
  const a = cellAddress(w);
  return arrayMapFrom(a + ARRAY_WORDS, arrayLength(w) >> 1, false);
}
/** Most rest arguments that are made a map in one step. */
const MOST_ARGS: u32 = 128;
export function prim_map_of_args(w: u64, hashed: u64): u64 {
  if (!isType(w, T_ARRAYSEQ)) return NIL;
  const node = field(w, ARRAYSEQ_ARRAY), from = <u32>fixnumValue(field(w, ARRAYSEQ_INDEX)), n = nodeSize(node) - from;
  if ((n & 1) != 0 || n > MOST_ARGS) return NIL;
  const at = addressOf(node) + NODE_WORDS + (from << 3);
  const map = hashed == TRUE ? hashMapFrom(at, n >> 1, false) : mapFrom(at, n >> 1, false);
  return map == SLOW ? NIL : map;
}
export function prim_empty_map(): u64 { return emptyMap(); }
export function prim_empty_set(): u64 { return emptySet(); }
export function prim_empty_vec(): u64 { return emptyVector(); }
export function prim_empty_list(): u64 { return emptyList(); }
export function prim_hash_map_empty(): u64 { return emptyHashMap(); }

// --- transients ----------------------------------------------------------------------------------------------------

export function prim_transient(w: u64): u64 {
  if (isPointer(w)) {
    switch (typeOf(w)) {
      case T_FLATVEC:
      case T_VECTOR: return transientVector(w);
      case T_ARRAY_MAP:
      case T_HASH_MAP: return transientMap(w);
      case T_HASH_SET: return transientSet(w);
    }
  }
  return slowOrBad(w, P_TRANSIENT);
}

export function prim_persistent(t: u64): u64 {
  if (!isType(t, T_TRANSIENT)) return slowOrBad(t, P_PERSISTENT);
  if (checkTransient(t) == THROW) return THROW;
  return releaseAll(t) == MORE ? MORE : persistentOf(t);
}

export function prim_conj_t(t: u64, x: u64): u64 {
  if (!isType(t, T_TRANSIENT)) return slowOrBad(t, P_CONJ_T);
  if (checkTransient(t) == THROW) return THROW;
  const kind = transientKind(t);
  if (kind == TK_VECTOR) return vectorConjT(t, x);
  if (kind == TK_SET) return mapAssocT(t, x, x);
  if (isPair(x)) return mapAssocT(t, anyVectorAt(x, 0), anyVectorAt(x, 1));
  if (x == NIL) return t;
  if (isType(x, T_ARRAY_MAP) || isType(x, T_HASH_MAP)) {
    const kept = takeProgress();
    const it = kept == 0 ? mapIterator(x) : addressOf(load<u64>(kept, PROGRESS_A));
    dropProgress();
    const step = pourInto(t, it);
    if (step == MORE) {
      const p = kept == 0 ? newProgress() : kept;
      mutate(p, PROGRESS_A, iteratorWord(it));
      keepProgress(p);
    }
    return step == NIL ? t : step;
  }
  return isPointer(x) ? SLOW : raise(E_NOT_SEQABLE, x);
}

export function prim_assoc_t(t: u64, key: u64, val: u64): u64 {
  if (!isType(t, T_TRANSIENT)) return slowOrBad(t, P_ASSOC_T);
  if (checkTransient(t) == THROW) return THROW;
  const kind = transientKind(t);
  if (kind == TK_VECTOR) return vectorAssocT(t, key, val);
  return kind == TK_SET ? raise(E_BAD_TYPE, t, fixnum(P_ASSOC_T)) : mapAssocT(t, key, val);
}

export function prim_dissoc_t(t: u64, key: u64): u64 {
  if (!isType(t, T_TRANSIENT)) return slowOrBad(t, P_DISSOC_T);
  if (checkTransient(t) == THROW) return THROW;
  const kind = transientKind(t);
  return kind == TK_VECTOR || kind == TK_SET ? raise(E_BAD_TYPE, t, fixnum(P_DISSOC_T)) : mapDissocT(t, key);
}

export function prim_disj_t(t: u64, x: u64): u64 {
  if (!isType(t, T_TRANSIENT)) return slowOrBad(t, P_DISJ_T);
  if (checkTransient(t) == THROW) return THROW;
  return transientKind(t) == TK_SET ? mapDissocT(t, x) : raise(E_BAD_TYPE, t, fixnum(P_DISJ_T));
}

export function prim_pop_t(t: u64): u64 {
  if (!isType(t, T_TRANSIENT)) return slowOrBad(t, P_POP_T);
  if (checkTransient(t) == THROW) return THROW;
  return transientKind(t) == TK_VECTOR ? vectorPopT(t) : raise(E_BAD_TYPE, t, fixnum(P_POP_T));
}
