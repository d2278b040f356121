/**
 * Calls: of primitives, of the library's versions of them, of functions. Each answers a word in a local, or the code is left:
 * see kernel/interp/native.ts for what the kernel's functions answer.
 */
import { ENTRY_SLOT_BITS, type PrimRow, PRIMITIVES, WORD } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Direct } from "./context.js";
import type { Emitter } from "./emit.js";
import { INTERPRET } from "./emit-exits.js";
import { isQuiet } from "./facts.js";
import { fieldAt, isInstance, isInstanceOf, loadCode, METHOD_CHANGES, typeInWord } from "./layout.js";
import type { Native } from "./linkage.js";
import { lowerRest } from "./lower-alloc.js";
import { type FrameState, type Node, SMALL, T, typeOfGuard } from "./graph.js";

const ROWS = new Map(PRIMITIVES.map((p) => [p.id, p]));
export const rowOf = (prim: number): PrimRow => ROWS.get(prim) as PrimRow;
/** What the kernel leaves to the library for an instance of a user type, and is much used with such: the library is called at once. */
const OF_USERS = new Set(["peek", "pop", "conj", "seq"]);
/** May answer a sentinel. */
const mayFail = (row: PrimRow): boolean => row.slow !== undefined || /[tmy]/.test(row.effects);

/** Runs a node's primitive on its arguments; the answer ends up in local r. */
export function callPrim(e: Emitter, n: Node, r: number): void {
  const { body, context } = e;
  const row = rowOf(n.imm);
  const subject = OF_USERS.has(row.name) ? (n.args[0] as Node) : undefined;
  if (subject !== undefined) {
    const w = body.local(I64);
    e.word(subject);
    body.set(w);
    isInstance(body, w);
    body.if(I64);
    body.i64(WORD.SLOW);
    body.else();
  }
  for (const a of primArgs(n)) a === null ? body.i64(0n) : e.word(a);
  if (isQuiet(n)) e.callQuietly(context.link.prim(n.imm));
  else e.call(context.link.prim(n.imm));
  if (subject !== undefined) body.end();
  body.set(r);
  if (!mayFail(row)) return;
  e.special(r);
  body.rarely();
  e.nested(() => answered(e, n, row, r));
  body.end();
}
/** Whether the primitive answers true, as a condition in a local; w: a local for its answer. */
export function askPrim(e: Emitter, n: Node, w: number, condition: number): void {
  const { body } = e;
  callPrim(e, n, w);
  body.get(w);
  body.i64(WORD.TRUE);
  body.op(W.i64Eq);
  body.set(condition);
}
/** sqrt is math1 with a number in front. */
function primArgs(n: Node): readonly (Node | null)[] {
  return n.data === "sqrt" ? [null, n.args[0] as Node] : n.args;
}

/**
 * A primitive has answered the sentinel in r, and this is in an `if` that asks for it. SLOW calls the library's version, whose answer ends up
 * in r; all else leaves, in one place for all reasons.
 */
export function answered(e: Emitter, n: Node, row: PrimRow, r: number): void {
  const { body } = e;
  const before = n.before as FrameState;
  // What is not on the operand stack now (operands of fused instructions) has no place for the call: the interpreter makes it.
  if (row.slow === undefined || n.after === null || n.op === "cmp") {
    leaveSlow(e, before, r);
    return;
  }
  const p = e.height(n.after);
  body.block();
  e.nested(() => {
    body.get(r);
    body.i64(WORD.SLOW);
    body.op(W.i64Ne);
    body.brRarely(0);
    callSlow(e, n, row, n.after as FrameState, r);
    e.special(r);
    body.op(W.i32Eqz);
    body.brIf(1);
    suspendIfUnwound(e, n, p, r);
    body.i64(INTERPRET);
    body.set(r);
  });
  body.end();
  e.exit(before, r);
}
/** Calls the library's version of a primitive: directly if that is compiled. Branches to depth 0, with why in r, if it is not what it was. */
function callSlow(e: Emitter, n: Node, row: PrimRow, after: FrameState, r: number): void {
  const { body, context } = e;
  const args = primArgs(n);
  const p = e.height(after);
  const word = (a: Node | null): void => {
    if (a === null) body.i64(0n);
    else e.word(a);
  };
  const direct = context.callees.slow(row);
  if (direct === undefined) {
    args.forEach((a, i) => {
      e.fp();
      word(a);
      body.memory(W.i64Store, e.offset(after, p + i));
    });
    body.i32(row.id);
    e.fp();
    body.i32(e.offset(after, p));
    body.op(W.i32Add);
    body.i32(args.length);
    e.call(context.link.native("nativeSlow"));
    body.set(r);
    return;
  }
  body.i64(INTERPRET);
  body.set(r);
  body.i64(direct.variable);
  body.op(W.i32WrapI64);
  body.memory(W.i64Load, VAR_ROOT);
  body.i64(direct.closure);
  body.op(W.i64Ne);
  body.brRarely(0);
  e.fp();
  body.i32(e.offset(after, p));
  body.op(W.i32Add);
  body.i64(direct.closure);
  args.forEach(word);
  e.call(direct.index);
  body.set(r);
}
/** Any sentinel: SLOW means that the interpreter runs the instruction. */
function leaveSlow(e: Emitter, before: FrameState, r: number): void {
  const { body } = e;
  body.get(r);
  body.i64(WORD.SLOW);
  body.op(W.i64Eq);
  body.rarely();
  body.i64(INTERPRET);
  body.set(r);
  body.end();
  e.exit(before, r);
}

/** Leaves behind the call whose frame begins at operand p if that has been left. */
function suspendIfUnwound(e: Emitter, n: Node, p: number, r: number): void {
  const { body } = e;
  body.get(r);
  body.i64(WORD.UNWIND);
  body.op(W.i64Eq);
  body.rarely();
  e.suspend(n.after as FrameState, p);
  body.end();
}
/** What a call whose frame begins at operand p has answered: goes on with a word, leaves with anything else. */
function checkCall(e: Emitter, n: Node, p: number, r: number): void {
  const { body } = e;
  if (e.context.unchecked && n.op === "call" && e.context.callees.find(n) !== undefined) return;
  if (n.op === "call" && n.type === T.FIX) {
    body.get(r);
    body.op(W.i32WrapI64);
    body.i32(7);
    body.op(W.i32And);
  } else e.special(r);
  body.rarely();
  suspendIfUnwound(e, n, p, r);
  e.exit(n.before as FrameState, INTERPRET);
  body.end();
}

const VAR_ROOT = fieldAt("VAR", "root");

/** By number of arguments. */
const IN_REGISTERS: readonly Native[] = ["nativeCall0", "nativeCall1", "nativeCall2", "nativeCall3"];

const CODE_ARITY = fieldAt("CODE", "arity");
const CODE_NEXT = fieldAt("CODE", "next");
const CODE_ENTRY = fieldAt("CODE", "entry");

/**
 * The closure in a local is called through the table if it has a code for just so many arguments that is compiled for this executor; its
 * function for words stands in the slot behind its entry (kernel/interp/enter.ts). Puts the frame's offset, closure, arguments and slot on the stack;
 * branches to depth 0 if the callee is anything else.
 */
function closureEntry(e: Emitter, w: number, args: readonly Node[], frame: number): void {
  const { body, context } = e;
  const { link } = context;
  const code = body.local(I32);
  const entry = body.local(I64);
  const slot = body.local(I32);
  loadCode(body, w);
  body.set(code);
  body.block();
  takes(e, code, args.length);
  body.brIf(0);
  // The next one, until there is none: that is nil.
  body.loop();
  body.get(code);
  body.memory(W.i32Load, CODE_NEXT);
  body.tee(code);
  body.i32(7);
  body.op(W.i32And);
  body.i32(1);
  body.op(W.i32Ne);
  body.brIf(2);
  takes(e, code, args.length);
  body.op(W.i32Eqz);
  body.brIf(0);
  body.end();
  body.end();
  body.get(code);
  body.memory(W.i64Load, CODE_ENTRY);
  body.tee(entry);
  body.globalGet(link.entriesReady);
  body.op(W.i64GeU);
  body.brIf(0);
  // Nil seems to name slot 0, which is nobody's.
  body.get(entry);
  body.op(W.i32WrapI64);
  body.i32(3);
  body.op(W.i32ShrU);
  body.i32((1 << ENTRY_SLOT_BITS) - 1);
  body.op(W.i32And);
  body.tee(slot);
  body.op(W.i32Eqz);
  body.brIf(0);
  e.fp();
  body.i32(frame);
  body.op(W.i32Add);
  body.get(w);
  for (const a of args) e.word(a);
  body.globalGet(link.tableBase);
  body.get(slot);
  body.op(W.i32Add);
  body.i32(1);
  body.op(W.i32Add);
}
/** 1 if a code takes just so many arguments. */
function takes(e: Emitter, code: number, args: number): void {
  e.body.get(code);
  e.body.memory(W.i64Load, CODE_ARITY);
  e.body.i64(BigInt(args) << 4n);
  e.body.op(W.i64Eq);
}
/** Whatever the callee is. */
function anyCall(e: Emitter, callee: Node, args: readonly Node[], f: number): void {
  const { body, context } = e;
  if (args.length < IN_REGISTERS.length) {
    e.fp();
    body.i32(f);
    body.op(W.i32Add);
    e.word(callee);
    for (const a of args) e.word(a);
    e.call(context.link.native(IN_REGISTERS[args.length] as Native));
    return;
  }
  [callee, ...args].forEach((a, i) => {
    e.fp();
    e.word(a);
    body.memory(W.i64Store, f + 24 + 8 * i);
  });
  e.fp();
  body.i32(f);
  body.op(W.i32Add);
  body.i32(args.length);
  e.call(context.link.native("nativeCall"));
}

/** Puts frame, closure and arguments of a direct call on the stack; answers the function that takes them. */
function directCallee(e: Emitter, n: Node, { index, typed, fixed }: Direct, frame: number): number {
  const { body } = e;
  const [callee, ...given] = n.args as [Node, ...Node[]];
  const args = given.slice(0, fixed);
  const rest = fixed === undefined ? undefined : lowerRest(e, given.slice(fixed));
  e.fp();
  body.i32(frame);
  body.op(W.i32Add);
  e.word(callee);
  // Of the rest nothing is expected.
  const fits = typed?.guards.every((g, i) => g === T.ANY || ((args[i] as Node).type === typeOfGuard(g) && (g !== SMALL || n.small[i + 1])));
  args.forEach((a, i) => (fits && typed?.guards[i] === T.FLO ? e.double(a) : e.word(a)));
  if (rest !== undefined) body.get(rest);
  return fits && typed !== undefined ? typed.index : index;
}

/** CALL: args are the callee and its arguments. */
export function lowerCall(e: Emitter, n: Node): void {
  const { body, context } = e;
  const [callee, ...args] = n.args as [Node, ...Node[]];
  const after = n.after as FrameState;
  const p = e.height(after);
  const f = e.offset(after, p);
  const r = body.local(I64);
  const direct = context.callees.find(n);
  if (direct !== undefined) {
    e.call(directCallee(e, n, direct, f));
    body.set(r);
  } else {
    const w = body.local(I64);
    const given = objectIn(e, callee) ? [callee, ...args] : args;
    body.block();
    body.block();
    e.word(callee);
    body.set(w);
    if (given !== args) invokeOf(e, w);
    closureEntry(e, w, given, f);
    e.callIndirect(context.link.typeOf(given.length));
    body.set(r);
    body.br(1);
    body.end();
    anyCall(e, callee, args, f);
    body.set(r);
    body.end();
  }
  checkCall(e, n, p, r);
  body.get(r);
  e.define(n);
}

/** Whether the callee is likely to be an object: what a var holds, a multimethod for example. */
const objectIn = (e: Emitter, callee: Node): boolean => callee.op === "var" && e.context.callees.isObject(callee.data as bigint);
/**
 * Puts what implements `invoke` for the object in a local in its place; branches to depth 0 if nothing does. Each place remembers the type
 * that it has seen last, until control.methodChanges says that some implementations may have changed.
 */
function invokeOf(e: Emitter, w: number): void {
  const { body, context } = e;
  const { link } = context;
  const type = link.variable(I32);
  const since = link.variable(I32);
  const found = link.variable(I64);
  const changes = body.local(I32);
  const f = body.local(I64);
  body.i32(METHOD_CHANGES);
  body.memory(W.i32Load, 0);
  body.set(changes);
  isInstanceOf(body, w, type);
  body.get(changes);
  body.globalGet(since);
  body.op(W.i32Eq, W.i32And);
  body.if();
  body.globalGet(found);
  body.set(f);
  body.else();
  body.get(w);
  e.callQuietly(link.native("nativeInvoke"));
  body.tee(f);
  body.i64(WORD.NIL);
  body.op(W.i64Eq);
  body.brIf(1);
  typeInWord(body, w);
  body.globalSet(type);
  body.get(changes);
  body.globalSet(since);
  body.get(f);
  body.globalSet(found);
  body.end();
  body.get(f);
  body.set(w);
}

/**
 * TAIL_CALL: the callee's frame takes the place of the function's own, on both stacks. Whatever is neither known nor a compiled closure is
 * left to the interpreter, as all tail calls are where the engine has none: a call from here would keep the native frame.
 */
export function lowerTailCall(e: Emitter, n: Node): void {
  const { body, context } = e;
  if (!context.tailCalls) return;
  const direct = context.callees.find(n);
  if (direct !== undefined) {
    e.returnCall(directCallee(e, n, direct, 0));
    return;
  }
  const [callee, ...args] = n.args as [Node, ...Node[]];
  const w = body.local(I64);
  body.block();
  e.word(callee);
  body.set(w);
  closureEntry(e, w, args, 0);
  e.returnCallIndirect(context.link.typeOf(args.length));
  body.end();
}

export function lowerApply(e: Emitter, n: Node): void {
  const { body, context } = e;
  const after = n.after as FrameState;
  const p = e.height(after);
  const f = e.offset(after, p);
  const r = body.local(I64);
  n.args.forEach((a, i) => {
    e.fp();
    e.word(a);
    body.memory(W.i64Store, f + 24 + 8 * i);
  });
  e.fp();
  body.i32(f);
  body.op(W.i32Add);
  e.call(context.link.native("nativeApply"));
  body.set(r);
  checkCall(e, n, p, r);
  body.get(r);
  e.define(n);
}
