import type { Hir } from "../../../hir/index.js";
import { type Form, formKey, Keyword, ListForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { DO, IF, isKw, LET, list, listAt, LOOP, RECUR, vec } from "../forms.js";
import { direct, macro, type MacroContext, type NativeForm, type NativeTable } from "../native.js";
import { rtCall } from "../runtime-call.js";
import { rt } from "../runtime-names.js";
import { clean } from "../special/index.js";
import { assertion } from "./binding.js";

const needs = (form: ListForm, cx: MacroContext, count: number, what: string): void => {
  if (form.items.length <= count) throw cx.fail(`${what} is missing`);
};

/** and, or: the values are kept once. */
function chain(forms: readonly Form[], empty: Form, cx: MacroContext, make: (value: Sym, rest: Form) => Form): Form {
  if (forms.length === 0) return empty;
  let out = forms[forms.length - 1] as Form;
  for (let i = forms.length - 2; i >= 0; i--) {
    const value = cx.gensym("v");
    out = list(LET, vec(value, forms[i] as Form), make(value, out));
  }
  return out;
}

function expandCond(form: ListForm, cx: MacroContext): Form {
  const clauses = form.items.slice(1);
  if (clauses.length % 2 === 1)
    throw cx.fail(
      `the clauses are tests and values in pairs: ${printForm(clauses[clauses.length - 1] as Form)} has no value`,
      clauses[clauses.length - 1],
    );
  let out: Form = null;
  for (let i = clauses.length - 2; i >= 0; i -= 2) {
    const test = clauses[i] as Form;
    // :else and other keywords are always true: what stood behind can't be reached.
    out =
      test instanceof Keyword || test === true
        ? list(DO, clauses[i + 1] as Form)
        : listAt(spanned(test), IF, test, clauses[i + 1] as Form, out);
  }
  return out;
}
const spanned = (f: Form): ListForm["span"] => (f instanceof ListForm || f instanceof VectorForm || f instanceof Sym ? f.span : undefined);

function expandCondp(form: ListForm, cx: MacroContext): Form {
  needs(form, cx, 2, "the function or the value to test");
  const pred = cx.gensym("pred");
  const value = cx.gensym("expr");
  const clauses = form.items.slice(3);
  const build = (at: number): Form => {
    const left = clauses.length - at;
    if (left === 0) return list(rt("odeon.error/no-clause"), value);
    if (left === 1) return clauses[at] as Form;
    const test = list(pred, clauses[at] as Form, value);
    if (isKw(clauses[at + 1] as Form, ">>")) {
      if (left < 3) throw cx.fail(":>> must be followed by a function");
      const hit = cx.gensym("hit");
      return list(LET, vec(hit, test), list(IF, hit, list(clauses[at + 2] as Form, hit), build(at + 3)));
    }
    return list(IF, test, clauses[at + 1] as Form, build(at + 2));
  };
  return list(LET, vec(pred, form.items[1] as Form, value, form.items[2] as Form), build(0));
}

/** case goes to HIR as it is: a dispatch on constants. */
const analyzeCase: NativeForm["analyze"] = function* (form, env, tail, cx) {
  needs(form, cx, 1, "the value to test");
  const { analyzer: an, span } = cx;
  const subject = yield* an.analyze(form.items[1] as Form, env, "argument", span);
  const binding = an.binding("case", span);
  const value: Hir = { kind: "local", binding, span };
  const rest = form.items.slice(2);
  const clauses: { consts: Form[]; body: Hir }[] = [];
  const seen = new Set<string>();
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const test = rest[i] as Form;
    const consts = (test instanceof ListForm ? [...test.items] : [test]).map(clean);
    for (const c of consts) {
      const key = formKey(c);
      if (seen.has(key)) throw cx.fail(`${printForm(c)} stands in two clauses`, test);
      seen.add(key);
    }
    const result = yield* an.analyze(rest[i + 1] as Form, env, tail, span);
    if (consts.length > 0) clauses.push({ consts, body: result });
  }
  const otherwise = rest.length % 2 === 1 ? yield* an.analyze(rest[rest.length - 1] as Form, env, tail, span) : null;
  // The value is needed again only for the error.
  if (otherwise)
    return clauses.length > 0
      ? { kind: "case", subject, clauses, default: otherwise, span }
      : { kind: "do", exprs: [subject, otherwise], span };
  const miss = rtCall("odeon.error/no-clause", [value], span);
  const made: Hir = clauses.length > 0 ? { kind: "case", subject: value, clauses, default: miss, span } : miss;
  return { kind: "let", bindings: [{ binding, init: subject }], body: made, span };
};

export const CONTROL: NativeTable = {
  when: macro("[test & body]", "The body's value if the test is true, otherwise nil.", (form, cx) => {
    needs(form, cx, 1, "the test");
    return listAt(form.span, IF, form.items[1] as Form, list(DO, ...form.items.slice(2)));
  }),
  "when-not": macro("[test & body]", "The body's value if the test is false, otherwise nil.", (form, cx) => {
    needs(form, cx, 1, "the test");
    return listAt(form.span, IF, form.items[1] as Form, null, list(DO, ...form.items.slice(2)));
  }),
  "if-not": macro("[test then else?]", "then if the test is false, otherwise else.", (form, cx) => {
    if (form.items.length < 3 || form.items.length > 4) throw cx.fail("it takes a test, a then and perhaps an else");
    return listAt(form.span, IF, form.items[1] as Form, form.items[3] ?? null, form.items[2] as Form);
  }),
  cond: macro("[& clauses]", "Tests in order; the value behind the first that is true. :else is always true.", expandCond),
  condp: macro("[pred expr & clauses]", "As cond; each test is (pred test expr). test :>> f calls f with the test's value.", expandCondp),
  case: direct(
    "[e & clauses]",
    "Dispatches on a constant, without evaluating the clauses' tests: a constant or a list of them each; a last single form is the default.",
    analyzeCase,
  ),
  and: macro("[& forms]", "The first false value, otherwise the last one.", (form, cx) =>
    chain(form.items.slice(1), true, cx, (v, rest) => list(IF, v, rest, v)),
  ),
  or: macro("[& forms]", "The first true value, otherwise the last one.", (form, cx) =>
    chain(form.items.slice(1), null, cx, (v, rest) => list(IF, v, v, rest)),
  ),
  while: macro("[test & body]", "Runs the body as long as the test is true.", (form, cx) => {
    needs(form, cx, 1, "the test");
    return listAt(form.span, LOOP, vec(), list(IF, form.items[1] as Form, list(DO, ...form.items.slice(2), list(RECUR)), null));
  }),
  comment: macro("[& forms]", "Ignores its forms; nil.", () => null),
  assert: macro("[test message?]", "Throws an AssertionError unless the test is true.", (form, cx) => {
    if (form.items.length < 2 || form.items.length > 3) throw cx.fail("it takes a test and perhaps a message");
    return assertion(form.items[1] as Form, form.items[2] ?? null);
  }),
};
