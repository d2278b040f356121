import { type Form, Keyword, ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { IF, isKw, isSym, list, metaGet, quote } from "../forms.js";
import type { MacroContext } from "../native.js";
import { prim, rt } from "../runtime-names.js";

const NTH = prim("nth-or"),
  SEQ = prim("seq"),
  FIRST = prim("first"),
  NEXT = prim("next"),
  GET = prim("get"),
  GET_OR = prim("get-or"),
  IS_SEQ = prim("seq-type?");

export const isPlain = (pattern: Form): pattern is Sym => pattern instanceof Sym;

/** Adds to `out` the plain bindings (name, value, name, value...) that take `init` apart by a pattern. */
export function destructure(pattern: Form, init: Form, out: Form[], cx: MacroContext): void {
  if (pattern instanceof Sym) {
    if (pattern.ns !== null) throw cx.fail(`can't bind the qualified name ${printForm(pattern)}`, pattern, "bind a plain symbol");
    out.push(pattern, init);
  } else if (pattern instanceof VectorForm) vector(pattern, init, out, cx);
  else if (pattern instanceof MapForm) map(pattern, init, out, cx, false);
  else throw cx.fail(`can't bind ${printForm(pattern)}`, pattern, "a binding is a symbol, or a vector or map of them");
}

/** The pattern of a rest parameter: keyword arguments if it is a map. */
export function destructureRest(pattern: Form, init: Form, out: Form[], cx: MacroContext): void {
  if (pattern instanceof MapForm) map(pattern, init, out, cx, true);
  else destructure(pattern, init, out, cx);
}

function vector(pattern: VectorForm, init: Form, out: Form[], cx: MacroContext): void {
  const whole = cx.gensym("vec");
  out.push(whole, init);
  const { items } = pattern;
  const hasRest = items.some((p) => isSym(p, "&") && (p as Sym).ns === null);
  let seq: Sym | null = null;
  if (hasRest) {
    seq = cx.gensym("seq");
    out.push(seq, list(SEQ, whole));
  }
  let index = 0;
  for (let i = 0; i < items.length; i++) {
    const p = items[i] as Form;
    if (isSym(p, "&")) {
      if (i + 1 >= items.length) throw cx.fail("& must be followed by the name of the rest", pattern);
      destructureRest(items[++i] as Form, seq as Sym, out, cx);
      const after = items[i + 1];
      if (after !== undefined && !isKw(after, "as")) throw cx.fail("only :as may follow the rest in a binding vector", pattern);
      continue;
    }
    if (isKw(p, "as")) {
      const name = items[++i];
      if (!isSym(name)) throw cx.fail(":as must be followed by a symbol", pattern);
      out.push(name, whole);
      continue;
    }
    if (p instanceof Keyword) throw cx.fail(`${printForm(p)} can't stand in a binding vector`, pattern, ":as is the only option there");
    if (!seq) destructure(p, list(NTH, whole, BigInt(index++), null), out, cx);
    else {
      destructure(p, list(FIRST, seq), out, cx);
      const next = cx.gensym("seq");
      out.push(next, list(NEXT, seq));
      seq = next;
    }
  }
}

function map(pattern: MapForm, init: Form, out: Form[], cx: MacroContext, kwargs: boolean): void {
  const whole = cx.gensym("map");
  if (kwargs) out.push(whole, list(rt("odeon.destructure/kwargs"), init));
  else {
    const given = cx.gensym("map");
    out.push(given, init, whole, list(IF, list(IS_SEQ, given), list(rt("odeon.destructure/kwargs"), given), given));
  }
  const as = metaGet(pattern, "as");
  if (as !== undefined) {
    if (!isSym(as)) throw cx.fail(":as must be followed by a symbol", pattern);
    out.push(as, whole);
  }
  const defaults = metaGet(pattern, "or");
  if (defaults !== undefined && !(defaults instanceof MapForm)) throw cx.fail(":or takes a map of names to defaults", pattern);
  for (let i = 0; i + 1 < pattern.items.length; i += 2) {
    const target = pattern.items[i] as Form;
    const key = pattern.items[i + 1] as Form;
    if (target instanceof Keyword) {
      if (target.ns === null && (target.name === "as" || target.name === "or")) continue;
      group(target, key, whole, defaults ?? null, out, cx, pattern);
    } else one(target, key, whole, defaults ?? null, out, cx);
  }
}

/** :keys [a b/c :d], :ns/keys [...], :strs, :syms */
function group(kind: Keyword, names: Form, whole: Sym, defaults: MapForm | null, out: Form[], cx: MacroContext, pattern: MapForm): void {
  if (kind.name !== "keys" && kind.name !== "syms" && kind.name !== "strs") {
    throw cx.fail(
      `${printForm(kind)} can't stand in a binding map`,
      pattern,
      "there are :keys :syms :strs :or :as, and a symbol before its key",
    );
  }
  if (!(names instanceof VectorForm)) throw cx.fail(`:${kind.name} takes a vector of names`, pattern);
  for (const name of names.items) {
    if (!(name instanceof Sym || (name instanceof Keyword && kind.name === "keys")))
      throw cx.fail(`:${kind.name} takes names, not ${printForm(name)}`, pattern);
    const ns = name.ns ?? kind.ns;
    const key = kind.name === "keys" ? new Keyword(ns, name.name) : kind.name === "syms" ? quote(new Sym(ns, name.name)) : name.name;
    const target = name instanceof Sym ? new Sym(null, name.name, name.meta, name.span) : new Sym(null, name.name);
    one(target, key, whole, defaults, out, cx);
  }
}

function one(target: Form, key: Form, whole: Sym, defaults: MapForm | null, out: Form[], cx: MacroContext): void {
  const at =
    target instanceof Sym && defaults ? defaults.items.findIndex((d, i) => i % 2 === 0 && d instanceof Sym && d.name === target.name) : -1;
  const value = at < 0 ? list(GET, whole, key) : list(GET_OR, whole, key, (defaults as MapForm).items[at + 1] as Form);
  destructure(target, value, out, cx);
}

/** A parameter vector with patterns becomes one of plain symbols; the bindings that take them apart are answered beside it. */
export function plainParams(params: VectorForm, cx: MacroContext): { params: VectorForm; bindings: Form[] } {
  if (params.items.every((p) => p instanceof Sym)) return { params, bindings: [] };
  const plain: Form[] = [];
  const bindings: Form[] = [];
  let rest = false;
  for (const p of params.items) {
    if (p instanceof Sym) {
      plain.push(p);
      if (p.name === "&") rest = true;
      continue;
    }
    const name = cx.gensym("p");
    plain.push(name);
    if (rest) destructureRest(p, name, bindings, cx);
    else destructure(p, name, bindings, cx);
  }
  return { params: new VectorForm(plain, params.meta, params.span), bindings };
}

export const isListWithVector = (f: Form): f is ListForm => f instanceof ListForm && f.items[0] instanceof VectorForm;
