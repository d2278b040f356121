import { Diagnostic, didYouMean, nearest, NO_SPAN, type Span } from "../../base/index.js";
import type { Unit } from "../../hir/index.js";
import { type Form, ListForm, type Resolver, Sym } from "../../reader/index.js";
import { Analyzer } from "./analyzer.js";
import { autoImports, classesNamed } from "./classes.js";
import { NATIVES, SPECIAL_DOCS } from "./macros/index.js";
import type { Native } from "./native.js";
import { makeNs, type Meaning, type NsInfo, nsFromJson, nsToJson, type VarInfo } from "./namespaces.js";
import type { CompileGenerator, Source } from "./requests.js";
import { coreVisible, meaningOf, resolveClassName } from "./resolve.js";
import { isSpecial } from "./special/index.js";
import { compileTop } from "./toplevel.js";

/** The compile-time state of one program: namespaces and what is known of their vars. See index.ts for how to drive it. */
export class ClojureSession {
  private readonly namespaces = new Map<string, NsInfo>();
  private readonly loaded = new Set<string>();
  private readonly made = new Set<string>();
  private counter = 0;
  /** The source of sessions that have only one, as a REPL. */
  private readonly main: Source;

  constructor(options: { ns?: string } = {}) {
    this.ns("clojure.core");
    this.main = this.source("REPL", { ns: options.ns ?? "user" });
  }

  /** A stream of forms with its own current namespace. */
  source(file: string, options: { library?: boolean; ns?: string } = {}): Source {
    const name = options.ns ?? "user";
    this.ns(name);
    return { file, library: options.library ?? false, ns: name };
  }
  get currentNs(): string {
    return this.main.ns;
  }
  set currentNs(name: string) {
    this.setNs(this.main, name);
  }
  get mainSource(): Source {
    return this.main;
  }
  setNs(source: Source, name: string): void {
    this.ns(name);
    source.ns = name;
  }

  /** Compiles one top-level form. The units run in order; the last one's value is the form's. */
  *compileForm(form: Form, source: Source = this.main): CompileGenerator<Unit[]> {
    return yield* compileTop(this, form, source);
  }

  /** One step of expansion of a macro call, or the form itself. */
  *macroexpand1(form: Form, source: Source = this.main): CompileGenerator<Form> {
    if (!(form instanceof ListForm)) return form;
    const analyzer = new Analyzer(this, source, []);
    const expansion = yield* analyzer.expand(form, null, analyzer.spanOf(form));
    return expansion === undefined ? hostForm(form) : expansion;
  }

  // ---- namespaces

  /** The namespace of this name, made if new. */
  ns(name: string): NsInfo {
    let ns = this.namespaces.get(name);
    if (!ns) this.namespaces.set(name, (ns = makeNs(name)));
    return ns;
  }
  findNs(name: string): NsInfo | undefined {
    return this.namespaces.get(name);
  }
  hasNs(name: string): boolean {
    return this.namespaces.has(name);
  }
  removeNs(name: string): void {
    this.namespaces.delete(name);
    this.loaded.delete(name);
    this.made.delete(name);
  }
  nsNames(): string[] {
    return [...this.namespaces.keys()];
  }
  /** Loaded completely: a require need not ask for it. */
  isLoaded(name: string): boolean {
    return this.loaded.has(name);
  }
  markLoaded(name: string): void {
    this.loaded.add(name);
  }
  /** An ns form made it: it is there, though a file of that name may still be loading. */
  isMade(name: string): boolean {
    return this.made.has(name);
  }
  markMade(name: string): void {
    this.made.add(name);
  }
  /** Its file failed: a require tries again. */
  forgetMade(name: string): void {
    this.made.delete(name);
  }
  /** Facts about a var, made if new. */
  intern(ns: string, name: string): VarInfo {
    const { vars } = this.ns(ns);
    let info = vars.get(name);
    if (!info) vars.set(name, (info = { ns, name, declared: true }));
    return info;
  }
  /** A var that came to be while the program ran (intern). */
  defineVar(ns: string, name: string, facts: Partial<Pick<VarInfo, "macro" | "dynamic" | "private" | "doc" | "arglists">> = {}): void {
    const info = this.intern(ns, name);
    delete info.declared;
    Object.assign(info, facts);
  }
  unmap(ns: string, name: string): void {
    const info = this.ns(ns);
    info.vars.delete(name);
    info.refers.delete(name);
    info.imports.delete(name);
  }
  /** A macro that is built into the front end, by the namespace and name under which programs know it. */
  native(ns: string, name: string): Native | undefined {
    const table = NATIVES[ns];
    return table && Object.hasOwn(table, name) ? table[name] : undefined;
  }
  hasNatives(ns: string): boolean {
    return Object.hasOwn(NATIVES, ns);
  }
  unique(): number {
    return ++this.counter;
  }

  /** The error for a namespace whose file does not exist. */
  unknownNamespace(name: string, span: Span): Diagnostic {
    const near = nearest(name, [...this.namespaces.keys(), ...Object.keys(NATIVES)]);
    const file = `${name.replaceAll("-", "_").replaceAll(".", "/")}.clj`;
    return new Diagnostic(
      "compile/namespace",
      `there is no namespace ${name}: ${file} is not on the path`,
      span,
      didYouMean(near) ?? "check the spelling and the path (--path, or :paths of deps.edn)",
    );
  }

  // ---- for the reader

  resolver(source: Source = this.main): Resolver {
    return {
      currentNs: () => source.ns,
      alias: (name) => this.ns(source.ns).aliases.get(name) ?? (this.namespaces.has(name) ? name : null),
      symbol: (sym) => this.qualify(sym, source.ns),
      unique: () => this.unique(),
    };
  }
  /** A symbol as syntax quote writes it. */
  private qualify(sym: Sym, nsName: string): Sym {
    const ns = this.ns(nsName);
    const { name } = sym;
    if (sym.ns !== null) {
      const full = ns.aliases.get(sym.ns) ?? (this.namespaces.has(sym.ns) ? null : resolveClassName(this, ns, sym.ns));
      return full && full !== sym.ns ? new Sym(full, name, sym.meta) : sym;
    }
    if (isSpecial(name) || name === "&") return sym;
    if (name.startsWith(".") && name !== "..") return sym;
    if (name.endsWith(".") && name !== "..") {
      const full = resolveClassName(this, ns, name.slice(0, -1));
      return full ? new Sym(null, `${full}.`, sym.meta) : sym;
    }
    const meaning = meaningOf(this, ns, sym);
    if (meaning?.kind === "var") return new Sym(meaning.info.ns, meaning.info.name, sym.meta);
    if (meaning?.kind === "native") return new Sym(meaning.ns, meaning.name, sym.meta);
    if (meaning?.kind === "class") return new Sym(null, meaning.full, sym.meta);
    if (/^[^.].*\.[^.]/.test(name)) return sym; // a class, perhaps of later: never qualified
    return new Sym(nsName, name, sym.meta);
  }

  // ---- for people

  lookup(sym: Sym | string, source: Source = this.main): Meaning | null {
    return meaningOf(this, this.ns(source.ns), typeof sym === "string" ? toSym(sym) : sym);
  }

  /** What `(doc name)` says, or null. */
  docOf(
    name: string,
    source: Source = this.main,
  ): { name: string; arglists: string | null; doc: string | null; kind: "function" | "macro" | "special" | "var" } | null {
    const special = SPECIAL_DOCS[name];
    if (special) return { name, arglists: special[0], doc: special[1], kind: "special" };
    const ns = this.namespaces.get(name);
    if (ns?.doc) return { name, arglists: null, doc: ns.doc, kind: "var" };
    const meaning = this.lookup(name, source);
    if (meaning?.kind === "native") {
      const native = this.native(meaning.ns, meaning.name);
      return native ? { name: `${meaning.ns}/${meaning.name}`, arglists: `(${native.arglists})`, doc: native.doc, kind: "macro" } : null;
    }
    if (meaning?.kind !== "var") return null;
    const { info } = meaning;
    const kind = info.macro ? "macro" : info.arglists ? "function" : "var";
    return { name: `${info.ns}/${info.name}`, arglists: info.arglists ?? null, doc: info.doc ?? null, kind };
  }

  /** Names that may stand where `prefix` is being typed, sorted. */
  complete(prefix: string, source: Source = this.main): string[] {
    const ns = this.ns(source.ns);
    const out = new Set<string>();
    const slash = prefix.indexOf("/");
    if (slash > 0) {
      const alias = prefix.slice(0, slash);
      const target = ns.aliases.get(alias) ?? alias;
      for (const name of this.publicNames(target)) out.add(`${alias}/${name}`);
    } else {
      for (const name of this.visibleNames(ns)) out.add(name);
      for (const alias of ns.aliases.keys()) out.add(`${alias}/`);
      for (const name of this.namespaces.keys()) out.add(name);
      for (const name of Object.keys(SPECIAL_DOCS)) out.add(name);
    }
    return [...out].filter((name) => name.startsWith(prefix)).sort();
  }

  /** Qualified public names that contain a text, sorted. */
  apropos(part: string): string[] {
    const out = new Set<string>();
    for (const name of new Set([...this.namespaces.keys(), ...Object.keys(NATIVES)])) {
      for (const v of this.publicNames(name)) if (v.includes(part)) out.add(`${name}/${v}`);
    }
    return [...out].sort();
  }

  *publicNames(nsName: string): Generator<string> {
    for (const v of this.namespaces.get(nsName)?.vars.values() ?? []) if (!v.private && !v.name.includes("%")) yield v.name;
    yield* Object.keys(NATIVES[nsName] ?? {});
  }
  *visibleNames(ns: NsInfo): Generator<string> {
    for (const v of ns.vars.keys()) if (!v.includes("%")) yield v;
    yield* ns.refers.keys();
    for (const name of this.publicNames("clojure.core")) if (coreVisible(ns, name)) yield name;
  }

  /** Remedies for a symbol that means nothing. */
  suggest(sym: Sym, ns: NsInfo, locals: Iterable<string>): string | undefined {
    if (sym.ns !== null) {
      const target = ns.aliases.get(sym.ns) ?? sym.ns;
      return didYouMean(nearest(sym.name, this.publicNames(target)).map((n) => `${sym.ns}/${n}`));
    }
    for (const other of new Set([...Object.keys(NATIVES), ...this.namespaces.keys()])) {
      if (!other.startsWith("clojure.") || other === "clojure.core" || ![...this.publicNames(other)].includes(sym.name)) continue;
      return `${other} has one: (:require [${other} :refer [${sym.name}]])`;
    }
    const classNames = /^[A-Z]/.test(sym.name) ? [...ns.imports.keys(), ...autoImports()] : [];
    const near = didYouMean(nearest(sym.name, [...locals, ...this.visibleNames(ns), ...classNames]));
    if (near) return near;
    const classes = classesNamed(sym.name);
    return classes.length > 0 ? `import the class first: (:import ${classes[0]})` : undefined;
  }

  // ---- facts of namespaces as text

  /** Compact JSON of these namespaces (all by default). */
  exportMeta(names: Iterable<string> = this.namespaces.keys()): string {
    const out: Record<string, unknown> = {};
    for (const name of names) {
      const ns = this.namespaces.get(name);
      if (ns) out[name] = nsToJson(ns);
    }
    return JSON.stringify({ v: 1, counter: this.counter, loaded: [...this.loaded], ns: out });
  }
  /** Takes over what exportMeta wrote; the namespaces count as loaded. */
  importMeta(json: string): void {
    const data = JSON.parse(json) as { v: number; counter: number; loaded: string[]; ns: Record<string, unknown> };
    if (data.v !== 1)
      throw new Diagnostic("compile/image", `namespace facts of version ${data.v} can't be read`, NO_SPAN, "build the core image again");
    this.counter = Math.max(this.counter, data.counter);
    for (const name in data.ns) {
      this.namespaces.set(name, nsFromJson(name, data.ns[name]));
      this.loaded.add(name);
    }
    for (const name of data.loaded) this.loaded.add(name);
  }
}

/** (.foo x a) and (Foo. a) as the special forms that they stand for. */
function hostForm(form: ListForm): Form {
  const [head, ...rest] = form.items;
  if (!(head instanceof Sym) || head.ns !== null || head.name.length < 2 || head.name.includes("..")) return form;
  const { name } = head;
  if (name.startsWith(".") && rest.length > 0)
    return new ListForm([new Sym(null, "."), rest[0] as Form, new Sym(null, name.slice(1)), ...rest.slice(1)], form.meta, form.span);
  if (name.endsWith(".")) return new ListForm([new Sym(null, "new"), new Sym(null, name.slice(0, -1)), ...rest], form.meta, form.span);
  return form;
}

function toSym(text: string): Sym {
  const slash = text.length > 1 ? text.indexOf("/") : -1;
  return slash > 0 ? new Sym(text.slice(0, slash), text.slice(slash + 1)) : new Sym(null, text);
}
