/**
 * Ratios whose parts, and what becomes of them on the way, fit 64 bits; SLOW for all others (odeon.slow does them with integers of any size).
 * RATIO: numerator and denominator, integers without a common divisor, the denominator above 1. A whole result is a BIGINT,
 * as in Clojure.
 */
import { RATIO_DEN, RATIO_NUM, SLOW, T_BIGINT, T_RATIO } from "../generated/spec";
import { longWord } from "../coll/box";
import { newPair } from "../coll/pair";
import { addressOf, isLong, isType, longValue } from "../object/word";
import { bigOfLong, NO_ORDER } from "./big";
import { addOverflows, mulOverflows } from "./overflow";

/** What stands for an integer that does not fit; no part of a small ratio is this number. */
export const TOO_LARGE: i64 = i64.MIN_VALUE;

/** The value of an integer word, or TOO_LARGE. */
export function smallInteger(w: u64): i64 {
  if (isLong(w)) return longValue(w);
  if (!isType(w, T_BIGINT)) return TOO_LARGE;
  const a = addressOf(w), n = load<u32>(a, 12);
  if (n > 2) return TOO_LARGE;
  const magnitude = (n > 0 ? <u64>load<u32>(a, 16) : 0) | (n > 1 ? <u64>load<u32>(a, 20) << 32 : 0);
  if (magnitude > <u64>i64.MAX_VALUE) return TOO_LARGE;
  return load<u32>(a, 8) != 0 ? -<i64>magnitude : <i64>magnitude;
}
/** x * y, or TOO_LARGE. */
export function smallProduct(x: i64, y: i64): i64 {
  if (x == TOO_LARGE || y == TOO_LARGE) return TOO_LARGE;
  const r = x * y;
  return mulOverflows(x, y, r) ? TOO_LARGE : r;
}
/** x + y, or TOO_LARGE. */
export function smallSum(x: i64, y: i64): i64 {
  const r = x + y;
  return x == TOO_LARGE || y == TOO_LARGE || addOverflows(x, y, r) ? TOO_LARGE : r;
}
function numerator(w: u64): i64 { return smallInteger(isType(w, T_RATIO) ? load<u64>(addressOf(w) + RATIO_NUM) : w); }
function denominator(w: u64): i64 { return isType(w, T_RATIO) ? smallInteger(load<u64>(addressOf(w) + RATIO_DEN)) : 1; }

/** Greatest common divisor of magnitudes. */
export function divisor(x: i64, y: i64): i64 {
  if (x < 0) x = -x;
  if (y < 0) y = -y;
  while (y != 0) {
    const left = x % y;
    x = y;
    y = left;
  }
  return x;
}
/** n / d reduced; SLOW if either is TOO_LARGE, or d is 0. */
function quotient(n: i64, d: i64): u64 {
  if (n == TOO_LARGE || d == TOO_LARGE || d == 0) return SLOW;
  const g = divisor(n, d), by = d < 0 ? -g : g;
  return d == by ? bigOfLong(n / by) : newPair(T_RATIO, longWord(n / by), longWord(d / by));
}
/** The quotient of two longs that is not whole. */
export function longRatio(n: i64, d: i64): u64 { return quotient(n, d); }

/** Whether a sum or the like of these two is one of ratios: one is a ratio, the other a ratio or an integer. */
export function areRatios(a: u64, b: u64): bool {
  return isType(a, T_RATIO) ? isType(b, T_RATIO) || isLong(b) || isType(b, T_BIGINT) : isType(b, T_RATIO) && (isLong(a) || isType(a, T_BIGINT));
}
export function ratioAdd(a: u64, b: u64): u64 {
  const d = denominator(a), e = denominator(b);
  return quotient(smallSum(smallProduct(numerator(a), e), smallProduct(numerator(b), d)), smallProduct(d, e));
}
export function ratioSub(a: u64, b: u64): u64 {
  const d = denominator(a), e = denominator(b), n = smallProduct(numerator(b), d);
  return n == TOO_LARGE ? SLOW : quotient(smallSum(smallProduct(numerator(a), e), -n), smallProduct(d, e));
}
export function ratioMul(a: u64, b: u64): u64 {
  return quotient(smallProduct(numerator(a), numerator(b)), smallProduct(denominator(a), denominator(b)));
}
export function ratioDiv(a: u64, b: u64): u64 {
  return quotient(smallProduct(numerator(a), denominator(b)), smallProduct(numerator(b), denominator(a)));
}
/** -1, 0 or 1, or NO_ORDER where that can't be told here. */
export function ratioCompare(a: u64, b: u64): i32 {
  const x = smallProduct(numerator(a), denominator(b)), y = smallProduct(numerator(b), denominator(a));
  if (x == TOO_LARGE || y == TOO_LARGE) return NO_ORDER;
  return x < y ? -1 : i32(x > y);
}
