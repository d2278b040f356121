// Long because every form may contain every other: the recursive part of the syntax stands together. Single tokens are read in
// literal-reader.ts, and what is made of forms that have been read is in make.ts.
import { type Diagnostic, MAX_NESTING } from "../base/index.js";
import { CLOSERS, endsToken, isDigit, type Mark, type Opener } from "./cursor.js";
import { formKey } from "./equal.js";
import { type Form, Keyword, ListForm, MapForm, SetForm, Sym, TaggedForm, VectorForm } from "./forms.js";
import { LiteralReader } from "./literal-reader.js";
import { parseInst, parseUuid } from "./literals.js";
import { brief, mergeMeta, metaMap, qualify, recordLiteral, withMeta } from "./make.js";
import type { ReaderOptions } from "./options.js";
import { printForm } from "./print.js";
import { syntaxQuote, UNQUOTE, UNQUOTE_SPLICING } from "./syntax-quote.js";

export const EOF: unique symbol = Symbol("end of text");
/** Read, but stands for nothing: a comment, #_, an unselected reader conditional. */
const NOTHING: unique symbol = Symbol("nothing");
type Read = Form | typeof NOTHING;

const FEATURES = ["odeon", "clj", "default"] as const;
/** Tags of reader conditionals that are read as data. */
export const CONDITIONAL = new Sym("odeon.reader", "conditional");
export const SPLICING = new Sym("odeon.reader", "splicing");
/** What follows # in edn, beside the name of a tag. */
const EDN_DISPATCH = "{_^<#:";

/**
 * Reads one form after another. A Diagnostic with code "reader/eof" means that the text ended inside a form: with more
 * text it may be whole (a REPL then asks for another line).
 */
export class Reader extends LiteralReader {
  /** Names of % arguments while inside #(...). */
  private args: Map<string, Sym> | null = null;
  /** > 0 while reading what a reader conditional does not select. */
  private suppressed = 0;
  /** Forms that #?@ put in the place of one. */
  private spliced: Form[] = [];
  private counter = 0;

  constructor(
    text: string,
    private readonly options: ReaderOptions = {},
  ) {
    super(text, options.file ?? "", options.line, options.column, !options.edn);
    if (text.charCodeAt(0) === 0xfeff) this.pos = 1;
    if (text.startsWith("#!", this.pos) && !options.edn) this.skipLine();
  }

  /** Index into the text just after the last form read. */
  get offset(): number {
    return this.pos;
  }

  next(): Form | typeof EOF {
    for (;;) {
      this.skipSpace();
      if (this.pos >= this.text.length) return EOF;
      this.openers.length = 0;
      this.args = null;
      this.suppressed = 0;
      this.prefixes = 0;
      const form = this.read();
      if (this.spliced.length > 0) {
        this.spliced = [];
        throw this.error(
          "reader/conditional",
          "#?@ stands at the top level, where there is nothing to splice into",
          this.here(1),
          "use #? or put it inside a form",
        );
      }
      if (form !== NOTHING) return form;
    }
  }

  // ---- forms

  /** The next form that is one; `what` says for whom, in the error at the end of the text. */
  private must(what: string, from?: Mark): Form {
    const start = from ? { ...this.since(from), length: 1 } : this.here(1);
    for (;;) {
      if (this.spliced.length > 0) return this.spliced.shift() as Form;
      this.skipSpace();
      if (this.pos >= this.text.length) throw this.eof(what, this.openers.length > 0 ? this.openSpan() : start);
      const c = this.text.charCodeAt(this.pos);
      if (
        this.openers.length > 0 &&
        (c === 41 || c === 93 || c === 125) &&
        CLOSERS[(this.openers[this.openers.length - 1] as Opener).text]?.charCodeAt(0) === c
      ) {
        throw this.error("reader/missing", `${what} has no form after it`, start, "add the form or remove it");
      }
      const form = this.read();
      if (form !== NOTHING) return form;
    }
  }
  private read(): Read {
    const c = this.text.charCodeAt(this.pos);
    const next = this.text.charCodeAt(this.pos + 1);
    if (isDigit(c) || ((c === 43 || c === 45) && isDigit(next))) return this.number();
    // ' @ ~ ` are no prefixes in edn
    if (this.options.edn && (c === 39 || c === 64 || c === 126 || c === 96)) return this.symbol();
    switch (c) {
      case 40: {
        // (
        const m = this.mark();
        this.pos++;
        const items = this.items("(", m);
        return new ListForm(items, null, this.since(m));
      }
      case 91: {
        // [
        const m = this.mark();
        this.pos++;
        const items = this.items("[", m);
        return new VectorForm(items, null, this.since(m));
      }
      case 123: {
        // {
        const m = this.mark();
        this.pos++;
        return this.map(this.items("{", m), m);
      }
      case 41:
      case 93:
      case 125:
        throw this.unmatched();
      case 34:
        return this.string();
      case 92:
        return this.char();
      case 58:
        return this.keyword();
      case 39:
        return this.wrap(new Sym(null, "quote"), 1, "'");
      case 64:
        return this.wrap(new Sym("clojure.core", "deref"), 1, "@");
      case 126:
        return next === 64 ? this.wrap(UNQUOTE_SPLICING, 2, "~@") : this.wrap(UNQUOTE, 1, "~");
      case 96:
        return this.syntaxQuote();
      case 94:
        return this.meta(1);
      case 35:
        return this.dispatch();
      default:
        return this.symbol();
    }
  }

  private unmatched(): Diagnostic {
    const found = this.text[this.pos] as string;
    const open = this.openers[this.openers.length - 1];
    const span = this.here(1);
    this.pos++;
    if (!open) return this.error("reader/unmatched", `${found} closes nothing`, span, "remove it, or look for a closer too many above");
    const want = CLOSERS[open.text] as string;
    return this.error(
      "reader/unmatched",
      `${found} can't close the ${open.text} that was opened at ${open.line}:${open.column}`,
      span,
      `it needs a ${want}`,
    );
  }

  /** Forms up to the closer; the opener has been passed. */
  private items(opener: string, start: Mark): Form[] {
    if (this.openers.length >= MAX_NESTING) {
      throw this.error(
        "reader/depth",
        `forms are nested more than ${MAX_NESTING} deep`,
        this.since(start),
        "build data this deep when the program runs",
      );
    }
    this.openers.push({ text: opener, pos: start.pos, line: start.line, column: start.pos - start.lineStart + 1 });
    const closer = (CLOSERS[opener] as string).charCodeAt(0);
    const out: Form[] = [];
    const outer = this.spliced;
    this.spliced = [];
    for (;;) {
      this.skipSpace();
      if (this.pos >= this.text.length)
        throw this.eof(`the ${opener} at ${start.line}:${start.pos - start.lineStart + 1}`, this.openSpan());
      if (this.text.charCodeAt(this.pos) === closer) break;
      const form = this.read();
      if (form !== NOTHING) out.push(form);
      if (this.spliced.length > 0) {
        for (const f of this.spliced) out.push(f);
        this.spliced.length = 0;
      }
    }
    this.pos++;
    this.openers.pop();
    this.spliced = outer;
    return out;
  }

  private map(items: Form[], m: Mark): MapForm {
    if (items.length % 2 === 1) {
      const last = items[items.length - 1] as Form;
      throw this.error(
        "reader/map",
        `a map needs a value for each key: ${brief(last)} has none`,
        this.since(m),
        "add the value or remove the key",
      );
    }
    this.distinct(items, 2, "key", m);
    return new MapForm(items, null, this.since(m));
  }
  private distinct(items: readonly Form[], step: number, what: string, m: Mark): void {
    if (items.length <= step || this.suppressed > 0) return;
    const seen = new Set<string>();
    for (let i = 0; i < items.length; i += step) {
      const key = formKey(items[i] as Form);
      if (seen.has(key))
        throw this.error("reader/duplicate", `duplicate ${what}: ${brief(items[i] as Form)}`, this.since(m), "remove one of the two");
      seen.add(key);
    }
  }

  private keyword(): Form {
    const m = this.mark();
    let token = this.token().slice(1);
    const auto = token.startsWith(":");
    if (auto) token = token.slice(1);
    const bad = (): Diagnostic => this.error("reader/token", `${this.text.slice(m.pos, this.pos)} is not a keyword`, this.since(m));
    if (token === "" || token.startsWith(":") || token.endsWith(":") || token.includes("::") || (auto && this.options.edn)) throw bad();
    const slash = token === "/" ? -1 : token.indexOf("/");
    if (slash === 0 || (slash > 0 && (slash === token.length - 1 || isDigit(token.charCodeAt(slash + 1))))) throw bad();
    const ns = slash < 0 ? null : token.slice(0, slash);
    const name = slash < 0 ? token : token.slice(slash + 1);
    if (!auto) return new Keyword(ns, name);
    if (ns === null) return new Keyword(this.currentNs(), name);
    return new Keyword(this.resolveAlias(ns, m), name);
  }
  private currentNs(): string {
    return this.options.resolver?.currentNs() ?? "user";
  }
  private resolveAlias(alias: string, m: Mark): string {
    const full = this.options.resolver ? this.options.resolver.alias(alias) : null;
    if (full !== null) return full;
    if (this.suppressed > 0) return alias;
    throw this.error(
      "reader/alias",
      `no namespace is known here as ${alias}`,
      this.since(m),
      `require it: (:require [some.namespace :as ${alias}])`,
    );
  }

  private symbol(): Form {
    const m = this.mark();
    const token = this.token();
    if (token === "nil") return null;
    if (token === "true") return true;
    if (token === "false") return false;
    if (this.args && token.charCodeAt(0) === 37) return this.argument(token, m);
    const slash = token === "/" ? -1 : token.indexOf("/");
    const ns = slash < 0 ? null : token.slice(0, slash);
    const name = slash < 0 ? token : token.slice(slash + 1);
    const bad =
      token === "" ||
      slash === 0 ||
      name === "" ||
      token.endsWith(":") ||
      token.includes("::") ||
      (ns !== null && name !== "/" && isDigit(name.charCodeAt(0)));
    if (bad)
      throw this.error(
        "reader/token",
        token === "" ? `${JSON.stringify(this.text[this.pos++])} can't start a form` : `${token} is not a symbol`,
        this.since(m),
      );
    return new Sym(ns, name, null, this.since(m));
  }

  // ---- #(...)

  private argument(token: string, m: Mark): Form {
    const key = token === "%" ? "%1" : token;
    if (!/^%([1-9][0-9]?|&)$/.test(key)) {
      throw this.error("reader/argument", `${token} is not an argument of #()`, this.since(m), "they are % %1 %2 ... and %& for the rest");
    }
    const args = this.args as Map<string, Sym>;
    let sym = args.get(key);
    if (!sym) args.set(key, (sym = new Sym(null, `${key === "%&" ? "rest" : `p${key.slice(1)}`}__${this.unique()}#`)));
    return new Sym(null, sym.name, null, this.since(m));
  }
  private unique(): number {
    return this.options.resolver?.unique() ?? ++this.counter;
  }

  private lambda(m: Mark): Form {
    if (this.args)
      throw this.error("reader/lambda", "#() can't stand inside another #()", this.since(m), "write the inner one as (fn [x] ...)");
    this.args = new Map();
    const body = this.items("#(", m);
    const args = this.args;
    this.args = null;
    let count = 0;
    for (const key of args.keys()) if (key !== "%&") count = Math.max(count, Number(key.slice(1)));
    const params: Form[] = [];
    for (let i = 1; i <= count; i++) params.push(args.get(`%${i}`) ?? new Sym(null, `p${i}__${this.unique()}#`));
    const rest = args.get("%&");
    if (rest) params.push(new Sym(null, "&"), rest);
    const span = this.since(m);
    return new ListForm([new Sym(null, "fn*"), new VectorForm(params), new ListForm(body, null, span)], null, span);
  }

  // ---- prefixes

  private wrap(head: Sym, length: number, what: string): Form {
    const m = this.mark();
    this.pos += length;
    const form = this.nested(m, () => this.must(what, m));
    return new ListForm([head, form], null, this.since(m));
  }
  /** Prefixes nest without openers: count them as levels too. */
  private nested<T>(m: Mark, body: () => T): T {
    if (this.prefixes + this.openers.length >= MAX_NESTING) {
      throw this.error(
        "reader/depth",
        `forms are nested more than ${MAX_NESTING} deep`,
        this.since(m),
        "build data this deep when the program runs",
      );
    }
    this.prefixes++;
    try {
      return body();
    } finally {
      this.prefixes--;
    }
  }
  private prefixes = 0;

  private syntaxQuote(): Form {
    const m = this.mark();
    this.pos++;
    const form = this.nested(m, () => this.must("`", m));
    const resolver = this.options.resolver;
    const quoted = syntaxQuote(form, {
      symbol: (sym) => (resolver ? resolver.symbol(sym) : sym),
      gensym: (prefix) => `${prefix}${this.unique()}`,
    });
    // A template that is one splice has nothing to be spliced into.
    if (form instanceof ListForm && form.items[0] === UNQUOTE_SPLICING) {
      throw this.error(
        "reader/unquote",
        "~@ stands where there is nothing to splice into",
        this.since(m),
        "put it inside a list, vector, map or set",
      );
    }
    return quoted instanceof ListForm && !quoted.span ? new ListForm(quoted.items, quoted.meta, this.since(m)) : quoted;
  }

  private meta(length: number): Form {
    const m = this.mark();
    this.pos += length;
    const given = this.nested(m, () => this.must("metadata", m));
    const map = metaMap(given);
    if (!map) throw this.error("reader/meta", `metadata is a map, keyword, symbol, string or vector, not ${brief(given)}`, this.since(m));
    const form = this.nested(m, () => this.must("a form that metadata is for", m));
    if (
      !(form instanceof Sym || form instanceof ListForm || form instanceof VectorForm || form instanceof MapForm || form instanceof SetForm)
    ) {
      throw this.error("reader/meta", `${brief(form)} can't carry metadata`, this.since(m), "symbols, lists, vectors, maps and sets can");
    }
    return withMeta(form, form.meta ? mergeMeta(map, form.meta) : map);
  }

  // ---- #

  private dispatch(): Read {
    const m = this.mark();
    const c = this.text[this.pos + 1];
    if (this.options.edn && c !== undefined && !EDN_DISPATCH.includes(c) && !/\p{L}/u.test(c)) throw this.badDispatch(c, m);
    switch (c) {
      case "{": {
        this.pos += 2;
        const items = this.items("#{", m);
        this.distinct(items, 1, "element", m);
        return new SetForm(items, null, this.since(m));
      }
      case "(":
        this.pos += 2;
        return this.lambda(m);
      case "_":
        this.pos += 2;
        this.suppressed++;
        this.nested(m, () => this.must("#_", m));
        this.suppressed--;
        return NOTHING;
      case "'":
        return this.wrap(new Sym(null, "var"), 2, "#'");
      case '"':
        return this.regex(m);
      case "^":
        return this.meta(2);
      case "?":
        return this.conditional(m);
      case ":":
        return this.namespacedMap(m);
      case "#":
        return this.symbolic(m);
      case "=":
        if (this.options.program) {
          this.pos += 2;
          return this.must("#=", m);
        }
        throw this.error(
          "reader/eval",
          "#= would run code while reading: it is refused",
          { ...this.since(m), length: 2 },
          "compute the value in the program",
        );
      case "<":
        throw this.error("reader/unreadable", "#<...> and #object[...] are printed for people and can't be read", {
          ...this.since(m),
          length: 2,
        });
      case undefined:
        throw this.eof("a # form", { ...this.since(m), length: 1 });
    }
    if (endsToken(c.charCodeAt(0)) || isDigit(c.charCodeAt(0))) throw this.badDispatch(c, m);
    return this.tagged(m);
  }
  private badDispatch(c: string, m: Mark): Diagnostic {
    this.pos += 2;
    return this.error("reader/dispatch", `#${c} starts nothing`, { ...this.since(m), length: 2 });
  }

  private tagged(m: Mark): Form {
    this.pos++;
    const tag = this.nested(m, () => this.must("a tag", m));
    if (!(tag instanceof Sym)) throw this.error("reader/tag", `a tag is a symbol, not ${brief(tag)}`, this.since(m));
    const form = this.nested(m, () => this.must(`the value of #${printForm(tag)}`, m));
    const span = this.since(m);
    const name = printForm(tag);
    if (this.suppressed > 0) return new TaggedForm(tag, form, span);
    const custom = this.options.dataReaders?.[name];
    if (custom) return custom(form, span);
    if ((name === "inst" || name === "uuid") && !this.options.edn && !this.options.allTags) {
      const value = typeof form === "string" ? (name === "inst" ? parseInst(form) : parseUuid(form)) : null;
      if (value) return value;
      throw this.error(
        "reader/tag",
        `${brief(form)} is not ${name === "inst" ? "an instant" : "a UUID"}`,
        span,
        name === "inst" ? 'write #inst "2024-01-31T12:30:00.000-00:00"' : 'write #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"',
      );
    }
    if (this.options.keepTags) return new TaggedForm(tag, form, span);
    const record = recordLiteral(name, form, span);
    if (record) return record;
    throw this.error("reader/tag", `no reader is known for the tag #${name}`, span, "give one in the data readers");
  }

  private namespacedMap(m: Mark): Form {
    this.pos += 2;
    let ns: string;
    if (this.text[this.pos] === ":") {
      this.pos++;
      const alias = this.token();
      ns = alias === "" ? this.currentNs() : this.resolveAlias(alias, m);
    } else {
      ns = this.token();
      if (ns === "" || ns.includes("/") || /^[-+]?\d|:$|^(?:nil|true|false)$/.test(ns))
        throw this.error("reader/ns-map", "#: needs a namespace name and a map", this.since(m), "as in #:person{:name 1}");
    }
    this.skipSpace();
    if (this.pos >= this.text.length) throw this.eof("a namespaced map", { ...this.since(m), length: 2 });
    if (this.text[this.pos] !== "{")
      throw this.error("reader/ns-map", "#: needs a map after the namespace", this.since(m), "as in #:person{:name 1}");
    const brace = this.mark();
    this.pos++;
    const items = this.items("{", brace).map((item, i) => (i % 2 === 0 ? qualify(item, ns) : item));
    return this.map(items, m);
  }

  /** #?(...): all clauses are read with errors of meaning switched off, then the best one again in earnest. */
  private conditional(m: Mark): Read {
    const splicing = this.text[this.pos + 2] === "@";
    this.pos += splicing ? 3 : 2;
    this.skipSpace();
    if (this.pos >= this.text.length) throw this.eof("a reader conditional", { ...this.since(m), length: 2 });
    if (this.text[this.pos] !== "(")
      throw this.error("reader/conditional", "#? needs a list of feature keys and forms", this.since(m), "as in #?(:clj 1 :default 2)");
    if (this.options.conditionals === "refuse")
      throw this.error("reader/conditional", "Conditional read not allowed", this.since(m), "give the option :read-cond");
    if (this.options.conditionals === "preserve") {
      const list = this.nested(m, () => this.must("a reader conditional", m));
      return new TaggedForm(splicing ? SPLICING : CONDITIONAL, list, this.since(m));
    }
    this.pos++;
    const features: readonly string[] = this.options.features ?? FEATURES;
    let best = 2;
    let chosen: Mark | null = null;
    const opener = splicing ? "#?@(" : "#?(";
    this.openers.push({ text: opener, pos: m.pos, line: m.line, column: m.pos - m.lineStart + 1 });
    if (this.openers.length > MAX_NESTING)
      throw this.error("reader/depth", `forms are nested more than ${MAX_NESTING} deep`, this.since(m));
    this.suppressed++;
    for (;;) {
      if (this.closes(m)) break;
      const key = this.must("a reader conditional");
      if (!(key instanceof Keyword)) throw this.error("reader/conditional", `a feature key is a keyword, not ${brief(key)}`, this.since(m));
      if (this.closes(m)) throw this.error("reader/conditional", `the feature :${key.name} has no form`, this.since(m));
      const start = this.mark();
      this.must("a reader conditional");
      // of several that hold the first one counts, but for our own name
      const rank = key.ns !== null || !features.includes(key.name) ? -1 : key.name === FEATURES[0] ? 0 : 1;
      if (rank >= 0 && rank < best) {
        best = rank;
        chosen = start;
      }
    }
    this.suppressed--;
    this.pos++;
    const end = this.mark();
    if (!chosen) {
      this.openers.pop();
      return NOTHING;
    }
    this.reset(chosen);
    const form = this.must("a reader conditional");
    this.openers.pop();
    this.reset(end);
    if (!splicing) return form;
    if (!(form instanceof VectorForm || form instanceof ListForm))
      throw this.error("reader/conditional", `#?@ splices a vector or list, not ${brief(form)}`, this.since(m));
    this.spliced.push(...form.items);
    return NOTHING;
  }

  /** At the closing parenthesis of a reader conditional? Comments and #_ before it are passed over. */
  private closes(m: Mark): boolean {
    for (;;) {
      if (this.spliced.length > 0) return false;
      this.skipSpace();
      if (this.pos >= this.text.length) throw this.eof("a reader conditional", { ...this.since(m), length: 2 });
      const c = this.text.charCodeAt(this.pos);
      if (c === 41) return true;
      if (c !== 35 || this.text.charCodeAt(this.pos + 1) !== 95) return false;
      this.read();
    }
  }
}

/** All forms of a text. */
export function readAll(text: string, options: ReaderOptions = {}): Form[] {
  const reader = new Reader(text, options);
  const out: Form[] = [];
  for (;;) {
    const form = reader.next();
    if (form === EOF) return out;
    out.push(form);
  }
}
