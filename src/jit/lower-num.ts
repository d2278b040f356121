/** Arithmetic and comparison: on fixnums and doubles in place, everything else by the kernel's primitives. */
import { TYPES, WORD } from "../../spec/index.js";
import { F64, I32, I64, W } from "./encode.js";
import { type Emitter, GUARD } from "./emit.js";
import { type Node, T } from "./graph.js";
import { callPrim } from "./lower-call.js";

const isFix = (n: Node): boolean => n.type === T.FIX;
const mayBeFix = (n: Node): boolean => (n.type & T.FIX) !== 0;
const isReal = (n: Node): boolean => n.type !== 0 && (n.type & ~(T.FIX | T.FLO)) === 0;
/** Value of a constant fixnum. */
const fixnumOf = (n: Node | undefined): bigint | undefined =>
  n !== undefined && n.op === "const" && n.type === T.FIX ? BigInt.asIntN(64, n.data as bigint) >> 3n : undefined;

export function lowerNum(e: Emitter, n: Node): void {
  const [a, b] = n.args as [Node, Node | undefined];
  const { body } = e;
  if (n.data === "sqrt" || n.data === "double") {
    if (!isReal(a)) generic(e, n);
    else {
      e.double(a);
      if (n.data === "sqrt") body.op(W.f64Sqrt);
      e.define(n);
    }
    return;
  }
  if (b === undefined) {
    if (n.data === "not" && isFix(a)) {
      e.word(a);
      body.i64(-8n);
      body.op(W.i64Xor);
      e.define(n);
    } else if (n.data === "neg" && isFix(a)) fixed(e, n, (bail) => negate(e, a, bail));
    else if (n.data === "neg" && a.type === T.FLO) {
      e.double(a);
      body.op(W.f64Neg);
      e.define(n);
    } else generic(e, n);
    return;
  }
  if (n.type === T.FLO && FLOAT_OPS[n.data as string] !== undefined) {
    floating(e, n, a, b);
    return;
  }
  const op = FIXNUM_OPS[n.data as string];
  if (op !== undefined && isFix(a) && isFix(b)) fixed(e, n, (bail) => op(e, a, b, bail));
  else if (INLINE_CHECKED.has(n.data as string) && n.rep === "word") checked(e, n, a, b, mayBeFix(a) && mayBeFix(b) ? op : undefined);
  else generic(e, n);
}

/** What an operation does when its result is no fixnum; the condition is on the stack. */
type Bail = () => void;

/** Both operands are fixnums. The result is one, too, or the code is left; without speculation the primitive makes it. */
function fixed(e: Emitter, n: Node, op: (bail: Bail) => void): void {
  const { body } = e;
  if (n.type === T.FIX && n.before !== null) {
    const { before } = n;
    op(() => {
      body.rarely();
      e.exit(before, GUARD);
      body.end();
    });
    e.define(n);
    return;
  }
  // block { block { op, bail to the inner end; br outer } primitive } result in a local
  const r = body.local(I64);
  body.block();
  body.block();
  op(() => body.brRarely(0));
  body.set(r);
  body.br(1);
  body.end();
  e.nested(() => e.nested(() => callPrim(e, n, r)));
  body.end();
  body.get(r);
  e.define(n);
}
/** The operands are looked at: two fixnums and two self-tagged doubles are done in place. */
function checked(e: Emitter, n: Node, a: Node, b: Node, op: ((e: Emitter, a: Node, b: Node, bail: Bail) => void) | undefined): void {
  const { body } = e;
  const r = body.local(I64);
  const float = FLOAT_OPS[n.data as string];
  body.block(); // done
  body.block(); // the primitive
  if (op !== undefined) {
    body.block(); // no fixnums
    notFixnums(e, a, b);
    body.brIf(0);
    op(e, a, b, () => body.brRarely(1));
    body.set(r);
    body.br(2);
    body.end();
  }
  if (float !== undefined && mayBeFloat(a) && mayBeFloat(b)) {
    notFloats(e, a, b);
    body.brIf(0);
    selfTagged(e, a);
    selfTagged(e, b);
    body.op(float, W.i64ReinterpretF64);
    body.i64(4n);
    body.op(W.i64Rotl);
    body.tee(r);
    body.i64(7n);
    body.op(W.i64And);
    body.i64(4n);
    body.op(W.i64GtU);
    body.brRarely(0);
    body.get(r);
    body.i64(3n);
    body.op(W.i64Add);
    body.set(r);
    body.br(1);
  }
  body.end();
  e.nested(() => e.nested(() => callPrim(e, n, r)));
  body.end();
  body.get(r);
  e.define(n);
}
const mayBeFloat = (n: Node): boolean => (n.type & T.FLO) !== 0;
/** 1 unless both words are self-tagged doubles. */
function notFloats(e: Emitter, a: Node, b: Node): void {
  const { body } = e;
  [a, b].forEach((n, i) => {
    e.word(n);
    body.op(W.i32WrapI64);
    body.i32(7);
    body.op(W.i32And);
    body.i32(3);
    body.op(W.i32LtU);
    if (i === 1) body.op(W.i32Or);
  });
}
function selfTagged(e: Emitter, n: Node): void {
  const { body } = e;
  e.word(n);
  body.i64(3n);
  body.op(W.i64Sub);
  body.i64(4n);
  body.op(W.i64Rotr, W.f64ReinterpretI64);
}
/** Nonzero unless both words are fixnums. */
function notFixnums(e: Emitter, a: Node, b: Node): void {
  const { body } = e;
  if (isFix(a)) e.word(b);
  else if (isFix(b)) e.word(a);
  else {
    e.word(a);
    e.word(b);
    body.op(W.i64Or);
  }
  body.op(W.i32WrapI64);
  body.i32(7);
  body.op(W.i32And);
}
function generic(e: Emitter, n: Node): void {
  const r = e.body.local(I64);
  callPrim(e, n, r);
  if (n.rep === "f64") e.unbox(r, false);
  else e.body.get(r);
  e.define(n);
}

// ---- doubles

const FLOAT_OPS: Record<string, number> = { add: W.f64Add, sub: W.f64Sub, mul: W.f64Mul, div: W.f64Div };

/** At least one operand is a double: so is the result. */
function floating(e: Emitter, n: Node, a: Node, b: Node): void {
  const { body } = e;
  const op = FLOAT_OPS[n.data as string] as number;
  if (isReal(a) && isReal(b)) {
    e.double(a);
    e.double(b);
    body.op(op);
    e.define(n);
    return;
  }
  // One side may be anything: a self-tagged double or a fixnum in place.
  const unknown = isReal(a) ? b : a;
  const w = body.local(I64);
  const x = body.local(F64);
  const r = body.local(I64);
  e.word(unknown);
  body.set(w);
  body.block();
  body.block();
  body.get(w);
  body.op(W.i32WrapI64);
  body.i32(7);
  body.op(W.i32And);
  body.i32(1);
  body.op(W.i32Sub);
  body.i32(2);
  body.op(W.i32LtU); // tags 1 and 2
  body.brRarely(0);
  if (unknown === a) {
    e.unbox(w, true);
    e.double(b);
  } else {
    e.double(a);
    e.unbox(w, true);
  }
  body.op(op);
  body.set(x);
  body.br(1);
  body.end();
  e.nested(() =>
    e.nested(() => {
      callPrim(e, n, r);
      e.unbox(r, false);
      body.set(x);
    }),
  );
  body.end();
  body.get(x);
  e.define(n);
}

// ---- fixnums: words with three low zero bits

const FIXNUM_OPS: Record<string, (e: Emitter, a: Node, b: Node, bail: Bail) => void> = {
  add(e, a, b, bail) {
    const { body } = e;
    const r = body.local(I64);
    const c = fixnumOf(b);
    e.word(a);
    e.word(b);
    body.op(W.i64Add);
    body.tee(r);
    if (c !== undefined) {
      e.word(a);
      body.op(c >= 0n ? W.i64LtS : W.i64GtS);
    } else {
      e.word(a);
      body.op(W.i64Xor);
      body.get(r);
      e.word(b);
      body.op(W.i64Xor, W.i64And);
      body.i64(0n);
      body.op(W.i64LtS);
    }
    bail();
    body.get(r);
  },
  sub(e, a, b, bail) {
    const { body } = e;
    const r = body.local(I64);
    const c = fixnumOf(b);
    e.word(a);
    e.word(b);
    body.op(W.i64Sub);
    body.tee(r);
    if (c !== undefined) {
      e.word(a);
      body.op(c >= 0n ? W.i64GtS : W.i64LtS);
    } else {
      e.word(a);
      body.op(W.i64Xor);
      e.word(a);
      e.word(b);
      body.op(W.i64Xor, W.i64And);
      body.i64(0n);
      body.op(W.i64LtS);
    }
    bail();
    body.get(r);
  },
  mul(e, a, b, bail) {
    const { body } = e;
    const c = fixnumOf(b) ?? fixnumOf(a);
    const x = fixnumOf(b) === undefined && fixnumOf(a) !== undefined ? b : a;
    if (c !== undefined && c !== 0n) {
      // |x| at most bound: the product fits.
      const bound = (((1n << 60n) - 1n) / (c < 0n ? -c : c)) << 3n;
      e.word(x);
      body.i64(bound);
      body.op(W.i64Add);
      body.i64(2n * bound);
      body.op(W.i64GtU);
      bail();
      e.word(x);
      body.i64(c);
      body.op(W.i64Mul);
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
  quot(e, a, b, bail) {
    const { body } = e;
    const k = powerOf(b);
    if (k !== undefined) {
      biased(e, a, k);
      body.i64(k);
      body.op(W.i64ShrS);
      body.i64(-8n);
      body.op(W.i64And);
      return;
    }
    divisor(e, b, bail);
    e.word(a);
    e.word(b);
    body.op(W.i64DivS);
    body.i64(3n);
    body.op(W.i64Shl);
  },
  rem(e, a, b, bail) {
    const k = powerOf(b);
    if (k !== undefined) {
      e.word(a);
      biased(e, a, k);
      e.body.i64(-8n << k);
      e.body.op(W.i64And, W.i64Sub);
      return;
    }
    divisor(e, b, bail);
    e.word(a);
    e.word(b);
    e.body.op(W.i64RemS);
  },
  mod(e, a, b, bail) {
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
    divisor(e, b, bail);
    e.word(a);
    e.word(b);
    body.op(W.i64RemS);
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
  and: (e, a, b) => bitwise(e, a, b, W.i64And),
  or: (e, a, b) => bitwise(e, a, b, W.i64Or),
  xor: (e, a, b) => bitwise(e, a, b, W.i64Xor),
  shl(e, a, b, bail) {
    const { body } = e;
    const r = body.local(I64);
    e.word(a);
    count(e, b);
    body.op(W.i64Shl);
    body.tee(r);
    count(e, b);
    body.op(W.i64ShrS);
    e.word(a);
    body.op(W.i64Ne);
    bail();
    body.get(r);
  },
  shr(e, a, b) {
    e.word(a);
    count(e, b);
    e.body.op(W.i64ShrS);
    e.body.i64(-8n);
    e.body.op(W.i64And);
  },
  ushr(e, a, b, bail) {
    e.word(a);
    e.body.i64(0n);
    e.body.op(W.i64LtS);
    bail();
    e.word(a);
    count(e, b);
    e.body.op(W.i64ShrU);
    e.body.i64(-8n);
    e.body.op(W.i64And);
  },
};
/** Worth a look at the operands' tags. */
const INLINE_CHECKED = new Set(["add", "sub", "mul", "div", "quot", "rem", "mod", "and", "or", "xor", "shr"]);

function negate(e: Emitter, a: Node, bail: Bail): void {
  const { body } = e;
  e.word(a);
  body.i64(-(1n << 63n));
  body.op(W.i64Eq);
  bail();
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
  if (c === undefined || c < 2n || (c & (c - 1n)) !== 0n) return undefined;
  return BigInt(c.toString(2).length - 1);
}
/** The word, plus 2^k - 1 if it is negative: what rounds toward zero when k places are dropped. */
function biased(e: Emitter, a: Node, k: bigint): void {
  const { body } = e;
  e.word(a);
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

// ---- comparison

const COMPARE: Record<string, { fix: number; float: number }> = {
  lt: { fix: W.i64LtS, float: W.f64Lt },
  le: { fix: W.i64LeS, float: W.f64Le },
  gt: { fix: W.i64GtS, float: W.f64Gt },
  ge: { fix: W.i64GeS, float: W.f64Ge },
  "num-eq": { fix: W.i64Eq, float: W.f64Eq },
  eq: { fix: W.i64Eq, float: W.f64Eq },
};

export function lowerCompare(e: Emitter, n: Node): void {
  const { body } = e;
  const [a, b] = n.args as [Node, Node];
  const op = COMPARE[n.data as string] as { fix: number; float: number };
  if (n.data === "eq" && (isIdentity(a) || isIdentity(b) || (isFix(a) && isFix(b)))) {
    e.word(a);
    e.word(b);
    body.op(W.i64Eq);
    e.define(n);
    return;
  }
  if (isFix(a) && isFix(b)) {
    e.word(a);
    e.word(b);
    body.op(op.fix);
    e.define(n);
    return;
  }
  if (isReal(a) && isReal(b) && (n.data !== "eq" || (a.type === T.FLO && b.type === T.FLO))) {
    e.double(a);
    e.double(b);
    body.op(op.float);
    e.define(n);
    return;
  }
  const r = body.local(I32);
  const w = body.local(I64);
  body.block();
  body.block();
  notFixnums(e, a, b);
  body.brRarely(0);
  e.word(a);
  e.word(b);
  body.op(op.fix);
  body.set(r);
  body.br(1);
  body.end();
  e.nested(() =>
    e.nested(() => {
      if (n.data === "eq") sameWords(e, a, b, r);
      callPrim(e, n, w);
      body.get(w);
      body.i64(WORD.TRUE);
      body.op(W.i64Eq);
      body.set(r);
    }),
  );
  body.end();
  body.get(r);
  e.define(n);
}
/** A word that is no number is equal to itself; a boxed double may be NaN, which is not. Inside two blocks, of which the outer one ends the comparison. */
function sameWords(e: Emitter, a: Node, b: Node, r: number): void {
  const { body } = e;
  e.word(a);
  e.word(b);
  body.op(W.i64Eq);
  e.word(a);
  body.i64(7n);
  body.op(W.i64And);
  body.i64(2n);
  body.op(W.i64LeU, W.i32And);
  if ((a.type & T.FLO) !== 0 && (b.type & T.FLO) !== 0) {
    e.word(a);
    body.i64(32n);
    body.op(W.i64ShrU);
    body.i64(DOUBLE);
    body.op(W.i64Ne, W.i32And);
  }
  body.if();
  body.i32(1);
  body.set(r);
  body.br(1);
  body.end();
}
/** A constant that is equal to nothing but the very same word: nil, booleans, chars, keywords. */
function isIdentity(n: Node): boolean {
  if (n.op !== "const") return false;
  const w = n.data as bigint;
  return (w & 7n) === 2n || ((w & 7n) === 1n && w >> 32n === KEYWORD);
}
const typeId = (name: string): bigint => BigInt((TYPES.find((t) => t.name === name) as { id: number }).id);
const KEYWORD = typeId("KEYWORD");
const DOUBLE = typeId("DOUBLE");
