/**
 * NODE objects (tuples of words) and the word copying that all collections share. Fresh objects lie in the nursery and
 * no safepoint comes before they are complete, so they are filled with plain stores.
 */
import { F_PINNED, NIL, NODE_WORDS, ROOT_EMPTY_NODE, T_NODE } from "../generated/spec";
import { alloc } from "../gc";
import { flagsOf, setFlags, sizeOf } from "../object/header";
import { addressOf, pointer } from "../object/word";

/** Copies n words upward; for the short runs of tree nodes this beats memory.copy. Ranges must not overlap harmfully (dst < src is fine). */
export function copyWords(dst: u32, src: u32, n: u32): void {
  if (n > 96) {
    memory.copy(dst, src, n << 3);
    return;
  }
  let i: u32 = 0;
  const end = n << 3;
  for (; i + 16 <= end; i += 16) v128.store(dst + i, v128.load(src + i));
  if (i < end) store<u64>(dst + i, load<u64>(src + i));
}

export function fillWords(at: u32, n: u32, w: u64): void {
  for (const end = at + (n << 3); at < end; at += 8) store<u64>(at, w);
}

// @ts-ignore: decorator
@inline export function emptyNode(): u64 { return load<u64>(ROOT_EMPTY_NODE); }

/** A NODE of n words that the caller fills at once; its address. */
// @ts-ignore: decorator
@inline export function newNode(n: u32): u32 { return alloc(T_NODE, n, 0); }

/** Copy of the first `keep` words of NODE a with room for n; the rest is nil. */
export function growNode(a: u32, keep: u32, n: u32, flags: u32): u32 {
  const b = alloc(T_NODE, n, flags);
  copyWords(b + NODE_WORDS, a + NODE_WORDS, keep);
  fillWords(b + NODE_WORDS + (keep << 3), n - keep, NIL);
  return b;
}

// @ts-ignore: decorator
@inline export function nodeWord(a: u32): u64 { return pointer(T_NODE, a); }
// @ts-ignore: decorator
@inline export function nodeAt(a: u32, i: u32): u64 { return load<u64>(a + NODE_WORDS + (i << 3)); }

/** Copy of any object with all its words; flags are those given. */
export function copyObject(type: u32, a: u32, flags: u32): u32 {
  const n = sizeOf(a);
  const b = alloc(type, n, flags);
  copyWords(b + 8, a + 8, n);
  return b;
}

/** Whether the node belongs to a live transient (the only one that can reach it) and may be changed in place. */
// @ts-ignore: decorator
@inline export function isPinned(a: u32): boolean { return (flagsOf(a) & F_PINNED) != 0; }
// @ts-ignore: decorator
@inline export function unpin(a: u32): void { setFlags(a, flagsOf(a) & ~F_PINNED); }

/** A NODE of copies of n words at `at`. */
export function nodeFrom(at: u32, n: u32): u64 {
  if (n == 0) return emptyNode();
  const a = newNode(n);
  copyWords(a + NODE_WORDS, at, n);
  return nodeWord(a);
}

// @ts-ignore: decorator
@inline export function nodeSize(w: u64): u32 { return sizeOf(addressOf(w)); }
