import { PRIMITIVES, type PrimRow } from "../../spec/index.js";
import { Diagnostic, type Span } from "../base/index.js";
import type { Binding, Hir, LoopTarget } from "../hir/index.js";
import type { Form } from "../reader/index.js";
import { type Arity, type Block, type Data, type MirFn, type Op, Term, type Value } from "./ir.js";

const PRIM_BY_NAME = new Map<string, PrimRow>(PRIMITIVES.map((row) => [row.name, row]));
export const primByName = (name: string): PrimRow | undefined => PRIM_BY_NAME.get(name);

/** Nesting of the source beyond which the compiler refuses: far below what would overflow its own stack. */
export const MAX_NESTING = 1000;

/** Where the value of an expression goes. */
export type Dest =
  | { kind: "return" }
  /** Jump there; it has one parameter for the value, or none if the value is not wanted. */
  | { kind: "join"; block: Block };

export interface JumpTarget {
  block: Block;
  /** finallys.length where the target was set up: those above it run before the jump. */
  finallys: number;
}

/** A `finally` whose body must run when control leaves its region, and the handler that covers that body. */
export interface Finally {
  body: Hir;
  outer: Block | null;
}

/** A receive whose match is being built. */
export interface ReceiveScope {
  dest: Dest;
  finallys: number;
  /** fails.length around the receive. */
  fails: number;
}

/** Captured values of one function, shared by its arities. */
export class Captures {
  readonly list: Binding[] = [];
  readonly index = new Map<Binding, number>();
  constructor(
    readonly fn: MirFn,
    readonly parent: FnContext | null,
    /** The binding that stands for the closure itself. */
    readonly self: Binding | null,
    readonly letSelf: Binding | null,
  ) {}
  of(binding: Binding): number {
    let i = this.index.get(binding);
    if (i === undefined) {
      i = this.list.length;
      this.list.push(binding);
      this.index.set(binding, i);
    }
    return i;
  }
}

/** What builds each kind of expression (build.ts); a value here so that the files for control flow need not import it. */
export interface Builder {
  value(cx: FnContext, h: Hir): Value | null;
  effect(cx: FnContext, h: Hir): boolean;
  into(cx: FnContext, h: Hir, dest: Dest): void;
}

/** State while one arity is being built: the current block (null: unreachable) and what names mean here. */
export class FnContext {
  readonly env = new Map<Binding, Value>();
  readonly loops = new Map<LoopTarget, JumpTarget>();
  readonly fails: JumpTarget[] = [];
  readonly finallys: Finally[] = [];
  readonly receives: ReceiveScope[] = [];
  /** Blocks that only the test of a local leads to: inside them its truth is known. */
  readonly truths = new Map<Block, { value: Value; truth: boolean }>();
  cur: Block | null;
  /** Covers the blocks that are made now. */
  handler: Block | null = null;
  depth = 0;
  /** Number of finally bodies around this place. */
  finalDepth = 0;
  private captured: (Value | undefined)[] = [];
  private selfValue: Value | null = null;

  constructor(
    readonly arity: Arity,
    readonly captures: Captures,
    readonly builder: Builder,
  ) {
    this.cur = arity.entry = arity.block(null);
  }

  block(): Block {
    return this.arity.block(this.handler);
  }
  join(wanted: boolean, span: Span): Block {
    const b = this.block();
    if (wanted) b.params.push(this.arity.value("param", [], null, span));
    return b;
  }

  inst(op: Op, args: Value[], data: Data, span: Span): Value {
    const v = this.arity.value(op, args, data, span);
    (this.cur as Block).insts.push(v);
    return v;
  }
  constant(form: Form, span: Span): Value {
    return this.arity.value("const", [], form, span);
  }
  varRef(ns: string, name: string, span: Span): Value {
    return this.arity.value("var", [], { ns, name }, span);
  }
  prim(name: string, args: Value[], span: Span): Value {
    const row = PRIM_BY_NAME.get(name);
    if (row === undefined) throw new Diagnostic("NO_PRIMITIVE", `there is no primitive ${name}`, span);
    if (row.arity !== args.length)
      throw new Diagnostic("PRIMITIVE_ARITY", `primitive ${name} takes ${row.arity} arguments, not ${args.length}`, span);
    return this.inst("prim", args, row, span);
  }

  terminate(term: Term): void {
    (this.cur as Block).term = term;
    this.cur = null;
  }
  jump(to: Block, args: Value[], span: Span): void {
    this.terminate(new Term("jump", args, [to], null, span));
  }
  branch(test: Value, then: Block, otherwise: Block, span: Span): void {
    this.terminate(new Term("branch", [test], [then, otherwise], null, span));
  }

  /** Builds an expression for its value; null when control does not come back. */
  value(h: Hir): Value | null {
    this.deeper(h.span);
    const v = this.builder.value(this, h);
    this.depth--;
    return v;
  }
  /** Values in order; null as soon as one of them does not come back. */
  values(hs: readonly Hir[]): Value[] | null {
    const out: Value[] = [];
    for (const h of hs) {
      const v = this.value(h);
      if (v === null) return null;
      out.push(v);
    }
    return out;
  }
  /** Builds for the effects alone; answers whether control comes back. */
  effect(h: Hir): boolean {
    return this.builder.effect(this, h);
  }
  /** Builds an expression whose value is returned or passed to a join block; ends the current block. */
  into(h: Hir, dest: Dest): void {
    this.deeper(h.span);
    this.builder.into(this, h, dest);
    this.depth--;
  }
  /** Ends the current block by delivering a value. */
  deliver(v: Value, dest: Dest, span: Span): void {
    if (dest.kind === "return") this.terminate(new Term("return", [v], [], null, span));
    else this.jump(dest.block, dest.block.params.length > 0 ? [v] : [], span);
  }
  /** Binds in order; answers whether control comes back. */
  bind(bindings: readonly { binding: Binding; init: Hir }[]): boolean {
    for (const { binding, init } of bindings) {
      const v = this.value(init);
      if (v === null) return false;
      this.env.set(binding, v);
    }
    return true;
  }
  /** Jumps to a new loop header and binds the names to its parameters. */
  loopHeader(bindings: readonly Binding[], inits: Value[], span: Span): Block {
    const header = this.block();
    header.loop = true;
    this.jump(header, inits, span);
    this.cur = header;
    for (const b of bindings) {
      const p = this.arity.value("param", [], null, b.span);
      header.params.push(p);
      this.env.set(b, p);
    }
    return header;
  }

  lookup(b: Binding): Value {
    const v = this.env.get(b);
    if (v !== undefined) return v;
    const c = this.captures;
    if (b === c.self || b === c.letSelf) {
      this.selfValue ??= this.arity.value("self", [], null, b.span);
      return this.selfValue;
    }
    if (c.parent === null) throw new Diagnostic("UNBOUND_LOCAL", `the local ${b.name} is not bound here`, b.span);
    // A constant is as good inside as outside: nothing to capture.
    const outer = c.parent.known(b);
    if (outer !== undefined && (outer.op === "const" || outer.op === "var")) return this.arity.value(outer.op, [], outer.data, outer.span);
    const i = c.of(b);
    let cv = this.captured[i];
    if (cv === undefined) {
      cv = this.arity.value("capture", [], i, b.span);
      this.captured[i] = cv;
    }
    return cv;
  }
  /** What the binding stands for, if that is known in this function itself. */
  known(b: Binding): Value | undefined {
    return this.env.get(b);
  }

  /** Enters one more level of source nesting; the caller lowers `depth` again. */
  deeper(span: Span): void {
    if (++this.depth > MAX_NESTING)
      throw new Diagnostic("NESTING", `this is nested more than ${MAX_NESTING} levels deep`, span, "split it into functions");
  }
}

/** Expressions that need more than one block (or may): their parts are evaluated before a call's frame is begun. */
export function isControl(h: Hir): boolean {
  switch (h.kind) {
    case "if":
    case "case":
    case "alt":
    case "try":
    case "receive":
    case "loop":
    case "recur":
    case "fail":
    case "accept":
    case "throw":
      return true;
    case "let":
      return isControl(h.body) || h.bindings.some((b) => isControl(b.init));
    case "letfn":
      return isControl(h.body);
    case "do":
      return h.exprs.some(isControl);
    case "call":
      return isControl(h.fn) || h.args.some(isControl);
    case "prim":
      return h.args.some(isControl);
    case "vector":
    case "map":
    case "set":
      return h.items.some(isControl);
    case "var-set":
      return isControl(h.value);
    default:
      return false;
  }
}
