/**
 * Equality, hash and compare of nested collections: one machine with an explicit stack of frames, so that neither depth
 * nor size of the data matters. Frames are heap objects linked by `prev`; a run that has used up the slice leaves them in
 * a PROGRESS object in the actor's `more` field and answers MORE; the same primitive called again goes on from there.
 *
 *   frame NODE:  prev  kind  A (cursor: object, index)  B (cursor)  state  x  y  z
 *
 *   SAME    A, B: cursors over two sequentials                      result TRUE or FALSE
 *   MAPS    A: iterator over one map, B: the other map; z: 1 if only keys count (sets)
 *           state: what the result of the frame above means (KEY_HASH ...); x, y: the current key and value of A
 *   ORDERED A: cursor; x: hash so far, y: elements so far, z: the owner, whose cache takes the result       result fixnum
 *   PAIRS   A: iterator; B: the value whose hash comes next; x: sum so far, y: the key's hash, z: the owner   result fixnum
 *   KEYS    as PAIRS, for sets
 *   ORDER   A, B: cursors over two vectors of one count             result fixnum below, at or above 0
 *
 * `result` is ABSENT when a frame is entered for the first time, else what the frame above it has answered.
 */
import {
  A_MORE, ABSENT, F_CELL, FALSE, HASH_MAP_ROOT, HASH_SET_MAP, MORE, NIL, NODE_WORDS, PROGRESS_A, PROGRESS_B, SLOW, T_ARRAY_MAP, T_HASH_SET, T_NODE, T_PROGRESS, T_VECTOR, THROW, TRUE,
} from "../generated/spec";
import { alloc, mutate } from "../gc";
import { actor, charge, reductions } from "../mem/registers";
import { mixCollHash } from "../object/hash";
import { cellAddress, field } from "../object/header";
import { addressOf, bool, fixnum, fixnumValue, isPointer, pointer, typeOf } from "../object/word";
import { CLASS_MAP, CLASS_SET, classOf } from "./classes";
import { compareShallow } from "./compare";
import { cursorInit, cursorNext } from "./cursor";
import { cache, eqFlat, hashFlat, hashWord } from "./flat";
import { isFlat } from "./flatvec";
import { candidatesCount, candidatesStart, findLeaf, firstPair, iteratorNext, iteratorWord, mapIterator, pairsIn } from "./mapnode";
import { eqShallow, HASH_DEEP, HASH_SLOW, hashShallow } from "./scalar";

const PREV: u32 = NODE_WORDS;
const KIND: u32 = NODE_WORDS + 8;
const A: u32 = NODE_WORDS + 16;
const B: u32 = NODE_WORDS + 32;
const STATE: u32 = NODE_WORDS + 48;
const X: u32 = NODE_WORDS + 56;
const Y: u32 = NODE_WORDS + 64;
const Z: u32 = NODE_WORDS + 72;
const FRAME_WORDS: u32 = 10;

const SAME: u64 = 0;
const MAPS: u64 = 8;
const ORDERED: u64 = 16;
const PAIRS: u64 = 24;
const KEYS: u64 = 32;
const ORDER: u64 = 40;

/** Elements between two looks at the reductions, and what they cost. */
const STRIDE: i32 = 512;
const STRIDE_COST: i32 = 100;
/** A key of a map has so many parts, or is looked up by the library: some 0.1 ms in which its actor can't be stopped. */
const MOST_STRIDES: i32 = 32;

function push(prev: u32, kind: u64): u32 {
  const f = alloc(T_NODE, FRAME_WORDS, 0);
  store<u64>(f + PREV, prev == 0 ? NIL : pointer(T_NODE, prev));
  store<u64>(f + KIND, kind);
  for (let i: u32 = A; i < NODE_WORDS + (FRAME_WORDS << 3); i += 8) store<u64>(f + i, 0);
  return f;
}
// @ts-ignore: decorator
@inline function prevOf(f: u32): u32 {
  const w = load<u64>(f + PREV);
  return w == NIL ? 0 : addressOf(w);
}
// @ts-ignore: decorator
@inline function get(f: u32, offset: u32): u64 { return load<u64>(f + offset); }
// @ts-ignore: decorator
@inline function setNumber(f: u32, offset: u32, n: u64): void { store<u64>(f + offset, n << 3); }
// @ts-ignore: decorator
@inline function number(f: u32, offset: u32): u32 { return <u32>(load<u64>(f + offset) >> 3); }

/** The map inside a set; maps themselves. */
// @ts-ignore: decorator
@inline function mapIn(w: u64): u64 { return typeOf(w) == T_HASH_SET ? field(w, HASH_SET_MAP) : w; }

/** A frame that compares two collections for which eqShallow answered ABSENT. */
function startEq(prev: u32, v: u64, w: u64): u32 {
  const c = classOf(typeOf(v));
  if (c == CLASS_MAP || c == CLASS_SET) {
    const f = push(prev, MAPS);
    store<u64>(f + A, iteratorWord(mapIterator(mapIn(v))));
    store<u64>(f + B, mapIn(w));
    if (c == CLASS_SET) setNumber(f, Z, 1);
    return f;
  }
  const f = push(prev, SAME);
  cursorInit(f, A, v);
  cursorInit(f, B, w);
  return f;
}

/** A frame that hashes a collection for which hashShallow answered HASH_DEEP. */
function startHash(prev: u32, w: u64): u32 {
  const c = classOf(typeOf(w));
  if (c == CLASS_MAP || c == CLASS_SET) {
    const f = push(prev, c == CLASS_MAP ? PAIRS : KEYS);
    store<u64>(f + A, iteratorWord(mapIterator(mapIn(w))));
    store<u64>(f + Z, w);
    return f;
  }
  const f = push(prev, ORDERED);
  cursorInit(f, A, w);
  setNumber(f, X, 1);
  store<u64>(f + Z, w);
  return f;
}

/**
 * Runs from frame f with the result of the frame above it (ABSENT: f is new). What is not bounded by the slice can't be taken up again,
 * so it ends after MOST_STRIDES and answers SLOW: the library looks such keys up by primitives that can.
 */
function run(f: u32, result: u64, bounded: boolean): u64 {
  let left = STRIDE, strides = 0;
  while (f != 0) {
    if (left <= 0) {
      charge(STRIDE_COST);
      left = STRIDE;
      if (bounded) {
        if (reductions <= 0) return suspend(f, result);
      } else if (++strides > MOST_STRIDES && actor != 0) return SLOW;
    }
    switch (<u32>get(f, KIND)) {
      case <u32>SAME: {
        if (result == FALSE) {
          f = prevOf(f);
          break;
        }
        for (;;) {
          if (--left <= 0) {
            result = TRUE;
            break;
          }
          const x = cursorNext(f, A);
          const y = cursorNext(f, B);
          if (x == SLOW || y == SLOW) return SLOW;
          if (x == ABSENT || y == ABSENT) {
            result = bool(x == y);
            f = prevOf(f);
            break;
          }
          result = eqShallow(x, y);
          if (result == TRUE) continue;
          if (result == SLOW) return SLOW;
          if (result == FALSE) f = prevOf(f);
          else f = startEq(f, x, y);
          break;
        }
        break;
      }
      case <u32>ORDERED: {
        let hash = number(f, X);
        let count = number(f, Y);
        if (result != ABSENT) {
          hash = hash * 31 + <u32>fixnumValue(result);
          count++;
        }
        result = ABSENT;
        for (;;) {
          if (--left <= 0) break;
          const x = cursorNext(f, A);
          if (x == SLOW) return SLOW;
          if (x == ABSENT) {
            result = hashWord(mixCollHash(hash, count));
            cache(get(f, Z), result);
            break;
          }
          const h = hashShallow(x);
          if (h < 0) {
            if (h == HASH_SLOW) return SLOW;
            setNumber(f, X, hash);
            setNumber(f, Y, count);
            f = startHash(f, x);
            break;
          }
          hash = hash * 31 + <u32>h;
          count++;
        }
        if (result != ABSENT) f = prevOf(f);
        else if (left <= 0) {
          setNumber(f, X, hash);
          setNumber(f, Y, count);
        }
        break;
      }
      case <u32>ORDER: {
        if (result != ABSENT && result != 0) {
          f = prevOf(f);
          break;
        }
        left--;
        const x = cursorNext(f, A);
        if (x == ABSENT) {
          result = 0;
          f = prevOf(f);
          break;
        }
        const y = cursorNext(f, B);
        result = compareShallow(x, y);
        if (result == SLOW || result == THROW) return result;
        if (result == ABSENT) f = startOrder(f, x, y);
        break;
      }
      case <u32>MAPS: {
        left -= 2;
        const before = f;
        const step = stepMaps(f, result);
        if (step == SLOW) return SLOW;
        if (step == TRUE || step == FALSE) {
          f = prevOf(f);
          result = step;
        } else {
          // A new frame stands in scratch field A + 8 of this one.
          const above = get(before, A + 8);
          result = ABSENT;
          if (isPointer(above)) {
            f = addressOf(above);
            store<u64>(before + A + 8, 0);
          }
        }
        break;
      }
      default: {
        left -= 2;
        result = stepHash(f, result, get(f, KIND) == PAIRS);
        if (result == SLOW) return SLOW;
        const above = get(f, A + 8);
        if (isPointer(above)) {
          store<u64>(f + A + 8, 0);
          f = addressOf(above);
        } else if (result != ABSENT) f = prevOf(f);
        break;
      }
    }
  }
  return result;
}

/** Leaves frame `above` for run() to enter next. */
function enter(f: u32, above: u32): u64 {
  mutate(f, A + 8, pointer(T_NODE, above));
  return ABSENT;
}

// States of a MAPS frame: what the next result is.
const NEXT: u64 = 0; // nothing, or the equality of two values
const KEY_HASH: u64 = 8; // hash of key x
const KEY_EQUAL: u64 = 16; // equality of key x and the candidate before B's index

/**
 * One entry of MAPS. B is the other map, its index (B + 8) counts candidates tried. Answers FALSE or TRUE when the maps are
 * decided, SLOW, or ABSENT to go on (perhaps with a frame to enter first). Candidates are found again by `y`: the hash.
 */
function stepMaps(f: u32, result: u64): u64 {
  const state = get(f, STATE);
  const other = get(f, B);
  let key: u64, val: u64, hash: u32;
  let tried: u32 = 0;
  if (state == NEXT) {
    if (result == FALSE) return FALSE;
    const pair = iteratorNext(addressOf(get(f, A)));
    if (pair == 0) return TRUE;
    key = load<u64>(pair);
    val = load<u64>(pair, 8);
    hash = 0;
    if (typeOf(other) != T_ARRAY_MAP) {
      const h = hashShallow(key);
      if (h == HASH_SLOW) return SLOW;
      if (h == HASH_DEEP) {
        mutate(f, X, key);
        mutate(f, Y, val);
        store<u64>(f + STATE, KEY_HASH);
        return enter(f, startHash(f, key));
      }
      hash = <u32>h;
    }
  } else {
    key = get(f, X);
    val = get(f, Y);
    if (state == KEY_HASH) hash = <u32>fixnumValue(result);
    else {
      hash = <u32>(get(f, Z) >> 4);
      tried = number(f, B + 8);
      if (result == TRUE) return keyFound(f, other, hash, tried - 1, val);
    }
  }
  let pairs: u32, n: u32;
  if (typeOf(other) == T_ARRAY_MAP) {
    pairs = firstPair(other);
    n = pairsIn(other);
  } else {
    const leaf = findLeaf(field(other, HASH_MAP_ROOT), hash);
    if (leaf == 0) return FALSE;
    pairs = candidatesStart(leaf);
    n = candidatesCount(leaf);
  }
  for (; tried < n; tried++) {
    const candidate = load<u64>(pairs + (tried << 4));
    const same = candidate == key ? TRUE : eqShallow(key, candidate);
    if (same == SLOW) return SLOW;
    if (same == TRUE) return keyFound(f, other, hash, tried, val);
    if (same == ABSENT) {
      mutate(f, X, key);
      mutate(f, Y, val);
      store<u64>(f + Z, (get(f, Z) & 8) | (<u64>hash << 4));
      setNumber(f, B + 8, tried + 1);
      store<u64>(f + STATE, KEY_EQUAL);
      return enter(f, startEq(f, key, candidate));
    }
  }
  return FALSE;
}

/** The key stands in pair `index` of the candidates: now the values. */
function keyFound(f: u32, other: u64, hash: u32, index: u32, val: u64): u64 {
  store<u64>(f + STATE, NEXT);
  if ((get(f, Z) & 8) != 0) return ABSENT;
  const pairs = typeOf(other) == T_ARRAY_MAP ? firstPair(other) : candidatesStart(findLeaf(field(other, HASH_MAP_ROOT), hash));
  const there = load<u64>(pairs + (index << 4), 8);
  const same = eqShallow(val, there);
  if (same == TRUE) return ABSENT;
  return same == ABSENT ? enter(f, startEq(f, val, there)) : same;
}

// States of PAIRS and KEYS: what the next result is.
const HASH_OF_KEY: u64 = 8;
const HASH_OF_VAL: u64 = 16;

/** One entry of PAIRS or KEYS; ABSENT to go on, SLOW, or the finished hash. */
function stepHash(f: u32, result: u64, pairs: boolean): u64 {
  const state = get(f, STATE);
  let keyHash: u32;
  let val: u64;
  if (state == HASH_OF_VAL) return addEntry(f, number(f, Y), <u32>fixnumValue(result));
  if (state == HASH_OF_KEY) {
    keyHash = <u32>fixnumValue(result);
    val = get(f, B);
  } else {
    const pair = iteratorNext(addressOf(get(f, A)));
    if (pair == 0) {
      const w = get(f, Z);
      const h = hashWord(mixCollHash(number(f, X), number(f, B + 8)));
      cache(w, h);
      return h;
    }
    setNumber(f, B + 8, number(f, B + 8) + 1);
    val = load<u64>(pair, 8);
    const h = hashShallow(load<u64>(pair));
    if (h == HASH_SLOW) return SLOW;
    if (h == HASH_DEEP) {
      mutate(f, B, val);
      store<u64>(f + STATE, HASH_OF_KEY);
      return enter(f, startHash(f, load<u64>(pair)));
    }
    keyHash = <u32>h;
  }
  if (!pairs) {
    setNumber(f, X, number(f, X) + keyHash);
    store<u64>(f + STATE, NEXT);
    return ABSENT;
  }
  const h = hashShallow(val);
  if (h == HASH_SLOW) return SLOW;
  if (h == HASH_DEEP) {
    setNumber(f, Y, keyHash);
    store<u64>(f + STATE, HASH_OF_VAL);
    return enter(f, startHash(f, val));
  }
  return addEntry(f, keyHash, <u32>h);
}

/** Adds an entry's hash: that of a vector of key and value. */
function addEntry(f: u32, keyHash: u32, valHash: u32): u64 {
  setNumber(f, X, number(f, X) + mixCollHash((31 + keyHash) * 31 + valHash, 2));
  store<u64>(f + STATE, NEXT);
  return ABSENT;
}

function startOrder(prev: u32, v: u64, w: u64): u32 {
  const f = push(prev, ORDER);
  cursorInit(f, A, v);
  cursorInit(f, B, w);
  return f;
}

/** Keeps frame and result in the actor's `more` field. */
function suspend(f: u32, result: u64): u64 {
  const p = alloc(T_PROGRESS, 6, F_CELL);
  for (let i: u32 = 8; i <= 48; i += 8) store<u64>(p + i, NIL);
  store<u64>(p, pointer(T_NODE, f), PROGRESS_A);
  // ABSENT is never stored in the heap: nil stands for it.
  store<u64>(p, result == ABSENT ? NIL : result, PROGRESS_B);
  store<u64>(actor + A_MORE, pointer(T_PROGRESS, p));
  return MORE;
}

/** Goes on from the progress object that the actor keeps. */
function resume(more: u64): u64 {
  const p = cellAddress(more);
  const f = addressOf(load<u64>(p, PROGRESS_A));
  const result = load<u64>(p, PROGRESS_B);
  store<u64>(actor + A_MORE, NIL);
  return run(f, result == NIL ? ABSENT : result, true);
}

// @ts-ignore: decorator
@inline function pending(): u64 { return actor == 0 ? NIL : load<u64>(actor + A_MORE); }

/**
 * Forgets progress: a hash that another actor has cached in a shared collection since can decide at once what has been
 * interrupted, and nothing may be left for the next primitive to find.
 */
// @ts-ignore: decorator
@inline function settled(w: u64): void {
  if (actor != 0 && isPointer(w)) store<u64>(actor + A_MORE, NIL);
}

/** Clojure = of any two words: TRUE, FALSE, SLOW, or MORE if bounded. */
export function equalWords(v: u64, w: u64, bounded: boolean): u64 {
  const same = eqShallow(v, w);
  if (same != ABSENT) {
    if (bounded) settled(v);
    return same;
  }
  if (bounded) {
    const more = pending();
    if (isPointer(more)) return resume(more);
  }
  if (isFlat(v) && isFlat(w)) {
    const flat = eqFlat(v, w);
    if (flat != ABSENT) return flat;
  }
  return run(startEq(0, v, w), ABSENT, bounded && actor != 0);
}

/** Clojure hash as fixnum, SLOW, or MORE. */
export function hashOf(w: u64): u64 {
  const h = hashShallow(w);
  if (h >= 0) {
    settled(w);
    return hashWord(<u32>h);
  }
  if (h == HASH_SLOW) return SLOW;
  const more = pending();
  if (isPointer(more)) return resume(more);
  if (isFlat(w)) {
    const flat = hashFlat(w);
    if (flat != ABSENT) return flat;
  }
  return run(startHash(0, w), ABSENT, actor != 0);
}

/**
 * For primitives that look a key up and may answer MORE: hashes a large collection slice by slice before it is used as a
 * key, where it keeps its hash. NIL to go on, or MORE.
 */
export function prepareKey(w: u64): u64 {
  if (!isPointer(w) || ((typeOf(w) < T_VECTOR || typeOf(w) > T_HASH_SET) && !isFlat(w))) return NIL;
  return hashOf(w) == MORE ? MORE : NIL;
}

/** Hash of a map key as u32, or HASH_SLOW, also for what has very many parts. */
export function keyHash(w: u64): i64 {
  const h = hashShallow(w);
  if (h != HASH_DEEP) return h;
  if (isFlat(w)) {
    const flat = hashFlat(w);
    if (flat != ABSENT) return flat == SLOW ? HASH_SLOW : <i64>(<u64><u32>fixnumValue(flat));
  }
  const r = run(startHash(0, w), ABSENT, false);
  return r == SLOW ? HASH_SLOW : <i64>(<u64><u32>fixnumValue(r));
}

/** Whether two map keys are equal: TRUE, FALSE, or SLOW, also for what has very many parts. The very same object always is, NaN too. */
export function keysEqual(v: u64, w: u64): u64 {
  return v == w ? TRUE : equalWords(v, w, false);
}

/** Clojure compare as fixnum; SLOW, THROW or MORE. */
export function compareWords(v: u64, w: u64): u64 {
  const r = compareShallow(v, w);
  if (r != ABSENT) return r;
  const more = pending();
  if (isPointer(more)) return resume(more);
  return run(startOrder(0, v, w), ABSENT, actor != 0);
}
