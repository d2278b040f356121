import type { Sym } from "../../reader/index.js";
import { autoImport, isKnownClass } from "./classes.js";
import type { Meaning, NsInfo, VarInfo } from "./namespaces.js";
import type { ClojureSession } from "./session.js";

/** Is a name of clojure.core visible in this namespace without a prefix? */
export function coreVisible(ns: NsInfo, name: string): boolean {
  const { exclude, only } = ns.core;
  return !(exclude?.has(name) || (only && !only.has(name)));
}

/** What a symbol means in a namespace, locals aside; null if nothing. */
export function meaningOf(session: ClojureSession, ns: NsInfo, sym: Sym): Meaning | null {
  if (sym.ns !== null) return qualified(session, ns, sym.ns, sym.name);
  const { name } = sym;
  const own = ns.vars.get(name);
  if (own) return { kind: "var", info: own };
  const referred = ns.refers.get(name);
  if (referred) return inNs(session, referred.ns, referred.name);
  const imported = ns.imports.get(name);
  if (imported) return classMeaning(session, imported);
  if (coreVisible(ns, name)) {
    const core = inNs(session, "clojure.core", name);
    if (core) return core;
  }
  const auto = autoImport(name);
  if (auto) return { kind: "class", full: auto };
  return name.includes(".") && !name.startsWith(".") && !name.endsWith(".") ? classMeaning(session, name) : null;
}

/** A name of a namespace: a var, or a macro that is built into the front end. */
export function inNs(session: ClojureSession, nsName: string, name: string): Meaning | null {
  const info = session.findNs(nsName)?.vars.get(name);
  if (info) return { kind: "var", info };
  return session.native(nsName, name) ? { kind: "native", ns: nsName, name } : null;
}

function qualified(session: ClojureSession, ns: NsInfo, prefix: string, name: string): Meaning | null {
  const target = ns.aliases.get(prefix) ?? prefix;
  const found = inNs(session, target, name);
  if (found) return found;
  const full = resolveClassName(session, ns, prefix);
  return full && !session.hasNs(target) ? { kind: "static", full, member: name } : null;
}

/** The full name of a class by short or full name; null if there is none. */
export function resolveClassName(session: ClojureSession, ns: NsInfo, name: string): string | null {
  if (!name.includes(".")) {
    const imported = ns.imports.get(name);
    if (imported) return imported;
    const own = ns.vars.get(name) ?? referredVar(session, ns, name);
    return own?.type ? `${own.ns}.${own.name}` : (autoImport(name) ?? null);
  }
  return isClass(session, name) || userType(session, name) ? name : null;
}
function referredVar(session: ClojureSession, ns: NsInfo, name: string): VarInfo | undefined {
  const r = ns.refers.get(name);
  return r ? session.findNs(r.ns)?.vars.get(r.name) : undefined;
}

const isClass = (session: ClojureSession, full: string): boolean =>
  isKnownClass(full) || session.findNs("odeon.class")?.vars.has(full) === true;

/** my_app.core.Point: the var of a deftype, defrecord or protocol. */
export function userType(session: ClojureSession, full: string): VarInfo | null {
  const dot = full.lastIndexOf(".");
  if (dot < 0) return null;
  const prefix = full.slice(0, dot);
  const name = full.slice(dot + 1);
  for (const ns of [prefix, prefix.replaceAll("_", "-")]) {
    const info = session.findNs(ns)?.vars.get(name);
    if (info && (info.type || info.protocol)) return info;
  }
  return null;
}

function classMeaning(session: ClojureSession, full: string): Meaning | null {
  const own = userType(session, full);
  if (own) return { kind: "var", info: own };
  return isClass(session, full) ? { kind: "class", full } : null;
}
