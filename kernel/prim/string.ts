/** Making strings: STRING = u32 length | u32 hash (0 = not yet) | u16 units..., padded to whole words with zeros. */
import { E_OUT_OF_MEMORY, E_TOO_LARGE, F_RAW, MAX_OBJECT_WORDS, T_BYTES, T_STRING } from "../generated/spec";
import { alloc, canAlloc } from "../gc";
import { raise } from "../object/raise";
import { copyUnits } from "../object/string";
import { addressOf, fixnum, pointer } from "../object/word";
import { FAILED, host_take_text } from "./leaves";

// @ts-ignore: decorator
@inline export function stringWords(length: u32): u32 { return 1 + ((length + 3) >> 2); }
/** Longest string in units. */
export const MAX_STRING: u32 = (MAX_OBJECT_WORDS - 2) * 4;
/** Most BYTES of one object. */
export const MAX_BYTES: u32 = (MAX_OBJECT_WORDS - 2) * 8;
/** Whether a string of so many units can be made; ask before making one whose length the program decides. */
export function roomFor(length: u64): bool { return length < 32768 || canAlloc(<u32>min<u64>(2 * length + 64, 0xffffffff)); }
/** A string whose units the caller fills (from +16) before the next safepoint. Length must not exceed MAX_STRING. */
export function newString(length: u32): u32 {
  const words = stringWords(length);
  const a = alloc(T_STRING, words, F_RAW);
  store<u64>(a + 8 * words, 0);
  store<u32>(a + 8, length);
  store<u32>(a + 12, 0);
  return a;
}
/** Address of new BYTES: u32 length | u32 0 | u8..., not cleared. */
export function newBytes(bytes: u32): u32 {
  const a = alloc(T_BYTES, 1 + ((bytes + 7) >> 3), F_RAW);
  store<u32>(a + 8, bytes);
  store<u32>(a + 12, 0);
  return a;
}
/** String of the text pending at the host. */
export function takeText(length: i32): u64 {
  if (length == FAILED || !roomFor(<u64>length)) return raise(E_OUT_OF_MEMORY);
  if (<u32>length > MAX_STRING) return raise(E_TOO_LARGE, fixnum(length));
  const a = newString(<u32>length);
  host_take_text(a + 16);
  return pointer(T_STRING, a);
}
// @ts-ignore: decorator
@inline export function stringLength(w: u64): u32 { return load<u32>(addressOf(w) + 8); }
/** Address of the first unit. */
// @ts-ignore: decorator
@inline export function stringUnits(w: u64): u32 { return addressOf(w) + 16; }
/** The units [start, end) of a string as a new one. */
export function sliceString(w: u64, start: u32, end: u32): u64 {
  return roomFor(end - start) ? cutString(w, start, end) : raise(E_OUT_OF_MEMORY);
}
/** The same by a caller that has asked for room for all that it cuts. */
export function cutString(w: u64, start: u32, end: u32): u64 {
  const a = newString(end - start);
  copyUnits(a + 16, stringUnits(w) + 2 * start, end - start);
  return pointer(T_STRING, a);
}
