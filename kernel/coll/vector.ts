/**
 * Persistent vectors. Up to FLATVEC_MAX elements stand in one object (flatvec.ts), more in a 32-way trie of NODEs and a tail of at
 * most 32 words; no other representation of as many elements exists.
 *
 *   VECTOR  count  shift  root  tail  hash  meta
 *                          |     `-- NODE of the last count - tailOffset elements
 *                          `-- NODE of up to 32 NODEs ... of 32 elements, `shift` / 5 levels above the leaves
 *
 * Nodes are as long as they are filled; nodes that a transient owns have 32 words (transient.ts), and unused ones are nil. All depth
 * is trie depth, at most 6.
 */
import {
  FLATVEC_MAX, NIL, NODE_WORDS, T_NODE, T_VECTOR, VECTOR_COUNT, VECTOR_HASH, VECTOR_META, VECTOR_ROOT, VECTOR_SHIFT, VECTOR_TAIL,
} from "../generated/spec";
import { alloc } from "../gc";
import { field, initField, sizeOf } from "../object/header";
import { addressOf, fixnum, isType, pointer } from "../object/word";
import { flatAt, flatCount, flatFrom, flatMeta, flatWith, flatWords, isFlat } from "./flatvec";
import { copyWords, growNode, newNode, nodeFrom, nodeWord } from "./node";

// @ts-ignore: decorator
@inline export function isVector(w: u64): boolean { return isFlat(w) || isType(w, T_VECTOR); }
// @ts-ignore: decorator
@inline export function trieCount(w: u64): u32 { return <u32>(field(w, VECTOR_COUNT) >> 3); }
// @ts-ignore: decorator
@inline export function vectorCount(w: u64): u32 { return isFlat(w) ? flatCount(w) : trieCount(w); }
// @ts-ignore: decorator
@inline export function vectorMeta(w: u64): u64 { return isFlat(w) ? flatMeta(w) : field(w, VECTOR_META); }
/** Index of the first element in the tail of a trie of n. */
// @ts-ignore: decorator
@inline export function tailOffset(n: u32): u32 { return n < 32 ? 0 : (n - 1) & ~31; }

/** The trie of more than FLATVEC_MAX elements. */
export function makeTrie(count: u32, shift: u32, root: u64, tail: u64, meta: u64): u64 {
  const a = alloc(T_VECTOR, 6, 0);
  initField(a, VECTOR_COUNT, fixnum(count));
  initField(a, VECTOR_SHIFT, fixnum(shift));
  initField(a, VECTOR_ROOT, root);
  initField(a, VECTOR_TAIL, tail);
  initField(a, VECTOR_HASH, NIL);
  initField(a, VECTOR_META, meta);
  return pointer(T_VECTOR, a);
}

/** Address of the leaf NODE of a trie that holds element i (i < count). */
function trieLeaf(w: u64, i: u32): u32 {
  const a = addressOf(w);
  if (i >= tailOffset(trieCount(w))) return addressOf(load<u64>(a + VECTOR_TAIL));
  let node = addressOf(load<u64>(a + VECTOR_ROOT));
  for (let shift = <u32>(load<u64>(a + VECTOR_SHIFT) >> 3); shift > 0; shift -= 5) {
    node = addressOf(load<u64>(node + NODE_WORDS + (((i >> shift) & 31) << 3)));
  }
  return node;
}
/** Address of the words of the leaf that holds element i (i < count): element i & ~31 and those after it. */
export function leafWords(w: u64, i: u32): u32 { return isFlat(w) ? flatWords(w) : trieLeaf(w, i) + NODE_WORDS; }
/** The leaf that holds element i (i < count), as a NODE; of a flat vector, a copy. */
export function leafNode(w: u64, i: u32): u64 { return isFlat(w) ? nodeFrom(flatWords(w), flatCount(w)) : pointer(T_NODE, trieLeaf(w, i)); }

// @ts-ignore: decorator
@inline export function trieAt(w: u64, i: u32): u64 { return load<u64>(trieLeaf(w, i) + NODE_WORDS + ((i & 31) << 3)); }
/** Element i < count. */
// @ts-ignore: decorator
@inline export function vectorAt(w: u64, i: u32): u64 { return isFlat(w) ? flatAt(w, i) : trieAt(w, i); }

/** A path of one-child nodes from `shift` down to the leaf. */
export function newPath(shift: u32, leaf: u64): u64 {
  for (; shift > 0; shift -= 5) {
    const a = newNode(1);
    store<u64>(a + NODE_WORDS, leaf);
    leaf = nodeWord(a);
  }
  return leaf;
}

/** The subtree with a full leaf appended: `index` is that of the leaf's first element, inside this subtree's span. */
function pushLeaf(node: u64, shift: u32, index: u32, leaf: u64): u64 {
  const a = addressOf(node);
  const slot = (index >> shift) & 31;
  const size = sizeOf(a);
  if (slot < size) {
    const old = load<u64>(a + NODE_WORDS + (slot << 3));
    // In nodes that a transient left behind, unused slots are nil.
    const child = old == NIL ? newPath(shift - 5, leaf) : pushLeaf(old, shift - 5, index, leaf);
    const b = growNode(a, size, size, 0);
    store<u64>(b + NODE_WORDS + (slot << 3), child);
    return nodeWord(b);
  }
  const b = growNode(a, size, slot + 1, 0);
  store<u64>(b + NODE_WORDS + (slot << 3), shift == 5 ? leaf : newPath(shift - 5, leaf));
  return nodeWord(b);
}

/** The node of one word. */
function nodeOf(x: u64): u64 {
  const a = newNode(1);
  store<u64>(a + NODE_WORDS, x);
  return nodeWord(a);
}

export function vectorConj(w: u64, x: u64): u64 {
  if (isFlat(w)) {
    const n = flatCount(w);
    if (n < FLATVEC_MAX) return flatWith(w, n, n + 1, x);
    return makeTrie(n + 1, 5, nodeOf(nodeFrom(flatWords(w), n)), nodeOf(x), flatMeta(w));
  }
  const a = addressOf(w);
  const n = trieCount(w);
  const shift = <u32>(load<u64>(a + VECTOR_SHIFT) >> 3);
  const root = load<u64>(a + VECTOR_ROOT);
  const meta = load<u64>(a + VECTOR_META);
  const tail = load<u64>(a + VECTOR_TAIL);
  const used = n - tailOffset(n);
  if (used < 32) {
    const t = newNode(used + 1);
    copyWords(t + NODE_WORDS, addressOf(tail) + NODE_WORDS, used);
    store<u64>(t + NODE_WORDS + (used << 3), x);
    return makeTrie(n + 1, shift, root, nodeWord(t), meta);
  }
  if (n - 32 >= (<u32>1 << (shift + 5))) {
    // The root is full: one level more.
    const top = newNode(2);
    store<u64>(top + NODE_WORDS, root);
    store<u64>(top + NODE_WORDS + 8, newPath(shift, tail));
    return makeTrie(n + 1, shift + 5, nodeWord(top), nodeOf(x), meta);
  }
  return makeTrie(n + 1, shift, pushLeaf(root, shift, n - 32, tail), nodeOf(x), meta);
}

/** The subtree with element i replaced. */
function replaceIn(node: u64, shift: u32, i: u32, x: u64): u64 {
  const a = addressOf(node);
  const size = sizeOf(a);
  const b = growNode(a, size, size, 0);
  const at = b + NODE_WORDS + (((i >> shift) & 31) << 3);
  store<u64>(at, shift == 0 ? x : replaceIn(load<u64>(at), shift - 5, i, x));
  return nodeWord(b);
}

/** Element i replaced; i < count. */
export function vectorSet(w: u64, i: u32, x: u64): u64 {
  if (isFlat(w)) return flatWith(w, i, flatCount(w), x);
  const a = addressOf(w);
  const n = trieCount(w);
  const shift = <u32>(load<u64>(a + VECTOR_SHIFT) >> 3);
  const root = load<u64>(a + VECTOR_ROOT);
  const tail = load<u64>(a + VECTOR_TAIL);
  const meta = load<u64>(a + VECTOR_META);
  if (i >= tailOffset(n)) return makeTrie(n, shift, root, replaceIn(tail, 0, i, x), meta);
  return makeTrie(n, shift, replaceIn(root, shift, i, x), tail, meta);
}

/** The subtree without its last leaf, whose first element has index `index`; NIL when nothing is left. */
function dropLeaf(node: u64, shift: u32, index: u32): u64 {
  const a = addressOf(node);
  const slot = (index >> shift) & 31;
  const child = shift > 5 ? dropLeaf(load<u64>(a + NODE_WORDS + (slot << 3)), shift - 5, index) : NIL;
  if (child == NIL) return slot == 0 ? NIL : nodeFrom(a + NODE_WORDS, slot);
  const b = growNode(a, slot + 1, slot + 1, 0);
  store<u64>(b + NODE_WORDS + (slot << 3), child);
  return nodeWord(b);
}

/** Without the last element; count > 0. */
export function vectorPop(w: u64): u64 {
  if (isFlat(w)) return flatFrom(flatWords(w), flatCount(w) - 1, flatMeta(w));
  const a = addressOf(w);
  const n = trieCount(w);
  const meta = load<u64>(a + VECTOR_META);
  if (n - 1 == FLATVEC_MAX) return flatFrom(trieLeaf(w, 0) + NODE_WORDS, n - 1, meta);
  let shift = <u32>(load<u64>(a + VECTOR_SHIFT) >> 3);
  let root = load<u64>(a + VECTOR_ROOT);
  const used = n - tailOffset(n);
  if (used > 1) return makeTrie(n - 1, shift, root, nodeFrom(addressOf(load<u64>(a + VECTOR_TAIL)) + NODE_WORDS, used - 1), meta);
  const tail = pointer(T_NODE, trieLeaf(w, n - 2));
  root = dropLeaf(root, shift, n - 33);
  // A root with a single child gives way to it.
  if (shift > 5 && n - 33 <= (<u32>1 << shift)) {
    root = load<u64>(addressOf(root) + NODE_WORDS);
    shift -= 5;
  }
  return makeTrie(n - 1, shift, root, tail, meta);
}

/** The vector of the n words at `at`. */
export function vectorFrom(at: u32, n: u32): u64 {
  if (n <= FLATVEC_MAX) return flatFrom(at, n, NIL);
  // Bottom-up: the leaves, then level on level above them.
  const inTree = tailOffset(n);
  const tail = nodeFrom(at + (inTree << 3), n - inTree);
  let level = newNode(inTree >> 5);
  for (let i: u32 = 0; i < inTree; i += 32) store<u64>(level + NODE_WORDS + ((i >> 5) << 3), nodeFrom(at + (i << 3), 32));
  let shift: u32 = 5;
  for (let size = inTree >> 5; size > 32; shift += 5) {
    const above = (size + 31) >> 5;
    const next = newNode(above);
    for (let i: u32 = 0; i < above; i++) {
      const from = i << 5;
      store<u64>(next + NODE_WORDS + (i << 3), nodeFrom(level + NODE_WORDS + (from << 3), min<u32>(32, size - from)));
    }
    level = next;
    size = above;
  }
  return makeTrie(n, shift, nodeWord(level), tail, NIL);
}
