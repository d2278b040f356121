/**
 * Types: forward over the graph until nothing changes, starting from nothing, so that a loop's variables get what the loop
 * really makes of them. Speculation: arguments are what they have been, sums and products of fixnums are fixnums; compiled
 * code checks both and leaves when it is wrong.
 */
import type { PrimRow } from "../../spec/index.js";
import { elementType, sole } from "./array-kinds.js";
import { type Graph, isLong, type Node, type NumOp, T } from "./graph.js";
import { pointsTo, typeId } from "./layout.js";

const DOUBLE = typeId("DOUBLE");
const LONG = typeId("LONG");

export function typeOfWord(w: bigint): number {
  const tag = Number(w & 7n);
  if (tag === 0) return T.FIX;
  if (tag >= 3) return T.FLO;
  if (tag === 1) return pointsTo(w, DOUBLE) ? T.FLO : pointsTo(w, LONG) ? T.LNG : T.OTHER;
  if (w === 2n) return T.NIL;
  return w === 0x102n || w === 0x202n ? T.BOOL : T.OTHER;
}

/** Primitives whose answer, if they give one, is a fixnum; a double. None of them has a version in the library that might answer anything. */
const FIX_PRIMS = new Set([
  "str-length",
  "array-length",
  "node-count",
  "bit-count",
  "char->int",
  "type-id",
  "mailbox-length",
  "buffer-length",
  "buffer-get",
]);
const FLO_PRIMS = new Set(["math1", "math2", "rand", "bits->double"]);
/** math1's operation that answers a long: Math/round. */
const ROUND = 17n << 3n;

export interface Speculation {
  /** Type of each argument. */
  readonly args: readonly number[];
  /** By slot, at a loop's entry. */
  readonly slots: readonly number[];
  /** Whether a node may rely on what is likely: that a sum of fixnums is one, that what is added to a fixnum is one. */
  trusts(n: Node): boolean;
  /** What a call answers, as far as it is known by now. */
  call(n: Node): number;
}

export function inferTypes(g: Graph, s: Speculation): void {
  /** By node: those that it is an operand of. */
  const users: Node[][] = g.nodes.map(() => []);
  const work = g.nodes.filter((n) => n.repl === null);
  for (const n of work) for (const a of n.args) (users[a.id] as Node[]).push(n);
  const queued = new Uint8Array(g.nodes.length);
  for (const n of work) queued[n.id] = 1;
  for (let k = 0; k < work.length; k++) {
    const n = work[k] as Node;
    queued[n.id] = 0;
    const type = simple(n.type | typeOf(n, s));
    if (type === n.type) continue;
    n.type = type;
    for (const u of users[n.id] as Node[]) {
      if (queued[u.id] === 1) continue;
      queued[u.id] = 1;
      work.push(u);
    }
  }
}

/** OTHER covers LNG. */
const simple = (type: number): number => ((type & T.OTHER) === 0 ? type : type & ~T.LNG);

function typeOf(n: Node, s: Speculation): number {
  switch (n.op) {
    case "const":
      return typeOfWord(n.data as bigint);
    case "arg":
      return s.args[n.imm] ?? T.ANY;
    case "slot":
      return s.slots[n.imm] ?? T.ANY;
    case "phi":
      return n.args.reduce((t, a) => t | a.type, 0);
    case "num":
      return numType(n, s.trusts(n));
    case "cmp":
    case "identical":
    case "not":
    case "is-nil":
    case "is-type":
      return T.BOOL;
    case "prim": {
      const { name } = n.data as { name: string };
      if (FIX_PRIMS.has(name)) return T.FIX;
      if (name === "int") return T.FIX;
      if (name === "array-get" && s.trusts(n)) {
        const k = sole(n);
        return k === undefined ? T.ANY : elementType(k);
      }
      if (name === "long") return (n.args[0] as Node).type === 0 ? 0 : (n.args[0] as Node).type === T.FIX ? T.FIX : T.LONG;
      if (FLO_PRIMS.has(name)) return name === "math1" && (n.args[0]?.op !== "const" || n.args[0].data === ROUND) ? T.ANY : T.FLO;
      return name.endsWith("?") ? T.BOOL : T.ANY;
    }
    case "call":
    case "tail-call":
      return s.call(n);
    case "make-closure":
    case "vector":
    case "list":
    case "map":
    case "set":
    case "closure":
      return T.OTHER;
    default:
      return T.ANY;
  }
}

/** What an operand of which nothing is known most likely is, by the other one. */
export const likely = (op: NumOp, other: number): number => (other === T.FIX && !op.startsWith("wrap") ? T.FIX : T.LONG);
export const isUnknown = (type: number): boolean => (type & (T.FIX | T.OTHER)) === (T.FIX | T.OTHER);

function numType(n: Node, trusted: boolean): number {
  const [a, b] = n.args as [Node, Node | undefined];
  const x = a.type;
  const y = b === undefined ? x : b.type;
  if (x === 0 || y === 0) return 0;
  const op = n.data as NumOp;
  if (op === "sqrt" || op === "double") return T.FLO;
  if (op !== "div" && isLong(x) && isLong(y)) return longType(op, x, y, b, trusted);
  if (op !== "div" && trusted) {
    if (isLong(x) && isUnknown(y)) return longType(op, x, likely(op, x), b, trusted);
    if (isLong(y) && isUnknown(x)) return longType(op, likely(op, y), y, b, trusted);
  }
  if (BITS.has(op)) return T.FIX | T.OTHER;
  return (x === T.FLO || y === T.FLO) && FLOATS.has(op) ? T.FLO : T.NUM;
}
const BITS = new Set<NumOp>(["and", "or", "xor", "not", "shl", "shr", "ushr"]);
const FLOATS = new Set<NumOp>(["add", "sub", "mul", "div", "quot", "rem", "mod", "neg"]);

/** Of integers of 64 bits; what can't be one throws. */
function longType(op: NumOp, x: number, y: number, b: Node | undefined, trusted: boolean): number {
  const fixnums = x === T.FIX && y === T.FIX;
  const k = b?.op === "const" && b.type === T.FIX ? BigInt.asIntN(64, b.data as bigint) >> 3n : undefined;
  switch (op) {
    case "wrap-add":
    case "wrap-sub":
    case "wrap-mul":
      return T.LONG;
    case "not":
    case "or":
    case "xor":
      return fixnums ? T.FIX : T.LONG;
    case "and":
      return fixnums || (k !== undefined && k >= 0n) ? T.FIX : T.LONG;
    case "shr":
      return fixnums || (k !== undefined && (k & 63n) >= 3n) ? T.FIX : T.LONG;
    case "ushr":
      return (fixnums && trusted) || (k !== undefined && (k & 63n) >= 4n) ? T.FIX : T.LONG;
    case "rem":
    case "mod":
      return y === T.FIX ? T.FIX : T.LONG; // nearer to zero than the divisor
    default:
      return fixnums && trusted ? T.FIX : T.LONG;
  }
}

const INTEGERS = new Set(["long", "even?"]);

/** Arguments whose type is worth a check: numbers that arithmetic takes, directly or through phis. */
export function numericArgs(g: Graph): ReadonlySet<Node> {
  const wanted = new Set<Node>();
  const want = (n: Node): void => {
    if (wanted.has(n)) return;
    wanted.add(n);
    if (n.op === "phi") for (const a of n.args) want(a);
  };
  const takesNumbers = (n: Node): boolean =>
    n.op === "num" || n.op === "cmp" || (n.op === "prim" && INTEGERS.has((n.data as PrimRow).name));
  for (const n of g.nodes) if (n.repl === null && takesNumbers(n)) for (const a of n.args) want(a);
  return wanted;
}
