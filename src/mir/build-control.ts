import { Diagnostic, type Span } from "../base/index.js";
import type { Hir, LoopTarget } from "../hir/index.js";
import { CharForm, type Form, Keyword, Sym } from "../reader/index.js";
import type { Dest, FnContext, JumpTarget } from "./context.js";
import { type Block, Term, type Value } from "./ir.js";

/** Constants that a test alone decides. */
const truthOf = (form: Form): boolean => form !== null && form !== false;

/** Ends the block by going to `then` or `otherwise`. */
function condition(cx: FnContext, h: Hir, then: Block, otherwise: Block): void {
  cx.deeper(h.span);
  conditionKind(cx, h, then, otherwise);
  cx.depth--;
}

function conditionKind(cx: FnContext, h: Hir, then: Block, otherwise: Block): void {
  switch (h.kind) {
    case "const":
      cx.jump(truthOf(h.value) ? then : otherwise, [], h.span);
      return;
    case "fn":
    case "vector":
    case "map":
    case "set":
      if (cx.effect(h)) cx.jump(then, [], h.span);
      return;
    case "do": {
      const n = h.exprs.length - 1;
      for (let i = 0; i < n; i++) if (!cx.effect(h.exprs[i] as Hir)) return;
      condition(cx, h.exprs[n] as Hir, then, otherwise);
      return;
    }
    case "let": {
      if (cx.bind(h.bindings)) condition(cx, h.body, then, otherwise);
      return;
    }
    case "if": {
      const a = cx.block();
      const b = cx.block();
      test(cx, h.test, a, b);
      cx.cur = a;
      condition(cx, h.then, then, otherwise);
      cx.cur = b;
      condition(cx, h.else, then, otherwise);
      return;
    }
    case "recur":
    case "fail":
    case "throw":
    case "accept":
      cx.into(h, { kind: "return" });
      return;
    default: {
      const v = cx.value(h);
      if (v === null) return;
      const known = cx.truths.get(cx.cur as Block);
      if (known !== undefined && known.value === v) {
        cx.jump(known.truth ? then : otherwise, [], h.span);
        return;
      }
      cx.branch(v, then, otherwise, h.span);
    }
  }
}

/** As `condition`, for two blocks that nothing else leads to. */
function test(cx: FnContext, h: Hir, then: Block, otherwise: Block): void {
  if (h.kind === "local") {
    const v = cx.lookup(h.binding);
    cx.truths.set(then, { value: v, truth: true });
    cx.truths.set(otherwise, { value: v, truth: false });
  }
  condition(cx, h, then, otherwise);
}

export function buildIf(cx: FnContext, h: Hir & { kind: "if" }, dest: Dest): void {
  if (h.test.kind === "const") {
    cx.into(truthOf(h.test.value) ? h.then : h.else, dest);
    return;
  }
  // (if x false true)
  const wanted = dest.kind === "return" || dest.block.params.length > 0;
  if (wanted && h.then.kind === "const" && h.then.value === false && h.else.kind === "const" && h.else.value === true) {
    const v = cx.value(h.test);
    if (v !== null) cx.deliver(cx.inst("not", [v], null, h.span), dest, h.span);
    return;
  }
  const then = cx.block();
  const otherwise = cx.block();
  test(cx, h.test, then, otherwise);
  cx.cur = then;
  cx.into(h.then, dest);
  cx.cur = otherwise;
  cx.into(h.else, dest);
}

export function buildLoop(cx: FnContext, target: LoopTarget, inits: readonly Hir[], body: Hir, dest: Dest): void {
  const vs: Value[] = [];
  for (let i = 0; i < inits.length; i++) {
    const v = cx.value(inits[i] as Hir);
    if (v === null) return;
    vs.push(v);
    const binding = target.bindings[i];
    if (binding !== undefined) cx.env.set(binding, v); // a later init may name an earlier binding
  }
  const header = cx.loopHeader(target.bindings, vs, body.span);
  cx.loops.set(target, { block: header, finallys: cx.finallys.length });
  cx.into(body, dest);
}

export function buildRecur(cx: FnContext, target: LoopTarget, args: readonly Hir[], span: Span): void {
  const to = cx.loops.get(target);
  if (to === undefined) throw new Diagnostic("RECUR", "recur has no loop or function around it", span);
  if (args.length !== target.bindings.length)
    throw new Diagnostic("RECUR_ARITY", `recur takes ${target.bindings.length} arguments here, not ${args.length}`, span);
  const vs = cx.values(args);
  if (vs !== null) leaveTo(cx, to, vs, span);
}

/** Jumps to a block that may lie outside of regions around here: their `finally` bodies run first. */
export function leaveTo(cx: FnContext, to: JumpTarget, args: Value[], span: Span): void {
  runFinallys(cx, to.finallys, () => {
    if (cx.cur === null) return;
    if (cx.cur.handler !== to.block.handler) {
      // The jump itself belongs outside of the region.
      const outside = cx.arity.block(to.block.handler);
      cx.jump(outside, [], span);
      cx.cur = outside;
    }
    cx.jump(to.block, args, span);
  });
}

export function runFinallys(cx: FnContext, depth: number, then: () => void): void {
  const saved = cx.finallys.slice(depth);
  const handler = cx.handler;
  while (cx.finallys.length > depth && cx.cur !== null) {
    const f = cx.finallys.pop() as (typeof saved)[number];
    cx.handler = f.outer;
    const b = cx.block();
    cx.jump(b, [], f.body.span);
    cx.cur = b;
    if (!cx.effect(f.body)) break;
  }
  then();
  cx.finallys.length = depth;
  cx.finallys.push(...saved);
  cx.handler = handler;
}

export function buildAlt(cx: FnContext, h: Hir & { kind: "alt" }, dest: Dest): void {
  const n = h.branches.length;
  for (let i = 0; i < n; i++) {
    const branch = h.branches[i] as Hir;
    if (i === n - 1) {
      // fail in the last branch goes on to the alternatives around this alt (or rejects the message).
      cx.into(branch, dest);
      return;
    }
    const next = cx.block();
    cx.fails.push({ block: next, finallys: cx.finallys.length });
    cx.into(branch, dest);
    cx.fails.pop();
    cx.cur = next;
  }
}

export function buildFail(cx: FnContext, span: Span): void {
  const to = cx.fails[cx.fails.length - 1];
  if (to === undefined) throw new Diagnostic("FAIL", "there is no alternative left to go on with", span);
  leaveTo(cx, to, [], span);
}

/** Constants that `identical` decides. */
const isIdentity = (c: Form): boolean => c === null || typeof c === "boolean" || c instanceof Keyword || c instanceof CharForm;
/** Constants that a map from value to index finds without running program code. */
const isScalar = (c: Form): boolean =>
  isIdentity(c) || typeof c === "bigint" || typeof c === "string" || (c instanceof Sym && c.meta === null);

export function buildCase(cx: FnContext, h: Hir & { kind: "case" }, dest: Dest): void {
  const subject = cx.value(h.subject);
  if (subject === null) return;
  const count = h.clauses.reduce((n, c) => n + c.consts.length, 0);
  if (count === 0) {
    cx.into(h.default, dest);
    return;
  }
  const all = (p: (c: Form) => boolean) => h.clauses.every((c) => c.consts.every(p));
  const bodies = h.clauses.map(() => cx.block());
  const otherwise = cx.block();
  if (count <= 2 || (count <= 4 && all(isIdentity)) || !all(isScalar)) {
    h.clauses.forEach((c, i) => {
      for (const k of c.consts) {
        const next = cx.block();
        const v = cx.prim(isIdentity(k) ? "identical" : "eq", [subject, cx.constant(k, h.span)], h.span);
        cx.branch(v, bodies[i] as Block, next, h.span);
        cx.cur = next;
      }
    });
    cx.jump(otherwise, [], h.span);
  } else {
    const cases = h.clauses.map((c) => c.consts);
    cx.terminate(new Term("switch", [subject], [...bodies, otherwise], cases, h.span));
  }
  h.clauses.forEach((c, i) => {
    cx.cur = bodies[i] as Block;
    cx.into(c.body, dest);
  });
  cx.cur = otherwise;
  cx.into(h.default, dest);
}
