import { Term, type Value } from "../mir/index.js";
import type { Pass } from "./pass.js";

/** Tail calls, where a unit asks for them: a call whose value is returned at once, outside of every handler. */
export const tail: Pass = {
  name: "tail",
  reason: "last: control has put calls and the returns of their values side by side",
  run(arity, options) {
    if (options.tailCalls !== true) return false;
    let changed = false;
    for (const b of arity.blocks) {
      const call = b.insts[b.insts.length - 1] as Value | undefined;
      if (call?.op !== "call" || b.handler !== null || b.term?.kind !== "return" || b.term.args[0] !== call) continue;
      b.insts.pop();
      b.term = new Term("tail-call", call.args, [], null, call.span);
      changed = true;
    }
    return changed;
  },
};
