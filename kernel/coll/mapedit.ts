/**
 * Hash maps, writing: new versions of tries (layout in mapnode.ts). The caller has looked the key up before, so nothing
 * here compares keys: a pair is inserted that is known to be absent, or the pair at a known address is replaced or removed.
 *
 * With `own` the result belongs to a live transient: nodes that it owns already (PINNED) are changed in place, others are
 * copied and pinned. Recursion follows the trie's levels, at most 8.
 */
import {
  ABSENT, F_OLD, F_PINNED, MAP_COLLISION_HASH, MAP_COLLISION_PAIRS, MAP_NODE_BITMAP, MAP_NODE_SLOTS, NIL, SLOW, T_MAP_COLLISION, T_MAP_NODE,
} from "../generated/spec";
import { alloc, mutate } from "../gc";
import { flagsOf, sizeOf } from "../object/header";
import { addressOf, fixnum, pointer, typeOf } from "../object/word";
import { keyHash } from "./deep";
import { bitAt, bitmapOf, collisionHash, collisionPairs, slotAt } from "./mapnode";
import { copyWords, fillWords, isPinned, unpin } from "./node";

/** leafHash of insert when the hash of a displaced key is to be computed. */
export const UNKNOWN_HASH: i64 = -1;

// @ts-ignore: decorator
@inline function ownFlags(own: boolean): u32 { return own ? F_PINNED : 0; }

/** A MAP_NODE with room for `room` pairs, of which the caller fills the first n; its address. */
function newMapNode(bitmap: u32, n: u32, room: u32, own: boolean): u32 {
  const a = alloc(T_MAP_NODE, 1 + 2 * room, ownFlags(own));
  store<u64>(a + MAP_NODE_BITMAP, fixnum(bitmap));
  if (room > n) fillWords(a + MAP_NODE_SLOTS + (n << 4), 2 * (room - n), NIL);
  return a;
}

// @ts-ignore: decorator
@inline function putPair(at: u32, key: u64, val: u64): void {
  store<u64>(at, key);
  store<u64>(at, val, 8);
}

/** The node with the pair at byte offset `offset` set to (key, val). */
function withPair(node: u64, offset: u32, key: u64, val: u64, own: boolean): u64 {
  const a = addressOf(node);
  if (own && isPinned(a)) {
    mutate(a, offset, key);
    mutate(a, offset + 8, val);
    return node;
  }
  const n = typeOf(node) == T_MAP_NODE ? 1 + 2 * popcnt<u32>(bitmapOf(a)) : sizeOf(a);
  const b = alloc(typeOf(node), n, ownFlags(own));
  copyWords(b + 8, a + 8, n);
  putPair(b + offset, key, val);
  return pointer(typeOf(node), b);
}

/** A node for two pairs of different keys. */
function twoPairs(shift: u32, h1: u32, k1: u64, v1: u64, h2: u32, k2: u64, v2: u64, own: boolean): u64 {
  if (h1 == h2) {
    const a = alloc(T_MAP_COLLISION, 5, ownFlags(own));
    store<u64>(a + MAP_COLLISION_HASH, fixnum(h1));
    const nilSecond = k2 == NIL;
    putPair(a + MAP_COLLISION_PAIRS, nilSecond ? k2 : k1, nilSecond ? v2 : v1);
    putPair(a + MAP_COLLISION_PAIRS + 16, nilSecond ? k1 : k2, nilSecond ? v1 : v2);
    return pointer(T_MAP_COLLISION, a);
  }
  const b1 = bitAt(h1, shift);
  const b2 = bitAt(h2, shift);
  if (b1 == b2) {
    const sub = twoPairs(shift + 5, h1, k1, v1, h2, k2, v2, own);
    const a = newMapNode(b1, 1, 1, own);
    putPair(a + MAP_NODE_SLOTS, ABSENT, sub);
    return pointer(T_MAP_NODE, a);
  }
  const a = newMapNode(b1 | b2, 2, own ? 4 : 2, own);
  const firstLow = b1 < b2;
  putPair(a + MAP_NODE_SLOTS, firstLow ? k1 : k2, firstLow ? v1 : v2);
  putPair(a + MAP_NODE_SLOTS + 16, firstLow ? k2 : k1, firstLow ? v2 : v1);
  return pointer(T_MAP_NODE, a);
}

/** A collision node with one more pair: at the end, but nil at the start. */
function growCollision(node: u64, key: u64, val: u64, own: boolean): u64 {
  const a = addressOf(node);
  const n = collisionPairs(a);
  const b = alloc(T_MAP_COLLISION, 3 + 2 * n, ownFlags(own));
  store<u64>(b + MAP_COLLISION_HASH, load<u64>(a + MAP_COLLISION_HASH));
  const atStart = key == NIL;
  copyWords(b + MAP_COLLISION_PAIRS + (atStart ? 16 : 0), a + MAP_COLLISION_PAIRS, 2 * n);
  putPair(b + MAP_COLLISION_PAIRS + (atStart ? 0 : n << 4), key, val);
  if (own && isPinned(a)) unpin(a); // nobody's any more
  return pointer(T_MAP_COLLISION, b);
}

/** The node with a pair inserted for a new bit. */
function insertPair(node: u64, bitmap: u32, bit: u32, key: u64, val: u64, own: boolean): u64 {
  const a = addressOf(node);
  const n = popcnt<u32>(bitmap);
  const before = popcnt<u32>(bitmap & (bit - 1));
  const at = MAP_NODE_SLOTS + (before << 4);
  const pinned = own && isPinned(a);
  // Old nodes may be remembered slot by slot, so their slots do not move.
  if (pinned && (sizeOf(a) - 1) >> 1 > n && (flagsOf(a) & F_OLD) == 0) {
    for (let i = a + MAP_NODE_SLOTS + (n << 4); i > a + at; i -= 16) v128.store(i, v128.load(i - 16));
    putPair(a + at, key, val);
    store<u64>(a + MAP_NODE_BITMAP, fixnum(bitmap | bit));
    return node;
  }
  const b = newMapNode(bitmap | bit, n + 1, own ? min<u32>(32, n + 1 + (n >> 1) + 1) : n + 1, own);
  copyWords(b + MAP_NODE_SLOTS, a + MAP_NODE_SLOTS, before << 1);
  putPair(b + at, key, val);
  copyWords(b + at + 16, a + at, (n - before) << 1);
  if (pinned) unpin(a); // nobody's any more
  return pointer(T_MAP_NODE, b);
}

/**
 * The trie with (key, val), key being absent. leafHash: hash of the one key that may have to move down a level, or
 * UNKNOWN_HASH. SLOW if that hash needs program code.
 */
export function insert(node: u64, shift: u32, hash: u32, key: u64, val: u64, leafHash: i64, own: boolean): u64 {
  if (node == NIL) {
    const a = newMapNode(bitAt(hash, shift), 1, own ? 4 : 1, own);
    putPair(a + MAP_NODE_SLOTS, key, val);
    return pointer(T_MAP_NODE, a);
  }
  if (typeOf(node) == T_MAP_COLLISION) {
    const there = collisionHash(addressOf(node));
    if (there == hash) return growCollision(node, key, val, own);
    const a = newMapNode(bitAt(there, shift), 1, own ? 4 : 1, own);
    putPair(a + MAP_NODE_SLOTS, ABSENT, node);
    return insert(pointer(T_MAP_NODE, a), shift, hash, key, val, leafHash, own);
  }
  const a = addressOf(node);
  const bitmap = bitmapOf(a);
  const bit = bitAt(hash, shift);
  if ((bitmap & bit) == 0) return insertPair(node, bitmap, bit, key, val, own);
  const slot = slotAt(a, bitmap, bit);
  const k = load<u64>(slot);
  const v = load<u64>(slot, 8);
  let sub: u64;
  if (k == ABSENT) {
    sub = insert(v, shift + 5, hash, key, val, leafHash, own);
    if (sub == SLOW) return SLOW;
    if (sub == v) return node;
  } else {
    const h = leafHash >= 0 ? leafHash : keyHash(k);
    if (h < 0) return SLOW;
    sub = twoPairs(shift + 5, <u32>h, k, v, hash, key, val, own);
  }
  return withPair(node, slot - a, ABSENT, sub, own);
}

/** Whether the pair at `slot` lies in this very node. */
// @ts-ignore: decorator
@inline function holds(a: u32, slot: u32): boolean { return slot > a && slot < a + 8 + (sizeOf(a) << 3); }

/** The trie with the value of the pair at `slot`, whose key has this hash, replaced. */
export function replaceAt(node: u64, shift: u32, hash: u32, slot: u32, val: u64, own: boolean): u64 {
  const a = addressOf(node);
  if (holds(a, slot)) return withPair(node, slot - a, load<u64>(slot), val, own);
  const there = slotAt(a, bitmapOf(a), bitAt(hash, shift));
  const old = load<u64>(there, 8);
  const sub = replaceAt(old, shift + 5, hash, slot, val, own);
  return sub == old ? node : withPair(node, there - a, ABSENT, sub, own);
}

/** The node without the pair at byte offset `offset`; NIL when it was the only one. */
function withoutPair(node: u64, bit: u32, offset: u32, own: boolean): u64 {
  const a = addressOf(node);
  if (typeOf(node) == T_MAP_COLLISION) {
    const n = collisionPairs(a) - 1;
    const b = alloc(T_MAP_COLLISION, 1 + 2 * n, ownFlags(own));
    store<u64>(b + MAP_COLLISION_HASH, load<u64>(a + MAP_COLLISION_HASH));
    const before = offset - MAP_COLLISION_PAIRS;
    copyWords(b + MAP_COLLISION_PAIRS, a + MAP_COLLISION_PAIRS, before >> 3);
    copyWords(b + offset, a + offset + 16, (n << 1) - (before >> 3));
    return pointer(T_MAP_COLLISION, b);
  }
  const bitmap = bitmapOf(a) & ~bit;
  if (bitmap == 0) return NIL;
  const n = popcnt<u32>(bitmap);
  const before = offset - MAP_NODE_SLOTS;
  if (own && isPinned(a) && (flagsOf(a) & F_OLD) == 0) {
    for (let i = a + offset, end = a + MAP_NODE_SLOTS + (n << 4); i < end; i += 16) v128.store(i, v128.load(i + 16));
    putPair(a + MAP_NODE_SLOTS + (n << 4), NIL, NIL);
    store<u64>(a + MAP_NODE_BITMAP, fixnum(bitmap));
    return node;
  }
  const b = newMapNode(bitmap, n, n, own);
  copyWords(b + MAP_NODE_SLOTS, a + MAP_NODE_SLOTS, before >> 3);
  copyWords(b + offset, a + offset + 16, (n << 1) - (before >> 3));
  return pointer(T_MAP_NODE, b);
}

/** The trie without the pair at `slot`, whose key has this hash; NIL when it was the only one. */
export function removeAt(node: u64, shift: u32, hash: u32, slot: u32, own: boolean): u64 {
  const a = addressOf(node);
  if (holds(a, slot)) return withoutPair(node, bitAt(hash, shift), slot - a, own);
  const bit = bitAt(hash, shift);
  const there = slotAt(a, bitmapOf(a), bit);
  const old = load<u64>(there, 8);
  const sub = removeAt(old, shift + 5, hash, slot, own);
  if (sub == old && !isSingle(sub)) return node;
  if (sub == NIL) return withoutPair(node, bit, there - a, own);
  if (isSingle(sub)) {
    // A single pair stands in its parent.
    const pair = addressOf(sub) + MAP_NODE_SLOTS;
    return withPair(node, there - a, load<u64>(pair), load<u64>(pair, 8), own);
  }
  return withPair(node, there - a, ABSENT, sub, own);
}

/** Whether a node holds nothing but one pair (of a key, not of a subnode). */
function isSingle(node: u64): boolean {
  if (node == NIL) return false;
  const a = addressOf(node);
  if (typeOf(node) == T_MAP_COLLISION) return collisionPairs(a) == 1;
  return popcnt<u32>(bitmapOf(a)) == 1 && load<u64>(a + MAP_NODE_SLOTS) != ABSENT;
}

/**
 * Ends a transient's ownership: nodes that it owns are reached through such nodes alone. A node is released after what is
 * below it, so that the walk can stop anywhere and start again at the root. At most `budget` nodes: answers what is left of
 * it, or -1 if the walk has stopped.
 */
export function releaseSome(node: u64, budget: i32): i32 {
  if (node == NIL) return budget;
  const a = addressOf(node);
  if (!isPinned(a)) return budget;
  if (typeOf(node) != T_MAP_COLLISION) {
    const end = a + MAP_NODE_SLOTS + (popcnt<u32>(bitmapOf(a)) << 4);
    for (let slot = a + MAP_NODE_SLOTS; slot < end; slot += 16) {
      if (load<u64>(slot) != ABSENT) continue;
      budget = releaseSome(load<u64>(slot, 8), budget);
      if (budget < 0) return -1;
    }
  }
  if (budget == 0) return -1;
  unpin(a);
  return budget - 1;
}
/** All of it. */
export function releaseMap(node: u64): void { releaseSome(node, i32.MAX_VALUE); }
