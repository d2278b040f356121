/**
 * The control flow of a CODE as it stands in its bytes: instructions, blocks, and which locals are live where. Made once, used by the
 * graphs of all its entries and of those that it is inlined into.
 */
import { decodeAt, fallsThrough, type Inst, jumpTargets, viewOf } from "../bytecode/index.js";
import type { JitCode } from "./input.js";

export interface FlowBlock {
  readonly pc: number;
  readonly insts: Inst[];
  /** Starts of the blocks that control may reach from its end, in the order in which builders name them. */
  next: number[];
  handler: number;
  /** Bit sets of locals. */
  use: bigint;
  def: bigint;
  liveIn: bigint;
  liveOut: bigint;
}

export interface Flow {
  readonly code: JitCode;
  readonly blocks: ReadonlyMap<number, FlowBlock>;
  /** Targets of LOOP, and of RECV_WAIT: where compiled code may be entered. */
  readonly entries: readonly number[];
}

/** Locals that an instruction reads and writes. */
export function localsOf(i: Inst): { reads: bigint; writes: bigint } {
  const bit = (k: number): bigint => 1n << BigInt(i.args[k] as number);
  switch (i.op.name) {
    case "LOAD":
    case "LOAD_ADD_INT":
    case "JUMP_UNLESS_LT_LOCAL_INT":
    case "JUMP_UNLESS_LOCAL":
    case "RECV_WAIT_UNTIL":
      return { reads: bit(0), writes: 0n };
    case "MOVE":
    case "INC_LOCAL":
      return { reads: bit(0), writes: bit(0) };
    case "LOAD2":
    case "JUMP_UNLESS_LT_LOCALS":
      return { reads: bit(0) | bit(1), writes: 0n };
    case "STORE":
    case "TEE":
    case "CLEAR":
      return { reads: 0n, writes: bit(0) };
    default:
      return { reads: 0n, writes: 0n };
  }
}

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
      if (block !== undefined) end(block);
      block = { pc: i.pc, insts: [], next: [], handler: handlerOf(handlers, i.pc), use: 0n, def: 0n, liveIn: 0n, liveOut: 0n };
      blocks.set(i.pc, block);
    }
    block.insts.push(i);
  }
  if (block !== undefined) end(block);
  solve(blocks);
  return { code, blocks, entries: [...entries].sort((a, b) => a - b) };
}

function handlerOf(handlers: Int32Array, pc: number): number {
  for (let i = 0; i < handlers.length; i += 4)
    if (pc >= (handlers[i] as number) && pc < (handlers[i + 1] as number)) return handlers[i + 2] as number;
  return -1;
}

function end(b: FlowBlock): void {
  const last = b.insts[b.insts.length - 1] as Inst;
  b.next = [...jumpTargets(last), ...(fallsThrough(last) ? [last.end] : [])];
  for (const i of b.insts) {
    const { reads, writes } = localsOf(i);
    b.use |= reads & ~b.def;
    b.def |= writes;
  }
}

function solve(blocks: ReadonlyMap<number, FlowBlock>): void {
  const list = [...blocks.values()].reverse();
  for (let changed = true; changed; ) {
    changed = false;
    for (const b of list) {
      let out = 0n;
      for (const n of b.next) out |= blocks.get(n)?.liveIn ?? 0n;
      const caught = b.handler < 0 ? 0n : (blocks.get(b.handler)?.liveIn ?? 0n);
      b.liveOut = out | caught;
      const now = b.use | (out & ~b.def) | caught;
      if (now !== b.liveIn) {
        b.liveIn = now;
        changed = true;
      }
    }
  }
}

/** Live locals before each instruction of a block, and behind the last. */
export function liveBefore(b: FlowBlock, blocks: ReadonlyMap<number, FlowBlock>): bigint[] {
  const live: bigint[] = new Array<bigint>(b.insts.length + 1);
  const caught = b.handler < 0 ? 0n : (blocks.get(b.handler)?.liveIn ?? 0n);
  let now = b.liveOut;
  live[b.insts.length] = now;
  for (let k = b.insts.length - 1; k >= 0; k--) {
    const { reads, writes } = localsOf(b.insts[k] as Inst);
    now = (now & ~writes) | reads | caught;
    live[k] = now;
  }
  return live;
}
