/** Dominators, and where control meets: what structured control flow is made from. */
import type { Block, Graph } from "./graph.js";

/**
 * Immediate dominators (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm); false if a loop can be entered past its header, which
 * WebAssembly can't express.
 */
export function findDominators(g: Graph): boolean {
  const { blocks, entry } = g;
  for (const b of blocks) {
    b.idom = null;
    b.dominated = [];
  }
  entry.idom = entry;
  for (let changed = true; changed; ) {
    changed = false;
    for (const b of blocks) {
      if (b === entry) continue;
      let idom: Block | null = null;
      for (const p of b.preds) if (p.idom !== null) idom = idom === null ? p : meet(p, idom);
      if (b.idom !== idom) {
        b.idom = idom;
        changed = true;
      }
    }
  }
  for (const b of blocks) {
    if (b !== entry) b.idom?.dominated.push(b);
    for (const p of b.preds) if (p.order >= b.order && !dominates(b, p)) return false;
  }
  return true;
}

function meet(a: Block, b: Block): Block {
  let x = a;
  let y = b;
  while (x !== y) {
    while (x.order > y.order) x = x.idom as Block;
    while (y.order > x.order) y = y.idom as Block;
  }
  return x;
}

function dominates(a: Block, b: Block): boolean {
  let x = b;
  while (x.order > a.order) x = x.idom as Block;
  return x === a;
}

/** More than one edge goes forward to it. */
export function isMerge(b: Block): boolean {
  let n = 0;
  for (const p of b.preds) if (p.order < b.order) n++;
  return n > 1;
}
export const isHeader = (b: Block): boolean => b.preds.some((p) => p.order >= b.order);
