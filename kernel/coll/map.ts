/**
 * Persistent maps. Small ones are ARRAY_MAPs (pairs in insertion order, sought one by one); the ninth pair makes a
 * HASH_MAP (mapnode.ts). Every operation first looks the key up; that is the only place where keys are compared. Keys
 * whose hash or equality needs program code make the whole operation SLOW, before anything has changed.
 */
import {
  ARRAY_MAP_HASH, ARRAY_MAP_MAX_PAIRS, ARRAY_MAP_META, ARRAY_MAP_PAIRS, E_BAD_KEY, HASH_MAP_COUNT, HASH_MAP_HASH, HASH_MAP_META,
  HASH_MAP_ROOT, NIL, ROOT_EMPTY_ARRAY_MAP, ROOT_EMPTY_HASH_MAP, SLOW, T_ARRAY_MAP, T_HASH_MAP, T_KEYWORD, TRUE,
} from "../generated/spec";
import { alloc } from "../gc";
import { field, initField } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isPointer, pointer, typeOf } from "../object/word";
import { keyHash, keysEqual } from "./deep";
import { insert, releaseMap, removeAt, replaceAt, UNKNOWN_HASH } from "./mapedit";
import { candidatesCount, candidatesStart, findLeaf } from "./mapnode";
import { copyWords } from "./node";
import { arrayMapCount } from "./scalar";

/** What a search answers when program code must decide; otherwise the address of the pair, or 0. */
export const PAIR_SLOW: u32 = 1;

// @ts-ignore: decorator
@inline export function emptyMap(): u64 { return load<u64>(ROOT_EMPTY_ARRAY_MAP); }
// @ts-ignore: decorator
@inline export function emptyHashMap(): u64 { return load<u64>(ROOT_EMPTY_HASH_MAP); }

/** The pair with this key among n pairs at `at`. */
export function findPair(at: u32, n: u32, key: u64): u32 {
  const end = at + (n << 4);
  if (isPointer(key) && typeOf(key) == T_KEYWORD) {
    for (; at < end; at += 16) if (load<u64>(at) == key) return at;
    return 0;
  }
  for (; at < end; at += 16) {
    const r = keysEqual(key, load<u64>(at));
    if (r == TRUE) return at;
    if (r == SLOW) return PAIR_SLOW;
  }
  return 0;
}

/** The pair with this key in a trie. */
export function findInTrie(root: u64, hash: u32, key: u64): u32 {
  const leaf = findLeaf(root, hash);
  if (leaf == 0) return 0;
  if (load<u64>(leaf) == key) return leaf;
  return findPair(candidatesStart(leaf), candidatesCount(leaf), key);
}

/** The pair with this key in any map: its address, 0, or PAIR_SLOW. */
export function mapFind(map: u64, key: u64): u32 {
  if (typeOf(map) == T_ARRAY_MAP) return findPair(addressOf(map) + ARRAY_MAP_PAIRS, arrayMapCount(map), key);
  const h = keyHash(key);
  return h < 0 ? PAIR_SLOW : findInTrie(field(map, HASH_MAP_ROOT), <u32>h, key);
}

/** The value at key, `otherwise` when there is none, or SLOW. */
export function mapGet(map: u64, key: u64, otherwise: u64): u64 {
  const pair = mapFind(map, key);
  if (pair > PAIR_SLOW) return load<u64>(pair, 8);
  return pair == 0 ? otherwise : SLOW;
}

export function makeHashMap(count: u32, root: u64, meta: u64): u64 {
  const a = alloc(T_HASH_MAP, 4, 0);
  initField(a, HASH_MAP_COUNT, fixnum(count));
  initField(a, HASH_MAP_ROOT, root);
  initField(a, HASH_MAP_HASH, NIL);
  initField(a, HASH_MAP_META, meta);
  return pointer(T_HASH_MAP, a);
}

/** An ARRAY_MAP with room for n pairs that the caller fills; its address. */
export function newArrayMap(n: u32, meta: u64): u32 {
  const a = alloc(T_ARRAY_MAP, 2 + 2 * n, 0);
  initField(a, ARRAY_MAP_HASH, NIL);
  initField(a, ARRAY_MAP_META, meta);
  return a;
}

/** A trie of the n pairs at `at`, whose keys differ; owned by a transient if `own`; SLOW. */
export function trieOf(at: u32, n: u32, own: boolean): u64 {
  let root: u64 = NIL;
  for (const end = at + (n << 4); at < end; at += 16) {
    const h = keyHash(load<u64>(at));
    if (h < 0) return SLOW;
    root = insert(root, 0, <u32>h, load<u64>(at), load<u64>(at, 8), UNKNOWN_HASH, own);
    if (root == SLOW) return SLOW;
  }
  return root;
}

export function mapAssoc(map: u64, key: u64, val: u64): u64 {
  if (typeOf(map) == T_ARRAY_MAP) return arrayMapAssoc(map, key, val);
  const h = keyHash(key);
  if (h < 0) return SLOW;
  const root = field(map, HASH_MAP_ROOT);
  return hashMapPut(map, <u32>h, findInTrie(root, <u32>h, key), key, val, UNKNOWN_HASH);
}

/** A HASH_MAP with key -> val, given the key's hash and what looking it up has answered. */
export function hashMapPut(map: u64, hash: u32, pair: u32, key: u64, val: u64, leafHash: i64): u64 {
  const root = field(map, HASH_MAP_ROOT);
  const meta = field(map, HASH_MAP_META);
  const count = <u32>fixnumValue(field(map, HASH_MAP_COUNT));
  if (pair == PAIR_SLOW) return SLOW;
  if (pair != 0) {
    if (load<u64>(pair, 8) == val) return map;
    return makeHashMap(count, replaceAt(root, 0, hash, pair, val, false), meta);
  }
  const grown = insert(root, 0, hash, key, val, leafHash, false);
  return grown == SLOW ? SLOW : makeHashMap(count + 1, grown, meta);
}

function arrayMapAssoc(map: u64, key: u64, val: u64): u64 {
  const a = addressOf(map);
  const n = arrayMapCount(map);
  const pair = findPair(a + ARRAY_MAP_PAIRS, n, key);
  if (pair == PAIR_SLOW) return SLOW;
  if (pair == 0 && n >= ARRAY_MAP_MAX_PAIRS) {
    const h = keyHash(key);
    if (h < 0) return SLOW;
    // All nodes of the new trie are owned while it is built.
    let root = trieOf(a + ARRAY_MAP_PAIRS, n, true);
    if (root == SLOW) return SLOW;
    root = insert(root, 0, <u32>h, key, val, UNKNOWN_HASH, true);
    if (root == SLOW) return SLOW;
    releaseMap(root);
    return makeHashMap(n + 1, root, field(map, ARRAY_MAP_META));
  }
  return arrayMapPut(map, pair, key, val);
}

/** An ARRAY_MAP with key -> val, given the pair found (0: appended). */
export function arrayMapPut(map: u64, pair: u32, key: u64, val: u64): u64 {
  const a = addressOf(map);
  const n = arrayMapCount(map);
  if (pair != 0 && load<u64>(pair, 8) == val) return map;
  const b = newArrayMap(pair == 0 ? n + 1 : n, field(map, ARRAY_MAP_META));
  copyWords(b + ARRAY_MAP_PAIRS, a + ARRAY_MAP_PAIRS, n << 1);
  if (pair != 0) {
    store<u64>(b + (pair - a), val, 8);
  } else {
    store<u64>(b + ARRAY_MAP_PAIRS + (n << 4), key);
    store<u64>(b + ARRAY_MAP_PAIRS + (n << 4), val, 8);
  }
  return pointer(T_ARRAY_MAP, b);
}

export function mapDissoc(map: u64, key: u64): u64 {
  if (typeOf(map) == T_ARRAY_MAP) {
    const pair = mapFind(map, key);
    if (pair == PAIR_SLOW) return SLOW;
    return pair == 0 ? map : arrayMapRemove(map, pair);
  }
  const h = keyHash(key);
  if (h < 0) return SLOW;
  const pair = findInTrie(field(map, HASH_MAP_ROOT), <u32>h, key);
  if (pair == PAIR_SLOW) return SLOW;
  return pair == 0 ? map : hashMapRemove(map, <u32>h, pair);
}

export function arrayMapRemove(map: u64, pair: u32): u64 {
  const a = addressOf(map);
  const n = arrayMapCount(map) - 1;
  const meta = field(map, ARRAY_MAP_META);
  if (n == 0 && meta == NIL) return emptyMap();
  const b = newArrayMap(n, meta);
  const before = (pair - a - ARRAY_MAP_PAIRS) >> 3;
  copyWords(b + ARRAY_MAP_PAIRS, a + ARRAY_MAP_PAIRS, before);
  copyWords(b + (pair - a), pair + 16, (n << 1) - before);
  return pointer(T_ARRAY_MAP, b);
}

export function hashMapRemove(map: u64, hash: u32, pair: u32): u64 {
  const count = <u32>fixnumValue(field(map, HASH_MAP_COUNT)) - 1;
  return makeHashMap(count, removeAt(field(map, HASH_MAP_ROOT), 0, hash, pair, false), field(map, HASH_MAP_META));
}

/**
 * The map of n key-value pairs at `at`, as a literal makes it: an ARRAY_MAP up to 8 pairs, else a HASH_MAP. A key that
 * occurs twice throws if `strict`, else its last value wins. SLOW when keys need program code.
 */
export function mapFrom(at: u32, n: u32, strict: boolean): u64 {
  return n > ARRAY_MAP_MAX_PAIRS ? hashMapFrom(at, n, strict) : arrayMapFrom(at, n, strict);
}

/** As mapFrom, always an ARRAY_MAP, of any size (array-map keeps the order of all its pairs). */
export function arrayMapFrom(at: u32, n: u32, strict: boolean): u64 {
  if (n == 0) return emptyMap();
  const a = newArrayMap(n, NIL);
  let count: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const key = load<u64>(at + (i << 4));
    const pair = findPair(a + ARRAY_MAP_PAIRS, count, key);
    if (pair == PAIR_SLOW) return wipe(a, count, n, SLOW);
    if (pair != 0) {
      if (strict) return wipe(a, count, n, raise(E_BAD_KEY, key));
      store<u64>(pair, load<u64>(at + (i << 4), 8), 8);
      continue;
    }
    store<u64>(a + ARRAY_MAP_PAIRS + (count << 4), key);
    store<u64>(a + ARRAY_MAP_PAIRS + (count << 4), load<u64>(at + (i << 4), 8), 8);
    count++;
  }
  if (count == n) return pointer(T_ARRAY_MAP, a);
  wipe(a, count, n, NIL);
  const b = newArrayMap(count, NIL);
  copyWords(b + ARRAY_MAP_PAIRS, a + ARRAY_MAP_PAIRS, count << 1);
  return pointer(T_ARRAY_MAP, b);
}

/** Makes an abandoned map's unused words well-formed. */
function wipe(a: u32, count: u32, n: u32, answer: u64): u64 {
  for (let i = count << 1; i < n << 1; i++) store<u64>(a + ARRAY_MAP_PAIRS + (i << 3), NIL);
  return answer;
}

/** As mapFrom, always a HASH_MAP. */
export function hashMapFrom(at: u32, n: u32, strict: boolean): u64 {
  let root: u64 = NIL;
  let count: u32 = 0;
  for (const end = at + (n << 4); at < end; at += 16) {
    const key = load<u64>(at);
    const h = keyHash(key);
    if (h < 0) return abandon(root, SLOW);
    const pair = findInTrie(root, <u32>h, key);
    if (pair == PAIR_SLOW) return abandon(root, SLOW);
    if (pair != 0) {
      if (strict) return abandon(root, raise(E_BAD_KEY, key));
      root = replaceAt(root, 0, <u32>h, pair, load<u64>(at, 8), true);
      continue;
    }
    const next = insert(root, 0, <u32>h, key, load<u64>(at, 8), UNKNOWN_HASH, true);
    if (next == SLOW) return abandon(root, SLOW);
    root = next;
    count++;
  }
  releaseMap(root);
  return makeHashMap(count, root, NIL);
}
/** Nodes of a map that will not be are no longer anybody's own. */
function abandon(root: u64, answer: u64): u64 {
  releaseMap(root);
  return answer;
}
