/**
 * The control flow of a CODE as it stands in its bytes: instructions, blocks, and which locals are live where. Made once, used by the
 * graphs of all its entries and of those that it is inlined into.
 */
import { decodeAt, fallsThrough, type Inst, jumpTargets, viewOf } from "../bytecode/index.js";
import type { JitCode } from "./input.js";

/** By local: 1 if its value may still be wanted. */
export type Live = Uint8Array;

export interface FlowBlock {
  readonly pc: number;
  readonly insts: Inst[];
  /** Starts of the blocks that control may reach from its end, in the order in which builders name them. */
  next: number[];
  handler: number;
  /** Before each instruction, and behind the last. */
  live: readonly Live[];
}

/** Which locals are live at the start of a block. */
export const liveIn = (b: FlowBlock): Live => b.live[0] as Live;

export interface Flow {
  readonly code: JitCode;
  readonly blocks: ReadonlyMap<number, FlowBlock>;
  /** Targets of LOOP, and of RECV_WAIT: where compiled code may be entered. */
  readonly entries: readonly number[];
  /** By start: the way of a graph through the blocks (scope.ts). */
  readonly shapes: Map<number, Shape>;
}

/** Blocks that are reached from a start. */
export interface Shape {
  /** In reverse postorder. */
  readonly order: readonly number[];
  /** Some edge to them goes backward. */
  readonly loops: ReadonlySet<number>;
  /** Number of edges to each; the start has one more. */
  readonly predecessors: ReadonlyMap<number, number>;
  /** Headers of the loops around the start. */
  readonly around: ReadonlySet<number>;
}

/** Instructions whose first operands are locals: how many of those they read, and whether they write the first one. */
const LOCALS: Record<string, { reads: number; writes: boolean }> = {
  LOAD: { reads: 1, writes: false },
  LOAD_ADD_INT: { reads: 1, writes: false },
  JUMP_UNLESS_LT_LOCAL_INT: { reads: 1, writes: false },
  JUMP_UNLESS_LOCAL: { reads: 1, writes: false },
  RECV_WAIT_UNTIL: { reads: 1, writes: false },
  LOAD2: { reads: 2, writes: false },
  JUMP_UNLESS_LT_LOCALS: { reads: 2, writes: false },
  MOVE: { reads: 1, writes: true },
  INC_LOCAL: { reads: 1, writes: true },
  STORE: { reads: 0, writes: true },
  TEE: { reads: 0, writes: true },
  CLEAR: { reads: 0, writes: true },
};

const known = new WeakMap<JitCode, Flow>();

export function flowOf(code: JitCode): Flow {
  let flow = known.get(code);
  if (flow === undefined) {
    flow = read(code);
    known.set(code, flow);
  }
  return flow;
}

function read(code: JitCode): Flow {
  const view = viewOf(code.bytes);
  const insts: Inst[] = [];
  for (let pc = 0; pc < code.bytes.length; ) {
    const decoded = decodeAt(code.bytes, view, pc);
    if ("error" in decoded) throw new Error(`${code.name}: unreadable code at ${pc}`);
    insts.push(decoded.inst);
    pc = decoded.inst.end;
  }
  const leaders = new Set<number>([0]);
  const entries = new Set<number>();
  const { handlers } = code;
  for (let i = 0; i < handlers.length; i += 4) for (let k = 0; k < 3; k++) leaders.add(handlers[i + k] as number);
  for (const i of insts) {
    const targets = jumpTargets(i);
    for (const t of targets) leaders.add(t);
    if (targets.length > 0 || !fallsThrough(i)) leaders.add(i.end);
    if (i.op.name === "LOOP" || i.op.name === "RECV_WAIT" || i.op.name === "RECV_WAIT_UNTIL") entries.add(targets[0] as number);
  }
  const blocks = new Map<number, FlowBlock>();
  let block: FlowBlock | undefined;
  for (const i of insts) {
    if (block === undefined || leaders.has(i.pc)) {
      block = { pc: i.pc, insts: [], next: [], handler: handlerOf(handlers, i.pc), live: [] };
      blocks.set(i.pc, block);
    }
    block.insts.push(i);
  }
  for (const b of blocks.values()) {
    const last = b.insts[b.insts.length - 1] as Inst;
    b.next = fallsThrough(last) ? [...jumpTargets(last), last.end] : [...jumpTargets(last)];
  }
  findLive(blocks, code.nlocals);
  return { code, blocks, entries: [...entries].sort((a, b) => a - b), shapes: new Map() };
}

function handlerOf(handlers: Int32Array, pc: number): number {
  for (let i = 0; i < handlers.length; i += 4)
    if (pc >= (handlers[i] as number) && pc < (handlers[i + 1] as number)) return handlers[i + 2] as number;
  return -1;
}

/** Backward over the blocks until nothing changes. What a handler wants is live all along the instructions that it guards. */
function findLive(blocks: ReadonlyMap<number, FlowBlock>, nlocals: number): void {
  const list = [...blocks.values()].reverse();
  const none: Live = new Uint8Array(nlocals);
  const liveAt = (pc: number): Live => blocks.get(pc)?.live[0] ?? none;
  for (let changed = true; changed; ) {
    changed = false;
    for (const b of list) {
      const caught = b.handler < 0 ? none : liveAt(b.handler);
      const end = b.next.reduce((live, pc) => union(live, liveAt(pc)), caught);
      const known = b.live[b.insts.length];
      // Sets only grow.
      if (known !== undefined && union(known, end) === known) continue;
      b.live = liveWithin(b, end, caught);
      changed = true;
    }
  }
}
/** One of the two sets, if it covers the other. */
function union(a: Live, b: Live): Live {
  if (a === b) return a;
  let out = a;
  for (let i = 0; i < b.length; i++) {
    if (b[i] === 0 || out[i] === 1) continue;
    if (out === a) out = a.slice();
    out[i] = 1;
  }
  return out;
}
/** A set with, or without, a local. */
function put(live: Live, local: number, wanted: 0 | 1): Live {
  if (live[local] === wanted) return live;
  const out = live.slice();
  out[local] = wanted;
  return out;
}

function liveWithin(b: FlowBlock, end: Live, caught: Live): Live[] {
  const out = new Array<Live>(b.insts.length + 1);
  let now = end;
  out[b.insts.length] = now;
  for (let k = b.insts.length - 1; k >= 0; k--) {
    const { op, args } = b.insts[k] as Inst;
    const locals = LOCALS[op.name];
    if (locals !== undefined) {
      const first = args[0] as number;
      if (locals.writes && caught[first] === 0) now = put(now, first, 0);
      for (let i = 0; i < locals.reads; i++) now = put(now, args[i] as number, 1);
    }
    out[k] = now;
  }
  return out;
}
