/** Persistent sets: a HASH_MAP from each element to itself. */
import { HASH_SET_HASH, HASH_SET_MAP, HASH_SET_META, NIL, ROOT_EMPTY_SET, SLOW, T_HASH_SET, THROW } from "../generated/spec";
import { alloc } from "../gc";
import { field, initField } from "../object/header";
import { pointer } from "../object/word";
import { hashMapFrom, mapAssoc, mapDissoc, mapFind, PAIR_SLOW } from "./map";
import { newNode } from "./node";

// @ts-ignore: decorator
@inline export function emptySet(): u64 { return load<u64>(ROOT_EMPTY_SET); }

export function makeSet(map: u64, meta: u64): u64 {
  const a = alloc(T_HASH_SET, 3, 0);
  initField(a, HASH_SET_MAP, map);
  initField(a, HASH_SET_HASH, NIL);
  initField(a, HASH_SET_META, meta);
  return pointer(T_HASH_SET, a);
}

/** The set with x; an equal element that is there stays. */
export function setConj(set: u64, x: u64): u64 {
  const map = field(set, HASH_SET_MAP);
  const pair = mapFind(map, x);
  if (pair == PAIR_SLOW) return SLOW;
  if (pair != 0) return set;
  const grown = mapAssoc(map, x, x);
  return grown == SLOW ? SLOW : makeSet(grown, field(set, HASH_SET_META));
}

export function setDisj(set: u64, x: u64): u64 {
  const map = field(set, HASH_SET_MAP);
  const left = mapDissoc(map, x);
  if (left == SLOW || left == map) return left == map ? set : SLOW;
  return makeSet(left, field(set, HASH_SET_META));
}

/** The element equal to x, `otherwise`, or SLOW. */
export function setGet(set: u64, x: u64, otherwise: u64): u64 {
  const pair = mapFind(field(set, HASH_SET_MAP), x);
  if (pair > PAIR_SLOW) return load<u64>(pair);
  return pair == 0 ? otherwise : SLOW;
}

/** The set of n words at `at`; an element that occurs twice throws if `strict`. SLOW when elements need program code. */
export function setFrom(at: u32, n: u32, strict: boolean): u64 {
  if (n == 0) return emptySet();
  // Each element twice, as the map wants it.
  const scratch = newNode(2 * n);
  for (let i: u32 = 0; i < n; i++) {
    const x = load<u64>(at + (i << 3));
    store<u64>(scratch + 8 + (i << 4), x);
    store<u64>(scratch + 16 + (i << 4), x);
  }
  const map = hashMapFrom(scratch + 8, n, strict);
  return map == SLOW || map == THROW ? map : makeSet(map, NIL);
}
