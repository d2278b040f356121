/**
 * Wire format (spec/bytecode.ts) to values. Called with no running actor, so everything is made in the shared heap and may
 * be sent, held or put into code as it is. The bytes are not trusted: whatever is wrong answers THROW with E_LOAD and a
 * short text; lengths are checked before anything is allocated, types before anything is read through a word.
 */
import {
  CODE_COUNTER, CODE_ENTRY, CODE_FAILED, CODE_FILE, CODE_LOOPS, CODE_SEEN, E_LOAD, E_OUT_OF_MEMORY, F_RAW, FALSE, MAX_OBJECT_WORDS, NIL, ROOT_EMPTY_LIST, SLOW,
  SUB_PID, SUB_REF, T_BIGINT, T_BYTES, T_CLOSURE, T_CODE, T_DECIMAL, T_INST, T_LIST, T_LONG, T_NODE, T_RATIO, T_REGEX, T_STRING,
  T_TAGGED, T_TYPE, T_UUID, T_VAR, THROW, TRUE, W_BACKREF, W_BIGINT, W_BUFFER, W_BYTES, W_CHAR, W_CLOSURE, W_CODE, W_DECIMAL, W_DOUBLE,
  W_END, W_EXCEPTION, W_FALSE, W_INST, W_INT, W_KEYWORD, W_LIST, W_MAP, W_META, W_NIL, W_NODE, W_OPAQUE, W_PID, W_RATIO, W_REF, W_REGEX, W_SET,
  W_STRING16, W_STRING8, W_SYMBOL, W_TAGGED, W_TRUE, W_UUID, W_VAR, W_VECTOR, WIRE_VERSION, LIST_FIRST, LIST_REST, LIST_COUNT, LIST_META,
  INST_MS,
} from "../generated/spec";
import { doubleWord, longWord } from "../coll/box";
import { mapFrom } from "../coll/map";
import { nodeFrom } from "../coll/node";
import { newPair } from "../coll/pair";
import { prim_with_meta } from "../coll/prims";
import { setFrom } from "../coll/set";
import { newString, packedName } from "../coll/text";
import { vectorFrom } from "../coll/vector";
import { alloc, bufferAddress, bufferAlloc, canAlloc } from "../gc";
import { internKeyword, internString, internSymbol } from "../coll/intern";
import { newException } from "../prim/exception";
import { prim_var_find, prim_var_root, varIntern } from "../prim/var";
import { raise } from "../object/raise";
import { STRING_UNITS } from "../object/string";
import { char, fixnum, fixnumValue, isFixnum, isPointer, isSpecial, isType, pointer } from "../object/word";
import { depth, drop, failed, freeWriter, newWriter, pop, push, recall, remember, remembered, topWords } from "./writer";

/** Field indices of CODE in the order in which they stand on the stack. */
const CODE_WORDS: u32 = 11;

/** The value of the message in [from, from + bytes), shared; THROW after raise. */
export function decode(from: u32, bytes: u32): u64 {
  const w = newWriter();
  if (w == 0) return raise(E_OUT_OF_MEMORY);
  const result = decodeWith(w, from, from + bytes);
  freeWriter(w);
  return result;
}
function bad(): u64 { return raise(E_LOAD, packedName(0x726f666c616d, 0x64656d)); } // malfor med
function decodeWith(w: u32, from: u32, end: u32): u64 {
  if (from == end || <u32>load<u8>(from) != WIRE_VERSION) return bad();
  let p = from + 1;
  while (true) {
    if (p >= end) return bad();
    const op = <u32>load<u8>(p++);
    if (op == W_END) return depth(w) == 1 ? pop(w) : bad();
    // Operand: a count for most, raw bytes for some.
    let n: u64 = 0;
    if (hasCount(op)) {
      if (op == W_BIGINT) {
        if (p >= end) return bad();
        p++;
      }
      let shift: u64 = 0;
      while (true) {
        if (p >= end || shift > 63) return bad();
        const b = <u64>load<u8>(p++);
        n |= (b & 0x7f) << shift;
        if (b < 0x80) break;
        shift += 7;
      }
    }
    const raw = rawBytes(op, n);
    if (raw > <u64>(end - p)) return bad();
    const pops = popCount(op, n);
    if (pops > <u64>depth(w)) return bad();
    if (raw > 1 << 20 && !canAlloc(<u32>raw)) return raise(E_OUT_OF_MEMORY);
    if (pops + raw / 4 > MAX_OBJECT_WORDS) return bad();
    const value = build(w, op, n, p, <u32>pops);
    if (value == THROW) return THROW;
    if (isSpecial(value)) return bad();
    drop(w, <u32>pops);
    push(w, value);
    if (op == W_STRING8 || op == W_STRING16 || op == W_SYMBOL || op == W_KEYWORD || op == W_VAR) remember(w, value);
    if (failed(w)) return raise(E_OUT_OF_MEMORY);
    p += <u32>raw;
  }
  return bad();
}
function hasCount(op: u32): bool {
  switch (op) {
    case W_INT: case W_BIGINT: case W_CHAR: case W_STRING8: case W_STRING16: case W_BACKREF: case W_LIST: case W_VECTOR: case W_MAP: case W_SET:
    case W_BYTES: case W_NODE: case W_BUFFER: return true;
    default: return false;
  }
}
/** Bytes that follow the count. */
function rawBytes(op: u32, n: u64): u64 {
  if (n > 0x7fffffff) return op == W_INT || op == W_CHAR || op == W_BACKREF ? 0 : <u64>-1;
  switch (op) {
    case W_DOUBLE: case W_PID: case W_REF: return 8;
    case W_UUID: return 16;
    case W_BIGINT: return 4 * n;
    case W_STRING8: case W_BYTES: case W_BUFFER: return n;
    case W_STRING16: return 2 * n;
    default: return 0;
  }
}
function popCount(op: u32, n: u64): u64 {
  switch (op) {
    case W_RATIO: case W_DECIMAL: case W_SYMBOL: case W_KEYWORD: case W_META: case W_VAR: case W_TAGGED: case W_OPAQUE: return 2;
    case W_REGEX: case W_CLOSURE: case W_INST: return 1;
    case W_LIST: case W_VECTOR: case W_SET: case W_NODE: return n;
    case W_MAP: return n > 0x7fffffff ? n : 2 * n;
    case W_CODE: return CODE_WORDS;
    case W_EXCEPTION: return 5;
    default: return 0;
  }
}

/** The value of one op; p: its raw bytes. Its `pops` operands are still on the stack (first pushed first at `s`). */
function build(w: u32, op: u32, n: u64, p: u32, pops: u32): u64 {
  const s = topWords(w, pops);
  const a = pops > 0 ? load<u64>(s) : NIL, b = pops > 1 ? load<u64>(s, 8) : NIL;
  switch (op) {
    case W_NIL: return NIL;
    case W_TRUE: return TRUE;
    case W_FALSE: return FALSE;
    case W_INT: return longWord(<i64>(n >> 1) ^ -<i64>(n & 1));
    case W_DOUBLE: return doubleWord(reinterpret<f64>(load<u64>(p)));
    case W_BIGINT: return bigint(<u32>load<u8>(countStart(p)), <u32>n, p);
    case W_RATIO: return isInteger(a) && isInteger(b) ? newPair(T_RATIO, a, b) : SLOW;
    case W_DECIMAL: return isInteger(a) && isFixnum(b) ? newPair(T_DECIMAL, a, b) : SLOW;
    case W_CHAR: return n < 0x10000 ? char(<u32>n) : SLOW;
    case W_STRING8: case W_STRING16: return string(p, <u32>n, op == W_STRING8);
    case W_SYMBOL: return isName(a, b) ? internSymbol(interned(a), interned(b)) : SLOW;
    case W_KEYWORD: return isName(a, b) ? internKeyword(interned(a), interned(b)) : SLOW;
    case W_BACKREF: return n < <u64>remembered(w) ? recall(w, <u32>n) : SLOW;
    case W_LIST: return list(s, pops);
    case W_VECTOR: return vectorFrom(s, pops);
    case W_MAP: return mapFrom(s, pops >> 1, false);
    case W_SET: return setFrom(s, pops, false);
    case W_META: return withMeta(a, b);
    case W_REGEX: return isType(a, T_STRING) ? newPair(T_REGEX, a, fixnum(0)) : SLOW;
    case W_PID: return immediate(load<u64>(p), SUB_PID);
    case W_REF: return immediate(load<u64>(p), SUB_REF);
    case W_VAR: return isType(a, T_STRING) && isType(b, T_STRING) ? varIntern(internSymbol(NIL, interned(a)), internSymbol(NIL, interned(b))) : SLOW;
    case W_CODE: return code(s);
    case W_BYTES: return rawObject(p, <u32>n);
    case W_NODE: return nodeFrom(s, pops);
    case W_CLOSURE: return isType(a, T_CODE) ? newPair(T_CLOSURE, a, NIL) : SLOW;
    case W_TAGGED: return newPair(T_TAGGED, a, b);
    case W_UUID: return uuid(p);
    case W_INST: return inst(a);
    case W_EXCEPTION: return exception(s);
    case W_BUFFER: return byteBuffer(p, <u32>n);
    default: return SLOW;
  }
}
/** The sign byte of a BIGINT: before its LEB128 count, which ends just before p. */
function countStart(p: u32): u32 {
  let q = p - 1;
  while ((<u32>load<u8>(q - 1) & 0x80) != 0) q--;
  return q - 1;
}
function isInteger(w: u64): bool { return isFixnum(w) || isType(w, T_LONG) || isType(w, T_BIGINT); }
function isName(ns: u64, name: u64): bool { return (ns == NIL || isType(ns, T_STRING)) && isType(name, T_STRING); }
function interned(w: u64): u64 { return w == NIL ? NIL : internString(w); }
function bigint(sign: u32, n: u32, p: u32): u64 {
  if (sign > 1 || (n == 0 && sign != 0) || (n > 0 && load<u32>(p + 4 * (n - 1)) == 0)) return SLOW;
  const words = 1 + ((n + 1) >> 1);
  const o = alloc(T_BIGINT, words, F_RAW);
  store<u64>(o + 8 * words, 0);
  store<u32>(o, sign, 8);
  store<u32>(o, n, 12);
  memory.copy(o + 16, p, 4 * n);
  return pointer(T_BIGINT, o);
}
function string(p: u32, n: u32, narrow: bool): u64 {
  const o = newString(n);
  if (!narrow) memory.copy(o + STRING_UNITS, p, 2 * n);
  else for (let i: u32 = 0; i < n; i++) store<u16>(o + STRING_UNITS + 2 * i, <u16>load<u8>(p + i));
  return pointer(T_STRING, o);
}
function list(s: u32, n: u32): u64 {
  let rest = load<u64>(ROOT_EMPTY_LIST);
  for (let i: u32 = n; i-- > 0;) {
    const o = alloc(T_LIST, 4, 0);
    store<u64>(o + LIST_FIRST, load<u64>(s + 8 * i));
    store<u64>(o + LIST_REST, rest);
    store<u64>(o + LIST_COUNT, <u64>(n - i) << 3);
    store<u64>(o + LIST_META, NIL);
    rest = pointer(T_LIST, o);
  }
  return rest;
}
function withMeta(value: u64, meta: u64): u64 {
  if (!isPointer(value)) return SLOW;
  const result = prim_with_meta(value, meta);
  return isSpecial(result) ? value : result;
}
function immediate(w: u64, sub: u32): u64 { return (<u32>w & 0xff) == ((sub << 3) | 2) ? w : SLOW; }
function rawObject(p: u32, n: u32): u64 {
  const words = 1 + ((n + 7) >> 3);
  const o = alloc(T_BYTES, words, F_RAW);
  store<u64>(o + 8 * words, 0);
  store<u32>(o, n, 8);
  store<u32>(o, 0, 12);
  memory.copy(o + 16, p, n);
  return pointer(T_BYTES, o);
}
function uuid(p: u32): u64 {
  const o = alloc(T_UUID, 2, F_RAW);
  store<u64>(o + 8, load<u64>(p));
  store<u64>(o + 16, load<u64>(p, 8));
  return pointer(T_UUID, o);
}
function inst(ms: u64): u64 {
  if (!isFixnum(ms)) return SLOW;
  const o = alloc(T_INST, 1, 0);
  store<u64>(o + INST_MS, ms);
  return pointer(T_INST, o);
}
function byteBuffer(p: u32, n: u32): u64 {
  const b = bufferAlloc(n);
  if (b != THROW) memory.copy(bufferAddress(b), p, n);
  return b;
}
/** The TYPE that the var odeon.class/NAME holds, or nil. */
function classNamed(name: u64): u64 {
  const ns = internSymbol(NIL, internString(packedName(0x6c632e6e6f65646f, 0x737361))); // odeon.cl ass
  const v = prim_var_find(ns, internSymbol(NIL, internString(name)));
  if (!isType(v, T_VAR)) return NIL;
  const type = prim_var_root(v);
  return isType(type, T_TYPE) ? type : NIL;
}
/** class message data cause trace. A class that the library does not know leaves a plain exception. */
function exception(s: u32): u64 {
  const name = load<u64>(s), message = load<u64>(s, 8);
  if (!isStringOrNil(name) || !isStringOrNil(message)) return SLOW;
  return newException(name == NIL ? NIL : classNamed(name), message, load<u64>(s, 16), load<u64>(s, 24), NIL);
}
function isSmall(w: u64): bool { return isFixnum(w) && fixnumValue(w) >= 0 && fixnumValue(w) < 1 << 20; }
function isBytesOrNil(w: u64): bool { return w == NIL || isType(w, T_BYTES); }
function isStringOrNil(w: u64): bool { return w == NIL || isType(w, T_STRING); }
/** Operands in order: name arity nlocals nslots consts bytes handlers lines next ns file. */
function code(s: u32): u64 {
  const name = load<u64>(s), arity = load<u64>(s, 8), nlocals = load<u64>(s, 16), nslots = load<u64>(s, 24), consts = load<u64>(s, 32);
  const bytes = load<u64>(s, 40), handlers = load<u64>(s, 48), lines = load<u64>(s, 56), next = load<u64>(s, 64), ns = load<u64>(s, 72), file = load<u64>(s, 80);
  if (!isStringOrNil(name) || !isSmall(arity) || !isSmall(nlocals) || !isSmall(nslots) || !isType(consts, T_NODE) || !isType(bytes, T_BYTES)) return SLOW;
  if (!isBytesOrNil(handlers) || !isBytesOrNil(lines) || !(next == NIL || isType(next, T_CODE)) || !isStringOrNil(ns) || !isStringOrNil(file)) return SLOW;
  if (fixnumValue(nslots) < fixnumValue(nlocals) || (fixnumValue(arity) >> 1) + (fixnumValue(arity) & 1) > fixnumValue(nlocals)) return SLOW;
  const o = alloc(T_CODE, CODE_FAILED >> 3, 0);
  for (let i: u32 = 0; i < 10; i++) store<u64>(o + 8 + 8 * i, load<u64>(s + 8 * i));
  store<u64>(o + CODE_COUNTER, 0);
  store<u64>(o + CODE_ENTRY, NIL);
  store<u64>(o + CODE_FILE, file);
  store<u64>(o + CODE_LOOPS, NIL);
  store<u64>(o + CODE_SEEN, 0);
  store<u64>(o + CODE_FAILED, 0);
  return pointer(T_CODE, o);
}
