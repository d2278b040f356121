/** Look-ups, copies and the like that stand once in a module, as functions of it. */
import { WORD } from "../../spec/index.js";
import { Body, I32, I64, type ModuleBuilder, W } from "./encode.js";
import { fieldAt, loadBytes, pointerLike } from "./layout.js";
import type { Linkage } from "./linkage.js";

const HASH = fieldAt("ARRAY_MAP", "hash");
const PAIRS = fieldAt("ARRAY_MAP", "pairs...");

/**
 * Runs over the pairs of the ARRAY_MAP in parameter 0, with `at` the low half of a pointer to it, moved to the pair; where the key is that
 * in parameter 1, `found` writes what is done, which returns.
 */
function eachPair(body: Body, at: number, found: () => void): void {
  const end = body.local(I32);
  body.get(0);
  body.op(W.i32WrapI64);
  body.tee(at);
  body.get(at);
  loadBytes(body);
  body.op(W.i32Add);
  // From the first field on, as `at` counts: the loop looks at PAIRS - HASH bytes behind it.
  body.i32(PAIRS - HASH);
  body.op(W.i32Sub);
  body.set(end);
  body.block();
  body.loop();
  body.get(at);
  body.get(end);
  body.op(W.i32Eq);
  body.brIf(1);
  body.get(at);
  body.memory(W.i64Load, PAIRS);
  body.get(1);
  body.op(W.i64Eq);
  body.if();
  found();
  body.end();
  body.get(at);
  body.i32(16);
  body.op(W.i32Add);
  body.set(at);
  body.br(0);
  body.end();
  body.end();
}

/**
 * (map key otherwise) -> word: the value of a keyword in an ARRAY_MAP. Equal keywords are one object, and nothing else equals a keyword: to
 * compare words is enough.
 */
export function arrayMapGet(module: ModuleBuilder): number {
  const index = module.declare([I64, I64, I64], [I64]);
  const body = new Body([I64, I64, I64]);
  const at = body.local(I32);
  eachPair(body, at, () => {
    body.get(at);
    body.memory(W.i64Load, PAIRS + 8);
    body.op(W.return);
  });
  body.get(2);
  module.define(index, body);
  return index;
}

/** (map key value) -> word: the ARRAY_MAP with another value for a keyword that it has, itself if it is the same; 0 if it has no such key. */
export function arrayMapWith(module: ModuleBuilder, link: Linkage): number {
  const index = module.declare([I64, I64, I64], [I64]);
  const body = new Body([I64, I64, I64]);
  const at = body.local(I32);
  const to = body.local(I32);
  eachPair(body, at, () => {
    body.get(at);
    body.memory(W.i64Load, PAIRS + 8);
    body.get(2);
    body.op(W.i64Eq);
    body.if();
    body.get(0);
    body.op(W.return);
    body.end();
    body.get(0);
    body.i32(HASH + 1);
    body.call(link.own(copyOf));
    body.tee(to);
    // The pair is as far from the copy's beginning.
    body.get(at);
    body.get(0);
    body.op(W.i32WrapI64, W.i32Sub, W.i32Add);
    body.get(2);
    body.memory(W.i64Store, PAIRS + 8 + 1);
    pointerLike(body, 0, to);
    body.op(W.return);
  });
  body.i64(0n);
  module.define(index, body);
  return index;
}

/** (object offset) -> address: a copy of an object of words, with nil at the offset, where its hash would be. */
export function copyOf(module: ModuleBuilder, link: Linkage): number {
  const index = module.declare([I64, I32], [I32]);
  const body = new Body([I64, I32]);
  const from = body.local(I32);
  const to = body.local(I32);
  const header = body.local(I64);
  const bytes = body.local(I32);
  const end = body.local(I32);
  body.get(0);
  body.op(W.i32WrapI64);
  body.i32(1);
  body.op(W.i32Sub);
  body.tee(from);
  body.memory(W.i64Load, 0);
  body.tee(header);
  // Its words, and the header.
  body.op(W.i32WrapI64);
  body.i32(8);
  body.op(W.i32ShrU);
  body.i32(3);
  body.op(W.i32Shl);
  body.i32(8);
  body.op(W.i32Add);
  body.set(bytes);
  reserveBytes(body, link, to, () => body.get(bytes));
  body.get(to);
  body.get(header);
  body.i64(~0xffn);
  body.op(W.i64And);
  body.memory(W.i64Store, 0);
  body.get(to);
  body.get(1);
  body.op(W.i32Add);
  body.set(1);
  body.get(to);
  body.get(bytes);
  body.op(W.i32Add);
  body.i32(8);
  body.op(W.i32Sub);
  body.set(end);
  body.get(to);
  body.set(bytes);
  body.loop();
  body.get(to);
  body.get(from);
  body.memory(W.i64Load, 8);
  body.memory(W.i64Store, 8);
  body.get(from);
  body.i32(8);
  body.op(W.i32Add);
  body.set(from);
  body.get(to);
  body.i32(8);
  body.op(W.i32Add);
  body.tee(to);
  body.get(end);
  body.op(W.i32LtU);
  body.brIf(0);
  body.end();
  body.get(1);
  body.i64(WORD.NIL);
  body.memory(W.i64Store, 0);
  body.get(bytes);
  module.define(index, body);
  return index;
}

/** (address, n): puts nil into so many words, at least one. */
export function clearWords(module: ModuleBuilder): number {
  const index = module.declare([I32, I32], []);
  const body = new Body([I32, I32]);
  body.loop();
  body.get(0);
  body.i64(WORD.NIL);
  body.memory(W.i64Store, 0);
  body.get(0);
  body.i32(8);
  body.op(W.i32Add);
  body.set(0);
  body.get(1);
  body.i32(1);
  body.op(W.i32Sub);
  body.tee(1);
  body.brIf(0);
  body.end();
  module.define(index, body);
  return index;
}

/**
 * Takes fresh bytes from the nursery and leaves their address in a local. `bytes` puts their number on the stack. call: of the kernel,
 * when the nursery is full.
 */
export function reserveBytes(
  body: Body,
  link: Linkage,
  at: number,
  bytes: () => void,
  call = (native: number): void => body.call(native),
): void {
  body.globalGet(link.nurseryEnd);
  body.globalGet(link.nurseryTop);
  body.tee(at);
  body.op(W.i32Sub);
  bytes();
  body.op(W.i32LtU);
  body.rarely();
  bytes();
  call(link.native("nativeReserve"));
  body.set(at);
  body.else();
  body.get(at);
  bytes();
  body.op(W.i32Add);
  body.globalSet(link.nurseryTop);
  body.end();
}
