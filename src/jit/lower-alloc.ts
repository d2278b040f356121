/**
 * Small objects, made in place: room is taken from the nursery by moving its top, as alloc() does (kernel/gc/local.ts), and the
 * objects are complete before anything can look at the heap.
 */
import { FLAG, MEMORY, ROOTS, typeNamed, WORD } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { pointerTo, typeId } from "./layout.js";
import type { InstanceLayout } from "./input.js";

const VECTOR = typeId("VECTOR");
const NODE = typeId("NODE");
const CLOSURE = typeId("CLOSURE");
const CODE = typeId("CODE");
const EMPTY_NODE = MEMORY.ROOTS + 8 * ROOTS.indexOf("emptyNode");
const fieldsOf = (name: string): number => typeNamed(name).fields.length;
const VECTOR_WORDS = fieldsOf("VECTOR");
const ARRAYSEQ = typeId("ARRAYSEQ");
const ARRAYSEQ_WORDS = fieldsOf("ARRAYSEQ");
const LIST = typeId("LIST");
const LIST_WORDS = fieldsOf("LIST");
const CONS = typeId("CONS");
const CONS_WORDS = fieldsOf("CONS");
const ONE = 1n << 3n;
/** Elements of a vector that is a tail alone; its trie's depth. */
const TAIL_WORDS = 32;
const SHIFT = 5n << 3n;

/** A local with the address of so many fresh bytes. */
function reserve(e: Emitter, bytes: number): number {
  const { body, context } = e;
  const { link } = context;
  const at = body.local(I32);
  body.globalGet(link.nurseryEnd);
  body.globalGet(link.nurseryTop);
  body.tee(at);
  body.op(W.i32Sub);
  body.i32(bytes);
  body.op(W.i32LtU);
  body.rarely();
  body.i32(bytes);
  e.callQuietly(link.native("nativeReserve"));
  body.set(at);
  body.else();
  body.get(at);
  body.i32(bytes);
  body.op(W.i32Add);
  body.globalSet(link.nurseryTop);
  body.end();
  return at;
}
function header(e: Emitter, at: number, offset: number, type: number, words: number, flags = 0): void {
  put(e, at, offset, (BigInt(type) << 32n) | (BigInt(words) << 8n) | BigInt(flags));
}
function put(e: Emitter, at: number, offset: number, value: bigint | Node): void {
  const { body } = e;
  body.get(at);
  if (typeof value === "bigint") body.i64(value);
  else e.word(value);
  body.memory(W.i64Store, offset);
}
/** Puts the pointer to the object at an address plus `offset` on the stack. */
function pointer(e: Emitter, at: number, offset: number, type: number): void {
  const { body } = e;
  body.get(at);
  if (offset > 0) {
    body.i32(offset);
    body.op(W.i32Add);
  }
  body.op(W.i64ExtendI32U);
  body.i64(pointerTo(type));
  body.op(W.i64Or);
}

/** Whether a vector display has been made here: a VECTOR and, behind it, the NODE of its tail. */
export function lowerVector(e: Emitter, n: Node): boolean {
  const { body } = e;
  const count = n.args.length;
  if (count === 0 || count > TAIL_WORDS) return false;
  const tail = 8 + 8 * VECTOR_WORDS;
  const at = reserve(e, tail + 8 + 8 * count);
  header(e, at, 0, VECTOR, VECTOR_WORDS);
  put(e, at, 8, BigInt(count) << 3n);
  put(e, at, 16, SHIFT);
  body.get(at);
  body.i32(EMPTY_NODE);
  body.memory(W.i64Load, 0);
  body.memory(W.i64Store, 24);
  body.get(at);
  pointer(e, at, tail, NODE);
  body.memory(W.i64Store, 32);
  put(e, at, 40, WORD.NIL);
  put(e, at, 48, WORD.NIL);
  header(e, at, tail, NODE, count);
  n.args.forEach((a, i) => put(e, at, tail + 8 + 8 * i, a));
  pointer(e, at, 0, VECTOR);
  e.define(n);
  return true;
}

/** A list with one more element in front, in a local. */
export function lowerListCell(e: Emitter, first: Node, rest: Node, count: number, meta: number, r: number): void {
  const { body } = e;
  const at = reserve(e, 8 + 8 * LIST_WORDS);
  header(e, at, 0, LIST, LIST_WORDS);
  put(e, at, 8, first);
  put(e, at, 16, rest);
  body.get(at);
  body.get(count);
  body.i64(ONE);
  body.op(W.i64Add);
  body.memory(W.i64Store, 24);
  body.get(at);
  body.get(meta);
  body.memory(W.i64Store, 32);
  pointer(e, at, 0, LIST);
  body.set(r);
}
export function lowerCons(e: Emitter, first: Node, rest: Node, r: number): void {
  const at = reserve(e, 8 + 8 * CONS_WORDS);
  header(e, at, 0, CONS, CONS_WORDS);
  put(e, at, 8, first);
  put(e, at, 16, rest);
  put(e, at, 24, WORD.NIL);
  pointer(e, at, 0, CONS);
  e.body.set(r);
}

/** The seq of the arguments beyond the fixed ones, in a local: an ARRAYSEQ and, behind it, its NODE; nil if there are none. */
export function lowerRest(e: Emitter, args: readonly Node[]): number {
  const { body } = e;
  const r = body.local(I64);
  if (args.length === 0) {
    body.i64(WORD.NIL);
    body.set(r);
    return r;
  }
  const node = 8 + 8 * ARRAYSEQ_WORDS;
  const at = reserve(e, node + 8 + 8 * args.length);
  header(e, at, 0, ARRAYSEQ, ARRAYSEQ_WORDS);
  body.get(at);
  pointer(e, at, node, NODE);
  body.memory(W.i64Store, 8);
  put(e, at, 16, 0n);
  put(e, at, 24, WORD.NIL);
  header(e, at, node, NODE, args.length);
  args.forEach((a, i) => put(e, at, node + 8 + 8 * i, a));
  pointer(e, at, 0, ARRAYSEQ);
  body.set(r);
  return r;
}

export function lowerClosure(e: Emitter, n: Node): void {
  const words = 2 + n.args.length;
  const at = reserve(e, 8 + 8 * words);
  header(e, at, 0, CLOSURE, words);
  put(e, at, 8, pointerTo(CODE) | BigInt(n.imm));
  put(e, at, 16, WORD.NIL);
  n.args.forEach((a, i) => put(e, at, 24 + 8 * i, a));
  pointer(e, at, 0, CLOSURE);
  e.define(n);
}

/** A new instance of a user's type; the word is left in a local. */
export function lowerInstance(e: Emitter, layout: InstanceLayout, fields: readonly Node[], r: number): void {
  const { body } = e;
  const words = layout.fixed + fields.length;
  const at = reserve(e, 8 + 8 * words);
  header(e, at, 0, layout.type, words, layout.mutable ? FLAG.CELL : 0);
  for (let i = 0; i < layout.fixed; i++) put(e, at, 8 + 8 * i, WORD.NIL);
  fields.forEach((a, i) => put(e, at, 8 + 8 * (layout.fixed + i), a));
  pointer(e, at, 0, layout.type);
  body.set(r);
}
