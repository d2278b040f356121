/**
 * Bytecode to SSA: the stack machine is run with nodes for values (build-insts.ts). Blocks are visited in reverse postorder; where
 * control meets, every live slot gets a phi, and phis that join one value only vanish again (Braun et al., Simple and Efficient
 * Construction of Static Single Assignment Form, 2013, section 3).
 */
import type { Inst } from "../bytecode/index.js";
import { type Inliner, Instructions } from "./build-insts.js";
import { type Flow, type FlowBlock, type Live, liveIn } from "./flow.js";
import { replacedLocals } from "./given.js";
import { Block, type Frame, type Graph, type Node, successors, type Terminator } from "./graph.js";
import type { GivenClosure } from "./input.js";
import { HEADER } from "./layout.js";
import { MAX_BLOCKS, Refusal, Scope, type State } from "./scope.js";
import { simplify } from "./simplify.js";

/** The graph of a code from `start` on: 0, or one of flow.entries. given: closures that stand in arguments. */
export function buildGraph(flow: Flow, start: number, inliner: Inliner, given: readonly GivenClosure[] = []): Graph {
  return new Builder(flow, start, inliner, given).run();
}

const NONE: ReadonlySet<number> = new Set();
/** Arguments that no instruction replaces. */
function keptArguments(flow: Flow): ReadonlySet<number> {
  const replaced = replacedLocals(flow);
  return new Set(Array.from({ length: flow.code.arity }, (_, i) => i).filter((i) => !replaced.has(i)));
}

class Builder extends Instructions {
  private readonly order: Block[] = [];
  private extent = 0;
  private readonly args: Node[] = [];
  /** Arguments that keep their value, so that no phi hides what they are. */
  private readonly kept: ReadonlySet<number>;

  constructor(
    private readonly flow: Flow,
    private readonly start: number,
    inliner: Inliner,
    private readonly given: readonly GivenClosure[],
  ) {
    super(inliner);
    this.kept = given.length === 0 ? new Set() : keptArguments(flow);
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
  protected inlineCall(i: Inst, flow: Flow, closure: Node, args: Node[]): void {
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
}
