/**
 * Cursors walk the elements of any realized sequential without making seqs. A cursor is two words inside an object:
 *
 *   +offset  where we are: a collection, a seq, or nil     +offset+8  index in it (fixnum)
 *
 * They live in heap objects (frames, progress objects) because a walk may be interrupted by MORE; hence the barrier.
 */
import {
  ABSENT, ARRAYSEQ_ARRAY, ARRAYSEQ_INDEX, CHUNKED_INDEX, CHUNKED_MORE, CHUNKED_NODE, CONS_FIRST, CONS_REST, LAZY_STATE, LAZY_VALUE, LIST_FIRST, LIST_REST, MAP_ENTRY_KEY,
  MAPSEQ_FIRST, RANGE_END, RANGE_START, RANGE_STEP, SLOW, STRSEQ_INDEX, STRSEQ_STRING, SUBVEC_END, SUBVEC_START, SUBVEC_VEC, T_AMAPSEQ,
  T_ARRAYSEQ, T_CHUNKED, T_CONS, T_EMPTY_LIST, T_FLATVEC, T_LAZY, T_LIST, T_MAP_ENTRY, T_MAPSEQ, T_NODE, T_RANGE, T_STRING, T_STRSEQ, T_SUBVEC, T_TAGGED,
  T_VECSEQ, T_VECTOR, TAGGED_TAG, THUNK_DONE, VECSEQ_INDEX, VECSEQ_VEC,
} from "../generated/spec";
import { cellGet, mutate } from "../gc";
import { field, sizeOf } from "../object/header";
import { stringLength, stringUnit } from "../object/string";
import { addressOf, char, fixnum, fixnumValue, isPointer, longValue, typeOf } from "../object/word";
import { longWord } from "./box";
import { arrayMapSeqFirst, arrayMapSeqNext, mapSeqNext } from "./mapseq";
import { flatAt, flatCount } from "./flatvec";
import { nodeAt } from "./node";
import { arrayAt, arrayLength, isArray } from "./packed";
import { trieAt, trieCount, vectorAt } from "./vector";

/** Elements in a RANGE. */
export function rangeCount(w: u64): i64 {
  const start = longValue(field(w, RANGE_START));
  const end = longValue(field(w, RANGE_END));
  const step = longValue(field(w, RANGE_STEP));
  // Unsigned, so that the distance between any two longs fits.
  return step > 0 ? <i64>((<u64>(end - start) - 1) / <u64>step + 1) : <i64>((<u64>(start - end) - 1) / <u64>(0 - step) + 1);
}

/** Element i < count of a vector of any kind. */
export function anyVectorAt(w: u64, i: u32): u64 {
  const t = typeOf(w);
  if (t == T_FLATVEC) return flatAt(w, i);
  if (t == T_VECTOR) return trieAt(w, i);
  if (t == T_MAP_ENTRY) return field(w, MAP_ENTRY_KEY + (i << 3));
  return vectorAt(field(w, SUBVEC_VEC), i + <u32>fixnumValue(field(w, SUBVEC_START)));
}

/** Count of a vector of any kind. */
export function anyVectorCount(w: u64): u32 {
  const t = typeOf(w);
  if (t == T_FLATVEC) return flatCount(w);
  if (t == T_VECTOR) return trieCount(w);
  return t == T_MAP_ENTRY ? 2 : <u32>(fixnumValue(field(w, SUBVEC_END)) - fixnumValue(field(w, SUBVEC_START)));
}

/** Sets the cursor at object `o`, offset `at` to the start of w. `o` is freshly allocated. */
// @ts-ignore: decorator
@inline export function cursorInit(o: u32, at: u32, w: u64): void {
  store<u64>(o + at, w);
  store<u64>(o + at, 0, 8);
}

// @ts-ignore: decorator
@inline function moveTo(o: u32, at: u32, w: u64, i: u64): void {
  mutate(o, at, w);
  store<u64>(o + at, i, 8);
}

/** The next element, ABSENT at the end, SLOW when program code is needed to go on (nothing has changed then). */
export function cursorNext(o: u32, at: u32): u64 {
  for (;;) {
    const w = load<u64>(o + at);
    if (!isPointer(w)) return ABSENT;
    const i = <u32>(load<u64>(o + at, 8) >> 3);
    switch (typeOf(w)) {
      case T_FLATVEC: {
        if (i >= flatCount(w)) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return flatAt(w, i);
      }
      case T_VECTOR: {
        if (i >= trieCount(w)) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return trieAt(w, i);
      }
      case T_LIST: {
        mutate(o, at, field(w, LIST_REST));
        return field(w, LIST_FIRST);
      }
      case T_CONS: {
        mutate(o, at, field(w, CONS_REST));
        return field(w, CONS_FIRST);
      }
      case T_LAZY: {
        if (cellGet(w, LAZY_STATE) != fixnum(THUNK_DONE)) return SLOW;
        moveTo(o, at, cellGet(w, LAZY_VALUE), 0);
        continue;
      }
      case T_MAP_ENTRY:
      case T_SUBVEC: {
        if (i >= anyVectorCount(w)) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return anyVectorAt(w, i);
      }
      case T_CHUNKED: {
        const node = field(w, CHUNKED_NODE), k = i + <u32>fixnumValue(field(w, CHUNKED_INDEX));
        if (k < sizeOf(addressOf(node))) {
          store<u64>(o + at, fixnum(i + 1), 8);
          return nodeAt(addressOf(node), k);
        }
        moveTo(o, at, field(w, CHUNKED_MORE), 0);
        continue;
      }
      case T_VECSEQ: {
        moveTo(o, at, field(w, VECSEQ_VEC), field(w, VECSEQ_INDEX));
        continue;
      }
      case T_STRSEQ: {
        moveTo(o, at, field(w, STRSEQ_STRING), field(w, STRSEQ_INDEX));
        continue;
      }
      case T_ARRAYSEQ: {
        moveTo(o, at, field(w, ARRAYSEQ_ARRAY), field(w, ARRAYSEQ_INDEX));
        continue;
      }
      case T_STRING: {
        if (i >= stringLength(w)) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return char(stringUnit(w, i));
      }
      case T_NODE: {
        if (i >= sizeOf(addressOf(w))) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return nodeAt(addressOf(w), i);
      }
      case T_RANGE: {
        if (<i64>i >= rangeCount(w)) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return longWord(longValue(field(w, RANGE_START)) + <i64>i * longValue(field(w, RANGE_STEP)));
      }
      case T_MAPSEQ: {
        moveTo(o, at, mapSeqNext(w), 0);
        return field(w, MAPSEQ_FIRST);
      }
      case T_AMAPSEQ: {
        moveTo(o, at, arrayMapSeqNext(w), 0);
        return arrayMapSeqFirst(w);
      }
      case T_TAGGED: {
        if (i >= 2) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return field(w, TAGGED_TAG + (i << 3));
      }
      case T_EMPTY_LIST: return ABSENT;
      default: {
        if (!isArray(w)) return SLOW;
        if (i >= arrayLength(w)) return ABSENT;
        store<u64>(o + at, fixnum(i + 1), 8);
        return arrayAt(w, i);
      }
    }
  }
}
