/**
 * Numbers: fixnum, LONG and double here, BIGINT in big.ts, small RATIOs in ratio.ts; DECIMAL operands, large RATIOs, and BIGINTs of many digits
 * answer SLOW (odeon.slow does them with the big-op primitives). Integer overflow of 64 bits raises, as in Clojure.
 *
 * Long because it is the whole primitive table of one theme, a few lines each.
 */
import {
  E_BAD_CAST, E_BAD_RADIX, E_BAD_TYPE, E_BIG_OVERFLOW, E_BIT_OPERAND, E_DIVIDE_BY_ZERO, E_NIL_NUMBER, E_NO_INTEGER, E_NOT_A_NUMBER, E_OUT_OF_MEMORY, E_OVERFLOW, F_RAW, FALSE, MAX_OBJECT_WORDS, NIL,
  P_BIG_OP, P_DECIMAL_SCALE, P_DECIMAL_UNSCALED, P_DENOMINATOR, P_NUMERATOR, P_NUM_TO_STRING,
  P_PARSE_INT, P_BITS_TO_DOUBLE, P_BIGINT, P_FORMAT_DOUBLE, P_MAKE_RATIO, P_MATH1, P_MATH2,
  RATIO_DEN, RATIO_NUM, DECIMAL_SCALE, DECIMAL_UNSCALED, SLOW, T_BIGINT, T_DECIMAL, T_DOUBLE, T_LONG, T_RATIO, T_STRING, TRUE, X_RANDOM,
} from "../generated/spec";
import { doubleWord, longWord } from "../coll/box";
import { newPair } from "../coll/pair";
import { alloc, canAlloc } from "../gc";
import { executorBase } from "../mem/registers";
import { raise } from "../object/raise";
import {
  addressOf, areFixnums, truth, charCode, fixnum, fixnumValue, floatValue, isChar, isFixnum, isFloat, isLong,
  isPointer, opOf, isType, longValue, pointer, typeOf,
} from "../object/word";
import {
  FAILED, host_big_from_double, host_big_op, host_big_to_double, host_decimal_to_double, host_ratio_to_double, host_format_double, host_int_to_text,
  host_math1, host_math2, host_parse_double, host_parse_int, host_random, host_take_digits, host_take_double, host_take_long,
} from "./leaves";
import { decimalText, NO_INTEGER, shortInteger } from "./digits";
import { doubleText, fixedText } from "./double-text";
import { plainDouble } from "./parse-double";
import { bigAdd, bigCompare, bigGcd, bigIsEven, bigMul, bigOfLong, bigQuot, bigRem, bigSub, NO_ORDER } from "./big";
import { addOverflows, mulOverflows, subOverflows } from "./overflow";
import { areRatios, longRatio, ratioAdd, ratioCompare, ratioDiv, ratioMul, ratioSub } from "./ratio";
import { MAX_STRING, takeText } from "./string";

/** BIGINT from the digits pending at the host; n is big_op's answer. */
function takeBig(n: i32): u64 {
  if (n == FAILED) return raise(E_BIG_OVERFLOW);
  const digits: u32 = <u32>n & 0x7fffffff;
  if (digits > 2 * (MAX_OBJECT_WORDS - 1)) return raise(E_BIG_OVERFLOW);
  if (digits > 16384 && !canAlloc(digits << 2)) return raise(E_OUT_OF_MEMORY);
  const a = alloc(T_BIGINT, 1 + ((digits + 1) >> 1), F_RAW);
  store<u32>(a + 8, <u32>n >> 31);
  store<u32>(a + 12, digits);
  if (digits & 1) store<u32>(a + 16 + digits * 4, 0);
  host_take_digits(a + 16);
  return pointer(T_BIGINT, a);
}

// Classes of operands, in the order in which they absorb each other.
const LONG_OPERAND: u32 = 0;
const DOUBLE_OPERAND: u32 = 1;
const WIDE_OPERAND: u32 = 2;
const NO_NUMBER: u32 = 3;
function operandClass(w: u64): u32 {
  const tag = <u32>w & 7;
  if (tag == 0) return LONG_OPERAND;
  if (tag > 2) return DOUBLE_OPERAND;
  if (tag == 1) {
    const t = typeOf(w);
    if (t == T_LONG) return LONG_OPERAND;
    if (t == T_DOUBLE) return DOUBLE_OPERAND;
    if (t == T_BIGINT || t == T_RATIO || t == T_DECIMAL) return WIDE_OPERAND;
  }
  return NO_NUMBER;
}
/** Class of a pair: both longs, at least one double beside a long or double, wide, or no numbers. */
function pairClass(a: u64, b: u64): u32 {
  const x = operandClass(a);
  const y = operandClass(b);
  return x > y ? x : y;
}
function notNumber(a: u64, b: u64): u64 {
  const bad = operandClass(a) == NO_NUMBER ? a : b;
  return bad == NIL ? raise(E_NIL_NUMBER) : raise(E_NOT_A_NUMBER, bad);
}
// @ts-ignore: decorator
@inline function real(w: u64): f64 { return isLong(w) ? <f64>longValue(w) : floatValue(w); }
/** Double value of any number word. */
function toDouble(w: u64): f64 {
  if (isLong(w)) return <f64>longValue(w);
  if (isFloat(w)) return floatValue(w);
  const a = addressOf(w);
  const t = typeOf(w);
  if (t == T_BIGINT) return host_big_to_double(<i64>w);
  return t == T_RATIO
    ? host_ratio_to_double(<i64>load<u64>(a + RATIO_NUM), <i64>load<u64>(a + RATIO_DEN))
    : host_decimal_to_double(<i64>load<u64>(a + DECIMAL_UNSCALED), <f64>fixnumValue(load<u64>(a + DECIMAL_SCALE)));
}

export function prim_add(a: u64, b: u64): u64 {
  if (areFixnums(a, b)) return longWord(fixnumValue(a) + fixnumValue(b));
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) {
    const x = longValue(a), y = longValue(b), r = x + y;
    return addOverflows(x, y, r) ? raise(E_OVERFLOW) : longWord(r);
  }
  if (c == DOUBLE_OPERAND) return doubleWord(real(a) + real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  return areRatios(a, b) ? ratioAdd(a, b) : bigAdd(a, b);
}
export function prim_sub(a: u64, b: u64): u64 {
  if (areFixnums(a, b)) return longWord(fixnumValue(a) - fixnumValue(b));
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) {
    const x = longValue(a), y = longValue(b), r = x - y;
    return subOverflows(x, y, r) ? raise(E_OVERFLOW) : longWord(r);
  }
  if (c == DOUBLE_OPERAND) return doubleWord(real(a) - real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  return areRatios(a, b) ? ratioSub(a, b) : bigSub(a, b);
}
export function prim_mul(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) {
    const x = longValue(a), y = longValue(b), r = x * y;
    return mulOverflows(x, y, r) ? raise(E_OVERFLOW) : longWord(r);
  }
  if (c == DOUBLE_OPERAND) return doubleWord(real(a) * real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  return areRatios(a, b) ? ratioMul(a, b) : bigMul(a, b);
}
export function prim_div(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) {
    const x = longValue(a), y = longValue(b);
    if (y == 0) return raise(E_DIVIDE_BY_ZERO);
    if (y == -1) return x == i64.MIN_VALUE ? SLOW : longWord(-x);
    return x % y == 0 ? longWord(x / y) : longRatio(x, y);
  }
  if (c == DOUBLE_OPERAND) return doubleWord(real(a) / real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  return areRatios(a, b) ? ratioDiv(a, b) : SLOW;
}
/** A quotient's whole part, which is never -0.0, as if it had been a long in between. */
// @ts-ignore: decorator
@inline function whole(q: f64): f64 { return trunc(q) + 0.0; }
export function prim_quot(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) {
    const x = longValue(a), y = longValue(b);
    if (y == 0) return raise(E_DIVIDE_BY_ZERO);
    if (y == -1) return x == i64.MIN_VALUE ? SLOW : longWord(-x);
    return longWord(x / y);
  }
  if (c == DOUBLE_OPERAND) {
    const y = real(b), q = real(a) / y;
    if (y == 0) return raise(E_DIVIDE_BY_ZERO);
    return isFinite(q) ? doubleWord(whole(q)) : SLOW;
  }
  return c == WIDE_OPERAND ? bigQuot(a, b) : notNumber(a, b);
}
export function prim_rem(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) {
    const y = longValue(b);
    if (y == 0) return raise(E_DIVIDE_BY_ZERO);
    return y == -1 ? fixnum(0) : longWord(longValue(a) % y);
  }
  if (c == DOUBLE_OPERAND) {
    const x = real(a), y = real(b), q = x / y;
    if (y == 0) return raise(E_DIVIDE_BY_ZERO);
    return isFinite(q) ? doubleWord(x - y * whole(q)) : SLOW;
  }
  return c == WIDE_OPERAND ? bigRem(a, b) : notNumber(a, b);
}
export function prim_mod(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) {
    const y = longValue(b);
    if (y == 0) return raise(E_DIVIDE_BY_ZERO);
    if (y == -1) return fixnum(0);
    const r = longValue(a) % y;
    return longWord(r != 0 && (r ^ y) < 0 ? r + y : r);
  }
  if (c == DOUBLE_OPERAND) {
    const x = real(a), y = real(b);
    if (y == 0) return raise(E_DIVIDE_BY_ZERO);
    const q = x / y;
    if (!isFinite(q)) return SLOW;
    const r = x - y * whole(q);
    return doubleWord(r != 0 && (r < 0) != (y < 0) ? r + y : r);
  }
  return c == WIDE_OPERAND ? SLOW : notNumber(a, b);
}
/** -1, 0, 1 or NO_ORDER. */
function wideCompare(a: u64, b: u64): i32 { return areRatios(a, b) ? ratioCompare(a, b) : bigCompare(a, b); }
export function prim_lt(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) return truth(longValue(a) < longValue(b));
  if (c == DOUBLE_OPERAND) return truth(real(a) < real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  const o = wideCompare(a, b);
  return o == NO_ORDER ? SLOW : truth(o < 0);
}
export function prim_le(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) return truth(longValue(a) <= longValue(b));
  if (c == DOUBLE_OPERAND) return truth(real(a) <= real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  const o = wideCompare(a, b);
  return o == NO_ORDER ? SLOW : truth(o <= 0);
}
export function prim_gt(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) return truth(longValue(a) > longValue(b));
  if (c == DOUBLE_OPERAND) return truth(real(a) > real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  const o = wideCompare(a, b);
  return o == NO_ORDER ? SLOW : truth(o > 0);
}
export function prim_ge(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) return truth(longValue(a) >= longValue(b));
  if (c == DOUBLE_OPERAND) return truth(real(a) >= real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  const o = wideCompare(a, b);
  return o == NO_ORDER ? SLOW : truth(o >= 0);
}
export function prim_num_eq(a: u64, b: u64): u64 {
  const c = pairClass(a, b);
  if (c == LONG_OPERAND) return truth(longValue(a) == longValue(b));
  if (c == DOUBLE_OPERAND) return truth(real(a) == real(b));
  if (c != WIDE_OPERAND) return notNumber(a, b);
  const o = wideCompare(a, b);
  return o == NO_ORDER ? SLOW : truth(o == 0);
}
export function prim_neg(a: u64): u64 {
  if (isFloat(a)) return doubleWord(-floatValue(a));
  return prim_sub(fixnum(0), a);
}

// +' -' *': like the plain ones, but overflow is SLOW (the library goes on with BIGINT).
export function prim_add_p(a: u64, b: u64): u64 {
  if (pairClass(a, b) != LONG_OPERAND) return prim_add(a, b);
  const x = longValue(a), y = longValue(b), r = x + y;
  return addOverflows(x, y, r) ? SLOW : longWord(r);
}
export function prim_sub_p(a: u64, b: u64): u64 {
  if (pairClass(a, b) != LONG_OPERAND) return prim_sub(a, b);
  const x = longValue(a), y = longValue(b), r = x - y;
  return subOverflows(x, y, r) ? SLOW : longWord(r);
}
export function prim_mul_p(a: u64, b: u64): u64 {
  if (pairClass(a, b) != LONG_OPERAND) return prim_mul(a, b);
  const x = longValue(a), y = longValue(b), r = x * y;
  return mulOverflows(x, y, r) ? SLOW : longWord(r);
}
export function prim_unchecked_add(a: u64, b: u64): u64 { return pairClass(a, b) == LONG_OPERAND ? longWord(longValue(a) + longValue(b)) : prim_add(a, b); }
export function prim_unchecked_sub(a: u64, b: u64): u64 { return pairClass(a, b) == LONG_OPERAND ? longWord(longValue(a) - longValue(b)) : prim_sub(a, b); }
export function prim_unchecked_mul(a: u64, b: u64): u64 { return pairClass(a, b) == LONG_OPERAND ? longWord(longValue(a) * longValue(b)) : prim_mul(a, b); }

function badOperand(w: u64, prim: u32): u64 { return w == NIL ? raise(E_NIL_NUMBER) : raise(E_BAD_TYPE, w, fixnum(prim)); }
function bitOperand(w: u64): u64 { return w == NIL ? raise(E_NIL_NUMBER) : raise(E_BIT_OPERAND, w); }
export function prim_bit_and(a: u64, b: u64): u64 {
  if (!isLong(a)) return bitOperand(a);
  return isLong(b) ? longWord(longValue(a) & longValue(b)) : bitOperand(b);
}
export function prim_bit_or(a: u64, b: u64): u64 {
  if (!isLong(a)) return bitOperand(a);
  return isLong(b) ? longWord(longValue(a) | longValue(b)) : bitOperand(b);
}
export function prim_bit_xor(a: u64, b: u64): u64 {
  if (!isLong(a)) return bitOperand(a);
  return isLong(b) ? longWord(longValue(a) ^ longValue(b)) : bitOperand(b);
}
export function prim_bit_not(a: u64): u64 { return isLong(a) ? longWord(~longValue(a)) : bitOperand(a); }
export function prim_shl(a: u64, b: u64): u64 {
  if (!isLong(a)) return bitOperand(a);
  return isLong(b) ? longWord(longValue(a) << (longValue(b) & 63)) : bitOperand(b);
}
export function prim_shr(a: u64, b: u64): u64 {
  if (!isLong(a)) return bitOperand(a);
  return isLong(b) ? longWord(longValue(a) >> (longValue(b) & 63)) : bitOperand(b);
}
export function prim_ushr(a: u64, b: u64): u64 {
  if (!isLong(a)) return bitOperand(a);
  return isLong(b) ? longWord(<i64>(<u64>longValue(a) >> <u64>(longValue(b) & 63))) : bitOperand(b);
}
export function prim_bit_count(a: u64): u64 { return isLong(a) ? fixnum(popcnt<i64>(longValue(a))) : bitOperand(a); }

export function prim_number_p(a: u64): u64 { return truth(operandClass(a) != NO_NUMBER); }
export function prim_integer_p(a: u64): u64 { return truth(isLong(a) || isType(a, T_BIGINT)); }
export function prim_int_p(a: u64): u64 { return truth(isLong(a)); }
export function prim_float_p(a: u64): u64 { return truth(isFloat(a)); }
export function prim_ratio_p(a: u64): u64 { return truth(isType(a, T_RATIO)); }
export function prim_decimal_p(a: u64): u64 { return truth(isType(a, T_DECIMAL)); }
export function prim_bigint_p(a: u64): u64 { return truth(isType(a, T_BIGINT)); }
export function prim_even_p(a: u64): u64 {
  if (isFixnum(a)) return truth((a & 8) == 0);
  if (isType(a, T_LONG)) return truth((load<u8>(addressOf(a), 8) & 1) == 0);
  return isType(a, T_BIGINT) ? truth(bigIsEven(a)) : raise(E_NO_INTEGER, a);
}

export function prim_long(a: u64): u64 {
  if (isLong(a)) return a;
  if (isFloat(a)) {
    const x = floatValue(a);
    if (isNaN<f64>(x)) return fixnum(0);
    if (!(x >= -9223372036854775808.0 && x < 9223372036854775808.0)) return raise(E_BAD_CAST, a, fixnum(64));
    return longWord(<i64>x);
  }
  if (isChar(a)) return fixnum(charCode(a));
  return operandClass(a) == WIDE_OPERAND ? SLOW : notNumber(a, a);
}
export function prim_int(a: u64): u64 {
  const w = prim_long(a);
  if (!isLong(w)) return w;
  const n = longValue(w);
  return <i64><i32>n == n ? w : raise(E_BAD_CAST, a, fixnum(32));
}
export function prim_double(a: u64): u64 {
  if (isFloat(a)) return a;
  return operandClass(a) == NO_NUMBER ? notNumber(a, a) : doubleWord(toDouble(a));
}
export function prim_nan_p(a: u64): u64 {
  if (isFloat(a)) return truth(isNaN<f64>(floatValue(a)));
  return operandClass(a) == NO_NUMBER ? notNumber(a, a) : FALSE;
}
export function prim_infinite_p(a: u64): u64 {
  if (isFloat(a)) return truth(abs<f64>(floatValue(a)) == Infinity);
  return operandClass(a) == NO_NUMBER ? notNumber(a, a) : FALSE;
}
export function prim_math1(op: u64, x: u64): u64 {
  if (operandClass(x) == NO_NUMBER) return notNumber(x, x);
  const v = toDouble(x), kind = opOf(op, 21);
  switch (kind) {
    case -1: return badOperand(op, P_MATH1);
    case 0: return doubleWord(sqrt<f64>(v));
    case 10: return doubleWord(floor<f64>(v));
    case 11: return doubleWord(ceil<f64>(v));
    case 12: return doubleWord(nearest<f64>(v));
    case 17: { // Java's Math.round: half up, saturating, NaN is 0
      if (isNaN<f64>(v)) return fixnum(0);
      if (v >= 9223372036854775807.0) return longWord(i64.MAX_VALUE);
      if (v <= -9223372036854775808.0) return longWord(i64.MIN_VALUE);
      const f = floor<f64>(v);
      return longWord(<i64>f + (v - f >= 0.5 ? 1 : 0));
    }
    default: return doubleWord(host_math1(kind, v));
  }
}
export function prim_math2(op: u64, x: u64, y: u64): u64 {
  if (pairClass(x, y) == NO_NUMBER) return notNumber(x, y);
  const kind = opOf(op, 4);
  return kind < 0 ? badOperand(op, P_MATH2) : doubleWord(host_math2(kind, toDouble(x), toDouble(y)));
}

/** splitmix64 over the executor's state. */
function nextRandom(): u64 {
  let s = load<u64>(executorBase + X_RANDOM);
  if (s == 0) s = <u64>(host_random() * 9007199254740992.0) | 1;
  s += 0x9e3779b97f4a7c15;
  store<u64>(executorBase + X_RANDOM, s);
  let z = s;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}
export function prim_rand(): u64 { return doubleWord(<f64>(nextRandom() >> 11) / 9007199254740992.0); }
export function prim_rand_seed(a: u64): u64 {
  if (!isLong(a)) return notNumber(a, a);
  store<u64>(executorBase + X_RANDOM, <u64>longValue(a) | 1);
  return NIL;
}

function isInteger(w: u64): bool { return isLong(w) || isType(w, T_BIGINT); }
export function prim_bigint(a: u64): u64 {
  if (isType(a, T_BIGINT)) return a;
  if (isLong(a)) return bigOfLong(longValue(a));
  if (isFloat(a)) {
    const x = floatValue(a);
    if (isNaN<f64>(x) || abs<f64>(x) == Infinity) return raise(E_BAD_CAST, a, fixnum(P_BIGINT));
    return takeBig(host_big_from_double(x));
  }
  return notNumber(a, a);
}
/** SLOW: the host does it. */
function smallOp(op: i32, a: u64, b: u64): u64 {
  switch (op) {
    case 0: return bigAdd(a, b);
    case 1: return bigSub(a, b);
    case 2: return bigMul(a, b);
    case 3: return bigQuot(a, b);
    case 4: return bigRem(a, b);
    case 6: return bigGcd(a, b);
    default: return SLOW;
  }
}
export function prim_big_op(op: u64, a: u64, b: u64): u64 {
  if (!isInteger(a)) return bitOperand(a);
  if (!isInteger(b)) return bitOperand(b);
  const n = opOf(op, 13);
  if (n < 0) return badOperand(op, P_BIG_OP);
  if (n == 12) return fixnum(bigCompare(a, b));
  const small = smallOp(n, a, b);
  if (small != SLOW) return small;
  const r = host_big_op(n, <i64>a, <i64>b);
  if (r == -1) return raise(E_DIVIDE_BY_ZERO);
  return takeBig(r);
}
/** A BIGINT within 64 bits as a long. */
export function prim_big_narrow(a: u64): u64 {
  if (!isType(a, T_BIGINT)) return isLong(a) ? a : notNumber(a, a);
  const p = addressOf(a);
  const digits = load<u32>(p + 12);
  if (digits > 2) return a;
  const negative = load<u32>(p + 8) != 0;
  const magnitude: u64 = (digits > 0 ? <u64>load<u32>(p + 16) : 0) | (digits > 1 ? <u64>load<u32>(p + 20) << 32 : 0);
  if (negative) return magnitude <= 0x8000000000000000 ? longWord(<i64>(0 - magnitude)) : a;
  return magnitude <= 0x7fffffffffffffff ? longWord(<i64>magnitude) : a;
}
export function prim_make_ratio(n: u64, d: u64): u64 {
  if (!isInteger(n)) return badOperand(n, P_MAKE_RATIO);
  if (!isInteger(d)) return badOperand(d, P_MAKE_RATIO);
  return newPair(T_RATIO, n, d);
}
export function prim_numerator(a: u64): u64 { return isType(a, T_RATIO) ? load<u64>(addressOf(a) + RATIO_NUM) : badOperand(a, P_NUMERATOR); }
export function prim_denominator(a: u64): u64 { return isType(a, T_RATIO) ? load<u64>(addressOf(a) + RATIO_DEN) : badOperand(a, P_DENOMINATOR); }
export function prim_make_decimal(unscaled: u64, scale: u64): u64 {
  if (!isInteger(unscaled)) return badOperand(unscaled, P_DECIMAL_SCALE);
  if (!isFixnum(scale)) return badOperand(scale, P_DECIMAL_SCALE);
  return newPair(T_DECIMAL, unscaled, scale);
}
export function prim_decimal_unscaled(a: u64): u64 { return isType(a, T_DECIMAL) ? load<u64>(addressOf(a) + DECIMAL_UNSCALED) : badOperand(a, P_DECIMAL_UNSCALED); }
export function prim_decimal_scale(a: u64): u64 { return isType(a, T_DECIMAL) ? load<u64>(addressOf(a) + DECIMAL_SCALE) : badOperand(a, P_DECIMAL_SCALE); }
export function prim_double_to_bits(a: u64): u64 { return operandClass(a) == NO_NUMBER ? notNumber(a, a) : longWord(reinterpret<i64>(toDouble(a))); }
export function prim_bits_to_double(a: u64): u64 { return isLong(a) ? doubleWord(reinterpret<f64>(longValue(a))) : badOperand(a, P_BITS_TO_DOUBLE); }

export function prim_num_to_string(a: u64, radix: u64): u64 {
  if (isFloat(a)) return doubleText(floatValue(a));
  if (!isInteger(a)) return bitOperand(a);
  const r = isFixnum(radix) ? fixnumValue(radix) : 0;
  if (r < 2 || r > 36) return raise(E_BAD_RADIX, radix);
  return isLong(a) && r == 10 ? decimalText(longValue(a)) : takeText(host_int_to_text(<i64>a, <i32>r));
}
export function prim_parse_int(s: u64, radix: u64): u64 {
  if (!isType(s, T_STRING)) return badOperand(s, P_PARSE_INT);
  const r = isFixnum(radix) ? fixnumValue(radix) : 0;
  if (r < 2 || r > 36) return raise(E_BAD_RADIX, radix);
  const a = addressOf(s);
  const x = shortInteger(a + 16, load<u32>(a + 8), <u32>r);
  if (x != NO_INTEGER) return longWord(x);
  const n = host_parse_int(a + 16, load<u32>(a + 8), <i32>r);
  if (n == -1) return NIL;
  return n == 0 ? longWord(host_take_long()) : takeBig(n);
}
export function prim_parse_double(s: u64): u64 {
  if (!isType(s, T_STRING)) return badOperand(s, P_PARSE_INT);
  const a = addressOf(s);
  const x = plainDouble(a + 16, load<u32>(a + 8));
  if (x == x) return doubleWord(x);
  return host_parse_double(a + 16, load<u32>(a + 8)) ? doubleWord(host_take_double()) : NIL;
}
export function prim_format_double(x: u64, kind: u64, precision: u64): u64 {
  if (operandClass(x) == NO_NUMBER) return notNumber(x, x);
  const v = toDouble(x);
  if (!isFinite<f64>(v)) return badOperand(x, P_FORMAT_DOUBLE);
  if (!isFixnum(precision) || <u64>fixnumValue(precision) > <u64>MAX_STRING) return badOperand(precision, P_FORMAT_DOUBLE);
  const places = <i32>fixnumValue(precision);
  return kind == 0 ? fixedText(v, places) : takeText(host_format_double(v, places));
}
