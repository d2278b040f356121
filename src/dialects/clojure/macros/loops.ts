import { type Form, Keyword, ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { DO, FN, IF, LET, list, listAt, LOOP, RECUR, vec } from "../forms.js";
import { macro, type MacroContext, type NativeTable } from "../native.js";
import { prim, rt } from "../runtime-names.js";
import { pairsOf } from "./binding.js";
import { destructure } from "./destructure.js";

const SEQ = rt("clojure.core/seq"),
  FIRST = prim("first"),
  NEXT = rt("clojure.core/next"),
  REST = prim("rest");

/** let with patterns, around one form. */
function bound(pattern: Form, value: Form, inner: Form, cx: MacroContext): Form {
  const out: Form[] = [];
  destructure(pattern, value, out, cx);
  return list(LET, new VectorForm(out), inner);
}
function modifier(k: Keyword, cx: MacroContext): "let" | "when" | "while" {
  if (k.ns === null && (k.name === "let" || k.name === "when" || k.name === "while")) return k.name;
  throw cx.fail(`${printForm(k)} is not a modifier`, undefined, "there are :let, :when and :while");
}
function letPairs(value: Form, inner: Form, cx: MacroContext): Form {
  if (!(value instanceof VectorForm) || value.items.length % 2 === 1) throw cx.fail(":let takes a vector of names and values", value);
  return list(new Sym("clojure.core", "let"), value, inner);
}

// ---- doseq: loops inside one another. A step answers its form and whether the loop around it must still go on after it.

function doseqStep(
  items: readonly Form[],
  at: number,
  again: Form | null,
  body: readonly Form[],
  cx: MacroContext,
): { more: boolean; form: Form } {
  if (at >= items.length) return { more: true, form: list(DO, ...body) };
  const key = items[at] as Form;
  const value = items[at + 1] as Form;
  if (key instanceof Keyword) {
    if (again === null) throw cx.fail(`${printForm(key)} stands before any binding`);
    const kind = modifier(key, cx);
    const inner = doseqStep(items, at + 2, again, body, cx);
    if (kind === "let") return { more: inner.more, form: letPairs(value, inner.form, cx) };
    const then = inner.more ? list(DO, inner.form, again) : inner.form;
    return { more: false, form: list(IF, value, then, kind === "when" ? again : null) };
  }
  // Words of a chunk from i on, and in seq what comes after them; or no words, and from -1 to 0 the first element of seq.
  const seq = cx.gensym("seq");
  const words = cx.gensym("words");
  const i = cx.gensym("i");
  const end = cx.gensym("end");
  const next = list(RECUR, list(IF, words, seq, list(NEXT, seq)), words, list(prim("add"), i, 1n), end);
  const inner = doseqStep(items, at + 2, next, body, cx);
  const element = list(IF, words, list(prim("node-get"), words, i), list(FIRST, seq));
  const round = bound(key, element, inner.more ? list(DO, inner.form, next) : inner.form, cx);
  const chunk = cx.gensym("chunk");
  const more = cx.gensym("more");
  const first = list(prim("chunk-words"), chunk);
  const enter = list(RECUR, list(prim("chunk-more"), chunk), first, list(prim("chunk-index"), chunk), list(prim("node-count"), first));
  const take = list(LET, vec(chunk, list(rt("odeon.chunk/of"), more)), list(IF, chunk, enter, list(RECUR, more, null, -1n, 0n)));
  const refill = list(LET, vec(more, list(IF, words, list(SEQ, seq), seq)), list(IF, more, take, null));
  const start = vec(seq, list(SEQ, value), words, null, i, 0n, end, 0n);
  return { more: true, form: list(LOOP, start, list(IF, list(prim("lt"), i, end), round, refill)) };
}

// ---- for: a lazy sequence a binding, the inner ones concatenated

interface Group {
  pattern: Form;
  coll: Form;
  mods: [Keyword, Form][];
}

function groupsOf(items: readonly Form[], cx: MacroContext): Group[] {
  const out: Group[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i] as Form;
    if (!(key instanceof Keyword)) out.push({ pattern: key, coll: items[i + 1] as Form, mods: [] });
    else if (out.length === 0) throw cx.fail(`${printForm(key)} stands before any binding`);
    else (out[out.length - 1] as Group).mods.push([key, items[i + 1] as Form]);
  }
  return out;
}

/** What happens with one element: `emit` if its modifiers let it pass, `skip` where :when fails, `stop` where :while does. */
function modified({ mods }: Group, skip: Form, stop: Form, emit: Form, cx: MacroContext): Form {
  return mods.reduceRight<Form>((inner, [key, value]) => {
    const kind = modifier(key, cx);
    return kind === "let" ? letPairs(value, inner, cx) : list(IF, value, inner, kind === "when" ? skip : stop);
  }, emit);
}

/** The innermost group over a chunk: the body's values are collected in an array and are a chunk again. */
function forChunk(group: Group, chunk: Form, step: Form, body: Form, cx: MacroContext): Form {
  const [words, i, end, out, n] = ["words", "i", "end", "out", "n"].map((name) => cx.gensym(name)) as [Form, Form, Form, Form, Form];
  const start = list(prim("chunk-index"), chunk);
  const after = list(prim("add"), i, 1n);
  const emit = list(DO, list(prim("array-set"), out, n, body), list(RECUR, after, list(prim("add"), n, 1n)));
  const element = list(prim("node-get"), words, i);
  const round = bound(group.pattern, element, modified(group, list(RECUR, after, n), list(prim("chunk-cons"), out, n, null), emit, cx), cx);
  const rest = list(prim("chunk-cons"), out, n, list(step, list(prim("chunk-more"), chunk)));
  const size = list(prim("node-count"), words);
  return list(
    LET,
    vec(words, list(prim("chunk-words"), chunk), end, size, out, list(prim("array-make"), list(prim("sub"), end, start), null)),
    list(LOOP, vec(i, start, n, 0n), list(IF, list(prim("lt"), i, end), round, rest)),
  );
}

function forGroup(groups: readonly Group[], at: number, body: Form, cx: MacroContext): Form {
  const group = groups[at] as Group;
  const step = cx.gensym("iter");
  const seq = cx.gensym("seq");
  const skip = list(RECUR, list(REST, seq));
  const others = list(step, list(REST, seq));
  const next = groups[at + 1];
  const single = (emit: Form): Form => bound(group.pattern, list(FIRST, seq), modified(group, skip, null, emit, cx), cx);
  let round: Form;
  if (next) {
    const found = cx.gensym("found");
    const some = list(SEQ, list(forGroup(groups, at + 1, body, cx), next.coll));
    round = single(list(LET, vec(found, some), list(IF, found, list(rt("clojure.core/concat"), found, others), skip)));
  } else {
    const chunk = cx.gensym("chunk");
    const one = single(list(prim("cons"), body, others));
    round = list(LET, vec(chunk, list(rt("odeon.chunk/of"), seq)), list(IF, chunk, forChunk(group, chunk, step, body, cx), one));
  }
  const name = new MapForm([new Keyword("odeon", "name"), `${cx.analyzer.path}/for@${cx.span.line}`]);
  const given = cx.gensym("seq");
  const loop = list(LOOP, vec(seq, given), list(LET, vec(seq, list(SEQ, seq)), list(IF, seq, round, null)));
  return new ListForm([FN, step, vec(given), list(prim("lazy-new"), list(FN, vec(), loop))], name);
}

export const LOOPS: NativeTable = {
  doseq: macro(
    "[seq-exprs & body]",
    "Runs the body for each element, later bindings fastest, with :let, :when and :while; nil.",
    (form, cx) => {
      const items = pairsOf(form, cx);
      const made = doseqStep(items, 0, null, form.items.slice(2), cx).form as ListForm;
      return listAt(form.span, DO, made, null);
    },
  ),
  for: macro(
    "[seq-exprs body]",
    "The lazy sequence of the body's values for all elements, later bindings fastest, with :let, :when and :while.",
    (form, cx) => {
      const items = pairsOf(form, cx);
      if (form.items.length !== 3)
        throw cx.fail("it takes bindings and one body expression", undefined, "wrap several expressions in (do ...)");
      const groups = groupsOf(items, cx);
      if (groups.length === 0) throw cx.fail("there is nothing to iterate over");
      return listAt(form.span, forGroup(groups, 0, form.items[2] as Form, cx), (groups[0] as Group).coll);
    },
  ),
  amap: macro(
    "[array index result expr]",
    "A copy of the array with each element replaced by expr, in which index and result are bound.",
    (form, cx) => {
      const [, array, index, result, expr] = form.items;
      if (form.items.length !== 5 || !(index instanceof Sym) || !(result instanceof Sym))
        throw cx.fail("it takes an array, two names and an expression");
      const a = cx.gensym("array");
      const step = list(DO, list(prim("array-set"), result, index, expr as Form), list(RECUR, list(prim("add"), index, 1n)));
      return listAt(
        form.span,
        LET,
        vec(a, array as Form, result, list(prim("array-clone"), a)),
        list(LOOP, vec(index, 0n), list(IF, list(prim("lt"), index, list(prim("array-length"), a)), step, result)),
      );
    },
  ),
  areduce: macro("[array index result init expr]", "Reduces over the indices of the array: expr gives the next result.", (form, cx) => {
    const [, array, index, result, init, expr] = form.items;
    if (form.items.length !== 6 || !(index instanceof Sym) || !(result instanceof Sym))
      throw cx.fail("it takes an array, two names, a start value and an expression");
    const a = cx.gensym("array");
    const next = list(RECUR, list(prim("add"), index, 1n), expr as Form);
    return listAt(
      form.span,
      LET,
      vec(a, array as Form),
      list(LOOP, vec(index, 0n, result, init as Form), list(IF, list(prim("lt"), index, list(prim("array-length"), a)), next, result)),
    );
  }),
  dotimes: macro("[[name n] & body]", "Runs the body with name bound to 0 up to n - 1; nil.", (form, cx) => {
    const [name, count] = pairsOf(form, cx, 1) as [Form, Form];
    if (!(name instanceof Sym)) throw cx.fail(`it binds a symbol, not ${printForm(name)}`, name);
    const n = cx.gensym("n");
    const i = cx.gensym("i");
    return listAt(
      form.span,
      LET,
      vec(n, list(prim("long"), count)),
      list(
        LOOP,
        vec(i, 0n),
        list(
          IF,
          list(prim("lt"), i, n),
          list(DO, list(LET, vec(name, i), ...form.items.slice(2)), list(RECUR, list(prim("add"), i, 1n))),
          null,
        ),
      ),
    );
  }),
};
