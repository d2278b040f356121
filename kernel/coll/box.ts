/** Numbers as words where they do not fit one, and integer arguments of collection primitives. */
import { F_RAW, T_DOUBLE, T_LONG } from "../generated/spec";
import { alloc } from "../gc";
import { fitsFixnum, fixnum, immediateFloat, isLong, longValue, pointer, selfTags } from "../object/word";

export function longWord(n: i64): u64 {
  if (fitsFixnum(n)) return fixnum(n);
  const a = alloc(T_LONG, 1, F_RAW);
  store<i64>(a + 8, n);
  return pointer(T_LONG, a);
}

export function doubleWord(d: f64): u64 {
  const bits = reinterpret<u64>(d);
  if (selfTags(bits)) return immediateFloat(bits);
  const a = alloc(T_DOUBLE, 1, F_RAW);
  store<f64>(a + 8, d);
  return pointer(T_DOUBLE, a);
}

/** Whether w can be an index: any 64-bit integer. */
// @ts-ignore: decorator
@inline export function isIndex(w: u64): boolean { return isLong(w); }
// @ts-ignore: decorator
@inline export function indexValue(w: u64): i64 { return longValue(w); }
