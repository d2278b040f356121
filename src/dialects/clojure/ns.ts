import { didYouMean, nearest, type Span } from "../../base/index.js";
import { constant, type Hir, seqOf } from "../../hir/index.js";
import { type Form, Keyword, ListForm, MapForm, printForm, Sym, VectorForm } from "../../reader/index.js";
import type { Analyzer } from "./analyzer.js";
import { isCallOf, isKw, metaFlag, metaGet, metaMerge, sym } from "./forms.js";
import { userMeta } from "./positions.js";
import type { CompileGenerator } from "./requests.js";
import { userType } from "./resolve.js";
import { rtCall } from "./runtime-call.js";

type Flags = { reload: boolean };
type Out = Hir[];

const EFFECTS = new Set([
  "ns",
  "in-ns",
  "require",
  "use",
  "refer",
  "alias",
  "import",
  "refer-clojure",
  "ns-unmap",
  "ns-unalias",
  "remove-ns",
]);

/**
 * ns, in-ns, require, use, refer, alias, import at the top level with constant arguments: changes the compile-time
 * namespaces and answers the calls that do the same at run time. null: an ordinary form.
 */
export function* namespaceForm(an: Analyzer, form: ListForm, span: Span): CompileGenerator<Hir | null> {
  const head = form.items[0];
  if (!(head instanceof Sym) || !EFFECTS.has(head.name)) return null;
  if (
    head.ns !== null
      ? (an.ns.aliases.get(head.ns) ?? head.ns) !== "clojure.core"
      : an.ns.vars.has(head.name) && an.source.ns !== "clojure.core"
  )
    return null;
  const rest = form.items.slice(1);
  if (head.name === "ns") return yield* nsForm(an, rest, span);
  if (head.name === "refer-clojure") return done(referClojure(an, rest.map(unquoted), span), span);
  if (head.name === "import") return done(importClasses(an, rest.map(unquoted), span), span);
  if (!rest.every(isConstant)) return null;
  const args = rest.map(unquoted);
  const out: Out = [];
  switch (head.name) {
    case "in-ns": {
      const name = nameOf(an, args[0], "in-ns", span);
      an.session.setNs(an.source, name);
      return rtCall("odeon.ns/enter", [sym(name)], span);
    }
    case "require":
      yield* libs(an, args, false, out, span);
      return done(out, span);
    case "use":
      yield* libs(an, args, true, out, span);
      return done(out, span);
    case "refer":
      refer(an, nameOf(an, args[0], "refer", span), filters(an, args.slice(1), span), out, span);
      return done(out, span);
    case "alias":
      setAlias(an, nameOf(an, args[0], "alias", span), nameOf(an, args[1], "alias", span), out, span);
      return done(out, span);
    case "ns-unmap":
      if (args[0] instanceof Sym && args[1] instanceof Sym) an.session.unmap(args[0].name, args[1].name);
      return null;
    case "ns-unalias":
      if (args[0] instanceof Sym && args[1] instanceof Sym) an.session.ns(args[0].name).aliases.delete(args[1].name);
      return null;
    case "remove-ns":
      if (args[0] instanceof Sym) an.session.removeNs(args[0].name);
      return null;
  }
  return null;
}
const done = (out: Out, span: Span): Hir => seqOf([...out, constant(null, span)], span);

const isConstant = (f: Form): boolean =>
  isCallOf(f, "quote") ||
  f instanceof Keyword ||
  (f instanceof VectorForm && f.items.every(isConstant)) ||
  f === null ||
  typeof f !== "object" ||
  (f instanceof ListForm && f.items.length === 0);
function unquoted(f: Form): Form {
  if (isCallOf(f, "quote")) return f.items[1] as Form;
  return f instanceof VectorForm ? new VectorForm(f.items.map(unquoted), f.meta, f.span) : f;
}
function nameOf(an: Analyzer, f: Form | undefined, who: string, span: Span): string {
  if (f instanceof Sym && f.ns === null) return f.name;
  throw an.fail(
    "ns",
    `${who} takes the name of a namespace, not ${f === undefined ? "nothing" : printForm(f)}`,
    span,
    `as in (${who} 'my.app)`,
  );
}

// ---- ns

function* nsForm(an: Analyzer, rest: readonly Form[], span: Span): CompileGenerator<Hir> {
  const head = rest[0];
  if (!(head instanceof Sym) || head.ns !== null)
    throw an.fail("ns", "ns takes a name", span, "as in (ns my.app (:require [clojure.string :as str]))");
  let at = 1;
  let meta = userMeta(head.meta);
  if (typeof rest[at] === "string") meta = metaMerge(meta, new MapForm([new Keyword(null, "doc"), rest[at++] as string]));
  if (rest[at] instanceof MapForm) meta = metaMerge(meta, rest[at++] as MapForm);
  an.session.setNs(an.source, head.name);
  const ns = an.ns;
  const doc = metaGet(meta, "doc");
  if (typeof doc === "string") ns.doc = doc;
  if (metaFlag(meta, "odeon/kernel") || hasKernelFlag(meta)) ns.kernel = true;
  ns.core = { exclude: null, only: null };
  const out: Out = [rtCall("odeon.ns/enter", [sym(head.name)], span)];
  if (meta) out.push(rtCall("odeon.ns/set-meta", [sym(head.name), yield* an.analyze(meta, null, "argument", span)], span));
  for (const clause of rest.slice(at)) {
    const place = an.spanOf(clause, span);
    if (!(clause instanceof ListForm || clause instanceof VectorForm) || !(clause.items[0] instanceof Keyword)) {
      throw an.fail(
        "ns",
        `${printForm(clause)} is not a clause of ns`,
        place,
        "they are (:require ...) (:use ...) (:import ...) (:refer-clojure ...)",
      );
    }
    const args = clause.items.slice(1);
    const kind = (clause.items[0] as Keyword).name;
    switch (kind) {
      case "require":
      case "require-macros":
        yield* libs(an, args, false, out, place);
        break;
      case "use":
      case "use-macros":
        yield* libs(an, args, true, out, place);
        break;
      case "import":
        out.push(...importClasses(an, args, place));
        break;
      case "refer":
        refer(an, nameOf(an, args[0], ":refer", place), filters(an, args.slice(1), place), out, place);
        break;
      case "refer-clojure":
        out.push(...referClojure(an, args, place));
        break;
      case "gen-class":
      case "load":
        break;
      default:
        throw an.fail(
          "ns",
          `ns has no clause :${kind}`,
          place,
          didYouMean(nearest(kind, ["require", "use", "import", "refer", "refer-clojure", "gen-class", "load"]).map((k) => `:${k}`)),
        );
    }
  }
  an.session.markMade(head.name);
  return done(out, span);
}
const hasKernelFlag = (meta: MapForm | null): boolean =>
  meta?.items.some(
    (k, i) =>
      i % 2 === 0 &&
      k instanceof Keyword &&
      k.ns === "odeon" &&
      k.name === "kernel" &&
      meta.items[i + 1] !== false &&
      meta.items[i + 1] !== null,
  ) ?? false;

function referClojure(an: Analyzer, args: readonly Form[], span: Span): Out {
  const f = filters(an, args, span);
  const ns = an.ns;
  ns.core = { exclude: f.exclude ?? null, only: f.only ? new Set(f.only.map((s) => s.name)) : null };
  const out: Out = [];
  for (const [from, to] of f.rename) {
    (ns.core.exclude ??= new Set()).add(from);
    ns.refers.set(to, { ns: "clojure.core", name: from });
    out.push(rtCall("odeon.ns/refer-var", [sym(ns.name), sym(to), sym("clojure.core"), sym(from)], span));
  }
  return out;
}

// ---- require and use

function* libs(an: Analyzer, args: readonly Form[], use: boolean, out: Out, span: Span): CompileGenerator<void> {
  const flags: Flags = { reload: args.some((a) => isKw(a, "reload") || isKw(a, "reload-all")) };
  for (const arg of args) {
    if (arg instanceof Keyword) {
      if (!["reload", "reload-all", "verbose"].includes(arg.name))
        throw an.fail(
          "ns",
          `${printForm(arg)} is not an option of require`,
          span,
          isKw(arg, "as") || isKw(arg, "refer")
            ? `a library and its options stand in a vector: [${args.map((a) => printForm(a)).join(" ")}]`
            : "there are :reload, :reload-all and :verbose",
        );
      continue;
    }
    const place = an.spanOf(arg, span);
    if (isLibspec(arg)) yield* lib(an, "", arg, use, flags, out, place);
    else if (arg instanceof ListForm || arg instanceof VectorForm) {
      const [prefix, ...names] = arg.items;
      if (!(prefix instanceof Sym))
        throw an.fail("ns", `${printForm(arg)} is not a library to require`, place, "as in [clojure.string :as str]");
      for (const spec of names) yield* lib(an, `${prefix.name}.`, spec, use, flags, out, an.spanOf(spec, place));
    } else throw an.fail("ns", `${printForm(arg)} is not a library to require`, place, "as in [clojure.string :as str]");
  }
}
/** name, [name], or [name :option value ...]; anything else with more parts is a prefix list. */
const isLibspec = (f: Form): boolean =>
  f instanceof Sym ||
  ((f instanceof VectorForm || f instanceof ListForm) &&
    f.items[0] instanceof Sym &&
    (f.items.length === 1 ? f instanceof VectorForm : f.items[1] instanceof Keyword));

function* lib(an: Analyzer, prefix: string, spec: Form, use: boolean, flags: Flags, out: Out, span: Span): CompileGenerator<void> {
  const items: readonly Form[] = spec instanceof Sym ? [spec] : spec instanceof VectorForm || spec instanceof ListForm ? spec.items : [];
  const [head, ...options] = items;
  if (!(head instanceof Sym) || head.ns !== null || options.length % 2 === 1)
    throw an.fail("ns", `${printForm(spec)} is not a library to require`, span, "as in [clojure.string :as str]");
  if (prefix !== "" && head.name.includes(".")) throw an.fail("ns", `${head.name} inside a prefix list may not contain a dot`, span);
  const name = prefix + head.name;
  const map = new MapForm(options);
  for (let i = 0; i < options.length; i += 2) {
    const k = options[i];
    if (
      !(k instanceof Keyword) ||
      !["as", "as-alias", "refer", "only", "exclude", "rename", "refer-macros", "include-macros"].includes(k.name)
    ) {
      throw an.fail(
        "ns",
        `${printForm(k as Form)} is not an option of a library`,
        span,
        "there are :as :as-alias :refer :rename :only :exclude",
      );
    }
  }
  const quiet = metaGet(map, "as-alias");
  const as = metaGet(map, "as");
  if (quiet === undefined || as !== undefined || metaGet(map, "refer") !== undefined) yield* load(an, name, flags, span);
  else an.session.ns(name);
  if (quiet !== undefined) setAlias(an, nameOf(an, quiet, ":as-alias", span), name, out, span);
  if (as !== undefined) setAlias(an, nameOf(an, as, ":as", span), name, out, span);
  const wanted = metaGet(map, "refer");
  if (use && wanted === undefined) refer(an, name, filters(an, options, span), out, span);
  else if (wanted !== undefined) {
    if (!isKw(wanted, "all") && !(wanted instanceof VectorForm || wanted instanceof ListForm))
      throw an.fail("ns", `:refer takes a vector of names or :all, not ${printForm(wanted)}`, span);
    const only: Form[] = isKw(wanted, "all") ? [] : [new Keyword(null, "only"), wanted];
    const rename = metaGet(map, "rename");
    refer(an, name, filters(an, rename === undefined ? only : [...only, new Keyword(null, "rename"), rename], span), out, span);
  }
}

function* load(an: Analyzer, name: string, flags: Flags, span: Span): CompileGenerator<void> {
  if (an.session.isLoaded(name) && !flags.reload) return;
  const here = an.source.ns;
  yield* an.flush();
  yield { kind: "require", name, span, reload: flags.reload };
  an.source.ns = here;
  if (!an.session.hasNs(name) && !an.session.hasNatives(name)) {
    throw an.fail(
      "namespace",
      `the file of ${name} was loaded, but it does not define that namespace`,
      span,
      `it must begin with (ns ${name})`,
    );
  }
}

function setAlias(an: Analyzer, alias: string, target: string, out: Out, span: Span): void {
  const { aliases, name } = an.ns;
  const old = aliases.get(alias);
  if (old !== undefined && old !== target)
    throw an.fail("ns", `${alias} is already an alias of ${old} in ${name}`, span, "choose another alias");
  if (!an.session.hasNs(target)) {
    if (!an.session.hasNatives(target)) throw an.session.unknownNamespace(target, span);
    an.session.ns(target);
  }
  aliases.set(alias, target);
  out.push(rtCall("odeon.ns/alias", [sym(name), sym(alias), sym(target)], span));
}

// ---- refer

interface Filters {
  only: Sym[] | null;
  exclude: Set<string> | null;
  rename: Map<string, string>;
}

function filters(an: Analyzer, options: readonly Form[], span: Span): Filters {
  const map = new MapForm(options);
  const names = (key: string): Sym[] | null => {
    const v = metaGet(map, key);
    if (v === undefined || v === null) return null;
    if (!(v instanceof VectorForm || v instanceof ListForm) || !v.items.every((s) => s instanceof Sym))
      throw an.fail("ns", `:${key} takes a vector of names, not ${printForm(v)}`, span);
    return v.items as Sym[];
  };
  const rename = new Map<string, string>();
  const given = metaGet(map, "rename");
  if (given instanceof MapForm)
    for (let i = 0; i < given.items.length; i += 2) rename.set((given.items[i] as Sym).name, (given.items[i + 1] as Sym).name);
  const exclude = names("exclude");
  return { only: names("only"), exclude: exclude ? new Set(exclude.map((s) => s.name)) : null, rename };
}

function refer(an: Analyzer, from: string, f: Filters, out: Out, span: Span): void {
  const target = an.session.findNs(from);
  if (!target && !an.session.hasNatives(from)) throw an.session.unknownNamespace(from, span);
  const here = an.ns;
  const one = (name: string, place: Span): void => {
    const as = f.rename.get(name) ?? name;
    const info = target?.vars.get(name);
    if (!info && !an.session.native(from, name)) {
      throw an.fail("refer", `there is no ${name} in ${from}`, place, didYouMean(nearest(name, an.session.publicNames(from))));
    }
    if (info?.private && !an.source.library) throw an.fail("refer", `${name} is private in ${from}`, place);
    const old = here.refers.get(as);
    if (old && old.ns !== from && f.only)
      throw an.fail(
        "refer",
        `${as} is already referred to from ${old.ns}`,
        place,
        `use :rename, or refer to it as ${from}/${name} through an alias`,
      );
    here.refers.set(as, { ns: from, name });
    if (info) out.push(rtCall("odeon.ns/refer-var", [sym(here.name), sym(as), sym(from), sym(name)], span));
  };
  if (f.only) for (const s of f.only) one(s.name, an.spanOf(s, span));
  else for (const name of [...an.session.publicNames(from)]) if (!f.exclude?.has(name)) one(name, span);
}

// ---- import

function importClasses(an: Analyzer, args: readonly Form[], span: Span): Out {
  const out: Out = [];
  const one = (full: string, place: Span): void => {
    const short = full.slice(full.lastIndexOf(".") + 1);
    if (!full.includes("."))
      throw an.fail("import", `${full} is not the full name of a class`, place, "as in java.util.Date or (java.util Date UUID)");
    if (!an.classRef(full, place) && !userType(an.session, full)) throw an.unknownClass(full, place);
    an.ns.imports.set(short, full);
    out.push(rtCall("odeon.ns/import", [sym(an.ns.name), sym(short), sym(full)], place));
  };
  for (const raw of args) {
    const arg = unquoted(raw);
    const place = an.spanOf(arg, span);
    if (arg instanceof Sym) one(arg.name, place);
    else if ((arg instanceof ListForm || arg instanceof VectorForm) && arg.items.every((s) => s instanceof Sym)) {
      const [pkg, ...names] = arg.items as Sym[];
      for (const n of names) one(`${(pkg as Sym).name}.${n.name}`, an.spanOf(n, place));
    } else throw an.fail("import", `${printForm(arg)} is not a class to import`, place, "as in java.util.Date or (java.util Date UUID)");
  }
  return out;
}
