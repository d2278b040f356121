import { constant, type Arity, type Block, isConst, resolve, type Value } from "../mir/index.js";
import type { Form } from "../reader/index.js";
import { foldPrim } from "./fold-prim.js";
import { type Pass, substitute } from "./pass.js";

/** Constant folding: primitives and tests on constants. */
export const fold: Pass = {
  name: "fold",
  reason: "after copies, so that constants passed through block parameters are seen; before control, which removes the ways not taken",
  run(arity) {
    let changed = false;
    for (const b of arity.blocks) {
      if (foldBlock(arity, b)) changed = true;
    }
    if (changed) substitute(arity);
    return changed;
  },
};

function foldBlock(arity: Arity, b: Block): boolean {
  let changed = false;
  for (const v of b.insts) {
    if (v.op !== "prim" && v.op !== "not") continue;
    for (let i = 0; i < v.args.length; i++) v.args[i] = resolve(v.args[i] as Value);
    if (v.args.length === 0 || !v.args.every(isConst)) continue;
    const forms = v.args.map((a) => a.form);
    const form = v.op === "not" ? isFalsy(forms[0] as Form) : foldPrim(v.prim.name, forms);
    if (form === undefined) continue;
    v.repl = constant(arity, form, v.span);
    changed = true;
  }
  if (changed) b.insts = b.insts.filter((v) => v.repl === null);
  const t = b.term;
  if (t?.kind === "branch") {
    const test = resolve(t.args[0] as Value);
    const truth = test.op === "const" ? !isFalsy(test.form) : test.op === "closure" || test.op === "vector" || test.op === "map" ? true : null;
    if (truth !== null) {
      t.kind = "jump";
      t.targets = [t.targets[truth ? 0 : 1] as Block];
      t.args = [];
      changed = true;
    }
  }
  return changed;
}

const isFalsy = (f: Form): boolean => f === null || f === false;
