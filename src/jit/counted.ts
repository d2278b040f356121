/**
 * Counted loops: innermost loops that go from turn to turn by adding the same to a variable until it passes a limit, and that
 * make no calls. What ends a turn early is then known in front of the loop: the value of the variable at which the reductions are
 * used up, and those at which it leaves an array. The least of these and of the limit is compared with, once a turn, in place of
 * a count of reductions, the test and the bounds (Bodik, Gupta, Sarkar: ABCD, 2000, looks for the bounds alone).
 */
import { reliedKind } from "./array-kinds.js";
import { fixnumOf } from "./lower-fixnum.js";
import { type Block, type CmpOp, type FrameState, isLong, type Node, T } from "./graph.js";
import type { Loop } from "./loop.js";
import { dominates } from "./structure.js";

export interface Counted {
  readonly header: Block;
  readonly start: FrameState;
  readonly variable: Node;
  /** What it is in the next turn, by each way there. */
  readonly next: readonly Node[];
  /** What is added to it, or taken from it, in each turn: a constant above zero, or a node that must be above zero. */
  readonly step: bigint | Node;
  readonly up: boolean;
  /** Goes on while the variable is below (when it goes up), not above, or not at the limit. */
  readonly test: "strict" | "within" | "not-at";
  readonly compare: Node;
  readonly limit: Node;
  /** Where a turn begins, and the edge to it. */
  readonly stay: Block;
  readonly bounds: readonly Bound[];
}
/** Each turn accesses the array there: at the variable, plus a constant. */
export interface Bound {
  readonly array: Node;
  readonly index: Node;
  readonly plus: bigint;
}

/** Most that a variable step may be, and the variable at the start: sums of it and of what all reductions add stay within 64 bits. */
export const MOST_STEP = 1n << 27n;
export const MOST_START = 1n << 58n;

export function countedLoop(loop: Loop, trusts: (n: Node) => boolean): Counted | undefined {
  const { header, blocks, inside } = loop;
  const { start, term } = header;
  if (start === null || term?.kind !== "branch" || term.then === term.otherwise) return undefined;
  if ([...blocks].some((b) => b !== header && b.header) || !endsTurns(loop)) return undefined;
  const staying = blocks.has(term.then);
  const stay = staying ? term.then : term.otherwise;
  if (stay === header || stay.preds.length !== 1 || !blocks.has(stay) || blocks.has(staying ? term.otherwise : term.then)) return undefined;
  let holds = staying;
  let compare = term.test;
  for (; compare.op === "not"; compare = compare.args[0] as Node) holds = !holds;
  if (compare.op !== "cmp" || !header.nodes.every(canRepeat)) return undefined;

  const [x, y] = compare.args as [Node, Node];
  const swapped = !header.phis.includes(x);
  const [variable, limit] = swapped ? [y, x] : [x, y];
  if (!header.phis.includes(variable) || inside.has(limit) || !isLong(variable.type) || !isLong(limit.type)) return undefined;
  const moves = stepOf(loop, variable);
  if (moves === undefined) return undefined;
  const test = testOf(compare.data as CmpOp, swapped, holds, moves);
  if (test === undefined) return undefined;
  const bounds = boundsOf(loop, variable, trusts);
  return { header, start, variable, ...moves, test, compare, limit, stay, bounds };
}

/** Reductions are charged where turns end, and nowhere else. */
function endsTurns({ blocks, ends }: Loop): boolean {
  return [...blocks].every((b) => {
    const at = b.nodes.findIndex((n) => n.op === "safepoint");
    return ends.includes(b) ? b.term?.kind === "jump" && at === b.nodes.length - 1 : at < 0;
  });
}
/**
 * The header is run before it is known that a turn must not begin, and again when it begins later: it must not charge reductions, as library
 * code for large numbers does, or turns that it leaves none for would never begin.
 */
function canRepeat(n: Node): boolean {
  if (n.op === "not" || n.op === "is-nil") return true;
  return (n.op === "cmp" || (n.op === "num" && isPlain(n))) && n.args.every(isPlain);
}
const isPlain = (n: Node): boolean => isLong(n.type) || n.type === T.FLO;

type Moves = Pick<Counted, "step" | "up" | "next">;
function stepOf({ header, inside }: Loop, variable: Node): Moves | undefined {
  let moves: Omit<Moves, "next"> | undefined;
  const nexts: Node[] = [];
  for (const [i, p] of header.preds.entries()) {
    if (p.order < header.order) continue;
    const next = variable.args[i] as Node;
    const by = movesBy(next, variable, inside);
    if (by === undefined || (moves !== undefined && (moves.step !== by.step || moves.up !== by.up))) return undefined;
    moves = by;
    nexts.push(next);
  }
  return moves && { ...moves, next: nexts };
}
function movesBy(next: Node, variable: Node, inside: ReadonlySet<Node>): Omit<Moves, "next"> | undefined {
  if (next.op !== "num" || next.type !== variable.type) return undefined;
  const add = next.data === "add" || (next.data === "wrap-add" && next.fits);
  if (!add && next.data !== "sub" && !(next.data === "wrap-sub" && next.fits)) return undefined;
  const [a, b] = next.args as [Node, Node];
  const by = a === variable ? b : add && b === variable ? a : undefined;
  if (by === undefined) return undefined;
  const c = fixnumOf(by);
  if (c === undefined) return inside.has(by) || by.type !== variable.type ? undefined : { step: by, up: add };
  const size = c < 0n ? -c : c;
  return c === 0n || size > MOST_STEP ? undefined : { step: size, up: c > 0n === add };
}

const SWAPPED: Partial<Record<CmpOp, CmpOp>> = { lt: "gt", le: "ge", gt: "lt", ge: "le" };
const NEGATED: Partial<Record<CmpOp, CmpOp>> = { lt: "ge", le: "gt", gt: "le", ge: "lt" };
function testOf(op: CmpOp, swapped: boolean, holds: boolean, { step, up }: Pick<Counted, "step" | "up">): Counted["test"] | undefined {
  if (op === "num-eq" || op === "eq") return holds || step !== 1n ? undefined : "not-at";
  const seen = swapped ? SWAPPED[op] : op;
  const said = seen === undefined || holds ? seen : NEGATED[seen];
  if (said === (up ? "lt" : "gt")) return "strict";
  return said === (up ? "le" : "ge") ? "within" : undefined;
}

/** Accesses of every turn, by an index that moves with the variable. */
function boundsOf({ header, blocks, inside, ends }: Loop, variable: Node, trusts: (n: Node) => boolean): Bound[] {
  const out: Bound[] = [];
  if (variable.type !== T.FIX) return out;
  for (const b of blocks) {
    if (b === header || !ends.every((e) => dominates(b, e))) continue;
    for (const n of b.nodes) {
      const [array, index] = n.args;
      if (array === undefined || index === undefined || inside.has(array) || reliedKind(n, trusts) === undefined) continue;
      const plus = distance(index, variable);
      if (plus !== undefined && !out.some((o) => o.array === array && o.index === index)) out.push({ array, index, plus });
    }
  }
  return out;
}
/** Of an index from the variable. */
function distance(index: Node, variable: Node): bigint | undefined {
  if (index === variable) return 0n;
  if (index.op !== "num" || !index.fits || (index.data !== "add" && index.data !== "sub")) return undefined;
  const [a, b] = index.args as [Node, Node];
  const c = fixnumOf(a === variable ? b : a);
  if (c === undefined || (a !== variable && (b !== variable || index.data === "sub"))) return undefined;
  return index.data === "add" ? c : -c;
}
