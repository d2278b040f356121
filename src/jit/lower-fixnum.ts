/** Arithmetic on two fixnums: words whose three low bits are zero. Each leaves a word on the stack, or calls `bail` over a condition. */
import { FIXNUM_MAX } from "../../spec/index.js";
import { I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import { type Node, type Range, T } from "./graph.js";

/** What an operation does when its result is no fixnum; the condition is on the stack. */
export type Bail = () => void;

/** Value of a constant fixnum. */
export const fixnumOf = (n: Node | undefined): bigint | undefined =>
  n !== undefined && n.op === "const" && n.type === T.FIX ? BigInt.asIntN(64, n.data as bigint) >> 3n : undefined;

/** a + b or a - b. It has overflowed if it went the wrong way, seen from the sign of an operand if that is known, or else from both operands' signs. */
function sum(e: Emitter, n: Node, a: Node, b: Node, bail: Bail, minus: boolean): void {
  const { body } = e;
  e.word(a);
  e.word(b);
  body.op(minus ? W.i64Sub : W.i64Add);
  if (n.fits) return;
  const r = body.local(I64);
  body.tee(r);
  const c = fixnumOf(b);
  const sign = c === undefined ? signOf(n.right) : c >= 0n ? 1 : -1;
  const other = minus ? 0 : signOf(n.left);
  e.word(sign === 0 && other !== 0 ? b : a);
  if (sign !== 0) body.op(sign > 0 === minus ? W.i64GtS : W.i64LtS);
  else if (other !== 0) body.op(other > 0 ? W.i64LtS : W.i64GtS);
  else {
    body.op(W.i64Xor);
    if (minus) e.word(a);
    else body.get(r);
    e.word(b);
    body.op(W.i64Xor, W.i64And);
    body.i64(0n);
    body.op(W.i64LtS);
  }
  bail();
  body.get(r);
}

/** 1 or -1 for what is never below or above zero; else 0. */
const signOf = (r: Range | null): number => (r === null ? 0 : r.lo >= 0n ? 1 : r.hi <= 0n ? -1 : 0);

/** For node n, which may know that nothing can go wrong (n.fits). */
export type FixnumOp = (e: Emitter, n: Node, a: Node, b: Node, bail: Bail) => void;

export const FIXNUM_OPS: Record<string, FixnumOp> = {
  add: (e, n, a, b, bail) => sum(e, n, a, b, bail, false),
  sub: (e, n, a, b, bail) => sum(e, n, a, b, bail, true),
  mul(e, n, a, b, bail) {
    const { body } = e;
    const c = fixnumOf(b) ?? fixnumOf(a);
    const x = fixnumOf(b) === undefined && fixnumOf(a) !== undefined ? b : a;
    if (c !== undefined && c !== 0n) {
      if (!n.fits) {
        // |x| at most bound: the product fits.
        const bound = (FIXNUM_MAX / (c < 0n ? -c : c)) << 3n;
        e.word(x);
        body.i64(bound);
        body.op(W.i64Add);
        body.i64(2n * bound);
        body.op(W.i64GtU);
        bail();
      }
      e.word(x);
      body.i64(c);
      body.op(W.i64Mul);
      return;
    }
    if (n.fits) {
      e.word(a);
      e.word(b);
      body.i64(3n);
      body.op(W.i64ShrS, W.i64Mul);
      return;
    }
    const r = body.local(I64);
    // Leading bits of both factors say whether the product has room (words are factors times 8); 62 of them leave it just enough,
    // but for the product 2^60 of two negative powers of two, which wraps to the least word.
    magnitude(e, a);
    magnitude(e, b);
    body.op(W.i64Add);
    body.i64(62n);
    body.op(W.i64LtS);
    bail();
    e.word(a);
    e.word(b);
    body.i64(3n);
    body.op(W.i64ShrS, W.i64Mul);
    body.tee(r);
    body.i64(-(1n << 63n));
    body.op(W.i64Eq);
    bail();
    body.get(r);
  },
  quot(e, n, a, b, bail) {
    const { body } = e;
    const k = powerOf(b);
    if (k !== undefined) {
      biased(e, n, a, k);
      body.i64(k);
      body.op(W.i64ShrS);
      body.i64(-8n);
      body.op(W.i64And);
      return;
    }
    if (!n.fits) divisor(e, b, bail);
    e.word(a);
    e.word(b);
    body.op(W.i64DivS);
    body.i64(3n);
    body.op(W.i64Shl);
  },
  rem(e, n, a, b, bail) {
    const k = powerOf(b);
    if (k !== undefined) {
      e.word(a);
      if (n.left !== null && n.left.lo >= 0n) {
        e.body.i64((8n << k) - 1n);
        e.body.op(W.i64And);
        return;
      }
      biased(e, n, a, k);
      e.body.i64(-8n << k);
      e.body.op(W.i64And, W.i64Sub);
      return;
    }
    if (!n.fits) divisor(e, b, bail);
    e.word(a);
    e.word(b);
    e.body.op(W.i64RemS);
  },
  mod(e, n, a, b, bail) {
    const { body } = e;
    const r = body.local(I64);
    const c = fixnumOf(b);
    const k = powerOf(b);
    if (k !== undefined) {
      e.word(a);
      body.i64((8n << k) - 1n);
      body.op(W.i64And);
      return;
    }
    if (!n.fits) divisor(e, b, bail);
    e.word(a);
    e.word(b);
    body.op(W.i64RemS);
    // Two that are not negative (the divisor is not, if the result fits).
    if (n.fits && n.left !== null && n.left.lo >= 0n) return;
    body.set(r);
    // A remainder of the other sign moves into the divisor's range.
    body.get(r);
    e.word(b);
    body.op(W.i64Add);
    body.get(r);
    body.get(r);
    if (c !== undefined) body.i64(0n);
    else {
      e.word(b);
      body.op(W.i64Xor);
      body.i64(0n);
    }
    body.op(c !== undefined && c < 0n ? W.i64GtS : W.i64LtS);
    if (c === undefined) {
      body.get(r);
      body.i64(0n);
      body.op(W.i64Ne, W.i32And);
    }
    body.op(W.select);
  },
  and: (e, _, a, b) => bitwise(e, a, b, W.i64And),
  or: (e, _, a, b) => bitwise(e, a, b, W.i64Or),
  xor: (e, _, a, b) => bitwise(e, a, b, W.i64Xor),
  shl(e, n, a, b, bail) {
    const { body } = e;
    e.word(a);
    count(e, b);
    body.op(W.i64Shl);
    if (n.fits) return;
    const r = body.local(I64);
    body.tee(r);
    count(e, b);
    body.op(W.i64ShrS);
    e.word(a);
    body.op(W.i64Ne);
    bail();
    body.get(r);
  },
  shr(e, _, a, b) {
    e.word(a);
    count(e, b);
    e.body.op(W.i64ShrS);
    e.body.i64(-8n);
    e.body.op(W.i64And);
  },
  ushr(e, n, a, b, bail) {
    const k = fixnumOf(b);
    // Of 64 bits at most 60 are left: a fixnum, whatever the sign.
    const short = k !== undefined && (k & 63n) >= 4n;
    const negative = n.left === null || n.left.lo < 0n;
    if (short || (n.fits && negative)) {
      e.word(a);
      e.body.i64(3n);
      e.body.op(W.i64ShrS);
      count(e, b);
      e.body.op(W.i64ShrU);
      e.body.i64(3n);
      e.body.op(W.i64Shl);
      return;
    }
    if (!n.fits) {
      e.word(a);
      e.body.i64(0n);
      e.body.op(W.i64LtS);
      bail();
    }
    e.word(a);
    count(e, b);
    e.body.op(W.i64ShrU);
    e.body.i64(-8n);
    e.body.op(W.i64And);
  },
};
/** Worth a look at the operands' tags. */
export const INLINE_CHECKED = new Set(["add", "sub", "mul", "div", "quot", "rem", "mod", "and", "or", "xor", "shr"]);

export function negate(e: Emitter, n: Node, a: Node, bail: Bail): void {
  const { body } = e;
  if (!n.fits) {
    e.word(a);
    body.i64(-(1n << 63n));
    body.op(W.i64Eq);
    bail();
  }
  body.i64(0n);
  e.word(a);
  body.op(W.i64Sub);
}
/** Number of leading bits that are like the sign. */
function magnitude(e: Emitter, n: Node): void {
  const { body } = e;
  e.word(n);
  e.word(n);
  body.i64(63n);
  body.op(W.i64ShrS, W.i64Xor, W.i64Clz);
}
function bitwise(e: Emitter, a: Node, b: Node, op: number): void {
  e.word(a);
  e.word(b);
  e.body.op(op);
}
/** The exponent, if the node is a constant power of two above 1. */
function powerOf(n: Node): bigint | undefined {
  const c = fixnumOf(n);
  return c === undefined || c < 2n ? undefined : exponentOf(c);
}
/** The exponent, if a number above 0 is a power of two. */
export const exponentOf = (c: bigint): bigint | undefined => ((c & (c - 1n)) === 0n ? BigInt(c.toString(2).length - 1) : undefined);
/** The word, plus 2^k - 1 if it is negative: what rounds toward zero when k places are dropped. */
function biased(e: Emitter, n: Node, a: Node, k: bigint): void {
  const { body } = e;
  e.word(a);
  if (n.left !== null && n.left.lo >= 0n) return;
  e.word(a);
  body.i64(63n);
  body.op(W.i64ShrS);
  body.i64((8n << k) - 8n);
  body.op(W.i64And, W.i64Add);
}
/** Zero throws, and -1 may overflow: both are left to the primitive. */
function divisor(e: Emitter, b: Node, bail: Bail): void {
  const { body } = e;
  const c = fixnumOf(b);
  if (c !== undefined && c !== 0n && c !== -1n) return;
  e.word(b);
  body.i64(8n);
  body.op(W.i64Add);
  body.i64(8n);
  body.op(W.i64LeU); // -8 and 0
  bail();
}
/** Number of places, modulo 64. */
function count(e: Emitter, b: Node): void {
  const c = fixnumOf(b);
  if (c !== undefined) e.body.i64(c & 63n);
  else {
    e.word(b);
    e.body.i64(3n);
    e.body.op(W.i64ShrS);
  }
}
