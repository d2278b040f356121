import { TYPE_FLAG } from "../../../../spec/index.js";
import type { Span } from "../../../base/index.js";
import { type Binding, constant, type FnArity, type FnHir, type Hir, local, primCall, seqOf, varGet } from "../../../hir/index.js";
import { type Form, Keyword, ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { bind, Captures, type Entry, type Env, readEntry } from "../env.js";
import { bare, DEF, FN, kw, list, listAt, metaFlag, quote, sym, vec, withMeta } from "../forms.js";
import { direct, macro, type MacroContext, type NativeForm, type NativeTable } from "../native.js";
import type { CompileGenerator } from "../requests.js";
import { userMeta } from "../positions.js";
import { cast, castOf } from "../primitive.js";
import { instanceOf, rtCall } from "../runtime-call.js";
import { prim, rt } from "../runtime-names.js";
import { analyzeArity, checkArities } from "../special/index.js";
import { fnArity } from "./binding.js";
import { isListWithVector } from "./destructure.js";
import { arities, bySymbol } from "./protocols.js";

/**
 * deftype, defrecord and reify. A type is a TYPE object in a var (for reify a hidden one, made once when the unit loads);
 * an instance is a row of words:   deftype: field 0, 1, ...    defrecord: meta, ext, hash, field 0, 1, ...
 *                                  reify: the outer locals that its methods use
 * Methods are functions; a field is read from the instance where a method names it.
 */
const RECORD_WORDS = 3;

/** What a method's body sees beside its parameters, given the binding of its first one. */
type Scope = (self: Binding) => Env | null;

function* methods(group: readonly ListForm[], label: string, env: Env | null, scope: Scope, cx: MacroContext): CompileGenerator<Hir> {
  const { analyzer: an, span } = cx;
  const items: Hir[] = [];
  for (const { name, arities: as } of arities(group).values()) {
    const full = `${label}.${name.name}`;
    const at = an.spanOf(name, span);
    const outer = an.path;
    an.path = full;
    const made: FnArity[] = [];
    for (const a of as) {
      if (!isListWithVector(a)) throw cx.fail(`${printForm(a)} is not an arity of ${name.name}`, a);
      const given = a.items[0] as VectorForm;
      if (given.items.length === 0)
        throw cx.fail(`${name.name} needs a first parameter: the object itself`, a, `(${name.name} [this] ...)`);
      // A syntax quote may have qualified a parameter that the body does not use.
      const named = given.items.some((p) => p instanceof Sym && p.ns !== null)
        ? new VectorForm(
            given.items.map((p) => (p instanceof Sym && p.ns !== null ? cx.gensym("unused") : p)),
            given.meta,
            given.span,
          )
        : given;
      const [params, ...body] = fnArity(named, a.items.slice(1), cx) as [VectorForm, ...Form[]];
      made.push(yield* analyzeArity(an, params, body, 0, env, an.spanOf(a, at), undefined, { bindSelf: scope }));
    }
    an.path = outer;
    checkArities(an, made, full, at);
    const fn: FnHir = { kind: "fn", name: full, self: null, arities: made, meta: null, span: at };
    items.push(constant(kw(name.name), at), fn);
  }
  return { kind: "map", items, span };
}

function* implementations(
  type: Hir,
  forms: readonly Form[],
  label: string,
  env: Env | null,
  scope: Scope,
  cx: MacroContext,
): CompileGenerator<Hir[]> {
  const out: Hir[] = [];
  for (const group of bySymbol(forms, cx)) {
    if (!(group.head instanceof Sym)) throw cx.fail(`${printForm(group.head)} is neither the name of a protocol nor a method`, group.head);
    if (cx.analyzer.isAbsentName(group.head)) continue; // nobody can ask for that interface
    const protocol = yield* cx.analyzer.analyze(group.head, null, "argument", cx.span);
    out.push(rtCall("odeon.protocol/implement", [type, protocol, yield* methods(group.methods, label, env, scope, cx)], cx.span));
  }
  return out;
}

// ---- deftype and defrecord

const analyzeType = (record: boolean): NativeForm["analyze"] =>
  function* (form, env, _tail, cx) {
    const { analyzer: an, span } = cx;
    const [, name, fields, ...rest] = form.items;
    if (!(name instanceof Sym) || name.ns !== null) throw cx.fail("a name is missing");
    if (!(fields instanceof VectorForm))
      throw cx.fail("the vector of fields is missing", fields ?? form, `as in (${(form.items[0] as Sym).name} ${name.name} [a b])`);
    const names = fieldNames(fields, cx);
    const mutable = fields.items.map(
      (f) => metaFlag((f as Sym).meta, "unsynchronized-mutable") || metaFlag((f as Sym).meta, "volatile-mutable"),
    );
    if (record && mutable.includes(true)) throw cx.fail("a record's fields can't be mutable", fields, "use deftype");
    let at = 0;
    while (rest[at] instanceof Keyword) at += 2; // options such as :load-ns
    const casts = fields.items.map((f) => castOf(f as Sym));
    const castable = record && casts.some((c) => c !== undefined);
    // Classes that the library makes may have others below them.
    const final = an.source.library ? 0 : TYPE_FLAG.FINAL;
    const flags =
      final | (record ? TYPE_FLAG.RECORD : 0) | (mutable.includes(true) ? TYPE_FLAG.MUTABLE : 0) | (castable ? TYPE_FLAG.CAST : 0);
    const params = names.map((n) => new Sym(null, n));
    const out: Hir[] = [];
    const define = function* (target: Sym, value: Form): CompileGenerator<void> {
      out.push(yield* an.analyze(list(DEF, target, value), env, "argument", span));
    };
    const note = new MapForm([new Keyword("odeon", "type"), vec(record, ...params)]);
    const full = quote(new Sym(null, `${an.source.ns}.${name.name}`));
    // What the library defines comes before these, and records get theirs from odeon.record/define.
    const parents = record || an.source.library ? null : vec(rt("odeon.class/clojure.lang.IType"), rt("odeon.class/java.lang.Object"));
    yield* define(withMeta(name, note), list(prim("type-make"), full, quote(vec(...params)), parents, BigInt(flags)));
    const type = varGet(an.source.ns, name.name, span);
    if (record)
      out.push(rtCall("odeon.record/define", [type, castable ? vec(...casts.map((c) => (c === undefined ? null : kw(c)))) : null], span));
    const facts = new MapForm([
      kw("arglists"),
      quote(list(vec(...params))),
      kw("doc"),
      `Makes a ${name.name} from the values of its fields.`,
    ]);
    const factory = factoryFn(name, params, casts, record);
    const defFactory = yield* an.analyze(
      list(DEF, new Sym(null, `->${name.name}`, facts), list(FN, vec(...factory.params), null)),
      env,
      "argument",
      span,
    );
    if (defFactory.kind === "def") defFactory.init = factory.make(defFactory.init as FnHir, type, span);
    out.push(defFactory);
    if (record) {
      const m = new Sym(null, "m");
      const mapFacts = new MapForm([kw("arglists"), quote(list(vec(m))), kw("doc"), `Makes a ${name.name} from a map with keyword keys.`]);
      yield* define(new Sym(null, `map->${name.name}`, mapFacts), list(FN, vec(m), list(rt("odeon.record/from-map"), bare(name), m)));
    }
    const offset = record ? RECORD_WORDS : 0;
    const scope: Scope = (self) => {
      let inner = env;
      names.forEach((n, i) => {
        const as = casts[i];
        const field = { kind: "field", self, index: i + offset, mutable: mutable[i] === true } as const;
        const entry: Entry = as === undefined ? field : { ...field, cast: as };
        inner = bind(inner, n, entry);
      });
      if (record)
        for (const [i, n] of ["__meta", "__extmap"].entries()) inner = bind(inner, n, { kind: "field", self, index: i, mutable: false });
      return inner;
    };
    out.push(...(yield* implementations(type, rest.slice(at), `${an.source.ns}/${name.name}`, env, scope, cx)));
    return seqOf([...out, type], span);
  };

function fieldNames(fields: VectorForm, cx: MacroContext): string[] {
  const seen = new Set<string>();
  for (const f of fields.items) {
    if (!(f instanceof Sym) || f.ns !== null) throw cx.fail(`a field is a symbol, not ${printForm(f)}`, fields);
    if (seen.has(f.name)) throw cx.fail(`the field ${f.name} stands twice`, fields);
    seen.add(f.name);
  }
  return [...seen];
}

/** ->T: the parameters as they are the instance's words. Written in HIR, since a row of words has no form. */
function factoryFn(
  name: Sym,
  params: readonly Sym[],
  casts: readonly (string | undefined)[],
  record: boolean,
): { params: Sym[]; make(fn: FnHir, type: Hir, span: Span): FnHir } {
  return {
    params: [...params],
    make: (fn, type, span) => {
      const arity = fn.arities[0] as FnArity;
      const values = arity.params.map((binding, i): Hir => {
        const as = casts[i];
        return as === undefined ? local(binding, span) : cast(local(binding, span), as, span);
      });
      arity.body = instanceOf(type, values, record, span);
      return { ...fn, name: fn.name || name.name };
    },
  };
}

// ---- proxy

/** There are no classes to extend: a proxy is a reify whose methods have an implicit `this`. Arguments for a constructor are dropped. */
function expandProxy(form: ListForm, cx: MacroContext): Form {
  const [, classes, args, ...fs] = form.items;
  if (!(classes instanceof VectorForm) || !(args instanceof VectorForm))
    throw cx.fail("it takes a vector of classes and one of arguments", form, "as in (proxy [Runnable] [] (run [] ...))");
  const self = sym("this");
  const withSelf = (params: Form | undefined): VectorForm => {
    if (!(params instanceof VectorForm)) throw cx.fail("a method needs its parameter vector", form, "(name [params] body...)");
    return new VectorForm([self, ...params.items], params.meta, params.span);
  };
  const methods = fs.flatMap((f): Form[] => {
    if (!(f instanceof ListForm) || !(f.items[0] instanceof Sym))
      throw cx.fail(`${printForm(f)} is not a method`, f, "(name [params] body...)");
    const [name, ...rest] = f.items as [Sym, ...Form[]];
    if (rest[0] instanceof VectorForm) return [listAt(f.span, name, withSelf(rest[0]), ...rest.slice(1))];
    return rest.map((a) => {
      if (!(a instanceof ListForm)) throw cx.fail(`${printForm(a)} is not an arity of ${name.name}`, a);
      return listAt(a.span, name, withSelf(a.items[0]), ...a.items.slice(1));
    });
  });
  const interfaces = classes.items.filter((c) => !(c instanceof Sym && c.ns === null && c.name === "Object"));
  const object = listAt(form.span, new Sym("clojure.core", "reify"), ...interfaces, sym("java.lang.Object"), ...methods);
  return listAt(form.span, rt("odeon.host-class/adapt-proxy"), classes, object);
}

// ---- reify

const analyzeReify: NativeForm["analyze"] = function* (form, env, _tail, cx) {
  const { analyzer: an, span } = cx;
  const { ns } = an;
  const hidden = `reify%${++ns.counter}`;
  const info = an.session.intern(ns.name, hidden);
  info.private = true;
  delete info.declared;
  const captures = new Captures();
  const scope: Scope = (self) => ({ kind: "boundary", captures, self: () => self, next: env });
  const type = varGet(ns.name, hidden, span);
  const impls = yield* implementations(type, form.items.slice(1), `${an.path}/reify@${span.line}`, null, scope, cx);
  // The last word is the metadata.
  const fields = new VectorForm([...captures.outer.map((_, i) => new Sym(null, `c${i}`)), new Sym(null, "__meta")]);
  const given = userMeta(form.meta);
  const meta = given === null ? constant(null, span) : yield* an.analyze(given, env, "argument", span);
  const make = primCall(
    "type-make",
    [constant(new Sym(null, `${ns.name}.${hidden}`), span), constant(fields, span), constant(null, span), constant(0n, span)],
    span,
  );
  an.prelude.push({ kind: "def", ns: ns.name, name: hidden, init: make, meta: null, dynamic: false, macro: false, span }, ...impls);
  an.prelude.push(rtCall("odeon.reify/carry-meta", [type], span));
  return instanceOf(type, [...captures.outer.map((e) => readEntry(e, span)), meta], false, span);
};

export const TYPES: NativeTable = {
  deftype: direct(
    "[name [fields*] & protocols-and-methods]",
    "Defines a type with fields, ->name, and implementations of protocols.",
    analyzeType(false),
  ),
  defrecord: direct(
    "[name [fields*] & protocols-and-methods]",
    "Defines a type whose instances are maps too, with ->name and map->name.",
    analyzeType(true),
  ),
  proxy: macro("[class-and-interfaces args & fs]", "An object with the methods given, which see it as `this`.", expandProxy),
  reify: direct(
    "[& protocols-and-methods]",
    "An object of a nameless type that implements the protocols; its methods see the locals around.",
    analyzeReify,
  ),
};
