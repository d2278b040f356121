/** A loop of a graph, as what is done for loops sees it. */
import type { Block, Graph, Node } from "./graph.js";

export interface Loop {
  readonly header: Block;
  /** Header and all blocks from which it is reached again, in the graph's order. */
  readonly blocks: ReadonlySet<Block>;
  /** All that has another value in each turn. */
  readonly inside: ReadonlySet<Node>;
  /** Blocks that go back to the header. */
  readonly ends: readonly Block[];
}

export function loopOf(header: Block, graph: Graph): Loop {
  const found = new Set<Block>([header]);
  const work = header.preds.filter((p) => p.order >= header.order);
  for (let b = work.pop(); b !== undefined; b = work.pop()) {
    if (found.has(b)) continue;
    found.add(b);
    work.push(...b.preds);
  }
  if (found.has(graph.entry)) throw new Error("a loop contains the entry");
  const blocks = new Set(graph.blocks.filter((b) => found.has(b)));
  const inside = new Set<Node>();
  for (const b of blocks) for (const n of [...b.phis, ...b.nodes]) inside.add(n);
  return { header, blocks, inside, ends: header.preds.filter((p) => blocks.has(p)) };
}
