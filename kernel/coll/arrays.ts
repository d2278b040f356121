/**
 * Primitives on arrays: ARRAY, which holds words, and the packed ones (packed.ts). All are cells, so once one is shared every
 * access goes through its shared copy.
 */
import {
  ABSENT, ARRAY_LENGTH, ARRAY_WORDS, E_ARRAY_INDEX, E_BAD_TYPE, E_INDEX, E_NEGATIVE_SIZE, E_NOT_ARRAY, E_NOT_SEQABLE, E_NULL, E_OUT_OF_MEMORY, E_TOO_LARGE, F_CELL, MAP_ENTRY_KEY, MAX_OBJECT_WORDS, MORE, NIL,
  P_ARRAY_CLONE, P_ARRAY_COPY, P_ARRAY_GET, P_ARRAY_KIND, P_ARRAY_LENGTH, P_ARRAY_MAKE, P_ARRAY_NEW, P_ARRAY_SEQ, P_ARRAY_SET,
  P_ARRAY_SORT_MERGE, P_ARRAY_WITH_KIND, PACKED_COUNT, PACKED_DATA, PACKED_FIRST, PROGRESS_A, PROGRESS_B, PROGRESS_C, SLOW, T_ARRAY, T_MAP_ENTRY, T_STRING,
  THROW,
} from "../generated/spec";
import { alloc, canAlloc, cellGet, cellSet, mutate } from "../gc";
import { charge } from "../mem/registers";
import { cellAddress, field, isShared } from "../object/header";
import { raise } from "../object/raise";
import { bool, fixnum, fixnumValue, isFixnum, isPointer, isType, pointer, typeOf } from "../object/word";
import { slowOr, slowOrBad } from "./access";
import { vectorOfCursor } from "./build";
import { compareShallow } from "./compare";
import { anyVectorAt, anyVectorCount } from "./cursor";
import { CLASS_MAP, CLASS_SEQUENTIAL, CLASS_SET, classOf } from "./classes";
import { copyWords, fillWords } from "./node";
import { arrayAt, arrayLength as length, arrayPut, clearPacked, isArray, isPacked, newPacked, packedAt, packedConvert, packedPut, widthShift } from "./packed";
import { dropProgress, keepProgress, newProgress, STRIDE, strideDone, takeProgress } from "./progress";
import { isVector, leafWords, vectorCount } from "./vector";
import { arraySeq, seqOf } from "./seq";

/** Byte offset of a word of an ARRAY. */
// @ts-ignore: decorator
@inline function at(i: u32): u32 { return ARRAY_WORDS + (i << 3); }
/** Whether w is an index below n. */
// @ts-ignore: decorator
@inline function isIndex(w: u64, n: u32): boolean { return isFixnum(w) && <u64>fixnumValue(w) < <u64>n; }

/** A new ARRAY of n words that the caller fills; its address, or 0 after raise. */
function newArray(n: i64): u32 {
  if (n < 0 || n > <i64>MAX_OBJECT_WORDS - 1) {
    raise(n < 0 ? E_NEGATIVE_SIZE : E_TOO_LARGE, fixnum(n));
    return 0;
  }
  if (n > 4096 && !canAlloc((<u32>n + 2) << 3)) {
    raise(E_OUT_OF_MEMORY);
    return 0;
  }
  const a = alloc(T_ARRAY, <u32>n + 1, F_CELL);
  store<u64>(a + ARRAY_LENGTH, fixnum(n));
  return a;
}

export function prim_array_p(w: u64): u64 { return bool(isArray(w)); }

function notArray(w: u64, prim: u32): u64 { return w == NIL ? raise(E_NULL, fixnum(prim)) : raise(E_NOT_ARRAY, w); }

export function prim_array_make(n: u64, init: u64): u64 {
  if (!isFixnum(n)) return raise(E_BAD_TYPE, n, fixnum(P_ARRAY_MAKE));
  const a = newArray(fixnumValue(n));
  if (a == 0) return THROW;
  fillWords(a + ARRAY_WORDS, <u32>fixnumValue(n), init);
  charge(<i32>(fixnumValue(n) >> 6));
  return pointer(T_ARRAY, a);
}

/** An array of zeros of a kind, false or the character 0; of nils for kind 0. */
export function prim_array_new(kind: u64, n: u64): u64 {
  if (kind == 0) return prim_array_make(n, NIL);
  if (!isFixnum(n)) return raise(E_BAD_TYPE, n, fixnum(P_ARRAY_NEW));
  const type = packedType(kind);
  if (type == 0) return raise(E_BAD_TYPE, kind, fixnum(P_ARRAY_NEW));
  const a = newPacked(type, fixnumValue(n));
  if (a == 0) return THROW;
  clearPacked(a);
  charge(<i32>(fixnumValue(n) >> 8));
  return pointer(type, a);
}
/** The type of packed arrays of a kind, 0 if it is none. */
function packedType(kind: u64): u32 { return kind > 0 && isIndex(kind, PACKED_COUNT + 1) ? PACKED_FIRST - 1 + <u32>fixnumValue(kind) : 0; }

export function prim_array_get(w: u64, i: u64): u64 {
  if (isType(w, T_ARRAY)) {
    const a = cellAddress(w), n = load<u64>(a + ARRAY_LENGTH);
    if (i >= n || !isFixnum(i)) return raise(E_ARRAY_INDEX, i, n);
    return isShared(a) ? atomic.load<u64>(a + ARRAY_WORDS + <u32>i) : load<u64>(a + ARRAY_WORDS + <u32>i);
  }
  if (!isPacked(w)) return notArray(w, P_ARRAY_GET);
  const a = cellAddress(w), n = load<u64>(a + ARRAY_LENGTH);
  return i < n && isFixnum(i) ? packedAt(typeOf(w), a, <u32>(i >> 3)) : raise(E_ARRAY_INDEX, i, n);
}

export function prim_array_set(w: u64, i: u64, x: u64): u64 {
  if (!isArray(w)) return notArray(w, P_ARRAY_SET);
  const a = cellAddress(w), type = typeOf(w), n = load<u64>(a + ARRAY_LENGTH);
  if (i >= n || !isFixnum(i)) return raise(E_ARRAY_INDEX, i, n);
  if (type == T_ARRAY) return cellSet(w, ARRAY_WORDS + <u32>i, x) == THROW ? THROW : x;
  return packedPut(type, a, <u32>(i >> 3), x) ? x : arrayPut(w, <u32>(i >> 3), x);
}

export function prim_array_length(w: u64): u64 { return isArray(w) ? fixnum(length(w)) : notArray(w, P_ARRAY_LENGTH); }

export function prim_array_clone(w: u64): u64 {
  if (!isArray(w)) return notArray(w, P_ARRAY_CLONE);
  const n = length(w), type = typeOf(w);
  const b = type == T_ARRAY ? newArray(n) : newPacked(type, n);
  if (b == 0) return THROW;
  if (type == T_ARRAY) copyWords(b + ARRAY_WORDS, cellAddress(w) + ARRAY_WORDS, n);
  else memory.copy(b + PACKED_DATA, cellAddress(w) + PACKED_DATA, n << widthShift(type));
  charge(<i32>(n >> 6));
  return pointer(type, b);
}

/** An array of the elements of any realized collection (which become a vector first: their number is not known). */
export function prim_array_from(w: u64): u64 {
  if (w == NIL) return prim_array_make(0, NIL);
  if (!isPointer(w)) return raise(E_NOT_SEQABLE, w);
  if (isType(w, T_ARRAY)) return prim_array_clone(w);
  let v = w;
  if (!isVector(w)) {
    const c = classOf(typeOf(w));
    if (c == CLASS_MAP || c == CLASS_SET) v = seqOf(w);
    else if (c != CLASS_SEQUENTIAL && !isType(w, T_STRING) && !isPacked(w)) return slowOr(w, E_NOT_SEQABLE);
    v = vectorOfCursor(v);
    if (v == SLOW || v == MORE) return v;
  }
  const n = vectorCount(v);
  const a = newArray(n);
  if (a == 0) return THROW;
  for (let i: u32 = 0; i < n; i += 32) copyWords(a + at(i), leafWords(v, i), min<u32>(32, n - i));
  charge(<i32>(n >> 6));
  return pointer(T_ARRAY, a);
}

/** Copies n elements; ranges of one array may overlap. Between arrays of different kinds each element must fit. */
export function prim_array_copy(src: u64, from: u64, dst: u64, to: u64, count: u64): u64 {
  if (!isArray(src)) return notArray(src, P_ARRAY_COPY);
  if (!isArray(dst)) return notArray(dst, P_ARRAY_COPY);
  const n = length(src);
  const m = length(dst);
  if (!isFixnum(count) || fixnumValue(count) < 0) return raise(E_INDEX, count, fixnum(n));
  const k = fixnumValue(count);
  if (!isFixnum(from) || fixnumValue(from) < 0 || fixnumValue(from) + k > <i64>n) return raise(E_INDEX, from, fixnum(n));
  if (!isFixnum(to) || fixnumValue(to) < 0 || fixnumValue(to) + k > <i64>m) return raise(E_INDEX, to, fixnum(m));
  const i = <u32>fixnumValue(from);
  const j = <u32>fixnumValue(to);
  if (typeOf(src) == typeOf(dst) && isPacked(src)) {
    const shift = widthShift(typeOf(src));
    memory.copy(cellAddress(dst) + PACKED_DATA + (j << shift), cellAddress(src) + PACKED_DATA + (i << shift), <u32>k << shift);
    charge(<i32>(k >> 8));
    return NIL;
  }
  const backward = i < j;
  let x: u32 = 0;
  const kept = takeProgress();
  if (kept != 0) {
    x = <u32>fixnumValue(load<u64>(kept, PROGRESS_A));
    dropProgress();
  }
  for (let left = STRIDE; x < <u32>k; x++) {
    const y = backward ? <u32>k - 1 - x : x;
    if (arrayPut(dst, j + y, arrayAt(src, i + y)) == THROW) return THROW;
    if (--left > 0) continue;
    left = STRIDE;
    if (strideDone()) return pauseAt(x + 1, 0, 0);
  }
  return NIL;
}

/** Keeps indices. */
function pauseAt(a: u32, b: u32, c: u32): u64 {
  const p = newProgress();
  store<u64>(p, fixnum(a), PROGRESS_A);
  store<u64>(p, fixnum(b), PROGRESS_B);
  store<u64>(p, fixnum(c), PROGRESS_C);
  keepProgress(p);
  return MORE;
}

export function prim_array_kind(w: u64): u64 {
  if (!isArray(w)) return notArray(w, P_ARRAY_KIND);
  return isType(w, T_ARRAY) ? 0 : fixnum(typeOf(w) - PACKED_FIRST + 1);
}

/** Kept: the new array, and the index. SLOW when an element is no plain number, or not of the kind. */
export function prim_array_with_kind(w: u64, kind: u64): u64 {
  if (!isArray(w)) return slowOrBad(w, P_ARRAY_WITH_KIND);
  if (kind == 0) return prim_array_from(w);
  const n = length(w), kept = takeProgress();
  let result: u64, x: u32 = 0;
  if (kept != 0) {
    result = load<u64>(kept, PROGRESS_A);
    x = <u32>fixnumValue(load<u64>(kept, PROGRESS_B));
    dropProgress();
  } else {
    result = prim_array_new(kind, fixnum(n));
    if (result == THROW) return THROW;
  }
  const type = typeOf(result), a = cellAddress(result);
  for (let left = STRIDE; x < n; x++) {
    if (!packedConvert(type, a, x, arrayAt(w, x))) return SLOW;
    if (--left > 0) continue;
    left = STRIDE;
    if (strideDone()) {
      const p = newProgress();
      store<u64>(p, result, PROGRESS_A);
      store<u64>(p, fixnum(x + 1), PROGRESS_B);
      keepProgress(p);
      return MORE;
    }
  }
  return result;
}

/** A seq over a snapshot of the elements from i on. */
export function prim_array_seq(w: u64, i: u64): u64 {
  if (!isArray(w)) return notArray(w, P_ARRAY_SEQ);
  if (!isFixnum(i) || fixnumValue(i) < 0) return raise(E_INDEX, i, fixnum(length(w)));
  return fixnumValue(i) >= <i64>length(w) ? NIL : arraySeq(w, <u32>fixnumValue(i));
}

/**
 * Merges the sorted runs src[lo, mid) and src[mid, hi) into dst[lo, hi), stably, by default compare. SLOW when two elements
 * meet that compareShallow can't order (dst may then hold part of the result; src is as it was). Kept: indices.
 */
export function prim_array_sort_merge(src: u64, dst: u64, low: u64, middle: u64, high: u64): u64 {
  return mergeRuns(src, dst, low, middle, high, false);
}
/** The same on map entries, whose keys are compared. */
export function prim_array_sort_entries(src: u64, dst: u64, low: u64, middle: u64, high: u64): u64 {
  return mergeRuns(src, dst, low, middle, high, true);
}

// @ts-ignore: decorator
@inline function keyAt(at: u32, byKey: boolean): u64 {
  const w = load<u64>(at);
  return byKey && isType(w, T_MAP_ENTRY) ? field(w, MAP_ENTRY_KEY) : w;
}
/** Two vectors of one length, by their elements if none of these are vectors again. */
function compareElements(v: u64, w: u64): u64 {
  const n = anyVectorCount(v);
  if (n > 8) return SLOW;
  for (let i: u32 = 0; i < n; i++) {
    const order = compareShallow(anyVectorAt(v, i), anyVectorAt(w, i));
    if (order != 0) return order == ABSENT ? SLOW : order;
  }
  return 0;
}

/**
 * Merges while both runs begin with fixnums, at most so many elements: answers how many of the left run's, above them how many in all.
 * Which comes first is nothing that a processor could guess: it is computed with, not branched on.
 */
function mergeFixnums(from: u32, to: u32, left: u32, right: u32, next: u32, mid: u32, end: u32, most: u32): u64 {
  let a = from + at(left), b = from + at(right), k = to + at(next);
  const endA = from + at(mid), endB = from + at(end);
  const firstA = a, firstK = k, lastK = k + 8 * min(most, end - next);
  while (k < lastK && a < endA && b < endB) {
    const x = load<u64>(a), y = load<u64>(b);
    if (((x | y) & 7) != 0) break;
    const second = <u32>(<i64>y < <i64>x);
    store<u64>(k, x ^ ((x ^ y) & (0 - <u64>second)));
    a += 8 - (second << 3);
    b += second << 3;
    k += 8;
  }
  return <u64>((k - firstK) >> 3) << 32 | <u64>((a - firstA) >> 3);
}

function mergeRuns(src: u64, dst: u64, low: u64, middle: u64, high: u64, byKey: boolean): u64 {
  if (!isType(src, T_ARRAY)) return slowOrBad(src, P_ARRAY_SORT_MERGE);
  if (!isType(dst, T_ARRAY)) return slowOrBad(dst, P_ARRAY_SORT_MERGE);
  const n = min(length(src), length(dst));
  if (!isFixnum(high) || <u64>fixnumValue(high) > <u64>n) return raise(E_INDEX, high, fixnum(n));
  if (!isFixnum(middle) || <u64>middle > <u64>high) return raise(E_INDEX, middle, high);
  if (!isFixnum(low) || <u64>low > <u64>middle) return raise(E_INDEX, low, middle);
  const mid = <u32>fixnumValue(middle);
  const end = <u32>fixnumValue(high);
  let i = <u32>fixnumValue(low);
  let j = mid;
  let k = i;
  const kept = takeProgress();
  if (kept != 0) {
    i = <u32>fixnumValue(load<u64>(kept, PROGRESS_A));
    j = <u32>fixnumValue(load<u64>(kept, PROGRESS_B));
    k = <u32>fixnumValue(load<u64>(kept, PROGRESS_C));
    dropProgress();
  }
  const from = cellAddress(src);
  const to = cellAddress(dst);
  const plain = !isShared(to);
  let left = STRIDE;
  while (k < end) {
    if (plain && left > 1 && i < mid && j < end) {
      const n = mergeFixnums(from, to, i, j, k, mid, end, left - 1);
      const taken = <u32>n;
      i += taken;
      j += <u32>(n >> 32) - taken;
      k += <u32>(n >> 32);
      left -= <u32>(n >> 32);
      if (k >= end) break;
    }
    let takeLeft = i < mid;
    if (takeLeft && j < end) {
      const a = keyAt(from + at(i), byKey), b = keyAt(from + at(j), byKey);
      let order = compareShallow(a, b);
      if (order == ABSENT) order = compareElements(a, b);
      if (!isFixnum(order)) return SLOW;
      takeLeft = <i64>order <= 0;
    }
    const x = load<u64>(from + at(takeLeft ? i++ : j++));
    if (plain) mutate(to, at(k), x);
    else if (cellSet(dst, at(k), x) == THROW) return THROW;
    k++;
    if (--left > 0) continue;
    left = STRIDE;
    if (strideDone()) return pauseAt(i, j, k);
  }
  return NIL;
}
