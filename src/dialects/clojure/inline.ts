import { PRIMITIVES } from "../../../spec/index.js";
import type { Span } from "../../base/index.js";
import type { FnHir, Hir } from "../../hir/index.js";
import { type Form, Keyword, printForm, readAll } from "../../reader/index.js";
import type { Template } from "./namespaces.js";

/** Two instructions are written like primitives in library code: (prim/apply f args rest), (prim/not x). */
const ARITY = new Map<string, number>([...PRIMITIVES.map((p): [string, number] => [p.name, p.arity]), ["apply", 3], ["not", 1]]);
/** Argument count of a primitive, or undefined if there is none of that name. */
export const primArity = (name: string): number | undefined => ARITY.get(name);
export const primNames = (): Iterable<string> => ARITY.keys();

/** Primitives in a template: more than this is a function worth a call. */
const MAX_SIZE = 4;

/** The arities of a function that are nothing but primitives on their parameters, each used once and in order. */
export function templatesOf(fn: FnHir): { [arity: number]: Template } | undefined {
  let out: { [arity: number]: Template } | undefined;
  for (const arity of fn.arities) {
    if (arity.variadic || (arity.body.kind !== "prim" && arity.body.kind !== "if")) continue;
    const state = { next: 0, size: 0 };
    const made = template(arity.body, arity.params, state);
    if (made === null || state.next !== arity.params.length) continue;
    out ??= {};
    out[arity.params.length] = made;
  }
  return out;
}

function template(h: Hir, params: FnHir["arities"][0]["params"], state: { next: number; size: number }): Template | null {
  if (h.kind === "local") return params[state.next] === h.binding ? state.next++ : null;
  if (h.kind === "const") return isSmall(h.value) ? { k: printForm(h.value) } : null;
  // (if x false true) is the instruction NOT.
  if (h.kind === "if" && h.then.kind === "const" && h.then.value === false && h.else.kind === "const" && h.else.value === true) {
    const made = template(h.test, params, state);
    return made === null ? null : ["not", made];
  }
  if (h.kind !== "prim" || ++state.size > MAX_SIZE) return null;
  const out: Template[] = [];
  for (const arg of h.args) {
    const made = template(arg, params, state);
    if (made === null) return null;
    out.push(made);
  }
  return [h.name, ...out];
}
const isSmall = (f: Form): boolean => f === null || typeof f !== "object" || f instanceof Keyword;

const constants = new Map<string, Form>();
/** The constant that a text stands for; read once. */
export function parseConstant(text: string): Form {
  if (!constants.has(text)) constants.set(text, readAll(text, { keepTags: true })[0] as Form);
  return constants.get(text) as Form;
}

export function applyTemplate(t: Template, args: Hir[], span: Span): Hir {
  if (typeof t === "number") return args[t] as Hir;
  if (!isList(t)) return { kind: "const", value: parseConstant(t.k), span };
  return { kind: "prim", name: t[0], args: t.slice(1).map((part) => applyTemplate(part as Template, args, span)), span };
}
const isList = (t: Template): t is readonly [string, ...Template[]] => Array.isArray(t);
