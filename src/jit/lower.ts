/** What each node does, in WebAssembly. Arithmetic is in lower-num.ts, calls in lower-call.ts. */
import { WORD } from "../../spec/index.js";
import { I64, W } from "./encode.js";
import type { Emitter, Lowering } from "./emit.js";
import { INTERPRET } from "./emit-exits.js";
import { type FrameState, type Graph, isLong, type Node, T } from "./graph.js";
import { compareType, fieldAt, primId } from "./layout.js";
import { lowerActor, lowerReceive, lowerWait } from "./lower-actor.js";
import { lowerClosure, lowerList, lowerMap, lowerVector } from "./lower-alloc.js";
import { assocChain, lowerAssoc } from "./lower-assoc.js";
import { callPrim, lowerApply, lowerCall, lowerTailCall } from "./lower-call.js";
import { expectArray, expectElement } from "./lower-array.js";
import { fieldReset } from "./lower-cell.js";
import { lowerColl } from "./lower-coll.js";
import { Count } from "./lower-counted.js";
import { lowerData, lowerField } from "./lower-data.js";
import { lowerCompare, lowerNum } from "./lower-num.js";
import { lowerSwitch, SWITCH_PRIM } from "./lower-switch.js";
import type { Hoist } from "./hoist.js";
import type { Native } from "./linkage.js";
import { firstWay } from "./ways.js";

const VAR_ROOT = fieldAt("VAR", "root");
const CAPTURES = fieldAt("CLOSURE", "captures...");

/** Nodes without effects are left out when nobody uses them. */
const PURE = new Set<Node["op"]>(["capture", "identical", "not", "is-nil", "is-type", "make-closure"]);

const comparesLongs = (n: Node): boolean => n.op === "cmp" && n.args.every((a) => isLong(a.type));

function lowerNodes(e: Emitter, nodes: readonly Node[], i: number): number {
  const chain = assocChain(nodes, i);
  if (chain.length > 0) lowerAssoc(e, chain);
  else lowerNode(e, nodes[i] as Node);
  return Math.max(1, chain.length);
}
function lowerNode(e: Emitter, n: Node): void {
  const { body, context } = e;
  const { link } = context;
  if (n.uses === 0 && (PURE.has(n.op) || comparesLongs(n))) return;
  switch (n.op) {
    case "num":
      lowerNum(e, n);
      return;
    case "cmp":
      lowerCompare(e, n);
      return;
    case "identical":
      identical(e, n);
      return;
    case "not":
      e.test(n.args[0] as Node);
      body.op(W.i32Eqz);
      e.define(n);
      return;
    case "is-nil":
      e.word(n.args[0] as Node);
      body.i64(WORD.NIL);
      body.op(W.i64Eq);
      e.define(n);
      return;
    case "is-type":
      e.word(n.args[0] as Node);
      compareType(body, n.imm, W.i64Eq);
      e.define(n);
      return;
    case "prim": {
      if (lowerData(e, n) || lowerColl(e, n) || lowerActor(e, n)) return;
      const r = body.local(I64);
      callPrim(e, n, r);
      if (n.rep === "f64") e.unbox(r, T.FLO);
      else if (n.rep === "i64") e.unboxLong(r);
      else body.get(r);
      e.define(n);
      return;
    }
    case "var":
      variable(e, n);
      return;
    case "var-set":
      body.i64(n.data as bigint);
      e.word(n.args[0] as Node);
      e.call(link.native("nativeVarSet"));
      result(e, n);
      return;
    case "var-def":
      body.i64(n.data as bigint);
      e.word(n.args[0] as Node);
      e.call(link.prim(VAR_SET_ROOT));
      result(e, n, n.data as bigint);
      return;
    case "call":
      lowerCall(e, n);
      return;
    case "tail-call":
      lowerTailCall(e, n);
      return;
    case "apply":
      lowerApply(e, n);
      return;
    case "capture":
      e.word(n.args[0] as Node);
      body.op(W.i32WrapI64);
      body.memory(W.i64Load, CAPTURES + 8 * n.imm);
      e.define(n);
      return;
    case "capture-move":
      e.word(n.args[0] as Node);
      body.i32(CAPTURES + 1 + 8 * n.imm);
      e.call(link.native("nativeCaptureMove"));
      e.define(n);
      return;
    case "make-closure":
      lowerClosure(e, n);
      return;
    case "set-capture":
      e.word(n.args[0] as Node);
      body.i32(CAPTURES + 1 + 8 * n.imm);
      e.word(n.args[1] as Node);
      e.call(link.native("nativeSetCapture"));
      return;
    case "vector":
      if (lowerVector(e, n)) return;
      display(e, n, "nativeVector", n.args.length);
      e.define(n);
      return;
    case "list":
      if (lowerList(e, n)) return;
      display(e, n, "nativeList", n.args.length);
      e.define(n);
      return;
    case "map":
      if (lowerMap(e, n)) return;
      display(e, n, "nativeMap", n.args.length >> 1);
      result(e, n);
      return;
    case "set":
      display(e, n, "nativeSet", n.args.length);
      result(e, n);
      return;
    case "field":
      lowerField(e, n);
      return;
    case "set-field":
      setField(e, n);
      return;
    case "receive":
    case "receive-take":
    case "receive-next":
    case "receive-start":
      lowerReceive(e, n);
      return;
    case "safepoint":
      safepoint(e, n);
      return;
    default:
      throw new Error(`nothing is known of ${n.op}`);
  }
}

/** The word on the stack is the node's value (or `instead` is), unless it is a sentinel: SLOW is the interpreter's. */
function result(e: Emitter, n: Node, instead?: bigint | Node): void {
  const { body } = e;
  const r = body.local(I64);
  body.set(r);
  e.special(r);
  body.rarely();
  body.get(r);
  body.i64(WORD.SLOW);
  body.op(W.i64Eq);
  body.rarely();
  body.i64(INTERPRET);
  body.set(r);
  body.end();
  e.exit(n.before as FrameState, r);
  body.end();
  if (instead === undefined) body.get(r);
  else if (typeof instead === "bigint") body.i64(instead);
  else e.word(instead);
  e.define(n);
}

/** Charges a reduction, at the end of a loop's turn or for an inlined call. */
function safepoint(e: Emitter, n: Node): void {
  const { body, context } = e;
  if (context.unchecked || e.isCounted()) return;
  body.get(e.red);
  body.i32(1);
  body.op(W.i32Sub);
  body.tee(e.red);
  body.i32(0);
  body.op(W.i32LeS);
  body.rarely();
  e.endSlice(n.before as FrameState);
  body.end();
}

/** A var's root; its binding, or an exception, by the kernel. */
function variable(e: Emitter, n: Node): void {
  const { body } = e;
  const v = n.data as bigint;
  const guard = e.context.callees.guard(n);
  if (guard !== undefined) {
    guardVar(e, v, guard, n.before as FrameState);
    return;
  }
  const r = body.local(I64);
  root(e, v);
  body.tee(r);
  body.op(W.i32WrapI64);
  body.i32(0xff);
  body.op(W.i32And);
  body.i32(0x1a);
  body.op(W.i32Eq);
  body.rarely();
  body.i64(v);
  e.call(e.context.link.native("nativeVar"));
  body.tee(r);
  body.i64(WORD.THROW);
  body.op(W.i64Eq);
  body.rarely();
  e.exit(n.before as FrameState, WORD.THROW);
  body.end();
  body.end();
  body.get(r);
  e.define(n);
}

function root(e: Emitter, variable: bigint): void {
  e.body.i32(Number(variable & 0xfffffff8n));
  e.body.memory(W.i64Load, VAR_ROOT + 1);
}
/** Calls through the var are direct, or inlined: whoever defines it anew is compiled for again. */
function guardVar(e: Emitter, variable: bigint, closure: bigint, state: FrameState): void {
  if (e.facts.isVar(variable)) return;
  root(e, variable);
  e.body.i64(closure);
  e.body.op(W.i64Ne);
  e.guard(state);
  e.facts.noteVar(variable);
}

/** A check in front of a loop. */
function lowerHoist(e: Emitter, h: Hoist, start: FrameState): void {
  if (h.kind === "fixnum") e.expectFixnum(h.node, start);
  else if (h.kind === "array") expectArray(e, h.node, h.array, h.quiet, start);
  else if (h.kind === "element") expectElement(e, h.node, h.array, start);
  else guardVar(e, h.variable, h.closure, start);
}

function identical(e: Emitter, n: Node): void {
  const { body } = e;
  const [a, b] = n.args as [Node, Node];
  const plain = (x: Node): boolean => (x.type & (T.OTHER | T.FLO | T.LNG)) === 0 || (x.op === "const" && ((x.data as bigint) & 7n) !== 1n);
  if (plain(a) || plain(b)) {
    e.word(a);
    e.word(b);
    body.op(W.i64Eq);
  } else {
    e.word(a);
    e.word(b);
    e.callQuietly(e.context.link.native("nativeIdentical"));
    body.i64(WORD.TRUE);
    body.op(W.i64Eq);
  }
  e.define(n);
}

/** Operands into the frame, then one of the kernel's functions over them. */
function display(e: Emitter, n: Node, native: Native, count: number): void {
  const { body, context } = e;
  const after = n.after as FrameState;
  const p = e.height(after);
  n.args.forEach((a, i) => {
    e.fp();
    e.word(a);
    body.memory(W.i64Store, e.offset(after, p + i));
  });
  e.fp();
  body.i32(e.offset(after, p));
  body.op(W.i32Add);
  body.i32(count);
  e.callQuietly(context.link.native(native));
}

const VAR_SET_ROOT = primId("var-set-root");

/** Primitives that a graph's nodes call, by number. */
export function primsOf(g: Graph): Set<number> {
  const out = new Set<number>();
  for (const b of g.blocks) {
    for (const n of b.nodes) {
      if (n.op === "num" || n.op === "cmp" || n.op === "prim") out.add(n.imm);
      else if (n.op === "var-def") out.add(VAR_SET_ROOT);
    }
    if (b.term?.kind === "switch") out.add(SWITCH_PRIM);
  }
  return out;
}

function setField(e: Emitter, n: Node): void {
  const { body, context } = e;
  const [a, value] = n.args as [Node, Node];
  const w = body.local(I64);
  const r = body.local(I64);
  const instance = body.local(I64);
  e.word(a);
  body.set(instance);
  e.word(value);
  body.set(w);
  firstWay(e, [() => fieldReset(e, instance, n.imm, w)], () => {
    body.get(instance);
    body.i32(n.imm);
    body.get(w);
    e.call(context.link.native("nativeSetField"));
    body.set(r);
    e.exitIfSpecial(n, r);
  });
  body.get(w);
  e.define(n);
}

export const LOWERING: Lowering = {
  nodes: lowerNodes,
  switch: lowerSwitch,
  wait: lowerWait,
  hoist: lowerHoist,
  count: (e, loop) => new Count(e, loop),
};
