import { type Arity, type Block, resolve, type Term, type Value } from "../mir/index.js";
import { type Pass, substitute } from "./pass.js";

/**
 * Copy propagation: a block parameter that always gets the same value (or itself) is that value. A loop whose parameters all
 * melt away and that nothing jumps back to is no loop.
 */
export const copies: Pass = {
  name: "copies",
  reason: "first of the round: every function is built as a loop over its parameters, and most are none",
  run(arity) {
    let changed = false;
    let again = true;
    while (again) {
      again = false;
      const jumps = jumpsTo(arity);
      for (const b of arity.blocks) {
        const from = jumps[b.id];
        if (b.params.length === 0 || from === undefined) continue;
        for (let i = b.params.length - 1; i >= 0; i--) {
          const v = single(b.params[i] as Value, from, i);
          if (v === null) continue;
          (b.params[i] as Value).repl = v;
          b.params.splice(i, 1);
          for (const t of from) t.args.splice(i, 1);
          again = changed = true;
        }
      }
      if (again) substitute(arity);
    }
    return changed;
  },
};

/** The one value that all jumps give the parameter, if there is one. */
function single(p: Value, from: readonly Term[], i: number): Value | null {
  let v: Value | null = null;
  for (const t of from) {
    const a = resolve(t.args[i] as Value);
    if (a === p || a === v) continue;
    if (v !== null && !(v.op === "const" && a.op === "const" && Object.is(v.data, a.data))) return null;
    v = a;
  }
  return v;
}

/** The jumps to each block, by block id. */
export function jumpsTo(arity: Arity): (Term[] | undefined)[] {
  const out: (Term[] | undefined)[] = [];
  for (const b of arity.blocks) {
    const t = b.term;
    if (t === null || t.kind !== "jump") continue;
    const to = (t.targets[0] as Block).id;
    const list = out[to];
    if (list === undefined) out[to] = [t];
    else list.push(t);
  }
  return out;
}
