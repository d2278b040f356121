import { constant, type Arity, type Block, isConst, primByName, resolve, type Value } from "../mir/index.js";
import { type Form, Keyword } from "../reader/index.js";
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
    if (v.args.length === 0 || !v.args.every(isConst)) {
      if (v.op === "prim" && v.prim.name === "eq" && v.args.some(isIdentity)) {
        v.data = IDENTICAL;
        changed = true;
      }
      continue;
    }
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
    const truth =
      test.op === "const" ? !isFalsy(test.form) : test.op === "closure" || test.op === "vector" || test.op === "map" ? true : null;
    if (truth !== null) {
      t.kind = "jump";
      t.targets = [t.targets[truth ? 0 : 1] as Block];
      t.args = [];
      changed = true;
    }
  }
  return changed;
}

const IDENTICAL = primByName("identical");

/** Nothing else is = to a keyword, a boolean or nil: whether it is the same word decides. */
const isIdentity = (v: Value): boolean => v.op === "const" && (v.data === null || typeof v.data === "boolean" || v.data instanceof Keyword);

const isFalsy = (f: Form): boolean => f === null || f === false;
