/**
 * Values to wire format (spec/bytecode.ts WIRE), for the host. Postfix output from an explicit stack of (word, task) pairs:
 *
 *   task 0     encode the word, its metadata included        task 1    encode the word without its metadata
 *   otherwise  emit op (task & 0xff) and, for ops with a count, n (task >> 8)
 *
 * What can't cross (functions, cells, user types, lazy seqs that are not realized) becomes OPAQUE: class name and a text.
 * Exceptions of kernel errors have no message yet: it is nil and data is [number a b] (spec/errors.ts has the template).
 */
import {
  BUFFER_LENGTH, CLOSURE_CODE, CODE_NAME, DECIMAL_SCALE, DECIMAL_UNSCALED, EXCEPTION_CAUSE, EXCEPTION_CODE, EXCEPTION_DATA, EXCEPTION_MESSAGE, EXCEPTION_TRACE, FALSE,
  INST_MS, KEYWORD_NAME, KEYWORD_NS, MAP_ENTRY_KEY, MAP_ENTRY_VAL, NIL, RATIO_DEN, RATIO_NUM, REGEX_SOURCE, SLOW, SUB_CHAR, SUB_PID, SUB_REF,
  SYMBOL_NAME, SYMBOL_NS, T_ARRAY_MAP, T_BIGINT, T_BUFFER, T_BYTES, T_CLOSURE, T_CONS, T_DECIMAL, T_DOUBLE, T_EMPTY_LIST, T_EXCEPTION, T_HASH_MAP,
  T_HASH_SET, T_INST, T_KEYWORD, T_LAZY, T_LIST, T_LONG, T_MAP_ENTRY, T_NODE, T_RATIO, T_REGEX, T_STRING, T_SUBVEC, T_SYMBOL, T_TAGGED, T_TYPE, T_UUID,
  T_VAR, T_FLATVEC, T_VECTOR, TAGGED_FORM, TAGGED_TAG, TRUE, TYPE_NAME, VAR_NAME, VAR_NS, W_BIGINT, W_BUFFER, W_BYTES, W_CHAR, W_DECIMAL, W_DOUBLE, W_END,
  W_EXCEPTION, W_FALSE, W_INST, W_INT, W_KEYWORD, W_LIST, W_MAP, W_META, W_NIL, W_NODE, W_OPAQUE, W_PID, W_RATIO, W_REF, W_REGEX, W_SET, W_STRING16,
  W_STRING8, W_SYMBOL, W_TAGGED, W_TRUE, W_UUID, W_VAR, W_VECTOR, WIRE_VERSION, T_RANGE, T_VECSEQ, T_STRSEQ, T_ARRAYSEQ, T_MAPSEQ, T_AMAPSEQ, T_CHUNKED,
} from "../generated/spec";
import { prim_count, prim_first, prim_meta, prim_next, prim_nth, prim_seq } from "../coll/prims";
import { bufferAddress, cellGet } from "../gc";
import { typeOfWord } from "../prim/type";
import { sizeOf } from "../object/header";
import { stringLength, stringUnits } from "../object/string";
import { addressOf, charCode, fixnum, fixnumValue, isFixnum, isSpecial, isType, longValue, typeOf } from "../object/word";
import { depth, extend, failed, newWriter, freeWriter, pop, push, putByte, putNumber, putWord, topWords } from "./writer";

const WITH_META: u64 = 0;
const PLAIN: u64 = 1;
const COUNTED: u32 = 0x80;
/** Longer seqs do not cross. */
const MAX_ELEMENTS: u32 = 1 << 24;

/** A writer that holds `before` bytes for the caller and then the value as a wire message; 0 when memory is exhausted. */
export function encode(value: u64, before: u32): u32 {
  const w = newWriter();
  if (w == 0) return 0;
  const at = extend(w, before);
  if (at != 0) memory.fill(at, 0, before);
  putByte(w, WIRE_VERSION);
  task(w, value, WITH_META);
  while (depth(w) != 0 && !failed(w)) {
    const what = pop(w), word = pop(w);
    if (what == WITH_META || what == PLAIN) one(w, word, what == WITH_META);
    else {
      putByte(w, <u32>what & 0x7f);
      if ((<u32>what & COUNTED) != 0) putNumber(w, what >> 8);
    }
  }
  putByte(w, W_END);
  if (failed(w)) {
    freeWriter(w);
    return 0;
  }
  return w;
}

// @ts-ignore: decorator
@inline function task(w: u32, word: u64, what: u64): void {
  push(w, word);
  push(w, what);
}
// @ts-ignore: decorator
@inline function emit(w: u32, op: u32): void { task(w, NIL, <u64>op); }
// @ts-ignore: decorator
@inline function emitCounted(w: u32, op: u32, n: u32): void { task(w, NIL, (<u64>n << 8) | <u64>(op | COUNTED)); }

/** Emits an atom, or leaves the tasks for a composite (last first). */
function one(w: u32, x: u64, withMeta: bool): void {
  if (isFixnum(x)) return integer(w, fixnumValue(x));
  const tag = <u32>x & 7;
  if (tag == 2) return immediate(w, x);
  if (tag > 2) return float(w, x);
  const type = typeOf(x), a = addressOf(x);
  if (withMeta && carriesMeta(type)) {
    const meta = prim_meta(x);
    if (!isSpecial(meta) && meta != NIL) {
      emit(w, W_META);
      task(w, meta, PLAIN);
      task(w, x, PLAIN);
      return;
    }
  }
  switch (type) {
    case T_LONG: return integer(w, longValue(x));
    case T_DOUBLE: return float(w, x);
    case T_BIGINT: return bigint(w, a);
    case T_RATIO: return pair(w, W_RATIO, load<u64>(a + RATIO_NUM), load<u64>(a + RATIO_DEN));
    case T_DECIMAL: return pair(w, W_DECIMAL, load<u64>(a + DECIMAL_UNSCALED), load<u64>(a + DECIMAL_SCALE));
    case T_STRING: return string(w, x);
    case T_SYMBOL: return pair(w, W_SYMBOL, load<u64>(a + SYMBOL_NS), load<u64>(a + SYMBOL_NAME));
    case T_KEYWORD: return pair(w, W_KEYWORD, load<u64>(a + KEYWORD_NS), load<u64>(a + KEYWORD_NAME));
    case T_REGEX: emit(w, W_REGEX); return task(w, load<u64>(a + REGEX_SOURCE), PLAIN);
    case T_UUID: putByte(w, W_UUID); putWord(w, load<u64>(a + 8)); return putWord(w, load<u64>(a + 16));
    case T_INST: emit(w, W_INST); return task(w, load<u64>(a + INST_MS), PLAIN);
    case T_FLATVEC: case T_VECTOR: case T_SUBVEC: return vector(w, x);
    case T_MAP_ENTRY: emitCounted(w, W_VECTOR, 2); task(w, load<u64>(a + MAP_ENTRY_VAL), WITH_META); return task(w, load<u64>(a + MAP_ENTRY_KEY), WITH_META);
    case T_EMPTY_LIST: putByte(w, W_LIST); return putByte(w, 0);
    case T_LIST: case T_CONS: case T_LAZY: case T_RANGE: case T_VECSEQ: case T_STRSEQ: case T_ARRAYSEQ: case T_MAPSEQ: case T_AMAPSEQ: case T_CHUNKED:
      return sequence(w, x, x, W_LIST);
    case T_ARRAY_MAP: case T_HASH_MAP: return sequence(w, x, prim_seq(x), W_MAP);
    case T_HASH_SET: return sequence(w, x, prim_seq(x), W_SET);
    case T_NODE: return node(w, a);
    case T_BYTES: return bytes(w, W_BYTES, a + 16, load<u32>(a + 8));
    case T_BUFFER: return bytes(w, W_BUFFER, bufferAddress(x), <u32>fixnumValue(cellGet(x, BUFFER_LENGTH)));
    case T_VAR: return pair(w, W_VAR, load<u64>(addressOf(cellGet(x, VAR_NS)) + SYMBOL_NAME), load<u64>(addressOf(cellGet(x, VAR_NAME)) + SYMBOL_NAME));
    case T_TAGGED: return pair(w, W_TAGGED, load<u64>(a + TAGGED_TAG), load<u64>(a + TAGGED_FORM));
    case T_EXCEPTION: return exception(w, x);
    default: return opaque(w, x);
  }
}
function carriesMeta(type: u32): bool {
  return type == T_SYMBOL || (type >= T_LIST && type <= T_CHUNKED) || type == T_FLATVEC || type == T_VECTOR || type == T_SUBVEC || type == T_ARRAY_MAP || type == T_HASH_MAP || type == T_HASH_SET;
}

function integer(w: u32, n: i64): void {
  putByte(w, W_INT);
  putNumber(w, <u64>((n << 1) ^ (n >> 63)));
}
function float(w: u32, x: u64): void {
  putByte(w, W_DOUBLE);
  putWord(w, (x & 7) > 2 ? rotr<u64>(x - 3, 4) : load<u64>(addressOf(x) + 8));
}
function immediate(w: u32, x: u64): void {
  if (x == NIL) return putByte(w, W_NIL);
  if (x == TRUE) return putByte(w, W_TRUE);
  if (x == FALSE) return putByte(w, W_FALSE);
  const sub = (<u32>x >> 3) & 31;
  if (sub == SUB_CHAR) {
    putByte(w, W_CHAR);
    putNumber(w, <u64>charCode(x));
  } else if (sub == SUB_PID || sub == SUB_REF) {
    putByte(w, sub == SUB_PID ? W_PID : W_REF);
    putWord(w, x);
  } else putByte(w, W_NIL);
}
function bigint(w: u32, a: u32): void {
  const n = load<u32>(a, 12);
  putByte(w, W_BIGINT);
  putByte(w, load<u32>(a, 8));
  putNumber(w, n);
  const at = extend(w, 4 * n);
  if (at != 0) memory.copy(at, a + 16, 4 * n);
}
function pair(w: u32, op: u32, first: u64, second: u64): void {
  emit(w, op);
  task(w, second, WITH_META);
  task(w, first, WITH_META);
}
function string(w: u32, x: u64): void {
  const n = stringLength(x), from = stringUnits(x);
  let all: u32 = 0;
  for (let i: u32 = 0; i < n; i++) all |= <u32>load<u16>(from + 2 * i);
  const narrow = all < 256;
  putByte(w, narrow ? W_STRING8 : W_STRING16);
  putNumber(w, n);
  const at = extend(w, narrow ? n : 2 * n);
  if (at == 0) return;
  if (!narrow) memory.copy(at, from, 2 * n);
  else for (let i: u32 = 0; i < n; i++) store<u8>(at + i, load<u8>(from + 2 * i));
}
function bytes(w: u32, op: u32, from: u32, n: u32): void {
  putByte(w, op);
  putNumber(w, n);
  const at = extend(w, n);
  if (at != 0) memory.copy(at, from, n);
}
function vector(w: u32, x: u64): void {
  const n = <u32>fixnumValue(prim_count(x));
  emitCounted(w, W_VECTOR, n);
  for (let i = n; i-- > 0 && !failed(w);) task(w, prim_nth(x, fixnum(i)), WITH_META);
}
function node(w: u32, a: u32): void {
  const n = sizeOf(a);
  emitCounted(w, W_NODE, n);
  for (let i = n; i-- > 0 && !failed(w);) task(w, load<u64>(a + 8 + 8 * i), WITH_META);
}
/** Pushes the elements of a seq (for W_MAP: its entries' keys and values), then turns them round. x: the whole, if it can't cross. */
function sequence(w: u32, x: u64, from: u64, op: u32): void {
  const before = depth(w);
  let n: u32 = 0;
  emitCounted(w, op, 0);
  let s = from == NIL ? NIL : prim_seq(from);
  while (s != NIL && !failed(w)) {
    const element = isSpecial(s) ? SLOW : prim_first(s);
    if (isSpecial(element) || n == MAX_ELEMENTS) {
      while (depth(w) > before) pop(w);
      return opaque(w, x);
    }
    if (op == W_MAP) {
      task(w, load<u64>(addressOf(element) + MAP_ENTRY_KEY), WITH_META);
      task(w, load<u64>(addressOf(element) + MAP_ENTRY_VAL), WITH_META);
    } else task(w, element, WITH_META);
    n++;
    s = prim_next(s);
  }
  if (failed(w)) return;
  const pairs = op == W_MAP ? 2 * n : n;
  const tasks = topWords(w, 2 * pairs);
  store<u64>(tasks - 8, (<u64>n << 8) | <u64>(op | COUNTED));
  if (pairs == 0) return;
  for (let low = tasks, high = tasks + 16 * (pairs - 1); low < high; low += 16, high -= 16) {
    const a = load<u64>(low), b = load<u64>(low, 8);
    store<u64>(low, load<u64>(high));
    store<u64>(low, load<u64>(high, 8), 8);
    store<u64>(high, a);
    store<u64>(high, b, 8);
  }
}
function className(x: u64): u64 {
  const type = typeOfWord(x);
  if (!isType(type, T_TYPE)) return NIL;
  const name = cellGet(type, TYPE_NAME);
  return isType(name, T_SYMBOL) ? load<u64>(addressOf(name) + SYMBOL_NAME) : name;
}
function exception(w: u32, x: u64): void {
  emit(w, W_EXCEPTION);
  task(w, cellGet(x, EXCEPTION_TRACE), PLAIN);
  task(w, cellGet(x, EXCEPTION_CAUSE), PLAIN);
  const code = cellGet(x, EXCEPTION_CODE), data = cellGet(x, EXCEPTION_DATA);
  if (isFixnum(code) && isType(data, T_NODE)) {
    emitCounted(w, W_VECTOR, 3);
    task(w, load<u64>(addressOf(data) + 16), WITH_META);
    task(w, load<u64>(addressOf(data) + 8), WITH_META);
    task(w, code, PLAIN);
  } else task(w, data, WITH_META);
  task(w, cellGet(x, EXCEPTION_MESSAGE), PLAIN);
  task(w, className(x), PLAIN);
}
function opaque(w: u32, x: u64): void {
  emit(w, W_OPAQUE);
  task(w, isType(x, T_CLOSURE) ? load<u64>(addressOf(load<u64>(addressOf(x) + CLOSURE_CODE)) + CODE_NAME) : NIL, PLAIN);
  task(w, className(x), PLAIN);
}
