import { Diagnostic, NO_SPAN } from "../base/index.js";
import { type Form, Keyword, ListForm, MapForm, SetForm, Sym, VectorForm } from "./forms.js";

/** What syntax quote needs to know of the program. */
export interface QuoteContext {
  /** The symbol as it must stand in the template (qualified, or itself for special forms). */
  symbol(sym: Sym): Sym;
  gensym(prefix: string): string;
}
const core = (name: string): Sym => new Sym("clojure.core", name);
const QUOTE = new Sym(null, "quote");
export const UNQUOTE = core("unquote");
export const UNQUOTE_SPLICING = core("unquote-splicing");
const SEQ = core("seq"),
  CONCAT = core("concat"),
  LIST = core("list"),
  APPLY = core("apply"),
  WITH_META = core("with-meta");

/** A piece of the template: data to be quoted, code that computes it, or code whose elements are spliced in. */
type Piece = { kind: "data" | "code" | "splice"; form: Form };
const isCall = (form: Form, head: Sym): form is ListForm =>
  form instanceof ListForm &&
  form.items.length === 2 &&
  form.items[0] instanceof Sym &&
  (form.items[0] as Sym).ns === head.ns &&
  (form.items[0] as Sym).name === head.name;

/** `form as code that builds it. Without ~@ a template is one call; what has no ~ at all stays a constant. */
export function syntaxQuote(form: Form, context: QuoteContext): Form {
  const names = new Map<string, Sym>();
  return code(piece(form, names, context));
}

function code(p: Piece): Form {
  if (p.kind !== "data") return p.form;
  const f = p.form;
  if (f === null || typeof f !== "object" || f instanceof Keyword) return f;
  return new ListForm([QUOTE, f]);
}

function piece(form: Form, names: Map<string, Sym>, cx: QuoteContext): Piece {
  if (form instanceof Sym) return { kind: "data", form: symbol(form, names, cx) };
  if (isCall(form, UNQUOTE)) return { kind: "code", form: form.items[1] as Form };
  if (isCall(form, UNQUOTE_SPLICING)) return { kind: "splice", form: form.items[1] as Form };
  if (!(form instanceof ListForm || form instanceof VectorForm || form instanceof SetForm || form instanceof MapForm))
    return { kind: "data", form };
  const parts = form.items.map((item) => piece(item, names, cx));
  const whole = collection(form, parts);
  if (!form.meta) return whole;
  const meta = piece(form.meta, names, cx);
  if (whole.kind === "data" && meta.kind === "data")
    return { kind: "data", form: rebuild(form, (whole.form as ListForm).items, meta.form as MapForm) };
  return { kind: "code", form: new ListForm([WITH_META, code(whole), code(meta)]) };
}

function rebuild(form: Form, items: readonly Form[], meta: MapForm | null): Form {
  if (form instanceof ListForm) return new ListForm(items, meta);
  if (form instanceof VectorForm) return new VectorForm(items, meta);
  return form instanceof SetForm ? new SetForm(items, meta) : new MapForm(items, meta);
}

function collection(form: ListForm | VectorForm | SetForm | MapForm, parts: Piece[]): Piece {
  if (parts.every((p) => p.kind === "data"))
    return {
      kind: "data",
      form: rebuild(
        form,
        parts.map((p) => p.form),
        null,
      ),
    };
  const spliced = parts.some((p) => p.kind === "splice");
  if (!spliced) {
    const items = parts.map(code);
    if (form instanceof ListForm) return { kind: "code", form: new ListForm([LIST, ...items]) };
    if (form instanceof VectorForm) return { kind: "code", form: new VectorForm(items) };
    // Keys that are computed may turn out equal: only constant keys may stand in a literal.
    if (form instanceof MapForm && parts.every((p, i) => i % 2 === 1 || p.kind === "data"))
      return { kind: "code", form: new MapForm(items) };
    return { kind: "code", form: new ListForm([core(form instanceof MapForm ? "hash-map" : "hash-set"), ...items]) };
  }
  const chunks = parts.map((p) => (p.kind === "splice" ? p.form : new ListForm([LIST, code(p)])));
  const all = new ListForm([SEQ, new ListForm([CONCAT, ...chunks])]);
  if (form instanceof ListForm) return { kind: "code", form: all };
  const make = form instanceof VectorForm ? "vector" : form instanceof MapForm ? "hash-map" : "hash-set";
  return { kind: "code", form: new ListForm([APPLY, core(make), all]) };
}

function symbol(sym: Sym, names: Map<string, Sym>, cx: QuoteContext): Sym {
  if (sym.ns === null && sym.name.endsWith("#") && sym.name.length > 1) {
    let made = names.get(sym.name);
    if (!made) names.set(sym.name, (made = new Sym(null, `${cx.gensym(`${sym.name.slice(0, -1)}__`)}__auto__`)));
    return sym.meta ? new Sym(null, made.name, sym.meta) : made;
  }
  const found = cx.symbol(sym);
  return found.span || found.meta !== sym.meta ? new Sym(found.ns, found.name, sym.meta) : found;
}

/** Marks left outside of any syntax quote are found by the analyzer; this is its message. */
export const strayUnquote = (span = NO_SPAN): Diagnostic =>
  new Diagnostic("reader/unquote", "~ stands outside of a syntax quote", span, "~ and ~@ belong inside `(...)");
