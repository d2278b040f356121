import { type Form, Keyword, ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { bare, DEF, DO, FN, IF, kw, list, listAt, metaGet, metaMerge, quote, sym, VAR, withMeta } from "../forms.js";
import { macro, type MacroContext, type NativeTable } from "../native.js";
import { hintOf } from "../primitive.js";
import { prim, rt } from "../runtime-names.js";
import { fnArity } from "./binding.js";
import { isListWithVector } from "./destructure.js";

interface Definition {
  name: Sym;
  meta: MapForm | null;
  arities: ListForm[];
}

/** (name doc? attr-map? [params] body...) or (name doc? attr-map? ([params] body...)+ attr-map?) */
function parseDefn(form: ListForm, cx: MacroContext): Definition {
  const name = form.items[1];
  if (!(name instanceof Sym))
    throw cx.fail(name === undefined ? "a name is missing" : `the name must be a symbol, not ${printForm(name)}`, name ?? form);
  let at = 2;
  let meta: MapForm | null = null;
  if (typeof form.items[at] === "string") meta = new MapForm([kw("doc"), form.items[at++] as string]);
  if (form.items[at] instanceof MapForm) meta = metaMerge(meta, form.items[at++] as MapForm);
  const first = form.items[at];
  const arities: ListForm[] = [];
  if (first instanceof VectorForm) arities.push(new ListForm(form.items.slice(at), null, form.span));
  else {
    let end = form.items.length;
    const last = form.items[end - 1];
    if (end - 1 > at && last instanceof MapForm) {
      meta = metaMerge(meta, last);
      end--;
    }
    if (at >= end)
      throw cx.fail(`the parameters of ${name.name} are missing`, name, `as in (${(form.items[0] as Sym).name} ${name.name} [x] ...)`);
    for (const part of form.items.slice(at, end)) {
      if (!isListWithVector(part))
        throw cx.fail(
          `${printForm(part)} is not an arity: ([params] body...)`,
          part,
          "the parameters stand in a vector, also when there are none: [a b], []",
        );
      arities.push(part);
    }
  }
  return { name, meta, arities };
}

function define(d: Definition, extra: Form[], before: Form[], form: ListForm, cx: MacroContext): Form {
  const arglists = quote(new ListForm(d.arities.map((a) => a.items[0] as Form)));
  const named = metaMerge(d.name.meta, d.meta);
  const facts: Form[] = [...extra];
  if (metaGet(named, "arglists") === undefined) facts.push(kw("arglists"), arglists);
  const meta = metaMerge(named, new MapForm(facts));
  const arities = d.arities.map((a) => {
    const params = a.items[0] as VectorForm;
    const whole = before.length === 0 ? params : new VectorForm([...before, ...params.items], params.meta, params.span);
    return new ListForm(fnArity(whole, a.items.slice(1), cx), null, a.span);
  });
  const hint = hintOf(d.name);
  const fnMeta = hint === undefined ? null : new MapForm([kw("rettag"), sym(hint)]);
  return listAt(form.span, DEF, withMeta(d.name, meta), new ListForm([FN, ...arities], fnMeta, form.span));
}

const defn =
  (extra: Form[]) =>
  (form: ListForm, cx: MacroContext): Form =>
    define(parseDefn(form, cx), extra, [], form, cx);

function expandDefmulti(form: ListForm, cx: MacroContext): Form {
  const name = form.items[1];
  if (!(name instanceof Sym)) throw cx.fail("a name is missing");
  let at = 2;
  let meta = name.meta;
  if (typeof form.items[at] === "string") meta = metaMerge(meta, new MapForm([kw("doc"), form.items[at++] as string]));
  if (form.items[at] instanceof MapForm) meta = metaMerge(meta, form.items[at++] as MapForm);
  if (at >= form.items.length) throw cx.fail("the dispatch function is missing");
  const dispatch = form.items[at++] as Form;
  const options = form.items.slice(at);
  for (let i = 0; i < options.length; i += 2) {
    const k = options[i];
    if (!(k instanceof Keyword) || (k.name !== "default" && k.name !== "hierarchy") || i + 1 >= options.length)
      throw cx.fail(`${printForm(k as Form)} is not an option`, k, "there are :default and :hierarchy, each with a value");
  }
  const map = new MapForm(options);
  const otherwise = metaGet(map, "default");
  const hierarchy = metaGet(map, "hierarchy") ?? list(VAR, rt("clojure.core/global-hierarchy"));
  const target = withMeta(name, meta);
  const theVar = list(VAR, bare(name));
  // Evaluated again it stays as it is, methods and all: a reload must not forget methods of other files.
  const there = list(IF, list(prim("var-bound?"), theVar), list(rt("odeon.multi/multi?"), list(prim("var-root"), theVar)), false);
  const made = list(
    rt("odeon.multi/make"),
    quote(new Sym(cx.ns, name.name)),
    dispatch,
    otherwise === undefined ? kw("default") : otherwise,
    hierarchy,
  );
  return list(DO, list(DEF, target), list(IF, there, null, listAt(form.span, DEF, target, made)));
}

export const DEFINE: NativeTable = {
  defn: macro(
    "[name doc-string? attr-map? [params*] body] [name doc-string? attr-map? ([params*] body)+]",
    "Defines a function.",
    defn([]),
  ),
  "defn-": macro("[name & decls]", "As defn, but private to the namespace.", defn([kw("private"), true])),
  defmacro: macro(
    "[name doc-string? attr-map? [params*] body] [name doc-string? attr-map? ([params*] body)+]",
    "Defines a macro: a function from forms to a form. &form and &env stand for the call and its local names.",
    (form, cx) => define(parseDefn(form, cx), [kw("macro"), true], [sym("&form"), sym("&env")], form, cx),
  ),
  defonce: macro("[name expr]", "Defines the name unless it has a value already.", (form, cx) => {
    const name = form.items[1];
    if (!(name instanceof Sym) || form.items.length !== 3) throw cx.fail("it takes a name and a value");
    return list(
      DO,
      list(DEF, name),
      list(IF, list(prim("var-bound?"), list(VAR, bare(name))), null, listAt(form.span, DEF, name, form.items[2] as Form)),
    );
  }),
  declare: macro("[& names]", "Makes the names known; their definitions follow.", (form, cx) => {
    const defs = form.items.slice(1).map((name) => {
      if (!(name instanceof Sym)) throw cx.fail(`${printForm(name)} is not a name`, name);
      return list(DEF, withMeta(name, metaMerge(name.meta, new MapForm([kw("declared"), true]))));
    });
    return list(DO, ...defs, ...(defs.length === 0 ? [null] : []));
  }),
  defmulti: macro(
    "[name doc-string? attr-map? dispatch-fn & options]",
    "Defines a function that chooses its method by what dispatch-fn answers for the arguments.",
    expandDefmulti,
  ),
  defmethod: macro("[multi dispatch-value & fn-tail]", "Adds a method to a multimethod.", (form, cx) => {
    const [, multi, value, ...tail] = form.items;
    if (form.items.length < 4 || !(multi instanceof Sym))
      throw cx.fail("it takes a multimethod, a dispatch value and a function's parameters and body");
    const label = tail[0] instanceof Sym ? (tail.shift() as Sym) : null;
    const meta = new MapForm([new Keyword("odeon", "name"), `${cx.ns}/${multi.name}[${printForm(value as Form)}]`]);
    const fn = new ListForm([new Sym("clojure.core", "fn"), ...(label ? [label] : []), ...tail], meta, form.span);
    return listAt(form.span, rt("odeon.multi/add-method"), multi, value as Form, fn);
  }),
};
