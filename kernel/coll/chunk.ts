/**
 * Sequences that come in chunks: vectors, ranges, and what map, filter and the like make of such. The library works through a
 * chunk in one loop; element by element they are seqs like any other (seq.ts).
 *
 *   CHUNKED  node  index  more  meta      the words of the NODE from index, then more: a seq, a lazy seq or nil
 */
import {
  ARRAY_WORDS, CHUNKED_INDEX, CHUNKED_MORE, CHUNKED_NODE, CONS_REST, E_BAD_TYPE, E_INDEX, E_OUT_OF_MEMORY, MAP_ENTRY_KEY, NIL, NODE_WORDS, P_ARRAY_PART, P_CHUNK_CONS, P_CHUNK_INDEX,
  P_CHUNK_MORE, P_CHUNK_ONTO, P_CHUNK_WORDS, RANGE_END, RANGE_PHASE, RANGE_START, RANGE_STEP, T_ARRAY, T_ARRAYSEQ, T_CHUNKED, T_MAP_ENTRY, T_RANGE, T_VECSEQ, VECSEQ_INDEX,
  VECSEQ_VEC,
} from "../generated/spec";
import { canAlloc } from "../gc";
import { charge } from "../mem/registers";
import { cellAddress, field, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, bool, fixnum, fixnumValue, isFixnum, isType, longValue } from "../object/word";
import { longWord } from "./box";
import { rangeCount } from "./cursor";
import { newNode, nodeFrom, nodeSize, nodeWord } from "./node";
import { makeChunked, makeCons, makeRange, RANGE_CHUNK, vectorSeq } from "./seq";
import { isVector, leafNode } from "./vector";

function rangeChunk(w: u64): u64 {
  const start = longValue(field(w, RANGE_START)), step = longValue(field(w, RANGE_STEP)), end = longValue(field(w, RANGE_END));
  if (end == i64.MAX_VALUE) return NIL; // (range), which has no end
  const left = <u64>rangeCount(w), n = <u32>min<u64>(left, RANGE_CHUNK - fixnumValue(field(w, RANGE_PHASE)));
  const node = newNode(n);
  for (let i: u32 = 0; i < n; i++) store<u64>(node + NODE_WORDS + (i << 3), longWord(start + <i64>i * step));
  return makeChunked(nodeWord(node), 0, left > n ? makeRange(start + <i64>n * step, end, step, NIL) : NIL);
}

function vectorChunk(v: u64, i: u32): u64 {
  const node = leafNode(v, i), start = i & 31;
  return makeChunked(node, start, vectorSeq(v, i - start + nodeSize(node)));
}

export function prim_chunked_p(w: u64): u64 { return bool(isType(w, T_CHUNKED)); }

export function prim_seq_chunk(w: u64): u64 {
  if (isType(w, T_CHUNKED)) return w;
  if (isType(w, T_RANGE)) return rangeChunk(w);
  if (!isType(w, T_VECSEQ)) return NIL;
  const v = field(w, VECSEQ_VEC), i = <u32>fixnumValue(field(w, VECSEQ_INDEX));
  if (isVector(v)) return vectorChunk(v, i);
  return isType(v, T_MAP_ENTRY) ? makeChunked(nodeFrom(addressOf(v) + MAP_ENTRY_KEY, 2), i, NIL) : NIL;
}

/** Elements [from, to) of an ARRAY as a NODE. */
export function prim_array_part(array: u64, from: u64, to: u64): u64 {
  if (!isType(array, T_ARRAY)) return raise(E_BAD_TYPE, array, fixnum(P_ARRAY_PART));
  const a = cellAddress(array), n = sizeOf(a) - 1;
  if (!isFixnum(to) || <u64>fixnumValue(to) > <u64>n) return raise(E_INDEX, to, fixnum(n));
  if (!isFixnum(from) || <u64>from > <u64>to) return raise(E_INDEX, from, to);
  const i = <u32>fixnumValue(from), k = <u32>fixnumValue(to) - i;
  if (k > 4096 && !canAlloc(k << 3)) return raise(E_OUT_OF_MEMORY);
  charge(<i32>(k >> 6));
  return nodeFrom(a + ARRAY_WORDS + (i << 3), k);
}

export function prim_repeat_seq(x: u64): u64 {
  const w = makeCons(x, NIL);
  store<u64>(addressOf(w) + CONS_REST, w);
  return w;
}

export function prim_chunk_cons(array: u64, n: u64, more: u64): u64 {
  if (!isType(array, T_ARRAY)) return raise(E_BAD_TYPE, array, fixnum(P_CHUNK_CONS));
  const a = cellAddress(array);
  if (!isFixnum(n) || <u64>fixnumValue(n) > <u64>(sizeOf(a) - 1)) return raise(E_INDEX, n, fixnum(sizeOf(a) - 1));
  return n == 0 ? more : makeChunked(nodeFrom(a + ARRAY_WORDS, <u32>fixnumValue(n)), 0, more);
}
export function prim_chunk_onto(w: u64, more: u64): u64 {
  if (!isType(w, T_CHUNKED)) return raise(E_BAD_TYPE, w, fixnum(P_CHUNK_ONTO));
  return makeChunked(field(w, CHUNKED_NODE), <u32>fixnumValue(field(w, CHUNKED_INDEX)), more);
}

export function prim_chunk_words(w: u64): u64 { return part(w, CHUNKED_NODE, P_CHUNK_WORDS); }
export function prim_chunk_index(w: u64): u64 { return part(w, CHUNKED_INDEX, P_CHUNK_INDEX); }
export function prim_chunk_more(w: u64): u64 { return part(w, CHUNKED_MORE, P_CHUNK_MORE); }
function part(w: u64, offset: u32, prim: u32): u64 {
  // Rest arguments begin like a chunk; nothing comes behind theirs.
  return isType(w, T_CHUNKED) || (isType(w, T_ARRAYSEQ) && offset != CHUNKED_MORE) ? field(w, offset) : raise(E_BAD_TYPE, w, fixnum(prim));
}
