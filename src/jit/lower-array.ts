/**
 * Lengths and elements of arrays, in place. The type in the pointer word is the array's kind (spec/types.ts, PACKED), which
 * decides on the load or store. Samples tell which kinds a function has had to do with: these are asked for one after the other;
 * for all others a jump by the type leads to what the kind needs. What can't be done in place is left to the primitive: no
 * array, one that has been promoted (its elements are in the shared copy), no index, a value that needs a box or does not fit.
 *
 *   block done { block slow { block other { a likely kind } ...  block kind n { ... block kind 0 { jump } kind 0 ... } kind n } primitive }
 */
import { FLAG, PACKED, WORD } from "../../spec/index.js";
import { elementType, type Kind, KINDS, likely, madeAs, PACKED_KINDS, reliedKind, WORDS } from "./array-kinds.js";
import { type Body, F64, I32, I64, W } from "./encode.js";
import { decodeSelfTagged, notLong, rotate, selfTag } from "./words.js";
import type { Emitter } from "./emit.js";
import { GUARD } from "./emit-exits.js";
import { type FrameState, isLong, type Node, T } from "./graph.js";
import { compareType, loadHeader } from "./layout.js";
import { callPrim } from "./lower-call.js";
import { firstWay, quickly } from "./ways.js";

/** From a pointer word's low half, whose tag is 1. */
const LENGTH = PACKED.LENGTH - 1;
const DATA = PACKED.DATA - 1;
const mayBe = (n: Node, type: number): boolean => (n.type & type) !== 0;

/** Whether the node has been lowered here. */
export function lowerArray(e: Emitter, n: Node, name: string): boolean {
  const lower = LOWER[name];
  const [array, index] = n.args as [Node, Node | undefined];
  if (lower === undefined || !mayBe(array, T.OTHER) || (index !== undefined && !mayBe(index, T.FIX))) return false;
  const k = reliedKind(n, (x) => e.trusts(x));
  if (k === undefined) lower(e, n);
  else relied(e, n, k);
  return true;
}

/**
 * An array that is almost certainly of a kind: code is left if it is not, or if anything else has to be looked into, so that elements
 * are what they are in locals, too.
 */
function relied(e: Emitter, n: Node, k: Kind): void {
  const { body } = e;
  const [array, index, value] = n.args as [Node, Node, Node | undefined];
  let v = value === undefined ? undefined : (e.facts.element(value, k.id) ?? ready(k, value));
  const isKind = madeAs(array) !== undefined || e.facts.isPointer(array, k.id);
  const isInside = e.facts.isInside(array, index);
  if (!isKind || !isInside || (value !== undefined && v === undefined)) {
    orLeave(e, n.before as FrameState, () => {
      if (!isKind) expect(e, array, k, 0);
      if (!isInside) {
        knownLength(e, array);
        checkIndex(e, array, index, 0);
      }
      if (value !== undefined && v === undefined) {
        if (mayBe(value, elementType(k))) v = held(e, k, array, value, 0);
        else body.br(0);
      }
    });
  }
  e.facts.notePointer(array, k.id);
  e.facts.noteInside(array, index);
  if (value === undefined) {
    address(e, k, n);
    body.memory(k.load, DATA);
    if (k.type === T.FIX && k.shift < 3) {
      body.i64(3n);
      body.op(W.i64Shl);
    } else if (k.type === T.FLO && k.shift === 2) body.op(W.f64PromoteF32);
    else if (k.type === T.BOOL || k.type === T.OTHER) aboveLowPart(body, k);
    e.define(n);
    return;
  }
  if (v !== undefined) store(e, n, k, v);
  answerValue(e, n);
}
/** Checks that branch to depth 0 where what is relied on does not hold: code is left there. */
function orLeave(e: Emitter, state: FrameState, checks: () => void): void {
  firstWay(e, [checks], () => e.exit(state, GUARD));
  e.doubt(state);
}
/** The local of a value that needs no look, nor to be made another. */
const ready = (k: Kind, value: Node): number | undefined =>
  value.local >= 0 && (k.type === T.FLO ? value.rep === "f64" : k.shift === 3 && k.type === T.FIX && value.rep === "i64")
    ? value.local
    : undefined;
/** What a packed array of the kind holds of a value, in a local; to `slow` what it can't hold. */
const held = (e: Emitter, k: Kind, array: Node, value: Node, slow: number): number =>
  k.type === T.FIX && k.shift === 3 ? long(e, value, slow) : checked(e, k, array, value, slow);
/** In front of a loop that stores the value in arrays of the kind. */
export function expectElement(e: Emitter, value: Node, k: Kind, start: FrameState): void {
  if (!mayBe(value, elementType(k)) || e.facts.element(value, k.id) !== undefined) return;
  const { body } = e;
  const local = body.local(k.type === T.FLO ? F64 : I64);
  orLeave(e, start, () => {
    body.get(held(e, k, value, value, 0));
    body.set(local);
  });
  e.facts.noteElement(value, k.id, local);
}
/** Any long, raw; to `slow` what is none. */
function long(e: Emitter, value: Node, slow: number): number {
  const { body } = e;
  const v = e.temp(I64, 5);
  if (isLong(value.type)) e.long(value);
  else {
    const w = body.local(I64);
    e.word(value);
    body.set(w);
    notLong(body, w);
    body.brRarely(slow);
    e.unboxLong(w);
  }
  body.set(v);
  return v;
}

function lowHalf(e: Emitter, n: Node): void {
  e.word(n);
  e.body.op(W.i32WrapI64);
}
/** To `other` unless the array is of the kind. */
function expect(e: Emitter, array: Node, k: Kind, other: number): void {
  const { body } = e;
  e.word(array);
  compareType(body, k.id, W.i64Ne);
  body.brIf(other);
}
/** To `slow` unless the array is one; its type, less that of the first packed one, to `type`. */
function expectAny(e: Emitter, array: Node, type: number, slow: number): void {
  const { body } = e;
  e.tag(array);
  body.i32(1);
  body.op(W.i32Ne);
  body.brRarely(slow);
  e.word(array);
  body.i64(32n);
  body.op(W.i64ShrU, W.i32WrapI64);
  body.i32(PACKED.FIRST);
  body.op(W.i32Sub);
  body.tee(type);
  body.i32(PACKED.COUNT);
  body.op(W.i32GeU);
  body.get(type);
  body.i32(WORDS.id - PACKED.FIRST);
  body.op(W.i32Ne, W.i32And);
  body.brRarely(slow);
}
function loadLength(e: Emitter, array: Node): void {
  lowHalf(e, array);
  e.body.memory(W.i64Load, LENGTH);
}
/** The length as a word, in a local. */
function length(e: Emitter, array: Node): number {
  const r = e.body.local(I64);
  loadLength(e, array);
  e.body.set(r);
  return r;
}
/** In front of a loop: the array is of the kind, and its length known, if nothing in the loop can change it. */
export function expectArray(e: Emitter, array: Node, k: Kind, quiet: boolean, start: FrameState): void {
  if (!e.facts.isPointer(array, k.id)) {
    e.word(array);
    compareType(e.body, k.id, W.i64Ne);
    e.guard(start);
    e.facts.notePointer(array, k.id);
  }
  if (quiet) knownLength(e, array);
}
/** The length of what is an array for certain, as a word, in a local. */
export function knownLength(e: Emitter, array: Node): number {
  const known = e.facts.length(array);
  if (known !== undefined) return known;
  const r = length(e, array);
  e.facts.noteLength(array, r);
  return r;
}
/** To `slow` unless the index is one of the array. None is if the array has been promoted: kernel/gc/promote.ts. */
function checkIndex(e: Emitter, array: Node, index: Node, slow: number): void {
  const { body } = e;
  // What is negative is a large number.
  if (index.rep === "i64") e.long(index);
  else {
    e.unlessFixnum(index, slow);
    e.word(index);
  }
  const known = e.facts.length(array);
  if (known === undefined) loadLength(e, array);
  else body.get(known);
  if (index.rep === "i64") {
    body.i64(3n);
    body.op(W.i64ShrU);
  }
  body.op(W.i64GeU);
  body.brRarely(slow);
}

/**
 * What each kind does with an element: it leaves the result, if any, in a local, or branches to `slow`. There the primitive's
 * answer goes to r.
 */
function element(e: Emitter, n: Node, r: number, act: (k: Kind, slow: number) => void): void {
  const { body } = e;
  const [array, index] = n.args as [Node, Node];
  const made = madeAs(array);
  body.block(); // done
  body.block(); // slow
  if (made !== undefined) {
    checkIndex(e, array, index, 0);
    act(made, 0);
    body.br(1);
  } else anyKind(e, n, act);
  body.end();
  e.nested(() => callPrim(e, n, r));
  body.end();
}
/** Inside `slow`: the likely kinds, then all. */
function anyKind(e: Emitter, n: Node, act: (k: Kind, slow: number) => void): void {
  const { body } = e;
  const [array, index] = n.args as [Node, Node];
  for (const k of likely(n)) {
    body.block(); // other
    expect(e, array, k, 0);
    checkIndex(e, array, index, 1);
    act(k, 1);
    body.br(2);
    body.end();
  }
  const type = e.temp(I32);
  for (const _ of KINDS) body.block();
  expectAny(e, array, type, KINDS.length);
  checkIndex(e, array, index, KINDS.length);
  body.get(type);
  body.brTable(
    PACKED_KINDS.map((_, i) => i),
    PACKED_KINDS.length,
  );
  [...PACKED_KINDS, WORDS].forEach((k, i) => {
    body.end();
    const slow = PACKED_KINDS.length - i;
    act(k, slow);
    body.br(slow + 1);
  });
}
/** Address, less DATA, of the element that a node accesses. */
function address(e: Emitter, k: Kind, n: Node): void {
  const { body } = e;
  const [array, index] = n.args as [Node, Node];
  lowHalf(e, array);
  if (index.rep === "i64") {
    e.long(index);
    body.op(W.i32WrapI64);
    body.i32(k.shift);
    body.op(W.i32Shl);
  } else {
    lowHalf(e, index);
    if (k.shift < 3) {
      body.i32(3 - k.shift);
      body.op(W.i32ShrU);
    }
  }
  body.op(W.i32Add);
}

function arrayLength(e: Emitter, n: Node): void {
  const { body } = e;
  quickly(e, n, (r) => {
    expectAny(e, n.args[0] as Node, e.temp(I32), 0);
    lowHalf(e, n.args[0] as Node);
    body.memory(W.i64Load, LENGTH);
    body.tee(r);
    body.op(W.i64Eqz);
    body.brRarely(0);
  });
}

/** Low part of the words of chars, and of booleans: the number stands above it. */
const lowPart = (k: Kind): bigint => (k.type === T.BOOL ? WORD.FALSE : 0x0an);

/** The word of the number on the stack, a char or a boolean. */
function aboveLowPart(body: Body, k: Kind): void {
  body.i64(8n);
  body.op(W.i64Shl);
  body.i64(lowPart(k));
  body.op(W.i64Add);
}

function arrayGet(e: Emitter, n: Node): void {
  const { body } = e;
  const r = body.local(I64);
  element(e, n, r, (k, slow) => {
    address(e, k, n);
    body.memory(k.load, DATA);
    if (k.type === T.FIX) {
      if (k.shift === 3) {
        // To `slow` unless it fits a fixnum.
        body.tee(r);
        body.i64(3n);
        body.op(W.i64Shl);
        body.i64(3n);
        body.op(W.i64ShrS);
        body.get(r);
        body.op(W.i64Ne);
        body.brRarely(slow);
        body.get(r);
      }
      body.i64(3n);
      body.op(W.i64Shl);
    } else if (k.type === T.FLO) {
      if (k.shift === 2) body.op(W.f64PromoteF32);
      rotate(body, r);
      body.op(W.i64GtU);
      body.brRarely(slow);
      selfTag(body, r);
    } else if (k !== WORDS) aboveLowPart(body, k);
    body.set(r);
  });
  body.get(r);
  e.define(n);
}

function arraySet(e: Emitter, n: Node): void {
  const { body } = e;
  const value = n.args[2] as Node;
  element(e, n, body.local(I64), (k, slow) => {
    if (!mayBe(value, k.type)) {
      body.br(slow);
      return;
    }
    store(e, n, k, checked(e, k, n.args[0] as Node, value, slow));
  });
  answerValue(e, n);
}
/** What an array of the kind holds of a value, in a local; to `slow` what it does not hold, or not in place. */
function checked(e: Emitter, k: Kind, array: Node, value: Node, slow: number): number {
  if (k.type === T.FLO) return float(e, value, slow);
  return k === WORDS ? word(e, array, value, slow) : integer(e, k, value, slow);
}
function store(e: Emitter, n: Node, k: Kind, v: number): void {
  const { body } = e;
  address(e, k, n);
  body.get(v);
  if (k.type === T.FLO && k.shift === 2) body.op(W.f32DemoteF64);
  body.memory(k.store, DATA);
}
/** The answer of a store is the value, whoever stores it. */
function answerValue(e: Emitter, n: Node): void {
  if (n.uses === 0) return;
  e.word(n.args[2] as Node);
  e.define(n);
}
/** In place what needs no barrier: what is no pointer, and what goes into an array that is local and young. */
function word(e: Emitter, array: Node, value: Node, slow: number): number {
  const { body } = e;
  const v = e.temp(I64, 5);
  e.word(value);
  body.set(v);
  if (!mayBe(value, T.OTHER | T.FLO)) return v;
  body.get(v);
  body.op(W.i32WrapI64);
  body.i32(7);
  body.op(W.i32And);
  body.i32(1);
  body.op(W.i32Eq);
  lowHalf(e, array);
  loadHeader(body);
  body.i32(FLAG.OLD | FLAG.SHARED);
  body.op(W.i32And, W.i32Eqz, W.i32Eqz, W.i32And);
  body.brRarely(slow);
  return v;
}
/** A self-tagged double in place, whatever is known to be a double. */
function float(e: Emitter, value: Node, slow: number): number {
  const { body } = e;
  const x = e.temp(F64, 1);
  if (value.type === T.FLO) e.double(value);
  else {
    e.tag(value);
    body.i32(3);
    body.op(W.i32LtU);
    body.brRarely(slow);
    e.word(value);
    decodeSelfTagged(body);
  }
  body.set(x);
  return x;
}
/** Fixnums, chars and booleans within the kind's range, as numbers. */
function integer(e: Emitter, k: Kind, value: Node, slow: number): number {
  const { body } = e;
  const v = e.temp(I64, 5);
  const below = (limit: bigint): void => {
    body.i64(limit);
    body.op(W.i64GeU);
    body.brRarely(slow);
  };
  if (k.type !== T.FIX) {
    e.word(value);
    body.i64(lowPart(k));
    body.op(W.i64Sub);
    body.i64(8n);
    body.op(W.i64Rotr);
    body.tee(v);
    below(k.type === T.BOOL ? 2n : 0x10000n);
    return v;
  }
  e.unlessFixnum(value, slow);
  e.word(value);
  body.i64(3n);
  body.op(W.i64ShrS);
  body.set(v);
  if (k.shift < 3) {
    const bits = 8n << BigInt(k.shift);
    body.get(v);
    body.i64(1n << (bits - 1n));
    body.op(W.i64Add);
    below(1n << bits);
  }
  return v;
}

const LOWER: Record<string, (e: Emitter, n: Node) => void> = {
  "array-length": arrayLength,
  "array-get": arrayGet,
  "array-set": arraySet,
};
