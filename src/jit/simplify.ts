/** What a graph can do without: phis of one value, branches that are always decided in one way, and what is not reached then. */
import type { PrimRow } from "../../spec/index.js";
import { type Block, type Graph, type Node, resolve, successors, T, type Terminator } from "./graph.js";
import { TYPE_TESTS } from "./type-tests.js";

/** Phis of one value vanish. */
export function simplify(g: Graph): void {
  const blocks = g.blocks.filter((b) => b.phis.length > 0);
  let some = false;
  for (let changed = true; changed; some ||= changed) {
    changed = false;
    for (const b of blocks) {
      for (let k = 0; k < b.phis.length; k++) {
        const phi = b.phis[k] as Node;
        const only = onlyValue(phi);
        if (only === undefined) continue;
        phi.repl = only;
        b.phis.splice(k--, 1);
        changed = true;
      }
    }
  }
  if (!some) return;
  for (const s of g.states) resolveAll(s.slots);
  for (const n of g.nodes) resolveAll(n.args);
  for (const slots of g.headers.values()) resolveAll(slots);
  for (const b of g.blocks) {
    const t = b.term as Terminator;
    if (t.kind === "branch" || t.kind === "nil" || t.kind === "receive") t.test = resolve(t.test);
    else if (t.kind === "return") t.value = resolve(t.value);
    else if (t.kind === "switch") t.subject = resolve(t.subject);
    else if (t.kind === "wait-until") t.deadline = resolve(t.deadline);
  }
}
function resolveAll(nodes: (Node | null)[]): void {
  for (let i = 0; i < nodes.length; i++) {
    const n = nodes[i];
    if (n !== null && n !== undefined && n.repl !== null) nodes[i] = resolve(n);
  }
}
/** The only value that a phi joins with itself. */
function onlyValue(phi: Node): Node | undefined {
  let only: Node | undefined;
  for (const a of phi.args) {
    const v = resolve(a);
    if (v === phi || v === only) continue;
    if (only !== undefined) return undefined;
    only = v;
  }
  return only;
}

/** Turns branches that types decide into jumps, and drops what is not reached any more; false if there are none. */
export function foldBranches(g: Graph): boolean {
  let folded = false;
  for (const b of g.blocks) {
    const k = edgeTaken(b.term as Terminator);
    if (k === undefined) continue;
    const to = successors(b.term as Terminator)[k] as Block;
    b.edges[0] = b.edges[k] as number;
    b.edges.length = 1;
    b.term = { kind: "jump", target: to };
    folded = true;
  }
  if (!folded) return false;
  prune(g);
  simplify(g);
  return true;
}
/** The only edge that control takes, if types tell. */
function edgeTaken(t: Terminator): number | undefined {
  if (t.kind === "branch") {
    const known = truth(t.test);
    return known === undefined ? undefined : known ? 0 : 1;
  }
  if (t.kind !== "nil" || t.test.type === 0) return undefined;
  if (t.test.type === T.NIL) return 0;
  return (t.test.type & T.NIL) === 0 ? 1 : undefined;
}
/** Whether a value counts as true, if its type tells. */
function truth(n: Node): boolean | undefined {
  const { type } = n;
  if (type === 0) return undefined;
  if (n.op === "const") return n.data !== NIL && n.data !== FALSE;
  if (type === T.NIL) return false;
  if ((type & (T.NIL | T.BOOL | T.OTHER)) === 0) return true;
  const a = n.args[0] as Node;
  switch (n.op) {
    case "not": {
      const known = truth(a);
      return known === undefined ? undefined : !known;
    }
    case "is-nil":
      return a.type === T.NIL ? true : (a.type & T.NIL) === 0 && a.type !== 0 ? false : undefined;
    case "is-type":
      return a.type !== 0 && (a.type & ~(T.FIX | T.BOOL | T.NIL)) === 0 ? false : undefined;
    case "prim": {
      const test = TYPE_TESTS[(n.data as PrimRow).name];
      if (test === undefined || a.type === 0) return undefined;
      return (a.type & ~test.all) === 0 ? true : (a.type & test.some) === 0 ? false : undefined;
    }
    default:
      return undefined;
  }
}
const NIL = 2n;
const FALSE = 0x102n;

/** Drops blocks that no edge leads to. Orders become dense again; phis keep the arguments of the edges that are left. */
function prune(g: Graph): void {
  const reached = new Set<Block>([g.entry]);
  for (const b of reached) for (const to of successors(b.term as Terminator)) reached.add(to);
  g.blocks = g.blocks.filter((b) => reached.has(b));
  const edges = new Map<Block, { from: Block; k: number; at: number }[]>();
  g.blocks.forEach((from, order) => {
    from.order = order;
    successors(from.term as Terminator).forEach((to, k) => {
      const list = edges.get(to) ?? [];
      edges.set(to, list);
      list.push({ from, k, at: from.edges[k] as number });
    });
  });
  for (const [b, list] of edges) {
    list.sort((x, y) => x.at - y.at);
    b.preds = list.map((e) => e.from);
    for (const phi of b.phis) phi.args = list.map((e) => phi.args[e.at] as Node);
    list.forEach((e, i) => {
      e.from.edges[e.k] = i;
    });
  }
}
