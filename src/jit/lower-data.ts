/** Primitives on data that are done in place: tests of types, fields of records. Elements of arrays are in lower-array.ts. */
import { FIRST_USER_TYPE, FLAG, type PrimRow, WORD } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import { isLong, type Node, T } from "./graph.js";
import { compareType, isInstanceOf, pointsTo, typeId, typeInWord, unlessInstance } from "./layout.js";
import { arrayMapGet } from "./lookup.js";
import { lowerInstance } from "./lower-alloc.js";
import { lowerArray } from "./lower-array.js";
import { askPrim, callPrim } from "./lower-call.js";
import { lowerMethodFind } from "./lower-method.js";
import { isInt } from "./ranges.js";
import { TYPE_TESTS } from "./type-tests.js";
import { firstWay } from "./ways.js";

/** Whether the node has been lowered here. */
export function lowerData(e: Emitter, n: Node): boolean {
  const { name } = n.data as PrimRow;
  const test = TYPE_TESTS[name];
  if (test !== undefined) return typeTest(e, n, test);
  if (name === "long" || name === "int") return toLong(e, n, name);
  if (name === "even?") return parity(e, n);
  if (name.startsWith("instance-of-")) return instance(e, n);
  if (name === "instance?") return isInstanceOfVar(e, n);
  if (name === "get" || name === "get-or") return keyword(e, n);
  if (name === "method-find") return lowerMethodFind(e, n);
  return lowerArray(e, n, name);
}

/** A fixnum is a long already, and an int if it is not too large. What is no fixnum gets one from the primitive, or a LONG. */
function toLong(e: Emitter, n: Node, name: string): boolean {
  const a = n.args[0] as Node;
  const { body } = e;
  if (name === "int") {
    if (a.type !== T.FIX || !isInt(n.left)) return false;
    e.word(a);
    e.define(n);
    return true;
  }
  if (isLong(a.type)) e.as(a, n.rep);
  else {
    const w = body.local(I64);
    e.word(a);
    body.tee(w);
    body.i64(7n);
    body.op(W.i64And, W.i64Eqz, W.i32Eqz);
    body.if();
    e.nested(() => callPrim(e, n, w));
    body.end();
    e.unboxLong(w);
  }
  e.define(n);
  return true;
}

/** Whether an integer is even. */
function parity(e: Emitter, n: Node): boolean {
  const { body } = e;
  const a = n.args[0] as Node;
  const bit = (of: bigint): void => {
    body.i64(of);
    body.op(W.i64And, W.i64Eqz);
  };
  if (a.type === T.FIX) {
    e.word(a);
    bit(FIXNUM_ONE);
  } else if (a.rep === "i64") {
    e.long(a);
    bit(1n);
  } else {
    const w = body.local(I64);
    const even = body.local(I32);
    e.word(a);
    body.tee(w);
    bit(7n);
    body.if();
    body.get(w);
    bit(FIXNUM_ONE);
    body.set(even);
    body.else();
    e.nested(() => askPrim(e, n, w, even));
    body.end();
    body.get(even);
  }
  e.define(n);
  return true;
}

/** An instance of the type that stands in a var, as long as it is the one that stood there when this was compiled. */
function instance(e: Emitter, n: Node): boolean {
  const { body } = e;
  const [type, ...fields] = n.args as [Node, ...Node[]];
  const known = type.op === "var" ? e.context.callees.instances(type.data as bigint) : undefined;
  if (known === undefined || known.layout.fields !== fields.length) return false;
  const r = body.local(I64);
  e.word(type);
  body.i64(known.word);
  body.op(W.i64Eq);
  body.if();
  e.nested(() => lowerInstance(e, known.layout, fields, r));
  body.else();
  e.nested(() => callPrim(e, n, r));
  body.end();
  body.get(r);
  e.define(n);
  return true;
}

/** instance? of the type that stands in a var: nothing is below one that is final, as those of programs are, unlike classes and interfaces. */
function isInstanceOfVar(e: Emitter, n: Node): boolean {
  const { body } = e;
  const [type, a] = n.args as [Node, Node];
  const known = type.op === "var" ? e.context.callees.instances(type.data as bigint) : undefined;
  const is = body.local(I32);
  const w = body.local(I64);
  if (!known?.layout.final) askPrim(e, n, w, is);
  else {
    e.word(type);
    body.i64(known.word);
    body.op(W.i64Eq);
    body.if();
    e.word(a);
    compareType(body, known.layout.type, W.i64Eq);
    body.set(is);
    body.else();
    e.nested(() => askPrim(e, n, w, is));
    body.end();
  }
  body.get(is);
  e.define(n);
  return true;
}

/** The lowest bit of a fixnum's number. */
const FIXNUM_ONE = 8n;
const KEYWORD = typeId("KEYWORD");
const ARRAY_MAP = typeId("ARRAY_MAP");
/**
 * A look-up by a constant keyword. In a small map it is done by a function of the module. For records two variables remember the type of the record that stood here last and where that field is
 * in it: records of one type are laid out alike and never change.
 */
function keyword(e: Emitter, n: Node): boolean {
  const { body, context } = e;
  const [record, key] = n.args as [Node, Node];
  if (!mayBe(record, T.OTHER)) return false;
  if (key.op !== "const") return mayBe(key, T.OTHER) && anyKey(e, n);
  if (!pointsTo(key.data as bigint, KEYWORD)) return false;
  const type = context.link.variable(I32);
  const offset = context.link.variable(I32);
  const w = body.local(I64);
  const r = body.local(I64);
  e.word(record);
  body.set(w);
  isInstanceOf(body, w, type);
  body.if();
  body.get(w);
  body.op(W.i32WrapI64);
  body.globalGet(offset);
  body.op(W.i32Add);
  body.memory(W.i64Load, 0);
  body.set(r);
  body.else();
  e.nested(() => {
    body.get(w);
    compareType(body, ARRAY_MAP, W.i64Eq);
    body.if();
    inSmallMap(e, n, r);
    body.else();
    e.nested(() => callPrim(e, n, r));
    typeInWord(body, w);
    body.i32(FIRST_USER_TYPE);
    body.op(W.i32GeU);
    body.rarely();
    body.get(w);
    body.i64(key.data as bigint);
    e.call(context.link.native("nativeFieldOffset"));
    body.tee(e.temp(I32));
    body.rarely();
    typeInWord(body, w);
    body.globalSet(type);
    // Less the pointer's tag.
    body.get(e.temp(I32));
    body.i32(1);
    body.op(W.i32Sub);
    body.globalSet(offset);
    body.end();
    body.end();
    body.end();
  });
  body.end();
  body.get(r);
  e.define(n);
  return true;
}

/** A look-up by what may be a keyword: in a small map it is found as a constant one is. */
function anyKey(e: Emitter, n: Node): boolean {
  const { body } = e;
  const [map, key] = n.args as [Node, Node];
  const r = body.local(I64);
  e.word(map);
  compareType(body, ARRAY_MAP, W.i64Eq);
  e.word(key);
  compareType(body, KEYWORD, W.i64Eq);
  body.op(W.i32And);
  body.if();
  inSmallMap(e, n, r);
  elsePrim(e, n, r);
  e.define(n);
  return true;
}
/** What the ARRAY_MAP has for the keyword that a look-up names, in a local. */
function inSmallMap(e: Emitter, n: Node, r: number): void {
  const { body, context } = e;
  const [map, key, otherwise] = n.args as [Node, Node, Node?];
  e.word(map);
  e.word(key);
  if (otherwise === undefined) body.i64(WORD.NIL);
  else e.word(otherwise);
  body.call(context.link.own(arrayMapGet));
  body.set(r);
}
/** Ends an `if` that has left the answer in a local: else the primitive gives it. The answer is put on the stack. */
function elsePrim(e: Emitter, n: Node, r: number): void {
  const { body } = e;
  body.else();
  e.nested(() => callPrim(e, n, r));
  body.end();
  body.get(r);
}

/** FIELD: word i of an instance of a user type, in place unless there is a newer copy of it. */
export function lowerField(e: Emitter, n: Node): void {
  const { body, context } = e;
  const w = body.local(I64);
  const r = body.local(I64);
  e.word(n.args[0] as Node);
  body.set(w);
  firstWay(e, [() => fieldInPlace(e, w, n.imm, r)], () => {
    body.get(w);
    body.i32(n.imm);
    e.call(context.link.native("nativeField"));
    body.set(r);
    e.exitIfSpecial(n, r);
  });
  body.get(r);
  e.define(n);
}
function fieldInPlace(e: Emitter, w: number, i: number, r: number): void {
  const { body } = e;
  const header = e.temp(I64, 4);
  unlessInstance(body, w);
  body.get(w);
  body.op(W.i32WrapI64);
  body.i32(1);
  body.op(W.i32Sub);
  body.memory(W.i64Load, 0);
  body.tee(header);
  body.i64(BigInt(FLAG.FWD));
  body.op(W.i64And, W.i64Eqz, W.i32Eqz);
  body.brRarely(0);
  // size << 8 | flags
  body.get(header);
  body.i64(0xffffff00n);
  body.op(W.i64And);
  body.i64(BigInt(i) << 8n);
  body.op(W.i64LeU);
  body.brRarely(0);
  body.get(w);
  body.op(W.i32WrapI64);
  body.memory(W.i64Load, 8 + 8 * i - 1);
  body.set(r);
}

function typeTest(e: Emitter, n: Node, { all, some }: { readonly all: number; readonly some: number }): boolean {
  const { body } = e;
  const a = n.args[0] as Node;
  if ((a.type & ~all) === 0) body.i64(WORD.TRUE);
  else if ((a.type & some) === 0) body.i64(WORD.FALSE);
  else if ((all & T.FIX) === 0) return false;
  else {
    const r = body.local(I64);
    e.word(a);
    body.i64(7n);
    body.op(W.i64And, W.i64Eqz);
    body.if();
    body.i64(WORD.TRUE);
    body.set(r);
    elsePrim(e, n, r);
  }
  e.define(n);
  return true;
}

const mayBe = (n: Node, type: number): boolean => (n.type & type) !== 0;
