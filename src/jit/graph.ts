/**
 * The compiler's own SSA form, made from verified bytecode. Every value is a Node in a Block; the state of the interpreter's frame
 * at a point (which node stands in which slot) is kept wherever compiled code may have to be left.
 */
import type { PrimRow } from "../../spec/index.js";
import type { ClosureShape, JitCode } from "./input.js";

/**
 * What a word may be: a set of these. LNG is a long beyond the fixnums, in a box when it is a word; it says more than OTHER, which
 * covers it. LONG is any integer of 64 bits.
 */
export const T = { FIX: 1, FLO: 2, BOOL: 4, NIL: 8, OTHER: 16, LNG: 64, ANY: 31, NUM: 19, LONG: 65 } as const;
export const isLong = (type: number): boolean => type !== 0 && (type & ~T.LONG) === 0;
/**
 * What is relied on of an argument or a slot: T.ANY, T.FIX, T.FLO, or SMALL, a fixnum from 0 to 2^31 - 1, with which sums and
 * products stay far from any overflow.
 */
export type Guard = number;
export const SMALL: Guard = 33;
export const typeOfGuard = (g: Guard): number => (g === SMALL ? T.FIX : g);

/** How a node's value is held in a local: tagged word, raw double, raw long, or 0/1. */
export type Rep = "word" | "f64" | "i64" | "bool";

export type NodeOp =
  | "const" // data: the word
  | "arg" // imm: index
  | "slot" // imm: index; read from the frame in memory at a loop's entry; the guard is its type
  | "closure"
  | "phi"
  | "num" // data: NumOp; imm: primitive
  | "cmp" // data: CmpOp; imm: primitive
  | "identical"
  | "not"
  | "is-nil"
  | "is-type" // imm: type id
  | "prim" // data: PrimRow
  | "var" // data: the var
  | "var-set"
  | "var-def"
  | "call" // args: callee, arguments
  | "tail-call" // as call; what follows it is an exit, for when the interpreter must make it
  | "apply" // args: callee, args, rest
  | "capture" // imm: index
  | "capture-move"
  | "make-closure" // imm: address of the CODE
  | "set-capture" // args: closure, value; imm: index
  | "vector"
  | "list"
  | "map"
  | "set"
  | "field" // imm: index
  | "set-field"
  | "receive"
  | "receive-take"
  | "receive-next"
  | "receive-start"
  | "safepoint"; // of a loop, or at the entry of an inlined function: charges a reduction

export type NumOp =
  | "add"
  | "sub"
  | "mul"
  | "wrap-add"
  | "wrap-sub"
  | "wrap-mul"
  | "div"
  | "quot"
  | "rem"
  | "mod"
  | "and"
  | "or"
  | "xor"
  | "shl"
  | "shr"
  | "ushr"
  | "sqrt"
  | "double"
  | "neg"
  | "not";
export type CmpOp = "lt" | "le" | "gt" | "ge" | "num-eq" | "eq";

/** Least and greatest value that a fixnum or long can have at some place. */
export interface Range {
  readonly lo: bigint;
  readonly hi: bigint;
}

/** A frame of the interpreter's that a graph stands for: the function's own, or one of an inlined callee's. */
export interface Frame {
  readonly code: JitCode;
  readonly closure: Node;
  /** Bytes from the function's own frame to this one. */
  readonly base: number;
  /** The state behind the call that made it; null for the function's own. */
  readonly caller: FrameState | null;
}

/** The interpreter's frame at an instruction: locals, then operands. */
export interface FrameState {
  readonly frame: Frame;
  readonly pc: number;
  /** null: dead, written as nil. */
  readonly slots: (Node | null)[];
}

export class Node {
  type = 0;
  rep: Rep = "word";
  /** Local that holds it, or -1. */
  local = -1;
  /** By nodes, and by states in which code may be left. */
  uses = 0;
  /** Of a fixnum or long, once ranges are known (ranges.ts). */
  range: Range | null = null;
  /** num: its result is a fixnum, or within 64 bits if its type is LONG, for certain. */
  fits = false;
  /** num: ranges of its operands there. */
  left: Range | null = null;
  right: Range | null = null;
  /** call: which operands lie in the range of SMALL. */
  small: readonly boolean[] = [];
  repl: Node | null = null;
  /** Frame before the instruction, operands included; where it may be left so that the interpreter runs it. */
  before: FrameState | null = null;
  /** Frame behind it, without its result: where a call that it makes returns to. */
  after: FrameState | null = null;
  constructor(
    readonly id: number,
    readonly op: NodeOp,
    public args: Node[],
    readonly imm: number,
    readonly data: bigint | PrimRow | NumOp | CmpOp | null,
  ) {}
}

export function resolve(n: Node): Node {
  let r = n;
  while (r.repl !== null) r = r.repl;
  return r;
}

export type Terminator =
  | { readonly kind: "jump"; readonly target: Block }
  | { readonly kind: "branch"; test: Node; readonly then: Block; readonly otherwise: Block }
  | { readonly kind: "nil"; test: Node; readonly then: Block; readonly otherwise: Block }
  | { readonly kind: "switch"; subject: Node; readonly table: bigint; readonly targets: readonly Block[]; readonly before: FrameState }
  | { readonly kind: "receive"; test: Node; readonly then: Block; readonly otherwise: Block }
  | { readonly kind: "return"; value: Node }
  /** Parks at `parked`, where the mailbox is looked at again. */
  | { readonly kind: "wait"; readonly parked: FrameState }
  /** The same, but goes on at `passed` if the deadline has passed. */
  | { readonly kind: "wait-until"; deadline: Node; readonly passed: Block; readonly parked: FrameState }
  /** The interpreter goes on at `state`; enter: unless there is compiled code for the loop there. */
  | { readonly kind: "exit"; readonly state: FrameState; readonly enter?: true };

export class Block {
  readonly phis: Node[] = [];
  readonly nodes: Node[] = [];
  term: Terminator | null = null;
  /** By order of edges: phi arguments stand in this order. */
  preds: Block[] = [];
  /** For each successor of the terminator, the position of that edge among its predecessors. */
  readonly edges: number[] = [];
  /** Position in reverse postorder. */
  order = -1;
  /** Some edge to it goes backward. */
  loop = false;
  /** State at the start of a loop. */
  start: FrameState | null = null;
  /** Some edge goes backward to it; more than one forward (structure.ts). */
  header = false;
  merge = false;
  idom: Block | null = null;
  dominated: Block[] = [];

  constructor(readonly pc: number) {}
}

export interface Graph {
  readonly entry: Block;
  /** Reverse postorder. */
  blocks: Block[];
  readonly args: readonly Node[];
  readonly closure: Node;
  readonly nodes: readonly Node[];
  readonly states: readonly FrameState[];
  /** By pc of a loop header: the phi of each slot, null where there is none. */
  readonly headers: ReadonlyMap<number, (Node | null)[]>;
  /** By var node: the closure whose code has been inlined where it is called. */
  readonly inlined: ReadonlyMap<Node, bigint>;
  /** Of arguments and captures that are closures whose code is known. */
  readonly shapes: ReadonlyMap<Node, ClosureShape>;
  /** Bytes that the frames take, from the function's own on. */
  readonly extent: number;
}

export function successors(t: Terminator): readonly Block[] {
  switch (t.kind) {
    case "jump":
      return [t.target];
    case "branch":
    case "nil":
    case "receive":
      return [t.then, t.otherwise];
    case "switch":
      return t.targets;
    case "wait-until":
      return [t.passed];
    default:
      return [];
  }
}
