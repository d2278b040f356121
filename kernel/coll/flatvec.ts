/**
 * Vectors of up to FLATVEC_MAX elements, in one object:
 *
 *   FLATVEC  words...  extra       size in the header: count + 1
 *            |         `-- nil, the hash once it has been asked for (a fixnum), or metadata (a pointer)
 *            `-- the elements, where the words of a NODE are: a leaf of a trie is read like it
 *
 * A pair takes 32 bytes. The hash has no word of its own: without metadata, as nearly all vectors are, it stands where that would.
 * Not to keep it at all was no choice: hashing an object with shared parts ([x x] whose x is [y y] ...) takes as many steps as it has
 * paths then, and a large key would be hashed in one go each time it is looked up (prepareKey in deep.ts relies on hashes being kept).
 */
import { FLATVEC_WORDS, NIL, ROOT_EMPTY_VECTOR, T_FLATVEC } from "../generated/spec";
import { alloc } from "../gc";
import { sizeOf } from "../object/header";
import { addressOf, isFixnum, isType, pointer } from "../object/word";
import { copyWords } from "./node";

// @ts-ignore: decorator
@inline export function isFlat(w: u64): boolean { return isType(w, T_FLATVEC); }
// @ts-ignore: decorator
@inline export function flatCount(w: u64): u32 { return sizeOf(addressOf(w)) - 1; }
// @ts-ignore: decorator
@inline export function flatWords(w: u64): u32 { return addressOf(w) + FLATVEC_WORDS; }
// @ts-ignore: decorator
@inline export function flatAt(w: u64, i: u32): u64 { return load<u64>(flatWords(w) + (i << 3)); }
/** Address of the word after the elements. */
// @ts-ignore: decorator
@inline export function flatExtra(a: u32): u32 { return a + (sizeOf(a) << 3); }
// @ts-ignore: decorator
@inline export function flatMeta(w: u64): u64 {
  const extra = load<u64>(flatExtra(addressOf(w)));
  return isFixnum(extra) ? NIL : extra;
}
/** The kept hash, or nil. */
// @ts-ignore: decorator
@inline export function flatHash(w: u64): u64 {
  const extra = load<u64>(flatExtra(addressOf(w)));
  return isFixnum(extra) ? extra : NIL;
}
/** Keeps a hash if there is room. */
export function keepFlatHash(w: u64, hash: u64): void {
  const extra = flatExtra(addressOf(w));
  if (load<u64>(extra) == NIL) store<u64>(extra, hash);
}

// @ts-ignore: decorator
@inline export function emptyVector(): u64 { return load<u64>(ROOT_EMPTY_VECTOR); }
/** A vector of `n` elements, the first `keep` of which are those at `at`; the caller stores the others. */
export function newFlat(at: u32, keep: u32, n: u32, meta: u64): u64 {
  const a = alloc(T_FLATVEC, n + 1, 0);
  copyWords(a + FLATVEC_WORDS, at, keep);
  store<u64>(a + FLATVEC_WORDS + (n << 3), meta);
  return pointer(T_FLATVEC, a);
}
/** The vector of the n words at `at`. */
export function flatFrom(at: u32, n: u32, meta: u64): u64 { return n == 0 && meta == NIL ? emptyVector() : newFlat(at, n, n, meta); }
/** With x in place of element i, or behind the last one if that is n - 1 (there is room). */
export function flatWith(w: u64, i: u32, n: u32, x: u64): u64 {
  const v = newFlat(flatWords(w), flatCount(w), n, flatMeta(w));
  store<u64>(flatWords(v) + (i << 3), x);
  return v;
}
