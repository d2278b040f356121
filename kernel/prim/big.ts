/**
 * Integers of any size that have up to MOST digits: sums, products, comparisons, and quotients by one digit, digit by digit. What is larger
 * the host does. BIGINT: u32 sign (1: negative), u32 n, then n digits of 32 bits, least first, the highest not 0; 0 has none.
 */
import { F_RAW, SLOW, T_BIGINT } from "../generated/spec";
import { alloc } from "../gc";
import { addressOf, isLong, isType, longValue, pointer } from "../object/word";

/** Digits of both operands together: 2,048 bits of a product of two thousand steps at most. */
const MOST: u32 = 64;

// @ts-ignore: decorator
@inline function negative(a: u32): u32 { return load<u32>(a, 8); }
// @ts-ignore: decorator
@inline function count(a: u32): u32 { return load<u32>(a, 12); }
// @ts-ignore: decorator
@inline function digit(a: u32, i: u32): u64 { return load<u32>(a + (i << 2), 16); }
// @ts-ignore: decorator
@inline function setDigit(a: u32, i: u32, d: u64): void { store<u32>(a + (i << 2), <u32>d, 16); }

function newBig(digits: u32, sign: u32): u32 {
  const a = alloc(T_BIGINT, 1 + ((digits + 1) >> 1), F_RAW);
  store<u32>(a, sign, 8);
  store<u32>(a, digits, 12);
  if (digits & 1) setDigit(a, digits, 0);
  return a;
}
/** Without the zeros at its top. */
function finished(a: u32): u64 {
  let n = count(a);
  while (n > 0 && digit(a, n - 1) == 0) n--;
  store<u32>(a, n, 12);
  if (n == 0) store<u32>(a, 0, 8);
  return pointer(T_BIGINT, a);
}
/** The BIGINT of a long. */
export function bigOfLong(x: i64): u64 {
  const magnitude: u64 = x < 0 ? 0 - <u64>x : <u64>x;
  const a = newBig(2, u32(x < 0));
  setDigit(a, 0, magnitude);
  setDigit(a, 1, magnitude >> 32);
  return finished(a);
}
/** Address of an integer's BIGINT, 0 for what is no integer. */
function bigOf(w: u64): u32 {
  if (isType(w, T_BIGINT)) return addressOf(w);
  return isLong(w) ? addressOf(bigOfLong(longValue(w))) : 0;
}

/** 0 has no digit to look at. */
export function bigIsEven(w: u64): bool {
  const a = addressOf(w);
  return count(a) == 0 || (digit(a, 0) & 1) == 0;
}

/** Below, at or above 0. */
function compareMagnitudes(a: u32, b: u32): i32 {
  const n = count(a), m = count(b);
  if (n != m) return n < m ? -1 : 1;
  for (let i = n; i-- > 0;) {
    const x = digit(a, i), y = digit(b, i);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}
function addMagnitudes(a: u32, b: u32, sign: u32): u64 {
  if (count(a) < count(b)) return addMagnitudes(b, a, sign);
  const n = count(a), m = count(b), r = newBig(n + 1, sign);
  let carry: u64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    carry += digit(a, i) + (i < m ? digit(b, i) : 0);
    setDigit(r, i, carry);
    carry >>= 32;
  }
  setDigit(r, n, carry);
  return finished(r);
}
/** The magnitude of a is not below that of b. */
function subMagnitudes(a: u32, b: u32, sign: u32): u64 {
  const n = count(a), m = count(b), r = newBig(n, sign);
  let borrow: u64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const d = digit(a, i) - (i < m ? digit(b, i) : 0) - borrow;
    setDigit(r, i, d);
    borrow = d >> 63;
  }
  return finished(r);
}
function sum(a: u32, b: u32, signOfB: u32): u64 {
  const sign = negative(a);
  if (sign == signOfB) return addMagnitudes(a, b, sign);
  return compareMagnitudes(a, b) >= 0 ? subMagnitudes(a, b, sign) : subMagnitudes(b, a, signOfB);
}
function product(a: u32, b: u32): u64 {
  const n = count(a), m = count(b), r = newBig(n + m, negative(a) ^ negative(b));
  for (let i: u32 = 0; i < n + m; i++) setDigit(r, i, 0);
  for (let i: u32 = 0; i < n; i++) {
    const x = digit(a, i);
    let carry: u64 = 0;
    for (let k: u32 = 0; k < m; k++) {
      carry += x * digit(b, k) + digit(r, i + k);
      setDigit(r, i + k, carry);
      carry >>= 32;
    }
    setDigit(r, i + m, carry);
  }
  return finished(r);
}

/** Both operands as BIGINTs, if neither is too large: else the caller answers SLOW. */
// @ts-ignore: decorator
@inline function fit(a: u32, b: u32): bool { return a != 0 && b != 0 && count(a) + count(b) <= MOST; }

/** Of two integers, at least one of them a BIGINT: a BIGINT, or SLOW, as for whatever is no integer. */
export function bigAdd(v: u64, w: u64): u64 {
  const a = bigOf(v), b = bigOf(w);
  return fit(a, b) ? sum(a, b, negative(b)) : SLOW;
}
export function bigSub(v: u64, w: u64): u64 {
  const a = bigOf(v), b = bigOf(w);
  return fit(a, b) ? sum(a, b, negative(b) ^ 1) : SLOW;
}
export function bigMul(v: u64, w: u64): u64 {
  const a = bigOf(v), b = bigOf(w);
  return fit(a, b) ? product(a, b) : SLOW;
}
/** The whole quotient, or what is left, if the divisor has one digit; SLOW for any other, 0 among them. */
export function bigQuot(v: u64, w: u64): u64 {
  const a = bigOf(v), b = bigOf(w);
  if (!fit(a, b) || count(b) != 1) return SLOW;
  const n = count(a), d = digit(b, 0), r = newBig(n, negative(a) ^ negative(b));
  let left: u64 = 0;
  for (let i = n; i-- > 0;) {
    left = left << 32 | digit(a, i);
    setDigit(r, i, left / d);
    left %= d;
  }
  return finished(r);
}
export function bigRem(v: u64, w: u64): u64 {
  const a = bigOf(v), b = bigOf(w);
  if (!fit(a, b) || count(b) != 1) return SLOW;
  const d = digit(b, 0);
  let left: u64 = 0;
  for (let i = count(a); i-- > 0;) left = (left << 32 | digit(a, i)) % d;
  const r = newBig(1, negative(a));
  setDigit(r, 0, left);
  return finished(r);
}
/** Magnitude of an integer of up to two digits. */
function magnitude(a: u32): u64 {
  const n = count(a);
  return (n > 0 ? digit(a, 0) : 0) | (n > 1 ? digit(a, 1) << 32 : 0);
}
/** Greatest common divisor of two integers of up to 64 bits (Euclid); SLOW for others. */
export function bigGcd(v: u64, w: u64): u64 {
  const a = bigOf(v), b = bigOf(w);
  if (a == 0 || b == 0 || count(a) > 2 || count(b) > 2) return SLOW;
  let x = magnitude(a), y = magnitude(b);
  while (y != 0) {
    const left = x % y;
    x = y;
    y = left;
  }
  const r = newBig(2, 0);
  setDigit(r, 0, x);
  setDigit(r, 1, x >> 32);
  return finished(r);
}
/** What bigCompare answers for what is no integer. */
export const NO_ORDER: i32 = 2;
/** -1, 0 or 1. */
export function bigCompare(v: u64, w: u64): i32 {
  const a = bigOf(v), b = bigOf(w);
  if (a == 0 || b == 0) return NO_ORDER;
  const sign = negative(a);
  if (sign != negative(b)) return sign != 0 ? -1 : 1;
  const order = compareMagnitudes(a, b);
  return sign != 0 ? -order : order;
}
