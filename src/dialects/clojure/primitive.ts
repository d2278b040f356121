/**
 * Hints of primitive types. On the JVM ^long and ^double are not mere advice: a hinted parameter or field is turned into a number of
 * the kind when it is given, what a function with a hinted parameter vector answers is turned into one when it returns, and so
 * is a hinted expression where arithmetic takes it. Programs can tell: ((fn [^double x] x) 1) is 1.0. The compiled tier learns
 * types from it.
 */
import type { Span } from "../../base/index.js";
import { type Binding, call, type Hir, type NumberKind, primCall, varGet } from "../../hir/index.js";
import { type Form, ListForm, Sym, VectorForm } from "../../reader/index.js";
import { metaGet } from "./forms.js";
import type { VarInfo } from "./namespaces.js";

export type Kind = NumberKind;

/** The primitive type that a form's metadata names. */
function tagOf(form: Form | undefined, key = "tag"): string | undefined {
  if (!(form instanceof Sym || form instanceof ListForm || form instanceof VectorForm)) return undefined;
  const tag = metaGet(form.meta, key);
  return tag instanceof Sym && tag.ns === null ? tag.name : undefined;
}
export function hintOf(form: Form | undefined, key?: "rettag"): Kind | undefined {
  const tag = tagOf(form, key);
  return tag === "long" || tag === "double" ? tag : undefined;
}

const SUMS = new Set(["add", "sub", "mul", "neg", "quot", "rem", "mod"]);
const LONGS = new Set([
  "long",
  "int",
  "shl",
  "shr",
  "ushr",
  "bit-and",
  "bit-or",
  "bit-xor",
  "bit-not",
  "array-length",
  "str-length",
  "count",
]);
const DOUBLES = new Set(["double", "math2"]);

/** What locals are bound to: of which kind that is may only be known when the loop around it has been read. */
const values = new WeakMap<Binding, Hir>();
export const noteValue = (binding: Binding, value: Hir): void => void values.set(binding, value);

/** Expressions that are looked at to tell the kind of one. */
const MOST_STEPS = 200;

/** What an expression certainly is. */
export function kindOf(h: Hir): Kind | undefined {
  const kind = find(h, { left: MOST_STEPS });
  return kind === "never" ? undefined : kind;
}
/** The same; "never" if it does not come to an end, but goes back to a loop or throws. */
function find(h: Hir, steps: { left: number }): Kind | "never" | undefined {
  if (--steps.left < 0) return undefined;
  switch (h.kind) {
    case "const":
      if (typeof h.value === "bigint") return "long";
      return typeof h.value === "number" ? "double" : undefined;
    case "local": {
      const value = values.get(h.binding);
      return h.binding.kind ?? (value === undefined ? undefined : find(value, steps));
    }
    case "call":
      return h.answers;
    case "recur":
    case "throw":
      return "never";
    case "if": {
      const then = find(h.then, steps);
      const other = find(h.else, steps);
      if (then === "never" || other === "never") return then === "never" ? other : then;
      return then === other ? then : undefined;
    }
    case "do":
      return find(h.exprs[h.exprs.length - 1] as Hir, steps);
    case "let":
    case "letfn":
    case "loop":
      return find(h.body, steps);
    case "prim": {
      if (LONGS.has(h.name)) return "long";
      if (DOUBLES.has(h.name)) return "double";
      if (!SUMS.has(h.name)) return undefined;
      const kinds = h.args.map((a) => find(a, steps));
      if (kinds.includes(undefined) || kinds.includes("never")) return undefined;
      return kinds.includes("double") ? "double" : "long";
    }
    default:
      return undefined;
  }
}
/** Which variables of a loop are numbers of one kind throughout: they begin as such, and each recur gives such, if they are. */
export function findKinds(bindings: readonly Binding[], inits: readonly Hir[], recurs: readonly (readonly Hir[])[]): void {
  bindings.forEach((b, i) => {
    const kind = kindOf(inits[i] as Hir);
    if (kind !== undefined) b.kind = kind;
  });
  for (let changed = true; changed; ) {
    changed = false;
    bindings.forEach((b, i) => {
      if (b.kind === undefined || recurs.every((args) => kindOf(args[i] as Hir) === b.kind)) return;
      delete b.kind;
      changed = true;
    });
  }
}

/** A number of the kind, from whatever a parameter or a field is given: of a double the whole part, if that is a long. */
export const converted = (h: Hir, kind: Kind, span: Span): Hir => (kindOf(h) === kind ? h : primCall(kind, [h], span));

/** Conversions of a type's fields, by the hint. */
const CASTS = new Set(["int", "short", "byte", "float"]);
/** The conversion that the hint of a field asks for, by its name in clojure.core. */
export function castOf(field: Sym): string | undefined {
  const tag = tagOf(field);
  return tag !== undefined && (tag === "long" || tag === "double" || CASTS.has(tag)) ? tag : undefined;
}
export const cast = (h: Hir, name: string, span: Span): Hir =>
  name === "long" || name === "double" ? converted(h, name, span) : call(varGet("clojure.core", name, span), [h], span);

/** What a function answers, as a number of the kind wherever it comes to its end. */
export function returning(h: Hir, kind: Kind): Hir {
  switch (h.kind) {
    case "recur":
    case "throw":
    case "fail":
      return h;
    case "if":
      return { ...h, then: returning(h.then, kind), else: returning(h.else, kind) };
    case "do":
      return { ...h, exprs: [...h.exprs.slice(0, -1), returning(h.exprs[h.exprs.length - 1] as Hir, kind)] };
    case "let":
    case "letfn":
      return { ...h, body: returning(h.body, kind) };
    case "case":
      return { ...h, clauses: h.clauses.map((c) => ({ ...c, body: returning(c.body, kind) })), default: returning(h.default, kind) };
    case "alt":
      return { ...h, branches: h.branches.map((b) => returning(b, kind)) };
    default:
      // Other than what a parameter is given, a long is cut to 64 bits.
      if (kind === "double" || kindOf(h) === kind) return converted(h, kind, h.span);
      return call(varGet("clojure.core", "unchecked-long", h.span), [h], h.span);
  }
}

/** Functions that have primitive versions on the JVM and take hinted arguments as what they are said to be. */
const ARITHMETIC = new Set(
  "+ - * / inc dec < <= > >= == zero? pos? neg? quot rem unchecked-add unchecked-subtract unchecked-multiply unchecked-inc unchecked-dec unchecked-negate".split(
    " ",
  ),
);
const isArithmetic = (info: VarInfo): boolean =>
  info.ns === "clojure.core" ? ARITHMETIC.has(info.name) : info.ns === "odeon.static" && info.name.startsWith("java.lang.Math.");

/** The arguments of a call, as its forms, or the locals that they name, are hinted. */
export function hintedArguments(info: VarInfo, forms: readonly Form[], args: Hir[], span: Span): Hir[] {
  if (!isArithmetic(info)) return args;
  return args.map((h, i) => {
    const hint = hintOf(forms[i + 1]) ?? (h.kind === "local" ? h.binding.hint : undefined);
    return hint === undefined || kindOf(h) !== undefined ? h : primCall(hint, [h], span);
  });
}
