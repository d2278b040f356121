import type { Span } from "../../base/index.js";
import { call, constant, type Hir, primCall, varGet } from "../../hir/index.js";
import { type Form, ListForm, printForm, Sym } from "../../reader/index.js";
import type { Analyzer } from "./analyzer.js";
import { directMethod } from "./direct.js";
import { type Env, lookup } from "./env.js";
import { isSym } from "./forms.js";
import type { CompileGenerator } from "./requests.js";
import { resolveClassName, userType } from "./resolve.js";
import { rtCall } from "./runtime-call.js";
import type { Special } from "./special/types.js";

/** `.name` and `.-name`, as heads of calls. */
export const isInteropHead = (s: Sym): boolean => s.ns === null && s.name.length > 1 && s.name.startsWith(".") && s.name !== "..";

/** (.name x args...) and (.-field x) */
export function* analyzeInterop(an: Analyzer, form: ListForm, env: Env | null, span: Span): CompileGenerator<Hir> {
  const head = form.items[0] as Sym;
  if (form.items.length < 2) throw an.fail("interop", `(${head.name} ...) needs an object`, span, `as in (${head.name} x)`);
  return yield* member(an, form.items[1] as Form, head.name.slice(1), form.items.slice(2), env, span);
}

/** (. x name args...), (. x (name args...)), (. x -field) */
export const analyzeDot: Special = function* (an, form, env, _tail, span) {
  const [, object, what] = form.items;
  if (form.items.length < 3) throw an.fail("interop", "(. object member args...) needs an object and a member", span);
  if (what instanceof ListForm && what.items[0] instanceof Sym && form.items.length === 3) {
    return yield* member(an, object as Form, what.items[0].name, what.items.slice(1), env, span);
  }
  if (!(what instanceof Sym)) throw an.fail("interop", `a member's name is a symbol, not ${printForm(what as Form)}`, span);
  return yield* member(an, object as Form, what.name, form.items.slice(3), env, span);
};

function* member(an: Analyzer, object: Form, name: string, args: readonly Form[], env: Env | null, span: Span): CompileGenerator<Hir> {
  // (. Math sqrt 2): a class as the object means a static member.
  if (isSym(object) && object.ns === null && !lookup(env, object.name)) {
    const full = resolveClassName(an.session, an.ns, object.name);
    if (full && !userType(an.session, full)) {
      const member = name.startsWith("-") ? name.slice(1) : name;
      const known = an.session.findNs("odeon.static");
      if (!known || known.vars.size === 0 || known.vars.has(`${full}.${member}`)) {
        if (args.length > 0)
          return yield* an.analyze(new ListForm([new Sym(full, member, null, span), ...args], null, span), env, "argument", span);
        const value = an.staticValue(full, member, span);
        // (. Class m) calls a method, and reads a field: a function is known by its arglists.
        return known?.vars.get(`${full}.${member}`)?.arglists !== undefined && !name.startsWith("-") ? call(value, [], span) : value;
      }
    }
  }
  const target = yield* an.analyze(object, env, "argument", span);
  if (name.startsWith("-") && name.length > 1) {
    if (args.length > 0) throw an.fail("interop", `a field takes no arguments: ${name}`, span);
    return call(varGet("odeon.interop", "field", span), [target, constant(name.slice(1), span)], span);
  }
  const values = yield* an.args(args, env, span);
  const dispatch = (x: Hir, items: Hir[]): Hir =>
    items.length < 3
      ? call(varGet("odeon.interop", `invoke${items.length}`, span), [x, constant(name, span), ...items], span)
      : call(varGet("odeon.interop", "invoke", span), [x, constant(name, span), { kind: "vector", items, span }], span);
  return directMethod(an, target, name, values, span, dispatch) ?? dispatch(target, values);
}

/** The object and name of a field that set! may change: (.-name x), (. x -name), (. x name). */
export function fieldTarget(form: ListForm): { object: Form; name: string } | null {
  const [head, a, b] = form.items;
  if (!isSym(head) || head.ns !== null) return null;
  if (head.name === "." && form.items.length === 3 && b instanceof Sym) return { object: a as Form, name: b.name.replace(/^-/, "") };
  if (isInteropHead(head) && form.items.length === 2) return { object: a as Form, name: head.name.slice(1).replace(/^-/, "") };
  return null;
}

/** (new Class args...) */
export const analyzeNew: Special = function* (an, form, env, _tail, span) {
  const name = form.items[1];
  if (!(name instanceof Sym)) throw an.fail("interop", "new takes a class", span, "as in (new Foo a b)");
  return yield* constructorCall(an, name, form.items, 2, env, span);
};

/** A deftype's or defrecord's own factory, or the library's constructor of a host class. */
export function* constructorCall(
  an: Analyzer,
  name: Sym,
  items: readonly Form[],
  from: number,
  env: Env | null,
  span: Span,
): CompileGenerator<Hir> {
  const full = name.ns === null ? resolveClassName(an.session, an.ns, name.name) : null;
  if (!full) {
    const meaning = name.ns === null && lookup(env, name.name) ? null : an.session.lookup(name, an.source);
    if (meaning?.kind === "var") {
      // A var that holds a class.
      const args = yield* an.args(items, env, span, from);
      return call(varGet("odeon.host-class", "construct", span), [an.varValue(meaning.info, span), ...args], span);
    }
    throw an.unknownClass(printForm(name), an.spanOf(name, span));
  }
  const own = userType(an.session, full);
  const args = yield* an.args(items, env, span, from);
  if (own?.type) {
    const want = own.type.fields.length;
    // A record's metadata and its further entries may follow the fields.
    if (own.type.record && args.length === want + 2) {
      const [meta, more] = args.slice(want) as [Hir, Hir];
      return rtCall("odeon.record/completed", [call(varGet(own.ns, `->${own.name}`, span), args.slice(0, want), span), meta, more], span);
    }
    if (args.length !== want) {
      throw an.fail(
        "interop",
        `${own.name} has ${want} field${want === 1 ? "" : "s"}, here it gets ${args.length} value${args.length === 1 ? "" : "s"}`,
        span,
        `its fields: [${own.type.fields.join(" ")}]`,
      );
    }
    return call(varGet(own.ns, `->${own.name}`, span), args, span);
  }
  if (full === "java.lang.StringBuilder" && args.length === 0) return primCall("sb-new", [], span);
  return call(varGet("odeon.host-class", "construct", span), [an.classValue(full, span), ...args], span);
}
