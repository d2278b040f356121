/** Look-ups that stand once in a module, as functions of it. */
import { Body, I32, I64, type ModuleBuilder, W } from "./encode.js";
import { fieldAt, loadHeader } from "./layout.js";

const HASH = fieldAt("ARRAY_MAP", "hash");
const PAIRS = fieldAt("ARRAY_MAP", "pairs...");

/**
 * (map key otherwise) -> word: the value of a keyword in an ARRAY_MAP. Equal keywords are one object, and nothing else equals a keyword: to
 * compare words is enough.
 */
export function arrayMapGet(module: ModuleBuilder): number {
  const index = module.declare([I64, I64, I64], [I64]);
  const body = new Body([I64, I64, I64]);
  const at = body.local(I32);
  const end = body.local(I32);
  body.get(0);
  body.op(W.i32WrapI64);
  body.tee(at);
  body.get(at);
  loadHeader(body);
  body.i32(8);
  body.op(W.i32ShrU);
  body.i32(3);
  body.op(W.i32Shl, W.i32Add);
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
  body.get(at);
  body.memory(W.i64Load, PAIRS + 8);
  body.op(W.return);
  body.end();
  body.get(at);
  body.i32(16);
  body.op(W.i32Add);
  body.set(at);
  body.br(0);
  body.end();
  body.end();
  body.get(2);
  module.define(index, body);
  return index;
}
