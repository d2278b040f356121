/**
 * Hash maps and sets whose keys only program code can hash or compare (user types, lazy seqs): the library computes hash
 * and equality and calls these, which compare keys by identity alone.
 *
 *   hash-find    where a key of this hash may stand: NODE [key value key value ...], for sets the element twice
 *   hash-put     in place of a pair whose key is one of those very words, else as a new pair. If hash-find answered one
 *                pair that is not meant, it may have to move: leaf-hash is the hash of its key
 *   hash-remove  takes out the pair whose key is this very word
 *
 * All take ARRAY_MAP, HASH_MAP, HASH_SET and their live TRANSIENTs. hash-put answers nil for an array map that is full: the
 * library moves its pairs to a hash map.
 */
import {
  ARRAY_MAP_MAX_PAIRS, E_BAD_TYPE, HASH_MAP_ROOT, HASH_SET_MAP, HASH_SET_META, NIL, NODE_WORDS, P_HASH_FIND, P_HASH_PUT, P_HASH_REMOVE,
  P_TRANSIENT_KIND, SLOW, T_ARRAY_MAP, T_HASH_MAP, T_HASH_SET, T_TRANSIENT, THROW, TRANSIENT_B,
} from "../generated/spec";
import { field, resolve, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isFixnum, isPointer, isType, typeOf } from "../object/word";
import { arrayMapPut, arrayMapRemove, hashMapPut, hashMapRemove } from "./map";
import { candidatesCount, candidatesStart, findLeaf, firstPair } from "./mapnode";
import { copyWords, emptyNode, newNode, nodeWord } from "./node";
import { arrayMapCount } from "./scalar";
import { makeSet } from "./set";
import { arrayPutT, checkTransient, hashPutT, removeT, TK_ARRAY_MAP, TK_SET, TK_VECTOR, transientCount, transientKind } from "./transient";

/** The error if `w` is none of the four types, else NIL. */
function check(w: u64, hash: u64, prim: u32): u64 {
  if (!isFixnum(hash)) return raise(E_BAD_TYPE, hash, fixnum(prim));
  if (isPointer(w)) {
    const t = typeOf(w);
    if (t == T_ARRAY_MAP || t == T_HASH_MAP || t == T_HASH_SET) return NIL;
    if (t == T_TRANSIENT && transientKind(w) != TK_VECTOR) return checkTransient(w);
  }
  return raise(E_BAD_TYPE, w, fixnum(prim));
}

// @ts-ignore: decorator
@inline function isArrayLike(w: u64): boolean { return isType(w, T_ARRAY_MAP) || (isType(w, T_TRANSIENT) && transientKind(w) == TK_ARRAY_MAP); }
/** Root of the trie of a HASH_MAP, HASH_SET or hash transient. */
function rootOf(w: u64): u64 {
  if (isType(w, T_TRANSIENT)) return field(w, TRANSIENT_B);
  return field(isType(w, T_HASH_SET) ? field(w, HASH_SET_MAP) : w, HASH_MAP_ROOT);
}
/** The pairs to look at: their number; `firstCandidate` answers where. */
function countCandidates(w: u64, hash: u32): u32 {
  if (isArrayLike(w)) return isType(w, T_ARRAY_MAP) ? arrayMapCount(w) : transientCount(w);
  const leaf = findLeaf(rootOf(w), hash);
  return leaf == 0 ? 0 : candidatesCount(leaf);
}
function firstCandidate(w: u64, hash: u32): u32 {
  if (isType(w, T_ARRAY_MAP)) return firstPair(w);
  return isArrayLike(w) ? addressOf(field(w, TRANSIENT_B)) + NODE_WORDS : candidatesStart(findLeaf(rootOf(w), hash));
}
/** The pair whose key is this very word, or 0. */
function findIdentical(w: u64, hash: u32, key: u64): u32 {
  const n = countCandidates(w, hash);
  if (n == 0) return 0;
  const wanted = resolve(key);
  for (let pair = firstCandidate(w, hash), end = pair + (n << 4); pair < end; pair += 16) if (resolve(load<u64>(pair)) == wanted) return pair;
  return 0;
}

export function prim_hash_find(w: u64, hash: u64): u64 {
  if (check(w, hash, P_HASH_FIND) == THROW) return THROW;
  const h = <u32>fixnumValue(hash);
  const n = countCandidates(w, h);
  if (n == 0) return emptyNode();
  const a = newNode(2 * n);
  copyWords(a + NODE_WORDS, firstCandidate(w, h), 2 * n);
  return nodeWord(a);
}

export function prim_hash_put(w: u64, hash: u64, key: u64, val: u64, leafHash: u64): u64 {
  if (check(w, hash, P_HASH_PUT) == THROW) return THROW;
  const h = <u32>fixnumValue(hash);
  const leaf: i64 = isFixnum(leafHash) ? <i64>(<u64><u32>fixnumValue(leafHash)) : -1;
  const pair = findIdentical(w, h, key);
  switch (typeOf(w)) {
    case T_ARRAY_MAP: return pair == 0 && arrayMapCount(w) >= ARRAY_MAP_MAX_PAIRS ? NIL : arrayMapPut(w, pair, key, val);
    case T_HASH_MAP: return orBad(hashMapPut(w, h, pair, key, val, leaf), key);
    case T_HASH_SET: {
      if (pair != 0) return w;
      const map = orBad(hashMapPut(field(w, HASH_SET_MAP), h, 0, key, key, leaf), key);
      return map == THROW ? THROW : makeSet(map, field(w, HASH_SET_META));
    }
    default: {
      if (!isArrayLike(w)) return orBad(hashPutT(w, h, pair, key, transientKind(w) == TK_SET ? key : val, leaf), key);
      if (pair == 0 && transientCount(w) << 1 >= sizeOf(addressOf(field(w, TRANSIENT_B)))) return NIL;
      return arrayPutT(w, pair, key, val);
    }
  }
}

/** SLOW here means that leaf-hash was needed and missing: the caller's mistake. */
function orBad(w: u64, key: u64): u64 { return w == SLOW ? raise(E_BAD_TYPE, key, fixnum(P_HASH_PUT)) : w; }

export function prim_hash_remove(w: u64, hash: u64, key: u64): u64 {
  if (check(w, hash, P_HASH_REMOVE) == THROW) return THROW;
  const h = <u32>fixnumValue(hash);
  const pair = findIdentical(w, h, key);
  if (pair == 0) return w;
  switch (typeOf(w)) {
    case T_ARRAY_MAP: return arrayMapRemove(w, pair);
    case T_HASH_MAP: return hashMapRemove(w, h, pair);
    case T_HASH_SET: return makeSet(hashMapRemove(field(w, HASH_SET_MAP), h, pair), field(w, HASH_SET_META));
    default: return removeT(w, pair, h);
  }
}

export function prim_transient_kind(t: u64): u64 {
  if (!isType(t, T_TRANSIENT)) return raise(E_BAD_TYPE, t, fixnum(P_TRANSIENT_KIND));
  return checkTransient(t) == THROW ? THROW : transientKind(t);
}
