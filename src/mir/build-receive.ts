import { Diagnostic } from "../base/index.js";
import type { Hir } from "../hir/index.js";
import { Keyword } from "../reader/index.js";
import { runFinallys } from "./build-control.js";
import type { Dest, FnContext, ReceiveScope } from "./context.js";
import { Term, type Value } from "./ir.js";

/**
 * receive:
 *
 *      recv-start; deadline ──► scan ──recv──► got(message): match ──accept──► recv-take, body ──► dest
 *                                ^  ^            └─fail─► recv-next ──┐
 *                                |  └─────────────────────────────────┘ (a loop: costs a reduction)
 *                                |      none: recv-wait, or recv-wait-until deadline ──► onTimeout ──► dest
 *                                └────────────┘
 */
export function buildReceive(cx: FnContext, h: Hir & { kind: "receive" }, dest: Dest): void {
  if (cx.receives.length > 0)
    throw new Diagnostic("NESTED_RECEIVE", "a receive can't stand inside the pattern or guard of another", h.span);
  let deadline: Value | null = null;
  if (h.timeout !== null) {
    const forever = h.timeout.kind === "const" && h.timeout.value instanceof Keyword && h.timeout.value.name === "infinity";
    if (!forever) {
      const ms = cx.value(h.timeout);
      if (ms === null) return;
      deadline = cx.prim("deadline", [ms], h.span);
    }
  }
  cx.inst("recv-start", [], null, h.span);
  const scan = cx.block();
  scan.loop = true;
  cx.jump(scan, [], h.span);
  const got = cx.join(true, h.message.span);
  const none = cx.block();
  const reject = cx.block();
  cx.cur = scan;
  cx.terminate(new Term("recv", [], [got, none], null, h.span));

  cx.cur = none;
  if (deadline === null) cx.terminate(new Term("recv-wait", [], [scan], null, h.span));
  else {
    const late = cx.block();
    cx.terminate(new Term("recv-wait-until", [deadline], [scan, late], null, h.span));
    cx.cur = late;
    if (h.onTimeout === null) cx.deliver(cx.constant(null, h.span), dest, h.span);
    else cx.into(h.onTimeout, dest);
  }

  cx.cur = got;
  cx.env.set(h.message, got.params[0] as Value);
  cx.receives.push({ dest, finallys: cx.finallys.length, fails: cx.fails.length });
  cx.fails.push({ block: reject, finallys: cx.finallys.length });
  cx.into(h.match, dest);
  cx.fails.pop();
  cx.receives.pop();

  cx.cur = reject;
  cx.inst("recv-next", [], null, h.span);
  cx.jump(scan, [], h.span);
}

/** The message leaves the mailbox; the body is no longer part of the match. */
export function buildAccept(cx: FnContext, h: Hir & { kind: "accept" }, dest: Dest): void {
  const scope = cx.receives.pop() as ReceiveScope | undefined;
  if (scope === undefined) throw new Diagnostic("ACCEPT", "accept stands outside of a receive", h.span);
  const fails = cx.fails.splice(scope.fails);
  cx.inst("recv-take", [], null, h.span);
  runFinallys(cx, scope.finallys, () => {
    if (cx.cur !== null) cx.into(h.body, scope.finallys === cx.finallys.length ? scope.dest : dest);
  });
  cx.fails.push(...fails);
  cx.receives.push(scope);
}
