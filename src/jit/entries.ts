/** Functions around the body of a code: entries for words and for a frame in memory, and what stands in for a body that is too large. */
import { LIMITS, WORD } from "../../spec/index.js";
import { Body, F64, I32, I64, type ValType, W } from "./encode.js";
import { checkRoom } from "./emit-exits.js";
import { HEADER } from "./layout.js";
import { decodeSelfTagged, mismatch } from "./words.js";
import type { EmitContext } from "./context.js";
import { checkShape } from "./given.js";
import { type Guard, T } from "./graph.js";
import type { Given, JitCode } from "./input.js";
import { signature } from "./linkage.js";

/**
 * A frame on the native stack (unoptimized code has a word for each local) may be NATIVE_RATIO times as large as the least
 * distance between two frames on the actor's stack: that distance alone is counted when calls nest.
 */
export function tooLarge(code: JitCode, body: Body): string | undefined {
  const native = 256 + 8 * body.localCount;
  return native > LIMITS.NATIVE_RATIO * (HEADER + 8 * code.nlocals) ? `too many values (${body.localCount})` : undefined;
}
/** The body of a function that others call already but that stays interpreted. */
export function notHere(): Body {
  const body = new Body([]);
  body.i64(WORD.SLOW);
  return body;
}

export const typedSignature = (guards: readonly Guard[]): ValType[] => [I32, I64, ...guards.map((t) => (t === T.FLO ? F64 : I64))];

/** Takes words, looks at them, and goes on with the function for the types that it expects; else the interpreter begins the call. */
export function guardedEntry(guards: readonly Guard[], typed: number, context: EmitContext): Body {
  const body = new Body(signature(guards.length));
  const { link, code } = context;
  body.block();
  callIfRight(body, guards, typed);
  body.end();
  checkRoom(body, context, HEADER + 8 * code.nslots);
  body.globalGet(link.reductions);
  body.i32(1);
  body.op(W.i32Sub);
  body.globalSet(link.reductions);
  for (let i = 0; i < code.nlocals; i++) {
    body.get(0);
    if (i < guards.length) body.get(2 + i);
    else body.i64(WORD.NIL);
    body.memory(W.i64Store, HEADER + 8 * i);
  }
  body.get(0);
  body.i32(code.address);
  body.i32(0);
  body.i32(0);
  body.get(1);
  body.i64(BigInt(code.address));
  body.call(link.native("nativeExit"));
  return body;
}

/** A version (given.ts) and its function, for arguments of the types in guards, or for the frame of a loop. */
export interface Choice {
  readonly given: Given;
  readonly guards: readonly Guard[];
  readonly index: number;
}

/** Takes words and goes on with the first version that is made for them, or with the function for all. */
export function choosingEntry(args: number, choices: readonly Choice[], other: number): Body {
  const body = new Body(signature(args));
  for (const { given, guards, index } of choices) {
    body.block();
    checkShape(body, 2 + given.slot, given.shape);
    callIfRight(body, guards, index);
    body.end();
  }
  pass(body, new Array<Guard>(args).fill(T.ANY));
  body.call(other);
  return body;
}
/** Answers what a function for arguments of these types does; branches to depth 0 if they are others. */
function callIfRight(body: Body, guards: readonly Guard[], index: number): void {
  guards.forEach((guard, i) => {
    if (guard === T.ANY) return;
    mismatch(body, 2 + i, guard);
    body.brRarely(0);
  });
  pass(body, guards);
  body.call(index);
  body.op(W.return);
}
/** Frame, closure and arguments, those of which doubles are wanted as such. */
function pass(body: Body, guards: readonly Guard[]): void {
  body.get(0);
  body.get(1);
  guards.forEach((type, i) => {
    body.get(2 + i);
    if (type === T.FLO) decodeSelfTagged(body);
  });
}
/** The same for the entry of a loop, whose frame is in memory. */
export function choosingLoop(choices: readonly Choice[], other: number): Body {
  const body = new Body([I32]);
  const w = body.local(I64);
  for (const { given, index } of choices) {
    body.block();
    body.get(0);
    body.memory(W.i64Load, HEADER + 8 * given.slot);
    body.set(w);
    checkShape(body, w, given.shape);
    body.get(0);
    body.call(index);
    body.op(W.return);
    body.end();
  }
  body.get(0);
  body.call(other);
  return body;
}

/** The entry at pc 0: arguments from the frame. */
export function frameEntry(args: number, index: number): Body {
  const body = new Body([I32]);
  body.get(0);
  body.get(0);
  body.memory(W.i64Load, 24);
  for (let i = 0; i < args; i++) {
    body.get(0);
    body.memory(W.i64Load, HEADER + 8 * i);
  }
  body.call(index);
  return body;
}
