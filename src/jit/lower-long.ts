/**
 * Arithmetic on integers of 64 bits of which one, or the result, may lie beyond the fixnums: raw in locals, put into a box only
 * where a word is wanted. Words of fixnums are in lower-fixnum.ts.
 */
import { W, I64 } from "./encode.js";
import type { Emitter } from "./emit.js";
import { INTERPRET } from "./emit-exits.js";
import { notLong } from "./words.js";
import { type FrameState, isLong, type Node, type NumOp, T } from "./graph.js";
import { callPrim } from "./lower-call.js";

const LOWER: Partial<Record<NumOp, number>> = {
  "wrap-add": W.i64Add,
  "wrap-sub": W.i64Sub,
  "wrap-mul": W.i64Mul,
  and: W.i64And,
  or: W.i64Or,
  xor: W.i64Xor,
  shl: W.i64Shl, // WebAssembly counts places modulo 64, as Java does
  shr: W.i64ShrS,
  ushr: W.i64ShrU,
};

/** The raw value of an operand on the stack; code is left if one of an unknown type is no long. */
function operand(e: Emitter, n: Node, a: Node): number {
  const { body } = e;
  const r = body.local(I64);
  if (isLong(a.type)) e.long(a);
  else {
    const w = body.local(I64);
    e.word(a);
    body.set(w);
    notLong(body, w);
    e.guard(n.before as FrameState);
    e.unboxLong(w);
  }
  body.set(r);
  return r;
}
/** Leaves, over a condition, so that the interpreter does it: an overflow or a division by zero throws there. */
function orThrow(e: Emitter, n: Node): void {
  e.body.rarely();
  e.exit(n.before as FrameState, INTERPRET);
  e.body.end();
}

/** The result is a fixnum or a long, as the node's type says. */
export function lowerLong(e: Emitter, n: Node): void {
  const { body } = e;
  const op = n.data as NumOp;
  const [a, b] = n.args as [Node, Node | undefined];
  const x = operand(e, n, a);
  const y = b === undefined ? -1 : operand(e, n, b);
  const r = body.local(I64);
  const plain = LOWER[op];
  if (plain !== undefined) {
    body.get(x);
    body.get(y);
    body.op(plain);
  } else if (op === "not") {
    body.get(x);
    body.i64(-1n);
    body.op(W.i64Xor);
  } else if (op === "neg") {
    body.i64(0n);
    body.get(x);
    body.op(W.i64Sub);
    if (!n.fits) {
      body.get(x);
      body.i64(-(1n << 63n));
      body.op(W.i64Eq);
      orThrow(e, n);
    }
  } else if (op === "add" || op === "sub") sum(e, n, x, y, op === "sub");
  else if (op === "mul") product(e, n, x, y);
  else divide(e, n, x, y, op);
  body.set(r);
  body.get(r);
  if (n.rep === "word") {
    // A fixnum by its type.
    body.i64(3n);
    body.op(W.i64Shl);
  }
  e.define(n);
}

function sum(e: Emitter, n: Node, x: number, y: number, minus: boolean): void {
  const { body } = e;
  body.get(x);
  body.get(y);
  body.op(minus ? W.i64Sub : W.i64Add);
  if (n.fits) return;
  const r = body.local(I64);
  body.tee(r);
  body.get(x);
  body.op(W.i64Xor);
  body.get(minus ? x : r);
  body.get(y);
  body.op(W.i64Xor, W.i64And);
  body.i64(0n);
  body.op(W.i64LtS);
  orThrow(e, n);
  body.get(r);
}

/**
 * Leading bits of both factors that are like the sign say whether the product has room: 66 of them are enough (of 65, the product of two
 * negative powers of 2 may be 2^63). Otherwise the primitive multiplies.
 */
function product(e: Emitter, n: Node, x: number, y: number): void {
  const { body } = e;
  if (n.fits) {
    body.get(x);
    body.get(y);
    body.op(W.i64Mul);
    return;
  }
  const r = body.local(I64);
  const w = body.local(I64);
  for (const v of [x, y]) {
    body.get(v);
    body.get(v);
    body.i64(63n);
    body.op(W.i64ShrS, W.i64Xor, W.i64Clz);
  }
  body.op(W.i64Add);
  body.i64(66n);
  body.op(W.i64GeU);
  body.if();
  body.get(x);
  body.get(y);
  body.op(W.i64Mul);
  body.set(r);
  body.else();
  e.nested(() => callPrim(e, n, w));
  e.unboxLong(w);
  body.set(r);
  body.end();
  body.get(r);
}

function divide(e: Emitter, n: Node, x: number, y: number, op: NumOp): void {
  const { body } = e;
  if (n.right === null || (n.right.lo <= 0n && n.right.hi >= -1n)) {
    // Zero throws, and -1 may overflow.
    body.get(y);
    body.i64(1n);
    body.op(W.i64Add);
    body.i64(1n);
    body.op(W.i64LeU);
    orThrow(e, n);
  }
  body.get(x);
  body.get(y);
  if (op === "quot") {
    body.op(W.i64DivS);
    return;
  }
  body.op(W.i64RemS);
  if (op === "rem" || (n.left !== null && n.left.lo >= 0n && n.right !== null && n.right.lo > 0n)) return;
  // A remainder of the other sign moves into the divisor's range.
  const r = body.local(I64);
  body.set(r);
  body.get(r);
  body.get(y);
  body.op(W.i64Add);
  body.get(r);
  body.get(r);
  body.get(y);
  body.op(W.i64Xor);
  body.i64(0n);
  body.op(W.i64LtS);
  body.get(r);
  body.i64(0n);
  body.op(W.i64Ne, W.i32And, W.select);
}
/** Whether an operation on fixnums and longs is done here. */
export const isWide = (n: Node): boolean =>
  isLong(n.type) &&
  n.data !== "div" &&
  n.data !== "sqrt" &&
  n.data !== "double" &&
  (n.type !== T.FIX || n.args.some((a) => a.type !== T.FIX && isLong(a.type)));
