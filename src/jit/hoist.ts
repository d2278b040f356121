/** What a loop checks anew in each turn although it can't change meanwhile: it is checked in front of the loop instead. */
import { type Kind, madeAs, reliedKind } from "./array-kinds.js";
import type { Callees } from "./context.js";
import { type Node, T } from "./graph.js";
import type { Loop } from "./loop.js";
import { dominates } from "./structure.js";

export type Hoist =
  | { readonly kind: "fixnum"; readonly node: Node }
  /** quiet: nothing in the loop can change its length. */
  | { readonly kind: "array"; readonly node: Node; readonly array: Kind; readonly quiet: boolean }
  /** What is stored is something that the array can hold. */
  | { readonly kind: "element"; readonly node: Node; readonly array: Kind }
  | { readonly kind: "var"; readonly variable: bigint; readonly closure: bigint };

/** trusts: whether code relies on what a node is likely to find; quiet: facts.ts. */
export function hoistsOf({ blocks, inside, ends }: Loop, callees: Callees, trusts: (n: Node) => boolean, quiet: boolean): Hoist[] {
  const out: Hoist[] = [];
  for (const b of blocks) {
    // What turns may leave out need never be right.
    const sure = ends.some((e) => dominates(b, e));
    for (const n of b.nodes) {
      if (n.op === "var" && quiet) {
        const closure = callees.guard(n);
        if (closure !== undefined) out.push({ kind: "var", variable: n.data as bigint, closure });
      }
      if (!sure) continue;
      const array = reliedKind(n, trusts);
      const [a, , value] = n.args;
      if (array !== undefined && a !== undefined && !inside.has(a) && madeAs(a) === undefined)
        out.push({ kind: "array", node: a, array, quiet });
      if (array !== undefined && value !== undefined && value.op !== "const" && value.type !== T.FLO && !inside.has(value))
        out.push({ kind: "element", node: value, array });
      if (n.op === "num" && n.type === T.FIX && n.before !== null)
        for (const x of n.args) if (x.type !== T.FIX && !inside.has(x)) out.push({ kind: "fixnum", node: x });
    }
  }
  return out;
}
