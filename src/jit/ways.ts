/**
 * What is commonest is done in place, all else by the primitive: ways that are tried one after the other. Each leaves its answer in a local, or
 * branches to depth 0.
 */
import { I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { compareType, typeId } from "./layout.js";
import { callPrim } from "./lower-call.js";

/** The ways in their order, at last what always does. */
export function firstWay(e: Emitter, ways: readonly (() => void)[], last: () => void): void {
  const { body } = e;
  body.block();
  for (const way of ways) {
    body.block();
    way();
    body.br(1);
    body.end();
  }
  e.nested(last);
  body.end();
}
/** The same for a node whose last way is its primitive. */
export function quickly(e: Emitter, n: Node, ...ways: readonly ((r: number) => void)[]): true {
  const r = e.body.local(I64);
  firstWay(
    e,
    ways.map((way) => () => way(r)),
    () => callPrim(e, n, r),
  );
  e.body.get(r);
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
