/** SWITCH: the edge for a constant, by comparing where that decides, else by a look-up in the constant map and a table. */
import { I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import { INTERPRET } from "./emit-exits.js";
import { type Block, type FrameState, type Node, T } from "./graph.js";
import { compareType, isPlain, primId, typeId } from "./layout.js";
import { isText, textTest } from "./lower-text.js";

/** Keys compared one after the other; more are looked up. */
const MOST_KEYS = 16;
const STRING = typeId("STRING");
/** The number of the primitive that looks up. */
export const SWITCH_PRIM = primId("get");

interface Switch {
  readonly subject: Node;
  readonly table: bigint;
  readonly before: FrameState;
}

export function lowerSwitch(e: Emitter, b: Block): void {
  const { body, context } = e;
  const t = b.term;
  if (t?.kind !== "switch") return;
  const n = t.targets.length;
  const pairs = context.callees.heap.pairs(t.table)?.map(([key, arm]) => ({ key, arm: Number(BigInt.asIntN(64, arm) >> 3n) }));
  /** To the edge by a look-up; arm k is the block k levels out. */
  const table = (outer: number): void => {
    lookUp(e, t, n);
    body.brTable(
      Array.from({ length: n - 1 }, (_, i) => outer + i),
      outer + n - 1,
    );
  };
  const decide = (): void => {
    if (pairs === undefined || pairs.length > MOST_KEYS || !pairs.every(({ key }) => isPlain(key) || isText(key))) {
      table(0);
      return;
    }
    const texts = t.subject.type === T.FIX ? [] : pairs.filter(({ key }) => isText(key));
    if (texts.length > 0) {
      const w = body.local(I64);
      e.word(t.subject);
      body.tee(w);
      compareType(body, STRING, W.i64Eq);
      body.if();
      body.block();
      for (const { key, arm } of texts) {
        textTest(e, w, key, 0);
        body.brIf(arm + 2);
      }
      body.br(n + 1);
      body.end();
      e.nested(() => table(1));
      body.end();
    }
    // A bigint may be equal to a fixnum, an object of a program's to a text.
    if (texts.length > 0 || (pairs.some(({ key }) => (key & 7n) === 0n) && t.subject.type !== T.FIX)) {
      e.word(t.subject);
      body.i64(7n);
      body.op(W.i64And);
      body.i64(1n);
      body.op(W.i64Eq);
      body.if();
      e.nested(() => table(1));
      body.end();
    }
    for (const { key, arm } of pairs) {
      if (isText(key)) continue;
      e.word(t.subject);
      body.i64(key);
      body.op(W.i64Eq);
      body.brIf(arm);
    }
    body.br(n - 1);
  };
  // Block k ends where the k-th edge begins.
  const arms = (k: number): void => {
    body.block();
    e.nested(() => (k > 0 ? arms(k - 1) : decide()));
    body.end();
    e.jump(b, k);
  };
  arms(n - 1);
}
/** The index of an edge by the constant map, on the stack; absent keys have the last one. */
function lookUp(e: Emitter, t: Switch, n: number): void {
  const { body } = e;
  const r = body.local(I64);
  body.i64(t.table);
  e.word(t.subject);
  e.call(e.context.link.prim(SWITCH_PRIM));
  body.set(r);
  e.special(r);
  body.rarely();
  e.exit(t.before, INTERPRET);
  body.end();
  body.get(r);
  body.i64(3n);
  body.op(W.i64ShrU, W.i32WrapI64);
  body.i32(n - 1);
  body.get(r);
  body.i64(7n);
  body.op(W.i64And, W.i64Eqz, W.select);
}
