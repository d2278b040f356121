/** Numbers that are short and plain, from text and to text; what is neither the caller leaves to the host. */
import { T_STRING } from "../generated/spec";
import { pointer } from "../object/word";
import { newString } from "./string";

/** A long in decimal. */
export function decimalText(x: i64): u64 {
  const minus = x < 0;
  let rest: u64 = minus ? 0 - <u64>x : <u64>x;
  let length: u32 = minus ? 2 : 1;
  for (let y = rest; y >= 10; y /= 10) length++;
  const a = newString(length);
  let at = a + 14 + 2 * length;
  do {
    store<u16>(at, <u16>(48 + rest % 10));
    rest /= 10;
    at -= 2;
  } while (rest != 0);
  if (minus) store<u16>(a + 16, 45);
  return pointer(T_STRING, a);
}
// @ts-ignore: decorator
@inline export function isDigit(c: u32): bool { return c - 48 < 10; }
/** Value of a digit in any radix up to 36; 99 for what is none in ASCII. */
// @ts-ignore: decorator
@inline function digitOf(c: u32): u32 {
  if (isDigit(c)) return c - 48;
  const low = c | 32;
  return low - 97 < 26 ? low - 87 : 99;
}
/** What shortInteger answers for what it can't read. */
export const NO_INTEGER: i64 = i64.MIN_VALUE;
/** The integer that n ASCII units at `at` spell with or without a sign, if it has so few digits that a long holds any of them. */
export function shortInteger(at: u32, n: u32, radix: u32): i64 {
  let i: u32 = 0;
  const first: u32 = n > 0 ? load<u16>(at) : 0;
  const minus = first == 45;
  if (minus || first == 43) i = 1;
  if (i == n || n - i > (radix <= 10 ? <u32>18 : 12)) return NO_INTEGER;
  let x: i64 = 0;
  for (; i < n; i++) {
    const d = digitOf(load<u16>(at + 2 * i));
    if (d >= radix) return NO_INTEGER;
    x = x * radix + d;
  }
  return minus ? -x : x;
}
