/** One function in a graph, the whole's or an inlined callee's: which blocks are reached, and in what order. */
import { PRIMITIVES, type PrimRow } from "../../spec/index.js";
import type { Inst } from "../bytecode/index.js";
import type { Flow, FlowBlock, Shape } from "./flow.js";
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
  readonly predecessors: ReadonlyMap<number, number>;
  /** Headers of the loops that it begins inside of: there the code for them is entered. */
  readonly around: ReadonlySet<number>;
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
    const { order, loops, predecessors, around } = shapeOf(flow, start);
    this.predecessors = predecessors;
    this.around = around;
    for (const pc of order) {
      const b = new Block(pc);
      b.loop = loops.has(pc);
      this.blocks.set(pc, b);
      this.order.push(b);
    }
  }
}

function shapeOf(flow: Flow, start: number): Shape {
  let shape = flow.shapes.get(start);
  if (shape === undefined) {
    shape = findShape(flow, start);
    flow.shapes.set(start, shape);
  }
  return shape;
}
function findShape({ blocks }: Flow, start: number): Shape {
  const around = loopsAround(blocks, start);
  const order: number[] = [];
  const done = new Set<number>();
  const open = new Set<number>([start]);
  const loops = new Set<number>();
  const predecessors = new Map<number, number>([[start, 1]]);
  const enter = (pc: number): { pc: number; next: readonly number[]; left: number } => {
    const b = blocks.get(pc) as FlowBlock;
    const next = around.has(turnOf(b)) ? [] : nextOf(b);
    for (const to of next) predecessors.set(to, (predecessors.get(to) ?? 0) + 1);
    return { pc, next, left: next.length };
  };
  const stack = [enter(start)];
  for (let top = stack[0]; top !== undefined; top = stack[stack.length - 1]) {
    if (top.left > 0) {
      const to = top.next[--top.left] as number;
      if (open.has(to)) loops.add(to);
      else if (!done.has(to)) {
        open.add(to);
        stack.push(enter(to));
      }
      continue;
    }
    stack.pop();
    open.delete(top.pc);
    done.add(top.pc);
    order.push(top.pc);
  }
  if (order.length > MAX_BLOCKS) throw new Refusal(`too many branches (${order.length})`);
  return { order: order.reverse(), loops, predecessors, around };
}

/** The header to which a block goes back, or -1. */
function turnOf(b: FlowBlock): number {
  const last = b.insts[b.insts.length - 1] as Inst;
  return last.op.name === "LOOP" ? (b.next[0] as number) : -1;
}
/**
 * Headers of the loops around one that is entered at its header. In a graph that went on into them, its header would be theirs as well, and
 * the inner loop no loop of its own. Waits for messages are entered at each message: they go on.
 */
function loopsAround(blocks: ReadonlyMap<number, FlowBlock>, start: number): ReadonlySet<number> {
  const out = new Set<number>();
  const turns = [...blocks.values()].filter((b) => turnOf(b) >= 0);
  if (!turns.some((b) => turnOf(b) === start)) return out;
  const preds = new Map<number, number[]>();
  for (const b of blocks.values()) for (const to of nextOf(b)) preds.set(to, [...(preds.get(to) ?? []), b.pc]);
  for (const b of turns) {
    const header = turnOf(b);
    if (header === start || out.has(header)) continue;
    const inside = new Set([header]);
    for (const work = [b.pc]; work.length > 0; ) {
      const pc = work.pop() as number;
      if (inside.has(pc)) continue;
      inside.add(pc);
      work.push(...(preds.get(pc) ?? []));
    }
    if (inside.has(start)) out.add(header);
  }
  return out;
}

/** Successors as the graph has them: where a message ends a wait, the code is entered anew. */
function nextOf(b: FlowBlock): readonly number[] {
  const last = b.insts[b.insts.length - 1] as Inst;
  if (last.op.name === "RECV_WAIT_UNTIL") return [last.end];
  if (last.op.name === "RECV_WAIT" || last.op.name === "TAIL_CALL" || last.op.name === "THROW") return [];
  for (const i of b.insts) if (leaves(i)) return [];
  return b.next;
}
const leaves = (i: Inst): boolean => i.op.name === "PRIM" && FRAME_PRIMS.has((PRIM_BY_ID.get(i.args[0] as number) as PrimRow).name);
