import type { CodeArity, CodeConst } from "./code.js";
import { fallsThrough, type Inst, jumpTargets } from "./decode.js";
import { check, type Shape, Violation } from "./verify-shape.js";
import { popsOf } from "./vcode.js";

/**
 * Abstract interpretation. What is known of a word on the operand stack:
 *   VALUE            any value
 *   HEADER 1, 2, 3   link, code, pc of a frame being built (only CALL, TAIL_CALL and APPLY take them, whole)
 *   FRESH + pc       the closure that the CLOSURE instruction at pc made since the last barrier
 * A barrier is a safepoint, a call or a place that control may jump to. Beyond one SET_CAPTURE may no longer write.
 */
const VALUE = 0;
const H1 = 1;
const H2 = 2;
const H3 = 3;
const FRESH = 4;

/** Operand stacks share their lower parts. */
class Cell {
  readonly height: number;
  constructor(
    readonly kind: number,
    readonly below: Cell | null,
  ) {
    this.height = below === null ? 1 : below.height + 1;
  }
}
const heightOf = (s: Cell | null): number => (s === null ? 0 : s.height);

interface State {
  stack: Cell | null;
  /** Locals that hold fresh closures. */
  fresh: ReadonlyMap<number, number> | null;
  /** Has a message been received that is neither taken nor passed over? */
  current: Current;
}
const NO = 0;
const YES = 1;
/** The ways that meet here differ. (An exception alone changes nothing: the message stays where it is.) */
const MAYBE = 2;
type Current = typeof NO | typeof YES | typeof MAYBE;

/** Captures that closures over each code are given: the same for all of them. */
export type CaptureCounts = Map<CodeConst, number>;

export function checkFlow(shape: Shape, captures: number, counts: CaptureCounts): void {
  new Flow(shape, captures, counts).run();
}

class Flow {
  private readonly states = new Map<number, State>();
  private readonly work: number[] = [];
  private readonly code: CodeArity;
  private stack: Cell | null = null;
  private fresh: Map<number, number> | null = null;
  private current: Current = NO;
  /** Address of the last barrier, and for each CLOSURE the barrier before it. */
  private barrier = 0;
  private readonly made = new Map<number, number>();

  constructor(
    private readonly shape: Shape,
    private readonly captures: number,
    private readonly counts: CaptureCounts,
  ) {
    this.code = shape.code;
  }

  run(): void {
    this.arrive(0, 0, { stack: null, fresh: null, current: NO });
    for (let pc = this.work.pop(); pc !== undefined; pc = this.work.pop()) this.straight(pc);
  }

  /** Runs from a label to the next label or to where control ends. */
  private straight(start: number): void {
    const s = this.states.get(start) as State;
    this.stack = s.stack;
    this.fresh = s.fresh === null ? null : new Map(s.fresh);
    this.current = s.current;
    this.barrier = start;
    for (let k = (this.shape.at[start] as number) - 1; ; k++) {
      const i = this.shape.insts[k] as Inst;
      if (i.pc !== start && this.shape.label[i.pc] === 1) {
        this.arrive(i.pc, i.pc, this.state());
        return;
      }
      this.exception(i);
      this.step(i);
      if (/[csy]/.test(i.op.effects)) this.barrier = i.end;
      if (!fallsThrough(i)) return;
    }
  }

  private state(): State {
    return { stack: this.stack, fresh: this.fresh === null ? null : new Map(this.fresh), current: this.current };
  }

  /** Control reaches a label in this state. */
  private arrive(pc: number, from: number, s: State): void {
    const old = this.states.get(pc);
    if (old === undefined) {
      this.states.set(pc, s);
      this.work.push(pc);
      return;
    }
    check(
      heightOf(old.stack) === heightOf(s.stack),
      "join",
      from,
      () => `at ${pc} the stack is ${heightOf(s.stack)} high on one way and ${heightOf(old.stack)} on another`,
    );
    const stack = mergeStacks(old.stack, s.stack, from);
    const fresh = mergeFresh(old.fresh, s.fresh);
    const current = old.current === s.current ? s.current : MAYBE;
    if (stack === old.stack && fresh === old.fresh && current === old.current) return;
    this.states.set(pc, { stack, fresh, current });
    this.work.push(pc);
  }

  /** An exception here leads to the handler, with the stack cut. */
  private exception(i: Inst): void {
    const row = this.shape.handlerOf[i.pc] as number;
    if (row < 0) return;
    const h = this.code.handlers;
    const height = h[row + 3] as number;
    const left = heightOf(this.stack) - popsOf(i.op, this.count(i));
    check(
      height <= left,
      "handler-height",
      i.pc,
      () => `the handler keeps ${height} words, but this instruction leaves only ${left} alone`,
    );
    let cut = this.stack;
    while (heightOf(cut) > height) cut = (cut as Cell).below;
    check(cut === null || (cut.kind !== H1 && cut.kind !== H2), "handler-header", i.pc, () => "the handler cuts a frame header in two");
    check(height + 1 <= this.code.nslots - this.code.nlocals, "overflow", i.pc, () => "the frame has no room for the exception");
    this.arrive(h[row + 2] as number, i.pc, { stack: new Cell(VALUE, cut), fresh: null, current: this.current });
  }

  /** The u16 that says how many words are popped. */
  private count(i: Inst): number {
    return i.args[i.op.name === "CLOSURE" ? 1 : 0] ?? 0;
  }

  private push(kind: number, pc: number): void {
    this.stack = new Cell(kind, this.stack);
    check(
      this.stack.height <= this.code.nslots - this.code.nlocals,
      "overflow",
      pc,
      () => `the operand stack is higher than ${this.code.nslots - this.code.nlocals}`,
    );
  }
  private popAny(pc: number): number {
    const s = this.stack;
    if (s === null) throw new Violation("underflow", pc, "the operand stack is empty");
    this.stack = s.below;
    return s.kind;
  }
  private pop(pc: number): number {
    const kind = this.popAny(pc);
    check(kind === VALUE || kind >= FRESH, "header", pc, () => "a word of a frame header is used as a value");
    return kind;
  }
  private pops(n: number, pc: number): void {
    for (let k = 0; k < n; k++) this.pop(pc);
  }
  private setLocal(local: number, kind: number): void {
    if (kind >= FRESH) {
      this.fresh ??= new Map();
      this.fresh.set(local, kind);
    } else this.fresh?.delete(local);
  }

  private step(i: Inst): void {
    const pc = i.pc;
    const a = i.args;
    switch (i.op.name) {
      case "LOAD":
      case "MOVE":
        this.push(this.fresh?.get(a[0] as number) ?? VALUE, pc);
        if (i.op.name === "MOVE") this.setLocal(a[0] as number, VALUE);
        return;
      case "LOAD2":
        this.push(this.fresh?.get(a[0] as number) ?? VALUE, pc);
        this.push(this.fresh?.get(a[1] as number) ?? VALUE, pc);
        return;
      case "STORE":
        this.setLocal(a[0] as number, this.pop(pc));
        return;
      case "TEE": {
        const kind = this.pop(pc);
        this.setLocal(a[0] as number, kind);
        this.push(kind, pc);
        return;
      }
      case "CLEAR":
      case "INC_LOCAL":
        this.setLocal(a[0] as number, VALUE);
        return;
      case "DUP": {
        const kind = this.pop(pc);
        this.push(kind, pc);
        this.push(kind, pc);
        return;
      }
      case "CAPTURE":
      case "CAPTURE_MOVE":
        check((a[0] as number) < this.captures, "capture", pc, () => `there is no captured value ${a[0]} (${this.captures} in all)`);
        this.push(VALUE, pc);
        return;
      case "FRAME":
      case "FRAME_VAR":
      case "FRAME_SELF":
        this.push(H1, pc);
        this.push(H2, pc);
        this.push(H3, pc);
        if (i.op.name !== "FRAME") this.push(VALUE, pc);
        return;
      case "CALL":
      case "TAIL_CALL":
        this.call(i, a[0] as number);
        return;
      case "APPLY":
        this.call(i, 2);
        return;
      case "CLOSURE":
        this.closure(i);
        return;
      case "SET_CAPTURE":
        this.setCapture(i);
        return;
      case "RECV":
      case "RECV_START":
      case "RECV_TAKE":
      case "RECV_NEXT":
      case "RECV_WAIT":
      case "RECV_WAIT_UNTIL":
        this.receive(i);
        return;
      default:
        this.pops(popsOf(i.op, this.count(i)), pc);
        this.jumps(i);
        for (let k = 0; k < i.op.pushes; k++) this.push(VALUE, pc);
    }
  }

  private jumps(i: Inst): void {
    for (const t of jumpTargets(i)) this.arrive(t, i.pc, this.state());
  }

  private call(i: Inst, n: number): void {
    this.pops(n + 1, i.pc);
    for (const want of [H3, H2, H1]) {
      check(
        this.popAny(i.pc) === want,
        "call-header",
        i.pc,
        () => `${i.op.name} does not find its frame header below the callee and ${n} arguments`,
      );
    }
    if (i.op.pushes > 0) this.push(VALUE, i.pc);
  }

  private closure(i: Inst): void {
    const code = this.code.consts[i.args[0] as number] as CodeConst;
    const n = i.args[1] as number;
    const known = this.counts.get(code);
    check(
      known === undefined || known === n,
      "capture-count",
      i.pc,
      () => `a closure over this code is given ${n} values here and ${known} elsewhere`,
    );
    this.counts.set(code, n);
    this.pops(n, i.pc);
    this.made.set(i.pc, this.barrier);
    this.push(FRESH + i.pc, i.pc);
  }

  private setCapture(i: Inst): void {
    this.pop(i.pc);
    const kind = this.pop(i.pc);
    const at = kind - FRESH;
    check(
      kind >= FRESH && this.made.get(at) === this.barrier,
      "set-capture",
      i.pc,
      () => "SET_CAPTURE needs a closure made since the last safepoint or label",
    );
    const maker = this.shape.insts[(this.shape.at[at] as number) - 1] as Inst;
    check((i.args[0] as number) < (maker.args[1] as number), "set-capture", i.pc, () => `the closure has no captured value ${i.args[0]}`);
  }

  private receive(i: Inst): void {
    switch (i.op.name) {
      case "RECV":
        check(this.current === NO, "recv-nested", i.pc, () => "a message is already being matched");
        this.jumps(i);
        this.current = YES;
        this.push(VALUE, i.pc);
        return;
      case "RECV_TAKE":
      case "RECV_NEXT":
        check(this.current === YES, "recv-current", i.pc, () => `no message is being matched where ${i.op.name} stands`);
        this.current = NO;
        return;
      case "RECV_START":
        check(this.current !== YES, "recv-nested", i.pc, () => "a message is already being matched");
        this.current = NO;
        return;
      default:
        this.jumps(i);
        return;
    }
  }
}

function mergeStacks(a: Cell | null, b: Cell | null, from: number): Cell | null {
  if (a === b) return a;
  // Equal heights: walk both down to where they are one, then build what differs.
  const kinds: number[] = [];
  let x = a;
  let y = b;
  let same = true;
  while (x !== y) {
    const k = x as Cell;
    const l = y as Cell;
    const header = (k.kind >= H1 && k.kind <= H3) || (l.kind >= H1 && l.kind <= H3);
    check(k.kind === l.kind || !header, "join", from, () => "a frame header meets something else");
    const kind = k.kind === l.kind ? k.kind : VALUE;
    if (kind !== k.kind) same = false;
    kinds.push(kind);
    x = k.below;
    y = l.below;
  }
  if (same) return a;
  let out = x;
  for (let k = kinds.length - 1; k >= 0; k--) out = new Cell(kinds[k] as number, out);
  return out;
}

function mergeFresh(a: ReadonlyMap<number, number> | null, b: ReadonlyMap<number, number> | null): ReadonlyMap<number, number> | null {
  if (a === null || a.size === 0) return a;
  let same = b !== null;
  const out = new Map<number, number>();
  for (const [k, v] of a) {
    if (b?.get(k) === v) out.set(k, v);
    else same = false;
  }
  return same ? a : out;
}
