import type { NumberKind } from "../../hir/index.js";

/**
 * What a library function of one arity comes down to: a primitive applied to its parameters (each once, in order),
 * small constants and further primitives. Calls are replaced by it.
 *   number: parameter i | { k }: constant (JSON-safe, see inline.ts) | [name, ...]: primitive
 */
export type Template = number | { readonly k: string } | readonly [string, ...Template[]];

/** Compile-time facts of a var. Plain data, so that it goes to JSON and back as it is. */
export interface VarInfo {
  readonly ns: string;
  readonly name: string;
  macro?: true;
  dynamic?: true;
  private?: true;
  /** Interned, but no definition seen yet. */
  declared?: true;
  arglists?: string;
  /** Number that a call with so many arguments answers, by hints of arglists and name. */
  answers?: { [arity: number]: NumberKind };
  doc?: string;
  file?: string;
  line?: number;
  /** By argument count. */
  inline?: { [arity: number]: Template };
  /** (f a b c) is (f (f a b) c). */
  fold?: true;
  /** Text of a constant (^:const). */
  constant?: string;
  /** The var holds a deftype's or defrecord's TYPE. */
  type?: { fields: string[]; record: boolean };
  /** The var holds a protocol; its method names. */
  protocol?: string[];
}

export interface NsInfo {
  readonly name: string;
  doc?: string;
  readonly aliases: Map<string, string>;
  readonly refers: Map<string, { ns: string; name: string }>;
  readonly vars: Map<string, VarInfo>;
  /** Short class name to full name. */
  readonly imports: Map<string, string>;
  /** Which names of clojure.core are visible. */
  core: { exclude: Set<string> | null; only: Set<string> | null };
  /** May use prim/NAME although not in lib/ (^:odeon/kernel). */
  kernel: boolean;
  /** For names of hidden vars. */
  counter: number;
}

export const makeNs = (name: string): NsInfo => ({
  name,
  aliases: new Map(),
  refers: new Map(),
  vars: new Map(),
  imports: new Map(),
  core: { exclude: null, only: null },
  kernel: false,
  counter: 0,
});

// ---- JSON: { v: 1, ns: { name: [doc, aliases, refers, imports, exclude, only, counter, kernel, vars] } }

type NsJson = [
  string | null,
  Record<string, string>,
  Record<string, string>,
  Record<string, string>,
  string[] | null,
  string[] | null,
  number,
  number,
  Record<string, VarJson>,
];
/** VarInfo without ns and name; arglists under "a", doc under "d", flags as a string under "f". */
type VarJson = {
  a?: string;
  d?: string;
  f?: string;
  p?: string;
  l?: number;
  i?: { [arity: number]: Template };
  c?: string;
  t?: VarInfo["type"];
  m?: string[];
};

export function nsToJson(ns: NsInfo): unknown {
  const vars: Record<string, VarJson> = {};
  for (const v of ns.vars.values()) {
    const flags = `${v.macro ? "m" : ""}${v.dynamic ? "d" : ""}${v.private ? "p" : ""}${v.declared ? "u" : ""}${v.fold ? "f" : ""}`;
    vars[v.name] = {
      a: v.arglists,
      d: v.doc,
      f: flags === "" ? undefined : flags,
      p: v.file,
      l: v.line,
      i: v.inline,
      c: v.constant,
      t: v.type,
      m: v.protocol,
    };
  }
  const refers: Record<string, string> = {};
  for (const [k, r] of ns.refers) refers[k] = `${r.ns}/${r.name}`;
  const json: NsJson = [
    ns.doc ?? null,
    Object.fromEntries(ns.aliases),
    refers,
    Object.fromEntries(ns.imports),
    ns.core.exclude ? [...ns.core.exclude] : null,
    ns.core.only ? [...ns.core.only] : null,
    ns.counter,
    ns.kernel ? 1 : 0,
    vars,
  ];
  return json;
}

export function nsFromJson(name: string, json: unknown): NsInfo {
  const [doc, aliases, refers, imports, exclude, only, counter, kernel, vars] = json as NsJson;
  const ns = makeNs(name);
  if (doc) ns.doc = doc;
  for (const k in aliases) ns.aliases.set(k, aliases[k] as string);
  for (const k in refers) {
    const text = refers[k] as string;
    const slash = text.indexOf("/");
    ns.refers.set(k, { ns: text.slice(0, slash), name: text.slice(slash + 1) });
  }
  for (const k in imports) ns.imports.set(k, imports[k] as string);
  ns.core = { exclude: exclude ? new Set(exclude) : null, only: only ? new Set(only) : null };
  ns.counter = counter;
  ns.kernel = kernel === 1;
  for (const k in vars) {
    const v = vars[k] as VarJson;
    const info: VarInfo = { ns: name, name: k };
    if (v.a !== undefined) info.arglists = v.a;
    if (v.d !== undefined) info.doc = v.d;
    if (v.p !== undefined) info.file = v.p;
    if (v.l !== undefined) info.line = v.l;
    if (v.i !== undefined) info.inline = v.i;
    if (v.c !== undefined) info.constant = v.c;
    if (v.t !== undefined) info.type = v.t;
    if (v.m !== undefined) info.protocol = v.m;
    if (v.f) {
      if (v.f.includes("m")) info.macro = true;
      if (v.f.includes("d")) info.dynamic = true;
      if (v.f.includes("p")) info.private = true;
      if (v.f.includes("u")) info.declared = true;
      if (v.f.includes("f")) info.fold = true;
    }
    ns.vars.set(k, info);
  }
  return ns;
}

/** What a symbol means outside of local bindings. */
export type Meaning =
  | { kind: "var"; info: VarInfo }
  | { kind: "native"; ns: string; name: string }
  /** A class: the var odeon.class/FULL. */
  | { kind: "class"; full: string }
  /** Class/member: the var odeon.static/FULL.MEMBER. */
  | { kind: "static"; full: string; member: string };
