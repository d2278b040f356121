import type { Span } from "../../base/index.js";
import { constant, type Hir, primCall } from "../../hir/index.js";
import { applyTemplate } from "./inline.js";
import type { Template, VarInfo } from "./namespaces.js";

/** A call of a library function that is nothing but primitives, as those. */
export function inlineCall(info: VarInfo, args: Hir[], span: Span, unchecked = false): Hir | null {
  const { inline } = info;
  if (!inline) return null;
  const exact = inline[args.length];
  const wraps = unchecked && info.ns === "clojure.core" && WRAPPING.has(info.name);
  const apply = (template: Template, operands: Hir[]): Hir => {
    const made = applyTemplate(template, operands, span);
    return wraps ? wrapping(made, span) : made;
  };
  if (exact !== undefined) return apply(exact, args);
  const two = inline[2];
  if (!info.fold || two === undefined || args.length < 3) return null;
  let out = args[0] as Hir;
  for (let i = 1; i < args.length; i++) out = apply(two, [out, args[i] as Hir]);
  return out;
}

/** What *unchecked-math* concerns. */
const WRAPPING = new Set(["+", "-", "*", "inc", "dec"]);
const WRAPPED: Record<string, string> = { add: "unchecked-add", sub: "unchecked-sub", mul: "unchecked-mul" };
function wrapping(h: Hir, span: Span): Hir {
  if (h.kind !== "prim") return h;
  if (h.name === "neg") return primCall("unchecked-sub", [constant(0n, span), h.args[0] as Hir], span);
  const name = WRAPPED[h.name];
  return name === undefined ? h : primCall(name, [...h.args], span);
}
