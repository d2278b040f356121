import { type Binding, constant, type FnHir, type Hir } from "../../../hir/index.js";
import { type Form, ListForm, MapForm, printForm, SetForm, Sym, VectorForm } from "../../../reader/index.js";
import { bindLocal, type Env } from "../env.js";
import { userMeta, withPositions } from "../positions.js";
import { findKinds, hintOf, noteValue } from "../primitive.js";
import { rtCall } from "../runtime-call.js";
import type { Special } from "./types.js";

export const analyzeIf: Special = function* (an, form, env, tail, span) {
  const n = form.items.length - 1;
  if (n < 2 || n > 3)
    throw an.fail(
      "if",
      `if takes a test, a then and perhaps an else: here it gets ${n} forms`,
      span,
      n > 3 ? "wrap several expressions in (do ...)" : undefined,
    );
  const test = yield* an.analyze(form.items[1] as Form, env, "argument", span);
  const then = yield* an.analyze(form.items[2] as Form, env, tail, span);
  const otherwise = n === 3 ? yield* an.analyze(form.items[3] as Form, env, tail, span) : constant(null, span);
  return { kind: "if", test, then, else: otherwise, span };
};

export const analyzeDo: Special = function* (an, form, env, tail, span) {
  return yield* an.body(form.items, env, tail, span, 1);
};

/** monitor-enter and monitor-exit */
export const analyzeMonitor: Special = function* (an, form, env, _tail, span) {
  const name = printForm(form.items[0] as Form);
  if (form.items.length !== 2) throw an.fail("monitor", `${name} takes one object`, span);
  return rtCall(`odeon.lock/${name.slice("monitor-".length)}`, [yield* an.analyze(form.items[1] as Form, env, "argument", span)], span);
};

// biome-ignore lint/correctness/useYield: the type of all special forms is a generator
export const analyzeQuote: Special = function* (an, form, _env, _tail, span) {
  if (form.items.length !== 2) throw an.fail("quote", "quote takes one form", span);
  return constant(withPositions(form.items[1] as Form), span);
};

/** Data without the places that were noted for macros. */
export function clean(form: Form): Form {
  if (form instanceof Sym) return form.meta ? new Sym(form.ns, form.name, userMeta(form.meta), form.span) : form;
  if (form instanceof ListForm) return new ListForm(form.items.map(clean), userMeta(form.meta), form.span);
  if (form instanceof VectorForm) return new VectorForm(form.items.map(clean), userMeta(form.meta), form.span);
  if (form instanceof MapForm) return new MapForm(form.items.map(clean), userMeta(form.meta), form.span);
  if (form instanceof SetForm) return new SetForm(form.items.map(clean), userMeta(form.meta), form.span);
  return form;
}

function pairs(an: Parameters<Special>[0], form: ListForm, span: Parameters<Special>[4]): readonly Form[] {
  const vector = form.items[1];
  if (!(vector instanceof VectorForm))
    throw an.fail("let", `${printForm(form.items[0] as Form)} needs a vector of bindings`, span, "as in [x 1 y 2]");
  if (vector.items.length % 2 === 1)
    throw an.fail(
      "let",
      `the bindings are names and values in pairs: ${printForm(vector.items[vector.items.length - 1] as Form)} has no value`,
      an.spanOf(vector, span),
    );
  for (let i = 0; i < vector.items.length; i += 2) {
    const name = vector.items[i];
    if (!(name instanceof Sym) || name.ns !== null)
      throw an.fail("let", `can't bind ${printForm(name as Form)}: it is not a plain symbol`, an.spanOf(name as Form, span));
  }
  return vector.items;
}

export const analyzeLet: Special = function* (an, form, env, tail, span) {
  const items = pairs(an, form, span);
  let inner: Env | null = env;
  const bindings: { binding: Binding; init: Hir }[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i] as Sym;
    const init = yield* an.analyze(items[i + 1] as Form, inner, "argument", span);
    const binding = an.binding(name.name, an.spanOf(name, span), hintOf(name));
    noteValue(binding, init);
    bindings.push({ binding, init });
    inner = bindLocal(inner, binding);
  }
  const body = yield* an.body(form.items, inner, tail, span, 2);
  return bindings.length === 0 ? body : { kind: "let", bindings, body, span };
};

export const analyzeLoop: Special = function* (an, form, env, _tail, span) {
  const items = pairs(an, form, span);
  let inner: Env | null = env;
  const bindings: Binding[] = [];
  const inits: Hir[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i] as Sym;
    inits.push(yield* an.analyze(items[i + 1] as Form, inner, "argument", span));
    const binding = an.binding(name.name, an.spanOf(name, span), hintOf(name));
    bindings.push(binding);
    inner = bindLocal(inner, binding);
  }
  const loop = an.loop(bindings);
  const body = yield* an.body(form.items, inner, loop, span, 2);
  findKinds(bindings, inits, an.recurs.get(loop) ?? []);
  return { kind: "loop", loop, inits, body, span };
};

export const analyzeRecur: Special = function* (an, form, env, tail, span) {
  if (tail === "try")
    throw an.fail("recur", "can't recur across a try", span, "put the loop inside the try, or let the try answer a value and recur on it");
  if (tail === "top") throw an.fail("recur", "there is no loop or function to recur to", span);
  if (tail === "argument")
    throw an.fail(
      "recur",
      "recur stands where its value would be used: it must be the last thing that happens",
      span,
      "move it into tail position or call the function by name",
    );
  const args = yield* an.args(form.items, env, span, 1);
  const want = tail.bindings.length;
  if (args.length !== want)
    throw an.fail(
      "recur",
      `recur gives ${args.length} values, but its target has ${want}: [${tail.bindings.map((b) => b.name).join(" ")}]`,
      span,
    );
  const given = an.recurs.get(tail);
  if (given === undefined) an.recurs.set(tail, [args]);
  else given.push(args);
  return { kind: "recur", target: tail, args, span };
};

export const analyzeLetfn: Special = function* (an, form, env, tail, span) {
  const items = pairs(an, form, span);
  let inner: Env | null = env;
  const made: Binding[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i] as Sym;
    const binding = an.binding(name.name, an.spanOf(name, span));
    made.push(binding);
    inner = bindLocal(inner, binding);
  }
  const bindings: { binding: Binding; fn: FnHir }[] = [];
  for (let i = 0; i < made.length; i++) {
    const binding = made[i] as Binding;
    const fn = yield* an.analyze(items[i * 2 + 1] as Form, inner, "argument", span, `${an.path}/${binding.name}`);
    if (fn.kind !== "fn") throw an.fail("letfn", `letfn binds functions: ${binding.name} is not one`, binding.span);
    bindings.push({ binding, fn });
  }
  const body = yield* an.body(form.items, inner, tail, span, 2);
  return bindings.length === 0 ? body : { kind: "letfn", bindings, body, span };
};

/** What cannot be anything else, which is nearly all that is thrown: to ask takes room that inlining wants. */
const isException = (value: Hir): boolean =>
  value.kind === "call" && value.fn.kind === "var-get" && value.fn.ns === "clojure.core" && value.fn.name === "ex-info";

export const analyzeThrow: Special = function* (an, form, env, _tail, span) {
  if (form.items.length !== 2) throw an.fail("throw", "throw takes one value", span);
  const value = yield* an.analyze(form.items[1] as Form, env, "argument", span);
  // What is thrown in this language is an exception; the machine itself throws anything.
  const known = an.source.library || isException(value);
  return { kind: "throw", value: known ? value : rtCall("odeon.error/throwable", [value], span), span };
};
