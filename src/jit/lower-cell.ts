/**
 * Cells: atoms, volatiles and the mutable fields of instances, as long as they are the actor's own. Each way leaves its answer in a local, or
 * branches to depth 0: to the kernel, which also knows what to do with a cell that has been promoted.
 */
import { FLAG, WORD } from "../../spec/index.js";
import { I32, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { fieldAt, loadHeader, unlessInstance } from "./layout.js";
import { loadField, unless } from "./ways.js";

const ATOM = { value: fieldAt("ATOM", "value"), validator: fieldAt("ATOM", "validator"), watches: fieldAt("ATOM", "watches") };
const VOLATILE_VALUE = fieldAt("VOLATILE", "value");

/** A plain load will do: it is aligned, and what it leads to depends on its address. */
export function cellValue(e: Emitter, a: Node, type: string, r: number): void {
  const { body } = e;
  unless(e, a, type);
  header(e, a);
  body.i32(FLAG.FWD);
  body.op(W.i32And);
  body.brIf(0);
  loadField(e, a, fieldAt(type, "value"), r);
}
export function cellReset(e: Emitter, a: Node, value: Node, r: number): void {
  const { body } = e;
  unless(e, a, "VOLATILE");
  unlessOwn(e, a);
  e.word(value);
  body.set(r);
  store(e, a, VOLATILE_VALUE, r);
}
/** Of an atom without validator and watches, whose value is the one that was seen. */
export function atomReplace(e: Emitter, n: Node, r: number): void {
  const { body } = e;
  const [a, old, value] = n.args as [Node, Node, Node];
  unless(e, a, "ATOM");
  unlessOwn(e, a);
  for (const [offset, expected] of [
    [ATOM.validator, null],
    [ATOM.watches, null],
    [ATOM.value, old],
  ] as const) {
    e.word(a);
    body.op(W.i32WrapI64);
    body.memory(W.i64Load, offset);
    if (expected === null) body.i64(WORD.NIL);
    else e.word(expected);
    body.op(W.i64Ne);
    body.brRarely(0);
  }
  e.word(value);
  body.set(r);
  store(e, a, ATOM.value, r);
  body.i64(WORD.TRUE);
  body.set(r);
}
/** Puts a word into field i of an instance with mutable fields; both are in locals. */
export function fieldReset(e: Emitter, instance: number, i: number, value: number): void {
  const { body } = e;
  unlessInstance(body, instance);
  unlessOwn(e, instance, FLAG.CELL);
  header(e, instance);
  body.i32(8);
  body.op(W.i32ShrU);
  body.i32(i);
  body.op(W.i32LeU);
  body.brRarely(0);
  store(e, instance, 8 + 8 * i - 1, value);
}

/** The word of a cell, from its node or from the local that has it. */
function cell(e: Emitter, a: Node | number): void {
  if (typeof a === "number") e.body.get(a);
  else e.word(a);
}
function header(e: Emitter, a: Node | number): void {
  cell(e, a);
  e.body.op(W.i32WrapI64);
  loadHeader(e.body);
}
/** Branches if the cell is not the actor's own, or if a store into it must be remembered first (kernel/gc/cells.ts). also: a flag it must have. */
function unlessOwn(e: Emitter, a: Node | number, also = 0): void {
  const { body } = e;
  const flags = e.temp(I32);
  header(e, a);
  body.i32(FLAG.SHARED | FLAG.FWD | FLAG.OLD | FLAG.REMEMBERED | also);
  body.op(W.i32And);
  body.tee(flags);
  body.i32(also);
  body.op(W.i32Ne);
  body.get(flags);
  body.i32(FLAG.OLD | FLAG.REMEMBERED | also);
  body.op(W.i32Ne, W.i32And);
  body.brRarely(0);
}
/** Stores the word in a local. */
function store(e: Emitter, a: Node | number, offset: number, value: number): void {
  const { body } = e;
  cell(e, a);
  body.op(W.i32WrapI64);
  body.get(value);
  body.memory(W.i64Store, offset);
}
