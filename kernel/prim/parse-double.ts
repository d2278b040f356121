/**
 * Doubles from text: up to 19 digits, a point, an exponent. The digits are an integer w, and the text means w * 10^p. If both are small,
 * one multiplication or division of exact doubles rounds once. Else w is multiplied with the first 128 bits of 10^p (powers.ts), as D. Lemire,
 * "Number parsing at a gigabyte per second" (2021), does: what these bits lack is less than two units in the second word of the product.
 *
 *     hi: mantissa of 53 bits | rest     mid: rest goes on     (the lowest word is left out)
 *
 * The rest says which way to round, unless those two units decide it, as with ties. Then the host reads the text, as it does
 * for more digits, and for numbers that are subnormal or too large.
 */
import { bitsOfPower, GREATEST_POWER, LEAST_POWER, powerHigh, powerLow } from "./powers";
import { isDigit } from "./digits";
import { mulHigh } from "./shortest";

/** 10^0 to 10^22 are exact. */
const EXACT_POWERS: i32 = 22;
const MOST_DIGITS: u32 = 19;

// @ts-ignore: decorator
@inline function unit(at: u32): u32 { return <u32>load<u16>(at); }

/** The double that n units spell; NaN: the host must be asked. */
export function plainDouble(at: u32, n: u32): f64 {
  const end = at + 2 * n, first: u32 = n > 0 ? unit(at) : 0, minus = first == 45;
  if (minus || first == 43) at += 2;
  let w: u64 = 0, digits: u32 = 0, power: i32 = 0, seen = false, point = false;
  for (; at < end; at += 2) {
    const c = unit(at);
    if (c == 46 && !point) { point = true; continue; }
    if (!isDigit(c)) break;
    seen = true;
    if (point) power--;
    if (w == 0 && c == 48) continue;
    if (++digits > MOST_DIGITS) return NaN;
    w = w * 10 + (c - 48);
  }
  if (!seen) return NaN;
  if (at < end) {
    if ((unit(at) | 32) != 101) return NaN; // e
    at += 2;
    const sign: u32 = at < end ? unit(at) : 0;
    if (sign == 45 || sign == 43) at += 2;
    if (at == end || end - at > 8) return NaN;
    let e: i32 = 0;
    for (; at < end; at += 2) {
      if (!isDigit(unit(at))) return NaN;
      e = e * 10 + <i32>(unit(at) - 48);
    }
    power += sign == 45 ? -e : e;
  }
  const x = w == 0 ? 0 : timesPower(w, power);
  return minus ? -x : x;
}
function exactPower(n: i32): f64 {
  let p: f64 = 1;
  for (; n >= 4; n -= 4) p *= 10000;
  for (; n > 0; n--) p *= 10;
  return p;
}
/** w * 10^power, rounded once; NaN where that can't be told. */
function timesPower(w: u64, power: i32): f64 {
  if (w <= 1 << 53 && power >= -EXACT_POWERS && power <= EXACT_POWERS)
    return power < 0 ? <f64>w / exactPower(-power) : <f64>w * exactPower(power);
  if (power < LEAST_POWER || power > GREATEST_POWER) return NaN;
  const shift = <i32>clz<u64>(w);
  w <<= shift;
  const first = w * powerHigh(power), mid = first + mulHigh(w, powerLow(power));
  const hi = mulHigh(w, powerHigh(power)) + u64(mid < first), cut = 10 + (hi >> 63);
  const field = bitsOfPower(power) + 11 + <i32>(hi >> 63) - shift + 1075;
  if (field < 1 || field > 2045) return NaN;
  const rest = hi & ((<u64>1 << cut) - 1), half = <u64>1 << (cut - 1), top = mid + 2;
  // With two units more the rest must neither reach a half nor the next mantissa, nor may it be a half.
  if (top < 2 && (rest + 1 == half || rest + 1 == half << 1)) return NaN;
  if (rest == half && mid == 0) return NaN;
  const mantissa = (hi >> cut) + u64(rest >= half);
  return reinterpret<f64>((<u64>field << 52) + (mantissa - (<u64>1 << 52)));
}
