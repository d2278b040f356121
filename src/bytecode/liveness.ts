import type { Block } from "../mir/index.js";
import type { Selected } from "./select.js";
import type { VInst } from "./vcode.js";

/**
 * Which virtual registers are live where. What a handler needs is live throughout the blocks that it covers: an exception may
 * leave them anywhere.
 */
export interface Liveness {
  words: number;
  /** Bit sets, one row of `words` for each block in layout order. */
  liveIn: Uint32Array;
  liveOut: Uint32Array;
  /** Live at every point of the block because of its handler. */
  always: Uint32Array;
  indexOf: Int32Array; // block id -> place in the layout
}

export const has = (set: Uint32Array, base: number, r: number): boolean => ((set[base + (r >>> 5)] as number) & (1 << (r & 31))) !== 0;
export const add = (set: Uint32Array, base: number, r: number): void => {
  const i = base + (r >>> 5);
  set[i] = (set[i] as number) | (1 << (r & 31));
};
export const remove = (set: Uint32Array, base: number, r: number): void => {
  const i = base + (r >>> 5);
  set[i] = (set[i] as number) & ~(1 << (r & 31));
};

/** Does the instruction read (write) its first register? The second one is only ever read. */
export const reads = (i: VInst): boolean => i.op.name !== "STORE" && i.op.name !== "CLEAR" && i.op.name !== "TEE";
export const writes = (i: VInst): boolean =>
  i.op.name === "STORE" || i.op.name === "INC_LOCAL" || i.op.name === "CLEAR" || i.op.name === "TEE" || i.op.name === "MOVE";

export function liveness(sel: Selected, blockCount: number): Liveness {
  const n = sel.blocks.length;
  const words = (sel.vregs + 31) >>> 5;
  const liveIn = new Uint32Array(n * words);
  const liveOut = new Uint32Array(n * words);
  const always = new Uint32Array(n * words);
  const use = new Uint32Array(n * words);
  const def = new Uint32Array(n * words);
  const indexOf = new Int32Array(blockCount).fill(-1);
  sel.blocks.forEach((b, i) => {
    indexOf[b.block.id] = i;
    const base = i * words;
    for (const inst of b.code) {
      if (inst.v2 >= 0 && !has(def, base, inst.v2)) add(use, base, inst.v2);
      if (inst.v < 0) continue;
      if (reads(inst) && !has(def, base, inst.v)) add(use, base, inst.v);
      if (writes(inst)) add(def, base, inst.v);
    }
  });
  const result = { words, liveIn, liveOut, always, indexOf };
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = n - 1; i >= 0; i--) if (flow(result, use, def, (sel.blocks[i] as { block: Block }).block, i)) changed = true;
  }
  return result;
}

/** One step of the data flow at a block; answers whether its live-in set grew. */
function flow(l: Liveness, use: Uint32Array, def: Uint32Array, b: Block, i: number): boolean {
  const { words, liveIn, liveOut, always, indexOf } = l;
  const base = i * words;
  const targets = b.term === null ? [] : b.term.targets;
  const handler = b.handler === null ? -1 : (indexOf[b.handler.id] as number);
  let changed = false;
  for (let w = 0; w < words; w++) {
    let out = 0;
    for (const t of targets) out |= liveIn[(indexOf[t.id] as number) * words + w] as number;
    let a = 0;
    if (handler >= 0) {
      a = liveIn[handler * words + w] as number;
      always[base + w] = a;
    }
    liveOut[base + w] = out | a;
    const now = ((use[base + w] as number) | (out & ~(def[base + w] as number)) | a) >>> 0;
    if (now !== liveIn[base + w]) {
      liveIn[base + w] = now;
      changed = true;
    }
  }
  return changed;
}
