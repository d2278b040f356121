import {
  BigIntForm,
  CharForm,
  DecimalForm,
  type Form,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  Opaque,
  RatioForm,
  RegexForm,
  SetForm,
  Sym,
  TaggedForm,
  UuidForm,
  VectorForm,
} from "./forms.js";

/** A text that two forms share exactly when Clojure's `=` holds between them (metadata does not count). */
export function formKey(form: Form): string {
  if (form === null) return "nil";
  switch (typeof form) {
    case "boolean":
      return String(form);
    case "bigint":
      return `i${form}`;
    case "number":
      return Number.isNaN(form) ? `nan${nanCount++}` : `d${form === 0 ? 0 : form}`;
    case "string":
      return JSON.stringify(form);
  }
  if (form instanceof Keyword) return form.ns === null ? `:${form.name}` : `:${form.ns}/${form.name}`;
  if (form instanceof Sym) return form.ns === null ? `'${form.name}` : `'${form.ns}/${form.name}`;
  if (form instanceof BigIntForm) return `i${form.value}`;
  if (form instanceof RatioForm) return `r${form.num}/${form.den}`;
  if (form instanceof DecimalForm) return `m${form.unscaled}e${form.scale}`;
  if (form instanceof CharForm) return `\\${form.code}`;
  if (form instanceof ListForm || form instanceof VectorForm) return `(${form.items.map(formKey).join(" ")})`;
  if (form instanceof SetForm) return `#{${form.items.map(formKey).sort().join(" ")}}`;
  if (form instanceof MapForm) {
    const pairs: string[] = [];
    for (let i = 0; i + 1 < form.items.length; i += 2)
      pairs.push(`${formKey(form.items[i] as Form)} ${formKey(form.items[i + 1] as Form)}`);
    return `{${pairs.sort().join(",")}}`;
  }
  if (form instanceof RegexForm) return `#re${regexCount++}`; // patterns are equal to themselves only
  if (form instanceof UuidForm) return `#u${form.text.toLowerCase()}`;
  if (form instanceof InstForm) return `#t${form.ms}`;
  if (form instanceof TaggedForm) return `#${formKey(form.tag)} ${formKey(form.form)}`;
  if (form instanceof Opaque) return `#o${form.className} ${form.printed}`;
  throw new Error("not a form");
}
// Values that equal nothing, not even another reading of the same text: a fresh key each time.
let nanCount = 0;
let regexCount = 0;

export const formEquals = (a: Form, b: Form): boolean => a === b || formKey(a) === formKey(b);
