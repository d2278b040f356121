import type { Span } from "../../base/index.js";
import { type Form, Keyword, ListForm, MapForm, Sym, VectorForm } from "../../reader/index.js";

// Makers and tests that macros use all the time.
export const sym = (name: string): Sym => new Sym(null, name);
export const kw = (name: string): Keyword => new Keyword(null, name);
export const list = (...items: Form[]): ListForm => new ListForm(items);
export const listAt = (span: Span | undefined, ...items: Form[]): ListForm => new ListForm(items, null, span);
export const vec = (...items: Form[]): VectorForm => new VectorForm(items);
export const isSym = (f: Form | undefined, name?: string): f is Sym =>
  f instanceof Sym && (name === undefined || (f.ns === null && f.name === name));
export const isKw = (f: Form | undefined, name?: string): f is Keyword =>
  f instanceof Keyword && (name === undefined || (f.ns === null && f.name === name));
export const isCallOf = (f: Form | undefined, name: string): f is ListForm => f instanceof ListForm && isSym(f.items[0], name);
export const quote = (f: Form): ListForm => new ListForm([QUOTE, f]);
export const body = (items: readonly Form[], span?: Span): Form =>
  items.length === 1 ? (items[0] as Form) : new ListForm([DO, ...items], null, span);

export const QUOTE = sym("quote");
export const DO = sym("do");
export const IF = sym("if");
export const LET = sym("let*");
export const FN = sym("fn*");
export const LOOP = sym("loop*");
export const RECUR = sym("recur");
export const DEF = sym("def");
export const VAR = sym("var");
export const TRY = sym("try");
export const CATCH = sym("catch");
export const FINALLY = sym("finally");
export const THROW = sym("throw");
export const AMP = sym("&");

export const isQuoted = (f: Form | undefined): boolean => isCallOf(f, "quote");

/** (fn* [] body...) */
export const thunk = (...items: Form[]): ListForm => list(FN, vec(), ...items);

/** The value of a keyword key in a metadata or options map. */
export function metaGet(meta: MapForm | null, key: string): Form | undefined {
  if (!meta) return undefined;
  for (let i = 0; i + 1 < meta.items.length; i += 2) if (isKw(meta.items[i] as Form, key)) return meta.items[i + 1] as Form;
  return undefined;
}
export const metaFlag = (meta: MapForm | null, key: string): boolean => {
  const v = metaGet(meta, key);
  return v !== undefined && v !== null && v !== false;
};
/** Entries of `over` win. */
export function metaMerge(under: MapForm | null, over: MapForm | null): MapForm | null {
  if (!under || under.items.length === 0) return over;
  if (!over || over.items.length === 0) return under;
  const items: Form[] = [...over.items];
  for (let i = 0; i + 1 < under.items.length; i += 2) {
    const k = under.items[i] as Form;
    const shadowed =
      k instanceof Keyword && over.items.some((o, j) => j % 2 === 0 && o instanceof Keyword && o.ns === k.ns && o.name === k.name);
    if (!shadowed) items.push(k, under.items[i + 1] as Form);
  }
  return new MapForm(items);
}
export const withMeta = (s: Sym, meta: MapForm | null): Sym => new Sym(s.ns, s.name, meta, s.span);
/** The same local name without metadata. */
export const bare = (s: Sym): Sym => (s.meta ? new Sym(s.ns, s.name, null, s.span) : s);
