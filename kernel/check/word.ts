/** Invariants 10-12, 16-18, 25, 26: words and what they point to. */
import { C_PAGE_TOP, F_CELL, F_MARK, F_RAW, F_SHARED, MORE, PACKED_LENGTH, PARK, SLOW, T_ARRAY, THROW, UNWIND } from "../generated/spec";
import { isPackedType, packedWords } from "../coll/packed";
import { colour, sharedClassBytes } from "../gc/shared";
import { typeFlags } from "../gc/types";
import { control } from "../mem/control";
import { KIND_LARGE, KIND_SHARED, pageAddress, pageClass, pageKind, pageOf } from "../mem/pages";
import { flagsOf, forwardOf, headerType, sizeOf } from "../object/header";
import { addressOf, isFixnum, isPointer, isSpecial, typeOf } from "../object/word";
import { broken } from "./report";

/** Whether an object can start at a: a cell of a shared page or a large object. */
export function isSharedStart(a: u32): bool {
  const page = pageOf(a);
  if (page >= control(C_PAGE_TOP)) return false;
  if (pageKind(page) == KIND_LARGE) return a == pageAddress(page);
  return pageKind(page) == KIND_SHARED && (a - pageAddress(page)) % sharedClassBytes(pageClass(page)) == 0
    && a - pageAddress(page) < 0x10000 / sharedClassBytes(pageClass(page)) * sharedClassBytes(pageClass(page));
}

/** A header that stands for an object of its type and not for leavings. */
export function checkHeader(a: u32, type: u32): bool {
  const flags = typeFlags(type);
  if (flags == 0xffffffff) return broken(25, a, type);
  if ((flagsOf(a) & (F_RAW | F_CELL)) != flags) return broken(6, a, flags);
  return (type != T_ARRAY && !isPackedType(type)) || checkLength(a, type);
}
/** An array's length is that of its elements. */
function checkLength(a: u32, type: u32): bool {
  const n = load<u64>(a + PACKED_LENGTH);
  if (!isFixnum(n) || n >> 3 > <u64>sizeOf(a) << 3) return broken(26, a, <u32>n);
  const words = type == T_ARRAY ? (n >> 3) + 1 : packedWords(type, n >> 3);
  return words == sizeOf(a) || broken(26, a, <u32>n);
}

/** The target of a shared reference of this type (0: not known) must be a live shared object. `at` is where it stands. */
export function checkSharedTarget(a: u32, type: u32, at: u32, code: u32): bool {
  if (!isSharedStart(a)) return broken(code, at, a);
  const flags = flagsOf(a);
  if (headerType(a) == 0 || (type != 0 && headerType(a) != type)) return broken(10, at, a);
  return ((flags & F_SHARED) != 0 && (flags & F_MARK) == colour()) || broken(10, at, a);
}

/** A word inside the shared heap or in a global root. */
export function checkSharedWord(w: u64, at: u32): bool {
  if (isPointer(w)) return checkSharedTarget(addressOf(w), typeOf(w), at, 11);
  return checkPlain(w, at);
}

/** Sentinels are answers of primitives, never values. */
export function checkPlain(w: u64, at: u32): bool {
  if (!isSpecial(w)) return true;
  return (w != THROW && w != SLOW && w != MORE && w != UNWIND && w != PARK) || broken(12, at, <u32>w);
}

export function checkSharedWords(p: u32, end: u32): bool {
  for (; p < end; p += 8) if (!checkSharedWord(load<u64>(p), p)) return false;
  return true;
}

/** The copy of a promoted original. */
export function checkForward(a: u32): bool {
  const copy = forwardOf(a);
  if (!checkSharedTarget(copy, 0, a, 18)) return false;
  return (sizeOf(copy) == sizeOf(a) && (flagsOf(copy) & (F_RAW | F_CELL)) == (flagsOf(a) & (F_RAW | F_CELL))) || broken(18, a, copy);
}
