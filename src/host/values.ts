import { printForm } from "../reader/index.js";
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
} from "../reader/index.js";

/** An actor's name for the outside: the kernel's word, opaque to us. */
export class Pid {
  constructor(readonly word: bigint) {}
}
/** A reference made by make-ref. */
export class Ref {
  constructor(readonly word: bigint) {}
}
/** A var of the program; arrives in the kernel as the interned var. */
export class VarRef {
  constructor(
    readonly ns: string,
    readonly name: string,
  ) {}
}
/** A function in wire format (encodeUnit): arrives as a closure. */
export class Thunk {
  constructor(readonly message: Uint8Array) {}
}
/** An exception as the kernel writes it out. */
export class ExceptionValue {
  constructor(
    readonly className: string,
    readonly message: Value,
    readonly data: Value,
    readonly cause: Value,
    readonly trace: Value,
  ) {}
}

/**
 * A program's value at the host: a form (src/reader/forms.ts), or something that only lives in a running program. The
 * elements of collections are values as well; the collection classes are shared with forms.
 */
export type Value = Form | Pid | Ref | VarRef | Thunk | ExceptionValue | Uint8Array;

export {
  BigIntForm,
  CharForm,
  DecimalForm,
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
};

const keywords = new Map<string, Keyword>();
export function keyword(name: string, ns: string | null = null): Keyword {
  const key = ns === null ? name : `${ns}/${name}`;
  let found = keywords.get(key);
  if (found === undefined) keywords.set(key, (found = new Keyword(ns, name)));
  return found;
}
export const symbol = (name: string, ns: string | null = null): Sym => new Sym(ns, name);
export const listOf = (items: readonly Value[]): ListForm => new ListForm(items as readonly Form[]);
export const vectorOf = (items: readonly Value[]): VectorForm => new VectorForm(items as readonly Form[]);
export const mapOf = (entries: readonly (readonly [Value, Value])[]): MapForm => new MapForm(entries.flat() as readonly Form[]);
export const itemsOf = (value: Value | undefined): readonly Value[] =>
  value instanceof VectorForm || value instanceof ListForm || value instanceof SetForm ? (value.items as readonly Value[]) : [];

/** The value of keyword :name in a map. */
export function mapGet(map: Value | undefined, name: string): Value | undefined {
  if (!(map instanceof MapForm)) return undefined;
  const items = map.items as readonly Value[];
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (key instanceof Keyword && key.ns === null && key.name === name) return items[i + 1];
  }
  return undefined;
}

/** Text of a value as pr prints it; what has no form is shown by its nature. */
export function printValue(value: Value): string {
  return printForm(asForm(value));
}

function asForm(value: Value): Form {
  if (value instanceof Pid) return new Opaque("odeon.Pid", `#pid[${(value.word >> 8n) & 0xffffffn}]`);
  if (value instanceof Ref) return new Opaque("odeon.Ref", "#ref");
  if (value instanceof VarRef) return new Opaque("clojure.lang.Var", `#'${value.ns}/${value.name}`);
  if (value instanceof Thunk) return new Opaque("clojure.lang.AFunction", "#function");
  if (value instanceof ExceptionValue) return new Opaque(value.className, `#error[${value.className} ${printValue(value.message)}]`);
  if (value instanceof Uint8Array) return new Opaque("odeon.Buffer", `#buffer[${value.length}]`);
  if (value instanceof ListForm) return new ListForm(value.items.map(asForm));
  if (value instanceof VectorForm) return new VectorForm(value.items.map(asForm));
  if (value instanceof SetForm) return new SetForm(value.items.map(asForm));
  if (value instanceof MapForm) return new MapForm(value.items.map(asForm));
  return value;
}
