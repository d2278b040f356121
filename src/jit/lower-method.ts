/**
 * Implementations of a protocol's methods: each place remembers the last two that it has found, by the method and the type of the
 * first argument. All are forgotten when control.methodChanges has moved on: since the kernel counts there whatever could make another
 * answer right, or let a method stand at the address of one that is gone, what is remembered is alive.
 *
 * Exceptions share one type and have classes of their own: they are not remembered, nor is what is neither a pointer nor a fixnum.
 */
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { METHOD_CHANGES, pointerTo, typeId } from "./layout.js";
import { callPrim } from "./lower-call.js";

const EXCEPTION = pointerTo(typeId("EXCEPTION"));
/** Type and tag of a pointer; no such thing stands for the type of all fixnums. */
const KIND = 0xffffffff00000007n;
const FIXNUM = 8n;

/** What is remembered of one method and type. */
interface Memory {
  readonly method: number;
  readonly kind: number;
  readonly found: number;
}

export function lowerMethodFind(e: Emitter, n: Node): true {
  const { body, context } = e;
  const { link } = context;
  const [method, self] = n.args as [Node, Node];
  const memory = (): Memory => ({ method: link.variable(I64), kind: link.variable(I64), found: link.variable(I64) });
  const latest = memory();
  const former = memory();
  const since = link.variable(I32);
  const kind = body.local(I64);
  const changes = body.local(I32);
  const r = body.local(I64);
  /** Answers from it, out of two blocks, if it is right. */
  const recall = (m: Memory): void => {
    body.get(kind);
    body.globalGet(m.kind);
    body.op(W.i64Eq);
    e.word(method);
    body.globalGet(m.method);
    body.op(W.i64Eq, W.i32And);
    body.if();
    body.globalGet(m.found);
    body.set(r);
    body.br(2);
    body.end();
  };
  body.i64(FIXNUM);
  e.word(self);
  body.i64(KIND);
  body.op(W.i64And);
  e.tag(self);
  body.op(W.i32Eqz, W.select);
  body.set(kind);
  body.i32(METHOD_CHANGES);
  body.memory(W.i32Load, 0);
  body.set(changes);
  body.block(); // known
  body.block(); // not known
  body.get(changes);
  body.globalGet(since);
  body.op(W.i32Ne);
  body.brIf(0);
  recall(latest);
  recall(former);
  body.end();
  e.nested(() => callPrim(e, n, r));
  body.get(kind);
  body.i64(FIXNUM);
  body.op(W.i64Ne);
  body.get(kind);
  body.i64(7n);
  body.op(W.i64And);
  body.i64(1n);
  body.op(W.i64Ne, W.i32And);
  body.get(kind);
  body.i64(EXCEPTION);
  body.op(W.i64Eq, W.i32Or);
  body.brIf(0);
  // What was right before a change is so no longer.
  body.get(changes);
  body.globalGet(since);
  body.op(W.i32Eq);
  body.if();
  body.globalGet(latest.method);
  body.globalSet(former.method);
  body.globalGet(latest.kind);
  body.globalSet(former.kind);
  body.globalGet(latest.found);
  body.globalSet(former.found);
  body.else();
  body.i64(0n);
  body.globalSet(former.kind);
  body.end();
  e.word(method);
  body.globalSet(latest.method);
  body.get(kind);
  body.globalSet(latest.kind);
  body.get(r);
  body.globalSet(latest.found);
  body.get(changes);
  body.globalSet(since);
  body.end();
  body.get(r);
  e.define(n);
  return true;
}
