/** One function in a graph, the whole's or an inlined callee's: which blocks are reached, and in what order. */
import { PRIMITIVES, type PrimRow } from "../../spec/index.js";
import type { Inst } from "../bytecode/index.js";
import type { Flow, FlowBlock } from "./flow.js";
import { Block, type Frame, type Node } from "./graph.js";

/** Code that can't be compiled, and why. */
export class Refusal extends Error {}

/** Primitives that look at the caller's frames, or end its slice: the interpreter runs them. */
export const FRAME_PRIMS = new Set(["process-info", "yield", "exit-self", "exit", "exit-program", "heap-check", "collect", "sleep-until"]);
const PRIM_BY_ID = new Map(PRIMITIVES.map((p) => [p.id, p]));
/** Blocks of one graph: nesting in WebAssembly, and the time to compile, grow with them. */
export const MAX_BLOCKS = 1500;

/** What stands in the slots of the interpreter's frame while blocks are visited. */
export interface State {
  locals: Node[];
  stack: Node[];
  /** Vars that have been read, and nothing has run since that could have changed them. */
  vars: Map<bigint, Node>;
}

/** One function in the graph: the whole's, or an inlined callee's. */
export class Scope {
  readonly blocks = new Map<number, Block>();
  readonly order: Block[] = [];
  /** Number of edges to each block. */
  readonly predecessors = new Map<number, number>();
  /** Edges, filled in as their sources are visited. */
  readonly edges = new Map<Block, State[]>();
  readonly states = new Map<Block, State>();
  /** Blocks that return, with their values; null in the function itself. */
  readonly returns: { block: Block; value: Node; vars: Map<bigint, Node> }[] | null;

  constructor(
    readonly flow: Flow,
    readonly start: number,
    readonly frame: Frame,
    readonly depth: number,
  ) {
    this.returns = frame.caller === null ? null : [];
    this.shape();
  }

  /** Blocks that can be reached, in reverse postorder. */
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
      const next = nextOf(blocks.get(top.pc) as FlowBlock);
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
    for (const pc of out)
      for (const to of nextOf(blocks.get(pc) as FlowBlock)) this.predecessors.set(to, (this.predecessors.get(to) ?? 0) + 1);
    for (const pc of out.reverse()) {
      const b = new Block(pc);
      b.loop = loops.has(pc);
      this.blocks.set(pc, b);
      this.order.push(b);
    }
  }
}

/** Successors as the graph has them: where a message ends a wait, the code is entered anew. */
function nextOf(b: FlowBlock): number[] {
  const last = b.insts[b.insts.length - 1] as Inst;
  if (last.op.name === "RECV_WAIT_UNTIL") return [last.end];
  if (last.op.name === "RECV_WAIT" || last.op.name === "TAIL_CALL" || last.op.name === "THROW") return [];
  for (const i of b.insts) if (leaves(i)) return [];
  return b.next;
}
const leaves = (i: Inst): boolean => i.op.name === "PRIM" && FRAME_PRIMS.has((PRIM_BY_ID.get(i.args[0] as number) as PrimRow).name);
