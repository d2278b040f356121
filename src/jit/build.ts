/**
 * Bytecode to SSA: the stack machine is run with nodes for values. Blocks are visited in reverse postorder; where control meets,
 * every live slot gets a phi, and phis that join one value only vanish again (Braun et al., Simple and Efficient
 * Construction of Static Single Assignment Form, 2013, section 3).
 */
import { PRIMITIVES, type PrimRow, WORD } from "../../spec/index.js";
import type { Inst } from "../bytecode/index.js";
import type { Flow, FlowBlock } from "./flow.js";
import { liveBefore } from "./flow.js";
import { Block, type CmpOp, type FrameState, type Graph, Node, type NodeOp, type NumOp, resolve, successors, type Terminator } from "./graph.js";

/** Code that can't be compiled, and why. */
export class Refusal extends Error {}

const PRIM = new Map(PRIMITIVES.map((p) => [p.name, p]));
const PRIM_BY_ID = new Map(PRIMITIVES.map((p) => [p.id, p]));
const primId = (name: string): number => (PRIM.get(name) as PrimRow).id;

/** Instructions and primitives of arithmetic. */
const NUM_OPS: Record<string, NumOp> = { ADD: "add", SUB: "sub", MUL: "mul" };
const NUM_PRIMS: Record<string, NumOp> = {
  add: "add", sub: "sub", mul: "mul", div: "div", quot: "quot", rem: "rem", mod: "mod", neg: "neg", "bit-and": "and", "bit-or": "or", "bit-xor": "xor", shl: "shl",
  shr: "shr", ushr: "ushr", double: "double",
};
const CMP_OPS: Record<string, CmpOp> = {
  LT: "lt", LE: "le", GT: "gt", GE: "ge", NUM_EQ: "num-eq", EQ: "eq", JUMP_UNLESS_LT: "lt", JUMP_UNLESS_LE: "le", JUMP_UNLESS_GT: "gt", JUMP_UNLESS_GE: "ge",
  JUMP_UNLESS_NUM_EQ: "num-eq",
};
/** Primitives that look at the caller's frames, or end its slice: the interpreter runs them. */
const FRAME_PRIMS = new Set(["process-info", "yield", "exit-self", "exit", "exit-program", "heap-check", "collect", "sleep-until"]);

interface State {
  locals: Node[];
  stack: Node[];
}

/** The graph of a code from `start` on: 0, or one of flow.entries; undefined if it can't be entered there. */
export function buildGraph(flow: Flow, start: number): Graph | undefined {
  return new Builder(flow, start).run();
}

const fixnum = (n: number | bigint): bigint => BigInt.asUintN(64, BigInt(n) << 3n);
/** Blocks of one graph: nesting in WebAssembly, and the time to compile, grow with them. */
const MAX_BLOCKS = 1500;

class Builder {
  private readonly nodes: Node[] = [];
  private readonly constants = new Map<bigint, Node>();
  private readonly blocks = new Map<number, Block>();
  private readonly order: Block[] = [];
  private readonly states = new Map<Block, State>();
  private readonly headers = new Map<number, (Node | null)[]>();
  /** Number of edges to each block. */
  private readonly predecessors = new Map<number, number>();
  private readonly closure: Node;
  private readonly nil: Node;
  private readonly args: Node[] = [];
  private block!: Block;
  private state!: State;
  private live: bigint[] = [];
  private index = 0;

  constructor(
    private readonly flow: Flow,
    private readonly start: number,
  ) {
    this.closure = this.node("closure", []);
    this.nil = this.constant(WORD.NIL);
  }

  private node(op: NodeOp, args: Node[], imm = 0, data: Node["data"] = null): Node {
    const n = new Node(this.nodes.length, op, args, imm, data);
    this.nodes.push(n);
    return n;
  }
  private constant(word: bigint): Node {
    let n = this.constants.get(word);
    if (n === undefined) {
      n = this.node("const", [], 0, word);
      this.constants.set(word, n);
    }
    return n;
  }

  run(): Graph | undefined {
    const { code } = this.flow;
    this.shape();
    const entry = new Block(-1);
    const first = this.blocks.get(this.start) as Block;
    entry.term = { kind: "jump", target: first };
    first.preds.push(entry);
    entry.edges.push(0);
    this.order.unshift(entry);
    this.order.forEach((b, i) => {
      b.order = i;
    });
    const count = code.arity + (code.variadic ? 1 : 0);
    const locals: Node[] = [];
    if (this.start === 0) {
      for (let i = 0; i < count; i++) this.args.push(this.node("arg", [], i));
      for (let i = 0; i < code.nlocals; i++) locals.push(this.args[i] ?? this.nil);
    } else {
      const live = (this.flow.blocks.get(this.start) as FlowBlock).liveIn;
      for (let i = 0; i < code.nlocals; i++) locals.push(((live >> BigInt(i)) & 1n) === 1n ? this.node("slot", [], i) : this.nil);
      entry.nodes.push(...locals.filter((n) => n.op === "slot"));
    }
    // Edges are filled in as their sources are visited.
    const edges = new Map<Block, State[]>();
    edges.set(first, [{ locals, stack: [] }]);
    for (const b of this.order) if (b !== entry) this.visit(b, edges);
    for (const [b, states] of edges) this.join(b, states);
    this.simplify();
    const headers = new Map<number, (Node | null)[]>();
    for (const [pc, slots] of this.headers) headers.set(pc, slots.map((n) => (n === null ? null : resolve(n))));
    return { entry, blocks: this.order, args: this.args, closure: this.closure, nodes: this.nodes, headers };
  }

  /** Blocks that can be reached, in reverse postorder, with their edges. */
  private shape(): void {
    const { blocks } = this.flow;
    const out: number[] = [];
    const done = new Set<number>();
    const open = new Set<number>();
    const stack: { pc: number; i: number }[] = [{ pc: this.start, i: 0 }];
    const loops = new Set<number>();
    open.add(this.start);
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { pc: number; i: number };
      const fb = blocks.get(top.pc) as FlowBlock;
      const next = this.nextOf(fb);
      if (top.i < next.length) {
        const to = next[next.length - 1 - top.i++] as number;
        if (open.has(to)) loops.add(to);
        else if (!done.has(to)) {
          open.add(to);
          stack.push({ pc: to, i: 0 });
        }
        continue;
      }
      stack.pop();
      open.delete(top.pc);
      done.add(top.pc);
      out.push(top.pc);
    }
    if (out.length > MAX_BLOCKS) throw new Refusal(`too many branches (${out.length})`);
    this.predecessors.set(this.start, 1);
    for (const pc of out) {
      for (const to of this.nextOf(blocks.get(pc) as FlowBlock)) this.predecessors.set(to, (this.predecessors.get(to) ?? 0) + 1);
    }
    for (const pc of out.reverse()) {
      const b = new Block(pc);
      b.loop = loops.has(pc);
      this.blocks.set(pc, b);
      this.order.push(b);
    }
  }
  /** Successors as the graph has them: waiting is left to the interpreter. */
  private nextOf(b: FlowBlock): number[] {
    const last = b.insts[b.insts.length - 1] as Inst;
    if (last.op.name === "RECV_WAIT" || last.op.name === "RECV_WAIT_UNTIL" || last.op.name === "TAIL_CALL" || last.op.name === "THROW") return [];
    for (const i of b.insts) if (this.leaves(i)) return [];
    return b.next;
  }
  private leaves(i: Inst): boolean {
    return i.op.name === "PRIM" && FRAME_PRIMS.has((PRIM_BY_ID.get(i.args[0] as number) as PrimRow).name);
  }

  private visit(b: Block, edges: Map<Block, State[]>): void {
    const fb = this.flow.blocks.get(b.pc) as FlowBlock;
    this.block = b;
    this.live = liveBefore(fb, this.flow.blocks);
    this.state = this.enter(b, fb, edges.get(b) ?? []);
    for (this.index = 0; this.index < fb.insts.length && b.term === null; this.index++) this.inst(fb.insts[this.index] as Inst);
    if (b.term === null) b.term = { kind: "jump", target: this.blocks.get(fb.next[0] as number) as Block };
    const term = b.term as Terminator;
    successors(term).forEach((to, k) => {
      b.edges.push(to.preds.push(b) - 1);
      let list = edges.get(to);
      if (list === undefined) {
        list = [];
        edges.set(to, list);
      }
      const stack = term.kind === "receive" && k === 0 ? [...this.state.stack, term.test] : [...this.state.stack];
      list.push({ locals: [...this.state.locals], stack });
    });
  }

  /** State at a block's start: one predecessor's, or phis of every live slot. */
  private enter(b: Block, fb: FlowBlock, known: readonly State[]): State {
    const from = known[0];
    if (from === undefined) throw new Error(`block ${b.pc} has no predecessor`);
    const slots: (Node | null)[] = [];
    if (!b.loop && this.predecessors.get(b.pc) === 1) return { locals: [...from.locals], stack: [...from.stack] };
    const phi = (): Node => {
      const n = this.node("phi", []);
      b.phis.push(n);
      return n;
    };
    const locals = from.locals.map((_, i) => {
      const live = ((fb.liveIn >> BigInt(i)) & 1n) === 1n;
      slots.push(live ? phi() : null);
      return slots[i] ?? this.nil;
    });
    const stack = from.stack.map(phi);
    this.states.set(b, { locals, stack });
    if (stack.length === 0) this.headers.set(b.pc, slots);
    return { locals: [...locals], stack: [...stack] };
  }
  private join(b: Block, states: readonly State[]): void {
    const s = this.states.get(b);
    if (s === undefined) return;
    const fill = (n: Node, pick: (x: State) => Node | undefined): void => {
      if (n.op !== "phi" || !b.phis.includes(n)) return;
      n.args = states.map((x) => {
        const v = pick(x);
        if (v === undefined) throw new Error(`block ${b.pc}: the stacks of its predecessors differ`);
        return v;
      });
    };
    s.locals.forEach((n, i) => fill(n, (x) => x.locals[i]));
    s.stack.forEach((n, i) => fill(n, (x) => x.stack[i]));
  }

  /** Phis of one value vanish. */
  private simplify(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const b of this.order) {
        for (let k = 0; k < b.phis.length; k++) {
          const phi = b.phis[k] as Node;
          let only: Node | null = null;
          let trivial = true;
          for (const a of phi.args) {
            const v = resolve(a);
            if (v === phi || v === only) continue;
            if (only !== null) {
              trivial = false;
              break;
            }
            only = v;
          }
          if (!trivial) continue;
          phi.repl = only ?? this.nil;
          b.phis.splice(k--, 1);
          changed = true;
        }
      }
    }
    const settle = (s: FrameState | null): FrameState | null => (s === null ? null : { pc: s.pc, slots: s.slots.map((n) => (n === null ? null : resolve(n))) });
    for (const n of this.nodes) {
      n.args = n.args.map(resolve);
      n.before = settle(n.before);
      n.after = settle(n.after);
    }
    for (const b of this.order) {
      const t = b.term as Terminator;
      if (t.kind === "branch" || t.kind === "nil" || t.kind === "receive") t.test = resolve(t.test);
      else if (t.kind === "return") t.value = resolve(t.value);
      else if (t.kind === "switch") b.term = { ...t, subject: resolve(t.subject), before: settle(t.before) as FrameState };
      else if (t.kind === "exit") b.term = { kind: "exit", state: settle(t.state) as FrameState };
    }
  }

  // ---- one instruction

  private frame(pc: number, live: bigint, stack: readonly Node[]): FrameState {
    const slots: (Node | null)[] = this.state.locals.map((n, i) => (((live >> BigInt(i)) & 1n) === 1n ? n : null));
    for (const n of stack) slots.push(n);
    return { pc, slots };
  }
  private before(i: Inst): FrameState {
    return this.frame(i.pc, this.live[this.index] as bigint, this.state.stack);
  }
  private push(n: Node): void {
    this.state.stack.push(n);
  }
  private pop(): Node {
    const n = this.state.stack.pop();
    if (n === undefined) throw new Error("an operand is missing");
    return n;
  }
  private take(n: number): Node[] {
    return n === 0 ? [] : this.state.stack.splice(this.state.stack.length - n, n);
  }
  private add(op: NodeOp, args: Node[], imm = 0, data: Node["data"] = null): Node {
    const n = this.node(op, args, imm, data);
    this.block.nodes.push(n);
    return n;
  }
  /** A node that may leave the code: takes its operands off the stack. */
  private effect(i: Inst, op: NodeOp, pops: number, imm = 0, data: Node["data"] = null, extra: Node[] = []): Node {
    const before = this.before(i);
    const args = [...this.take(pops), ...extra];
    const n = this.add(op, args, imm, data);
    n.before = before;
    n.after = this.frame(i.end, this.live[this.index + 1] as bigint, this.state.stack);
    return n;
  }
  private local(i: Inst, k = 0): number {
    return i.args[k] as number;
  }
  private read(slot: number): Node {
    return this.state.locals[slot] as Node;
  }
  private target(i: Inst): Block {
    return this.blocks.get(this.label(i)) as Block;
  }
  private label(i: Inst): number {
    return i.args[i.op.operands.indexOf("label")] as number;
  }
  private branch(test: Node, then: number, otherwise: number, kind: "branch" | "nil" = "branch"): void {
    this.block.term = { kind, test, then: this.blocks.get(then) as Block, otherwise: this.blocks.get(otherwise) as Block };
  }
  /** A comparison whose operands are where `before` says. */
  private compare(i: Inst, op: CmpOp, args: Node[], before: FrameState): Node {
    const n = this.add("cmp", args, primId(op), op);
    n.before = before;
    n.after = this.frame(i.end, this.live[this.index + 1] as bigint, this.state.stack);
    return n;
  }

  private inst(i: Inst): void {
    const name = i.op.name;
    const consts = this.flow.code.consts;
    switch (name) {
      case "NIL":
        this.push(this.nil);
        return;
      case "TRUE":
        this.push(this.constant(WORD.TRUE));
        return;
      case "FALSE":
        this.push(this.constant(WORD.FALSE));
        return;
      case "INT":
        this.push(this.constant(fixnum(i.args[0] as number)));
        return;
      case "CONST":
        this.push(this.constant(consts[i.args[0] as number] as bigint));
        return;
      case "LOAD":
        this.push(this.read(this.local(i)));
        return;
      case "LOAD2":
        this.push(this.read(this.local(i)));
        this.push(this.read(this.local(i, 1)));
        return;
      case "MOVE":
        this.push(this.read(this.local(i)));
        this.state.locals[this.local(i)] = this.nil;
        return;
      case "STORE":
        this.state.locals[this.local(i)] = this.pop();
        return;
      case "TEE":
        this.state.locals[this.local(i)] = this.state.stack[this.state.stack.length - 1] as Node;
        return;
      case "CLEAR":
        this.state.locals[this.local(i)] = this.nil;
        return;
      case "POP":
        this.pop();
        return;
      case "DUP":
        this.push(this.state.stack[this.state.stack.length - 1] as Node);
        return;
      case "CAPTURE":
        this.push(this.add("capture", [this.closure], i.args[0] as number));
        return;
      case "CAPTURE_MOVE":
        this.push(this.add("capture-move", [this.closure], i.args[0] as number));
        return;
      case "SELF":
        this.push(this.closure);
        return;
      case "VAR_GET":
        this.push(this.effect(i, "var", 0, 0, consts[i.args[0] as number] as bigint));
        return;
      case "VAR_SET":
        this.push(this.effect(i, "var-set", 1, 0, consts[i.args[0] as number] as bigint));
        return;
      case "VAR_DEF":
        this.push(this.effect(i, "var-def", 1, 0, consts[i.args[0] as number] as bigint));
        return;
      case "JUMP":
        this.block.term = { kind: "jump", target: this.target(i) };
        return;
      case "JUMP_IF_FALSE":
        this.branch(this.pop(), i.end, this.label(i));
        return;
      case "JUMP_IF_TRUE":
        this.branch(this.pop(), this.label(i), i.end);
        return;
      case "JUMP_IF_NIL":
        this.branch(this.pop(), this.label(i), i.end, "nil");
        return;
      case "JUMP_IF_NOT_NIL":
        this.branch(this.pop(), i.end, this.label(i), "nil");
        return;
      case "JUMP_UNLESS_LOCAL":
        this.branch(this.read(this.local(i)), i.end, this.label(i));
        return;
      case "LOOP": {
        const to = this.flow.blocks.get(this.label(i)) as FlowBlock;
        const n = this.add("safepoint", []);
        n.before = this.frame(to.pc, to.liveIn, this.state.stack);
        this.block.term = { kind: "jump", target: this.target(i) };
        return;
      }
      case "JUMP_UNLESS_LT":
      case "JUMP_UNLESS_LE":
      case "JUMP_UNLESS_GT":
      case "JUMP_UNLESS_GE":
      case "JUMP_UNLESS_NUM_EQ": {
        const before = this.before(i);
        this.branch(this.compare(i, CMP_OPS[name] as CmpOp, this.take(2), before), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_LT_INT":
      case "JUMP_UNLESS_EQ_INT": {
        const before = this.before(i);
        const a = this.pop();
        const op = name === "JUMP_UNLESS_LT_INT" ? "lt" : "num-eq";
        this.branch(this.compare(i, op, [a, this.constant(fixnum(i.args[0] as number))], before), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_LT_LOCAL_INT": {
        const args = [this.read(this.local(i)), this.constant(fixnum(i.args[1] as number))];
        this.branch(this.compare(i, "lt", args, this.before(i)), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_LT_LOCALS": {
        const args = [this.read(this.local(i)), this.read(this.local(i, 1))];
        this.branch(this.compare(i, "lt", args, this.before(i)), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_IDENTICAL":
        this.branch(this.add("identical", this.take(2)), i.end, this.label(i));
        return;
      case "SWITCH": {
        const before = this.before(i);
        const targets = (i.targets as number[]).map((t) => this.blocks.get(t) as Block);
        this.block.term = { kind: "switch", subject: this.pop(), table: consts[i.args[0] as number] as bigint, targets, before };
        return;
      }
      case "ADD":
      case "SUB":
      case "MUL":
        this.push(this.effect(i, "num", 2, primId(NUM_OPS[name] as string), NUM_OPS[name] as NumOp));
        return;
      case "ADD_INT":
        this.push(this.effect(i, "num", 1, primId("add"), "add", [this.constant(fixnum(i.args[0] as number))]));
        return;
      case "LOAD_ADD_INT": {
        const n = this.effect(i, "num", 0, primId("add"), "add", [this.read(this.local(i)), this.constant(fixnum(i.args[1] as number))]);
        this.push(n);
        return;
      }
      case "INC_LOCAL": {
        const n = this.effect(i, "num", 0, primId("add"), "add", [this.read(this.local(i)), this.constant(fixnum(i.args[1] as number))]);
        // Its slow path leaves a mark below the call: the interpreter does it.
        n.after = null;
        this.state.locals[this.local(i)] = n;
        return;
      }
      case "LT":
      case "LE":
      case "GT":
      case "GE":
      case "NUM_EQ":
      case "EQ": {
        const before = this.before(i);
        this.push(this.compare(i, CMP_OPS[name] as CmpOp, this.take(2), before));
        return;
      }
      case "IDENTICAL":
        this.push(this.add("identical", this.take(2)));
        return;
      case "NOT":
        this.push(this.add("not", [this.pop()]));
        return;
      case "IS_NIL":
        this.push(this.add("is-nil", [this.pop()]));
        return;
      case "IS_TYPE":
        this.push(this.add("is-type", [this.pop()], i.args[0] as number));
        return;
      case "FRAME":
        this.header();
        return;
      case "FRAME_VAR": {
        const n = this.effect(i, "var", 0, 0, consts[i.args[0] as number] as bigint);
        this.header();
        this.push(n);
        return;
      }
      case "FRAME_SELF":
        this.header();
        this.push(this.closure);
        return;
      case "CALL": {
        const n = i.args[0] as number;
        const call = this.effect(i, "call", n + 4);
        call.args.splice(0, 3);
        this.push(call);
        return;
      }
      case "APPLY": {
        const call = this.effect(i, "apply", 6);
        call.args.splice(0, 3);
        this.push(call);
        return;
      }
      case "RETURN":
        this.block.term = { kind: "return", value: this.pop() };
        return;
      case "CLOSURE":
        this.push(this.add("make-closure", this.take(i.args[1] as number), Number((consts[i.args[0] as number] as bigint) & 0xfffffff8n)));
        return;
      case "SET_CAPTURE": {
        const [closure, value] = this.take(2) as [Node, Node];
        this.add("set-capture", [closure, value], i.args[0] as number);
        return;
      }
      case "VECTOR":
      case "LIST":
      case "MAP":
      case "SET":
        this.push(this.effect(i, name.toLowerCase() as NodeOp, i.args[0] as number));
        return;
      case "PRIM":
        this.prim(i, PRIM_BY_ID.get(i.args[0] as number) as PrimRow);
        return;
      case "FIELD":
        this.push(this.effect(i, "field", 1, i.args[0] as number));
        return;
      case "SET_FIELD":
        this.push(this.effect(i, "set-field", 2, i.args[0] as number));
        return;
      case "RECV": {
        const test = this.add("receive", []);
        this.block.term = { kind: "receive", test, then: this.blocks.get(i.end) as Block, otherwise: this.target(i) };
        return;
      }
      case "RECV_TAKE":
        this.add("receive-take", []);
        return;
      case "RECV_NEXT":
        this.add("receive-next", []);
        return;
      case "RECV_START":
        this.add("receive-start", []);
        return;
      case "RECV_WAIT":
      case "RECV_WAIT_UNTIL":
      case "TAIL_CALL":
      case "THROW":
        this.leave(i);
        return;
      default:
        throw new Refusal(`instruction ${name}`);
    }
  }

  private header(): void {
    const zero = this.constant(0n);
    this.state.stack.push(zero, zero, zero);
  }
  private leave(i: Inst): void {
    this.block.term = { kind: "exit", state: this.before(i) };
  }

  private prim(i: Inst, row: PrimRow): void {
    if (FRAME_PRIMS.has(row.name)) {
      this.leave(i);
      return;
    }
    const num = NUM_PRIMS[row.name];
    if (num !== undefined) {
      this.push(this.effect(i, "num", row.arity, row.id, num));
      return;
    }
    if (row.name === "math1" && (this.state.stack[this.state.stack.length - 2] as Node).data === 0n) {
      const n = this.effect(i, "num", 2, row.id, "sqrt");
      n.args.shift();
      this.push(n);
      return;
    }
    if (row.name === "eq" || CMP_OPS[row.name.toUpperCase().replace("-", "_")] !== undefined) {
      const before = this.before(i);
      this.push(this.compare(i, row.name as CmpOp, this.take(2), before));
      return;
    }
    if (row.name === "identical") {
      this.push(this.add("identical", this.take(2)));
      return;
    }
    this.push(this.effect(i, "prim", row.arity, row.id, row));
  }
}
