import type { Arity, Block, Value } from "../mir/index.js";
import { jumpsTo } from "./copies.js";
import { countUses, type Pass } from "./pass.js";

/** Dead code: values that nobody uses and whose making nobody can see; block parameters that nobody reads. */
export const dead: Pass = {
  name: "dead",
  reason: "after control: with the ways not taken go the uses on them",
  run(arity) {
    const uses = countUses(arity);
    let changed = deadParams(arity, uses);
    for (let i = arity.blocks.length - 1; i >= 0; i--) if (deadInsts(arity.blocks[i] as Block, uses)) changed = true;
    return changed;
  },
};

/** Nothing happens but the value. (Primitives without effects that may still run slow library code are left alone.) */
function isPure(v: Value): boolean {
  if (v.op === "prim") return v.prim.slow === undefined && (v.prim.effects === "p" || (v.prim.effects === "" && v.prim.name.endsWith("?")));
  return v.op === "closure" || v.op === "vector" || v.op === "list" || v.op === "not";
}

function deadInsts(b: Block, uses: Uint32Array): boolean {
  let changed = false;
  for (let i = b.insts.length - 1; i >= 0; i--) {
    const v = b.insts[i] as Value;
    if (uses[v.id] !== 0 || !isPure(v)) continue;
    for (const a of v.args) uses[a.id] = (uses[a.id] as number) - 1;
    b.insts.splice(i, 1);
    changed = true;
  }
  return changed;
}

function deadParams(arity: Arity, uses: Uint32Array): boolean {
  let changed = false;
  const jumps = jumpsTo(arity);
  for (const b of arity.blocks) {
    const from = jumps[b.id];
    if (from === undefined) continue;
    for (let i = b.params.length - 1; i >= 0; i--) {
      const p = b.params[i] as Value;
      // A loop that only hands the parameter on to itself does not read it.
      let own = 0;
      for (const t of from) if (t.args[i] === p) own++;
      if (uses[p.id] !== own) continue;
      b.params.splice(i, 1);
      for (const t of from) {
        const [a] = t.args.splice(i, 1);
        if (a !== undefined) uses[a.id] = (uses[a.id] as number) - 1;
      }
      changed = true;
    }
  }
  return changed;
}
