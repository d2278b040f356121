/** Equality and hash of vectors of up to 32 elements, if none of these is a collection: in a loop, where others need frames (deep.ts). */
import {
  ABSENT, ARRAY_MAP_HASH, HASH_MAP_HASH, HASH_SET_HASH, NODE_WORDS, SLOW, SUBVEC_HASH, T_ARRAY_MAP, T_HASH_MAP, T_HASH_SET, T_SUBVEC, T_VECTOR, TRUE, VECTOR_HASH, VECTOR_TAIL,
} from "../generated/spec";
import { mixCollHash } from "../object/hash";
import { field } from "../object/header";
import { addressOf, fixnum, isType, typeOf } from "../object/word";
import { eqShallow, HASH_SLOW, hashShallow } from "./scalar";
import { vectorCount } from "./vector";

// @ts-ignore: decorator
@inline export function hashWord(h: u32): u64 { return fixnum(<i64><i32>h); }
/** Keeps a hash in the collection that it belongs to (shared ones too: everybody computes the same). */
export function cache(w: u64, hash: u64): void {
  const a = addressOf(w);
  switch (typeOf(w)) {
    case T_VECTOR: store<u64>(a, hash, VECTOR_HASH); break;
    case T_SUBVEC: store<u64>(a, hash, SUBVEC_HASH); break;
    case T_ARRAY_MAP: store<u64>(a, hash, ARRAY_MAP_HASH); break;
    case T_HASH_MAP: store<u64>(a, hash, HASH_MAP_HASH); break;
    case T_HASH_SET: store<u64>(a, hash, HASH_SET_HASH); break;
  }
}

/** Elements that a vector without a trie may have: its tail alone. */
const FLAT: u32 = 32;
// @ts-ignore: decorator
@inline export function isFlat(w: u64): boolean { return isType(w, T_VECTOR) && vectorCount(w) <= FLAT; }
// @ts-ignore: decorator
@inline function tailWords(w: u64): u32 { return addressOf(field(w, VECTOR_TAIL)) + NODE_WORDS; }
/** Two short vectors without a frame; ABSENT if an element needs one. */
export function eqFlat(v: u64, w: u64): u64 {
  const n = vectorCount(v), p = tailWords(v), q = tailWords(w);
  for (let i: u32 = 0; i < n << 3; i += 8) {
    const same = eqShallow(load<u64>(p + i), load<u64>(q + i));
    if (same != TRUE) return same;
  }
  return TRUE;
}
/** Hash of a short vector without a frame, which it keeps; ABSENT if an element needs one. */
export function hashFlat(w: u64): u64 {
  const n = vectorCount(w), p = tailWords(w);
  let hash: u32 = 1;
  for (let i: u32 = 0; i < n << 3; i += 8) {
    const h = hashShallow(load<u64>(p + i));
    if (h < 0) return h == HASH_SLOW ? SLOW : ABSENT;
    hash = hash * 31 + <u32>h;
  }
  const result = hashWord(mixCollHash(hash, n));
  cache(w, result);
  return result;
}
