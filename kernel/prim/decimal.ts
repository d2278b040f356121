/**
 * Decimals whose unscaled values, and what becomes of them on the way, fit 64 bits. All is exact: rounding is the library's, which also does
 * what is larger (odeon.slow). DECIMAL: unscaled * 10^-scale.
 */
import { DECIMAL_SCALE, DECIMAL_UNSCALED, E_BAD_TYPE, NIL, P_DECIMAL_OP, P_PARSE_DECIMAL, T_DECIMAL, T_STRING } from "../generated/spec";
import { longWord } from "../coll/box";
import { newPair } from "../coll/pair";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isType, opOf } from "../object/word";
import { isDigit, tenTo } from "./digits";
import { divisor, smallInteger, smallProduct, smallSum, TOO_LARGE } from "./ratio";

function unscaledOf(w: u64): i64 { return smallInteger(isType(w, T_DECIMAL) ? load<u64>(addressOf(w) + DECIMAL_UNSCALED) : w); }
function scaleOf(w: u64): i64 { return isType(w, T_DECIMAL) ? fixnumValue(load<u64>(addressOf(w) + DECIMAL_SCALE)) : 0; }

function newDecimal(unscaled: i64, scale: i64): u64 { return newPair(T_DECIMAL, longWord(unscaled), fixnum(scale)); }
/** x * 10^n, or TOO_LARGE. */
function shifted(x: i64, n: i64): i64 {
  if (n > 18) return x == 0 ? 0 : TOO_LARGE;
  return n > 0 ? smallProduct(x, <i64>tenTo(<u32>n)) : x;
}

/** (op a b) of two decimals or integers: 0 the sum, 1 the difference, 2 the product, 3 the quotient, 12 the order; nil: not here. */
export function prim_decimal_op(op: u64, a: u64, b: u64): u64 {
  const x = unscaledOf(a), y = unscaledOf(b), i = scaleOf(a), k = scaleOf(b), scale = max<i64>(i, k);
  if (x == TOO_LARGE || y == TOO_LARGE || i - k > 1000 || k - i > 1000) return NIL;
  if (op == fixnum(2)) return made(smallProduct(x, y), i + k);
  const u = shifted(x, scale - i), v = shifted(y, scale - k);
  if (u == TOO_LARGE || v == TOO_LARGE) return NIL;
  switch (opOf(op, 13)) {
    case 0: return made(smallSum(u, v), scale);
    case 1: return made(smallSum(u, -v), scale);
    case 3: return quotient(u, v, i - k);
    case 12: return fixnum(u < v ? -1 : i64(u > v));
    default: return raise(E_BAD_TYPE, op, fixnum(P_DECIMAL_OP));
  }
}
function made(unscaled: i64, scale: i64): u64 { return unscaled == TOO_LARGE ? NIL : newDecimal(unscaled, scale); }
/** n / d if its expansion ends, with as few decimals as it needs, but no fewer than preferred. */
function quotient(n: i64, d: i64, preferred: i64): u64 {
  if (d == 0) return NIL;
  const g = d < 0 ? -divisor(n, d) : divisor(n, d);
  n /= g;
  d /= g;
  let scale: i64 = 0;
  for (; d % 10 == 0; scale++) d /= 10;
  for (; d % 2 == 0; scale++) {
    d /= 2;
    n = smallProduct(n, 5);
  }
  for (; d % 5 == 0; scale++) {
    d /= 5;
    n = smallProduct(n, 2);
  }
  if (d != 1 || n == TOO_LARGE) return NIL;
  for (; scale > preferred && n % 10 == 0 && n != 0; scale--) n /= 10;
  if (n == 0) scale = preferred;
  return scale < preferred ? made(shifted(n, preferred - scale), preferred) : newDecimal(n, scale);
}

/** The decimal that up to 18 digits, with a sign and a point or without, spell; nil: ask the library. */
export function decimalFrom(at: u32, n: u32): u64 {
  const end = at + 2 * n, first: u32 = n > 0 ? load<u16>(at) : 0, minus = first == 45;
  if (minus || first == 43) at += 2;
  let x: i64 = 0, digits: u32 = 0, scale: i64 = 0, point = false;
  for (; at < end; at += 2) {
    const c: u32 = load<u16>(at);
    if (c == 46 && !point) { point = true; continue; }
    if (!isDigit(c) || ++digits > 18) return NIL;
    x = x * 10 + (c - 48);
    if (point) scale++;
  }
  return digits == 0 ? NIL : newDecimal(minus ? -x : x, scale);
}
export function prim_parse_decimal(s: u64): u64 {
  return isType(s, T_STRING) ? decimalFrom(addressOf(s) + 16, load<u32>(addressOf(s), 8)) : raise(E_BAD_TYPE, s, fixnum(P_PARSE_DECIMAL));
}
