/**
 * Small objects, made in place: room is taken from the nursery by moving its top, as alloc() does (kernel/gc/local.ts), and the
 * objects are complete before anything can look at the heap.
 */
import { FLAG, FLATVEC_MAX, LIMITS, typeNamed, WORD } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { EMPTY_LIST, isPlain, pointerTo, typeId } from "./layout.js";
import { reserveBytes } from "./lookup.js";
import type { InstanceLayout } from "./input.js";

const FLATVEC = typeId("FLATVEC");
const CLOSURE = typeId("CLOSURE");
const CODE = typeId("CODE");
const fieldsOf = (name: string): number => typeNamed(name).fields.length;
const NODE = typeId("NODE");
const ARRAY_MAP = typeId("ARRAY_MAP");
const ARRAYSEQ = typeId("ARRAYSEQ");
const ARRAYSEQ_WORDS = fieldsOf("ARRAYSEQ");
const LIST = typeId("LIST");
const LIST_WORDS = fieldsOf("LIST");
const CONS = typeId("CONS");
const CONS_WORDS = fieldsOf("CONS");
const ONE = 1n << 3n;

/** A local with the address of so many fresh bytes. */
function reserve(e: Emitter, bytes: number): number {
  const { body, context } = e;
  const at = body.local(I32);
  reserveBytes(
    body,
    context.link,
    at,
    () => body.i32(bytes),
    (native) => e.callQuietly(native),
  );
  return at;
}
function header(e: Emitter, at: number, type: number, words: number, flags = 0): void {
  put(e, at, 0, (BigInt(type) << 32n) | (BigInt(words) << 8n) | BigInt(flags));
}
function put(e: Emitter, at: number, offset: number, value: bigint | Node): void {
  const { body } = e;
  body.get(at);
  if (typeof value === "bigint") body.i64(value);
  else e.word(value);
  body.memory(W.i64Store, offset);
}
/** Puts the pointer to the object at an address on the stack. */
function pointer(e: Emitter, at: number, type: number): void {
  const { body } = e;
  body.get(at);
  body.op(W.i64ExtendI32U);
  body.i64(pointerTo(type));
  body.op(W.i64Or);
}

/** Whether a vector display has been made here. */
export function lowerVector(e: Emitter, n: Node): boolean {
  const count = n.args.length;
  if (count === 0 || count > FLATVEC_MAX) return false;
  const at = reserve(e, 16 + 8 * count);
  header(e, at, FLATVEC, count + 1);
  n.args.forEach((a, i) => put(e, at, 8 + 8 * i, a));
  put(e, at, 8 + 8 * count, WORD.NIL);
  pointer(e, at, FLATVEC);
  e.define(n);
  return true;
}

/** Whether a map display has been made here: of few keys, all of them constants of which no two are equal. */
export function lowerMap(e: Emitter, n: Node): boolean {
  const keys = n.args.filter((_, i) => i % 2 === 0);
  if (keys.length === 0 || keys.length > LIMITS.ARRAY_MAP_MAX_PAIRS) return false;
  const words = keys.map((k) => (k.op === "const" ? (k.data as bigint) : undefined));
  if (words.some((w) => w === undefined || !isPlain(w)) || new Set(words).size < words.length) return false;
  const at = reserve(e, 24 + 8 * n.args.length);
  header(e, at, ARRAY_MAP, 2 + n.args.length);
  put(e, at, 8, WORD.NIL);
  put(e, at, 16, WORD.NIL);
  n.args.forEach((a, i) => put(e, at, 24 + 8 * i, a));
  pointer(e, at, ARRAY_MAP);
  e.define(n);
  return true;
}

/** A list with one more element in front, in a local. */
export function lowerListCell(e: Emitter, first: Node, rest: Node, count: number, meta: number, r: number): void {
  const { body } = e;
  const at = reserve(e, 8 + 8 * LIST_WORDS);
  header(e, at, LIST, LIST_WORDS);
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
  pointer(e, at, LIST);
  body.set(r);
}
/** Longer lists are made by the kernel. */
const LONGEST_LIST = 16;
/** Whether a list of its arguments has been made here: its cells stand one behind the other, the first in front. */
export function lowerList(e: Emitter, n: Node): boolean {
  const { body } = e;
  const count = n.args.length;
  if (count === 0 || count > LONGEST_LIST) return false;
  const bytes = 8 + 8 * LIST_WORDS;
  const at = reserve(e, count * bytes);
  n.args.forEach((a, i) => {
    const cell = i * bytes;
    put(e, at, cell, (BigInt(LIST) << 32n) | (BigInt(LIST_WORDS) << 8n));
    put(e, at, cell + 8, a);
    body.get(at);
    if (i === count - 1) {
      body.i32(EMPTY_LIST);
      body.memory(W.i64Load, 0);
    } else {
      body.get(at);
      body.i32(cell + bytes);
      body.op(W.i32Add, W.i64ExtendI32U);
      body.i64(pointerTo(LIST));
      body.op(W.i64Or);
    }
    body.memory(W.i64Store, cell + 16);
    put(e, at, cell + 24, BigInt(count - i) * ONE);
    put(e, at, cell + 32, WORD.NIL);
  });
  pointer(e, at, LIST);
  e.define(n);
  return true;
}
export function lowerCons(e: Emitter, first: Node, rest: Node, r: number): void {
  const at = reserve(e, 8 + 8 * CONS_WORDS);
  header(e, at, CONS, CONS_WORDS);
  put(e, at, 8, first);
  put(e, at, 16, rest);
  put(e, at, 24, WORD.NIL);
  pointer(e, at, CONS);
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
  const seqBytes = 8 + 8 * ARRAYSEQ_WORDS;
  const at = reserve(e, seqBytes + 8 + 8 * args.length);
  const node = body.local(I32);
  body.get(at);
  body.i32(seqBytes);
  body.op(W.i32Add);
  body.set(node);
  header(e, node, NODE, args.length);
  args.forEach((a, i) => put(e, node, 8 + 8 * i, a));
  header(e, at, ARRAYSEQ, ARRAYSEQ_WORDS);
  body.get(at);
  pointer(e, node, NODE);
  body.memory(W.i64Store, 8);
  put(e, at, 16, 0n);
  put(e, at, 24, WORD.NIL);
  pointer(e, at, ARRAYSEQ);
  body.set(r);
  return r;
}

export function lowerClosure(e: Emitter, n: Node): void {
  const words = 2 + n.args.length;
  const at = reserve(e, 8 + 8 * words);
  header(e, at, CLOSURE, words);
  put(e, at, 8, pointerTo(CODE) | BigInt(n.imm));
  put(e, at, 16, WORD.NIL);
  n.args.forEach((a, i) => put(e, at, 24 + 8 * i, a));
  pointer(e, at, CLOSURE);
  e.define(n);
}

/** A new instance of a user's type; the word is left in a local. */
export function lowerInstance(e: Emitter, layout: InstanceLayout, fields: readonly Node[], r: number): void {
  const { body } = e;
  const words = layout.fixed + fields.length;
  const at = reserve(e, 8 + 8 * words);
  header(e, at, layout.type, words, layout.mutable ? FLAG.CELL : 0);
  for (let i = 0; i < layout.fixed; i++) put(e, at, 8 + 8 * i, WORD.NIL);
  fields.forEach((a, i) => put(e, at, 8 + 8 * (layout.fixed + i), a));
  pointer(e, at, layout.type);
  body.set(r);
}
