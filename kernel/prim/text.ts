/**
 * Text: strings, characters, symbols, keywords, builders. Indices count UTF-16 units. Case mapping beyond ASCII and UTF-8 are the host
 * engine's, through leaves.
 *
 * Long because it is the whole primitive table of one theme, a few lines each.
 */
import {
  BUILDER_BYTES, BUILDER_LENGTH, E_BAD_TYPE, E_INDEX, E_OUT_OF_MEMORY, E_NULL, E_TOO_LARGE, F_CELL, F_RAW, FALSE, INST_MS, KEYWORD_NAME, KEYWORD_NS,
  MAX_OBJECT_WORDS, NIL, P_BYTES_GET, P_CHAR_TO_INT, P_CHAR_CLASS, P_INST_MS, P_INT_TO_CHAR, P_SB_APPEND,
  P_STR_CONCAT, P_STR_FROM_CHARS, P_STR_LENGTH, P_SUBSTRING, P_SYMBOL, P_SYMBOL_NAME, P_UTF8_DECODE, P_UUID_HI, P_UUID_MAKE,
  SYMBOL_NAME, SYMBOL_NS, THROW, T_BUILDER, T_BYTES, T_INST, T_KEYWORD, T_NODE, T_STRING, T_SYMBOL, T_UUID, C_GENSYM,
} from "../generated/spec";
import { alloc, cellSet } from "../gc";
import { charge } from "../mem/registers";
import { cellAddress, initField, sizeOf } from "../object/header";
import { findKeyword, internKeyword, internSymbol } from "../coll/intern";
import { raise } from "../object/raise";
import { copyUnits } from "../object/string";
import { addressOf, truth, char, charCode, fixnum, fixnumValue, isChar, isFixnum, isLong, isType, longValue, opOf, pointer } from "../object/word";
import {
  FAILED, host_change_case, host_char_class, host_take_bytes, host_utf8_decode, host_utf8_encode,
} from "./leaves";
import { cutString, MAX_BYTES, MAX_STRING, newBytes, newString, roomFor, sliceString, stringLength, stringUnits, takeText } from "./string";
import { longWord } from "../coll/box";

function isString(w: u64): bool { return isType(w, T_STRING); }
function bad(w: u64, prim: u32): u64 { return w == NIL ? raise(E_NULL, fixnum(prim)) : raise(E_BAD_TYPE, w, fixnum(prim)); }
// @ts-ignore: decorator
@inline function unit(units: u32, i: u32): u32 { return <u32>load<u16>(units + 2 * i); }

export function prim_string_p(w: u64): u64 { return truth(isString(w)); }
export function prim_char_p(w: u64): u64 { return truth(isChar(w)); }
export function prim_symbol_p(w: u64): u64 { return truth(isType(w, T_SYMBOL)); }
export function prim_keyword_p(w: u64): u64 { return truth(isType(w, T_KEYWORD)); }

export function prim_str_length(s: u64): u64 { return isString(s) ? fixnum(stringLength(s)) : bad(s, P_STR_LENGTH); }
export function prim_char_at(s: u64, i: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  const n = stringLength(s);
  if (!isFixnum(i) || <u64>fixnumValue(i) >= <u64>n) return raise(E_INDEX, i, fixnum(n));
  return char(unit(stringUnits(s), <u32>fixnumValue(i)));
}
export function prim_substring(s: u64, start: u64, end: u64): u64 {
  if (!isString(s)) return bad(s, P_SUBSTRING);
  const n = <i64>stringLength(s);
  if (!isFixnum(start) || fixnumValue(start) < 0 || fixnumValue(start) > n) return raise(E_INDEX, start, fixnum(n));
  const from = fixnumValue(start);
  const to = end == NIL ? n : isFixnum(end) ? fixnumValue(end) : -1;
  if (to < from || to > n) return raise(E_INDEX, end, fixnum(n));
  return from == 0 && to == n ? s : sliceString(s, <u32>from, <u32>to);
}
export function prim_str_concat(x: u64, y: u64): u64 {
  if (!isString(x)) return bad(x, P_STR_CONCAT);
  if (!isString(y)) return bad(y, P_STR_CONCAT);
  const n = stringLength(x), m = stringLength(y);
  if (n == 0) return y;
  if (m == 0) return x;
  if (n + m > MAX_STRING) return raise(E_TOO_LARGE, fixnum(n + m));
  if (!roomFor(n + m)) return raise(E_OUT_OF_MEMORY);
  const a = newString(n + m);
  copyUnits(a + 16, stringUnits(x), n);
  copyUnits(a + 16 + 2 * n, stringUnits(y), m);
  charge((n + m) >> 8);
  return pointer(T_STRING, a);
}
/** n strings or characters of a NODE, joined. */
function joinNode(node: u64, count: u64, prim: u32): u64 {
  if (!isType(node, T_NODE)) return bad(node, prim);
  const base = addressOf(node) + 8;
  const n = <u32>fixnumValue(count);
  if (!isFixnum(count) || n > sizeOf(addressOf(node))) return raise(E_INDEX, count, fixnum(sizeOf(addressOf(node))));
  let total: u64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const w = load<u64>(base + 8 * i);
    if (isString(w)) total += stringLength(w);
    else if (isChar(w)) total++;
    else return bad(w, prim);
  }
  if (total > MAX_STRING) return raise(E_TOO_LARGE, fixnum(total));
  if (!roomFor(total)) return raise(E_OUT_OF_MEMORY);
  const a = newString(<u32>total);
  let at = a + 16;
  for (let i: u32 = 0; i < n; i++) {
    const w = load<u64>(base + 8 * i);
    if (isChar(w)) { store<u16>(at, <u16>charCode(w)); at += 2; continue; }
    const length = stringLength(w);
    copyUnits(at, stringUnits(w), length);
    at += 2 * length;
  }
  charge(<i32>(n >> 3) + <i32>(total >> 8));
  return pointer(T_STRING, a);
}
export function prim_str_concat_node(node: u64, n: u64): u64 { return joinNode(node, n, P_STR_CONCAT); }
export function prim_str_from_chars(node: u64, n: u64): u64 { return joinNode(node, n, P_STR_FROM_CHARS); }

function matchesAt(units: u32, at: u32, sub: u32, length: u32): bool { return memory.compare(units + 2 * at, sub, 2 * length) == 0; }
export function prim_str_index_of(s: u64, sub: u64, from: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!isString(sub)) return bad(sub, P_STR_LENGTH);
  if (!isFixnum(from)) return raise(E_INDEX, from, fixnum(stringLength(s)));
  const n = <i64>stringLength(s), m = <i64>stringLength(sub);
  let i = fixnumValue(from) < 0 ? 0 : fixnumValue(from);
  const units = stringUnits(s), needle = stringUnits(sub);
  if (m == 0) return fixnum(i > n ? n : i);
  charge(<i32>(n >> 8));
  const first = unit(needle, 0);
  for (; i + m <= n; i++) if (unit(units, <u32>i) == first && matchesAt(units, <u32>i, needle, <u32>m)) return fixnum(i);
  return fixnum(-1);
}
export function prim_str_last_index_of(s: u64, sub: u64, from: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!isString(sub)) return bad(sub, P_STR_LENGTH);
  if (!isFixnum(from)) return raise(E_INDEX, from, fixnum(stringLength(s)));
  const n = <i64>stringLength(s), m = <i64>stringLength(sub);
  const units = stringUnits(s), needle = stringUnits(sub);
  let i = fixnumValue(from) > n - m ? n - m : fixnumValue(from);
  charge(<i32>(n >> 8));
  for (; i >= 0; i--) if (matchesAt(units, <u32>i, needle, <u32>m)) return fixnum(i);
  return fixnum(-1);
}
export function prim_str_starts(s: u64, sub: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!isString(sub)) return bad(sub, P_STR_LENGTH);
  return truth(stringLength(sub) <= stringLength(s) && matchesAt(stringUnits(s), 0, stringUnits(sub), stringLength(sub)));
}
export function prim_str_ends(s: u64, sub: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!isString(sub)) return bad(sub, P_STR_LENGTH);
  const n = stringLength(s), m = stringLength(sub);
  return truth(m <= n && matchesAt(stringUnits(s), n - m, stringUnits(sub), m));
}
/** ASCII is done here, all else by the host. */
function changeCase(s: u64, upper: u32): u64 {
  const n = stringLength(s), from = stringUnits(s);
  for (let i: u32 = 0; i < n; i++) if (unit(from, i) > 127) return takeText(host_change_case(from, n, upper));
  if (!roomFor(n)) return raise(E_OUT_OF_MEMORY);
  const a = newString(n), to = a + 16, first: u32 = upper != 0 ? 97 : 65;
  for (let i: u32 = 0; i < n; i++) {
    const c = unit(from, i);
    store<u16>(to + 2 * i, <u16>(c - first < 26 ? c ^ 32 : c));
  }
  charge(<i32>(n >> 6));
  return pointer(T_STRING, a);
}
export function prim_str_upper(s: u64): u64 { return isString(s) ? changeCase(s, 1) : bad(s, P_STR_LENGTH); }
export function prim_str_lower(s: u64): u64 { return isString(s) ? changeCase(s, 0) : bad(s, P_STR_LENGTH); }
/** Character.isWhitespace of Java. */
function isSpace(c: u32): bool {
  if (c < 128) return c == 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
  return host_char_class(c, 0) != 0;
}
export function prim_str_trim(s: u64, mode: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  const m = opOf(mode, 4);
  if (m < 0) return bad(mode, P_STR_LENGTH);
  const units = stringUnits(s), n = stringLength(s);
  let start: u32 = 0, end = n;
  if (m == 3) {
    while (end > 0 && (unit(units, end - 1) == 10 || unit(units, end - 1) == 13)) end--;
  } else {
    if (m != 2) while (start < end && isSpace(unit(units, start))) start++;
    if (m != 1) while (end > start && isSpace(unit(units, end - 1))) end--;
  }
  return start == 0 && end == n ? s : sliceString(s, start, end);
}
export function prim_str_replace_all(s: u64, literal: u64, replacement: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!isString(literal)) return bad(literal, P_STR_LENGTH);
  if (!isString(replacement)) return bad(replacement, P_STR_LENGTH);
  const n = stringLength(s), m = stringLength(literal), r = stringLength(replacement);
  const units = stringUnits(s), needle = stringUnits(literal), by = stringUnits(replacement);
  charge(<i32>(n >> 7));
  let count: u64 = 0;
  if (m == 0) count = n + 1;
  else for (let i: u32 = 0; i + m <= n; ) { if (matchesAt(units, i, needle, m)) { count++; i += m; } else i++; }
  if (count == 0) return s;
  const total: u64 = <u64>n + count * <u64>r - count * <u64>m;
  if (total > MAX_STRING) return raise(E_TOO_LARGE, fixnum(total));
  if (!roomFor(total)) return raise(E_OUT_OF_MEMORY);
  const a = newString(<u32>total);
  let at = a + 16, i: u32 = 0;
  while (i <= n) {
    if (i + m <= n && matchesAt(units, i, needle, m)) {
      memory.copy(at, by, 2 * r);
      at += 2 * r;
      if (m > 0) { i += m; continue; }
    }
    if (i < n) { store<u16>(at, <u16>unit(units, i)); at += 2; }
    i++;
  }
  return pointer(T_STRING, a);
}
/** Reverses by code points: surrogate pairs keep their order, as Java's StringBuilder.reverse does. */
export function prim_str_reverse(s: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  const n = stringLength(s), units = stringUnits(s);
  if (!roomFor(n)) return raise(E_OUT_OF_MEMORY);
  const a = newString(n);
  for (let i: u32 = 0; i < n; i++) store<u16>(a + 16 + 2 * (n - 1 - i), <u16>unit(units, i));
  for (let i: u32 = 0; i + 1 < n; i++) {
    const low = unit(a + 16, i), high = unit(a + 16, i + 1);
    if ((low & 0xfc00) == 0xdc00 && (high & 0xfc00) == 0xd800) {
      store<u16>(a + 16 + 2 * i, <u16>high);
      store<u16>(a + 18 + 2 * i, <u16>low);
      i++;
    }
  }
  charge(<i32>(n >> 7));
  return pointer(T_STRING, a);
}
export function prim_str_repeat(s: u64, times: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!isFixnum(times)) return bad(times, P_STR_LENGTH);
  const n = stringLength(s), t = fixnumValue(times) < 0 ? 0 : fixnumValue(times);
  if (n != 0 && <u64>t > <u64>(MAX_STRING / n)) return raise(E_TOO_LARGE, times);
  if (!roomFor(<u64>n * t)) return raise(E_OUT_OF_MEMORY);
  const a = newString(n * <u32>t);
  for (let i: u32 = 0; i < <u32>t && n != 0; i++) memory.copy(a + 16 + 2 * n * i, stringUnits(s), 2 * n);
  charge(<i32>((n * <u32>t) >> 8));
  return pointer(T_STRING, a);
}
function foldCase(c: u32): u32 {
  if (c < 128) return c >= 65 && c <= 90 ? c + 32 : c;
  return <u32>host_char_class(<i32>host_char_class(c, 5), 6);
}
export function prim_str_eq_ci(x: u64, y: u64): u64 {
  if (!isString(x)) return bad(x, P_STR_LENGTH);
  if (!isString(y)) return FALSE;
  const n = stringLength(x);
  if (stringLength(y) != n) return FALSE;
  for (let i: u32 = 0; i < n; i++) if (foldCase(unit(stringUnits(x), i)) != foldCase(unit(stringUnits(y), i))) return FALSE;
  return truth(true);
}
export function prim_str_compare(x: u64, y: u64): u64 {
  if (!isString(x)) return bad(x, P_STR_LENGTH);
  if (!isString(y)) return bad(y, P_STR_LENGTH);
  const n = stringLength(x), m = stringLength(y), shorter = n < m ? n : m;
  for (let i: u32 = 0; i < shorter; i++) {
    const d = <i32>unit(stringUnits(x), i) - <i32>unit(stringUnits(y), i);
    if (d != 0) return fixnum(d);
  }
  return fixnum(<i64>n - <i64>m);
}

// Characters
export function prim_char_to_int(c: u64): u64 { return isChar(c) ? fixnum(charCode(c)) : bad(c, P_CHAR_TO_INT); }
export function prim_int_to_char(n: u64): u64 {
  if (isChar(n)) return n;
  return isFixnum(n) && <u64>fixnumValue(n) < 65536 ? char(<u32>fixnumValue(n)) : bad(n, P_INT_TO_CHAR);
}
export function prim_char_class(c: u64, op: u64): u64 {
  if (!isChar(c)) return bad(c, P_CHAR_CLASS);
  const code = charCode(c), kind = opOf(op, 5);
  if (kind < 0) return bad(op, P_CHAR_CLASS);
  if (code >= 128) return truth(host_char_class(code, kind) != 0);
  switch (kind) {
    case 0: return truth(isSpace(code));
    case 1: return truth(code >= 48 && code <= 57);
    case 2: return truth((code | 32) >= 97 && (code | 32) <= 122);
    case 3: return truth(code >= 65 && code <= 90);
    default: return truth(code >= 97 && code <= 122);
  }
}
export function prim_char_upper(c: u64): u64 {
  if (!isChar(c)) return bad(c, P_CHAR_CLASS);
  const code = charCode(c);
  return code < 128 ? char(code - 97 < 26 ? code - 32 : code) : char(<u32>host_char_class(code, 5));
}
export function prim_char_lower(c: u64): u64 {
  if (!isChar(c)) return bad(c, P_CHAR_CLASS);
  const code = charCode(c);
  return code < 128 ? char(code - 65 < 26 ? code + 32 : code) : char(<u32>host_char_class(code, 6));
}

// Symbols and keywords
export function prim_symbol(ns: u64, name: u64): u64 {
  if (!isString(name)) return bad(name, P_SYMBOL);
  if (ns != NIL && !isString(ns)) return bad(ns, P_SYMBOL);
  return internSymbol(ns, name);
}
export function prim_keyword(ns: u64, name: u64): u64 {
  if (!isString(name)) return bad(name, P_SYMBOL);
  if (ns != NIL && !isString(ns)) return bad(ns, P_SYMBOL);
  return internKeyword(ns, name);
}
export function prim_symbol_ns(w: u64): u64 {
  if (isType(w, T_SYMBOL)) return load<u64>(addressOf(w) + SYMBOL_NS);
  return isType(w, T_KEYWORD) ? load<u64>(addressOf(w) + KEYWORD_NS) : w == NIL ? raise(E_NULL, w) : bad(w, P_SYMBOL_NAME);
}
export function prim_symbol_name(w: u64): u64 {
  if (isType(w, T_SYMBOL)) return load<u64>(addressOf(w) + SYMBOL_NAME);
  return isType(w, T_KEYWORD) ? load<u64>(addressOf(w) + KEYWORD_NAME) : w == NIL ? raise(E_NULL, w) : bad(w, P_SYMBOL_NAME);
}
export function prim_symbol_text(w: u64): u64 {
  const colon = u32(isType(w, T_KEYWORD));
  if (colon == 0 && !isType(w, T_SYMBOL)) return bad(w, P_SYMBOL_NAME);
  const ns = prim_symbol_ns(w), name = prim_symbol_name(w), space: u32 = ns == NIL ? 0 : stringLength(ns) + 1, n = stringLength(name);
  if (colon + space == 0) return name;
  if (!roomFor(<u64>colon + space + n)) return raise(E_OUT_OF_MEMORY);
  const a = newString(colon + space + n), from = a + 16 + 2 * colon;
  if (colon != 0) store<u16>(a + 16, 58);
  if (space != 0) {
    copyUnits(from, stringUnits(ns), space - 1);
    store<u16>(from + 2 * (space - 1), 47);
  }
  copyUnits(from + 2 * space, stringUnits(name), n);
  return pointer(T_STRING, a);
}
export function prim_find_keyword(ns: u64, name: u64): u64 {
  if (!isString(name)) return bad(name, P_SYMBOL);
  return ns == NIL || isString(ns) ? findKeyword(ns, name) : bad(ns, P_SYMBOL);
}
export function prim_gensym_id(): u64 { return fixnum(atomic.add<u64>(C_GENSYM, 1) + 1); }

// String builders. The BYTES of a builder hold u16 units; capacity doubles.
export function prim_builder_p(w: u64): u64 { return truth(isType(w, T_BUILDER)); }
export function prim_sb_new(): u64 {
  const bytes = newBytes(48);
  const a = alloc(T_BUILDER, 2, F_CELL);
  initField(a, BUILDER_LENGTH, fixnum(0));
  initField(a, BUILDER_BYTES, pointer(T_BYTES, bytes));
  return pointer(T_BUILDER, a);
}
/** Address where `extra` more units of a builder go, once there is room for them; 0: raised. Its length is then as if they stood there. */
function extend(sb: u64, extra: u32): u32 {
  const length = <u32>fixnumValue(load<u64>(cellAddress(sb) + BUILDER_LENGTH)), wanted: u64 = <u64>length + extra;
  if (wanted > MAX_STRING) { raise(E_TOO_LARGE, fixnum(wanted)); return 0; }
  let bytes = cellAddress(load<u64>(cellAddress(sb) + BUILDER_BYTES));
  if (wanted * 2 > load<u32>(bytes + 8)) {
    const doubled: u64 = <u64>load<u32>(bytes + 8) * 2;
    const capacity = min<u64>(max<u64>(wanted * 2, doubled), <u64>MAX_OBJECT_WORDS * 8 - 16);
    if (!roomFor(capacity >> 1)) { raise(E_OUT_OF_MEMORY); return 0; }
    const larger = newBytes(<u32>capacity);
    memory.copy(larger + 16, bytes + 16, 2 * length);
    if (cellSet(sb, BUILDER_BYTES, pointer(T_BYTES, larger)) == THROW) return 0;
    bytes = cellAddress(load<u64>(cellAddress(sb) + BUILDER_BYTES));
  }
  store<u64>(cellAddress(sb) + BUILDER_LENGTH, fixnum(wanted));
  charge(<i32>(extra >> 8));
  return bytes + 16 + 2 * length;
}
export function prim_sb_append(sb: u64, x: u64): u64 {
  if (!isType(sb, T_BUILDER)) return bad(sb, P_SB_APPEND);
  if (isChar(x)) {
    const at = extend(sb, 1);
    if (at == 0) return THROW;
    store<u16>(at, <u16>charCode(x));
    return sb;
  }
  if (!isString(x)) return bad(x, P_SB_APPEND);
  const at = extend(sb, stringLength(x));
  if (at == 0) return THROW;
  copyUnits(at, stringUnits(x), stringLength(x));
  return sb;
}
export function prim_sb_append_part(sb: u64, s: u64, start: u64, end: u64): u64 {
  if (!isType(sb, T_BUILDER)) return bad(sb, P_SB_APPEND);
  if (!isString(s)) return bad(s, P_SB_APPEND);
  if (!isFixnum(end) || <u64>fixnumValue(end) > <u64>stringLength(s)) return raise(E_INDEX, end, fixnum(stringLength(s)));
  if (!isFixnum(start) || <u64>fixnumValue(start) > <u64>fixnumValue(end)) return raise(E_INDEX, start, end);
  const from = <u32>fixnumValue(start), n = <u32>fixnumValue(end) - from, at = extend(sb, n);
  if (at == 0) return THROW;
  copyUnits(at, stringUnits(s) + 2 * from, n);
  return sb;
}
export function prim_sb_to_string(sb: u64): u64 {
  if (!isType(sb, T_BUILDER)) return bad(sb, P_SB_APPEND);
  const length = <u32>fixnumValue(load<u64>(cellAddress(sb) + BUILDER_LENGTH));
  if (!roomFor(length)) return raise(E_OUT_OF_MEMORY);
  const a = newString(length);
  memory.copy(a + 16, cellAddress(load<u64>(cellAddress(sb) + BUILDER_BYTES)) + 16, 2 * length);
  return pointer(T_STRING, a);
}
export function prim_sb_length(sb: u64): u64 { return isType(sb, T_BUILDER) ? load<u64>(cellAddress(sb) + BUILDER_LENGTH) : bad(sb, P_SB_APPEND); }
export function prim_sb_set_length(sb: u64, n: u64): u64 {
  if (!isType(sb, T_BUILDER)) return bad(sb, P_SB_APPEND);
  const length = load<u64>(cellAddress(sb) + BUILDER_LENGTH);
  if (!isFixnum(n) || <u64>fixnumValue(n) > <u64>fixnumValue(length)) return raise(E_INDEX, n, length);
  store<u64>(cellAddress(sb) + BUILDER_LENGTH, n);
  return NIL;
}

// Bytes and UTF-8
export function prim_utf8_encode(s: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!roomFor(3 * <u64>stringLength(s))) return raise(E_OUT_OF_MEMORY);
  const n = host_utf8_encode(stringUnits(s), stringLength(s));
  if (n == FAILED) return raise(E_OUT_OF_MEMORY);
  if (<u32>n > MAX_BYTES) return raise(E_TOO_LARGE, fixnum(n));
  const a = newBytes(<u32>n);
  host_take_bytes(a + 16);
  return pointer(T_BYTES, a);
}
export function prim_utf8_decode(b: u64): u64 {
  if (!isType(b, T_BYTES)) return bad(b, P_UTF8_DECODE);
  return takeText(host_utf8_decode(addressOf(b) + 16, load<u32>(addressOf(b) + 8)));
}
export function prim_bytes_get(b: u64, i: u64): u64 {
  if (!isType(b, T_BYTES)) return bad(b, P_BYTES_GET);
  const n = load<u32>(addressOf(b) + 8);
  if (!isFixnum(i) || <u64>fixnumValue(i) >= <u64>n) return raise(E_INDEX, i, fixnum(n));
  return fixnum(<i64>load<u8>(addressOf(b) + 16 + <u32>fixnumValue(i)));
}
export function prim_bytes_length(b: u64): u64 { return isType(b, T_BYTES) ? fixnum(load<u32>(addressOf(b) + 8)) : bad(b, P_BYTES_GET); }

// UUID and instants
export function prim_uuid_make(hi: u64, lo: u64): u64 {
  if (!isLong(hi)) return bad(hi, P_UUID_MAKE);
  if (!isLong(lo)) return bad(lo, P_UUID_MAKE);
  const a = alloc(T_UUID, 2, F_RAW);
  store<i64>(a + 8, longValue(hi));
  store<i64>(a + 16, longValue(lo));
  return pointer(T_UUID, a);
}
export function prim_uuid_hi(w: u64): u64 { return isType(w, T_UUID) ? longWord(load<i64>(addressOf(w) + 8)) : bad(w, P_UUID_HI); }
export function prim_uuid_lo(w: u64): u64 { return isType(w, T_UUID) ? longWord(load<i64>(addressOf(w) + 16)) : bad(w, P_UUID_HI); }
export function prim_inst_make(ms: u64): u64 {
  if (!isLong(ms)) return bad(ms, P_INST_MS);
  const a = alloc(T_INST, 1, 0);
  initField(a, INST_MS, ms);
  return pointer(T_INST, a);
}
export function prim_inst_ms(w: u64): u64 { return isType(w, T_INST) ? load<u64>(addressOf(w) + INST_MS) : bad(w, P_INST_MS); }

/** Second character of the escape that pr writes for a unit, or 0. */
function escapeOf(c: u32): u32 {
  switch (c) {
    case 34: return 34;
    case 92: return 92;
    case 10: return 110;
    case 9: return 116;
    case 13: return 114;
    case 12: return 102;
    case 8: return 98;
    default: return 0;
  }
}
export function prim_str_escape(s: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  const n = stringLength(s), units = stringUnits(s);
  let total: u64 = <u64>n + 2;
  for (let i: u32 = 0; i < n; i++) if (escapeOf(unit(units, i)) != 0) total++;
  if (total > MAX_STRING) return raise(E_TOO_LARGE, fixnum(total));
  if (!roomFor(total)) return raise(E_OUT_OF_MEMORY);
  const a = newString(<u32>total);
  let at = a + 16;
  store<u16>(at, 34);
  at += 2;
  for (let i: u32 = 0; i < n; i++) {
    const c = unit(units, i), e = escapeOf(c);
    if (e != 0) { store<u16>(at, 92); at += 2; }
    store<u16>(at, <u16>(e != 0 ? e : c));
    at += 2;
  }
  store<u16>(at, 34);
  charge(<i32>(n >> 7));
  return pointer(T_STRING, a);
}
export function prim_str_split_char(s: u64, c: u64): u64 {
  if (!isString(s)) return bad(s, P_STR_LENGTH);
  if (!isChar(c)) return bad(c, P_CHAR_CLASS);
  const n = stringLength(s), units = stringUnits(s), by = charCode(c);
  let parts: u32 = 1;
  for (let i: u32 = 0; i < n; i++) if (unit(units, i) == by) parts++;
  if (parts > MAX_OBJECT_WORDS) return raise(E_TOO_LARGE, fixnum(parts));
  if (!roomFor(<u64>n + 20 * <u64>parts)) return raise(E_OUT_OF_MEMORY); // nodes and all the parts
  const node = alloc(T_NODE, parts, 0);
  for (let p: u32 = 0; p < parts; p++) initField(node, 8 + 8 * p, NIL);
  let start: u32 = 0, part: u32 = 0;
  for (let i: u32 = 0; i <= n; i++) {
    if (i < n && unit(units, i) != by) continue;
    initField(node, 8 + 8 * part++, cutString(s, start, i));
    start = i + 1;
  }
  charge(<i32>(n >> 6));
  return pointer(T_NODE, node);
}
