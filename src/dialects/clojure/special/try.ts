import type { Catch, Hir } from "../../../hir/index.js";
import { type Form, Keyword, type ListForm, printForm, Sym } from "../../../reader/index.js";
import type { Analyzer } from "../analyzer.js";
import { bindLocal, type Env } from "../env.js";
import { isCallOf, isSym } from "../forms.js";
import type { CompileGenerator } from "../requests.js";
import type { Special } from "./types.js";

/** (try body... (catch C e ...)... (finally ...)) */
export const analyzeTry: Special = function* (an, form, env, tail, span) {
  const items = form.items;
  let end = 1;
  while (end < items.length && !isCallOf(items[end], "catch") && !isCallOf(items[end], "finally")) end++;
  const forms = items.slice(1, end);
  if (end === items.length) return yield* an.body(forms, env, tail === "top" ? tail : "try", span);
  const body = yield* an.body(forms, env, "try", span);
  const catches: Catch[] = [];
  let last: Hir | null = null;
  for (let i = end; i < items.length; i++) {
    const clause = items[i] as Form;
    const at = an.spanOf(clause, span);
    if (last) throw an.fail("try", "finally must be the last clause of a try", at);
    if (isCallOf(clause, "catch")) {
      const made = yield* analyzeCatch(an, clause, env, span);
      // What is not there is not thrown.
      if (!isSym(clause.items[1]) || !an.isAbsentName(clause.items[1])) catches.push(made);
    } else if (isCallOf(clause, "finally")) last = yield* an.body(clause.items, env, "try", at, 1);
    else
      throw an.fail("try", "only catch and finally clauses may follow the first of them", at, "move the expression before the first catch");
  }
  if (catches.length === 0 && !last) return body;
  return { kind: "try", body, catches, finally: last, span };
};

function* analyzeCatch(an: Analyzer, clause: ListForm, env: Env | null, around: Parameters<Special>[4]): CompileGenerator<Catch> {
  const span = an.spanOf(clause, around);
  const [, type, name] = clause.items;
  if (clause.items.length < 3 || !(name instanceof Sym) || name.ns !== null)
    throw an.fail("try", "a catch needs a class and a name", span, "as in (catch Exception e ...)");
  const binding = an.binding(name.name, an.spanOf(name, span));
  const test = yield* catchTest(an, type as Form, env, span);
  const body = yield* an.body(clause.items, bindLocal(env, binding), "try", span, 3);
  return { test, binding, body, span };
}

/** null catches everything: :default, Throwable, Object. */
function* catchTest(an: Analyzer, type: Form, env: Env | null, span: Parameters<Special>[4]): CompileGenerator<Hir | null> {
  if (type instanceof Keyword && type.ns === null && type.name === "default") return null;
  if (!(type instanceof Sym)) throw an.fail("try", `catch takes a class, not ${printForm(type)}`, span, "as in (catch Exception e ...)");
  const at = an.spanOf(type, span);
  const found = type.ns === null ? an.classRef(type.name, at) : null;
  if (
    found?.kind === "var-get" &&
    found.ns === "odeon.class" &&
    (found.name === "java.lang.Throwable" || found.name === "java.lang.Object")
  )
    return null;
  if (found) return found;
  if (
    type.ns === null &&
    !type.name.includes(".") &&
    /^[A-Z]/.test(type.name) &&
    !an.ns.vars.has(type.name) &&
    !an.ns.refers.has(type.name)
  )
    throw an.unknown(type, env, at);
  return yield* an.analyze(type, env, "argument", span);
}

// biome-ignore lint/correctness/useYield: the type of all special forms is a generator
export const strayClause: Special = function* (an, form, _env, _tail, span) {
  throw an.fail("try", `${printForm(form.items[0] as Form)} stands outside of a try`, span, "put it last inside (try ...)");
};
