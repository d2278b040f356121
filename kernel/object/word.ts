/** Words: making and taking apart. Layouts are drawn in spec/words.ts. */
import { FALSE, TRUE, NIL, SPECIAL_LOW_BYTE, SUB_CHAR, SUB_PID, T_DOUBLE, T_LONG } from "../generated/spec";

// @ts-ignore: decorator
@inline export function isFixnum(w: u64): bool { return (w & 7) == 0; }
// @ts-ignore: decorator
@inline export function isPointer(w: u64): bool { return (w & 7) == 1; }
// @ts-ignore: decorator
@inline export function isImmediateFloat(w: u64): bool { return (w & 7) > 2; }
// @ts-ignore: decorator
@inline export function areFixnums(a: u64, b: u64): bool { return ((a | b) & 7) == 0; }
// @ts-ignore: decorator
@inline export function fixnum(n: i64): u64 { return <u64>(n << 3); }
// @ts-ignore: decorator
@inline export function fixnumValue(w: u64): i64 { return <i64>w >> 3; }
/** Value of a word that numbers one of `limit` operations, else -1. */
export function opOf(w: u64, limit: i32): i32 { return isFixnum(w) && <u64>fixnumValue(w) < <u64>limit ? <i32>fixnumValue(w) : -1; }
/** Whether n fits the 61 bits of a fixnum. */
// @ts-ignore: decorator
@inline export function fitsFixnum(n: i64): bool { return ((n << 3) >> 3) == n; }
// @ts-ignore: decorator
@inline export function pointer(type: u32, address: u32): u64 { return (<u64>type << 32) | <u64>address | 1; }
// @ts-ignore: decorator
@inline export function addressOf(w: u64): u32 { return <u32>w & ~7; }
/** Type id of a pointer word; meaningless for others. */
// @ts-ignore: decorator
@inline export function typeOf(w: u64): u32 { return <u32>(w >> 32); }
/** Whether w is a heap object of exactly this type. */
// @ts-ignore: decorator
@inline export function isType(w: u64, type: u32): bool { return (w & 7) == 1 && <u32>(w >> 32) == type; }
// @ts-ignore: decorator
@inline export function truth(b: bool): u64 { return b ? TRUE : FALSE; }
// Not declared by this name: it would hide the type bool in this module (as importing it does in others).
export { truth as bool };
// @ts-ignore: decorator
@inline export function isFalsy(w: u64): bool { return (w & ~(<u64>0x100)) == NIL; }
// @ts-ignore: decorator
@inline export function isSpecial(w: u64): bool { return (<u32>w & 0xff) == SPECIAL_LOW_BYTE; }
// @ts-ignore: decorator
@inline export function char(code: u32): u64 { return (<u64>code << 8) | ((SUB_CHAR << 3) | 2); }
// @ts-ignore: decorator
@inline export function isChar(w: u64): bool { return (<u32>w & 0xff) == ((SUB_CHAR << 3) | 2); }
// @ts-ignore: decorator
@inline export function charCode(w: u64): u32 { return <u32>(w >> 8); }
// @ts-ignore: decorator
@inline export function isPid(w: u64): bool { return (<u32>w & 0xff) == ((SUB_PID << 3) | 2); }

/** Whether a double has a self-tagged word. */
// @ts-ignore: decorator
@inline export function selfTags(bits: u64): bool { return (rotl<u64>(bits, 4) & 7) <= 4; }
// @ts-ignore: decorator
@inline export function immediateFloat(bits: u64): u64 { return rotl<u64>(bits, 4) + 3; }
// @ts-ignore: decorator
@inline export function immediateFloatValue(w: u64): f64 { return reinterpret<f64>(rotr<u64>(w - 3, 4)); }
// @ts-ignore: decorator
@inline export function isFloat(w: u64): bool { return (w & 7) > 2 || isType(w, T_DOUBLE); }
/** Value of any double word (self-tagged or boxed). */
// @ts-ignore: decorator
@inline export function floatValue(w: u64): f64 {
  return (w & 7) > 2 ? immediateFloatValue(w) : load<f64>(addressOf(w) + 8);
}
/** Whether w is a 64-bit integer (fixnum or LONG). */
// @ts-ignore: decorator
@inline export function isLong(w: u64): bool { return (w & 7) == 0 || isType(w, T_LONG); }
// @ts-ignore: decorator
@inline export function longValue(w: u64): i64 { return (w & 7) == 0 ? <i64>w >> 3 : load<i64>(addressOf(w) + 8); }
