/** Words of the machine (spec/words.ts) in WebAssembly: what tells them apart, and what is inside of them. */
import { type Body, W } from "./encode.js";
import { type Guard, SMALL, T, typeOfGuard } from "./graph.js";
import { compareType, typeId } from "./layout.js";

/** 1 if the word in a local is not what is relied on: a fixnum, a small one, or a self-tagged double. */
export function mismatch(body: Body, local: number, guard: Guard): void {
  if (guard === T.LONG) {
    notLong(body, local);
    return;
  }
  body.get(local);
  if (guard === SMALL) {
    body.i64(~(0x7fffffffn << 3n));
    body.op(W.i64And, W.i64Eqz, W.i32Eqz);
    return;
  }
  body.op(W.i32WrapI64);
  body.i32(7);
  body.op(W.i32And);
  if (typeOfGuard(guard) === T.FLO) {
    body.i32(3);
    body.op(W.i32LtU);
  }
}
export const LONG_BOX = typeId("LONG");
/** 1 unless the word in a local is a long: a fixnum, or one in a box. */
export function notLong(body: Body, w: number): void {
  body.get(w);
  body.i64(7n);
  body.op(W.i64And);
  body.i64(0n);
  body.op(W.i64Ne);
  body.get(w);
  compareType(body, LONG_BOX, W.i64Ne);
  body.op(W.i32And);
}

/**
 * The double on the stack, its bits rotated, to a local. Leaves two numbers, of which the first must not be the greater one, or the
 * double has no room for a tag (spec/words.ts).
 */
export function rotate(body: Body, w: number): void {
  body.op(W.i64ReinterpretF64);
  body.i64(4n);
  body.op(W.i64Rotl);
  body.tee(w);
  body.i64(7n);
  body.op(W.i64And);
  body.i64(4n);
}
/** The word of a double that has been rotated. */
export function selfTag(body: Body, w: number): void {
  body.get(w);
  body.i64(3n);
  body.op(W.i64Add);
}
/** The word on the stack, a self-tagged double (spec/words.ts), to its value. */
export function decodeSelfTagged(body: Body): void {
  body.i64(3n);
  body.op(W.i64Sub);
  body.i64(4n);
  body.op(W.i64Rotr, W.f64ReinterpretI64);
}

const bits = new DataView(new ArrayBuffer(8));
/** Value of a fixnum or a self-tagged double. */
export function doubleOf(w: bigint): number {
  if ((w & 7n) === 0n) return Number(BigInt.asIntN(64, w) >> 3n);
  const x = BigInt.asUintN(64, w - 3n);
  bits.setBigUint64(0, BigInt.asUintN(64, (x >> 4n) | (x << 60n)));
  return bits.getFloat64(0);
}
