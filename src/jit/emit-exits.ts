/** How a function that is written is left: at a state, whose frames it writes for the interpreter. */
import { WORD } from "../../spec/index.js";
import type { EmitContext } from "./context.js";
import { FP } from "./emit-calls.js";
import { ValueEmitter } from "./emit-values.js";
import { type Body, type Stretch, W } from "./encode.js";
import type { Frame, FrameState, Node } from "./graph.js";
import { HEADER } from "./layout.js";
import { clearWords } from "./lookup.js";
import { siteOf } from "./trust.js";

/** Why compiled code is left (kernel/interp/special.ts): the interpreter runs the instruction; so it does after a failed guard, which counts. */
export const INTERPRET = (26n << 8n) | 0x1an;
export const GUARD = 0n; // the code's address takes its place, the number of the site above it
export const ENTER = (25n << 8n) | 0x1an;
export const SAFEPOINT = (16n << 8n) | 0x1an;

const NIL = Number(WORD.NIL);

/** So many dead slots in a row are cleared by a call: leaving is rare, and code for it the larger part of all code. */
const MANY_DEAD = 3;
function deadFrom(slots: readonly (Node | null)[], from: number): number {
  let n = 0;
  while (from + n < slots.length && slots[from + n] === null) n++;
  return n;
}

/** Answers SLOW when so many bytes of frames would not fit. */
export function checkRoom(body: Body, context: EmitContext, bytes: number): void {
  body.get(FP);
  body.i32(bytes);
  body.op(W.i32Add);
  body.globalGet(context.link.stackLimit);
  body.op(W.i32GtU);
  body.rarely();
  body.i64(WORD.SLOW);
  body.op(W.return);
  body.end();
}

export class ExitEmitter extends ValueEmitter {
  /** Loops around what is being written. */
  protected loops = 0;
  /** By frame of an inlined call: the block behind which the frames further out are left. */
  protected readonly tails = new Map<Frame, number>();
  /** Where the slots of a state are written. */
  private readonly written = new Map<FrameState, Stretch>();

  /** Address, less fp, of operand p of a state's frame. */
  offset(s: FrameState, p: number): number {
    return s.frame.base + HEADER + 8 * (s.frame.code.nlocals + p);
  }
  /** Number of operands. */
  height(s: FrameState): number {
    return s.slots.length - s.frame.code.nlocals;
  }
  /** Writes the frame's slots: in the same bytes wherever it does, so that they are copied from where it has done so before. */
  private write(s: FrameState): void {
    const { body } = this;
    const known = this.written.get(s);
    if (known !== undefined) {
      body.again(known);
      return;
    }
    const from = body.code.length;
    const { slots } = s;
    for (let i = 0; i < slots.length; ) {
      const at = s.frame.base + HEADER + 8 * i;
      const dead = deadFrom(slots, i);
      body.get(FP);
      if (dead >= MANY_DEAD) {
        body.i32(at);
        body.op(W.i32Add);
        body.i32(dead);
        body.call(this.context.link.own(clearWords));
        i += dead;
        continue;
      }
      const n = slots[i++];
      if (n) this.word(n);
      else body.i64(NIL);
      body.memory(W.i64Store, at);
    }
    this.written.set(s, { from, to: body.code.length });
  }
  private place(s: FrameState): void {
    const { body } = this;
    body.get(FP);
    if (s.frame.base > 0) {
      body.i32(s.frame.base);
      body.op(W.i32Add);
    }
    body.i32(s.frame.code.address);
    body.i32(s.pc);
  }
  /** Leaves compiled code at a state, because of a constant or of what stands in a local. */
  exit(s: FrameState, why: bigint | number): void {
    const { body, context } = this;
    const count = this.endCount();
    this.write(s);
    this.place(s);
    body.i32(this.height(s));
    this.word(s.frame.closure);
    if (typeof why === "number") body.get(why);
    else body.i64(why === GUARD ? (BigInt(context.sites.bit(siteOf(s))) << 32n) | BigInt(context.code.address) : why);
    this.leave(context.link.native("nativeExit"), s);
    this.count = count;
  }
  /**
   * Reductions are used up: leaves at a state unless the next slice begins at once. In a loop that is not asked: to come back costs little there,
   * and a call from which the loop goes on would cost it registers.
   */
  endSlice(s: FrameState): void {
    if (this.loops > 0) {
      this.exit(s, SAFEPOINT);
      return;
    }
    this.callQuietly(this.context.link.native("nativeNextSlice"));
    this.body.op(W.i32Eqz);
    this.body.if();
    this.exit(s, SAFEPOINT);
    this.body.end();
  }
  /** A call made from here, whose frame begins at operand p, has stopped. */
  suspend(s: FrameState, p: number): void {
    const count = this.endCount();
    this.write(s);
    this.place(s);
    this.body.i32(this.offset(s, p) - s.frame.base);
    this.word(s.frame.closure);
    this.leave(this.context.link.native("nativeSuspend"), s);
    this.count = count;
  }
  /** The last steps: the frames further out, then the answer. All that leave an inlined call share the steps from its caller's frame on. */
  private leave(native: number, { frame }: FrameState): void {
    const { body } = this;
    if (frame.caller === null) {
      this.callAndReturn(native);
      return;
    }
    body.call(native);
    body.op(W.drop);
    let tail = this.tails.get(frame);
    if (tail === undefined) {
      tail = body.blockAround();
      this.tails.set(frame, tail);
    }
    body.brAround(tail);
  }
  protected leaveCallers({ caller, base }: Frame): void {
    const { body } = this;
    if (caller === null) return;
    const native = this.context.link.native("nativeSuspend");
    this.write(caller);
    this.place(caller);
    body.i32(base - caller.frame.base);
    this.word(caller.frame.closure);
    if (caller.frame.caller === null) this.callAndReturn(native);
    else {
      body.call(native);
      body.op(W.drop);
      this.leaveCallers(caller.frame);
    }
  }
  /** Over a condition that says that what is relied on does not hold: leaves at a state. */
  guard(s: FrameState): void {
    this.body.rarely();
    this.exit(s, GUARD);
    this.body.end();
    this.doubt(s);
  }
  /** Under stress, where a guard has held. */
  doubt(s: FrameState): void {
    const { body, context } = this;
    if (!context.doubts) return;
    this.callQuietly(context.link.native("nativeDoubt"));
    body.if();
    this.exit(s, INTERPRET);
    body.end();
  }
  /** Leaves before a node whose operand, of an unknown type, is no fixnum. */
  relyOnFixnum(n: Node, a: Node): void {
    this.expectFixnum(a, n.before as FrameState);
  }
  /** Leaves at a state if the node is no fixnum. */
  expectFixnum(a: Node, state: FrameState): void {
    if (this.facts.isFixnum(a)) return;
    this.tag(a);
    this.guard(state);
    this.facts.noteFixnum(a);
  }
  /** Branches to `slow` unless the node is a fixnum. */
  unlessFixnum(n: Node, slow: number): void {
    if (this.facts.isFixnum(n)) return;
    this.tag(n);
    this.body.brRarely(slow);
  }
  trusts(n: Node): boolean {
    return n.before !== null && this.context.trust.site(siteOf(n.before));
  }
  /** Leaves, in front of the node, if the word in a local is a sentinel. */
  exitIfSpecial(n: Node, local: number): void {
    this.special(local);
    this.body.rarely();
    this.exit(n.before as FrameState, local);
    this.body.end();
  }
  /** Whether the word in a local is a sentinel. */
  special(local: number): void {
    const { body } = this;
    body.get(local);
    body.op(W.i32WrapI64);
    body.i32(0xff);
    body.op(W.i32And);
    body.i32(0x1a);
    body.op(W.i32Eq);
  }
}
