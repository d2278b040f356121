/** Making strings (their layout is drawn in kernel/object/string.ts). */
import { F_RAW, ROOT_EMPTY_STRING, T_STRING } from "../generated/spec";
import { alloc } from "../gc";
import { STRING_HASH, STRING_LENGTH, STRING_UNITS, stringLength, stringUnits, stringWords } from "../object/string";
import { pointer } from "../object/word";

/** Address of a new string of n units that the caller fills at once; padding is zero. */
export function newString(n: u32): u32 {
  const words = stringWords(n);
  const a = alloc(T_STRING, words, F_RAW);
  store<u64>(a + (words << 3), 0);
  store<u32>(a, n, STRING_LENGTH);
  store<u32>(a, 0, STRING_HASH);
  return a;
}

/** The string of n UTF-16 units at `at`. */
export function makeString(at: u32, n: u32): u64 {
  if (n == 0) return load<u64>(ROOT_EMPTY_STRING);
  const a = newString(n);
  memory.copy(a + STRING_UNITS, at, 2 * n);
  return pointer(T_STRING, a);
}

export function concatStrings(v: u64, w: u64): u64 {
  const n = stringLength(v);
  const m = stringLength(w);
  if (m == 0) return v;
  if (n == 0) return w;
  const a = newString(n + m);
  memory.copy(a + STRING_UNITS, stringUnits(v), 2 * n);
  memory.copy(a + STRING_UNITS + 2 * n, stringUnits(w), 2 * m);
  return pointer(T_STRING, a);
}

/**
 * A short ASCII string from two integers that hold its characters, first in the lowest byte: the kernel has no data
 * segments to keep text in.
 */
export function packedName(low: u64, high: u64 = 0): u64 {
  let n: u32 = 0;
  for (let x = low; x != 0; x >>= 8) n++;
  for (let x = high; x != 0; x >>= 8) n++;
  const a = newString(n);
  for (let i: u32 = 0; i < n; i++) {
    const c = i < 8 ? low >> (8 * i) : high >> (8 * (i - 8));
    store<u16>(a + STRING_UNITS + 2 * i, <u16>(c & 0xff));
  }
  return pointer(T_STRING, a);
}
