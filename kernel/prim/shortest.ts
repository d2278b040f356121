/**
 * The shortest decimal that reads back as a double, by R. Giulietti's "The Schubfach way to render doubles" (2020), with powers of ten
 * to 128 bits instead of 126. For the double c * 2^q, k is chosen so that the interval of what reads back as it, divided by 10^k, holds
 * at least one integer and at most one multiple of ten. All is done with four times the numbers, so that halves are integers:
 *
 *     4 * (c - 1/2)     4 * c      4 * (c + 1/2)       times 2^q / 10^k, rounded to odd
 *       lower            mid          upper
 *
 * Of two candidates that are equally short the one nearer to the double is taken. Least doubles have two digits at least, as in Java.
 */
import { setDecimalPower } from "../mem/registers";
import { bitsOfPower, powerHigh, powerLow } from "./powers";

const HIDDEN: u64 = 1 << 52;
const LEAST_EXPONENT: i32 = -1074;

/** floor(log10(2^q)), or of three quarters of it; exact in the range of doubles. */
// @ts-ignore: decorator
@inline function tens(q: i32, uneven: bool): i32 { return (q * 1262611 - (uneven ? 524031 : 0)) >> 22; }

/** The upper 64 bits of a product. */
export function mulHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff, a1 = a >> 32, b0 = b & 0xffffffff, b1 = b >> 32;
  const low = a0 * b0, left = a1 * b0 + (low >> 32), right = a0 * b1 + (left & 0xffffffff);
  return a1 * b1 + (left >> 32) + (right >> 32);
}
/** x * (high, low) / 2^128, rounded to odd: the last bit is 1 if anything was cut off. What 128 bits of a power lack shows below. */
function scaled(x: u64, high: u64, low: u64): u64 {
  const middle = x * high, carry = mulHigh(x, low), sum = middle + carry;
  return mulHigh(x, high) + u64(sum < carry) | u64(sum != 0);
}

/**
 * The digits, 1 to 17 of them, of a positive finite double as an integer; it ends in 0 only if it is one digit. The power of ten that they are to be
 * multiplied with is in decimalPower.
 */
export function shortest(x: f64): u64 {
  const bits = reinterpret<u64>(x), fraction = bits & (HIDDEN - 1), field = <i32>(bits >> 52);
  if (field == 0) return fraction < 3 ? decimal(10 * fraction, LEAST_EXPONENT, false, -1) : decimal(fraction, LEAST_EXPONENT, false, 0);
  const c = fraction | HIDDEN, q = field - 1075;
  if (q <= 0 && q > -53 && (c & ((<u64>1 << -q) - 1)) == 0) return withoutZeros(c >> -q, 0);
  return decimal(c, q, fraction == 0 && field > 1, 0);
}

/** The decimal of c * 2^q * 10^shift. uneven: the next smaller double is half as far away as the next larger one. */
function decimal(c: u64, q: i32, uneven: bool, shift: i32): u64 {
  const k = tens(q, uneven), power = -k;
  // One more in the last place: a power is never below what it stands for, so that an integer does not fall short of itself.
  const low = powerLow(power) + 1, high = powerHigh(power) + u64(low == 0);
  const h = q + bitsOfPower(power) + 1, four = c << 2;
  // An even c takes in the ends of its interval, since ties are read as it.
  const out = c & 1;
  const lower = scaled((four - (uneven ? 1 : 2)) << h, high, low) + out;
  const mid = scaled(four << h, high, low);
  const upper = scaled((four + 2) << h, high, low) - out;
  const s = mid >> 2;
  if (s >= 100) {
    const under = s / 10 * 10, over = under + 10;
    const underIn = lower <= under << 2, overIn = over << 2 <= upper;
    if (underIn != overIn) return withoutZeros(underIn ? under : over, k + shift);
  }
  const t = s + 1, sIn = lower <= s << 2, tIn = t << 2 <= upper;
  if (sIn != tIn) return withoutZeros(sIn ? s : t, k + shift);
  const half = (s + t) << 1;
  return withoutZeros(mid < half || (mid == half && (s & 1) == 0) ? s : t, k + shift);
}

// @ts-ignore: decorator
@inline function answer(digits: u64, power: i32): u64 {
  setDecimalPower(power);
  return digits;
}
/** Digits without the zeros at their end, found by halving how many are tried at a time. */
function withoutZeros(digits: u64, power: i32): u64 {
  if (digits % 10 != 0) return answer(digits, power);
  if (digits % 100000000 == 0) { digits /= 100000000; power += 8; }
  if (digits % 10000 == 0) { digits /= 10000; power += 4; }
  if (digits % 100 == 0) { digits /= 100; power += 2; }
  while (digits % 10 == 0) { digits /= 10; power++; }
  return answer(digits, power);
}
