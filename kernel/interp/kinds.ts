/** What arguments are, and which kinds of arrays a function works on: CODE.seen (spec/bytecode.ts), on which compiled code relies. */
import {
  ARRAY_WORDS, CLOSURE_CAPTURES, CODE_ARITY, CODE_NLOCALS, CODE_SEEN, NIL, PACKED_FIRST, SEEN_ARGS, SEEN_ARRAYS, SEEN_BITS, SEEN_FIXNUM, SEEN_FLOAT, SEEN_OTHER, SEEN_SMALL,
  T_ARRAY, T_CLOSURE,
} from "../generated/spec";
import { arrayLength, isPacked } from "../coll/packed";
import { cellAddress, sizeOf } from "../object/header";
import { addressOf, isFixnum, isFloat, isType, typeOf } from "../object/word";
import { HEADER, savedFp } from "./frame";

/** Notes what the arguments are; in a loop, what stands in their place: what is believed of them is checked wherever it is used. */
export function look(code: u32): void {
  store<u64>(code + CODE_SEEN, load<u64>(code + CODE_SEEN) | seenHere(code));
}
/** Of the running frame, in the places that they have in CODE.seen. */
export function seenHere(code: u32): u64 {
  return argumentKinds(code, savedFp() + HEADER) | <u64>arrays(code) << (SEEN_ARRAYS + 3);
}
/** Of a code's arguments at an address. */
export function argumentKinds(code: u32, args: u32): u64 {
  const n = min<u32>(<u32>(load<u64>(code + CODE_ARITY) >> 4), SEEN_ARGS);
  let seen: u64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const w = load<u64>(args + 8 * i);
    seen |= <u64>(isFixnum(w) ? w >> 34 == 0 ? SEEN_SMALL : SEEN_FIXNUM : isFloat(w) ? SEEN_FLOAT : SEEN_OTHER) << (SEEN_BITS * i + 3);
  }
  return seen;
}
/** Most captures that are looked at. */
const CAPTURES: u32 = 16;
/** Kinds of arrays that the running frame has to do with, as far as can be seen between two instructions. */
function arrays(code: u32): u32 {
  const locals = savedFp() + HEADER, end = locals + <u32>load<u64>(code + CODE_NLOCALS), closure = load<u64>(savedFp(), 24);
  let kinds: u32 = 0;
  for (let p = locals; p < end; p += 8) kinds |= arrayKind(load<u64>(p));
  if (!isType(closure, T_CLOSURE)) return kinds;
  const a = addressOf(closure), n = min<u32>(sizeOf(a) - ((CLOSURE_CAPTURES - 8) >> 3), CAPTURES);
  for (let i: u32 = 0; i < n; i++) kinds |= arrayKind(load<u64>(a + CLOSURE_CAPTURES + 8 * i));
  return kinds;
}
/** A bit for an array's kind; of arrays in an array for both. */
function arrayKind(w: u64): u32 {
  if (isPacked(w)) return <u32>1 << (typeOf(w) - PACKED_FIRST + 1);
  if (!isType(w, T_ARRAY)) return 0;
  const first = arrayLength(w) == 0 ? NIL : load<u64>(cellAddress(w) + ARRAY_WORDS);
  return isPacked(first) ? 1 | (<u32>1 << (typeOf(first) - PACKED_FIRST + 1)) : 1;
}
