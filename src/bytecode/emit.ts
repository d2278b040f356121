import { HANDLER_ROW } from "../../spec/index.js";
import { Diagnostic, type Span } from "../base/index.js";
import { type Arity, type Block, type MirFn, type MirUnit, reversePostorder } from "../mir/index.js";
import { CodeConst, type CodeArity, type CodeUnit, type Const } from "./code.js";
import { ConstPool } from "./pool.js";
import { liveness } from "./liveness.js";
import { select, type Selected } from "./select.js";
import { assign, clearDead, fuse, lastUses, type Slots } from "./slots.js";
import { OP, OP_SIZE, popsOf, type VBlock, type VInst } from "./vcode.js";

/** MIR -> bytecode: layout, selection, last uses, slots, bytes. */
export function emitUnit(unit: MirUnit): CodeUnit {
  const made = new Map<MirFn, CodeConst>();
  const queue: MirFn[] = [];
  // A function's code object is there as soon as it is named and filled later: nesting of functions costs no stack.
  const codeOf = (fn: MirFn): CodeConst => {
    let c = made.get(fn);
    if (c === undefined) {
      c = new CodeConst([]);
      made.set(fn, c);
      queue.push(fn);
    }
    return c;
  };
  codeOf(unit.top);
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) {
    const { arities } = codeOf(fn);
    for (const a of inCallOrder(fn.arities)) arities.push(emitArity(a, codeOf));
  }
  return { ns: unit.ns, file: unit.file, top: codeOf(unit.top).arities[0] as CodeArity };
}

/**
 * A call of an unknown function tries its arities one after the other. Those with two parameters are tried first: what is passed
 * around with several arities are mostly reducing functions, + and the like included.
 */
function inCallOrder(arities: readonly Arity[]): Arity[] {
  const isFirst = (a: Arity): boolean => a.fixed === 2 && !a.variadic;
  return [...arities.filter(isFirst), ...arities.filter((a) => !isFirst(a))];
}

function emitArity(arity: Arity, codeOf: (fn: MirFn) => CodeConst): CodeArity {
  const order = reversePostorder(arity);
  const args = arity.args.length;
  const sel = select(arity, order, codeOf);
  const live = liveness(sel, arity.nextBlock);
  lastUses(sel, live);
  const slots = assign(sel, live, args);
  for (const b of sel.blocks) {
    for (const i of b.code) if (i.pair !== null && slots.slot[i.v] === slots.slot[i.pair.v]) dropPair(b.code, i, i.pair);
    b.code = fuse(b.code);
  }
  clearDead(sel, live, slots, args);
  return new Encoder(arity, sel, slots).run();
}

/** A value that stays in its slot: what reads it between the load and the store that are dropped must leave it there. */
function dropPair(code: VInst[], store: VInst, loaded: VInst): void {
  store.dropped = loaded.dropped = true;
  for (let i = code.indexOf(loaded) + 1; code[i] !== store; i++) {
    const between = code[i] as VInst;
    if (between.v === loaded.v && between.op.name === "MOVE") between.op = OP.LOAD as VInst["op"];
  }
}

class Encoder {
  private readonly consts = new ConstPool();
  private readonly address: Int32Array;
  private readonly lines: number[] = [];
  private size = 0;

  constructor(
    private readonly arity: Arity,
    private readonly sel: Selected,
    private readonly slots: Slots,
  ) {
    this.address = new Int32Array(arity.nextBlock).fill(-1);
  }

  run(): CodeArity {
    const { arity, sel } = this;
    this.dropIdleJumps();
    let depth = 0;
    for (const b of sel.blocks) {
      this.address[b.block.id] = this.size;
      depth = Math.max(depth, stackDepth(b));
      for (const i of b.code) this.size += sizeOf(i);
    }
    const bytes = new Uint8Array(this.size);
    const view = new DataView(bytes.buffer);
    this.line(0, arity.span);
    let at = 0;
    for (const b of sel.blocks) {
      for (const i of b.code) {
        if (i.span !== null) this.line(at, i.span);
        at = this.write(view, at, i);
      }
    }
    const fn = arity.fn;
    const code: CodeArity = {
      name: fn.name,
      arity: arity.fixed,
      variadic: arity.variadic,
      nlocals: this.slots.nlocals,
      nslots: this.slots.nlocals + depth,
      consts: this.consts.list,
      bytes,
      handlers: this.handlers(),
      lines: Int32Array.from(this.lines),
      file: fn.file,
      ns: fn.ns,
    };
    this.checkLimits(code);
    return code;
  }

  /** A JUMP to where control would go anyway. */
  private dropIdleJumps(): void {
    const blocks = this.sel.blocks;
    for (let i = blocks.length - 1; i >= 0; i--) {
      const code = (blocks[i] as VBlock).code;
      const last = code[code.length - 1];
      if (last === undefined || last.op.name !== "JUMP") continue;
      for (let j = i + 1; j < blocks.length; j++) {
        if ((blocks[j] as VBlock).block === last.target) {
          code.pop();
          break;
        }
        if ((blocks[j] as VBlock).code.length > 0) break;
      }
    }
  }

  private line(at: number, s: Span): void {
    const l = this.lines;
    if (s.line === 0) return;
    const n = l.length;
    // A span of another file (an inlined function) has no line here.
    if (s.file !== "" && this.arity.fn.file !== "" && s.file !== this.arity.fn.file) return;
    if (n > 0 && l[n - 3] === s.line && l[n - 2] === s.column && l[n - 1] === s.length) return;
    if (n > 0 && l[n - 4] === at) l.length = n - 4;
    l.push(at, s.line, s.column, s.length);
  }

  private write(view: DataView, at: number, i: VInst): number {
    view.setUint8(at, i.op.code);
    const end = at + sizeOf(i);
    let p = at + 1;
    let locals = 0;
    for (const operand of i.op.operands) {
      switch (operand) {
        case "local": {
          const r = locals++ === 0 ? i.v : i.v2;
          view.setUint16(p, r >= 0 ? (this.slots.slot[r] as number) : i.imm, true);
          p += 2;
          break;
        }
        case "const":
          view.setUint16(p, this.consts.index(i.konst as Const), true);
          p += 2;
          break;
        case "u16":
          if (i.imm > 0xffff) this.tooLarge("has an expression with too many parts");
          view.setUint16(p, i.imm, true);
          p += 2;
          break;
        case "i32":
          view.setInt32(p, i.imm, true);
          p += 4;
          break;
        case "label":
          view.setInt32(p, (this.address[(i.target as Block).id] as number) - end, true);
          p += 4;
          break;
      }
    }
    for (const t of i.targets ?? []) {
      view.setInt32(p, (this.address[t.id] as number) - end, true);
      p += 4;
    }
    return end;
  }

  /** One row for each run of blocks that share a handler. */
  private handlers(): Int32Array {
    const rows: number[] = [];
    const blocks = this.sel.blocks;
    for (let i = 0; i < blocks.length; ) {
      const handler = (blocks[i] as VBlock).block.handler;
      let j = i + 1;
      while (j < blocks.length && (blocks[j] as VBlock).block.handler === handler) j++;
      if (handler !== null) {
        const start = this.address[(blocks[i] as VBlock).block.id] as number;
        const end = j < blocks.length ? (this.address[(blocks[j] as VBlock).block.id] as number) : this.size;
        const target = this.address[handler.id] as number;
        if (target < end) throw new Error("a handler lies before what it covers");
        if (end > start) rows.push(start, end, target, 0);
      }
      i = j;
    }
    return Int32Array.from(rows);
  }

  private checkLimits(code: CodeArity): void {
    const what =
      code.nslots > 0xffff
        ? "needs too many locals and operands"
        : code.consts.length > 0x10000
          ? "has too many constants"
          : code.handlers.length * 4 > HANDLER_ROW * 0xffff
            ? "has too many handlers"
            : null;
    if (what !== null) this.tooLarge(what);
  }

  private tooLarge(what: string): never {
    throw new Diagnostic("TOO_LARGE", `${this.arity.fn.name} ${what}`, this.arity.span, "split it into several functions");
  }
}

const sizeOf = (i: VInst): number => (OP_SIZE[i.op.code] as number) + (i.targets === null ? 0 : 4 * i.targets.length);

/** The deepest operand stack of a block. */
function stackDepth(b: VBlock): number {
  let h = b.block.loop ? 0 : b.block.params.length;
  let max = h;
  for (const i of b.code) {
    h += i.op.pushes - popsOf(i.op, i.imm);
    if (h > max) max = h;
  }
  return max;
}
