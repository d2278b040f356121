import { type Form, ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { bare, body, FN, IF, LET, list, listAt, LOOP, metaGet, metaMerge, quote, sym, vec } from "../forms.js";
import { macro, type MacroContext, type NativeTable } from "../native.js";
import { prim, rt } from "../runtime-names.js";
import { destructure, isListWithVector, isPlain, plainParams } from "./destructure.js";

/** The bindings of a form: a vector of pairs. */
export function pairsOf(form: ListForm, cx: MacroContext, count?: number): readonly Form[] {
  const v = form.items[1];
  if (!(v instanceof VectorForm)) throw cx.fail("the bindings must be a vector", v ?? form);
  if (v.items.length % 2 === 1)
    throw cx.fail(`the bindings are names and values in pairs: ${printForm(v.items[v.items.length - 1] as Form)} has no value`, v);
  if (count !== undefined && v.items.length !== count * 2) throw cx.fail(`there must be exactly ${count} binding`, v);
  return v.items;
}

function expandLet(form: ListForm, cx: MacroContext): Form {
  const items = pairsOf(form, cx);
  return listAt(form.span, LET, plainBindings(items, cx), ...form.items.slice(2));
}
function plainBindings(items: readonly Form[], cx: MacroContext): VectorForm {
  if (items.every((p, i) => i % 2 === 1 || (isPlain(p) && p.ns === null))) return new VectorForm(items);
  const out: Form[] = [];
  for (let i = 0; i < items.length; i += 2) destructure(items[i] as Form, items[i + 1] as Form, out, cx);
  return new VectorForm(out);
}

/** With patterns: the loop runs over plain names, which each round takes apart again. */
function expandLoop(form: ListForm, cx: MacroContext): Form {
  const items = pairsOf(form, cx);
  const rest = form.items.slice(2);
  if (items.every((p, i) => i % 2 === 1 || isPlain(p))) return listAt(form.span, LOOP, new VectorForm(items), ...rest);
  const before: Form[] = [];
  const loop: Form[] = [];
  const inside: Form[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const pattern = items[i] as Form;
    const name = isPlain(pattern) ? bare(pattern) : cx.gensym("loop");
    before.push(isPlain(pattern) ? pattern : name, items[i + 1] as Form);
    if (!isPlain(pattern)) {
      destructure(pattern, name, before, cx);
      destructure(pattern, name, inside, cx);
    }
    loop.push(isPlain(pattern) ? pattern : name, name);
  }
  return listAt(
    form.span,
    LET,
    new VectorForm(before),
    listAt(form.span, LOOP, new VectorForm(loop), list(LET, new VectorForm(inside), ...rest)),
  );
}

// ---- fn

function expandFn(form: ListForm, cx: MacroContext): Form {
  let at = 1;
  const out: Form[] = [FN];
  if (form.items[1] instanceof Sym) out.push(form.items[at++] as Sym);
  const first = form.items[at];
  if (first instanceof VectorForm) out.push(...fnArity(first, form.items.slice(at + 1), cx));
  else {
    if (first === undefined) throw cx.fail("a parameter vector is missing");
    for (const part of form.items.slice(at)) {
      if (!isListWithVector(part))
        throw cx.fail(
          `${printForm(part)} is not an arity: ([params] body...)`,
          part,
          "the parameters stand in a vector, also when there are none: [a b], []",
        );
      out.push(listAt(part.span, ...fnArity(part.items[0] as VectorForm, part.items.slice(1), cx)));
    }
  }
  return new ListForm(out, form.meta, form.span);
}

/** [plain-params body...]: patterns taken apart, :pre and :post turned into assertions. */
export function fnArity(params: VectorForm, forms: readonly Form[], cx: MacroContext): Form[] {
  for (const p of params.items)
    if (p instanceof Sym && p.ns !== null) throw cx.fail(`a parameter can't have the qualified name ${printForm(p)}`, params);
  const { params: plain, bindings } = plainParams(params, cx);
  const checked = conditions(params, forms);
  return bindings.length === 0 ? [plain, ...checked] : [plain, list(LET, new VectorForm(bindings), ...checked)];
}
function conditions(params: VectorForm, forms: readonly Form[]): readonly Form[] {
  const own = forms.length > 1 && forms[0] instanceof MapForm ? forms[0] : null;
  const map = metaMerge(params.meta, own);
  const pre = metaGet(map, "pre");
  const post = metaGet(map, "post");
  const rest = own ? forms.slice(1) : forms;
  if (!(pre instanceof VectorForm) && !(post instanceof VectorForm)) return rest;
  const asserts = (v: Form | undefined): Form[] => (v instanceof VectorForm ? v.items.map((c) => assertion(c, null)) : []);
  if (!(post instanceof VectorForm)) return [...asserts(pre), ...rest];
  const result = sym("%");
  return [...asserts(pre), list(LET, vec(result, body(rest)), ...asserts(post), result)];
}
export const assertion = (test: Form, message: Form): Form =>
  list(IF, test, null, list(rt("odeon.error/assert-failed"), quote(test), message));

// ---- if-let and its like

/** test: the test on the value (null: the value itself). */
function letTest(form: ListForm, cx: MacroContext, test: ((value: Sym) => Form) | null, whole: boolean): Form {
  const [pattern, init] = pairsOf(form, cx, 1) as [Form, Form];
  if (!whole && (form.items.length < 3 || form.items.length > 4)) throw cx.fail("it takes a binding, a then and perhaps an else");
  const value = cx.gensym("temp");
  const rest = form.items.slice(2);
  const then = whole ? body(rest) : (rest[0] as Form);
  const inner: Form[] = [];
  destructure(pattern, value, inner, cx);
  return listAt(
    form.span,
    LET,
    vec(value, init),
    listAt(
      form.span,
      IF,
      test ? test(value) : value,
      list(LET, new VectorForm(inner), ...(whole && rest.length === 0 ? [null] : [then])),
      whole ? null : (rest[1] ?? null),
    ),
  );
}
const some = (v: Sym): Form => list(IF, list(prim("identical"), v, null), false, true);

export const BINDING: NativeTable = {
  let: macro("[bindings & body]", "Binds names (or takes values apart by patterns), in order, around the body.", expandLet),
  loop: macro("[bindings & body]", "As let, and a point that recur in the body goes back to.", expandLoop),
  fn: macro("[name? [params*] body] [name? ([params*] body)+]", "A function.", expandFn),
  letfn: macro("[fnspecs & body]", "Binds local functions that may call one another: (letfn [(f [x] ...)] body).", (form, cx) => {
    const specs = form.items[1];
    if (!(specs instanceof VectorForm)) throw cx.fail("the functions must stand in a vector", specs ?? form);
    const out: Form[] = [];
    for (const spec of specs.items) {
      if (!(spec instanceof ListForm) || !(spec.items[0] instanceof Sym))
        throw cx.fail(`${printForm(spec)} is not a function: (name [params] body)`, spec);
      out.push(bare(spec.items[0]), expandFn(listAt(spec.span, FN, ...spec.items.slice(1)), cx));
    }
    return listAt(form.span, sym("letfn*"), new VectorForm(out), ...form.items.slice(2));
  }),
  "if-let": macro("[binding then else?]", "Binds the value if it is true and goes on with then, otherwise with else.", (form, cx) =>
    letTest(form, cx, null, false),
  ),
  "when-let": macro("[binding & body]", "Binds the value around the body if it is true.", (form, cx) => letTest(form, cx, null, true)),
  "if-some": macro("[binding then else?]", "As if-let, but the test is that the value is not nil.", (form, cx) =>
    letTest(form, cx, some, false),
  ),
  "when-some": macro("[binding & body]", "As when-let, but the test is that the value is not nil.", (form, cx) =>
    letTest(form, cx, some, true),
  ),
  "when-first": macro("[[name coll] & body]", "Binds the first element around the body if there is one.", (form, cx) => {
    const [pattern, coll] = pairsOf(form, cx, 1) as [Form, Form];
    const seq = cx.gensym("seq");
    const inner: Form[] = [];
    destructure(pattern, list(prim("first"), seq), inner, cx);
    return listAt(
      form.span,
      LET,
      vec(seq, list(prim("seq"), coll)),
      list(IF, seq, list(LET, new VectorForm(inner), ...form.items.slice(2)), null),
    );
  }),
};
