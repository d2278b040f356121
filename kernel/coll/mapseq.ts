/**
 * Seqs over maps. An AMAPSEQ is a map and an index. A MAPSEQ holds its first element and where to go on:
 *
 *   MAPSEQ  kind  first  stack  meta
 *                          `-- NODE (node, index of the next pair, rest of the stack), nil at the end
 *
 * kind: 0 entries, 1 keys, 2 values.
 */
import {
  ABSENT, E_BAD_TYPE, AMAPSEQ_INDEX, AMAPSEQ_KIND, AMAPSEQ_MAP, AMAPSEQ_META, ARRAY_MAP_PAIRS, HASH_MAP_ROOT,
  MAPSEQ_FIRST, MAPSEQ_KIND, MAPSEQ_META, MAPSEQ_STACK, NIL, NODE_WORDS, P_MAP_WALK, P_MAP_WORDS, T_AMAPSEQ, T_ARRAY_MAP, T_HASH_MAP, T_MAP_ENTRY, T_MAP_WALK, T_MAPSEQ,
} from "../generated/spec";
import { alloc } from "../gc";
import { field, initField } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isType, pointer, typeOf } from "../object/word";
import { firstPair, iteratorWord, iteratorWords, mapIterator, pairsIn } from "./mapnode";
import { newNode, nodeWord } from "./node";
import { newPair } from "./pair";
import { arrayMapCount } from "./scalar";

export const KIND_ENTRIES: u64 = 0;
export const KIND_KEYS: u64 = 8;
export const KIND_VALS: u64 = 16;

export function makeEntry(key: u64, val: u64): u64 {
  return newPair(T_MAP_ENTRY, key, val);
}

/** What a seq of this kind shows of the pair at `pair`. */
function element(kind: u64, pair: u32): u64 {
  if (kind == KIND_ENTRIES) return makeEntry(load<u64>(pair), load<u64>(pair, 8));
  return kind == KIND_KEYS ? load<u64>(pair) : load<u64>(pair, 8);
}

function frame(node: u64, next: u32, rest: u64): u64 {
  const a = newNode(3);
  store<u64>(a + NODE_WORDS, node);
  store<u64>(a + NODE_WORDS + 8, fixnum(next));
  store<u64>(a + NODE_WORDS + 16, rest);
  return nodeWord(a);
}

/** The seq that starts at pair i of node, with `rest` to come after the node; NIL when nothing is left. */
function advance(kind: u64, node: u64, i: u32, rest: u64): u64 {
  for (;;) {
    const n = pairsIn(node);
    if (i >= n) {
      if (rest == NIL) return NIL;
      const f = addressOf(rest);
      node = load<u64>(f + NODE_WORDS);
      i = <u32>fixnumValue(load<u64>(f + NODE_WORDS + 8));
      rest = load<u64>(f + NODE_WORDS + 16);
      continue;
    }
    const pair = firstPair(node) + (i << 4);
    if (load<u64>(pair) == ABSENT) {
      if (i + 1 < n) rest = frame(node, i + 1, rest);
      node = load<u64>(pair, 8);
      i = 0;
      continue;
    }
    const first = element(kind, pair);
    const stack = i + 1 < n ? frame(node, i + 1, rest) : rest;
    const a = alloc(T_MAPSEQ, 4, 0);
    initField(a, MAPSEQ_KIND, kind);
    initField(a, MAPSEQ_FIRST, first);
    initField(a, MAPSEQ_STACK, stack);
    initField(a, MAPSEQ_META, NIL);
    return pointer(T_MAPSEQ, a);
  }
}

/** A seq over an ARRAY_MAP or HASH_MAP, NIL when it is empty. */
export function mapSeq(map: u64, kind: u64): u64 {
  if (typeOf(map) == T_ARRAY_MAP) return arrayMapSeq(map, 0, kind);
  const root = field(map, HASH_MAP_ROOT);
  return root == NIL ? NIL : advance(kind, root, 0, NIL);
}

/** The MAPSEQ after this one, or NIL. */
export function mapSeqNext(seq: u64): u64 {
  const stack = field(seq, MAPSEQ_STACK);
  if (stack == NIL) return NIL;
  const f = addressOf(stack);
  return advance(field(seq, MAPSEQ_KIND), load<u64>(f + NODE_WORDS), <u32>fixnumValue(load<u64>(f + NODE_WORDS + 8)), load<u64>(f + NODE_WORDS + 16));
}

/** The AMAPSEQ from pair i, or NIL. */
export function arrayMapSeq(map: u64, i: u32, kind: u64): u64 {
  if (i >= arrayMapCount(map)) return NIL;
  const a = alloc(T_AMAPSEQ, 4, 0);
  initField(a, AMAPSEQ_MAP, map);
  initField(a, AMAPSEQ_INDEX, fixnum(i));
  initField(a, AMAPSEQ_KIND, kind);
  initField(a, AMAPSEQ_META, NIL);
  return pointer(T_AMAPSEQ, a);
}

export function arrayMapSeqFirst(seq: u64): u64 {
  const i = <u32>fixnumValue(field(seq, AMAPSEQ_INDEX));
  return element(field(seq, AMAPSEQ_KIND), addressOf(field(seq, AMAPSEQ_MAP)) + ARRAY_MAP_PAIRS + (i << 4));
}

export function arrayMapSeqNext(seq: u64): u64 {
  return arrayMapSeq(field(seq, AMAPSEQ_MAP), <u32>fixnumValue(field(seq, AMAPSEQ_INDEX)) + 1, field(seq, AMAPSEQ_KIND));
}

export function prim_map_walk(m: u64): u64 {
  if (!isType(m, T_ARRAY_MAP) && !isType(m, T_HASH_MAP)) return raise(E_BAD_TYPE, m, fixnum(P_MAP_WALK));
  return iteratorWord(mapIterator(m));
}
export function prim_map_words(walk: u64): u64 {
  return isType(walk, T_MAP_WALK) ? iteratorWords(addressOf(walk)) : raise(E_BAD_TYPE, walk, fixnum(P_MAP_WORDS));
}
