/**
 * Bytecode to SSA: the stack machine is run with nodes for values. Blocks are visited in reverse postorder; where control meets,
 * every live slot gets a phi, and phis that join one value only vanish again (Braun et al., Simple and Efficient
 * Construction of Static Single Assignment Form, 2013, section 3).
 *
 * Long because one method has a case for every instruction.
 */
import { PRIMITIVES, type PrimRow, WORD } from "../../spec/index.js";
import { type Inst, jumpTargets } from "../bytecode/index.js";
import type { Flow, FlowBlock, Live } from "./flow.js";
import { typeId } from "./layout.js";
import { FRAME_PRIMS, MAX_BLOCKS, Refusal, Scope, type State } from "./scope.js";
import {
  Block,
  type CmpOp,
  type Frame,
  type FrameState,
  type Graph,
  Node,
  type NodeOp,
  type NumOp,
  successors,
  type Terminator,
} from "./graph.js";
import { replacedLocals } from "./given.js";
import type { ClosureShape, GivenClosure } from "./input.js";
import { simplify } from "./simplify.js";

const PRIM = new Map(PRIMITIVES.map((p) => [p.name, p]));
const PRIM_BY_ID = new Map(PRIMITIVES.map((p) => [p.id, p]));
const primId = (name: string): number => (PRIM.get(name) as PrimRow).id;

/** Instructions and primitives of arithmetic. */
const NUM_OPS: Record<string, NumOp> = { ADD: "add", SUB: "sub", MUL: "mul" };
const NUM_PRIMS: Record<string, NumOp> = {
  add: "add",
  sub: "sub",
  mul: "mul",
  div: "div",
  quot: "quot",
  rem: "rem",
  mod: "mod",
  neg: "neg",
  "unchecked-add": "wrap-add",
  "unchecked-sub": "wrap-sub",
  "unchecked-mul": "wrap-mul",
  "bit-not": "not",
  "bit-and": "and",
  "bit-or": "or",
  "bit-xor": "xor",
  shl: "shl",
  shr: "shr",
  ushr: "ushr",
  double: "double",
};
const CMP_OPS: Record<string, CmpOp> = {
  LT: "lt",
  LE: "le",
  GT: "gt",
  GE: "ge",
  NUM_EQ: "num-eq",
  EQ: "eq",
  JUMP_UNLESS_LT: "lt",
  JUMP_UNLESS_LE: "le",
  JUMP_UNLESS_GT: "gt",
  JUMP_UNLESS_GE: "ge",
  JUMP_UNLESS_NUM_EQ: "num-eq",
};

const CMP_PRIMS = new Set<string>(Object.values(CMP_OPS));

/** Predicates that hold for the objects of one type and for nothing else. */
const EXACT_TYPES: Record<string, number> = {
  "string?": typeId("STRING"),
  "keyword?": typeId("KEYWORD"),
  "symbol?": typeId("SYMBOL"),
  "atom?": typeId("ATOM"),
  "volatile?": typeId("VOLATILE"),
  "reduced?": typeId("REDUCED"),
  "map-entry?": typeId("MAP_ENTRY"),
  "cons?": typeId("CONS"),
  "lazy?": typeId("LAZY"),
  "var?": typeId("VAR"),
  "ratio?": typeId("RATIO"),
  "regex?": typeId("REGEX"),
};

/** What may be inlined, `depth` calls deep inside the function. */
export interface Inliner {
  /** For a call through a var: with the closure that must stand there. */
  ofVar(variable: bigint, args: number, depth: number): { readonly flow: Flow; readonly closure: bigint } | undefined;
  /** For a call of a closure whose codes are known by the first. */
  ofCode(first: number, args: number, depth: number): Flow | undefined;
}

/** The graph of a code from `start` on: 0, or one of flow.entries. given: closures that stand in arguments. */
export function buildGraph(flow: Flow, start: number, inliner: Inliner, given: readonly GivenClosure[] = []): Graph {
  return new Builder(flow, start, inliner, given).run();
}

/** At the start of a block. */
const liveIn = (b: FlowBlock): Live => b.live[0] as Live;
const fixnum = (n: number | bigint): bigint => BigInt.asUintN(64, BigInt(n) << 3n);
/** Bytes of bytecode that may be inlined into one function. */
const MOST_INLINED = 800;
const HEADER = 32;
const NONE: ReadonlySet<number> = new Set();
/** Arguments that no instruction replaces. */
function keptArguments(flow: Flow): ReadonlySet<number> {
  const replaced = replacedLocals(flow);
  return new Set(Array.from({ length: flow.code.arity }, (_, i) => i).filter((i) => !replaced.has(i)));
}

const RUNNING_PRIMS = new Set(PRIMITIVES.filter((p) => p.slow !== undefined || /^(var|bindings)-/.test(p.name)));
/** Whether code of a program may run inside a node, which may set any var. */
function mayRun(n: Node): boolean {
  if (n.op === "prim") return RUNNING_PRIMS.has(n.data as PrimRow);
  return n.op === "call" || n.op === "apply" || n.op === "var-set" || n.op === "var-def" || n.op === "map" || n.op === "set";
}

class Builder {
  private readonly nodes: Node[] = [];
  private readonly constants = new Map<bigint, Node>();
  private readonly order: Block[] = [];
  private readonly frameStates: FrameState[] = [];
  private readonly inlined = new Map<Node, bigint>();
  private inlinedBytes = 0;
  private extent = 0;
  private readonly closure: Node;
  private readonly nil: Node;
  private readonly args: Node[] = [];
  /** Closures whose code is known. */
  private readonly shapes = new Map<Node, ClosureShape>();
  /** Closures made here that get captures after they are made: functions that know themselves. */
  private readonly completed = new Set<Node>();
  /** Their captures, by closure, loaded once and for all in front of the function. */
  private readonly captures = new Map<Node, Node[]>();
  private readonly front = new Block(-1);
  /** Arguments that keep their value, so that no phi hides what they are. */
  private readonly kept: ReadonlySet<number>;
  private scope!: Scope;
  private block!: Block;
  private state!: State;
  private live: readonly Live[] = [];
  private index = 0;

  constructor(
    private readonly flow: Flow,
    private readonly start: number,
    private readonly inliner: Inliner,
    private readonly given: readonly GivenClosure[],
  ) {
    this.kept = given.length === 0 ? new Set() : keptArguments(flow);
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
  /** Blocks are numbered as they are visited: a reverse postorder, since inlined functions have no loops. */
  private place(b: Block): void {
    b.order = this.order.push(b) - 1;
    if (b.order > MAX_BLOCKS) throw new Refusal(`too many branches (${b.order})`);
  }

  run(): Graph {
    const { code } = this.flow;
    const scope = new Scope(this.flow, this.start, { code, closure: this.closure, base: 0, caller: null }, 0);
    this.extent = HEADER + 8 * code.nslots;
    const entry = new Block(-1);
    const count = code.arity + (code.variadic ? 1 : 0);
    const locals: Node[] = [];
    if (this.start === 0) {
      for (let i = 0; i < count; i++) this.args.push(this.node("arg", [], i));
      for (let i = 0; i < code.nlocals; i++) locals.push(this.args[i] ?? this.nil);
    } else {
      const live = liveIn(this.flow.blocks.get(this.start) as FlowBlock);
      for (let i = 0; i < code.nlocals; i++) locals.push(live[i] === 1 ? this.node("slot", [], i) : this.nil);
      entry.nodes.push(...locals.filter((n) => n.op === "slot"));
    }
    this.place(entry);
    for (const { slot, shape } of this.given) {
      const closure = locals[slot];
      if (closure !== undefined && closure !== this.nil) this.shapes.set(closure, shape);
    }
    this.body(scope, this.given.length === 0 ? entry : this.behind(entry), locals, new Map());
    const headers = new Map<number, (Node | null)[]>();
    for (const [b, s] of scope.states) {
      if (s.stack.length > 0) continue;
      const live = liveIn(this.flow.blocks.get(b.pc) as FlowBlock);
      headers.set(
        b.pc,
        s.locals.map((n, i) => (live[i] === 1 ? n : null)),
      );
    }
    const graph = {
      entry,
      blocks: this.order,
      args: this.args,
      closure: this.closure,
      nodes: this.nodes,
      states: this.frameStates,
      headers,
      inlined: this.inlined,
      shapes: this.shapes,
      extent: this.extent,
    };
    simplify(graph);
    return graph;
  }

  /** The block in front of the function, after the entry. */
  private behind(entry: Block): Block {
    this.place(this.front);
    entry.term = { kind: "jump", target: this.front };
    entry.edges.push(this.front.preds.push(entry) - 1);
    return this.front;
  }

  /** All blocks of a function, entered from `from` with these locals. */
  private body(scope: Scope, from: Block, locals: Node[], vars: Map<bigint, Node>): void {
    const outer = this.scope;
    this.scope = scope;
    const first = scope.blocks.get(scope.start) as Block;
    from.term = { kind: "jump", target: first };
    from.edges.push(first.preds.push(from) - 1);
    scope.edges.set(first, [{ locals, stack: [], vars }]);
    // Where an inlined call never returns, some of what follows is not reached after all.
    for (const b of scope.order) if (scope.edges.has(b)) this.visit(b);
    for (const [b, states] of scope.edges) this.join(b, states);
    this.scope = outer;
  }

  private visit(b: Block): void {
    const { scope } = this;
    const fb = scope.flow.blocks.get(b.pc) as FlowBlock;
    this.place(b);
    this.block = b;
    this.live = fb.live;
    this.state = this.enter(b, fb, scope.edges.get(b) ?? []);
    if (b.loop) b.start = this.frame(b.pc, liveIn(fb), this.state.stack);
    for (this.index = 0; this.index < fb.insts.length && this.block.term === null; this.index++) this.inst(fb.insts[this.index] as Inst);
    // Inlining goes on in another block.
    const end = this.block;
    if (end.term === null) end.term = { kind: "jump", target: scope.blocks.get(fb.next[0] as number) as Block };
    const term = end.term as Terminator;
    if (term.kind === "return" && scope.returns !== null) {
      scope.returns.push({ block: end, value: term.value, vars: this.state.vars });
      end.term = null;
      return;
    }
    successors(term).forEach((to, k) => {
      end.edges.push(to.preds.push(end) - 1);
      let list = scope.edges.get(to);
      if (list === undefined) {
        list = [];
        scope.edges.set(to, list);
      }
      const stack = term.kind === "receive" && k === 0 ? [...this.state.stack, term.test] : [...this.state.stack];
      list.push({ locals: [...this.state.locals], stack, vars: this.state.vars });
    });
  }

  /** State at a block's start: one predecessor's, or phis of every live slot. */
  private enter(b: Block, fb: FlowBlock, known: readonly State[]): State {
    const from = known[0];
    if (from === undefined) throw new Error(`block ${b.pc} has no predecessor`);
    if (!b.loop && this.scope.predecessors.get(b.pc) === 1)
      return { locals: [...from.locals], stack: [...from.stack], vars: new Map(from.vars) };
    const phi = (): Node => {
      const n = this.node("phi", []);
      b.phis.push(n);
      return n;
    };
    const live = liveIn(fb);
    const kept = this.scope.frame.caller === null ? this.kept : NONE;
    const locals = from.locals.map((n, i) => (live[i] !== 1 ? this.nil : kept.has(i) ? n : phi()));
    const stack = from.stack.map(phi);
    this.scope.states.set(b, { locals, stack, vars: new Map() });
    return { locals: [...locals], stack: [...stack], vars: new Map() };
  }

  private join(b: Block, states: readonly State[]): void {
    const s = this.scope.states.get(b);
    if (s === undefined) return;
    const fill = (n: Node, pick: (x: State) => Node | undefined): void => {
      if (n.op !== "phi") return; // dead
      n.args = states.map((x) => {
        const v = pick(x);
        if (v === undefined) throw new Error(`block ${b.pc}: the stacks of its predecessors differ`);
        return v;
      });
    };
    s.locals.forEach((n, i) => fill(n, (x) => x.locals[i]));
    s.stack.forEach((n, i) => fill(n, (x) => x.stack[i]));
  }

  /** Puts a function's code in the place of a call of it. */
  private inlineCall(i: Inst, flow: Flow, closure: Node, args: Node[]): void {
    const { code } = flow;
    const { scope } = this;
    const after = this.frame(i.end, this.live[this.index + 1] as Live, this.state.stack);
    const base = scope.frame.base + HEADER + 8 * (scope.flow.code.nlocals + this.state.stack.length);
    const frame: Frame = { code, closure, base, caller: after };
    this.inlinedBytes += code.bytes.length;
    this.extent = Math.max(this.extent, base + HEADER + 8 * code.nslots);
    const locals = Array.from({ length: code.nlocals }, (_, k) => args[k] ?? this.nil);
    const charge = this.add("safepoint", []);
    charge.before = this.note({ frame, pc: 0, slots: locals.map((n) => (n === this.nil ? null : n)) });
    const saved = { state: this.state, live: this.live, index: this.index };
    const inner = new Scope(flow, 0, frame, scope.depth + 1);
    this.body(inner, this.block, locals, this.state.vars);
    Object.assign(this, saved);
    const returns = inner.returns ?? [];
    this.state.vars = returns.length === 1 ? new Map((returns[0] as { vars: Map<bigint, Node> }).vars) : new Map();
    if (returns.length === 0) {
      this.block = new Block(i.end);
      this.block.term = { kind: "exit", state: after }; // what follows is never reached
      return;
    }
    const next = new Block(i.end);
    this.place(next);
    for (const { block } of returns) {
      block.term = { kind: "jump", target: next };
      block.edges.push(next.preds.push(block) - 1);
    }
    this.block = next;
    let value = (returns[0] as { value: Node }).value;
    if (returns.length > 1) {
      value = this.node(
        "phi",
        returns.map((r) => r.value),
      );
      next.phis.push(value);
    }
    this.push(value);
  }

  // ---- one instruction

  private note(s: FrameState): FrameState {
    this.frameStates.push(s);
    return s;
  }
  private frame(pc: number, live: Live, stack: readonly Node[]): FrameState {
    const slots: (Node | null)[] = this.state.locals.map((n, i) => (live[i] === 1 ? n : null));
    for (let i = 0; i < stack.length; i++) slots.push(stack[i] as Node);
    return this.note({ frame: this.scope.frame, pc, slots });
  }
  private before(i: Inst): FrameState {
    return this.frame(i.pc, this.live[this.index] as Live, this.state.stack);
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
    n.after = this.frame(i.end, this.live[this.index + 1] as Live, this.state.stack);
    if (mayRun(n)) this.state.vars.clear();
    return n;
  }
  private variable(i: Inst, word: bigint): Node {
    let n = this.state.vars.get(word);
    if (n === undefined) {
      n = this.effect(i, "var", 0, 0, word);
      this.state.vars.set(word, n);
    }
    return n;
  }
  private local(i: Inst, k = 0): number {
    return i.args[k] as number;
  }
  private read(slot: number): Node {
    return this.state.locals[slot] as Node;
  }
  private target(i: Inst): Block {
    return this.scope.blocks.get(this.label(i)) as Block;
  }
  private label(i: Inst): number {
    return jumpTargets(i)[0] as number;
  }
  private branch(test: Node, then: number, otherwise: number, kind: "branch" | "nil" = "branch"): void {
    this.block.term = { kind, test, then: this.scope.blocks.get(then) as Block, otherwise: this.scope.blocks.get(otherwise) as Block };
  }
  /** A comparison whose operands are where `before` says. */
  private compare(i: Inst, op: CmpOp, args: Node[], before: FrameState): Node {
    const n = this.add("cmp", args, primId(op), op);
    n.before = before;
    n.after = this.frame(i.end, this.live[this.index + 1] as Live, this.state.stack);
    if (op === "eq") this.state.vars.clear();
    return n;
  }

  private inst(i: Inst): void {
    const name = i.op.name;
    const { consts } = this.scope.flow.code;
    const { closure } = this.scope.frame;
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
        this.push(this.capture(closure, i.args[0] as number));
        return;
      case "CAPTURE_MOVE":
        this.push(this.add("capture-move", [closure], i.args[0] as number));
        return;
      case "SELF":
        this.push(closure);
        return;
      case "VAR_GET":
        this.push(this.variable(i, consts[i.args[0] as number] as bigint));
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
        const to = this.scope.flow.blocks.get(this.label(i)) as FlowBlock;
        const n = this.add("safepoint", []);
        n.before = this.frame(to.pc, liveIn(to), this.state.stack);
        this.block.term = this.scope.around.has(to.pc)
          ? { kind: "exit", state: n.before, enter: true }
          : { kind: "jump", target: this.target(i) };
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
        const targets = (i.targets as number[]).map((t) => this.scope.blocks.get(t) as Block);
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
        const n = this.variable(i, consts[i.args[0] as number] as bigint);
        this.header();
        this.push(n);
        return;
      }
      case "FRAME_SELF":
        this.header();
        this.push(closure);
        return;
      case "CALL": {
        const n = i.args[0] as number;
        const callee = this.state.stack[this.state.stack.length - n - 1] as Node;
        const target = this.inlinable(callee, n);
        if (target !== undefined) {
          const args = this.take(n);
          this.take(4);
          this.inlineCall(i, target.flow, target.closure, args);
          return;
        }
        const call = this.effect(i, "call", n + 4);
        call.args.splice(0, 3);
        this.push(call);
        return;
      }
      case "TAIL_CALL": {
        const before = this.before(i);
        const n = this.add("tail-call", this.take((i.args[0] as number) + 1));
        n.before = before;
        this.block.term = { kind: "exit", state: before };
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
        this.completed.add(closure);
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
        this.block.term = { kind: "receive", test, then: this.scope.blocks.get(i.end) as Block, otherwise: this.target(i) };
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
      case "RECV_WAIT": {
        const to = this.scope.flow.blocks.get(this.label(i)) as FlowBlock;
        this.block.term = { kind: "wait", parked: this.frame(to.pc, liveIn(to), this.state.stack) };
        return;
      }
      case "RECV_WAIT_UNTIL": {
        const to = this.scope.flow.blocks.get(this.label(i)) as FlowBlock;
        this.block.term = {
          kind: "wait-until",
          deadline: this.read(this.local(i)),
          passed: this.scope.blocks.get(i.end) as Block,
          parked: this.frame(to.pc, liveIn(to), this.state.stack),
        };
        return;
      }
      case "THROW":
        this.leave(i);
        return;
      default:
        throw new Refusal(`instruction ${name}`);
    }
  }

  /** The code that takes the place of a call, if some does, and the closure that it runs for. */
  private inlinable(callee: Node, args: number): { flow: Flow; closure: Node } | undefined {
    if (this.inlinedBytes >= MOST_INLINED) return undefined;
    const { depth } = this.scope;
    if (callee.op === "var") {
      const found = this.inliner.ofVar(callee.data as bigint, args, depth);
      if (found === undefined) return undefined;
      this.inlined.set(callee, found.closure);
      return { flow: found.flow, closure: this.constant(found.closure) };
    }
    const first = callee.op === "make-closure" ? callee.imm : this.shapes.get(callee)?.code;
    const flow = first === undefined ? undefined : this.inliner.ofCode(first, args, depth);
    return flow === undefined ? undefined : { flow, closure: callee };
  }
  /** What a closure has captured; that of one whose shape is known is a closure of a known shape, too. */
  private capture(closure: Node, k: number): Node {
    // One that is made here has captured what is at hand, unless something is put there later.
    if (closure.op === "make-closure" && !this.completed.has(closure)) return closure.args[k] as Node;
    const shape = this.shapes.get(closure);
    if (shape === undefined) return this.add("capture", [closure], k);
    let known = this.captures.get(closure);
    if (known === undefined) {
      known = [];
      this.captures.set(closure, known);
    }
    let n = known[k];
    if (n === undefined) {
      n = this.node("capture", [closure], k);
      this.front.nodes.push(n);
      known[k] = n;
      const inner = shape.captures[k];
      if (inner) this.shapes.set(n, inner);
    }
    return n;
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
    if (CMP_PRIMS.has(row.name)) {
      const before = this.before(i);
      this.push(this.compare(i, row.name as CmpOp, this.take(2), before));
      return;
    }
    const type = EXACT_TYPES[row.name];
    if (type !== undefined) {
      this.push(this.add("is-type", this.take(1), type));
      return;
    }
    if (row.name === "identical") {
      this.push(this.add("identical", this.take(2)));
      return;
    }
    this.push(this.effect(i, "prim", row.arity, row.id, row));
  }
}
