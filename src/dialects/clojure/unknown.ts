import { type Diagnostic, didYouMean, nearest, type Span } from "../../base/index.js";
import { printForm, type Sym } from "../../reader/index.js";
import type { Analyzer } from "./analyzer.js";
import { type Env, namesOf } from "./env.js";
import { isSpecial } from "./special/index.js";

/** Says why a name means nothing here, and what was perhaps meant. */
export function unknownName(an: Analyzer, sym: Sym, env: Env | null, span: Span): Diagnostic {
  const text = printForm(sym);
  if (sym.ns === "prim") return an.fail("prim", `${text} can only be called, in library code`, span);
  if (sym.ns === null) {
    if (isSpecial(sym.name)) return an.fail("special-value", `${text} is a special form: it has no value`, span, `call it: (${text} ...)`);
    if (sym.name.includes(".") && /\.[A-Z][^.]*$/.test(sym.name)) return unknownClass(an, sym.name, span);
    return an.fail("symbol", `unknown symbol: ${text}`, span, an.session.suggest(sym, an.ns, namesOf(env)) ?? whatToDo(an, sym.name));
  }
  const target = an.ns.aliases.get(sym.ns) ?? sym.ns;
  if (an.session.hasNs(target) && (an.ns.aliases.has(sym.ns) || an.session.isLoaded(target) || an.session.ns(target).vars.size > 0)) {
    return an.fail("symbol", `there is no ${sym.name} in ${target}`, span, an.session.suggest(sym, an.ns, []));
  }
  if (/^[A-Z]/.test(sym.ns.slice(sym.ns.lastIndexOf(".") + 1))) return unknownClass(an, sym.ns, span);
  return an.fail("namespace", `no namespace is known here as ${sym.ns}`, span, suggestRequire(an, sym));
}

function whatToDo(an: Analyzer, name: string): string {
  if (an.session.hasNs(name) || an.session.hasNatives(name))
    return `it is a namespace: quote it, '${name}, or name something in it, ${name}/...`;
  return `define it above its first use, or announce it by (declare ${name}); names of other namespaces need a :require`;
}

/** Says that a class is none, and names similar ones. */
export function unknownClass(an: Analyzer, name: string, span: Span): Diagnostic {
  const known = [...(an.session.findNs("odeon.class")?.vars.keys() ?? [])];
  return an.fail(
    "class",
    `unknown class: ${name}`,
    span,
    didYouMean(nearest(name, known)) ?? "only the classes that the library provides, and your own types, exist",
  );
}

function suggestRequire(an: Analyzer, sym: Sym): string {
  const short = sym.ns as string;
  const usual: Record<string, string> = {
    str: "clojure.string",
    string: "clojure.string",
    set: "clojure.set",
    walk: "clojure.walk",
    test: "clojure.test",
    io: "clojure.java.io",
    edn: "clojure.edn",
    actors: "clojure.actors",
    pprint: "clojure.pprint",
    a: "clojure.core.async",
    s: "clojure.spec.alpha",
  };
  const full = short.includes(".") ? short : (usual[short] ?? an.session.nsNames().find((n) => n.endsWith(`.${short}`)));
  if (full) return full === short ? `require it: (:require [${full}])` : `require it: (:require [${full} :as ${short}])`;
  return (
    didYouMean(nearest(short, [...an.ns.aliases.keys(), ...an.session.nsNames()]).map((n) => `${n}/${sym.name}`)) ??
    `require it: (:require [some.namespace :as ${short}])`
  );
}
