/** Doubles as text: as Java shows them, and with a fixed number of decimals. */
import { E_OUT_OF_MEMORY, E_TOO_LARGE, T_STRING } from "../generated/spec";
import { decimalPower } from "../mem/registers";
import { raise } from "../object/raise";
import { fixnum, pointer } from "../object/word";
import { countDigits, putDigits, tenTo } from "./digits";
import { shortest } from "./shortest";
import { MAX_STRING, newString, roomFor } from "./string";

const ZERO: u16 = 48;
const POINT: u16 = 46;
const MINUS: u16 = 45;

function putZeros(at: u32, n: u32): u32 {
  for (; n > 0; n--) {
    store<u16>(at, ZERO);
    at += 2;
  }
  return at;
}
// @ts-ignore: decorator
@inline function put(at: u32, unit: u16): u32 {
  store<u16>(at, unit);
  return at + 2;
}
/** ASCII text of n characters that stand in a number, the first lowest. */
function shortText(text: u64, n: u32): u64 {
  const a = newString(n);
  for (let i: u32 = 0; i < n; i++) store<u16>(a + 16 + 2 * i, <u16>(text >> 8 * i & 0xff));
  return pointer(T_STRING, a);
}
function specialText(x: f64): u64 {
  if (x != x) return shortText(0x4e614e, 3); // NaN
  if (x == 0) return reinterpret<u64>(x) == 0 ? shortText(0x302e30, 3) : shortText(0x302e302d, 4);
  const a = newString(x < 0 ? 9 : 8);
  let at = a + 16;
  if (x < 0) at = put(at, MINUS);
  store<u64>(at, 0x00690066006e0049); // Infi
  store<u64>(at, 0x007900740069006e, 8); // nity
  return pointer(T_STRING, a);
}

/** Double.toString of Java: plain from 10^-3 to below 10^7, else d.dddE±n. */
export function doubleText(x: f64): u64 {
  const size = abs<f64>(x);
  if (!(size > 0 && size < Infinity)) return specialText(x);
  const digits = shortest(size), n = countDigits(digits), exponent = decimalPower + <i32>n - 1;
  return exponent < -3 || exponent >= 7 ? scientific(x < 0, digits, n, exponent) : plain(x < 0, digits, n, exponent);
}
function scientific(minus: bool, digits: u64, n: u32, exponent: i32): u64 {
  const rest = max<u32>(1, n - 1), down = exponent < 0, e = <u64>(down ? -exponent : exponent), m = countDigits(e);
  const a = newString(u32(minus) + 2 + rest + 1 + u32(down) + m);
  let at = a + 16;
  if (minus) at = put(at, MINUS);
  const unit = tenTo(n - 1);
  at = put(at, ZERO + <u16>(digits / unit));
  at = put(at, POINT);
  at = putDigits(at, n == 1 ? 0 : digits % unit, rest);
  at = put(at, 69); // E
  if (down) at = put(at, MINUS);
  putDigits(at, e, m);
  return pointer(T_STRING, a);
}
function plain(minus: bool, digits: u64, n: u32, exponent: i32): u64 {
  if (exponent < 0) { // 0.00ddd
    const zeros = <u32>-exponent - 1, a = newString(u32(minus) + 2 + zeros + n);
    let at = a + 16;
    if (minus) at = put(at, MINUS);
    at = put(at, ZERO);
    at = put(at, POINT);
    putDigits(putZeros(at, zeros), digits, n);
    return pointer(T_STRING, a);
  }
  const whole = <u32>exponent + 1, places = n > whole ? n - whole : 0, a = newString(u32(minus) + whole + 1 + max<u32>(1, places));
  let at = a + 16;
  if (minus) at = put(at, MINUS);
  if (places == 0) { // ddd00.0
    at = putZeros(putDigits(at, digits, n), whole - n);
    at = put(at, POINT);
    put(at, ZERO);
    return pointer(T_STRING, a);
  }
  const unit = tenTo(places);
  at = put(putDigits(at, digits / unit, whole), POINT);
  putDigits(at, digits % unit, places);
  return pointer(T_STRING, a);
}

/** The size of a finite double with so many decimals: its shortest decimal, halves rounded away from zero. */
export function fixedText(x: f64, places: u32): u64 {
  const size = abs<f64>(x);
  let digits: u64 = 0, power: i32 = 0;
  if (size != 0) {
    digits = shortest(size);
    power = decimalPower;
  }
  const cut = -power - <i32>min<u32>(places, 1000);
  if (cut > 0) { // to so many places fewer
    const unit = cut > 18 ? 0 : tenTo(<u32>cut);
    digits = unit == 0 ? 0 : digits / unit + u64(digits % unit >= unit - unit / 2);
    power += cut;
  }
  // digits * 10^power: whole digits and zeros before the point, what is left behind it
  const behind: u32 = power < 0 ? <u32>-power : 0, unit = behind > 19 ? 0 : tenTo(behind);
  const whole = unit == 0 ? 0 : digits / unit, zeros: u32 = power > 0 && digits != 0 ? <u32>power : 0, n = countDigits(whole);
  const length = <u64>n + zeros + places + 1;
  if (length > MAX_STRING) return raise(E_TOO_LARGE, fixnum(length));
  if (!roomFor(length)) return raise(E_OUT_OF_MEMORY);
  const a = newString(<u32>length - u32(places == 0));
  let at = putZeros(putDigits(a + 16, whole, n), zeros);
  if (places > 0) {
    const fraction = unit == 0 ? digits : digits % unit, written = min<u32>(behind, 19);
    at = putZeros(put(at, POINT), behind - written);
    putZeros(putDigits(at, fraction, written), places - behind);
  }
  return pointer(T_STRING, a);
}
