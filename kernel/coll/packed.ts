/**
 * Packed arrays: mutable arrays of one primitive kind, whose elements are raw numbers (layout in spec/types.ts, PACKED).
 * They are cells like ARRAY, but hold no words: a collector copies them as it copies text, promotion has nothing to follow, and
 * no barrier is needed. Elements are read and written plainly, by whoever has the array, shared or not.
 *
 * Here is also what packed arrays and ARRAY have in common: the length, and an element as a word.
 */
import {
  ARRAY_LENGTH, ARRAY_WORDS, E_NEGATIVE_SIZE, E_NOT_ELEMENT, E_OUT_OF_MEMORY, E_OVERFLOW, E_TOO_LARGE, F_CELL, F_RAW, FALSE, MAX_OBJECT_WORDS,
  NURSERY_MAX, PACKED_COUNT, PACKED_DATA, PACKED_FIRST, PACKED_LENGTH, T_ARRAY, T_BOOLEAN_ARRAY, T_BYTE_ARRAY, T_CHAR_ARRAY, T_DOUBLE_ARRAY, T_FLOAT_ARRAY, T_INT_ARRAY,
  T_LONG_ARRAY, T_SHORT_ARRAY, THROW, TRUE,
} from "../generated/spec";
import { alloc, allocShared, canAlloc, cellGet, cellSet } from "../gc";
import { cellAddress, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import {
  bool, char, charCode, fitsFixnum, fixnum, fixnumValue, floatValue, immediateFloat, isChar, isFixnum, isFloat, isLong, isPointer, isType, longValue, selfTags,
  typeOf,
} from "../object/word";
import { doubleWord, longWord } from "./box";
import { emptyNode, newNode, nodeFrom, nodeWord } from "./node";

// @ts-ignore: decorator
@inline export function isPackedType(type: u32): boolean { return type - PACKED_FIRST < PACKED_COUNT; }
// @ts-ignore: decorator
@inline export function isPacked(w: u64): boolean { return isPointer(w) && isPackedType(typeOf(w)); }
/** Of any kind. */
// @ts-ignore: decorator
@inline export function isArray(w: u64): boolean { return isPointer(w) && (typeOf(w) == T_ARRAY || isPackedType(typeOf(w))); }
/** An element of a packed type takes 1 << this bytes. */
// @ts-ignore: decorator
@inline export function widthShift(type: u32): u32 { return (type >> 1) & 3; }
/** Words of the body of a packed array of n elements. */
// @ts-ignore: decorator
@inline export function packedWords(type: u32, n: u64): u64 { return 1 + (((n << widthShift(type)) + 7) >> 3); }

/** Number of elements of an array of any kind; it never changes. */
// @ts-ignore: decorator
@inline export function arrayLength(w: u64): u32 { return <u32>fixnumValue(load<u64>(cellAddress(w) + ARRAY_LENGTH)); }

/** Element i, which is below the length, of an array of any kind. */
export function arrayAt(w: u64, i: u32): u64 {
  return isType(w, T_ARRAY) ? cellGet(w, ARRAY_WORDS + (i << 3)) : packedAt(typeOf(w), cellAddress(w), i);
}
/** Sets it; answers x, or THROW when the array can't hold it. */
export function arrayPut(w: u64, i: u32, x: u64): u64 {
  if (isType(w, T_ARRAY)) return cellSet(w, ARRAY_WORDS + (i << 3), x) == THROW ? THROW : x;
  const type = typeOf(w);
  if (packedPut(type, cellAddress(w), i, x)) return x;
  return type == T_INT_ARRAY && isLong(x) ? raise(E_OVERFLOW) : raise(E_NOT_ELEMENT, x, w);
}

/**
 * A packed array of n elements that the caller fills, or clears, at once; its address, or 0 after raise. What is larger than any
 * nursery is born shared: nobody copies it then.
 */
export function newPacked(type: u32, n: i64): u32 {
  if (n < 0) {
    raise(E_NEGATIVE_SIZE, fixnum(n));
    return 0;
  }
  if (n >= <i64>MAX_OBJECT_WORDS << 3 || packedWords(type, n) > MAX_OBJECT_WORDS) {
    raise(E_TOO_LARGE, fixnum(n));
    return 0;
  }
  const words = <u32>packedWords(type, n), large = (words + 1) << 3 > NURSERY_MAX;
  const a = large ? allocShared(type, words, F_RAW | F_CELL) : alloc(type, words, F_RAW | F_CELL);
  if (a == 0) {
    raise(E_OUT_OF_MEMORY);
    return 0;
  }
  store<u64>(a + PACKED_LENGTH, fixnum(n));
  store<u64>(a + (words << 3), 0); // the last word, which may be filled in part only
  return a;
}
export function clearPacked(a: u32): void { memory.fill(a + PACKED_DATA, 0, (sizeOf(a) - 1) << 3); }

/** Elements of an array of any kind from i on as a NODE of their own; or THROW. */
export function arraySnapshot(w: u64, i: u32): u64 {
  const a = cellAddress(w), n = arrayLength(w);
  if (i >= n) return emptyNode();
  const count = n - i, type = typeOf(w);
  // Longs and doubles that fit no word take an object each.
  if (count > 4096 && !canAlloc(widthShift(type) == 3 && type != T_ARRAY ? 24 * count : count << 3)) return raise(E_OUT_OF_MEMORY);
  if (type == T_ARRAY) return nodeFrom(a + ARRAY_WORDS + (i << 3), count);
  if (count > MAX_OBJECT_WORDS) return raise(E_TOO_LARGE, fixnum(count));
  const node = newNode(count);
  for (let k: u32 = 0; k < count; k++) store<u64>(node + 8 + (k << 3), packedAt(type, a, i + k));
  return nodeWord(node);
}

/** Element i of the packed array at a, as a word. */
// @ts-ignore: decorator
@inline export function packedAt(type: u32, a: u32, i: u32): u64 {
  const at = a + PACKED_DATA + (i << widthShift(type));
  switch (type) {
    case T_BOOLEAN_ARRAY: return bool(load<u8>(at) != 0);
    case T_BYTE_ARRAY: return fixnum(<i64>load<i8>(at));
    case T_CHAR_ARRAY: return char(load<u16>(at));
    case T_SHORT_ARRAY: return fixnum(<i64>load<i16>(at));
    case T_INT_ARRAY: return fixnum(<i64>load<i32>(at));
    case T_FLOAT_ARRAY: return doubleWord(<f64>load<f32>(at));
    case T_LONG_ARRAY: {
      const n = load<i64>(at);
      return fitsFixnum(n) ? fixnum(n) : longWord(n);
    }
    default: {
      const bits = load<u64>(at);
      return selfTags(bits) ? immediateFloat(bits) : doubleWord(reinterpret<f64>(bits));
    }
  }
}

/** Stores x if it is of the kind and in its range; doubles are rounded to floats. */
// @ts-ignore: decorator
@inline export function packedPut(type: u32, a: u32, i: u32, x: u64): boolean {
  const at = a + PACKED_DATA + (i << widthShift(type));
  if (type == T_LONG_ARRAY && isFixnum(x)) {
    store<i64>(at, fixnumValue(x));
    return true;
  }
  switch (type) {
    case T_BOOLEAN_ARRAY:
      if (x != TRUE && x != FALSE) return false;
      store<u8>(at, x == TRUE ? 1 : 0);
      return true;
    case T_CHAR_ARRAY:
      if (!isChar(x)) return false;
      store<u16>(at, <u16>charCode(x));
      return true;
    case T_FLOAT_ARRAY:
      if (!isFloat(x)) return false;
      store<f32>(at, <f32>floatValue(x));
      return true;
    case T_DOUBLE_ARRAY:
      if (!isFloat(x)) return false;
      store<f64>(at, floatValue(x));
      return true;
  }
  if (!isLong(x)) return false;
  const n = longValue(x);
  switch (type) {
    case T_BYTE_ARRAY:
      if (n != <i64><i8>n) return false;
      store<i8>(at, <i8>n);
      return true;
    case T_SHORT_ARRAY:
      if (n != <i64><i16>n) return false;
      store<i16>(at, <i16>n);
      return true;
    case T_INT_ARRAY:
      if (n != <i64><i32>n) return false;
      store<i32>(at, <i32>n);
      return true;
    default:
      store<i64>(at, n);
      return true;
  }
}

/**
 * Stores x converted to the kind, as Number.intValue and its like convert: integers lose their high bits, doubles their fraction.
 * False for numbers of other types and for what is no element of such an array at all.
 */
export function packedConvert(type: u32, a: u32, i: u32, x: u64): boolean {
  if (packedPut(type, a, i, x)) return true;
  if (type == T_BOOLEAN_ARRAY || type == T_CHAR_ARRAY) return false;
  if (!isLong(x) && !isFloat(x)) return false;
  const at = a + PACKED_DATA + (i << widthShift(type));
  switch (type) {
    case T_FLOAT_ARRAY: store<f32>(at, <f32>longValue(x)); return true;
    case T_DOUBLE_ARRAY: store<f64>(at, <f64>longValue(x)); return true;
    case T_LONG_ARRAY: store<i64>(at, truncated(floatValue(x))); return true;
  }
  const n = isLong(x) ? longValue(x) : min<i64>(max<i64>(truncated(floatValue(x)), i32.MIN_VALUE), i32.MAX_VALUE);
  if (type == T_BYTE_ARRAY) store<i8>(at, <i8>n);
  else if (type == T_SHORT_ARRAY) store<i16>(at, <i16>n);
  else store<i32>(at, <i32>n);
  return true;
}
/** A double without its fraction; NaN is 0, what is too large the largest long. */
function truncated(d: f64): i64 {
  if (d != d) return 0;
  if (d >= 9223372036854775807.0) return i64.MAX_VALUE;
  return d <= -9223372036854775808.0 ? i64.MIN_VALUE : <i64>d;
}
