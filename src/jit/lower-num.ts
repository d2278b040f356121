/** Arithmetic and comparison: on fixnums and doubles in place, everything else by the kernel's primitives. */
import { WORD } from "../../spec/index.js";
import { F64, I32, I64, W } from "./encode.js";
import { decodeSelfTagged, rotate, selfTag } from "./words.js";
import type { Emitter } from "./emit.js";
import { type FrameState, isLong, type Node, T } from "./graph.js";
import { isUnknown } from "./infer.js";
import { pointsTo, typeId } from "./layout.js";
import { askPrim, callPrim } from "./lower-call.js";
import { quickly } from "./ways.js";
import { lowerTextEqual } from "./lower-text.js";
import { isWide, lowerLong } from "./lower-long.js";
import { type Bail, FIXNUM_OPS, type FixnumOp, INLINE_CHECKED, negate } from "./lower-fixnum.js";

const isFix = (n: Node): boolean => n.type === T.FIX;
const isRaw = (n: Node): boolean => n.rep === "i64";
const mayBeFix = (n: Node): boolean => (n.type & T.FIX) !== 0;
const isReal = (n: Node): boolean => n.type !== 0 && (n.type & ~(T.LONG | T.FLO)) === 0;
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
  if (n.before !== null && isWide(n)) {
    lowerLong(e, n);
    return;
  }
  if (b === undefined) {
    if (n.data === "not" && isFix(a)) {
      e.word(a);
      body.i64(-8n);
      body.op(W.i64Xor);
      e.define(n);
    } else if (n.data === "neg" && isFix(a)) fixed(e, n, (bail) => negate(e, n, a, bail));
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
  if (op !== undefined && n.type === T.FIX && n.before !== null) {
    e.relyOnFixnum(n, a);
    e.relyOnFixnum(n, b);
    fixed(e, n, (bail) => op(e, n, a, b, bail));
  } else if (op !== undefined && isFix(a) && isFix(b)) fixed(e, n, (bail) => op(e, n, a, b, bail));
  else if (isRaw(a) || isRaw(b)) generic(e, n);
  else if (INLINE_CHECKED.has(n.data as string) && n.rep === "word") checked(e, n, a, b, mayBeFix(a) && mayBeFix(b) ? op : undefined);
  else generic(e, n);
}

/** Both operands are fixnums. The result is one, too, or the code is left; without speculation the primitive makes it. */
function fixed(e: Emitter, n: Node, op: (bail: Bail) => void): void {
  const { body } = e;
  if (n.type === T.FIX && n.before !== null) {
    const { before } = n;
    op(() => e.guard(before));
    e.define(n);
    return;
  }
  quickly(e, n, (r) => {
    op(() => body.brRarely(0));
    body.set(r);
  });
}
/** The operands are looked at: two fixnums and two self-tagged doubles are done in place. */
function checked(e: Emitter, n: Node, a: Node, b: Node, op: FixnumOp | undefined): void {
  const { body } = e;
  const r = body.local(I64);
  const float = FLOAT_OPS[n.data as string];
  body.block(); // done
  body.block(); // the primitive
  if (op !== undefined) {
    body.block(); // no fixnums
    notFixnums(e, a, b);
    body.brIf(0);
    op(e, n, a, b, () => body.brRarely(1));
    body.set(r);
    body.br(2);
    body.end();
  }
  if (float !== undefined && mayBeFloat(a) && mayBeFloat(b)) {
    notFloats(e, a, b);
    body.brIf(0);
    selfTagged(e, a);
    selfTagged(e, b);
    body.op(float);
    rotate(body, r);
    body.op(W.i64GtU);
    body.brRarely(0);
    selfTag(body, r);
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
  e.word(n);
  decodeSelfTagged(e.body);
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
  if (n.rep === "f64") e.unbox(r, T.FLO);
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
  if (e.trusts(n)) {
    e.nested(() => e.nested(() => e.guard(n.before as FrameState)));
  } else body.brRarely(0);
  if (unknown === a) {
    e.unbox(w, T.FIX | T.FLO);
    e.double(b);
  } else {
    e.double(a);
    e.unbox(w, T.FIX | T.FLO);
  }
  body.op(op);
  body.set(x);
  body.br(1);
  body.end();
  e.nested(() =>
    e.nested(() => {
      callPrim(e, n, r);
      e.unbox(r, T.FLO);
      body.set(x);
    }),
  );
  body.end();
  body.get(x);
  e.define(n);
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
  if (n.data === "eq" && lowerTextEqual(e, n)) return;
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
  if (isLong(a.type) && isLong(b.type)) {
    e.long(a);
    e.long(b);
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
  if (n.data !== "eq" && (isFix(a) ? isUnknown(b.type) : isFix(b) && isUnknown(a.type)) && e.trusts(n)) {
    e.relyOnFixnum(n, a);
    e.relyOnFixnum(n, b);
    e.word(a);
    e.word(b);
    body.op(op.fix);
    e.define(n);
    return;
  }
  const r = body.local(I32);
  const w = body.local(I64);
  if (isRaw(a) || isRaw(b)) {
    callPrim(e, n, w);
    body.get(w);
    body.i64(WORD.TRUE);
    body.op(W.i64Eq);
    e.define(n);
    return;
  }
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
      askPrim(e, n, w, r);
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
    body.i64(BigInt(DOUBLE));
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
  return (w & 7n) === 2n || pointsTo(w, KEYWORD);
}
const KEYWORD = typeId("KEYWORD");
const DOUBLE = typeId("DOUBLE");
