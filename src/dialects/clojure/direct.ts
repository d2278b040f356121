import type { Span } from "../../base/index.js";
import { type Binding, call, constant, type Hir, local, primCall, varGet } from "../../hir/index.js";
import type { Analyzer } from "./analyzer.js";

/**
 * Methods of strings and string builders that come down to primitives: (.charAt s i) is one test of what s is and one
 * primitive. Whatever the tests turn away goes to the general dispatch, so a program sees no difference.
 */
interface Way {
  /** A primitive that must hold for the object, and for the argument of that index if there is a second one. */
  readonly object: string;
  readonly argument?: string;
  readonly to: (x: Hir, args: readonly Hir[], span: Span) => Hir;
}

const prim =
  (name: string): Way["to"] =>
  (x, args, span) =>
    primCall(name, [x, ...args], span);
const library =
  (ns: string, name: string): Way["to"] =>
  (x, args, span) =>
    call(varGet(ns, name, span), [x, ...args], span);
const zero = (span: Span): Hir => constant(0n, span);
const string = (to: Way["to"], argument?: string): Way =>
  argument === undefined ? { object: "string?", to } : { object: "string?", argument, to };
const builder = (to: Way["to"], argument?: string): Way =>
  argument === undefined ? { object: "builder?", to } : { object: "builder?", argument, to };

/** By name and number of arguments; the ways are tried in order. */
const WAYS: Record<string, readonly Way[]> = {
  "charAt/1": [string(prim("char-at"))],
  "length/0": [string(prim("str-length")), builder(prim("sb-length"))],
  "isEmpty/0": [string((x, _, span) => primCall("identical", [zero(span), primCall("str-length", [x], span)], span))],
  "substring/1": [string(library("clojure.core", "subs"))],
  "substring/2": [string(library("clojure.core", "subs"))],
  "indexOf/1": [string((x, [a], span) => primCall("str-index-of", [x, a as Hir, zero(span)], span), "string?")],
  "indexOf/2": [string(prim("str-index-of"), "string?")],
  "startsWith/1": [string(prim("str-starts"), "string?")],
  "endsWith/1": [string(prim("str-ends"), "string?")],
  "contains/1": [
    string((x, [a], span) => primCall("ge", [primCall("str-index-of", [x, a as Hir, zero(span)], span), zero(span)], span), "string?"),
  ],
  "equals/1": [string(prim("eq"), "string?")],
  "compareTo/1": [string(prim("str-compare"), "string?")],
  "toUpperCase/0": [string(prim("str-upper"))],
  "toLowerCase/0": [string(prim("str-lower"))],
  "trim/0": [string((x, _, span) => primCall("str-trim", [x, zero(span)], span))],
  "concat/1": [string(prim("str-concat"), "string?")],
  "toString/0": [string((x) => x), builder(prim("sb->string"))],
  "append/1": [builder(prim("sb-append"), "string?"), builder(prim("sb-append"), "char?")],
};

/** (.name object args...) where the method is one of these, else null; `otherwise` is the general dispatch. */
export function directMethod(
  an: Analyzer,
  object: Hir,
  name: string,
  args: readonly Hir[],
  span: Span,
  otherwise: (object: Hir, args: Hir[]) => Hir,
): Hir | null {
  const ways = Object.hasOwn(WAYS, `${name}/${args.length}`) ? WAYS[`${name}/${args.length}`] : undefined;
  if (ways === undefined) return null;
  const bindings: { binding: Binding; init: Hir }[] = [];
  // In order, and each once.
  const held = [object, ...args].map((h): (() => Hir) => {
    if (h.kind === "const") return () => h;
    const binding = an.binding("it", span);
    bindings.push({ binding, init: h });
    return () => local(binding, span);
  });
  const [x, ...rest] = held as [() => Hir, ...(() => Hir)[]];
  const values = (): Hir[] => rest.map((r) => r());
  let body = otherwise(x(), values());
  for (const way of [...ways].reverse()) {
    const isObject = primCall(way.object, [x()], span);
    const test: Hir =
      way.argument === undefined
        ? isObject
        : { kind: "if", test: isObject, then: primCall(way.argument, [(rest[0] as () => Hir)()], span), else: constant(false, span), span };
    body = { kind: "if", test, then: way.to(x(), values(), span), else: body, span };
  }
  return bindings.length === 0 ? body : { kind: "let", bindings, body, span };
}
