/**
 * Equality and hash of numbers, as Clojure's Numbers: numbers are equal only within a category (integer, floating, ratio,
 * decimal), and then by value whatever their representation.
 *
 *   BIGINT  +8 u32 sign  +12 u32 digit count  +16 u32 digits..., least significant first, no leading zeros
 */
import {
  DECIMAL_SCALE, DECIMAL_UNSCALED, F_RAW, RATIO_DEN, RATIO_NUM, T_BIGINT, T_BYTES, T_DECIMAL, T_DOUBLE, T_LONG, T_RATIO,
} from "../generated/spec";
import { alloc } from "../gc";
import { hashDouble, hashLong } from "../object/hash";
import { field } from "../object/header";
import { addressOf, fitsFixnum, fixnum, floatValue, isLong, isType, longValue, typeOf } from "../object/word";

export const CATEGORY_INTEGER: u32 = 1;
const CATEGORY_FLOAT: u32 = 2;
const CATEGORY_RATIO: u32 = 3;
const CATEGORY_DECIMAL: u32 = 4;

/** Category of a word, 0 if it is no number. */
export function numberCategory(w: u64): u32 {
  const tag = <u32>w & 7;
  if (tag == 0) return CATEGORY_INTEGER;
  if (tag > 2) return CATEGORY_FLOAT;
  if (tag == 2) return 0;
  const t = typeOf(w);
  if (t == T_LONG || t == T_BIGINT) return CATEGORY_INTEGER;
  if (t == T_DOUBLE) return CATEGORY_FLOAT;
  if (t == T_RATIO) return CATEGORY_RATIO;
  return t == T_DECIMAL ? CATEGORY_DECIMAL : 0;
}

// @ts-ignore: decorator
@inline function bigNegative(a: u32): boolean { return load<u32>(a, 8) != 0; }
// @ts-ignore: decorator
@inline function bigDigits(a: u32): u32 { return load<u32>(a, 12); }
function bigMagnitude(a: u32): u64 {
  const n = bigDigits(a);
  let m: u64 = n > 0 ? <u64>load<u32>(a, 16) : 0;
  if (n > 1) m |= <u64>load<u32>(a, 20) << 32;
  return m;
}
/** Whether a BIGINT is within 64 bits. */
function bigFits(a: u32): boolean {
  if (bigDigits(a) > 2) return false;
  return bigMagnitude(a) <= (bigNegative(a) ? <u64>1 << 63 : (<u64>1 << 63) - 1);
}
function bigLong(a: u32): i64 { return bigNegative(a) ? 0 - <i64>bigMagnitude(a) : <i64>bigMagnitude(a); }

/** An integer word of any kind that fits a fixnum, as one; other words as they are. */
export function asIndex(w: u64): u64 {
  if (!isType(w, T_BIGINT) || !bigFits(addressOf(w))) return w;
  const n = bigLong(addressOf(w));
  return fitsFixnum(n) ? fixnum(n) : w;
}

export function integersEqual(v: u64, w: u64): boolean {
  if (isLong(v)) {
    if (isLong(w)) return longValue(v) == longValue(w);
    return bigFits(addressOf(w)) && bigLong(addressOf(w)) == longValue(v);
  }
  if (isLong(w)) return bigFits(addressOf(v)) && bigLong(addressOf(v)) == longValue(w);
  const a = addressOf(v);
  const b = addressOf(w);
  const n = bigDigits(a);
  if (n != bigDigits(b) || (n > 0 && bigNegative(a) != bigNegative(b))) return false;
  for (let i: u32 = 0; i < n; i++) if (load<u32>(a + 16 + 4 * i) != load<u32>(b + 16 + 4 * i)) return false;
  return true;
}

export function numbersEqual(v: u64, w: u64): boolean {
  const c = numberCategory(v);
  if (c != numberCategory(w)) return false;
  if (c == CATEGORY_INTEGER) return integersEqual(v, w);
  if (c == CATEGORY_FLOAT) return floatValue(v) == floatValue(w);
  if (c == CATEGORY_RATIO) return integersEqual(field(v, RATIO_NUM), field(w, RATIO_NUM)) && integersEqual(field(v, RATIO_DEN), field(w, RATIO_DEN));
  const p = strip(v);
  const q = strip(w);
  if (load<i64>(p, STRIP_SCALE) != load<i64>(q, STRIP_SCALE) || load<u32>(p, STRIP_SIGN) != load<u32>(q, STRIP_SIGN)) return false;
  const n = load<u32>(p, STRIP_COUNT);
  if (n != load<u32>(q, STRIP_COUNT)) return false;
  for (let i: u32 = 0; i < n; i++) if (load<u32>(p + STRIP_DIGITS + 4 * i) != load<u32>(q + STRIP_DIGITS + 4 * i)) return false;
  return true;
}

/** BigInteger.hashCode of digits, least first. */
function digitsHash(at: u32, n: u32, negative: boolean): u32 {
  let h: u32 = 0;
  for (let i = n; i > 0; i--) h = h * 31 + load<u32>(at + 4 * (i - 1));
  return negative ? 0 - h : h;
}
/** BigInteger.hashCode of an integer word. */
function bigIntegerHash(w: u64): u32 {
  if (!isLong(w)) return digitsHash(addressOf(w) + 16, bigDigits(addressOf(w)), bigNegative(addressOf(w)));
  const n = longValue(w);
  const m = <u64>(n < 0 ? 0 - n : n);
  const h = <u32>(m >> 32) * 31 + <u32>m;
  return n < 0 ? 0 - h : h;
}

export function integerHash(w: u64): u32 {
  if (isLong(w)) return hashLong(longValue(w));
  const a = addressOf(w);
  return bigFits(a) ? hashLong(bigLong(a)) : bigIntegerHash(w);
}

/** Clojure's hash of any number. */
export function numberHash(w: u64): u32 {
  const c = numberCategory(w);
  if (c == CATEGORY_INTEGER) return integerHash(w);
  if (c == CATEGORY_FLOAT) return hashDouble(floatValue(w));
  if (c == CATEGORY_RATIO) return bigIntegerHash(field(w, RATIO_NUM)) ^ bigIntegerHash(field(w, RATIO_DEN));
  const p = strip(w);
  const h = digitsHash(p + STRIP_DIGITS, load<u32>(p, STRIP_COUNT), load<u32>(p, STRIP_SIGN) != 0);
  return h * 31 + <u32>load<i64>(p, STRIP_SCALE);
}

// A decimal without trailing zeros, as raw scratch in a BYTES object: i64 scale, u32 sign, u32 count, digits.
const STRIP_SCALE: u32 = 16;
const STRIP_SIGN: u32 = 24;
const STRIP_COUNT: u32 = 28;
const STRIP_DIGITS: u32 = 32;

/** Divides the digits by ten in place; the remainder. */
function divideByTen(at: u32, n: u32): u32 {
  let r: u64 = 0;
  for (let i = n; i > 0; i--) {
    const x = (r << 32) | <u64>load<u32>(at + 4 * (i - 1));
    store<u32>(at + 4 * (i - 1), <u32>(x / 10));
    r = x % 10;
  }
  return <u32>r;
}

/** BigDecimal.stripTrailingZeros (zero has scale 0). */
function strip(w: u64): u32 {
  const unscaled = field(w, DECIMAL_UNSCALED);
  let scale = longValue(field(w, DECIMAL_SCALE));
  const isBig = isType(unscaled, T_BIGINT);
  let n: u32 = isBig ? bigDigits(addressOf(unscaled)) : 2;
  const bytes = 4 * n;
  const a = alloc(T_BYTES, 3 + ((2 * bytes + 7) >> 3), F_RAW);
  const digits = a + STRIP_DIGITS;
  store<u32>(a, 24 + 2 * bytes, 8);
  store<u32>(a, 0, 12);
  let negative: boolean;
  if (isBig) {
    negative = bigNegative(addressOf(unscaled));
    memory.copy(digits, addressOf(unscaled) + 16, bytes);
  } else {
    const value = longValue(unscaled);
    negative = value < 0;
    store<u64>(digits, <u64>(negative ? 0 - value : value));
  }
  while (n > 0 && load<u32>(digits + 4 * (n - 1)) == 0) n--;
  const trial = digits + bytes;
  while (n > 0) {
    memory.copy(trial, digits, 4 * n);
    if (divideByTen(trial, n) != 0) break;
    memory.copy(digits, trial, 4 * n);
    scale--;
    while (n > 0 && load<u32>(digits + 4 * (n - 1)) == 0) n--;
  }
  store<i64>(a, n == 0 ? 0 : scale, STRIP_SCALE);
  store<u32>(a, negative && n > 0 ? 1 : 0, STRIP_SIGN);
  store<u32>(a, n, STRIP_COUNT);
  return a;
}
