/** Dominators, and where control meets: what structured control flow is made from. */
import type { Block, Graph } from "./graph.js";

/**
 * Immediate dominators (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm), headers of loops, and merges; false if a loop
 * can be entered past its header, which WebAssembly can't express. Once over the blocks is enough: an edge backward, to a block
 * that dominates its source, changes nothing.
 */
export function findDominators(g: Graph): boolean {
  for (const b of g.blocks) {
    b.dominated = [];
    b.header = false;
    let idom: Block | null = null;
    let forward = 0;
    for (const p of b.preds) {
      if (p.order >= b.order) b.header = true;
      else {
        forward++;
        idom = idom === null ? p : meet(p, idom);
      }
    }
    b.merge = forward > 1;
    b.idom = idom ?? b;
    idom?.dominated.push(b);
  }
  for (const b of g.blocks) {
    if (b.header && !b.preds.every((p) => p.order < b.order || dominates(b, p))) return false;
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

export function dominates(a: Block, b: Block): boolean {
  let x = b;
  while (x.order > a.order) x = x.idom as Block;
  return x === a;
}
