/**
 * The powers of ten from 10^-342 to 10^324 to 128 bits, for doubles from text and to text (parse-double.ts, shortest.ts).
 *
 *   table: for each power u64 high, u64 low: its first 128 bits, the highest of them 1, what follows cut off
 *
 * Made once, when a heap is booted, by exact arithmetic; an image carries it.
 */
import { C_POWERS_OF_TEN } from "../generated/spec";
import { allocBlock, control, freeBlock, setControl } from "../mem";

export const LEAST_POWER: i32 = -342;
export const GREATEST_POWER: i32 = 324;

/** Digits of 32 bits, least first, of the exact number. 10^324 has 1,077 bits, and 2^1344 / 10^342 still 208. */
const DIGITS: u32 = 43;

/** The table's row of a power. */
// @ts-ignore: decorator
@inline function row(power: i32): u32 { return control(C_POWERS_OF_TEN) + (<u32>(power - LEAST_POWER) << 4); }
// @ts-ignore: decorator
@inline export function powerHigh(power: i32): u64 { return load<u64>(row(power)); }
// @ts-ignore: decorator
@inline export function powerLow(power: i32): u64 { return load<u64>(row(power), 8); }
/** Exponent of the greatest power of two that is not above a power of ten: floor(power * log2(10)), exact in this range. */
// @ts-ignore: decorator
@inline export function bitsOfPower(power: i32): i32 { return (power * 1741647) >> 19; }

function multiplyByTen(at: u32): void {
  let carry: u64 = 0;
  for (let i: u32 = 0; i < DIGITS; i++) {
    carry += <u64>load<u32>(at + 4 * i) * 10;
    store<u32>(at + 4 * i, <u32>carry);
    carry >>= 32;
  }
}
function divideByTen(at: u32): void {
  let left: u64 = 0;
  for (let i = DIGITS; i-- > 0;) {
    left = left << 32 | load<u32>(at + 4 * i);
    store<u32>(at + 4 * i, <u32>(left / 10));
    left %= 10;
  }
}
function digitAt(at: u32, i: i32): u64 { return i < 0 ? 0 : load<u32>(at + 4 * i); }
/** Files the first 128 bits of the number at `at`. */
function file(power: i32, at: u32): void {
  let top = <i32>DIGITS - 1;
  while (digitAt(at, top) == 0) top--;
  const shift = clz<u32>(<u32>digitAt(at, top));
  const a = digitAt(at, top) << 32 | digitAt(at, top - 1);
  const b = digitAt(at, top - 2) << 32 | digitAt(at, top - 3);
  const c = digitAt(at, top - 4) << 32;
  store<u64>(row(power), shift == 0 ? a : a << shift | b >> (64 - shift));
  store<u64>(row(power), shift == 0 ? b : b << shift | c >> (64 - shift), 8);
}

/** False when there is no memory for it. */
export function bootPowers(): bool {
  const table = allocBlock(<u32>(GREATEST_POWER - LEAST_POWER + 1) << 4), number = allocBlock(4 * DIGITS);
  if (table == 0 || number == 0) return false;
  setControl(C_POWERS_OF_TEN, table);
  memory.fill(number, 0, 4 * DIGITS);
  store<u32>(number, 1);
  for (let power: i32 = 0; power <= GREATEST_POWER; power++) {
    file(power, number);
    multiplyByTen(number);
  }
  memory.fill(number, 0, 4 * DIGITS);
  store<u32>(number + 4 * (DIGITS - 1), 1);
  for (let power: i32 = -1; power >= LEAST_POWER; power--) {
    divideByTen(number);
    file(power, number);
  }
  freeBlock(number, 4 * DIGITS);
  return true;
}
