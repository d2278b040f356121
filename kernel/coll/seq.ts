/**
 * Seqs: seq, first, next, rest, cons on everything that the kernel knows. A realized lazy seq is read through; one that is
 * not, and everything of user types, is SLOW.
 */
import {
  ARRAYSEQ_ARRAY, ARRAYSEQ_INDEX, CHUNKED_INDEX, CHUNKED_META, CHUNKED_MORE, CHUNKED_NODE, CONS_FIRST, CONS_META, CONS_REST, E_NOT_SEQABLE, E_OUT_OF_MEMORY, EMPTY_LIST_META,
  FIRST_USER_TYPE, HASH_SET_MAP, LAZY_STATE, LAZY_VALUE, LIST_COUNT, LIST_FIRST, LIST_META, LIST_REST, MAPSEQ_FIRST, NIL, RANGE_END,
  RANGE_META, RANGE_PHASE, RANGE_START, RANGE_STEP, ROOT_EMPTY_LIST, SLOW, STRSEQ_INDEX, STRSEQ_STRING, T_AMAPSEQ, T_ARRAY_MAP, T_ARRAYSEQ, T_BUILDER, T_CHUNKED,
  T_CONS, T_EMPTY_LIST, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_LAZY, T_LIST, T_MAP_ENTRY, T_MAPSEQ, T_NODE, T_RANGE, T_STRING, T_STRSEQ, T_SUBVEC,
  T_VECSEQ, T_VECTOR, THROW, THUNK_DONE, VECSEQ_INDEX, VECSEQ_VEC,
} from "../generated/spec";
import { alloc, cellGet } from "../gc";
import { field, initField } from "../object/header";
import { raise } from "../object/raise";
import { stringLength, stringUnit } from "../object/string";
import { addressOf, char, fixnum, fixnumValue, isPointer, longValue, pointer, typeOf } from "../object/word";
import { longWord } from "./box";
import { isVectorType } from "./classes";
import { anyVectorAt, anyVectorCount, rangeCount } from "./cursor";
import { arrayMapSeqFirst, arrayMapSeqNext, KIND_ENTRIES, KIND_KEYS, mapSeq, mapSeqNext } from "./mapseq";
import { nodeAt, nodeSize } from "./node";
import { arrayAt, arrayLength, arraySnapshot, isArray } from "./packed";

// @ts-ignore: decorator
@inline export function emptyList(): u64 { return load<u64>(ROOT_EMPTY_LIST); }

export function makeList(first: u64, rest: u64, count: i64, meta: u64): u64 {
  const a = alloc(T_LIST, 4, 0);
  initField(a, LIST_FIRST, first);
  initField(a, LIST_REST, rest);
  initField(a, LIST_COUNT, fixnum(count));
  initField(a, LIST_META, meta);
  return pointer(T_LIST, a);
}

export function makeCons(first: u64, rest: u64): u64 {
  const a = alloc(T_CONS, 3, 0);
  initField(a, CONS_FIRST, first);
  initField(a, CONS_REST, rest);
  initField(a, CONS_META, NIL);
  return pointer(T_CONS, a);
}

/** An object of three words and meta: all indexed seqs. */
function indexed(type: u32, source: u64, i: u32): u64 {
  const a = alloc(type, 3, 0);
  store<u64>(a, source, 8);
  store<u64>(a, fixnum(i), 16);
  store<u64>(a, NIL, 24);
  return pointer(type, a);
}

export function vectorSeq(v: u64, i: u32): u64 { return i < anyVectorCount(v) ? indexed(T_VECSEQ, v, i) : NIL; }
export function stringSeq(s: u64, i: u32): u64 { return i < stringLength(s) ? indexed(T_STRSEQ, s, i) : NIL; }
/** Seq over a NODE. */
export function nodeSeq(node: u64, i: u32): u64 { return i < nodeSize(node) ? indexed(T_ARRAYSEQ, node, i) : NIL; }

/** The words of a NODE from an index on, then more (chunk.ts). */
export function makeChunked(node: u64, index: u32, more: u64): u64 {
  const a = alloc(T_CHUNKED, 4, 0);
  initField(a, CHUNKED_NODE, node);
  initField(a, CHUNKED_INDEX, fixnum(index));
  initField(a, CHUNKED_MORE, more);
  initField(a, CHUNKED_META, NIL);
  return pointer(T_CHUNKED, a);
}
function chunkedMore(w: u64): u64 {
  const node = field(w, CHUNKED_NODE), next = <u32>fixnumValue(field(w, CHUNKED_INDEX)) + 1;
  return next < nodeSize(node) ? makeChunked(node, next, field(w, CHUNKED_MORE)) : field(w, CHUNKED_MORE);
}

/** Seq over the elements that an array of any kind has now, from i on. */
export function arraySeq(w: u64, i: u32): u64 {
  const node = arraySnapshot(w, i);
  return node == THROW ? THROW : nodeSeq(node, 0);
}

/** Numbers of a range that make a chunk, as many as on the JVM. */
export const RANGE_CHUNK: u32 = 32;

function newRange(start: u64, end: u64, step: u64, phase: u64, meta: u64): u64 {
  const a = alloc(T_RANGE, 5, 0);
  initField(a, RANGE_START, start);
  initField(a, RANGE_END, end);
  initField(a, RANGE_STEP, step);
  initField(a, RANGE_META, meta);
  initField(a, RANGE_PHASE, phase);
  return pointer(T_RANGE, a);
}

/** (range start end step) as RANGE, or () when empty; step is not zero. */
export function makeRange(start: i64, end: i64, step: i64, meta: u64): u64 {
  if (step > 0 ? start >= end : start <= end) return emptyList();
  const s = longWord(start);
  const e = longWord(end);
  const d = longWord(step);
  return newRange(s, e, d, 0, meta);
}

function rangeNext(w: u64): u64 {
  const first = field(w, RANGE_START), end = field(w, RANGE_END), step = field(w, RANGE_STEP);
  const left = longValue(end) - longValue(first), by = longValue(step); // unsigned, so that the distance between any two longs fits
  if (by > 0 ? <u64>left <= <u64>by : <u64>(0 - left) <= <u64>(0 - by)) return NIL;
  const next = longWord(longValue(first) + by);
  return newRange(next, end, step, (field(w, RANGE_PHASE) + 8) & <u64>(8 * (RANGE_CHUNK - 1)), NIL);
}

/** Whether a type id is that of a kernel seq (they are their own seq, but for LAZY and EMPTY_LIST). */
// @ts-ignore: decorator
@inline export function isSeqType(t: u32): boolean { return t >= T_LIST && t <= T_CHUNKED; }

/** seq: a seq, NIL, SLOW, or THROW. */
export function seqOf(w: u64): u64 {
  for (;;) {
    if (!isPointer(w)) return w == NIL ? NIL : raise(E_NOT_SEQABLE, w);
    const t = typeOf(w);
    if (isSeqType(t)) {
      if (t == T_EMPTY_LIST) return NIL;
      if (t != T_LAZY) return w;
      if (cellGet(w, LAZY_STATE) != fixnum(THUNK_DONE)) return SLOW;
      w = cellGet(w, LAZY_VALUE);
      continue;
    }
    switch (t) {
      case T_FLATVEC:
      case T_VECTOR:
      case T_MAP_ENTRY:
      case T_SUBVEC: return vectorSeq(w, 0);
      case T_ARRAY_MAP:
      case T_HASH_MAP: return mapSeq(w, KIND_ENTRIES);
      case T_HASH_SET: return mapSeq(field(w, HASH_SET_MAP), KIND_KEYS);
      case T_STRING: return stringSeq(w, 0);
      case T_NODE: return nodeSeq(w, 0);
    }
    if (isArray(w)) return arraySeq(w, 0);
    return t >= FIRST_USER_TYPE || t == T_BUILDER ? SLOW : raise(E_NOT_SEQABLE, w);
  }
}

/** First element of what seqOf has answered (no LAZY, not empty). */
export function seqFirst(w: u64): u64 {
  switch (typeOf(w)) {
    case T_LIST: return field(w, LIST_FIRST);
    case T_CONS: return field(w, CONS_FIRST);
    case T_VECSEQ: return anyVectorAt(field(w, VECSEQ_VEC), <u32>fixnumValue(field(w, VECSEQ_INDEX)));
    case T_CHUNKED: return nodeAt(addressOf(field(w, CHUNKED_NODE)), <u32>fixnumValue(field(w, CHUNKED_INDEX)));
    case T_RANGE: return field(w, RANGE_START);
    case T_MAPSEQ: return field(w, MAPSEQ_FIRST);
    case T_AMAPSEQ: return arrayMapSeqFirst(w);
    case T_STRSEQ: return char(stringUnit(field(w, STRSEQ_STRING), <u32>fixnumValue(field(w, STRSEQ_INDEX))));
    default: return nodeAt(addressOf(field(w, ARRAYSEQ_ARRAY)), <u32>fixnumValue(field(w, ARRAYSEQ_INDEX)));
  }
}

/** What comes after the first element, perhaps lazy, perhaps NIL. */
export function seqMore(w: u64): u64 {
  switch (typeOf(w)) {
    case T_LIST: return field(w, LIST_REST);
    case T_CONS: return field(w, CONS_REST);
    case T_VECSEQ: return vectorSeq(field(w, VECSEQ_VEC), <u32>fixnumValue(field(w, VECSEQ_INDEX)) + 1);
    case T_CHUNKED: return chunkedMore(w);
    case T_RANGE: return rangeNext(w);
    case T_MAPSEQ: return mapSeqNext(w);
    case T_AMAPSEQ: return arrayMapSeqNext(w);
    case T_STRSEQ: return stringSeq(field(w, STRSEQ_STRING), <u32>fixnumValue(field(w, STRSEQ_INDEX)) + 1);
    default: return nodeSeq(field(w, ARRAYSEQ_ARRAY), <u32>fixnumValue(field(w, ARRAYSEQ_INDEX)) + 1);
  }
}

export function firstOf(w: u64): u64 {
  if (isPointer(w)) {
    const t = typeOf(w);
    if (t == T_LIST) return field(w, LIST_FIRST);
    if (t == T_CONS) return field(w, CONS_FIRST);
    if (isVectorType(t)) return anyVectorCount(w) == 0 ? NIL : anyVectorAt(w, 0);
    if (t == T_VECSEQ || t == T_CHUNKED || t == T_RANGE || t == T_MAPSEQ) return seqFirst(w);
    if (isArray(w)) return arrayLength(w) > 0 ? arrayAt(w, 0) : NIL;
  }
  const s = seqOf(w);
  return s == NIL || s == SLOW || s == THROW ? s : seqFirst(s);
}

export function nextOf(w: u64): u64 {
  const s = seqOf(w);
  if (s == NIL || s == SLOW || s == THROW) return s;
  const t = typeOf(s);
  const more = seqMore(s);
  return t == T_LIST || t == T_CONS || t == T_CHUNKED ? seqOf(more) : more;
}

export function restOf(w: u64): u64 {
  const s = seqOf(w);
  if (s == NIL) return emptyList();
  if (s == SLOW || s == THROW) return s;
  const more = seqMore(s);
  if (more == NIL) return emptyList();
  // The rest of a cons or a chunk is a seq of any kind, kept as it is; other things are seqed first.
  if ((typeOf(s) == T_CONS || typeOf(s) == T_CHUNKED) && !isSeqType(typeOf(more)) && typeOf(more) < FIRST_USER_TYPE) {
    const r = seqOf(more);
    return r == NIL ? emptyList() : r;
  }
  return more;
}

/** (cons x coll). */
export function consOnto(x: u64, coll: u64): u64 {
  if (coll == NIL) return makeList(x, emptyList(), 1, NIL);
  if (isPointer(coll) && isSeqType(typeOf(coll))) return makeCons(x, coll);
  const s = seqOf(coll);
  return s == SLOW || s == THROW ? s : makeCons(x, s);
}

/** conj on a list or any other seq. */
export function seqConj(coll: u64, x: u64): u64 {
  const t = typeOf(coll);
  if (t == T_LIST) return makeList(x, coll, fixnumValue(field(coll, LIST_COUNT)) + 1, field(coll, LIST_META));
  if (t == T_EMPTY_LIST) return makeList(x, emptyList(), 1, field(coll, EMPTY_LIST_META));
  return makeCons(x, coll);
}

/** The list of n words at `at`, followed by `rest` (a LIST or the empty list). */
export function listFrom(at: u32, n: u32, rest: u64): u64 {
  let count: i64 = typeOf(rest) == T_LIST ? fixnumValue(field(rest, LIST_COUNT)) : 0;
  for (let i = n; i > 0; i--) rest = makeList(load<u64>(at + ((i - 1) << 3)), rest, ++count, NIL);
  return rest;
}
