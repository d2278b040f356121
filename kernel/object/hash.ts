/**
 * Murmur3 (32 bit, seed 0) as Clojure uses it, so that hashes and with them the order of hash maps and sets are those of
 * JVM Clojure. Pure functions on numbers; what is hashed how stands in kernel/coll/scalar.ts and number.ts.
 */
const C1: u32 = 0xcc9e2d51;
const C2: u32 = 0x1b873593;

// @ts-ignore: decorator
@inline function mixK1(k: u32): u32 { return rotl<u32>(k * C1, 15) * C2; }
// @ts-ignore: decorator
@inline function mixH1(h: u32, k: u32): u32 { return rotl<u32>(h ^ k, 13) * 5 + 0xe6546b64; }
/** Final avalanche; length in bytes (in elements for collections). */
// @ts-ignore: decorator
@inline function fmix(h: u32, length: u32): u32 {
  h ^= length;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/** Murmur3.hashInt. */
export function hashInt(n: i32): u32 {
  return n == 0 ? 0 : fmix(mixH1(0, mixK1(<u32>n)), 4);
}

/** Murmur3.hashLong. */
export function hashLong(n: i64): u32 {
  if (n == 0) return 0;
  return fmix(mixH1(mixH1(0, mixK1(<u32>n)), mixK1(<u32>(n >> 32))), 8);
}

/** Murmur3.hashUnencodedChars of `count` UTF-16 units at `at`. */
export function hashUnits(at: u32, count: u32): u32 {
  let h: u32 = 0;
  const pairs = count & ~1;
  for (let i: u32 = 0; i < pairs; i += 2) h = mixH1(h, mixK1(load<u32>(at + 2 * i)));
  if (count & 1) h ^= mixK1(<u32>load<u16>(at + 2 * (count - 1)));
  return fmix(h, 2 * count);
}

/** String.hashCode of `count` UTF-16 units at `at`. */
export function javaHashUnits(at: u32, count: u32): u32 {
  let h: u32 = 0;
  for (let end = at + 2 * count; at < end; at += 2) h = h * 31 + <u32>load<u16>(at);
  return h;
}

/** Murmur3.mixCollHash: the last step of every collection's hash. */
export function mixCollHash(hash: u32, count: u32): u32 { return fmix(mixH1(0, mixK1(hash)), count); }

/** Util.hashCombine. */
export function hashCombine(seed: u32, hash: u32): u32 {
  return seed ^ (hash + 0x9e3779b9 + (seed << 6) + <u32>(<i32>seed >> 2));
}

/** Double.hashCode, with -0.0 hashed as 0.0 and one NaN. */
export function hashDouble(d: f64): u32 {
  if (d == 0) return 0;
  const bits: u64 = d != d ? 0x7ff8000000000000 : reinterpret<u64>(d);
  return <u32>bits ^ <u32>(bits >> 32);
}
