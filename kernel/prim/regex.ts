/**
 * Regular expressions. The host's engine runs them (src/host/leaves.ts); it knows each by a number that the object gets when it is used for
 * the first time, so that no source has to cross.
 *
 *   REGEX  source  number      id << 16 | how many groups
 */
import {
  C_REGEX_COUNT, E_BAD_REGEX, E_BAD_TYPE, E_NULL, E_OUT_OF_MEMORY, E_REGEX_DEPTH, NIL, P_REGEX_EXEC, P_REGEX_SOURCE, P_REGEX_SPANS, REGEX_NUMBER, REGEX_SOURCE, T_NODE, T_REGEX, T_STRING,
  X_MINOR_COUNT, X_SLICES,
} from "../generated/spec";
import { newPair } from "../coll/pair";
import { alloc } from "../gc";
import { charge, executorBase } from "../mem/registers";
import { initField } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isFixnum, isType, opOf, pointer, truth } from "../object/word";
import { FAILED, host_regex_compile, host_regex_run } from "./leaves";
import { cutString, newBytes, roomFor, stringLength, stringUnits } from "./string";

const GROUP_BITS: i64 = 16;

function bad(w: u64, prim: u32): u64 { return w == NIL ? raise(E_NULL, fixnum(prim)) : raise(E_BAD_TYPE, w, fixnum(prim)); }
// @ts-ignore: decorator
@inline function sourceOf(re: u64): u64 { return load<u64>(addressOf(re) + REGEX_SOURCE); }
/** Two executors may give an object two numbers at once: either is good, and a word is stored whole. */
function numberOf(re: u64): i64 {
  const known = fixnumValue(load<u64>(addressOf(re) + REGEX_NUMBER));
  if (known != 0) return known;
  const source = sourceOf(re), groups = <i64>max<i32>(0, host_regex_compile(stringUnits(source), stringLength(source)));
  const number = <i64>(atomic.add<u64>(C_REGEX_COUNT, 1) + 1) << GROUP_BITS | groups;
  store<u64>(addressOf(re) + REGEX_NUMBER, fixnum(number));
  return number;
}
function groupsOf(re: u64): u32 { return <u32>numberOf(re) & ((1 << <u32>GROUP_BITS) - 1); }

export function prim_regex(source: u64): u64 {
  if (isType(source, T_REGEX)) return source;
  if (!isType(source, T_STRING)) return bad(source, P_REGEX_SOURCE);
  if (host_regex_compile(stringUnits(source), stringLength(source)) < 0) return raise(E_BAD_REGEX, source);
  return newPair(T_REGEX, source, fixnum(0));
}
export function prim_regex_p(w: u64): u64 { return truth(isType(w, T_REGEX)); }
export function prim_regex_source(w: u64): u64 { return isType(w, T_REGEX) ? sourceOf(w) : bad(w, P_REGEX_SOURCE); }
export function prim_regex_groups(w: u64): u64 { return isType(w, T_REGEX) ? fixnum(groupsOf(w)) : bad(w, P_REGEX_SOURCE); }

/** Nothing moves within one slice without a minor collection, so this tells the host whether its copy of a text is still good. */
// @ts-ignore: decorator
@inline function epoch(): i64 { return <i64>((load<u64>(executorBase + X_SLICES) << 24) + load<u64>(executorBase + X_MINOR_COUNT)); }
/** How the host is to search for many matches (prim/leaves.ts). */
const MANY: i32 = 3;
/** How many matches there are, whose positions are put there. */
function run(re: u64, s: u64, start: u64, how: i32, positions: u32, pairs: u32): i32 {
  const source = sourceOf(re);
  return host_regex_run(
    numberOf(re), stringUnits(source), stringLength(source), stringUnits(s), stringLength(s), <u32>fixnumValue(start), how, epoch(), positions, pairs,
  );
}
/** Where positions go: bytes of nobody's. */
function room(pairs: u32): u32 { return newBytes(8 * pairs) + 16; }
// @ts-ignore: decorator
@inline function isStart(start: u64, s: u64): bool { return isFixnum(start) && <u64>fixnumValue(start) <= <u64>stringLength(s); }
export function prim_regex_exec(re: u64, s: u64, start: u64, how: u64): u64 {
  if (!isType(re, T_REGEX)) return bad(re, P_REGEX_EXEC);
  if (!isType(s, T_STRING)) return bad(s, P_REGEX_EXEC);
  const kind = opOf(how, MANY);
  if (kind < 0) return bad(how, P_REGEX_EXEC);
  if (!isStart(start, s)) return NIL;
  const texts = groupsOf(re) + 1, positions = room(texts);
  charge(10);
  const n = run(re, s, start, kind, positions, texts);
  if (n == 0) return NIL;
  if (n == FAILED) return raise(E_REGEX_DEPTH, re);
  let units: u64 = 0;
  for (let i: u32 = 0; i < texts; i++) units += <u64>(load<i32>(positions + 8 * i + 4) - load<i32>(positions + 8 * i));
  if (!roomFor(units)) return raise(E_OUT_OF_MEMORY);
  const node = alloc(T_NODE, 2 + texts, 0);
  for (let i: u32 = 0; i < texts; i++) initField(node, 24 + 8 * i, NIL);
  initField(node, 8, fixnum(load<i32>(positions)));
  initField(node, 16, fixnum(load<i32>(positions + 4)));
  for (let i: u32 = 0; i < texts; i++) {
    const from = load<i32>(positions + 8 * i), to = load<i32>(positions + 8 * i + 4);
    if (from >= 0) initField(node, 24 + 8 * i, cutString(s, <u32>from, <u32>to));
  }
  return pointer(T_NODE, node);
}
/** Most matches that one call finds: what they cost together is no longer than a few long ones. */
const MOST_SPANS: u32 = 32;
export function prim_regex_spans(re: u64, s: u64, start: u64, most: u64): u64 {
  if (!isType(re, T_REGEX)) return bad(re, P_REGEX_EXEC);
  if (!isType(s, T_STRING)) return bad(s, P_REGEX_EXEC);
  if (!isStart(start, s)) return NIL;
  if (!isFixnum(most)) return bad(most, P_REGEX_SPANS);
  const wanted = <u32>max<i64>(1, min<i64>(MOST_SPANS, fixnumValue(most))), positions = room(wanted), n = run(re, s, start, MANY, positions, wanted);
  if (n == FAILED) return raise(E_REGEX_DEPTH, re);
  charge(10 * n);
  if (n == 0) return NIL;
  const node = alloc(T_NODE, 2 * n, 0);
  for (let i: u32 = 0; i < 2 * <u32>n; i++) initField(node, 8 + 8 * i, fixnum(load<i32>(positions + 4 * i)));
  return pointer(T_NODE, node);
}
