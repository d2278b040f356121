import { Diagnostic, type Span } from "../base/index.js";
import type { Binding, FnArity, FnHir, Hir, Unit } from "../hir/index.js";
import { MapForm, SetForm, VectorForm } from "../reader/index.js";
import { buildAlt, buildCase, buildFail, buildIf, buildLoop, buildRecur } from "./build-control.js";
import { buildAccept, buildReceive } from "./build-receive.js";
import { buildTry } from "./build-try.js";
import { Captures, type Builder, type Dest, FnContext, isControl } from "./context.js";
import { Arity, MirFn, type MirUnit, Term, type Value } from "./ir.js";

/**
 * HIR -> MIR. Every expression is built for its context:
 *   value   its value is used here            (answers null when control does not come back)
 *   effect  its value is dropped
 *   into    its value is returned or passed to a join block; ends the block
 *   condition (build-control.ts)  it decides between two blocks
 */
export function buildUnit(unit: Unit): MirUnit {
  const fn = new MirFn(`${unit.ns}/top`, unit.ns, unit.file);
  const arity = new Arity(fn, 0, false, unit.body.span);
  fn.arities.push(arity);
  const cx = new FnContext(arity, new Captures(fn, null, null, null), BUILDER);
  cx.into(unit.body, { kind: "return" });
  return { ns: unit.ns, file: unit.file, top: fn };
}

const BUILDER: Builder = { value: valueKind, effect: effectKind, into: intoKind };

function intoKind(cx: FnContext, h: Hir, dest: Dest): void {
  switch (h.kind) {
    case "let":
      if (cx.bind(h.bindings)) cx.into(h.body, dest);
      return;
    case "letfn":
      bindLetfn(cx, h.bindings);
      cx.into(h.body, dest);
      return;
    case "do": {
      const n = h.exprs.length - 1;
      for (let i = 0; i < n; i++) if (!cx.effect(h.exprs[i] as Hir)) return;
      cx.into(h.exprs[n] as Hir, dest);
      return;
    }
    case "if":
      buildIf(cx, h, dest);
      return;
    case "case":
      buildCase(cx, h, dest);
      return;
    case "alt":
      buildAlt(cx, h, dest);
      return;
    case "loop":
      buildLoop(cx, h.loop, h.inits, h.body, dest);
      return;
    case "recur":
      buildRecur(cx, h.target, h.args, h.span);
      return;
    case "fail":
      buildFail(cx, h.span);
      return;
    case "try":
      buildTry(cx, h, dest);
      return;
    case "receive":
      buildReceive(cx, h, dest);
      return;
    case "accept":
      buildAccept(cx, h, dest);
      return;
    case "throw": {
      const v = cx.value(h.value);
      if (v !== null) cx.terminate(new Term("throw", [v], [], null, h.span));
      return;
    }
    case "call": {
      const inlined = literalCall(h);
      if (inlined !== null) {
        buildLoop(cx, inlined.target, h.args, inlined.body, dest);
        return;
      }
      break;
    }
    default:
      break;
  }
  if (dest.kind === "join" && dest.block.params.length === 0) {
    if (cx.effect(h)) cx.jump(dest.block, [], h.span);
    return;
  }
  const v = cx.value(h);
  if (v !== null) cx.deliver(v, dest, h.span);
}

/** ((fn [x] ...) arg): the arity that takes these arguments, if the function is used for nothing else. */
function literalCall(h: Hir & { kind: "call" }): FnArity | null {
  if (h.fn.kind !== "fn" || h.fn.self !== null || h.fn.meta !== null) return null;
  return h.fn.arities.find((a) => !a.variadic && a.params.length === h.args.length) ?? null;
}

/** Builds for the effects alone; answers whether control comes back. */
function effectKind(cx: FnContext, h: Hir): boolean {
  switch (h.kind) {
    case "const":
    case "local":
    case "var-ref":
    case "fn":
      if (h.kind === "fn" && h.meta !== null) return cx.effect(h.meta);
      return true;
    default:
      break;
  }
  if (needsBlocks(h)) {
    const after = cx.join(false, h.span);
    cx.into(h, { kind: "join", block: after });
    cx.cur = after;
    return true;
  }
  return cx.value(h) !== null;
}

/** Expressions that `value` can only build by joining at a new block. */
function needsBlocks(h: Hir): boolean {
  switch (h.kind) {
    case "if":
    case "case":
    case "alt":
    case "try":
    case "receive":
    case "loop":
      return true;
    case "let":
    case "letfn":
      return needsBlocks(h.body);
    case "do":
      return needsBlocks(h.exprs[h.exprs.length - 1] as Hir);
    case "call":
      return literalCall(h) !== null;
    default:
      return false;
  }
}

function valueKind(cx: FnContext, h: Hir): Value | null {
  switch (h.kind) {
    case "const":
      return cx.constant(h.value, h.span);
    case "local":
      return cx.lookup(h.binding);
    case "let":
      return cx.bind(h.bindings) ? cx.value(h.body) : null;
    case "letfn":
      bindLetfn(cx, h.bindings);
      return cx.value(h.body);
    case "do": {
      const n = h.exprs.length - 1;
      for (let i = 0; i < n; i++) if (!cx.effect(h.exprs[i] as Hir)) return null;
      return cx.value(h.exprs[n] as Hir);
    }
    case "fn":
      return buildFn(cx, h, null);
    case "call":
      return buildCall(cx, h);
    case "var-get":
      return cx.inst("var-get", [], { ns: h.ns, name: h.name }, h.span);
    case "var-ref":
      return cx.varRef(h.ns, h.name, h.span);
    case "var-set": {
      const v = cx.value(h.value);
      return v === null ? null : cx.inst("var-set", [v], { ns: h.ns, name: h.name }, h.span);
    }
    case "def":
      return buildDef(cx, h);
    case "prim":
      return buildPrim(cx, h);
    case "vector":
    case "map":
    case "set": {
      if (h.items.length === 0)
        return cx.constant(h.kind === "vector" ? new VectorForm([]) : h.kind === "map" ? new MapForm([]) : new SetForm([]), h.span);
      const items = cx.values(h.items);
      return items === null ? null : cx.inst(h.kind, items, null, h.span);
    }
    case "recur":
    case "fail":
    case "accept":
    case "throw":
      cx.into(h, { kind: "return" });
      return null;
    default: {
      const after = cx.join(true, h.span);
      cx.into(h, { kind: "join", block: after });
      cx.cur = after;
      return after.params[0] as Value;
    }
  }
}

function buildCall(cx: FnContext, h: Hir & { kind: "call" }): Value | null {
  const inlined = literalCall(h);
  if (inlined !== null) {
    const after = cx.join(true, h.span);
    buildLoop(cx, inlined.target, h.args, inlined.body, { kind: "join", block: after });
    cx.cur = after;
    return after.params[0] as Value;
  }
  // A var is read after arguments that branch, so that callee and frame header need not wait in a local. (What Clojure
  // does first, too, is only to fetch the Var's content; it throws for an unbound one after the arguments.)
  if (h.fn.kind === "var-get" && h.args.some(isControl)) {
    const args = cx.values(h.args);
    if (args === null) return null;
    const f = cx.value(h.fn) as Value;
    return cx.inst("call", [f, ...args], null, h.span);
  }
  const f = cx.value(h.fn);
  if (f === null) return null;
  const args = cx.values(h.args);
  return args === null ? null : cx.inst("call", [f, ...args], null, h.span);
}

/** Primitives that are instructions of their own; apply and list are not kernel functions but instructions alone. */
function buildPrim(cx: FnContext, h: Hir & { kind: "prim" }): Value | null {
  const args = cx.values(h.args);
  if (args === null) return null;
  if (h.name === "apply") {
    if (args.length !== 3) throw new Diagnostic("PRIMITIVE_ARITY", `primitive apply takes 3 arguments, not ${args.length}`, h.span);
    return cx.inst("apply", args, null, h.span);
  }
  if (h.name === "list") return cx.inst("list", args, null, h.span);
  if (h.name === "not" && args.length === 1) return cx.inst("not", args, null, h.span);
  return cx.prim(h.name, args, h.span);
}

function buildDef(cx: FnContext, h: Hir & { kind: "def" }): Value | null {
  const v = cx.varRef(h.ns, h.name, h.span);
  if (h.meta !== null) {
    const meta = cx.value(h.meta);
    if (meta === null) return null;
    cx.prim("var-set-meta", [v, meta], h.span);
  }
  const yes = cx.constant(true, h.span);
  if (h.dynamic) cx.prim("var-set-dynamic", [v, yes], h.span);
  if (h.macro) cx.prim("var-set-macro", [v, yes], h.span);
  if (h.init === null) return v;
  const init = cx.value(h.init);
  return init === null ? null : cx.inst("var-def", [init], { ns: h.ns, name: h.name }, h.span);
}

/** A closure. Free variables of the body become its captures, in the order in which the body first names them. */
function buildFn(cx: FnContext, h: FnHir, letBinding: Binding | null): Value | null {
  const captures = makeFn(cx, h, letBinding);
  const args = captures.list.map((b) => cx.lookup(b));
  const closure = cx.inst("closure", args, captures.fn, h.span);
  if (h.meta === null) return closure;
  const meta = cx.value(h.meta);
  return meta === null ? null : cx.prim("fn-with-meta", [closure, meta], h.span);
}

function makeFn(cx: FnContext, h: FnHir, letBinding: Binding | null): Captures {
  const outer = cx.arity.fn;
  const fn = new MirFn(h.name, outer.ns, outer.file);
  const captures = new Captures(fn, cx, h.self, letBinding);
  for (const a of h.arities) buildArity(captures, a, cx.depth);
  // Fixed arities first, by their count: the call tries them in this order.
  fn.arities.sort((a, b) => Number(a.variadic) - Number(b.variadic) || a.fixed - b.fixed);
  fn.captures = captures.list.length;
  return captures;
}

function buildArity(captures: Captures, a: FnArity, depth: number): void {
  const fixed = a.variadic ? a.params.length - 1 : a.params.length;
  const arity = new Arity(captures.fn, fixed, a.variadic, a.span);
  captures.fn.arities.push(arity);
  const inner = new FnContext(arity, captures, BUILDER);
  inner.depth = depth;
  a.params.forEach((p, i) => {
    const v = arity.value("arg", [], i, p.span);
    arity.args.push(v);
    inner.env.set(p, v);
  });
  // The arity is a loop over its parameters; without a recur the header melts away (passes/simplify).
  const header = inner.loopHeader(a.params, arity.args.slice(), a.span);
  inner.loops.set(a.target, { block: header, finallys: 0 });
  inner.into(a.body, { kind: "return" });
}

/**
 * letfn: closures that capture each other. Each is made in order; a capture of one that is not made yet is nil at first and
 * filled as soon as it is, with no safepoint between.
 */
function bindLetfn(cx: FnContext, bindings: readonly { binding: Binding; fn: FnHir }[]): void {
  const names = new Set(bindings.map((b) => b.binding));
  for (const b of names) cx.env.delete(b); // a finally is built twice
  const all = bindings.map((b) => makeFn(cx, b.fn, b.binding));
  const nil = cx.constant(null, bindings[0]?.fn.span as Span);
  const late: { closure: number; index: number; binding: Binding }[] = [];
  const made: Value[] = [];
  // What comes from outside is looked up first: that may itself need no instruction, but never a safepoint either.
  all.forEach((captures, i) => {
    const args = captures.list.map((b, index) => {
      if (names.has(b) && cx.env.get(b) === undefined) {
        late.push({ closure: i, index, binding: b });
        return nil;
      }
      return cx.lookup(b);
    });
    const { binding, fn } = bindings[i] as { binding: Binding; fn: FnHir };
    const v = cx.inst("closure", args, captures.fn, fn.span);
    made.push(v);
    cx.env.set(binding, v);
  });
  for (const l of late) cx.inst("set-capture", [made[l.closure] as Value, cx.lookup(l.binding)], l.index, nil.span);
}
