import { Diagnostic } from "../base/index.js";
import type { Hir } from "../hir/index.js";
import type { Dest, FnContext } from "./context.js";
import { type Block, Term, type Value } from "./ir.js";

/**
 * try:
 *
 *      cur ──► region (handler H, or F without catches) ──► after ──► finally ──► dest
 *               H(e): instance? C1 e ──► catch body 1 (handler F) ──►  ^
 *                     ...                                               |
 *                     none: throw e (handler F)
 *               F(e): finally, throw e
 *
 * Without a finally the region delivers straight to dest.
 */
export function buildTry(cx: FnContext, h: Hir & { kind: "try" }, dest: Dest): void {
  const outer = cx.handler;
  const final = h.finally;
  if (h.catches.length === 0 && final === null) {
    cx.into(h.body, dest);
    return;
  }
  const after = final === null ? null : cx.join(true, h.span);
  const inner: Dest = after === null ? dest : { kind: "join", block: after };

  const onFinal = final === null ? null : handlerBlock(cx, outer, h);
  if (final !== null) cx.finallys.push({ body: final, outer });
  const onCatch = h.catches.length === 0 ? null : handlerBlock(cx, onFinal ?? outer, h);

  enter(cx, onCatch ?? onFinal, h);
  cx.into(h.body, inner);

  if (onCatch !== null) {
    cx.handler = onFinal ?? outer;
    cx.cur = onCatch;
    buildCatches(cx, h, onCatch.params[0] as Value, inner);
  }
  cx.handler = outer;
  if (final === null) return;
  cx.finallys.pop();
  if (++cx.finalDepth > MAX_FINALLY)
    throw new Diagnostic("NESTING", `finally bodies stand inside each other more than ${MAX_FINALLY} deep`, h.span);
  cx.cur = onFinal;
  const e = (onFinal as Block).params[0] as Value;
  if (cx.effect(final)) cx.terminate(new Term("throw", [e], [], null, h.span));
  cx.cur = after;
  if (cx.effect(final)) cx.deliver((after as Block).params[0] as Value, dest, h.span);
  cx.finalDepth--;
}

/** Each finally body is built twice, so those inside it four times, and so on. */
const MAX_FINALLY = 6;

function handlerBlock(cx: FnContext, outer: Block | null, h: Hir): Block {
  const b = cx.arity.block(outer);
  b.params.push(cx.arity.value("param", [], null, h.span));
  return b;
}

/** A region begins with a block of its own. */
function enter(cx: FnContext, handler: Block | null, h: Hir): void {
  cx.handler = handler;
  const b = cx.block();
  cx.jump(b, [], h.span);
  cx.cur = b;
}

function buildCatches(cx: FnContext, h: Hir & { kind: "try" }, e: Value, dest: Dest): void {
  for (const c of h.catches) {
    let next: Block | null = null;
    if (c.test !== null) {
      const type = cx.value(c.test);
      if (type === null) return;
      const body = cx.block();
      next = cx.block();
      cx.branch(cx.prim("instance?", [type, e], c.span), body, next, c.span);
      cx.cur = body;
    }
    cx.env.set(c.binding, e);
    cx.into(c.body, dest);
    if (next === null) return;
    cx.cur = next;
  }
  cx.terminate(new Term("throw", [e], [], null, h.span));
}
