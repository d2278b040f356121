/**
 * Strings: reading. (Making them needs the allocator: kernel/coll/text.ts.)
 *
 *   +0 header   +8 u32 length in UTF-16 units   +12 u32 cached hash, 0 = not yet   +16 u16 units...
 *
 * The body is immutable but for the cached hash, which every writer computes alike: plain 32-bit stores race harmlessly.
 */
import { hashInt, hashUnits, javaHashUnits } from "./hash";
import { addressOf } from "./word";

export const STRING_LENGTH: u32 = 8;
export const STRING_HASH: u32 = 12;
export const STRING_UNITS: u32 = 16;

// @ts-ignore: decorator
@inline export function stringLength(w: u64): u32 { return load<u32>(addressOf(w), STRING_LENGTH); }
/** Address of the first UTF-16 unit. */
// @ts-ignore: decorator
@inline export function stringUnits(w: u64): u32 { return addressOf(w) + STRING_UNITS; }
// @ts-ignore: decorator
@inline export function stringUnit(w: u64, i: u32): u32 { return <u32>load<u16>(addressOf(w) + STRING_UNITS + 2 * i); }
/** Body size in words of a string of n units. */
// @ts-ignore: decorator
@inline export function stringWords(n: u32): u32 { return 1 + ((n + 3) >> 2); }

/** Clojure's hash of a string: murmur of Java's hashCode. Cached. */
export function stringHash(w: u64): u32 {
  const a = addressOf(w);
  const cached = load<u32>(a, STRING_HASH);
  if (cached != 0) return cached;
  const h = hashInt(<i32>javaHashUnits(a + STRING_UNITS, load<u32>(a, STRING_LENGTH)));
  store<u32>(a, h, STRING_HASH);
  return h;
}

/** Java's String.hashCode (not cached). */
export function stringJavaHash(w: u64): u32 { return javaHashUnits(stringUnits(w), stringLength(w)); }
/** Murmur of the units themselves, as symbols hash their names. */
export function stringUnitsHash(w: u64): u32 { return hashUnits(stringUnits(w), stringLength(w)); }

/** Copies n units that don't overlap. Most strings are short, and memory.copy costs a call out of WebAssembly. */
export function copyUnits(to: u32, from: u32, n: u32): void {
  if (n > 48) {
    memory.copy(to, from, 2 * n);
    return;
  }
  for (; n >= 4; n -= 4) {
    store<u64>(to, load<u64>(from));
    to += 8;
    from += 8;
  }
  for (; n > 0; n--) {
    store<u16>(to, load<u16>(from));
    to += 2;
    from += 2;
  }
}

export function unitsEqual(p: u32, q: u32, count: u32): bool {
  const end = p + 2 * count;
  while (p + 8 <= end) {
    if (load<u64>(p) != load<u64>(q)) return false;
    p += 8;
    q += 8;
  }
  while (p < end) {
    if (load<u16>(p) != load<u16>(q)) return false;
    p += 2;
    q += 2;
  }
  return true;
}

export function stringsEqual(v: u64, w: u64): bool {
  const a = addressOf(v);
  const b = addressOf(w);
  if (a == b) return true;
  const n = load<u32>(a, STRING_LENGTH);
  if (n != load<u32>(b, STRING_LENGTH)) return false;
  const ha = load<u32>(a, STRING_HASH);
  const hb = load<u32>(b, STRING_HASH);
  if (ha != hb && ha != 0 && hb != 0) return false;
  return unitsEqual(a + STRING_UNITS, b + STRING_UNITS, n);
}

/** String.compareTo: difference of the first units that differ, else of the lengths. */
export function compareStrings(v: u64, w: u64): i32 {
  const n = stringLength(v);
  const m = stringLength(w);
  const common = min(n, m);
  const p = stringUnits(v);
  const q = stringUnits(w);
  for (let i: u32 = 0; i < common; i++) {
    const d = <i32>load<u16>(p + 2 * i) - <i32>load<u16>(q + 2 * i);
    if (d != 0) return d;
  }
  return <i32>n - <i32>m;
}
