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

const CHAR_NAMES: Record<number, string> = { 10: "newline", 32: "space", 9: "tab", 8: "backspace", 12: "formfeed", 13: "return" };
const ESCAPES: Record<string, string> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", '"': '\\"', "\\": "\\\\" };

export interface PrintOptions {
  /** Print metadata as ^{...}. */ meta?: boolean;
}

/** A form as `pr` prints it: reading it back gives an equal form. */
export function printForm(form: Form, options: PrintOptions = {}): string {
  const out: string[] = [];
  write(form, out, options);
  return out.join("");
}

function write(form: Form, out: string[], options: PrintOptions): void {
  if (options.meta && form !== null && typeof form === "object" && "meta" in form && form.meta) {
    out.push("^");
    write(form.meta, out, {});
    out.push(" ");
  }
  if (form instanceof ListForm) sequence("(", form.items, ")", out, options);
  else if (form instanceof VectorForm) sequence("[", form.items, "]", out, options);
  else if (form instanceof SetForm) sequence("#{", form.items, "}", out, options);
  else if (form instanceof MapForm) pairs(form.items, out, options);
  else if (form instanceof TaggedForm) {
    out.push("#", atom(form.tag), " ");
    write(form.form, out, options);
  } else out.push(atom(form));
}

function pairs(items: readonly Form[], out: string[], options: PrintOptions): void {
  out.push("{");
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.push(i % 2 === 0 ? ", " : " ");
    write(items[i] as Form, out, options);
  }
  out.push("}");
}

function sequence(open: string, items: readonly Form[], close: string, out: string[], options: PrintOptions): void {
  out.push(open);
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.push(" ");
    write(items[i] as Form, out, options);
  }
  out.push(close);
}

function atom(form: Form): string {
  if (form === null) return "nil";
  switch (typeof form) {
    case "boolean":
      return String(form);
    case "bigint":
      return form.toString();
    case "number":
      return printDouble(form);
    case "string":
      return `"${form.replace(/[\n\t\r\b\f"\\]/g, (c) => ESCAPES[c] as string)}"`;
  }
  if (form instanceof Sym) return form.ns === null ? form.name : `${form.ns}/${form.name}`;
  if (form instanceof Keyword) return form.ns === null ? `:${form.name}` : `:${form.ns}/${form.name}`;
  if (form instanceof BigIntForm) return `${form.value}N`;
  if (form instanceof RatioForm) return `${form.num}/${form.den}`;
  if (form instanceof DecimalForm) return printDecimal(form);
  if (form instanceof CharForm) return printChar(form.code);
  if (form instanceof RegexForm) return `#"${form.source}"`;
  if (form instanceof UuidForm) return `#uuid "${form.text}"`;
  if (form instanceof InstForm) return `#inst "${new Date(form.ms).toISOString().replace("Z", "-00:00")}"`;
  if (form instanceof Opaque) return `#object[${form.className} ${form.printed}]`;
  throw new Error("not a form");
}

function printChar(code: number): string {
  const name = CHAR_NAMES[code];
  if (name) return `\\${name}`;
  // Lone surrogates and controls have no text of their own.
  if (code < 32 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000)) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\${String.fromCharCode(code)}`;
}

/** As Java's Double.toString: 1.0, 1.0E10, 1.0E-5. */
export function printDouble(x: number): string {
  if (Number.isNaN(x)) return "##NaN";
  if (!Number.isFinite(x)) return x > 0 ? "##Inf" : "##-Inf";
  if (Object.is(x, -0)) return "-0.0";
  const size = Math.abs(x);
  if (x === 0 || (size >= 1e-3 && size < 1e7)) {
    const plain = String(x);
    return plain.includes(".") ? plain : `${plain}.0`;
  }
  const [digits, exponent] = x.toExponential().split("e") as [string, string];
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}

function printDecimal(form: DecimalForm): string {
  const negative = form.unscaled < 0n;
  let digits = (negative ? -form.unscaled : form.unscaled).toString();
  const sign = negative ? "-" : "";
  const adjusted = digits.length - 1 - form.scale;
  if (form.scale === 0) return `${sign}${digits}M`;
  if (form.scale > 0 && adjusted >= -6) {
    digits = digits.padStart(form.scale + 1, "0");
    return `${sign}${digits.slice(0, -form.scale)}.${digits.slice(-form.scale)}M`;
  }
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${mantissa}E${adjusted >= 0 ? "+" : ""}${adjusted}M`;
}
