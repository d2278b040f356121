import { type Form, ListForm, Sym } from "../../../reader/index.js";
import { IF, LET, list, listAt, vec } from "../forms.js";
import { macro, type MacroContext, type NativeTable } from "../native.js";
import { prim } from "../runtime-names.js";

/** (step x), standing where the step does. */
const called = (step: Form, x: Form): Form => (step instanceof Sym ? listAt(step.span, step, x) : list(step, x));
const first = (x: Form, step: Form): Form =>
  step instanceof ListForm && step.items.length > 0
    ? new ListForm([step.items[0] as Form, x, ...step.items.slice(1)], step.meta, step.span)
    : called(step, x);
const last = (x: Form, step: Form): Form =>
  step instanceof ListForm && step.items.length > 0 ? new ListForm([...step.items, x], step.meta, step.span) : called(step, x);
type Thread = typeof first;

const through = (form: ListForm, cx: MacroContext): [Form, readonly Form[]] => {
  if (form.items.length < 2) throw cx.fail("the value to start with is missing");
  return [form.items[1] as Form, form.items.slice(2)];
};
const plain =
  (thread: Thread) =>
  (form: ListForm, cx: MacroContext): Form => {
    const [start, steps] = through(form, cx);
    return steps.reduce((x: Form, step) => thread(x, step), start);
  };
const LETS = new Sym("clojure.core", "let"); // binds patterns too
/** Names bound one after the other; the last value stands in tail position, as a recur there must. */
const letThrough = (steps: readonly (readonly [Form, Form])[]): Form => {
  const last = steps[steps.length - 1] as readonly [Form, Form];
  return steps.length === 1 ? last[1] : list(LETS, vec(...steps.slice(0, -1).flat()), last[1]);
};
/** Each step only if the value so far is not nil. */
const some =
  (thread: Thread) =>
  (form: ListForm, cx: MacroContext): Form => {
    const [start, steps] = through(form, cx);
    if (steps.length === 0) return start;
    const names = steps.map(() => cx.gensym("v"));
    let out: Form = null;
    for (let i = steps.length - 1; i >= 0; i--) {
      const name = names[i] as Sym;
      const next = thread(name, steps[i] as Form);
      const rest = i === steps.length - 1 ? next : list(LET, vec(names[i + 1] as Sym, next), out);
      out = list(IF, list(prim("identical"), name, null), null, rest);
    }
    return list(LET, vec(names[0] as Sym, start), out);
  };
/** Each step only if its test is true. */
const conditional =
  (thread: Thread) =>
  (form: ListForm, cx: MacroContext): Form => {
    const [start, clauses] = through(form, cx);
    if (clauses.length % 2 === 1) throw cx.fail("the clauses are tests and steps in pairs");
    const steps: [Sym, Form][] = [];
    let name = cx.gensym("v");
    const first = name;
    for (let i = 0; i < clauses.length; i += 2) {
      const step = list(IF, clauses[i] as Form, thread(name, clauses[i + 1] as Form), name);
      name = cx.gensym("v");
      steps.push([name, step]);
    }
    return letThrough([[first, start], ...steps]);
  };

export const THREADING: NativeTable = {
  "->": macro(
    "[x & forms]",
    "Puts x as the first argument into the first form, that as the first argument into the next, and so on.",
    plain(first),
  ),
  "->>": macro(
    "[x & forms]",
    "Puts x as the last argument into the first form, that as the last argument into the next, and so on.",
    plain(last),
  ),
  "some->": macro("[x & forms]", "As ->, but stops with nil as soon as a value is nil.", some(first)),
  "some->>": macro("[x & forms]", "As ->>, but stops with nil as soon as a value is nil.", some(last)),
  "cond->": macro("[x & clauses]", "Puts x through each form (as ->) whose test is true.", conditional(first)),
  "cond->>": macro("[x & clauses]", "Puts x through each form (as ->>) whose test is true.", conditional(last)),
  "as->": macro("[x name & forms]", "Binds name to x, then to the value of each form in turn.", (form, cx) => {
    const [, x, name, ...steps] = form.items;
    if (name === undefined) throw cx.fail("the name is missing");
    return letThrough([[name, x as Form], ...steps.map((step): [Form, Form] => [name, step])]);
  }),
  doto: macro("[x & forms]", "Calls the forms with x as the first argument; x.", (form, cx) => {
    const [start, steps] = through(form, cx);
    const name = cx.gensym("x");
    return list(LET, vec(name, start), ...steps.map((s) => first(name, s)), name);
  }),
  "..": macro("[x & members]", "Member calls in a chain: (.. x a (b 1)) is (. (. x a) (b 1)).", (form, cx) => {
    const [start, steps] = through(form, cx);
    return steps.reduce((x: Form, step) => list(new Sym(null, "."), x, step), start);
  }),
  memfn: macro("[name & args]", "A function that calls the member of its first argument.", (form, cx) => {
    const [, name, ...args] = form.items;
    if (!(name instanceof Sym)) throw cx.fail("the member's name is missing");
    const target = cx.gensym("target");
    return list(new Sym(null, "fn*"), vec(target, ...args), list(new Sym(null, "."), target, new ListForm([name, ...args])));
  }),
};
