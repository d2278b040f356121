/**
 * What is commonest is done in place, all else by the primitive: ways that are tried one after the other. Each leaves its answer in a local, or
 * branches to depth 0.
 */
import { I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { compareType, typeId } from "./layout.js";
import { callPrim } from "./lower-call.js";

/** The ways in their order, at last the primitive. */
export function quickly(e: Emitter, n: Node, ...ways: readonly ((r: number) => void)[]): true {
  const { body } = e;
  const r = body.local(I64);
  body.block();
  for (const inPlace of ways) {
    body.block();
    inPlace(r);
    body.br(1);
    body.end();
  }
  e.nested(() => e.nested(() => callPrim(e, n, r)));
  body.end();
  body.get(r);
  e.define(n);
  return true;
}
/** Branches unless the word points to an object of one of these types. */
export function unless(e: Emitter, a: Node, ...types: readonly string[]): void {
  const { body } = e;
  types.forEach((type, i) => {
    e.word(a);
    compareType(body, typeId(type), W.i64Ne);
    if (i > 0) body.op(W.i32And);
  });
  body.brIf(0);
}
export function loadField(e: Emitter, a: Node, offset: number, r: number): void {
  const { body } = e;
  e.word(a);
  body.op(W.i32WrapI64);
  body.memory(W.i64Load, offset);
  body.set(r);
}
