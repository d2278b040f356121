/**
 * Tokens of plain data for the library's reader (lib/odeon/data_reader.clj): numbers, strings, names, characters, delimiters. What
 * is rarer, wrong, or means something else in programs than in data, is OTHER, and the whole text goes to the reader of the compiler.
 *
 * A cursor is an ARRAY [position value]; a token moves the position and, if it stands for a value, puts that there.
 */
import {
  ARRAY_LENGTH, ARRAY_WORDS, E_BAD_TYPE, E_OUT_OF_MEMORY, FALSE, NIL, P_READ_TOKEN, THROW, TRUE, T_ARRAY, T_STRING,
} from "../generated/spec";
import { doubleWord, longWord } from "../coll/box";
import { internKeyword, internSymbol } from "../coll/intern";
import { cellSet } from "../gc";
import { charge } from "../mem/registers";
import { cellAddress } from "../object/header";
import { raise } from "../object/raise";
import { copyUnits } from "../object/string";
import { char, fixnum, fixnumValue, isType, pointer } from "../object/word";
import { decimalFrom } from "./decimal";
import { isDigit, NO_INTEGER, shortInteger } from "./digits";
import { plainDouble } from "./parse-double";
import { newString, roomFor, stringLength, stringUnits } from "./string";

// Answers. A closing delimiter follows its opening ones: ) is ( + 3, ] is [ + 3, } is { + 3.
const END: i64 = 0;
const VALUE: i64 = 1;
const OPEN_LIST: i64 = 2;
const OPEN_VECTOR: i64 = 3;
const OPEN_MAP: i64 = 4;
const CLOSE_LIST: i64 = 5;
const CLOSE_VECTOR: i64 = 6;
const CLOSE_MAP: i64 = 7;
const OPEN_SET: i64 = 8;
const TAG: i64 = 9;
const OTHER: i64 = 10;

/** What an atom that is no plain one answers instead of a value: no word ends like this. */
const NO_ATOM: u64 = 0xff02;

// @ts-ignore: decorator
@inline function unit(units: u32, i: u32): u32 { return <u32>load<u16>(units + 2 * i); }
function isSpace(c: u32): bool { return c == 32 || c == 44 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31); }
/** Whether an atom ends before this unit: space, delimiters, strings, comments. */
function ends(c: u32): bool {
  return isSpace(c) || c == 40 || c == 41 || c == 91 || c == 93 || c == 123 || c == 125 || c == 34 || c == 59;
}
/** Letters, digits and what else stands in plain names: ! $ & * + - . / < = > ? _ */
function inName(c: u32): bool {
  if ((c | 32) - 97 < 26 || isDigit(c)) return true;
  return c == 33 || c == 36 || c == 38 || (c >= 42 && c <= 47 && c != 44) || (c >= 60 && c <= 63) || c == 95;
}

export function prim_read_token(s: u64, cursor: u64): u64 {
  if (!isType(s, T_STRING)) return raise(E_BAD_TYPE, s, fixnum(P_READ_TOKEN));
  if (!isType(cursor, T_ARRAY) || fixnumValue(load<u64>(cellAddress(cursor) + ARRAY_LENGTH)) < 2) return raise(E_BAD_TYPE, cursor, fixnum(P_READ_TOKEN));
  const units = stringUnits(s), n = stringLength(s), start = <u32>fixnumValue(load<u64>(cellAddress(cursor) + ARRAY_WORDS));
  const i = afterSpace(units, start, n);
  charge(<i32>((i - start) >> 6));
  if (i >= n) return moved(cursor, i, END);
  switch (unit(units, i)) {
    case 40: return moved(cursor, i + 1, OPEN_LIST);
    case 41: return moved(cursor, i + 1, CLOSE_LIST);
    case 91: return moved(cursor, i + 1, OPEN_VECTOR);
    case 93: return moved(cursor, i + 1, CLOSE_VECTOR);
    case 123: return moved(cursor, i + 1, OPEN_MAP);
    case 125: return moved(cursor, i + 1, CLOSE_MAP);
    case 34: return readString(cursor, units, i + 1, n);
    case 35: { // #
      if (i + 1 < n && unit(units, i + 1) == 123) return moved(cursor, i + 2, OPEN_SET);
      return readTag(cursor, units, i + 1, n);
    }
    case 92: return readChar(cursor, units, i + 1, n);
    default: return readAtom(cursor, units, i, n);
  }
}
function moved(cursor: u64, position: u32, kind: i64): u64 {
  store<u64>(cellAddress(cursor) + ARRAY_WORDS, fixnum(position));
  return fixnum(kind);
}
function found(cursor: u64, position: u32, value: u64, kind: i64): u64 {
  if (value == THROW || cellSet(cursor, ARRAY_WORDS + 8, value) == THROW) return THROW;
  return moved(cursor, position, kind);
}

/** Behind white space and comments. */
function afterSpace(units: u32, i: u32, n: u32): u32 {
  for (; i < n; i++) {
    const c = unit(units, i);
    if (c == 59) {
      while (i < n && unit(units, i) != 10 && unit(units, i) != 13) i++;
    } else if (!isSpace(c)) break;
  }
  return i;
}

/** Character that an escape in a string stands for; 0: none of the short ones. */
function escaped(c: u32): u32 {
  switch (c) {
    case 110: return 10;
    case 116: return 9;
    case 114: return 13;
    case 98: return 8;
    case 102: return 12;
    case 34: case 92: return c;
    default: return 0;
  }
}
/** A string from behind its first quote. */
function readString(cursor: u64, units: u32, start: u32, n: u32): u64 {
  let end = start, length: u32 = 0;
  for (; end < n && unit(units, end) != 34; end++, length++) {
    if (unit(units, end) == 92 && (++end >= n || escaped(unit(units, end)) == 0)) return moved(cursor, start, OTHER);
  }
  if (end >= n) return moved(cursor, start, OTHER);
  if (!roomFor(length)) return raise(E_OUT_OF_MEMORY);
  charge(<i32>((end - start) >> 6));
  return found(cursor, end + 1, unescaped(units, start, end, length), VALUE);
}
function unescaped(units: u32, i: u32, end: u32, length: u32): u64 {
  const a = newString(length);
  for (let at = a + 16; i < end; i++, at += 2) {
    const c = unit(units, i);
    store<u16>(at, <u16>(c == 92 ? escaped(unit(units, ++i)) : c));
  }
  return pointer(T_STRING, a);
}

/** Up to eight ASCII characters as one number, the first lowest; 0 for more. */
function packed(units: u32, i: u32, end: u32): u64 {
  if (end - i > 8) return 0;
  let text: u64 = 0;
  for (let shift: u64 = 0; i < end; i++, shift += 8) text |= <u64>unit(units, i) << shift;
  return text;
}
const NIL_TEXT: u64 = 0x6c696e;
const TRUE_TEXT: u64 = 0x65757274;
const FALSE_TEXT: u64 = 0x65736c6166;
const NEWLINE: u64 = 0x656e696c77656e;
const SPACE: u64 = 0x6563617073;
const TAB: u64 = 0x626174;
const INST: u64 = 0x74736e69;
const UUID: u64 = 0x64697575;

/** A character from behind its backslash: a single one, or one of the commonest names. */
function readChar(cursor: u64, units: u32, i: u32, n: u32): u64 {
  if (i >= n || isSpace(unit(units, i)) || unit(units, i) >= 128) return moved(cursor, i, OTHER);
  const end = nameEnd(units, i + 1, n);
  if (end == NO_END) return moved(cursor, i, OTHER);
  if (end == i + 1) return found(cursor, end, char(unit(units, i)), VALUE);
  const name = packed(units, i, end), c: u32 = name == NEWLINE ? 10 : name == SPACE ? 32 : name == TAB ? 9 : 0;
  return c == 0 ? moved(cursor, i, OTHER) : found(cursor, end, char(c), VALUE);
}

const NO_END: u32 = 0xffffffff;
/** Where a name ends that goes on at i; NO_END: it holds characters that plain names don't. */
function nameEnd(units: u32, i: u32, n: u32): u32 {
  for (; i < n; i++) {
    const c = unit(units, i);
    if (!inName(c)) return ends(c) ? i : NO_END;
  }
  return i;
}
function cut(units: u32, from: u32, to: u32): u64 {
  const a = newString(to - from);
  copyUnits(a + 16, units + 2 * from, to - from);
  return pointer(T_STRING, a);
}
/** The symbol or keyword in [i, end), with or without a namespace; NO_ATOM if it is no plain one. */
function named(units: u32, i: u32, end: u32, keyword: bool): u64 {
  let slash = NO_END;
  for (let at = i; at < end; at++) {
    if (unit(units, at) != 47) continue;
    if (slash != NO_END) return NO_ATOM;
    slash = at;
  }
  if (i == end || end - i > 4096 || isDigit(unit(units, i))) return NO_ATOM;
  if (slash != NO_END && (slash == i || slash == end - 1 || isDigit(unit(units, slash + 1)))) return NO_ATOM;
  const ns = slash == NO_END ? NIL : cut(units, i, slash), name = cut(units, slash == NO_END ? i : slash + 1, end);
  return keyword ? internKeyword(ns, name) : internSymbol(ns, name);
}
/** Of the digits before an M. */
function decimal(units: u32, i: u32, end: u32): u64 {
  const w = decimalFrom(units + 2 * i, end - i);
  return w == NIL ? NO_ATOM : w;
}
function number(units: u32, i: u32, end: u32): u64 {
  const first = isDigit(unit(units, i)) ? i : i + 1;
  if (unit(units, first) == 48 && first + 1 < end && isDigit(unit(units, first + 1))) return NO_ATOM; // octal
  const n = shortInteger(units + 2 * i, end - i, 10);
  if (n != NO_INTEGER) return longWord(n);
  for (let at = first; at < end; at++) {
    if (isDigit(unit(units, at))) continue;
    if (unit(units, end - 1) == 77) return decimal(units, i, end - 1);
    const x = plainDouble(units + 2 * i, end - i);
    return x == x ? doubleWord(x) : NO_ATOM;
  }
  return NO_ATOM; // an integer of more digits
}
/** A number, nil, true, false, a symbol or keyword, that begins at i. */
function atom(units: u32, i: u32, end: u32, first: u32): u64 {
  if (first == 58) return named(units, i + 1, end, true);
  if (isDigit(first) || ((first == 43 || first == 45) && i + 1 < end && isDigit(unit(units, i + 1)))) return number(units, i, end);
  const text = packed(units, i, end);
  if (text == NIL_TEXT) return NIL;
  if (text == TRUE_TEXT) return TRUE;
  return text == FALSE_TEXT ? FALSE : named(units, i, end, false);
}
function readAtom(cursor: u64, units: u32, i: u32, n: u32): u64 {
  const first = unit(units, i), end = nameEnd(units, first == 58 ? i + 1 : i, n);
  if (end == NO_END) return moved(cursor, i, OTHER);
  charge(<i32>((end - i) >> 6));
  const value = atom(units, i, end, first);
  return value == NO_ATOM ? moved(cursor, i, OTHER) : found(cursor, end, value, VALUE);
}
/** A tag from behind its #. What #inst and #uuid mean the compiler's reader knows; a name with a point is that of a class. */
function readTag(cursor: u64, units: u32, i: u32, n: u32): u64 {
  const end = nameEnd(units, i, n);
  if (i >= n || end == NO_END || (unit(units, i) | 32) - 97 >= 26) return moved(cursor, i, OTHER);
  for (let at = i; at < end; at++) if (unit(units, at) == 46) return moved(cursor, i, OTHER);
  const text = packed(units, i, end), tag = text == INST || text == UUID ? NO_ATOM : named(units, i, end, false);
  return tag == NO_ATOM ? moved(cursor, i, OTHER) : found(cursor, end, tag, TAG);
}
