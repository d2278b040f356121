import type { Span } from "../../../base/index.js";
import { type Binding, type FnArity, type FnHir, type Hir, local, type LoopTarget } from "../../../hir/index.js";
import { type Form, Keyword, ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import type { Analyzer } from "../analyzer.js";
import { bindLocal, type Env } from "../env.js";
import { metaFlag } from "../forms.js";
import { userMeta } from "../positions.js";
import { converted, hintOf, type Kind, returning } from "../primitive.js";
import type { CompileGenerator } from "../requests.js";
import type { Special } from "./types.js";

export const analyzeFnStar: Special = function* (an, form, env, _tail, span, naming) {
  return yield* analyzeFn(an, form, env, span, naming);
};

/** (fn* name? [params] body...) or (fn* name? ([params] body...) ...): parameters are plain symbols and &. */
function* analyzeFn(an: Analyzer, form: ListForm, env: Env | null, span: Span, naming?: string): CompileGenerator<FnHir> {
  let at = 1;
  const given = form.items[1];
  const self = given instanceof Sym ? an.binding(given.name, an.spanOf(given, span)) : null;
  if (self) at = 2;
  const name = naming ?? givenName(form) ?? `${an.path}/${self ? self.name : "fn"}@${span.line}`;
  const outerPath = an.path;
  an.path = name;
  const inner = self ? bindLocal(env, self) : env;
  const arities: FnArity[] = [];
  /** By the hint of a function's name: what its arities answer unless they say something else. */
  const result = hintOf(form, "rettag");
  if (form.items[at] instanceof VectorForm)
    arities.push(yield* analyzeArity(an, form.items[at] as VectorForm, form.items, at + 1, inner, span, result));
  else {
    for (let i = at; i < form.items.length; i++) {
      const part = form.items[i] as Form;
      if (!(part instanceof ListForm) || !(part.items[0] instanceof VectorForm)) {
        throw an.fail("fn", `a function's arity is written ([params] body...), not ${printForm(part)}`, an.spanOf(part, span));
      }
      arities.push(yield* analyzeArity(an, part.items[0], part.items, 1, inner, an.spanOf(part, span), result));
    }
  }
  an.path = outerPath;
  checkArities(an, arities, name, span);
  const meta = yield* fnMeta(an, form, env, span);
  return { kind: "fn", name, self, arities, meta, span };
}

/** ^{:odeon/name "..."}: how macros name the functions they make. */
function givenName(form: ListForm): string | null {
  const at = form.meta?.items.findIndex((k, i) => i % 2 === 0 && k instanceof Keyword && k.ns === "odeon" && k.name === "name") ?? -1;
  const name = at < 0 ? null : form.meta?.items[at + 1];
  return typeof name === "string" ? name : null;
}

/** Metadata of the fn form; what only the compiler reads stays out of it. */
function* fnMeta(an: Analyzer, form: ListForm, env: Env | null, span: Span): CompileGenerator<Hir | null> {
  const meta = userMeta(form.meta);
  if (!meta || metaFlag(meta, "once")) return null;
  const kept = meta.items.filter((_, i) => {
    const k = meta.items[i - (i % 2)];
    return !(
      typeof k === "object" &&
      k !== null &&
      "name" in k &&
      (k.name === "tag" || k.name === "rettag" || ("ns" in k && k.ns === "odeon"))
    );
  });
  return kept.length === 0 ? null : yield* an.analyze(new MapForm(kept), env, "argument", span);
}

export function* analyzeArity(
  an: Analyzer,
  params: VectorForm,
  items: readonly Form[],
  from: number,
  env: Env | null,
  span: Span,
  named: Kind | undefined,
  /** Methods of types: their first parameter is kept by recur. */
  method: { bindSelf(self: Binding): Env | null } | null = null,
): CompileGenerator<FnArity> {
  const bindings: Binding[] = [];
  /** What hinted parameters are turned into. */
  const numbers: { binding: Binding; init: Hir }[] = [];
  const result = method ? undefined : (hintOf(params) ?? named);
  let inner = env;
  let variadic = false;
  for (let i = 0; i < params.items.length; i++) {
    const p = params.items[i];
    const at = an.spanOf(p as Form, span);
    if (!(p instanceof Sym) || p.ns !== null) throw an.fail("fn", `a parameter is a symbol, not ${printForm(p as Form)}`, at);
    if (p.name === "&") {
      if (i !== params.items.length - 2)
        throw an.fail("fn", "& stands before the last parameter, which takes the rest", at, "as in (fn [a & more] ...)");
      variadic = true;
      continue;
    }
    const hint = hintOf(p);
    let b = an.binding(p.name, at, hint);
    bindings.push(b);
    if (method && i === 0) inner = method.bindSelf(b);
    if (!method && hint !== undefined) {
      const init = converted(local(b, at), hint, at);
      b = an.binding(p.name, at, hint, hint);
      numbers.push({ binding: b, init });
    }
    inner = bindLocal(inner, b);
  }
  if (variadic && !method && (numbers.length > 0 || hintOf(params) !== undefined)) {
    const help = "let the function take the rest without hints, or give them to locals inside it";
    throw an.fail("fn", "a function with hints of primitive types can't take any number of arguments", span, help);
  }
  const target: LoopTarget = an.loop(bindings);
  if (!method) {
    const made = yield* an.body(items, inner, target, span, from);
    const answer = result === undefined ? made : returning(made, result);
    const body: Hir = numbers.length === 0 ? answer : { kind: "let", bindings: numbers, body: answer, span };
    return { params: bindings, variadic, target, body, span };
  }
  return yield* methodArity(an, bindings, variadic, target, items, from, inner, span);
}

/** recur in a method names all parameters but the first: it goes to a loop over those, which exists only if it is used. */
function* methodArity(
  an: Analyzer,
  bindings: Binding[],
  variadic: boolean,
  target: LoopTarget,
  items: readonly Form[],
  from: number,
  env: Env | null,
  span: Span,
): CompileGenerator<FnArity> {
  const rest = bindings.slice(1);
  const loop = an.loop(rest.map((b) => an.binding(b.name, b.span, b.hint)));
  let inner = env;
  for (const b of loop.bindings) inner = bindLocal(inner, b);
  const looping = usesRecur(items, from);
  const body = looping ? yield* an.body(items, inner, loop, span, from) : yield* an.body(items, env, target, span, from);
  if (!looping) return { params: bindings, variadic, target, body, span };
  const inits = rest.map((binding): Hir => ({ kind: "local", binding, span }));
  return { params: bindings, variadic, target, body: { kind: "loop", loop, inits, body, span }, span };
}
/** Does the symbol recur occur? (More often than it is meant is harmless.) */
function usesRecur(items: readonly Form[], from = 0): boolean {
  for (let i = from; i < items.length; i++) {
    const f = items[i];
    if (
      f instanceof Sym
        ? f.name === "recur"
        : f instanceof ListForm || f instanceof VectorForm || f instanceof MapForm
          ? usesRecur(f.items)
          : false
    )
      return true;
  }
  return false;
}

export function checkArities(an: Analyzer, arities: readonly FnArity[], name: string, span: Span): void {
  if (arities.length === 0) throw an.fail("fn", "a function needs a parameter vector", span, "as in (fn [x] ...)");
  const seen = new Set<number>();
  let rest = -1;
  let most = -1;
  for (const a of arities) {
    const fixed = a.params.length - (a.variadic ? 1 : 0);
    if (a.variadic) {
      if (rest >= 0) throw an.fail("fn", `${name} has two arities that take any number of arguments`, a.span);
      rest = fixed;
    } else {
      if (seen.has(fixed)) throw an.fail("fn", `${name} has two arities of ${fixed} parameter${fixed === 1 ? "" : "s"}`, a.span);
      seen.add(fixed);
      most = Math.max(most, fixed);
    }
  }
  if (rest >= 0 && most > rest)
    throw an.fail("fn", `${name} has an arity of ${most} fixed parameters, more than its variadic one (${rest})`, span);
}
