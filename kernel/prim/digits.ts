/** Numbers that are short and plain, from text and to text; what is neither the caller leaves to the host. */
import { T_STRING } from "../generated/spec";
import { pointer } from "../object/word";
import { newString } from "./string";

export function countDigits(x: u64): u32 {
  let n: u32 = 1;
  for (; x >= 10000; x /= 10000) n += 4;
  return n + u32(x >= 10) + u32(x >= 100) + u32(x >= 1000);
}
/** 10^n for n up to 19. */
export function tenTo(n: u32): u64 {
  let p: u64 = 1;
  for (; n >= 4; n -= 4) p *= 10000;
  for (; n > 0; n--) p *= 10;
  return p;
}
/** Writes the last n digits of x (zeros before them if it has fewer); answers the address behind them. */
export function putDigits(at: u32, x: u64, n: u32): u32 {
  const end = at + 2 * n;
  at = end;
  for (; n > 8; n -= 8) {
    let low = <u32>(x % 100000000);
    x /= 100000000;
    for (let i = 0; i < 8; i++) {
      at -= 2;
      store<u16>(at, 48 + <u16>(low % 10));
      low /= 10;
    }
  }
  let low = <u32>x;
  for (; n > 0; n--) {
    at -= 2;
    store<u16>(at, 48 + <u16>(low % 10));
    low /= 10;
  }
  return end;
}
/** A long in decimal. */
export function decimalText(x: i64): u64 {
  const minus = x < 0, size: u64 = minus ? 0 - <u64>x : <u64>x, n = countDigits(size), a = newString(u32(minus) + n);
  if (minus) store<u16>(a + 16, 45);
  putDigits(a + 16 + 2 * u32(minus), size, n);
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
