/**
 * Ranges of fixnums: the bounds between which each lies, from constants, from the comparisons on the way to a block, and from
 * what a loop does to its variables. What can't leave the range of fixnums needs no look for an overflow.
 *
 * Abstract interpretation over intervals, with widening in loops and narrowing after it (Cousot and Cousot, Abstract
 * Interpretation: A Unified Lattice Model, 1977).
 */
import { FIXNUM_MAX, FIXNUM_MIN } from "../../spec/index.js";
import { type Block, type CmpOp, type Graph, type Guard, isLong, type Node, type NumOp, type Range, SMALL, T } from "./graph.js";

/** Rounds in which bounds may grow step by step, before whatever still grows is taken to the limit. */
const PATIENT = 2;
const NARROWING = 2;
const MOST_ROUNDS = 20;

/** Fills in Node.range of all fixnums, and Node.fits of arithmetic. Types and dominators must be known; `guards` are those of arguments or slots. */
export function findRanges(g: Graph, guards: readonly Guard[]): void {
  for (const n of g.nodes) if (n.op === "arg" || n.op === "slot") n.range = guards[n.imm] === SMALL ? { lo: 0n, hi: INT.hi } : fullOf(n);
  new Ranges(g).run();
}

class Ranges {
  /** By block: what the edge to it says of nodes, beyond what its dominator says. */
  private readonly known = new Map<Block, Map<Node, Range>>();

  constructor(private readonly graph: Graph) {}

  run(): void {
    for (const n of this.graph.nodes) {
      if (n.op !== "arg" && n.op !== "slot" && n.op !== "const") n.range = null;
      n.fits = false;
      n.left = null;
      n.right = null;
      if (n.op === "const" && n.type === T.FIX) n.range = point(BigInt.asIntN(64, n.data as bigint) >> 3n);
    }
    let round = 0;
    while (round < MOST_ROUNDS && this.round(round < PATIENT ? "grow" : "widen")) round++;
    if (round === MOST_ROUNDS) this.giveUp();
    else for (let i = 0; i < NARROWING; i++) this.round("narrow");
  }
  private giveUp(): void {
    for (const n of this.graph.nodes) {
      n.fits = false;
      n.left = null;
      n.right = null;
      n.small = [];
    }
  }

  private round(mode: "grow" | "widen" | "narrow"): boolean {
    let changed = false;
    const set = (n: Node, r: Range | null): void => {
      const old = n.range;
      if (r === null || (old !== null && old.lo === r.lo && old.hi === r.hi)) return;
      changed = true;
      n.range = r;
    };
    for (const b of this.graph.blocks) {
      this.refine(b);
      for (const phi of b.phis) {
        if (!isLong(phi.type)) continue;
        let r: Range | null = null;
        b.preds.forEach((p, i) => {
          const a = this.at(phi.args[i] as Node, p);
          if (a !== null) r = r === null ? a : join(r, a);
        });
        const old = phi.range;
        set(phi, mode === "narrow" || old === null || r === null ? r : widen(old, join(old, r), mode === "widen", fullOf(phi)));
      }
      for (const n of b.nodes) {
        if (isLong(n.type) && n.op !== "slot") set(n, this.ofNode(n, b));
        if (n.op === "call" || n.op === "tail-call") n.small = n.args.map((a) => a.type === T.FIX && isSmall(this.at(a, b)));
      }
    }
    return changed;
  }

  /** What is known of a node inside a block; null: nothing has come there yet. */
  private at(n: Node, b: Block): Range | null {
    if (!isLong(n.type)) return ALL;
    let r = n.op === "arg" || n.op === "slot" ? (n.range ?? fullOf(n)) : n.range;
    for (let at = b; r !== null; at = at.idom as Block) {
      const more = this.known.get(at)?.get(n);
      if (more !== undefined) r = meet(r, more);
      if (at.idom === at || at.idom === null) break;
    }
    return r;
  }

  /** The comparison at the end of a block's only predecessor. */
  private refine(b: Block): void {
    const from = b.preds[0];
    const t = from?.term;
    if (from === undefined || b.preds.length !== 1 || t?.kind !== "branch" || t.then === t.otherwise) return;
    let holds = t.then === b;
    let test = t.test;
    while (test.op === "not") {
      holds = !holds;
      test = test.args[0] as Node;
    }
    if (test.op !== "cmp" && test.op !== "identical") return;
    const [x, y] = test.args as [Node, Node];
    if (!isLong(x.type) || !isLong(y.type)) return;
    const rx = this.at(x, from);
    const ry = this.at(y, from);
    if (rx === null || ry === null) return;
    const op = test.op === "identical" ? "eq" : (test.data as CmpOp);
    const [nx, ny] = compared(op, holds, rx, ry);
    this.known.set(b, new Map([[x, nx]]).set(y, ny));
  }

  private ofNode(n: Node, b: Block): Range | null {
    const of = (k: number): Range | null => this.at(n.args[k] as Node, b);
    if (n.op === "prim") {
      const { name } = n.data as { name: string };
      if (name === "long" || name === "int") {
        const x = of(0);
        n.left = x;
        return x === null ? null : meet(x, name === "int" ? INT : fullOf(n));
      }
      if (name === "array-get" && n.type === T.FIX) return INT;
      return name.endsWith("-length") || name === "bit-count" || name === "node-count" ? LENGTH : fullOf(n);
    }
    if (n.op !== "num") return fullOf(n);
    const x = of(0);
    const y = n.args.length > 1 ? of(1) : ZERO;
    if (x === null || y === null) return null;
    const r = exact(n.data as NumOp, x, y);
    const full = fullOf(n);
    n.fits = within(r, full);
    n.left = x;
    n.right = y;
    return n.fits || !wraps(n) ? meet(r, full) : full;
  }
}

/** All fixnums; all longs. */
const FULL: Range = { lo: FIXNUM_MIN, hi: FIXNUM_MAX };
const ALL: Range = { lo: -(1n << 63n), hi: (1n << 63n) - 1n };
const fullOf = (n: Node): Range => (n.type === T.FIX ? FULL : ALL);
/** Whether what is too large comes out as something else, instead of an exception or of code that is left. */
const wraps = (n: Node): boolean => (n.data as NumOp).startsWith("wrap") || (n.data === "shl" && n.type !== T.FIX);
export const point = (n: bigint): Range => ({ lo: n, hi: n });
const ZERO = point(0n);
const INT: Range = { lo: -(1n << 31n), hi: (1n << 31n) - 1n };
const LENGTH: Range = { lo: 0n, hi: 1n << 32n };
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const join = (a: Range, b: Range): Range => ({ lo: least(a.lo, b.lo), hi: most(a.hi, b.hi) });
/** Where both hold; what contradicts itself is never reached, and may be anything. */
function meet(a: Range, b: Range): Range {
  const lo = most(a.lo, b.lo);
  const hi = least(a.hi, b.hi);
  return lo <= hi ? { lo, hi } : a;
}
export const isSmall = (r: Range | null): boolean => liesWithin(r, 0n, INT.hi);
export const isInt = (r: Range | null): boolean => r !== null && within(r, INT);
const within = (a: Range, b: Range): boolean => a.lo >= b.lo && a.hi <= b.hi;
export const liesWithin = (r: Range | null, lo: bigint, hi: bigint): boolean => r !== null && within(r, { lo, hi });
const widen = (old: Range, now: Range, far: boolean, full: Range): Range =>
  far ? { lo: now.lo < old.lo ? full.lo : now.lo, hi: now.hi > old.hi ? full.hi : now.hi } : now;

/** What x and y can be where the comparison holds, or does not. */
function compared(op: CmpOp, holds: boolean, x: Range, y: Range): [Range, Range] {
  const below = (a: Range, b: Range, by: bigint): [Range, Range] => [
    meet(a, { lo: a.lo, hi: b.hi - by }),
    meet(b, { lo: a.lo + by, hi: b.hi }),
  ];
  const above = (by: bigint): [Range, Range] => {
    const [b, a] = below(y, x, by);
    return [a, b];
  };
  switch (op) {
    case "lt":
      return holds ? below(x, y, 1n) : above(0n);
    case "le":
      return holds ? below(x, y, 0n) : above(1n);
    case "gt":
      return holds ? above(1n) : below(x, y, 0n);
    case "ge":
      return holds ? above(0n) : below(x, y, 1n);
    default:
      return holds ? [meet(x, y), meet(y, x)] : [without(x, y), without(y, x)];
  }
}
/** A range without the other's only point, if that is one of its ends. */
function without(a: Range, b: Range): Range {
  if (b.lo !== b.hi || a.lo === a.hi) return a;
  if (a.lo === b.lo) return { lo: a.lo + 1n, hi: a.hi };
  return a.hi === b.lo ? { lo: a.lo, hi: a.hi - 1n } : a;
}

/** Bounds of a result, however far outside of fixnums they are; where nothing is known, one more than those. */
function exact(op: NumOp, x: Range, y: Range): Range {
  const k = y.lo === y.hi ? y.lo : undefined;
  switch (op) {
    case "add":
    case "wrap-add":
      return { lo: x.lo + y.lo, hi: x.hi + y.hi };
    case "sub":
    case "wrap-sub":
      return { lo: x.lo - y.hi, hi: x.hi - y.lo };
    case "neg":
      return { lo: -x.hi, hi: -x.lo };
    case "not":
      return { lo: -1n - x.hi, hi: -1n - x.lo };
    case "mul":
    case "wrap-mul": {
      const products = [x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi];
      return { lo: products.reduce(least), hi: products.reduce(most) };
    }
    case "and":
      if (x.lo >= 0n && y.lo >= 0n) return { lo: 0n, hi: least(x.hi, y.hi) };
      if (x.lo >= 0n) return { lo: 0n, hi: x.hi };
      return y.lo >= 0n ? { lo: 0n, hi: y.hi } : join(join(x, y), allBits(x, y));
    case "or":
    case "xor":
      return x.lo >= 0n && y.lo >= 0n ? { lo: 0n, hi: allOnes(most(x.hi, y.hi)) } : allBits(x, y);
    case "shl":
      return k !== undefined && k >= 0n && k < 61n ? { lo: x.lo << k, hi: x.hi << k } : BEYOND;
    case "shr":
      return k !== undefined && k >= 0n && k < 64n ? { lo: x.lo >> k, hi: x.hi >> k } : join(x, ZERO);
    case "ushr":
      if (x.lo < 0n) return k !== undefined && (k & 63n) > 0n ? { lo: 0n, hi: (1n << (64n - (k & 63n))) - 1n } : BEYOND;
      return k !== undefined && k >= 0n && k < 64n ? { lo: x.lo >> k, hi: x.hi >> k } : { lo: 0n, hi: x.hi };
    case "quot":
      if (k !== undefined && k > 0n) return { lo: x.lo / k, hi: x.hi / k };
      return y.lo > 0n ? join(x, ZERO) : BEYOND;
    case "rem":
      if (y.lo <= 0n) return BEYOND;
      return { lo: x.lo >= 0n ? 0n : most(x.lo, 1n - y.hi), hi: x.hi <= 0n ? 0n : least(x.hi, y.hi - 1n) };
    case "mod":
      if (y.lo <= 0n) return BEYOND;
      return { lo: 0n, hi: x.lo >= 0n ? least(x.hi, y.hi - 1n) : y.hi - 1n };
    default:
      return BEYOND;
  }
}
/** Nothing is known, not even that it is a fixnum before it has been looked at. */
const BEYOND: Range = { lo: ALL.lo - 1n, hi: ALL.hi + 1n };
/** What bitwise operations make of two: nothing with more bits than both have. */
const allBits = (x: Range, y: Range): Range => (within(x, FULL) && within(y, FULL) ? FULL : ALL);
/** The least number of the form 2^n - 1 that is not below. */
const allOnes = (n: bigint): bigint => (n === 0n ? 0n : (1n << BigInt(n.toString(2).length)) - 1n);
