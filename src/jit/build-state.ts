/** A function's graph while it is built: its nodes, and what stands in the slots of the stack machine where the building is. */
import { PRIMITIVES, type PrimRow, WORD } from "../../spec/index.js";
import { type Inst, jumpTargets } from "../bytecode/index.js";
import type { Live } from "./flow.js";
import { type Block, type CmpOp, type FrameState, Node, type NodeOp } from "./graph.js";
import { primId } from "./layout.js";
import type { Scope, State } from "./scope.js";

const RUNNING_PRIMS = new Set(PRIMITIVES.filter((p) => p.slow !== undefined || /^(var|bindings)-/.test(p.name)));
/** Whether code of a program may run inside a node, which may set any var. */
function mayRun(n: Node): boolean {
  if (n.op === "prim") return RUNNING_PRIMS.has(n.data as PrimRow);
  return n.op === "call" || n.op === "apply" || n.op === "var-set" || n.op === "var-def" || n.op === "map" || n.op === "set";
}

export class BuildState {
  protected readonly nodes: Node[] = [];
  private readonly constants = new Map<bigint, Node>();
  protected readonly frameStates: FrameState[] = [];
  protected readonly closure: Node;
  protected readonly nil: Node;
  protected scope!: Scope;
  protected block!: Block;
  protected state!: State;
  protected live: readonly Live[] = [];
  protected index = 0;

  constructor() {
    this.closure = this.node("closure", []);
    this.nil = this.constant(WORD.NIL);
  }

  protected node(op: NodeOp, args: Node[], imm = 0, data: Node["data"] = null): Node {
    const n = new Node(this.nodes.length, op, args, imm, data);
    this.nodes.push(n);
    return n;
  }
  protected constant(word: bigint): Node {
    let n = this.constants.get(word);
    if (n === undefined) {
      n = this.node("const", [], 0, word);
      this.constants.set(word, n);
    }
    return n;
  }

  protected note(s: FrameState): FrameState {
    this.frameStates.push(s);
    return s;
  }
  protected frame(pc: number, live: Live, stack: readonly Node[]): FrameState {
    const slots: (Node | null)[] = this.state.locals.map((n, i) => (live[i] === 1 ? n : null));
    for (let i = 0; i < stack.length; i++) slots.push(stack[i] as Node);
    return this.note({ frame: this.scope.frame, pc, slots });
  }
  protected before(i: Inst): FrameState {
    return this.frame(i.pc, this.live[this.index] as Live, this.state.stack);
  }
  protected push(n: Node): void {
    this.state.stack.push(n);
  }
  protected pop(): Node {
    const n = this.state.stack.pop();
    if (n === undefined) throw new Error("an operand is missing");
    return n;
  }
  protected take(n: number): Node[] {
    return n === 0 ? [] : this.state.stack.splice(this.state.stack.length - n, n);
  }
  protected add(op: NodeOp, args: Node[], imm = 0, data: Node["data"] = null): Node {
    const n = this.node(op, args, imm, data);
    this.block.nodes.push(n);
    return n;
  }
  /** A node that may leave the code: takes its operands off the stack. */
  protected effect(i: Inst, op: NodeOp, pops: number, imm = 0, data: Node["data"] = null, extra: Node[] = []): Node {
    const before = this.before(i);
    const args = [...this.take(pops), ...extra];
    const n = this.add(op, args, imm, data);
    n.before = before;
    n.after = this.frame(i.end, this.live[this.index + 1] as Live, this.state.stack);
    if (mayRun(n)) this.state.vars.clear();
    return n;
  }
  protected variable(i: Inst, word: bigint): Node {
    let n = this.state.vars.get(word);
    if (n === undefined) {
      n = this.effect(i, "var", 0, 0, word);
      this.state.vars.set(word, n);
    }
    return n;
  }
  protected local(i: Inst, k = 0): number {
    return i.args[k] as number;
  }
  protected read(slot: number): Node {
    return this.state.locals[slot] as Node;
  }
  protected target(i: Inst): Block {
    return this.scope.blocks.get(this.label(i)) as Block;
  }
  protected label(i: Inst): number {
    return jumpTargets(i)[0] as number;
  }
  protected branch(test: Node, then: number, otherwise: number, kind: "branch" | "nil" = "branch"): void {
    this.block.term = { kind, test, then: this.scope.blocks.get(then) as Block, otherwise: this.scope.blocks.get(otherwise) as Block };
  }
  /** A comparison whose operands are where `before` says. */
  protected compare(i: Inst, op: CmpOp, args: Node[], before: FrameState): Node {
    const n = this.add("cmp", args, primId(op), op);
    n.before = before;
    n.after = this.frame(i.end, this.live[this.index + 1] as Live, this.state.stack);
    if (op === "eq") this.state.vars.clear();
    return n;
  }
}
