/**
 * Hash maps, reading: a hash array mapped trie, five bits of the hash a level, lowest bits first.
 *
 *   MAP_NODE       bitmap | key value | ABSENT subnode | key value ...   one pair of words per set bit, in bit order
 *   MAP_COLLISION  hash   | key value | key value ...                    two or more keys of one hash; nil stands first
 *
 * Walking a trie in order therefore visits keys by their hash's bit groups, lowest group first: the same order as JVM
 * Clojure's PersistentHashMap. Nodes owned by a transient may have spare pairs at the end (nil), never counted by the
 * bitmap; collision nodes are exact. A subnode never holds a single pair: it stands in its parent instead.
 */
import {
  ABSENT, ARRAY_MAP_PAIRS, F_PINNED, F_RAW, HASH_MAP_ROOT, MAP_COLLISION_HASH, MAP_COLLISION_PAIRS, MAP_NODE_BITMAP, MAP_NODE_SLOTS,
  MAP_WALK_DEPTH, MAP_WALK_LEVELS, NIL, NODE_WORDS, T_ARRAY_MAP, T_BIGINT, T_MAP_COLLISION, T_MAP_WALK, T_NODE,
} from "../generated/spec";
import { alloc, mutate } from "../gc";
import { sizeOf, writeHeader } from "../object/header";
import { addressOf, fixnum, fixnumValue, pointer, typeOf } from "../object/word";
import { nodeFrom } from "./node";

// @ts-ignore: decorator
@inline export function bitmapOf(a: u32): u32 { return <u32>(load<u64>(a + MAP_NODE_BITMAP) >> 3); }
// @ts-ignore: decorator
@inline export function bitAt(hash: u32, shift: u32): u32 { return 1 << ((hash >> shift) & 31); }
/** Address of the pair for `bit`. */
// @ts-ignore: decorator
@inline export function slotAt(a: u32, bitmap: u32, bit: u32): u32 { return a + MAP_NODE_SLOTS + (popcnt<u32>(bitmap & (bit - 1)) << 4); }
// @ts-ignore: decorator
@inline export function collisionHash(a: u32): u32 { return <u32>(load<u64>(a + MAP_COLLISION_HASH) >> 3); }
// @ts-ignore: decorator
@inline export function collisionPairs(a: u32): u32 { return (sizeOf(a) - 1) >> 1; }

/**
 * The pair where a key of this hash would stand, 0 when there is none. If its first word is ABSENT, its second is a
 * MAP_COLLISION whose pairs are to be compared; otherwise its key is the only candidate (of any hash).
 */
export function findLeaf(root: u64, hash: u32): u32 {
  if (root == NIL) return 0;
  let a = addressOf(root);
  for (let shift: u32 = 0; ; shift += 5) {
    const bitmap = bitmapOf(a);
    const bit = bitAt(hash, shift);
    if ((bitmap & bit) == 0) return 0;
    const slot = slotAt(a, bitmap, bit);
    if (load<u64>(slot) != ABSENT) return slot;
    const sub = load<u64>(slot, 8);
    if (typeOf(sub) == T_MAP_COLLISION) return collisionHash(addressOf(sub)) == hash ? slot : 0;
    a = addressOf(sub);
  }
  return 0;
}

/** First pair and number of pairs among which a key of this hash is to be sought (in a NODE-like raw form). */
// @ts-ignore: decorator
@inline export function candidatesStart(leaf: u32): u32 {
  return load<u64>(leaf) == ABSENT ? addressOf(load<u64>(leaf, 8)) + MAP_COLLISION_PAIRS : leaf;
}
// @ts-ignore: decorator
@inline export function candidatesCount(leaf: u32): u32 { return load<u64>(leaf) == ABSENT ? collisionPairs(addressOf(load<u64>(leaf, 8))) : 1; }

/*
 * Iteration. The iterator is a MAP_WALK: depth, then per level the node and the index of the next pair.
 */
const DEPTH: u32 = MAP_WALK_DEPTH;
const LEVELS: u32 = MAP_WALK_LEVELS;
const MAX_LEVELS: u32 = 9; // 7 levels of 5 bits, a collision node, one spare

/** An iterator over an ARRAY_MAP or HASH_MAP; its address. */
export function mapIterator(map: u64): u32 {
  const it = alloc(T_MAP_WALK, 1 + 2 * MAX_LEVELS, F_PINNED);
  for (let i: u32 = 0; i < 2 * MAX_LEVELS; i++) store<u64>(it + LEVELS + 8 * i, NIL);
  const node = typeOf(map) == T_ARRAY_MAP ? map : load<u64>(addressOf(map) + HASH_MAP_ROOT);
  store<u64>(it + DEPTH, fixnum(node == NIL ? -1 : 0));
  store<u64>(it + LEVELS, node);
  store<u64>(it + LEVELS + 8, 0);
  return it;
}

/** Address of the first pair in any node of a map. */
export function firstPair(node: u64): u32 {
  return addressOf(node) + (typeOf(node) == T_ARRAY_MAP ? ARRAY_MAP_PAIRS : MAP_NODE_SLOTS);
}
/** Pairs in any node of a map. */
export function pairsIn(node: u64): u32 {
  const a = addressOf(node);
  const t = typeOf(node);
  if (t == T_ARRAY_MAP) return (sizeOf(a) - 2) >> 1;
  return t == T_MAP_COLLISION ? collisionPairs(a) : popcnt<u32>(bitmapOf(a));
}

/** Address of the next pair, 0 at the end. */
export function iteratorNext(it: u32): u32 {
  let depth = fixnumValue(load<u64>(it + DEPTH));
  while (depth >= 0) {
    const level = it + LEVELS + (<u32>depth << 4);
    const node = load<u64>(level);
    const i = <u32>fixnumValue(load<u64>(level, 8));
    if (i >= pairsIn(node)) {
      depth--;
      continue;
    }
    store<u64>(level, fixnum(i + 1), 8);
    const pair = firstPair(node) + (i << 4);
    if (load<u64>(pair) != ABSENT) {
      store<u64>(it + DEPTH, fixnum(depth));
      return pair;
    }
    depth++;
    mutate(it, LEVELS + (<u32>depth << 4), load<u64>(pair, 8));
    store<u64>(it + LEVELS + (<u32>depth << 4), 0, 8);
  }
  store<u64>(it + DEPTH, fixnum(-1));
  return 0;
}

// @ts-ignore: decorator
@inline export function iteratorWord(it: u32): u64 { return pointer(T_MAP_WALK, it); }

/** Pairs that iteratorWords takes at a time; an ARRAY_MAP's it takes all. */
const PAIRS_AT_ONCE: u32 = 32;

/** A NODE of the next keys and values in turn, NIL at the end. */
export function iteratorWords(it: u32): u64 {
  let pair = iteratorNext(it);
  if (pair == 0) return NIL;
  const whole = load<u64>(it + LEVELS);
  if (typeOf(whole) == T_ARRAY_MAP) {
    store<u64>(it + DEPTH, fixnum(-1));
    return nodeFrom(firstPair(whole), 2 * pairsIn(whole));
  }
  const a = alloc(T_NODE, 2 * PAIRS_AT_ONCE, 0);
  let n: u32 = 0;
  for (; pair != 0; pair = iteratorNext(it)) {
    const to = a + NODE_WORDS + (n << 4);
    store<u64>(to, load<u64>(pair));
    store<u64>(to, load<u64>(pair, 8), 8);
    if (++n == PAIRS_AT_ONCE) return pointer(T_NODE, a);
  }
  // What is left over of the NODE is nobody's.
  writeHeader(a, T_NODE, 2 * n, 0);
  writeHeader(a + NODE_WORDS + (n << 4), T_BIGINT, 2 * (PAIRS_AT_ONCE - n) - 1, F_RAW);
  return pointer(T_NODE, a);
}
