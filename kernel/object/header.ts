/**
 * Object headers (drawn in spec/types.ts) and plain field access. An address is that of the header; the first word of the
 * body is at +8, which is what the generated constants (LIST_FIRST = 8, ...) say.
 */
import { F_FWD, F_SHARED, T_DOUBLE, T_LONG } from "../generated/spec";
import { addressOf, pointer, typeOf } from "./word";

// @ts-ignore: decorator
@inline export function flagsOf(a: u32): u32 { return <u32>load<u8>(a); }
// @ts-ignore: decorator
@inline export function setFlags(a: u32, flags: u32): void { store<u8>(a, <u8>flags); }
/** Size of the body in words. */
// @ts-ignore: decorator
@inline export function sizeOf(a: u32): u32 { return load<u32>(a) >> 8; }
/** Type id in the header; only when FWD is not set. */
// @ts-ignore: decorator
@inline export function headerType(a: u32): u32 { return load<u32>(a, 4); }
// @ts-ignore: decorator
@inline export function forwardOf(a: u32): u32 { return load<u32>(a, 4); }
// @ts-ignore: decorator
@inline export function writeHeader(a: u32, type: u32, words: u32, flags: u32): void {
  store<u64>(a, (<u64>type << 32) | (<u64>words << 8) | <u64>flags);
}
// @ts-ignore: decorator
@inline export function isShared(a: u32): bool { return (flagsOf(a) & F_SHARED) != 0; }
/** Field at byte offset `offset` of an immutable object. */
// @ts-ignore: decorator
@inline export function field(w: u64, offset: u32): u64 { return load<u64>(addressOf(w) + offset); }
/** Initialises a field of an object that this code has just allocated (no safepoint since). */
// @ts-ignore: decorator
@inline export function initField(a: u32, offset: u32, value: u64): void { store<u64>(a + offset, value); }
/** The address to use for a cell: the shared copy if the local one has been promoted. */
// @ts-ignore: decorator
@inline export function cellAddress(w: u64): u32 {
  const a = addressOf(w);
  return (flagsOf(a) & F_FWD) != 0 ? forwardOf(a) : a;
}
/**
 * Whether two words are the same thing. A double too unusual to be self-tagged, and a long beyond the fixnums, have no identity
 * of their own: compiled code holds them unboxed and boxes them again when a word is wanted, so their bits decide.
 */
export function same(v: u64, w: u64): bool {
  if (v == w) return true;
  if ((v & w & 7) != 1) return false;
  const type = v >> 32;
  if (type == w >> 32 && (type == T_DOUBLE || type == T_LONG)) return load<u64>(addressOf(v), 8) == load<u64>(addressOf(w), 8);
  return resolve(v) == resolve(w);
}
/** The word by which identity is judged: forwarding resolved. */
export function resolve(w: u64): u64 {
  if ((w & 7) != 1) return w;
  const a = addressOf(w);
  return (flagsOf(a) & F_FWD) != 0 ? pointer(typeOf(w), forwardOf(a)) : w;
}
