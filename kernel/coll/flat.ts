/** Equality and hash of flat vectors, if no element is a collection: in a loop, where others need frames (deep.ts). */
import {
  ABSENT, ARRAY_MAP_HASH, HASH_MAP_HASH, HASH_SET_HASH, SLOW, SUBVEC_HASH, T_ARRAY_MAP, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_SUBVEC, T_VECTOR, TRUE, VECTOR_HASH,
} from "../generated/spec";
import { mixCollHash } from "../object/hash";
import { addressOf, fixnum, typeOf } from "../object/word";
import { flatCount, flatWords, keepFlatHash } from "./flatvec";
import { eqShallow, HASH_SLOW, hashShallow } from "./scalar";

// @ts-ignore: decorator
@inline export function hashWord(h: u32): u64 { return fixnum(<i64><i32>h); }
/** Keeps a hash in the collection that it belongs to (shared ones too: everybody computes the same). */
export function cache(w: u64, hash: u64): void {
  const a = addressOf(w);
  switch (typeOf(w)) {
    case T_FLATVEC: keepFlatHash(w, hash); break;
    case T_VECTOR: store<u64>(a, hash, VECTOR_HASH); break;
    case T_SUBVEC: store<u64>(a, hash, SUBVEC_HASH); break;
    case T_ARRAY_MAP: store<u64>(a, hash, ARRAY_MAP_HASH); break;
    case T_HASH_MAP: store<u64>(a, hash, HASH_MAP_HASH); break;
    case T_HASH_SET: store<u64>(a, hash, HASH_SET_HASH); break;
  }
}

/** Two flat vectors of one count without a frame; ABSENT if an element needs one. */
export function eqFlat(v: u64, w: u64): u64 {
  const n = flatCount(v), p = flatWords(v), q = flatWords(w);
  for (let i: u32 = 0; i < n << 3; i += 8) {
    const same = eqShallow(load<u64>(p + i), load<u64>(q + i));
    if (same != TRUE) return same;
  }
  return TRUE;
}
/** Hash of a flat vector without a frame, which it keeps; ABSENT if an element needs one. */
export function hashFlat(w: u64): u64 {
  const n = flatCount(w), p = flatWords(w);
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
