import { type Form, type ListForm, MapForm, readAll, Sym } from "../../../reader/index.js";
import { kw, list, quote, sym, VAR } from "../forms.js";
import { macro, type MacroContext, type NativeTable } from "../native.js";
import { prim, rt } from "../runtime-names.js";

/** What special forms are written like, and what they do. */
export const SPECIAL_DOCS: Readonly<Record<string, readonly [string, string]>> = {
  def: ["(def symbol doc-string? init?)", "Makes a var of this name in the current namespace and gives it the value."],
  if: ["(if test then else?)", "then if the test is neither nil nor false, otherwise else."],
  do: ["(do exprs*)", "Evaluates in order; the value of the last."],
  "let*": ["(let* [bindings*] exprs*)", "let without patterns."],
  "fn*": ["(fn* name? [params*] exprs*)", "fn without patterns."],
  "loop*": ["(loop* [bindings*] exprs*)", "loop without patterns."],
  "letfn*": ["(letfn* [bindings*] exprs*)", "letfn with names and functions in pairs."],
  recur: ["(recur exprs*)", "Goes back to the nearest loop or function with new values; only in tail position."],
  quote: ["(quote form)", "The form itself, not evaluated."],
  var: ["(var symbol)", "The var itself, not its value."],
  throw: ["(throw expr)", "Throws the value."],
  try: ["(try expr* catch-clause* finally-clause?)", "catch-clause: (catch class name expr*); finally-clause: (finally expr*)."],
  catch: ["(catch class name expr*)", "Inside try: what to do with a thrown value of the class."],
  finally: ["(finally expr*)", "Inside try: what to do however it ends."],
  "set!": ["(set! place value)", "Sets a dynamic var's binding or a mutable field."],
  new: ["(new Class args*)", "Makes an instance."],
  ".": ["(. object member args*)", "Calls a member."],
};

/** The facts of a name as a map expression, for odeon.repl. */
function facts(form: ListForm, cx: MacroContext): Form {
  const name = form.items[1];
  if (!(name instanceof Sym) || form.items.length !== 2) throw cx.fail("it takes a name");
  const { session, source } = cx.analyzer;
  const special = name.ns === null ? SPECIAL_DOCS[name.name] : undefined;
  if (special) {
    return new MapForm([
      kw("name"),
      quote(sym(name.name)),
      kw("special-form"),
      true,
      kw("arglists"),
      quote(list(...(readAll(special[0]) as Form[]))),
      kw("doc"),
      special[1],
    ]);
  }
  const meaning = session.lookup(name, source);
  if (meaning?.kind === "var") return list(prim("var-meta"), list(VAR, name));
  if (meaning?.kind === "native") {
    const native = session.native(meaning.ns, meaning.name);
    return new MapForm([
      kw("ns"),
      quote(sym(meaning.ns)),
      kw("name"),
      quote(sym(meaning.name)),
      kw("macro"),
      true,
      kw("arglists"),
      quote(list(...readAll(native?.arglists ?? ""))),
      kw("doc"),
      native?.doc ?? "",
    ]);
  }
  const ns = session.findNs(name.name);
  if (ns) return new MapForm([kw("name"), quote(sym(ns.name)), kw("doc"), ns.doc ?? null]);
  return null;
}

export const DOCS: NativeTable = {
  doc: macro("[name]", "Prints the documentation of a var, macro, special form or namespace.", (form, cx) =>
    list(rt("odeon.repl/print-doc"), facts(form, cx)),
  ),
  source: macro("[name]", "Prints the source text of a definition.", (form, cx) => list(rt("odeon.repl/print-source"), facts(form, cx))),
};
