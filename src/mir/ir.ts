import type { PrimRow } from "../../spec/index.js";
import { NO_SPAN, type Span } from "../base/index.js";
import type { Form } from "../reader/index.js";

/**
 * MIR: SSA in basic blocks with block parameters.
 *
 *   MirUnit ── top: MirFn
 *   MirFn   one function: its arities, which share one list of captured values
 *   Arity   one body: a graph of blocks from `entry`
 *   Block   params, instructions in order, one terminator; `handler` takes the exceptions of everything in it
 *   Value   an instruction, a block parameter, or a floating value (argument, constant, capture, self) that belongs to no
 *           block: it can be had again anywhere for one instruction, so it never needs a slot of its own
 *
 * Loop headers are marked, and only `jump` leads to them. A handler block has one parameter: the exception. The first
 * target of `recv` has one parameter: the message.
 */
export type Op =
  | "arg"
  | "const"
  | "var"
  | "capture"
  | "self" // floating
  | "param"
  | "var-get"
  | "var-set"
  | "var-def"
  | "prim"
  | "call"
  | "apply"
  | "closure"
  | "set-capture"
  | "capture-move"
  | "vector"
  | "map"
  | "set"
  | "list"
  | "not"
  | "recv-start"
  | "recv-take"
  | "recv-next";

export interface VarName {
  readonly ns: string;
  readonly name: string;
}
/** What an op needs beside its arguments: see DATA below. */
export type Data = Form | VarName | PrimRow | MirFn | number | null | undefined;

export class Value {
  /** Set when something else has taken this value's place; read through `resolve`. */
  repl: Value | null = null;
  constructor(
    readonly id: number,
    /** const: the form; var*: VarName; prim: PrimRow; closure: MirFn; arg, capture, capture-move, set-capture: index */
    public op: Op,
    public args: Value[],
    public data: Data,
    public span: Span,
  ) {}
  get form(): Form {
    return this.data as Form;
  }
  get varName(): VarName {
    return this.data as VarName;
  }
  get prim(): PrimRow {
    return this.data as PrimRow;
  }
  get index(): number {
    return this.data as number;
  }
  get fn(): MirFn {
    return this.data as MirFn;
  }
}

export function resolve(v: Value): Value {
  let r = v;
  while (r.repl !== null) r = r.repl;
  return r;
}

export type TermKind = "jump" | "branch" | "switch" | "return" | "throw" | "recv" | "recv-wait" | "recv-wait-until" | "tail-call";

/**
 *   jump             targets [b], args = the values of b's parameters
 *   branch           args [test], targets [then, else]
 *   switch           args [subject], targets [clauses..., default]; cases: constants of each clause
 *   return, throw    args [value]
 *   recv             targets [got (the message is its parameter), none]
 *   recv-wait        targets [the block that ends in recv]
 *   recv-wait-until  args [deadline], targets [recv's block, time is up]
 *   tail-call        args [callee, arguments...]
 */
export class Term {
  constructor(
    public kind: TermKind,
    public args: Value[],
    public targets: Block[],
    public cases: readonly (readonly Form[])[] | null,
    public span: Span,
  ) {}
}

export class Block {
  params: Value[] = [];
  insts: Value[] = [];
  term: Term | null = null;
  loop = false;
  constructor(
    public id: number,
    public handler: Block | null,
  ) {}
}

export class Arity {
  args: Value[] = [];
  blocks: Block[] = [];
  nextValue = 0;
  nextBlock = 0;
  entry!: Block;
  constructor(
    readonly fn: MirFn,
    readonly fixed: number,
    readonly variadic: boolean,
    readonly span: Span,
  ) {}

  value(op: Op, args: Value[], data: Data, span: Span): Value {
    return new Value(this.nextValue++, op, args, data, span);
  }
  block(handler: Block | null): Block {
    const b = new Block(this.nextBlock++, handler);
    this.blocks.push(b);
    return b;
  }
}

export class MirFn {
  arities: Arity[] = [];
  /** Number of captured values that a closure of it holds. */
  captures = 0;
  /** Every closure of it is called once at most: the body of a lazy seq or delay. */
  once = false;
  constructor(
    readonly name: string,
    readonly ns: string,
    readonly file: string,
  ) {}
}

export interface MirUnit {
  ns: string;
  file: string;
  top: MirFn;
}

export const isFloating = (v: Value): boolean =>
  v.op === "const" || v.op === "arg" || v.op === "capture" || v.op === "self" || v.op === "var";
/** Instructions that leave no value. */
export const isVoid = (v: Value): boolean =>
  v.op === "set-capture" || v.op === "recv-start" || v.op === "recv-take" || v.op === "recv-next";

export const constant = (a: Arity, form: Form, span: Span = NO_SPAN): Value => a.value("const", [], form, span);
export const isConst = (v: Value): boolean => v.op === "const";

/** Blocks that control or an exception may reach, in reverse postorder. Handlers come after everything that they cover. */
export function reversePostorder(arity: Arity): Block[] {
  const seen = new Uint8Array(arity.nextBlock);
  const out: Block[] = [];
  const stack: Block[] = [arity.entry];
  const next: number[] = [0];
  seen[arity.entry.id] = 1;
  while (stack.length > 0) {
    const b = stack[stack.length - 1] as Block;
    const i = next[next.length - 1] as number;
    next[next.length - 1] = i + 1;
    // The handler first, then the targets from the last to the first: what is visited first ends up last.
    const targets = b.term === null ? [] : b.term.targets;
    let s: Block | null | undefined;
    if (i === 0) s = b.handler;
    else if (i <= targets.length) s = targets[targets.length - i];
    else {
      out.push(b);
      stack.pop();
      next.pop();
      continue;
    }
    if (s && seen[s.id] === 0) {
      seen[s.id] = 1;
      stack.push(s);
      next.push(0);
    }
  }
  return out.reverse();
}

/** Every function of a unit, callers before the functions that they make. */
export function functionsOf(top: MirFn): MirFn[] {
  const out = new Set<MirFn>([top]);
  // A set goes on with what is added while it is walked.
  for (const fn of out)
    for (const a of fn.arities) for (const b of reversePostorder(a)) for (const v of b.insts) if (v.op === "closure") out.add(v.fn);
  return [...out];
}
