/**
 * Transients: collections that one actor changes in place until persistent!.
 *
 *   TRANSIENT  kind  owner  edit  a      b      c     d
 *   vector     0     pid          count  shift  root  tail (NODE of 32), a trie even of few elements
 *   array map  1     pid          count  NODE of pairs
 *   hash map   2     pid          count  root
 *   hash set   3     pid          count  root
 *
 * Ownership of nodes is the PINNED flag: a pinned node belongs to the one live transient that can reach it, and is reached
 * through pinned nodes alone, so that persistent! can take the flag from all of them. Pinned objects refuse promotion: a
 * live transient never gets to another actor. After persistent! the owner is nil.
 */
import {
  A_PID, ARRAY_MAP_MAX_PAIRS, ARRAY_MAP_PAIRS, E_INDEX, E_INTEGER_KEY, E_POP_EMPTY, E_TRANSIENT_DONE, E_TRANSIENT_OWNER, F_CELL, F_PINNED, FLATVEC_MAX,
  HASH_MAP_COUNT, HASH_MAP_ROOT, HASH_SET_MAP, MORE, NIL, NODE_WORDS, SLOW, T_ARRAY_MAP, T_HASH_MAP, T_NODE, T_TRANSIENT, TRANSIENT_A,
  TRANSIENT_B, TRANSIENT_C, TRANSIENT_D, TRANSIENT_EDIT, TRANSIENT_KIND, TRANSIENT_OWNER, TRUE, VECTOR_ROOT, VECTOR_SHIFT, VECTOR_TAIL,
} from "../generated/spec";
import { alloc, mutate } from "../gc";
import { actor } from "../mem/registers";
import { field, flagsOf, initField, setFlags, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isFixnum, pointer, typeOf } from "../object/word";
import { keyHash } from "./deep";
import { flatFrom, isFlat } from "./flatvec";
import { emptyMap, findInTrie, findPair, makeHashMap, newArrayMap, PAIR_SLOW, trieOf } from "./map";
import { insert, releaseSome, removeAt, replaceAt, UNKNOWN_HASH } from "./mapedit";
import { copyWords, emptyNode, growNode, isPinned, nodeFrom, nodeWord, unpin } from "./node";
import { asIndex } from "./number";
import { strideDone } from "./progress";
import { arrayMapCount } from "./scalar";
import { emptySet, makeSet } from "./set";
import { makeTrie, tailOffset, vectorCount } from "./vector";

export const TK_VECTOR: u64 = 0;
export const TK_ARRAY_MAP: u64 = 8;
export const TK_HASH_MAP: u64 = 16;
export const TK_SET: u64 = 24;

// @ts-ignore: decorator
@inline function me(): u64 { return actor == 0 ? TRUE : load<u64>(actor + A_PID); }
// @ts-ignore: decorator
@inline export function transientKind(t: u64): u64 { return field(t, TRANSIENT_KIND); }
// @ts-ignore: decorator
@inline export function transientCount(t: u64): u32 { return <u32>fixnumValue(field(t, TRANSIENT_A)); }
// @ts-ignore: decorator
@inline function setCount(t: u64, n: u32): void { store<u64>(addressOf(t) + TRANSIENT_A, fixnum(n)); }

/** NIL if the running actor may use t now, else THROW. */
export function checkTransient(t: u64): u64 {
  const owner = field(t, TRANSIENT_OWNER);
  if (owner == me()) return NIL;
  return raise(owner == NIL ? E_TRANSIENT_DONE : E_TRANSIENT_OWNER);
}

function makeTransient(kind: u64, a: u64, b: u64, c: u64, d: u64): u64 {
  const t = alloc(T_TRANSIENT, 7, F_CELL | F_PINNED);
  initField(t, TRANSIENT_KIND, kind);
  initField(t, TRANSIENT_OWNER, me());
  initField(t, TRANSIENT_EDIT, NIL);
  initField(t, TRANSIENT_A, a);
  initField(t, TRANSIENT_B, b);
  initField(t, TRANSIENT_C, c);
  initField(t, TRANSIENT_D, d);
  return pointer(T_TRANSIENT, t);
}

export function transientVector(v: u64): u64 {
  const n = vectorCount(v), flat = isFlat(v);
  const last = flat ? addressOf(v) : addressOf(field(v, VECTOR_TAIL));
  const tail = growNode(last, n - tailOffset(n), 32, F_PINNED);
  return makeTransient(TK_VECTOR, fixnum(n), flat ? fixnum(5) : field(v, VECTOR_SHIFT), flat ? emptyNode() : field(v, VECTOR_ROOT), nodeWord(tail));
}

export function transientMap(m: u64): u64 {
  if (typeOf(m) == T_HASH_MAP) return makeTransient(TK_HASH_MAP, field(m, HASH_MAP_COUNT), field(m, HASH_MAP_ROOT), NIL, NIL);
  const n = arrayMapCount(m);
  const room = max<u32>(2 * ARRAY_MAP_MAX_PAIRS, 2 * n);
  const node = alloc(T_NODE, room, 0);
  copyWords(node + NODE_WORDS, addressOf(m) + ARRAY_MAP_PAIRS, 2 * n);
  for (let i: u32 = n << 1; i < room; i++) store<u64>(node + NODE_WORDS + (i << 3), NIL);
  return makeTransient(TK_ARRAY_MAP, fixnum(n), nodeWord(node), NIL, NIL);
}

export function transientSet(s: u64): u64 {
  const m = field(s, HASH_SET_MAP);
  return makeTransient(TK_SET, field(m, HASH_MAP_COUNT), field(m, HASH_MAP_ROOT), NIL, NIL);
}

// --- vectors -------------------------------------------------------------------------------------------------------

/** The node itself if it is owned, else an owned copy with all 32 slots. */
function owned(node: u64): u32 {
  const a = addressOf(node);
  return isPinned(a) ? a : growNode(a, sizeOf(a), 32, F_PINNED);
}

function ownedPath(shift: u32, leaf: u64): u64 {
  for (; shift > 0; shift -= 5) {
    const a = growNode(0, 0, 32, F_PINNED);
    store<u64>(a + NODE_WORDS, leaf);
    leaf = nodeWord(a);
  }
  return leaf;
}

function pushOwned(node: u64, shift: u32, index: u32, leaf: u64): u64 {
  const a = owned(node);
  const at = NODE_WORDS + (((index >> shift) & 31) << 3);
  const old = load<u64>(a + at);
  mutate(a, at, old == NIL ? ownedPath(shift - 5, leaf) : pushOwned(old, shift - 5, index, leaf));
  return nodeWord(a);
}

/** t is a live transient vector of the running actor. */
export function vectorConjT(t: u64, x: u64): u64 {
  const a = addressOf(t);
  const n = <u32>(load<u64>(a + TRANSIENT_A) >> 3);
  const used = n - tailOffset(n);
  store<u64>(a + TRANSIENT_A, fixnum(n + 1));
  if (used < 32) {
    mutate(addressOf(load<u64>(a + TRANSIENT_D)), NODE_WORDS + (used << 3), x);
    return t;
  }
  const leaf = load<u64>(a + TRANSIENT_D);
  const tail = growNode(0, 0, 32, F_PINNED);
  store<u64>(tail + NODE_WORDS, x);
  const shift = <u32>fixnumValue(load<u64>(a + TRANSIENT_B));
  const root = load<u64>(a + TRANSIENT_C);
  if (n - 32 >= (<u32>1 << (shift + 5))) {
    const top = growNode(0, 0, 32, F_PINNED);
    store<u64>(top + NODE_WORDS, root);
    store<u64>(top + NODE_WORDS + 8, ownedPath(shift, leaf));
    store<u64>(a + TRANSIENT_B, fixnum(shift + 5));
    mutate(a, TRANSIENT_C, nodeWord(top));
  } else mutate(a, TRANSIENT_C, pushOwned(root, shift, n - 32, leaf));
  mutate(a, TRANSIENT_D, nodeWord(tail));
  return t;
}

/** Address of the leaf that holds element i of a transient vector. */
export function transientLeaf(t: u64, i: u32): u32 {
  if (i >= tailOffset(transientCount(t))) return addressOf(field(t, TRANSIENT_D));
  let node = addressOf(field(t, TRANSIENT_C));
  for (let shift = <u32>fixnumValue(field(t, TRANSIENT_B)); shift > 0; shift -= 5) {
    node = addressOf(load<u64>(node + NODE_WORDS + (((i >> shift) & 31) << 3)));
  }
  return node;
}
// @ts-ignore: decorator
@inline export function transientAt(t: u64, i: u32): u64 { return load<u64>(transientLeaf(t, i) + NODE_WORDS + ((i & 31) << 3)); }

function setOwned(node: u64, shift: u32, i: u32, x: u64): u64 {
  const a = owned(node);
  const at = NODE_WORDS + (((i >> shift) & 31) << 3);
  mutate(a, at, shift == 0 ? x : setOwned(load<u64>(a + at), shift - 5, i, x));
  return nodeWord(a);
}

export function vectorAssocT(t: u64, index: u64, x: u64): u64 {
  const n = transientCount(t);
  index = asIndex(index);
  if (!isFixnum(index)) return raise(E_INTEGER_KEY, index);
  if (<u64>fixnumValue(index) > <u64>n) return raise(E_INDEX, index, fixnum(n));
  const i = <u32>fixnumValue(index);
  if (i == n) return vectorConjT(t, x);
  const a = addressOf(t);
  if (i >= tailOffset(n)) mutate(addressOf(load<u64>(a + TRANSIENT_D)), NODE_WORDS + ((i & 31) << 3), x);
  else mutate(a, TRANSIENT_C, setOwned(load<u64>(a + TRANSIENT_C), <u32>fixnumValue(load<u64>(a + TRANSIENT_B)), i, x));
  return t;
}

/** Takes the last leaf (first index `index`) out; NIL when the subtree is empty then. */
function dropOwned(node: u64, shift: u32, index: u32): u64 {
  const a = owned(node);
  const slot = (index >> shift) & 31;
  const at = NODE_WORDS + (slot << 3);
  const child = shift > 5 ? dropOwned(load<u64>(a + at), shift - 5, index) : NIL;
  if (child == NIL && slot == 0) return NIL;
  mutate(a, at, child);
  return nodeWord(a);
}

export function vectorPopT(t: u64): u64 {
  const a = addressOf(t);
  const n = transientCount(t);
  if (n == 0) return raise(E_POP_EMPTY, t);
  const used = n - tailOffset(n);
  if (used > 1 || n == 1) {
    setCount(t, n - 1);
    store<u64>(addressOf(load<u64>(a + TRANSIENT_D)) + NODE_WORDS + ((used - 1) << 3), NIL);
    return t;
  }
  const shift = <u32>fixnumValue(load<u64>(a + TRANSIENT_B));
  const leaf = transientLeaf(t, n - 2);
  setCount(t, n - 1);
  let root = dropOwned(load<u64>(a + TRANSIENT_C), shift, n - 33);
  if (root == NIL) root = emptyNode();
  if (shift > 5 && n - 33 <= (<u32>1 << shift)) {
    root = load<u64>(addressOf(root) + NODE_WORDS);
    store<u64>(a + TRANSIENT_B, fixnum(shift - 5));
  }
  mutate(a, TRANSIENT_C, root);
  mutate(a, TRANSIENT_D, nodeWord(isPinned(leaf) ? leaf : growNode(leaf, 32, 32, F_PINNED)));
  return t;
}

/** As releaseSome of maps: a node after what is below it, -1 when the budget is used up. */
function releaseTree(node: u64, shift: u32, budget: i32): i32 {
  const a = addressOf(node);
  if (!isPinned(a)) return budget;
  if (shift > 0) {
    for (let at = a + NODE_WORDS, end = at + (sizeOf(a) << 3); at < end; at += 8) {
      const child = load<u64>(at);
      if (child == NIL) break;
      budget = releaseTree(child, shift - 5, budget);
      if (budget < 0) return -1;
    }
  }
  if (budget == 0) return -1;
  unpin(a);
  return budget - 1;
}

function persistentVector(t: u64): u64 {
  const n = transientCount(t);
  let tail = field(t, TRANSIENT_D);
  if (n <= FLATVEC_MAX) return flatFrom(addressOf(tail) + NODE_WORDS, n, NIL);
  const used = n - tailOffset(n);
  if (used == 32) unpin(addressOf(tail));
  else tail = nodeFrom(addressOf(tail) + NODE_WORDS, used);
  return makeTrie(n, <u32>fixnumValue(field(t, TRANSIENT_B)), field(t, TRANSIENT_C), tail, NIL);
}

// --- maps and sets -------------------------------------------------------------------------------------------------

/** The pair with this key in a transient map or set: its address, 0, or PAIR_SLOW. */
export function transientFind(t: u64, key: u64): u32 {
  if (transientKind(t) == TK_ARRAY_MAP) return findPair(addressOf(field(t, TRANSIENT_B)) + NODE_WORDS, transientCount(t), key);
  const h = keyHash(key);
  return h < 0 ? PAIR_SLOW : findInTrie(field(t, TRANSIENT_B), <u32>h, key);
}

/** Adds or replaces in a live transient map or set (val is the key itself for sets, whose elements stay). */
export function mapAssocT(t: u64, key: u64, val: u64): u64 {
  const kind = transientKind(t);
  if (kind == TK_ARRAY_MAP) return arrayAssocT(t, key, val);
  const h = keyHash(key);
  if (h < 0) return SLOW;
  const pair = findInTrie(field(t, TRANSIENT_B), <u32>h, key);
  return hashPutT(t, <u32>h, pair, key, val, UNKNOWN_HASH);
}

export function hashPutT(t: u64, hash: u32, pair: u32, key: u64, val: u64, leafHash: i64): u64 {
  if (pair == PAIR_SLOW) return SLOW;
  const root = field(t, TRANSIENT_B);
  if (pair != 0) {
    if (transientKind(t) != TK_SET && load<u64>(pair, 8) != val) mutate(addressOf(t), TRANSIENT_B, replaceAt(root, 0, hash, pair, val, true));
    return t;
  }
  const grown = insert(root, 0, hash, key, val, leafHash, true);
  if (grown == SLOW) return SLOW;
  mutate(addressOf(t), TRANSIENT_B, grown);
  setCount(t, transientCount(t) + 1);
  return t;
}

function arrayAssocT(t: u64, key: u64, val: u64): u64 {
  const n = transientCount(t);
  const node = addressOf(field(t, TRANSIENT_B));
  const pair = findPair(node + NODE_WORDS, n, key);
  if (pair == PAIR_SLOW) return SLOW;
  if (pair == 0 && n << 1 >= sizeOf(node)) {
    const root = trieOf(node + NODE_WORDS, n, true);
    if (root == SLOW) return SLOW;
    const h = keyHash(key);
    if (h < 0) return SLOW;
    store<u64>(addressOf(t) + TRANSIENT_KIND, TK_HASH_MAP);
    mutate(addressOf(t), TRANSIENT_B, root);
    return hashPutT(t, <u32>h, 0, key, val, UNKNOWN_HASH);
  }
  return arrayPutT(t, pair, key, val);
}

/** Into the pair found, or after the last one (there is room). */
export function arrayPutT(t: u64, pair: u32, key: u64, val: u64): u64 {
  const node = addressOf(field(t, TRANSIENT_B));
  if (pair != 0) {
    mutate(node, pair + 8 - node, val);
    return t;
  }
  const n = transientCount(t);
  mutate(node, NODE_WORDS + (n << 4), key);
  mutate(node, NODE_WORDS + (n << 4) + 8, val);
  setCount(t, n + 1);
  return t;
}

/** Removes a key from a live transient map or set. */
export function mapDissocT(t: u64, key: u64): u64 {
  const pair = transientFind(t, key);
  if (pair == PAIR_SLOW) return SLOW;
  if (pair == 0) return t;
  return removeT(t, pair, transientKind(t) == TK_ARRAY_MAP ? 0 : <u32>keyHash(key));
}

/** Removes the pair found, whose key has this hash. */
export function removeT(t: u64, pair: u32, hash: u32): u64 {
  const n = transientCount(t) - 1;
  setCount(t, n);
  if (transientKind(t) != TK_ARRAY_MAP) {
    mutate(addressOf(t), TRANSIENT_B, removeAt(field(t, TRANSIENT_B), 0, hash, pair, true));
    return t;
  }
  // The last pair takes its place, as on the JVM.
  const node = addressOf(field(t, TRANSIENT_B));
  const last = node + NODE_WORDS + (n << 4);
  mutate(node, pair - node, load<u64>(last));
  mutate(node, pair - node + 8, load<u64>(last, 8));
  store<u64>(last, NIL);
  store<u64>(last, NIL, 8);
  return t;
}

function persistentMap(t: u64): u64 {
  const n = transientCount(t);
  const b = field(t, TRANSIENT_B);
  if (transientKind(t) == TK_ARRAY_MAP) {
    if (n == 0) return emptyMap();
    const a = newArrayMap(n, NIL);
    copyWords(a + ARRAY_MAP_PAIRS, addressOf(b) + NODE_WORDS, 2 * n);
    return pointer(T_ARRAY_MAP, a);
  }
  if (transientKind(t) == TK_HASH_MAP) return makeHashMap(n, b, NIL);
  return n == 0 ? emptySet() : makeSet(makeHashMap(n, b, NIL), NIL);
}

/** Nodes released between two looks at the reductions. */
const RELEASE_STRIDE: i32 = 2000;

/** Takes ownership of all nodes away, slice by slice; MORE when the slice is used up and something is left. */
export function releaseAll(t: u64): u64 {
  const kind = transientKind(t);
  if (kind == TK_ARRAY_MAP) return NIL;
  let left: i32 = -1;
  while (left < 0) {
    if (kind == TK_VECTOR) left = releaseTree(field(t, TRANSIENT_C), <u32>fixnumValue(field(t, TRANSIENT_B)), RELEASE_STRIDE);
    else left = releaseSome(field(t, TRANSIENT_B), RELEASE_STRIDE);
    if (left < 0 && strideDone()) return MORE;
  }
  return NIL;
}

/** The collection of a live transient of the running actor, whose nodes have been released; it is at its end. */
export function persistentOf(t: u64): u64 {
  const result = transientKind(t) == TK_VECTOR ? persistentVector(t) : persistentMap(t);
  const a = addressOf(t);
  store<u64>(a + TRANSIENT_OWNER, NIL);
  store<u64>(a + TRANSIENT_B, NIL);
  store<u64>(a + TRANSIENT_C, NIL);
  store<u64>(a + TRANSIENT_D, NIL);
  setFlags(a, flagsOf(a) & ~F_PINNED);
  return result;
}
