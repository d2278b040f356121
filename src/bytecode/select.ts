import type { Span } from "../base/index.js";
import { type Arity, type Block, isFloating, isVoid, type MirFn, type Term, type Value } from "../mir/index.js";
import { type Form, MapForm } from "../reader/index.js";
import { type CodeConst, type Const, VarConst } from "./code.js";
import { COMPARE_JUMPS, isHeavy, isI32, isNil, isQuiet, negatable, PRIM_OPS, smallInt, TYPE_TESTS } from "./operations.js";
import { type Stackified, stackify } from "./stackify.js";
import { OP, type VBlock, type VInst } from "./vcode.js";

export interface Selected {
  blocks: VBlock[];
  /** Virtual registers: the arguments first. */
  vregs: number;
  /** For each register the one whose slot it would like to share, or -1. */
  hints: Int32Array;
  /** By register: worth clearing when dead before something that may run long. */
  heavy: Uint8Array;
}

/** MIR blocks, in layout order, to stack code over virtual registers. */
export function select(arity: Arity, order: Block[], codeOf: (fn: MirFn) => CodeConst): Selected {
  return new Selector(arity, order, codeOf).run();
}

class Selector {
  private readonly st: Stackified;
  private readonly vreg: Int32Array;
  private vregs = 0;
  private readonly hintPairs: number[] = [];
  private readonly heavyRegs: number[] = [];
  /** Registers that arithmetic takes: they hold numbers or an exception follows. */
  private readonly light: number[] = [];
  private out: VInst[] = [];
  /** Loop headers laid out so far: a jump to one of them goes backward. */
  private readonly placed = new Set<Block>();

  constructor(
    arity: Arity,
    private readonly order: Block[],
    private readonly codeOf: (fn: MirFn) => CodeConst,
  ) {
    this.st = stackify(arity, order);
    this.vreg = new Int32Array(arity.nextValue).fill(-1);
    for (const a of arity.args) this.reg(a);
  }

  run(): Selected {
    const blocks: VBlock[] = [];
    for (let i = 0; i < this.order.length; i++) {
      const block = this.order[i] as Block;
      this.out = [];
      this.block(block, this.order[i + 1] ?? null);
      blocks.push({ block, code: this.out });
    }
    const hints = new Int32Array(this.vregs).fill(-1);
    for (let i = 0; i < this.hintPairs.length; i += 2) {
      // The first jump to a loop is the one that enters it: its wish counts most.
      const r = this.hintPairs[i] as number;
      if (hints[r] === -1) hints[r] = this.hintPairs[i + 1] as number;
    }
    const heavy = new Uint8Array(this.vregs);
    for (const r of this.heavyRegs) heavy[r] = 1;
    for (const r of this.light) heavy[r] = 0;
    return { blocks, vregs: this.vregs, hints, heavy };
  }

  private reg(v: Value): number {
    let r = this.vreg[v.id] as number;
    if (r < 0) {
      r = this.vregs++;
      this.vreg[v.id] = r;
      if (isHeavy(v)) this.heavyRegs.push(r);
    }
    return r;
  }

  private inst(op: string, span: Span | null = null): VInst {
    const i: VInst = {
      op: OP[op] as VInst["op"],
      v: -1,
      v2: -1,
      imm: 0,
      konst: undefined,
      target: null,
      targets: null,
      span,
      pair: null,
      dropped: false,
    };
    this.out.push(i);
    return i;
  }
  private imm(op: string, imm: number, span: Span | null = null): void {
    this.inst(op, span).imm = imm;
  }
  private konst(op: string, k: Const, span: Span | null = null): VInst {
    const i = this.inst(op, span);
    i.konst = k;
    return i;
  }
  private local(op: string, v: number, span: Span | null = null): VInst {
    const i = this.inst(op, span);
    i.v = v;
    return i;
  }
  private jump(op: string, target: Block, span: Span | null = null): VInst {
    const i = this.inst(op, span);
    i.target = target;
    return i;
  }

  private block(b: Block, next: Block | null): void {
    if (b.loop) this.placed.add(b);
    else {
      for (let i = b.params.length - 1; i >= 0; i--) {
        const p = b.params[i] as Value;
        if (this.st.nested[p.id] === 1) break;
        if (this.st.uses[p.id] === 0) this.inst("POP");
        else this.local("STORE", this.reg(p));
      }
    }
    const insts = b.insts;
    for (let i = 0; i < insts.length; i++) {
      const v = insts[i] as Value;
      if (this.st.nested[v.id] === 1) continue;
      this.emit(v);
      if (isVoid(v)) continue;
      if (this.st.uses[v.id] === 0) this.inst("POP");
      else this.local("STORE", this.reg(v));
    }
    if (b.term !== null) this.term(b.term, next);
  }

  /** Pushes an operand. */
  private push(v: Value): void {
    switch (v.op) {
      case "const":
        this.pushConst(v.data as Form);
        return;
      case "var":
        this.konst("CONST", new VarConst(v.varName.ns, v.varName.name));
        return;
      case "capture":
        this.imm("CAPTURE", v.index);
        return;
      case "self":
        this.inst("SELF");
        return;
      default:
        if (this.st.nested[v.id] === 0) this.local("LOAD", this.reg(v));
        else if (v.op !== "param") this.emit(v);
    }
  }

  private pushConst(form: Form): void {
    if (form === null) this.inst("NIL");
    else if (form === true) this.inst("TRUE");
    else if (form === false) this.inst("FALSE");
    else if (isI32(form)) this.imm("INT", Number(form));
    else this.konst("CONST", form);
  }

  private pushAll(args: readonly Value[], from = 0): void {
    for (let i = from; i < args.length; i++) this.push(args[i] as Value);
  }

  /** The frame header and the callee. */
  private begin(callee: Value, span: Span): void {
    if (callee.op === "self") this.inst("FRAME_SELF");
    else if (callee.op === "var-get" && this.st.nested[callee.id] === 1) {
      this.konst("FRAME_VAR", new VarConst(callee.varName.ns, callee.varName.name), callee.span ?? span);
    } else {
      this.inst("FRAME");
      this.push(callee);
    }
  }

  /** Leaves the value of an instruction on the stack (or nothing, if it has none). */
  private emit(v: Value): void {
    const args = v.args;
    switch (v.op) {
      case "var-get":
        this.konst("VAR_GET", new VarConst(v.varName.ns, v.varName.name), v.span);
        return;
      case "var-set":
      case "var-def":
        this.pushAll(args);
        this.konst(v.op === "var-set" ? "VAR_SET" : "VAR_DEF", new VarConst(v.varName.ns, v.varName.name), v.span);
        return;
      case "prim":
        this.prim(v);
        return;
      case "call":
        this.begin(args[0] as Value, v.span);
        this.pushAll(args, 1);
        this.imm("CALL", args.length - 1, v.span);
        return;
      case "apply":
        this.begin(args[0] as Value, v.span);
        this.pushAll(args, 1);
        this.inst("APPLY", v.span);
        return;
      case "closure":
        this.pushAll(args);
        this.konst("CLOSURE", this.codeOf(v.fn), v.span).imm = args.length;
        return;
      case "capture-move":
        this.imm("CAPTURE_MOVE", v.index);
        return;
      case "set-capture":
        this.pushAll(args);
        this.imm("SET_CAPTURE", v.index, v.span);
        return;
      case "vector":
      case "map":
      case "set":
      case "list":
        this.pushAll(args);
        this.imm(v.op.toUpperCase(), args.length, v.span);
        return;
      case "not":
        this.pushAll(args);
        this.inst("NOT");
        return;
      case "recv-start":
      case "recv-take":
      case "recv-next":
        this.inst(v.op === "recv-start" ? "RECV_START" : v.op === "recv-take" ? "RECV_TAKE" : "RECV_NEXT", v.span);
        return;
      default:
        throw new Error(`no code for MIR op ${v.op}`);
    }
  }

  private prim(v: Value): void {
    const args = v.args;
    const row = v.prim;
    const [a, b] = args as [Value, Value];
    if (row.name === "add" || row.name === "sub") {
      const imm = smallInt(b);
      if (imm !== null && (row.name === "add" || negatable(imm))) {
        this.addInt(a, row.name === "sub" ? -imm : imm, v.span);
        return;
      }
      const left = smallInt(a);
      if (row.name === "add" && left !== null) {
        this.addInt(b, left, v.span);
        return;
      }
    }
    if (row.name === "identical" && (isNil(a) || isNil(b))) {
      this.push(isNil(b) ? a : b);
      this.inst("IS_NIL");
      return;
    }
    const type = TYPE_TESTS[row.name];
    if (type !== undefined) {
      this.push(a);
      this.imm("IS_TYPE", type);
      return;
    }
    if (row.name === "field-get" || row.name === "field-set") {
      const i = smallInt(b);
      if (i !== null && i >= 0 && i <= 0xffff) {
        this.push(a);
        if (row.name === "field-get") {
          this.imm("FIELD", i, v.span);
          return;
        }
        this.push(args[2] as Value);
        this.imm("SET_FIELD", i, v.span);
        return;
      }
    }
    const op = PRIM_OPS[row.name];
    if (op === undefined || row.name === "eq" || row.name === "identical") this.pushAll(args);
    else this.pushNumbers(args);
    if (op !== undefined) this.inst(op, v.span);
    else this.imm("PRIM", row.id, v.span);
  }

  private pushNumbers(args: readonly Value[]): void {
    for (const a of args) this.number(a);
    this.pushAll(args);
  }

  /** A value that stands in a slot, ready for a fused instruction; its register, or -1. */
  private number(v: Value): number {
    const r = this.inSlot(v);
    if (r >= 0) this.light.push(r);
    return r;
  }
  private inSlot(v: Value): number {
    return v.op === "arg" || (!isFloating(v) && this.st.nested[v.id] === 0) ? this.reg(v) : -1;
  }

  private addInt(a: Value, imm: number, span: Span): void {
    const r = this.number(a);
    if (r >= 0) {
      this.local("LOAD_ADD_INT", r, span).imm = imm;
      return;
    }
    this.push(a);
    this.imm("ADD_INT", imm, span);
  }

  private term(t: Term, next: Block | null): void {
    switch (t.kind) {
      case "return":
        this.pushAll(t.args);
        this.inst("RETURN");
        return;
      case "throw":
        this.pushAll(t.args);
        this.inst("THROW", t.span);
        return;
      case "tail-call":
        this.begin(t.args[0] as Value, t.span);
        this.pushAll(t.args, 1);
        this.imm("TAIL_CALL", t.args.length - 1, t.span);
        return;
      case "jump":
        this.jumpTo(t, next);
        return;
      case "branch":
        this.branch(t.args[0] as Value, t.targets[0] as Block, t.targets[1] as Block, next, t.span);
        return;
      case "switch": {
        this.pushAll(t.args);
        const items: Form[] = [];
        (t.cases ?? []).forEach((consts, i) => {
          for (const c of consts) items.push(c, BigInt(i));
        });
        const i = this.konst("SWITCH", new MapForm(items), t.span);
        i.targets = t.targets;
        i.imm = t.targets.length - 1;
        return;
      }
      case "recv":
        this.jump("RECV", t.targets[1] as Block, t.span);
        this.fall(t.targets[0] as Block, next);
        return;
      case "recv-wait":
        this.jump("RECV_WAIT", t.targets[0] as Block, t.span);
        return;
      case "recv-wait-until": {
        const d = t.args[0] as Value;
        let r = this.inSlot(d);
        if (r < 0) {
          r = this.reg(d);
          this.push(d);
          this.local("STORE", r);
        }
        const i = this.local("RECV_WAIT_UNTIL", r, t.span);
        i.target = t.targets[0] as Block;
        this.fall(t.targets[1] as Block, next);
        return;
      }
    }
  }

  private fall(to: Block, next: Block | null): void {
    if (to !== next) this.jump("JUMP", to);
  }

  private jumpTo(t: Term, next: Block | null): void {
    const to = t.targets[0] as Block;
    if (!to.loop) {
      this.pushAll(t.args);
      this.fall(to, next);
      return;
    }
    // The parameters of a loop live in slots: all new values are pushed, then stored from the top.
    const stores: { r: number; pair: VInst | null }[] = [];
    const fused = this.increments(t, to);
    t.args.forEach((a, i) => {
      const p = to.params[i] as Value;
      if (a === p || fused.has(i)) return;
      const before = this.out.length;
      this.push(a);
      const r = this.reg(p);
      const only = this.out.length === before + 1 ? (this.out[before] as VInst) : null;
      const pair = only !== null && only.op.name === "LOAD" ? only : null;
      if (pair !== null) this.hintPairs.push(r, pair.v);
      stores.push({ r, pair });
    });
    for (let i = stores.length - 1; i >= 0; i--) {
      const s = stores[i] as { r: number; pair: VInst | null };
      this.local("STORE", s.r).pair = s.pair;
    }
    for (const [i, imm] of fused) this.local("INC_LOCAL", this.reg(to.params[i] as Value), t.args[i]?.span ?? t.span).imm = imm;
    if (this.placed.has(to)) this.jump("LOOP", to, t.span);
    else this.fall(to, next);
  }

  /**
   * Arguments of a back edge of the form p := p + imm that may be done in place, after all other stores: nothing else may run
   * between that could notice, so the other arguments must be plain values or arithmetic.
   */
  private increments(t: Term, to: Block): Map<number, number> {
    const found = new Map<number, number>();
    if (!this.placed.has(to)) return found;
    t.args.forEach((a, i) => {
      const imm = this.increment(a, to.params[i] as Value);
      if (imm !== null) found.set(i, imm);
    });
    if (found.size > 0) {
      const quiet = t.args.every((a, i) => found.has(i) || isQuiet(a, this.st));
      if (!quiet) found.clear();
    }
    return found;
  }

  private increment(a: Value, p: Value): number | null {
    if (a.op !== "prim" || this.st.nested[a.id] !== 1) return null;
    const [x, y] = a.args as [Value, Value];
    const imm = a.args.length === 2 ? smallInt(y) : null;
    if (a.prim.name === "add") {
      if (x === p && imm !== null) return imm;
      return y === p ? smallInt(x) : null;
    }
    return a.prim.name === "sub" && x === p && imm !== null && negatable(imm) ? -imm : null;
  }

  private branch(test: Value, then: Block, otherwise: Block, next: Block | null, span: Span): void {
    if (this.st.nested[test.id] === 1) {
      if (test.op === "not") {
        this.branch(test.args[0] as Value, otherwise, then, next, span);
        return;
      }
      if (test.op === "prim" && COMPARE_JUMPS[test.prim.name] !== undefined) {
        this.compare(test, then, otherwise, next);
        return;
      }
    }
    if (this.st.nested[test.id] === 0 && this.inSlot(test) >= 0 && otherwise !== next) {
      const i = this.local("JUMP_UNLESS_LOCAL", this.reg(test));
      i.target = otherwise;
      this.fall(then, next);
      return;
    }
    this.push(test);
    this.either("JUMP_IF_TRUE", "JUMP_IF_FALSE", then, otherwise, next);
  }

  private either(yes: string, no: string, then: Block, otherwise: Block, next: Block | null): void {
    if (otherwise === next) {
      this.jump(yes, then);
      return;
    }
    this.jump(no, otherwise);
    this.fall(then, next);
  }

  private compare(test: Value, then: Block, otherwise: Block, next: Block | null): void {
    const name = test.prim.name;
    const [a, b] = test.args as [Value, Value];
    if (name === "identical" && (isNil(a) || isNil(b))) {
      this.push(isNil(b) ? a : b);
      this.either("JUMP_IF_NIL", "JUMP_IF_NOT_NIL", then, otherwise, next);
      return;
    }
    const imm = smallInt(b);
    if (imm !== null && (name === "lt" || name === "num-eq")) {
      const r = name === "lt" ? this.number(a) : -1;
      if (r >= 0) {
        const i = this.local("JUMP_UNLESS_LT_LOCAL_INT", r, test.span);
        i.imm = imm;
        i.target = otherwise;
      } else {
        this.push(a);
        const i = this.jump(name === "lt" ? "JUMP_UNLESS_LT_INT" : "JUMP_UNLESS_EQ_INT", otherwise, test.span);
        i.imm = imm;
      }
      this.fall(then, next);
      return;
    }
    const ra = name === "lt" ? this.number(a) : -1;
    const rb = ra >= 0 ? this.number(b) : -1;
    if (rb >= 0) {
      const i = this.local("JUMP_UNLESS_LT_LOCALS", ra, test.span);
      i.v2 = rb;
      i.target = otherwise;
    } else {
      if (name === "identical") this.pushAll([a, b]);
      else this.pushNumbers([a, b]);
      this.jump(COMPARE_JUMPS[name] as string, otherwise, test.span);
    }
    this.fall(then, next);
  }
}
