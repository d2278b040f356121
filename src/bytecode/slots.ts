import { add, has, type Liveness, reads, remove, writes } from "./liveness.js";
import type { Selected } from "./select.js";
import { OP, type VBlock, type VInst } from "./vcode.js";

/**
 * Last uses and slots.
 *   1. lastUses   backward through each block: the last LOAD of a register becomes MOVE, a store that nobody reads becomes POP
 *   2. assign     one interval for each register over the layout; linear scan, arguments in their fixed slots
 *   3. clearDead  forward: a slot that holds a dead value before something that may run long is cleared
 */
export function lastUses(sel: Selected, live: Liveness): void {
  const now = new Uint32Array(live.words);
  sel.blocks.forEach((b, i) => {
    const base = i * live.words;
    for (let w = 0; w < live.words; w++) now[w] = live.liveOut[base + w] as number;
    for (let k = b.code.length - 1; k >= 0; k--) {
      const inst = b.code[k] as VInst;
      if (inst.v < 0) continue;
      const name = inst.op.name;
      if (name === "STORE") {
        if (!has(now, 0, inst.v)) {
          inst.op = OP.POP as VInst["op"];
          inst.v = -1;
          inst.pair = null;
        } else if (!has(live.always, base, inst.v)) remove(now, 0, inst.v);
        continue;
      }
      // Before RETURN the frame goes anyway, and a number holds on to nothing.
      const moves = sel.heavy[inst.v] === 1 && b.code[k + 1]?.op.name !== "RETURN";
      if (name === "LOAD" && moves && !has(now, 0, inst.v)) inst.op = OP.MOVE as VInst["op"];
      if (reads(inst)) add(now, 0, inst.v);
      if (inst.v2 >= 0) add(now, 0, inst.v2);
    }
  });
}

/** STORE r, LOAD r: one instruction, or none at all when r is not read again. LOAD, LOAD: LOAD2. Answers the code that stays. */
export function fuse(code: VInst[]): VInst[] {
  const out: VInst[] = [];
  for (const inst of code) {
    if (inst.dropped) continue;
    const last = out[out.length - 1];
    if (last !== undefined) {
      if (inst.op.name === "POP" && last.op.name === "LOAD") {
        out.pop();
        continue;
      }
      if (inst.op.name === "POP" && last.op.name === "MOVE") {
        last.op = OP.CLEAR as VInst["op"];
        continue;
      }
      if (last.op.name === "STORE" && last.v === inst.v) {
        if (inst.op.name === "LOAD") {
          last.op = OP.TEE as VInst["op"];
          continue;
        }
        if (inst.op.name === "MOVE") {
          out.pop();
          continue;
        }
      }
      if (last.op.name === "LOAD" && inst.op.name === "LOAD") {
        last.op = OP.LOAD2 as VInst["op"];
        last.v2 = inst.v;
        continue;
      }
    }
    out.push(inst);
  }
  return out;
}

export interface Slots {
  slot: Int32Array;
  nlocals: number;
}

/** Places of a register's first and last appearance, over the whole layout. */
function intervals(sel: Selected, live: Liveness, args: number): { start: Int32Array; end: Int32Array } {
  const start = new Int32Array(sel.vregs).fill(0x7fffffff);
  const end = new Int32Array(sel.vregs).fill(-1);
  const touch = (r: number, at: number) => {
    if (at < (start[r] as number)) start[r] = at;
    if (at > (end[r] as number)) end[r] = at;
  };
  for (let r = 0; r < args; r++) touch(r, 0);
  let at = 1;
  sel.blocks.forEach((b, i) => {
    const base = i * live.words;
    const from = at;
    for (const inst of b.code) {
      if (inst.v >= 0) touch(inst.v, at);
      if (inst.v2 >= 0) touch(inst.v2, at);
      at++;
    }
    for (let w = 0; w < live.words; w++) {
      bits(live.liveIn[base + w] as number, w, (r) => touch(r, from));
      bits((live.liveOut[base + w] as number) | (live.always[base + w] as number), w, (r) => touch(r, at));
    }
    at++;
  });
  return { start, end };
}

function bits(word: number, w: number, f: (r: number) => void): void {
  for (let x = word; x !== 0; x &= x - 1) f(w * 32 + (31 - Math.clz32(x & -x)));
}

export function assign(sel: Selected, live: Liveness, args: number): Slots {
  const { start, end } = intervals(sel, live, args);
  const slot = new Int32Array(sel.vregs).fill(-1);
  /** Where the occupant of each slot ends. */
  const busy: number[] = [];
  for (let r = 0; r < args; r++) {
    slot[r] = r;
    busy.push(end[r] as number);
  }
  const order: number[] = [];
  for (let r = args; r < sel.vregs; r++) if ((end[r] as number) >= 0) order.push(r);
  order.sort((a, b) => (start[a] as number) - (start[b] as number));
  for (const r of order) {
    const from = start[r] as number;
    const hint = sel.hints[r] as number;
    let s = hint >= 0 ? (slot[hint] as number) : -1;
    if (s < 0 || (busy[s] as number) >= from) {
      s = busy.findIndex((e) => e < from);
      if (s < 0) s = busy.push(-1) - 1;
    }
    busy[s] = end[r] as number;
    slot[r] = s;
  }
  return { slot, nlocals: busy.length };
}

/** Instructions that may run for long while this frame stays. (A loop is entered with its dead slots cleared: see header below.) */
const LONG = new Set(["CALL", "APPLY", "RECV_WAIT", "RECV_WAIT_UNTIL"]);

export function clearDead(sel: Selected, live: Liveness, slots: Slots, args: number): void {
  const n = sel.blocks.length;
  const dirtyIn: Set<number>[] = sel.blocks.map(() => new Set<number>());
  for (let r = 0; r < args; r++) if (sel.heavy[r] === 1) (dirtyIn[0] as Set<number>).add(r);
  for (let i = 0; i < n; i++) {
    const b = sel.blocks[i] as VBlock;
    const dirty = dirtyIn[i] as Set<number>;
    const header =
      b.block.term?.kind === "jump" && b.block.term.targets[0]?.loop ? (live.indexOf[b.block.term.targets[0].id] as number) : -1;
    if (dirty.size > 0 && !b.block.loop && b.code.some((c) => LONG.has(c.op.name)))
      b.code.unshift(...clears(dirty, live.liveIn, i, live, slots, writtenSoon(b, slots)));
    const all = new Set(dirty);
    for (const inst of b.code) {
      if (inst.v < 0) continue;
      const s = slots.slot[inst.v] as number;
      if (inst.op.name === "MOVE") dirty.delete(s);
      else if (writes(inst) && !(inst.op.name === "CLEAR")) {
        if (sel.heavy[inst.v] === 1) {
          dirty.add(s);
          all.add(s);
        } else dirty.delete(s);
      }
    }
    if (header > i && dirty.size > 0) {
      const cs = clears(dirty, live.liveIn, header, live, slots);
      const last = b.code[b.code.length - 1];
      b.code.splice(last !== undefined && last.op.name === "JUMP" ? b.code.length - 1 : b.code.length, 0, ...cs);
    }
    for (const t of b.block.term?.targets ?? []) {
      const j = live.indexOf[t.id] as number;
      if (j > i) for (const s of dirty) (dirtyIn[j] as Set<number>).add(s);
    }
    if (b.block.handler !== null) for (const s of all) (dirtyIn[live.indexOf[b.block.handler.id] as number] as Set<number>).add(s);
  }
}

/** Slots that the block writes before anything that may run long. */
function writtenSoon(b: VBlock, slots: Slots): Set<number> {
  const out = new Set<number>();
  for (const inst of b.code) {
    if (LONG.has(inst.op.name)) break;
    if (inst.v >= 0 && writes(inst)) out.add(slots.slot[inst.v] as number);
  }
  return out;
}

/** CLEAR for each dirty slot that no register live at the start of block `i` occupies; they are dirty no more. */
function clears(dirty: Set<number>, liveSet: Uint32Array, i: number, live: Liveness, slots: Slots, used = new Set<number>()): VInst[] {
  for (let r = 0; r < slots.slot.length; r++) if (has(liveSet, i * live.words, r)) used.add(slots.slot[r] as number);
  const out: VInst[] = [];
  for (const s of dirty) {
    if (used.has(s)) continue;
    dirty.delete(s);
    out.push(clearSlot(s));
  }
  return out;
}

/** CLEAR names its slot itself, as `imm`: it belongs to no register. */
function clearSlot(slot: number): VInst {
  return {
    op: OP.CLEAR as VInst["op"],
    v: -1,
    v2: -1,
    imm: slot,
    konst: undefined,
    target: null,
    targets: null,
    span: null,
    pair: null,
    dropped: false,
  };
}
