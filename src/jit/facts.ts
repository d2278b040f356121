/**
 * What has been checked on every way to where code is being written, so that it need not be checked again. Values never change (SSA),
 * so what a value is stays true wherever its check dominates. What memory holds (the length of an array, which is 0 once it
 * has been promoted; the closure in a var) is true until something runs that may change it: nodes that can't are quiet.
 */
import type { PrimRow } from "../../spec/index.js";
import { reliedKind } from "./array-kinds.js";
import { type Block, type Node, T } from "./graph.js";

export class Facts {
  // Made when there is something to note: most blocks check nothing.
  private fixnums: Set<Node> | null = null;
  private pointers: Map<Node, number> | null = null;
  private elements: Map<Node, { readonly type: number; readonly local: number }> | null = null;
  // True for now.
  private vars: Set<bigint> | null = null;
  private lengths: Map<Node, number> | null = null;
  private inside: Map<Node, Set<Node>> | null = null;

  /** parent: where this code is reached from. past: whether what was true for now there still is. */
  constructor(
    private readonly parent: Facts | null = null,
    private past = parent !== null,
  ) {}

  /** Something has run that is not quiet. */
  forget(): void {
    this.vars = null;
    this.lengths = null;
    this.inside = null;
    this.past = false;
  }
  noteFixnum(n: Node): void {
    this.fixnums ??= new Set();
    this.fixnums.add(n);
  }
  isFixnum(n: Node): boolean {
    return n.type === T.FIX || (this.ever((f) => f.fixnums?.has(n) || undefined) ?? false);
  }
  notePointer(n: Node, type: number): void {
    this.pointers ??= new Map();
    this.pointers.set(n, type);
  }
  /** Whether the word points to an object of that type. */
  isPointer(n: Node, type: number): boolean {
    return this.ever((f) => f.pointers?.get(n) === type || undefined) ?? false;
  }
  /** local: where that stands which an array of the type holds of the value. */
  noteElement(n: Node, type: number, local: number): void {
    this.elements ??= new Map();
    this.elements.set(n, { type, local });
  }
  element(n: Node, type: number): number | undefined {
    return this.ever((f) => {
      const e = f.elements?.get(n);
      return e?.type === type ? e.local : undefined;
    });
  }
  /** That the var holds the closure that calls are compiled for. */
  noteVar(variable: bigint): void {
    this.vars ??= new Set();
    this.vars.add(variable);
  }
  isVar(variable: bigint): boolean {
    return this.now((f) => f.vars?.has(variable) || undefined) ?? false;
  }
  /** local: where the length stands, as a word. */
  noteLength(array: Node, local: number): void {
    this.lengths ??= new Map();
    this.lengths.set(array, local);
  }
  length(array: Node): number | undefined {
    return this.now((f) => f.lengths?.get(array));
  }
  noteInside(array: Node, index: Node): void {
    this.inside ??= new Map();
    const known = this.inside.get(array);
    if (known === undefined) this.inside.set(array, new Set([index]));
    else known.add(index);
  }
  /** Whether the index is one of the array's. */
  isInside(array: Node, index: Node): boolean {
    return this.now((f) => f.inside?.get(array)?.has(index) || undefined) ?? false;
  }

  private ever<R>(find: (f: Facts) => R | undefined): R | undefined {
    return this.find(find, (f) => f.parent);
  }
  private now<R>(find: (f: Facts) => R | undefined): R | undefined {
    return this.find(find, (f) => (f.past ? f.parent : null));
  }
  private find<R>(find: (f: Facts) => R | undefined, before: (f: Facts) => Facts | null): R | undefined {
    for (let f: Facts | null = this; f !== null; f = before(f)) {
      const r = find(f);
      if (r !== undefined) return r;
    }
    return undefined;
  }
}

/** Whether a node runs no code of a program, promotes nothing and sets no var. Library code for numbers does none of that either. */
export function isQuiet(n: Node): boolean {
  switch (n.op) {
    case "num":
    case "identical":
    case "not":
    case "is-nil":
    case "is-type":
    case "capture":
    case "make-closure":
    case "vector":
    case "list":
    case "safepoint":
    case "slot":
    case "var":
      return true;
    case "cmp":
      return n.data !== "eq" || n.args.every((a) => (a.type & T.OTHER) === 0);
    case "prim":
      return QUIET_PRIMS.has((n.data as PrimRow).name);
    default:
      return false;
  }
}
/** A store of a pointer may promote it: array-set is not among them. */
const QUIET_PRIMS = new Set([
  "array-get",
  "array-length",
  "long",
  "int",
  "int?",
  "integer?",
  "even?",
  "number?",
  "float?",
  "bit-count",
  "char->int",
]);

/** Which runs of blocks, in their order, have quiet nodes alone. */
export class Quietness {
  /** Noisy blocks up to each one. */
  private readonly noisy: number[] = [0];

  /** trusts: whether code relies on what a node is likely to find. */
  constructor(blocks: readonly Block[], trusts: (n: Node) => boolean) {
    for (const b of blocks) {
      // A store into a packed array, or else code is left.
      const noise =
        b.nodes.some((n) => !isQuiet(n) && reliedKind(n, trusts) === undefined) || (b.term !== null && NOISY_ENDS.has(b.term.kind));
      this.noisy.push((this.noisy[this.noisy.length - 1] as number) + (noise ? 1 : 0));
    }
  }
  /** From one block to another, both included. */
  between(first: number, last: number): boolean {
    return first > last || this.noisy[last + 1] === this.noisy[first];
  }
}
const NOISY_ENDS = new Set(["receive", "wait", "wait-until"]);
