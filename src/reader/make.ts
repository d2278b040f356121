import type { Span } from "../base/index.js";
import { formKey } from "./equal.js";
import { type Form, Keyword, ListForm, MapForm, SetForm, Sym, VectorForm } from "./forms.js";
import { printForm } from "./print.js";

// What the reader makes of forms it has read: metadata, namespaces, records.

/** #my.ns.R{:a 1} and #my.ns.R[1]: calls of the record's factories. */
export function recordLiteral(name: string, form: Form, span: Span): Form | null {
  const parts = /^((?:[\w$*+!?<>=-]+\.)+)([A-Z][\w$*+!?<>=-]*)$/.exec(name);
  if (!parts || !(form instanceof MapForm || form instanceof VectorForm)) return null;
  const ns = (parts[1] as string).slice(0, -1).replaceAll("_", "-");
  if (form instanceof MapForm) return new ListForm([new Sym(ns, `map->${parts[2]}`, null, span), form], null, span);
  return new ListForm([new Sym(ns, `->${parts[2]}`, null, span), ...form.items], null, span);
}

/** A form cut short for a message. */
export function brief(form: Form): string {
  const text = printForm(form);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

export function metaMap(form: Form): MapForm | null {
  if (form instanceof MapForm) return form;
  if (form instanceof Keyword) return new MapForm([form, true]);
  if (form instanceof Sym || typeof form === "string") return new MapForm([new Keyword(null, "tag"), form]);
  if (form instanceof VectorForm) return new MapForm([new Keyword(null, "param-tags"), form]);
  return null;
}
/** Entries of `over` win. */
export function mergeMeta(over: MapForm, under: MapForm): MapForm {
  const entries = new Map<string, [Form, Form]>();
  for (const map of [under, over]) {
    for (let i = 0; i + 1 < map.items.length; i += 2)
      entries.set(formKey(map.items[i] as Form), [map.items[i] as Form, map.items[i + 1] as Form]);
  }
  return new MapForm([...entries.values()].flat());
}
export function withMeta(form: Sym | ListForm | VectorForm | MapForm | SetForm, meta: MapForm): Form {
  if (form instanceof Sym) return new Sym(form.ns, form.name, meta, form.span);
  if (form instanceof ListForm) return new ListForm(form.items, meta, form.span);
  if (form instanceof VectorForm) return new VectorForm(form.items, meta, form.span);
  if (form instanceof SetForm) return new SetForm(form.items, meta, form.span);
  return new MapForm(form.items, meta, form.span);
}
export function qualify(key: Form, ns: string): Form {
  if (key instanceof Keyword) return key.ns === null ? new Keyword(ns, key.name) : key.ns === "_" ? new Keyword(null, key.name) : key;
  if (key instanceof Sym)
    return key.ns === null ? new Sym(ns, key.name, key.meta, key.span) : key.ns === "_" ? new Sym(null, key.name, key.meta, key.span) : key;
  return key;
}
