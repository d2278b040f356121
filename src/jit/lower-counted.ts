/**
 * Counted loops (counted.ts) in WebAssembly. While one runs, reductions are not counted: those left follow from its variable.
 *
 *   last = variable + reductions * step       where none are left
 *   end  = the least of the limit and of where an array is left
 *   stop = the least of last and end
 *   loop
 *     variable below stop ? a turn, without a count and without these bounds
 *                         : at last? the slice is over : inside the limit? code is left, so that the interpreter finds
 *                           what is wrong with the array : reductions = (last - variable) / step, out of the loop
 *
 * It is the other way round where the variable goes down.
 */
import { type Counted, MOST_START, MOST_STEP } from "./counted.js";
import { I64, W } from "./encode.js";
import { knownLength } from "./lower-array.js";
import type { Emitter } from "./emit.js";
import { INTERPRET, SAFEPOINT } from "./emit-exits.js";
import { T } from "./graph.js";
import { exponentOf } from "./lower-fixnum.js";
import { least, liesWithin, most } from "./ranges.js";

export class Count {
  private readonly limit: number;
  private readonly last: number;
  private readonly end: number;
  private readonly stop: number;
  /** What one is, as the variable is held: a fixnum's word is eight times its value. */
  private readonly one: bigint;

  constructor(
    private readonly e: Emitter,
    readonly loop: Counted,
  ) {
    const { body } = e;
    this.one = loop.variable.rep === "i64" ? 1n : 8n;
    this.limit = body.local(I64);
    this.last = body.local(I64);
    this.end = body.local(I64);
    this.stop = body.local(I64);
  }

  /** In front of the loop. */
  begin(): void {
    const { e, loop } = this;
    const { body } = e;
    // Used up by a call: the turn that has begun ends as it would anywhere.
    body.get(e.red);
    body.i32(0);
    body.op(W.i32LeS);
    body.rarely();
    e.exit(loop.start, INTERPRET);
    body.end();
    this.checkStart();
    this.findLimit();
    this.findEnd();
    for (const array of new Set(loop.bounds.map((b) => b.array))) {
      const all = loop.bounds.filter((b) => b.array === array).map((b) => b.plus);
      this.narrow(all.reduce(least), all.reduce(most), knownLength(e, array));
    }
    this.reload();
  }

  /** At the end of the header: one more turn, or not. */
  decide(staying: () => void, leaving: () => void): void {
    const { e, loop } = this;
    const { body } = e;
    this.variable();
    body.get(this.stop);
    body.op(this.inside());
    body.if();
    e.nested(staying);
    body.else();
    e.nested(() => {
      this.variable();
      body.get(this.last);
      body.op(loop.up ? W.i64GeS : W.i64LeS);
      body.rarely();
      e.exit(loop.start, SAFEPOINT);
      body.end();
      if (loop.bounds.length > 0) {
        this.variable();
        body.get(this.limit);
        body.op(loop.test === "not-at" ? W.i64Ne : this.inside());
        e.guard(loop.start);
      }
      leaving();
    });
    body.end();
  }

  /** The reductions left, on the stack. */
  left(): void {
    const { body } = this.e;
    const { step, up } = this.loop;
    if (up) {
      body.get(this.last);
      this.variable();
    } else {
      this.variable();
      body.get(this.last);
    }
    body.op(W.i64Sub);
    const k = typeof step === "bigint" ? exponentOf(step * this.one) : undefined;
    if (k !== undefined) {
      body.i64(k);
      body.op(W.i64ShrS);
    } else {
      this.step();
      body.op(W.i64DivS);
    }
    body.op(W.i32WrapI64);
  }
  /** The local of reductions says how many there are. */
  reload(): void {
    const { e } = this;
    const { body } = e;
    this.variable();
    body.get(e.red);
    body.op(W.i64ExtendI32S);
    this.step();
    body.op(W.i64Mul, this.loop.up ? W.i64Add : W.i64Sub);
    body.set(this.last);
    // Where the variable may be at its limit, it must not be at `last`.
    body.get(this.last);
    if (this.loop.test === "within") {
      this.step();
      body.op(this.loop.up ? W.i64Sub : W.i64Add);
    }
    body.set(this.stop);
    this.nearer(this.stop, () => body.get(this.end));
  }

  private variable(): void {
    this.e.body.get(this.loop.variable.local);
  }
  /** As the variable is held; what no fixnum is, is beyond all of them. */
  private findLimit(): void {
    const { e, loop } = this;
    const { body } = e;
    if (loop.variable.rep !== "word" || loop.limit.type === T.FIX) e.as(loop.limit, loop.variable.rep);
    else {
      e.long(loop.limit);
      body.tee(this.limit);
      body.i64(3n);
      body.op(W.i64Shl);
      body.i64(MOST);
      body.i64(-MOST);
      body.get(this.limit);
      body.i64(0n);
      body.op(W.i64GeS, W.select);
      body.get(this.limit);
      body.i64(3n);
      body.op(W.i64Shl);
      body.i64(3n);
      body.op(W.i64ShrS);
      body.get(this.limit);
      body.op(W.i64Eq, W.select);
    }
    body.set(this.limit);
  }
  private step(): void {
    const { step, variable } = this.loop;
    if (typeof step === "bigint") this.e.body.i64(step * this.one);
    else this.e.as(step, variable.rep);
  }
  private inside(): number {
    const { up, test } = this.loop;
    if (test === "within") return up ? W.i64LeS : W.i64GeS;
    return up ? W.i64LtS : W.i64GtS;
  }
  /** Into a local what comes first: what it holds, or what is given. */
  private nearer(local: number, other: () => void): void {
    const { body } = this.e;
    body.get(local);
    other();
    body.get(local);
    other();
    body.op(this.loop.up ? W.i64LtS : W.i64GtS, W.select);
    body.set(local);
  }

  /** Leaves if sums might overflow: nothing that counts elements or calls is so large. */
  private checkStart(): void {
    const { e, loop, one } = this;
    const { body } = e;
    if (!liesWithin(loop.variable.range, -MOST_START, MOST_START)) {
      this.variable();
      body.i64(MOST_START * one);
      body.op(W.i64Add);
      body.i64(2n * MOST_START * one);
      body.op(W.i64GtU);
      e.guard(loop.start);
    }
    const { step } = loop;
    if (typeof step === "bigint" || liesWithin(step.range, 1n, MOST_STEP)) return;
    this.step();
    body.i64(one);
    body.op(W.i64Sub);
    body.i64(MOST_STEP * one);
    body.op(W.i64GeU);
    e.guard(loop.start);
  }
  /** What a variable that starts beyond never meets is no end. */
  private findEnd(): void {
    const { e, loop } = this;
    const { body } = e;
    body.get(this.limit);
    if (loop.test === "not-at") {
      body.i64(loop.up ? MOST : -MOST);
      this.variable();
      body.get(this.limit);
      body.op(loop.up ? W.i64LeS : W.i64GeS, W.select);
    }
    body.set(this.end);
  }
  /** Of indexes from `from` to `to` above the variable: leaves if the first is outside of an array, and ends before one is. */
  private narrow(from: bigint, to: bigint, length: number): void {
    const { e, loop, one } = this;
    const { body } = e;
    const beyond = (more: bigint): void => {
      body.get(length);
      if (to + more === 0n) return;
      body.i64(-(to + more) * one);
      body.op(W.i64Add);
    };
    const last = loop.test === "within" ? 1n : 0n;
    if (loop.up) {
      if (loop.variable.range === null || loop.variable.range.lo + from < 0n) {
        this.variable();
        body.i64(-from * one);
        body.op(W.i64LtS);
        e.guard(loop.start);
      }
      this.nearer(this.end, () => beyond(last));
      return;
    }
    this.variable();
    beyond(0n);
    body.op(W.i64GeS);
    e.guard(loop.start);
    const stop = last - from - 1n;
    if (loop.limit.range === null || loop.limit.range.lo < stop) this.nearer(this.end, () => body.i64(stop * one));
  }
}

/** Above all variables and what is added to them. */
const MOST = (1n << 63n) - 1n;
