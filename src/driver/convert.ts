import {
  BigIntForm,
  CharForm,
  DecimalForm,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  type Opaque,
  Pid,
  RatioForm,
  Ref,
  RegexForm,
  SetForm,
  Sym,
  TaggedForm,
  UuidForm,
  type Value,
  VectorForm,
} from "../host/index.js";

/**
 * JavaScript values as programs see them, and back.
 *
 *   JavaScript                        program                       back in JavaScript
 *   null, undefined                   nil                           null
 *   boolean, string                   the same                      the same
 *   integer number                    long                          number, bigint if not safe
 *   other number                      double                        number
 *   bigint                            long or bigint                number or bigint
 *   Array                             vector                        Array (lists and sequences too)
 *   Map                               map                           Map
 *   plain object                      map with keyword keys         object if asked for (keywordObjects)
 *   Set                               set                           Set
 *   Date, RegExp, Uint8Array          inst, regex, byte buffer      Date, RegExp, Uint8Array
 *   Keyword, Symbol, Pid              the same                      the same
 *   Double                            double, even if integral      number
 */
export interface ConvertOptions {
  /** Maps whose keys are all keywords without a namespace become plain objects. */
  readonly keywordObjects?: boolean;
}

/** A number that is a double in the program though it has no fraction. */
export class Double {
  constructor(readonly value: number) {}
}

const LONG_MAX = (1n << 63n) - 1n;
const LONG_MIN = -(1n << 63n);

export function toValue(x: unknown): Value {
  if (x === null || x === undefined) return null;
  switch (typeof x) {
    case "boolean":
    case "string":
      return x;
    case "number":
      return Number.isInteger(x) && Math.abs(x) <= Number.MAX_SAFE_INTEGER && !Object.is(x, -0) ? BigInt(x) : x;
    case "bigint":
      return x >= LONG_MIN && x <= LONG_MAX ? x : new BigIntForm(x);
    case "object":
      return objectToValue(x);
    default:
      throw new TypeError(`a JavaScript ${typeof x} has no counterpart in a program`);
  }
}

const isForm = (x: object): boolean =>
  [
    Keyword,
    Sym,
    Pid,
    Ref,
    BigIntForm,
    RatioForm,
    DecimalForm,
    CharForm,
    RegexForm,
    UuidForm,
    InstForm,
    TaggedForm,
    ListForm,
    VectorForm,
    MapForm,
    SetForm,
  ].some((c) => x instanceof c);

function objectToValue(x: object): Value {
  if (Array.isArray(x)) return new VectorForm(x.map(toValue) as never);
  if (x instanceof Map) return new MapForm([...x].flatMap(([k, v]) => [toValue(k), toValue(v)]) as never);
  if (x instanceof Set) return new SetForm([...x].map(toValue) as never);
  if (x instanceof Double) return x.value;
  if (x instanceof Date) return new InstForm(x.getTime());
  if (x instanceof RegExp) return new RegexForm(x.source);
  if (x instanceof Uint8Array) return x;
  if (isForm(x)) return x as Value;
  const proto: unknown = Object.getPrototypeOf(x);
  if (proto === Object.prototype || proto === null) {
    return new MapForm(Object.entries(x).flatMap(([k, v]) => [keywordOf(k), toValue(v)]) as never);
  }
  throw new TypeError(`a ${x.constructor?.name ?? "value"} has no counterpart in a program`);
}

function keywordOf(text: string): Keyword {
  const slash = text.indexOf("/");
  return slash > 0 ? new Keyword(text.slice(0, slash), text.slice(slash + 1)) : new Keyword(null, text);
}

export function fromValue(value: Value, options: ConvertOptions = {}): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint")
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  const items = (list: readonly Value[]): unknown[] => list.map((item) => fromValue(item, options));
  if (value instanceof VectorForm || value instanceof ListForm) return items(value.items as readonly Value[]);
  if (value instanceof SetForm) return new Set(items(value.items as readonly Value[]));
  if (value instanceof MapForm) return mapFrom(value, options);
  if (value instanceof BigIntForm) return value.value;
  if (value instanceof RatioForm) return Number(value.num) / Number(value.den);
  if (value instanceof DecimalForm) return Number(value.unscaled) / 10 ** value.scale;
  if (value instanceof CharForm) return String.fromCharCode(value.code);
  if (value instanceof InstForm) return new Date(value.ms);
  if (value instanceof RegexForm) return new RegExp(value.source);
  if (value instanceof UuidForm) return value.text;
  return value satisfies Keyword | Sym | Pid | Ref | TaggedForm | Opaque | object;
}

function mapFrom(map: MapForm, options: ConvertOptions): unknown {
  const flat = map.items as readonly Value[];
  const entries: [Value, unknown][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) entries.push([flat[i] as Value, fromValue(flat[i + 1] as Value, options)]);
  if (options.keywordObjects && entries.every(([key]) => key instanceof Keyword && key.ns === null)) {
    return Object.fromEntries(entries.map(([key, value]) => [(key as Keyword).name, value]));
  }
  // Keyword keys are one object per name, so that Map.get finds them: see keyword().
  return new Map(entries.map(([key, value]) => [key instanceof Keyword ? interned(key) : fromValue(key, options), value]));
}

const keywords = new Map<string, Keyword>();
function interned(key: Keyword): Keyword {
  const name = key.ns === null ? key.name : `${key.ns}/${key.name}`;
  let found = keywords.get(name);
  if (found === undefined) keywords.set(name, (found = key));
  return found;
}

/** The keyword of a name ("name" or "ns/name"); the same object each time, so it finds its entry in a Map that came from a program. */
export const keyword = (name: string): Keyword => interned(keywordOf(name));
/** The symbol of a name ("name" or "ns/name"). */
export function symbol(name: string): Sym {
  const slash = name.length > 1 ? name.indexOf("/") : -1;
  return slash > 0 ? new Sym(name.slice(0, slash), name.slice(slash + 1)) : new Sym(null, name);
}
