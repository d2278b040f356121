import type { Span } from "../../base/index.js";
import { type Form, Keyword, ListForm, MapForm, SetForm, VectorForm } from "../../reader/index.js";

const LINE = new Keyword(null, "line");
const COLUMN = new Keyword(null, "column");

/**
 * Lists get metadata :line and :column from their spans, as the readers of Clojure give them: so macros see positions and give them
 * back, and quoted lists have them. What the program itself has written there stays.
 */
export function withPositions(form: Form): Form {
  if (form instanceof ListForm) {
    const items = form.items.map(withPositions);
    const { span } = form;
    if (!span || span.line === 0 || items.length === 0) return new ListForm(items, form.meta, span);
    return new ListForm(items, withPlace(form.meta, span), span);
  }
  if (form instanceof VectorForm) return new VectorForm(form.items.map(withPositions), form.meta, form.span);
  if (form instanceof SetForm) return new SetForm(form.items.map(withPositions), form.meta, form.span);
  if (form instanceof MapForm) return new MapForm(form.items.map(withPositions), form.meta, form.span);
  return form;
}

function withPlace(meta: MapForm | null, span: Span): MapForm {
  const written = meta?.items ?? [];
  const place: [Keyword, number][] = [
    [LINE, span.line],
    [COLUMN, span.column],
  ];
  const missing = place.filter(
    ([key]) => !written.some((k, i) => i % 2 === 0 && k instanceof Keyword && k.ns === null && k.name === key.name),
  );
  return new MapForm([...missing.flatMap(([key, n]): Form[] => [key, BigInt(n)]), ...written]);
}

const isPlace = (k: Form): boolean => k instanceof Keyword && k.ns === null && (k.name === "line" || k.name === "column");

/**
 * The span of a form: its own; or from :line/:column metadata (a macro's answer); or that of the form around it.
 * Also takes those two entries out of the metadata.
 */
export function spanOf(form: Form, around: Span): Span {
  if (form === null || typeof form !== "object" || !("span" in form)) return around;
  if (form.span) return form.span;
  const meta = "meta" in form ? form.meta : null;
  if (!meta) return around;
  let line = 0;
  let column = 1;
  for (let i = 0; i + 1 < meta.items.length; i += 2) {
    const k = meta.items[i] as Form;
    const v = meta.items[i + 1];
    if (!(k instanceof Keyword) || k.ns !== null || typeof v !== "bigint") continue;
    if (k.name === "line") line = Number(v);
    else if (k.name === "column") column = Number(v);
  }
  return line > 0 ? { file: around.file, line, column, length: 1 } : around;
}

/** Metadata that the program gave: without the places that withPositions added. */
export function userMeta(meta: MapForm | null): MapForm | null {
  if (!meta) return null;
  if (!meta.items.some((k, i) => i % 2 === 0 && isPlace(k))) return meta.items.length === 0 ? null : meta;
  const items: Form[] = [];
  for (let i = 0; i + 1 < meta.items.length; i += 2)
    if (!isPlace(meta.items[i] as Form)) items.push(meta.items[i] as Form, meta.items[i + 1] as Form);
  return items.length === 0 ? null : new MapForm(items);
}
