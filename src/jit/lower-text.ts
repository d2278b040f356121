/** Comparison with a constant text, in place: most texts differ in length or in the first units, and short ones are compared whole. */
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import { type Node, T } from "./graph.js";
import { compareType, fieldAt, isPointer, pointsTo, typeId } from "./layout.js";
import { askPrim } from "./lower-call.js";
import { firstWay } from "./ways.js";

const STRING = typeId("STRING");
const LENGTH = fieldAt("STRING", "length+hash");
const UNITS = fieldAt("STRING", "utf16...");
/** Texts of more units are compared by the kernel, if length and first units are the same. */
const SHORT = 16;
const UNITS_IN_WORD = 4;

/** Whether a word points to a text. */
export const isText = (word: bigint): boolean => pointsTo(word, STRING);

/** Whether `=` of the operands has been lowered here: one is a constant text, the other may be one. */
export function lowerTextEqual(e: Emitter, n: Node): boolean {
  const [a, b] = n.args as [Node, Node];
  const [constant, value] = isConstant(a) ? [a, b] : [b, a];
  if (!isConstant(constant) || (value.type & T.OTHER) === 0 || value.rep !== "word") return false;
  const { body } = e;
  const r = body.local(I32);
  const w = body.local(I64);
  firstWay(
    e,
    [
      () => {
        e.word(value);
        body.tee(w);
        compareType(body, STRING, W.i64Ne);
        body.if();
        // What points to no object equals no text; keywords and the like are left to the kernel.
        isPointer(body, w);
        body.brIf(1);
        body.i32(0);
        body.set(r);
        body.br(2);
        body.end();
        textTest(e, w, constant.data as bigint, 0);
        body.set(r);
      },
    ],
    () => askPrim(e, n, w, r),
  );
  body.get(r);
  e.define(n);
  return true;
}
const isConstant = (n: Node): boolean => n.op === "const" && isText(n.data as bigint);

/** 1 if the STRING in a local is the constant text; branches to `slow` where its first units don't decide. */
export function textTest(e: Emitter, w: number, constant: bigint, slow: number): void {
  const { body } = e;
  const { count, first } = e.context.callees.heap.units(constant, SHORT);
  const isShort = count <= SHORT;
  body.get(w);
  body.op(W.i32WrapI64);
  body.memory(W.i32Load, LENGTH);
  body.i32(count);
  body.op(W.i32Eq);
  if (count === 0) return;
  body.if(I32);
  body.i32(1);
  wordsOf(isShort ? first : first.slice(0, UNITS_IN_WORD)).forEach((word, i) => sameUnits(e, w, word, i));
  if (!isShort) {
    body.brIf(slow + 1);
    body.i32(0);
  }
  body.else();
  body.i32(0);
  body.end();
}

/** Four units in each, the first in the lowest bits, and which bits of it are units. */
function wordsOf(units: readonly number[]): { readonly bits: bigint; readonly mask: bigint }[] {
  return Array.from({ length: Math.ceil(units.length / UNITS_IN_WORD) }, (_, i) => {
    const part = units.slice(UNITS_IN_WORD * i, UNITS_IN_WORD * (i + 1));
    return {
      bits: part.reduce((bits, unit, k) => bits | (BigInt(unit) << BigInt(16 * k)), 0n),
      mask: (1n << BigInt(16 * part.length)) - 1n,
    };
  });
}
/** Combines what is on the stack with whether word i of the text's units is this one. */
function sameUnits(e: Emitter, w: number, { bits, mask }: { readonly bits: bigint; readonly mask: bigint }, i: number): void {
  const { body } = e;
  body.get(w);
  body.op(W.i32WrapI64);
  body.memory(W.i64Load, UNITS + 8 * i);
  if (mask !== 0xffffffffffffffffn) {
    body.i64(mask);
    body.op(W.i64And);
  }
  body.i64(BigInt.asIntN(64, bits));
  body.op(W.i64Eq, W.i32And);
}
