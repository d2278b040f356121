import { type Form, Keyword, type ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { body, DO, FINALLY, LET, list, listAt, QUOTE, thunk, TRY, VAR, vec } from "../forms.js";
import { macro, type MacroContext, type NativeTable } from "../native.js";
import { prim, rt } from "../runtime-names.js";
import { pairsOf } from "./binding.js";

const needsOne = (form: ListForm, cx: MacroContext, what: string): Form => {
  if (form.items.length < 2) throw cx.fail(`${what} is missing`);
  return form.items[1] as Form;
};
/** Names and values with the names as vars. */
function varPairs(items: readonly Form[], cx: MacroContext): Form[] {
  return items.map((f, i) => {
    if (i % 2 === 1) return f;
    if (!(f instanceof Sym)) throw cx.fail(`${printForm(f)} is not the name of a var`, f);
    return listAt(f.span, VAR, f);
  });
}
const refuse =
  (why: string, help: string) =>
  (_form: ListForm, cx: MacroContext): Form => {
    throw cx.fail(why, undefined, help);
  };

export const DYNAMIC: NativeTable = {
  binding: macro(
    "[bindings & body]",
    "Gives dynamic vars values for as long as the body runs, here and in actors spawned from here.",
    (form, cx) => {
      const items = pairsOf(form, cx);
      if (items.length === 0) return list(LET, vec(), ...form.items.slice(2));
      const before = cx.gensym("bindings");
      return listAt(
        form.span,
        LET,
        vec(before, list(prim("bindings-get"))),
        list(rt("odeon.binding/push"), vec(...varPairs(items, cx))),
        list(TRY, body(form.items.slice(2)), list(FINALLY, list(prim("bindings-set"), before))),
      );
    },
  ),
  "with-redefs": macro("[bindings & body]", "Gives vars other root values for as long as the body runs.", (form, cx) =>
    listAt(form.span, rt("clojure.core/with-redefs-fn"), new MapForm(varPairs(pairsOf(form, cx), cx)), thunk(...form.items.slice(2))),
  ),
  "with-bindings": macro("[binding-map & body]", "As binding, with the vars and values in a map.", (form, cx) =>
    listAt(form.span, rt("clojure.core/with-bindings*"), needsOne(form, cx, "the map"), thunk(...form.items.slice(2))),
  ),
  "with-open": macro(
    "[bindings & body]",
    "Binds things that must be closed; closes them, last first, however the body ends.",
    (form, cx) => {
      const items = pairsOf(form, cx);
      let out: Form = list(DO, ...form.items.slice(2));
      for (let i = items.length - 2; i >= 0; i -= 2) {
        const name = items[i];
        if (!(name instanceof Sym)) throw cx.fail(`it binds symbols, not ${printForm(name as Form)}`, name);
        out = list(LET, vec(name, items[i + 1] as Form), list(TRY, out, list(FINALLY, list(rt("odeon.io/close"), name))));
      }
      return out;
    },
  ),
  "with-local-vars": macro("[names-vals & body]", "Binds names to fresh vars that var-get and var-set reach.", (form, cx) => {
    const items = pairsOf(form, cx).map((f, i) => (i % 2 === 0 ? f : list(rt("odeon.local-var/make"), f)));
    return listAt(form.span, LET, new VectorForm(items), ...form.items.slice(2));
  }),
  "with-out-str": macro("[& body]", "What the body prints, as a string.", (form) =>
    listAt(form.span, rt("odeon.io/with-out-str"), thunk(...form.items.slice(1))),
  ),
  "with-in-str": macro("[string & body]", "Runs the body with *in* reading from the string.", (form, cx) =>
    listAt(form.span, rt("odeon.io/with-in-str"), needsOne(form, cx, "the string"), thunk(...form.items.slice(2))),
  ),
  "bound-fn": macro("[& fn-tail]", "A function that runs with the bindings of dynamic vars that are in force where it is made.", (form) =>
    listAt(form.span, rt("clojure.core/bound-fn*"), listAt(form.span, new Sym("clojure.core", "fn"), ...form.items.slice(1))),
  ),
  time: macro("[expr]", "Prints how long the expression took; its value.", (form, cx) => {
    const start = cx.gensym("start");
    const value = cx.gensym("value");
    const ms = list(prim("div"), list(prim("double"), list(prim("sub"), list(prim("now-ns")), start)), 1e6);
    return listAt(
      form.span,
      LET,
      vec(start, list(prim("now-ns")), value, needsOne(form, cx, "the expression")),
      list(rt("clojure.core/prn"), list(rt("clojure.core/str"), "Elapsed time: ", ms, " msecs")),
      value,
    );
  }),
  locking: macro("[x & body]", "The body, while no other actor is in one that is locked on the same object.", (form, cx) => {
    const lock = cx.gensym("lock");
    return listAt(
      form.span,
      LET,
      vec(lock, needsOne(form, cx, "the object")),
      list(rt("odeon.lock/enter"), lock),
      list(TRY, ...form.items.slice(2), list(FINALLY, list(rt("odeon.lock/exit"), lock))),
    );
  }),
  "io!": macro("[message? & body]", "The body; marks what must not be done in a transaction.", (form) => {
    const rest = form.items.slice(1);
    return list(DO, ...(typeof rest[0] === "string" && rest.length > 1 ? rest.slice(1) : rest), ...(rest.length === 0 ? [null] : []));
  }),
  dosync: macro(
    "[& body]",
    "A transaction over refs.",
    refuse("transactions over refs are not available yet", "keep shared state in an atom or an actor"),
  ),
  sync: macro(
    "[flags & body]",
    "A transaction over refs.",
    refuse("transactions over refs are not available yet", "keep shared state in an atom or an actor"),
  ),
  // ---- laziness and concurrency
  "lazy-seq": macro("[& body]", "A sequence that the body gives when it is first needed.", (form) =>
    listAt(form.span, prim("lazy-new"), thunk(...form.items.slice(1))),
  ),
  "lazy-cat": macro("[& colls]", "Lazy concatenation; each collection is evaluated when it is reached.", (form) =>
    listAt(form.span, rt("clojure.core/concat"), ...form.items.slice(1).map((c) => list(prim("lazy-new"), thunk(c)))),
  ),
  delay: macro("[& body]", "A value that the body gives when it is first asked for by deref or force.", (form) =>
    listAt(form.span, prim("delay-new"), thunk(...form.items.slice(1))),
  ),
  future: macro("[& body]", "Runs the body in an actor of its own; deref waits for its value.", (form) =>
    listAt(form.span, rt("clojure.core/future-call"), thunk(...form.items.slice(1))),
  ),
  pvalues: macro("[& exprs]", "The values of the expressions, computed at the same time, as a lazy sequence.", (form) =>
    listAt(form.span, rt("clojure.core/pvalues*"), vec(...form.items.slice(1).map((e) => thunk(e)))),
  ),
  "vswap!": macro("[vol f & args]", "Sets the volatile to (f old args...).", (form, cx) => {
    const [, vol, f, ...args] = form.items;
    if (form.items.length < 3) throw cx.fail("it takes a volatile and a function");
    const v = cx.gensym("vol");
    return listAt(
      form.span,
      LET,
      vec(v, vol as Form),
      list(prim("volatile-reset"), v, list(f as Form, list(prim("volatile-deref"), v), ...args)),
    );
  }),
  // ---- what the JVM has and this runtime does not
  "proxy-super": macro(
    "[method & args]",
    "Not available, as proxy.",
    refuse("proxy is not available: there are no Java classes to extend", "use reify"),
  ),
  "with-precision": macro(
    "[precision & exprs]",
    "Decimals are rounded to so many digits for as long as the body runs; :rounding and a mode (HALF_UP by default) may come first.",
    (form, cx) => {
      const precision = needsOne(form, cx, "the precision");
      const chosen = form.items[2] instanceof Keyword && form.items[2].name === "rounding";
      const mode = chosen ? form.items[3] : new Sym(null, "HALF_UP");
      if (!(mode instanceof Sym))
        throw cx.fail("the mode of rounding is one of UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN, UNNECESSARY");
      const context = list(rt("odeon.decimal/context"), precision, list(QUOTE, mode));
      const core = (name: string) => new Sym("clojure.core", name);
      return listAt(form.span, core("binding"), vec(core("*math-context*"), context), ...form.items.slice(chosen ? 4 : 2));
    },
  ),
  "with-loading-context": macro("[& body]", "The body.", (form) => list(DO, null, ...form.items.slice(1))),
  "gen-class": macro("[& options]", "Ignored: there are no class files.", () => null),
  import: macro(
    "[& classes]",
    "Makes classes known by their short names. Only at the top level.",
    refuse("import only acts at the top level of a file", "move it there, or into ns"),
  ),
  "refer-clojure": macro(
    "[& filters]",
    "Chooses the names of clojure.core that are visible. Only at the top level.",
    refuse("refer-clojure only acts at the top level of a file", "move it into ns"),
  ),
  ns: macro(
    "[name doc-string? attr-map? & clauses]",
    "Makes a namespace and goes on in it.",
    refuse("ns only acts at the top level of a file", "move it there"),
  ),
  definline: macro("[name & decl]", "As defn.", (form) => listAt(form.span, new Sym("clojure.core", "defn"), ...form.items.slice(1))),
};
