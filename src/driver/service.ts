import { NO_SPAN } from "../base/index.js";
import { encodeUnit } from "../bytecode/index.js";
import {
  int,
  itemsOf,
  keyword,
  MapForm,
  mapGet,
  mapOf,
  type Port,
  PortError,
  Sym,
  symbol,
  text,
  Thunk,
  type Value,
  vectorOf,
} from "../host/index.js";
import type { Form } from "../reader/index.js";
import type { Engine } from "./engine.js";
import { asPortError } from "./port-error.js";
import { readString } from "./read-string.js";

/**
 * The compiler as a service to actors (the ops are described in lib/odeon/host.clj). An actor parks while the main thread compiles;
 * a macro that the compilation needs runs as another actor, so the service is re-entrant.
 */
export function compilerPort(engine: Engine): Port {
  const { compiler, loads } = engine;
  const { session } = compiler;

  const handlers: Port["ops"] = {
    "compiler/eval": async ([form, ns]) => {
      const stream = compiler.open("", "eval", { ns: nameOf(ns) });
      const units = await compiler.drive(session.compileForm(form as Form, stream.source), stream, (code) => engine.runCode(code));
      if (units.length === 0) throw new PortError("java.lang.IllegalStateException", "a form compiled to nothing");
      return vectorOf(units.map((unit) => new Thunk(encodeUnit(compiler.finish(unit, stream.source)))));
    },
    "compiler/open-source": ([source, file, ns]) =>
      loads.openText(text(source, "the source"), typeof file === "string" ? file : "NO_SOURCE_FILE", nameOf(ns)).id,
    "compiler/open-lib": async ([lib, reload], caller) => {
      const load = await loads.openLib(nameOf(lib), loads.ofActor(caller.pid), reload === true, NO_SPAN);
      return load === undefined ? null : load.id;
    },
    "compiler/next": async ([id, ns], caller) => {
      const load = loads.get(BigInt(int(id, "a load id")));
      if (load === undefined) throw new PortError("java.lang.IllegalStateException", "this load has ended");
      load.runner = caller.pid;
      if (load.stream !== undefined && ns instanceof Sym) session.setNs(load.stream.source, nameOf(ns));
      try {
        const step = await load.next();
        if (step !== undefined) return vectorOf([new Thunk(encodeUnit(step.code)), step.last]);
      } catch (error) {
        loads.abort(load, error);
        throw error;
      }
      loads.complete(load);
      return null;
    },
    "compiler/abort": ([id, message]) => {
      const load = loads.get(BigInt(int(id, "a load id")));
      if (load !== undefined) loads.abort(load, new Error(typeof message === "string" ? message : "the load failed"));
      return null;
    },
    "compiler/alias": ([ns, alias, target]) => {
      session.ns(nameOf(ns)).aliases.set(nameOf(alias), nameOf(target));
      return null;
    },
    "compiler/unalias": ([ns, alias]) => {
      session.ns(nameOf(ns)).aliases.delete(nameOf(alias));
      return null;
    },
    "compiler/refer": ([ns, target, options]) => refer(engine, nameOf(ns), nameOf(target), options ?? null),
    "compiler/import": ([ns, specs]) => {
      const { imports } = session.ns(nameOf(ns));
      for (const spec of itemsOf(specs)) {
        const full = nameOf(spec);
        imports.set(full.slice(full.lastIndexOf(".") + 1), full);
      }
      return null;
    },
    "compiler/in-ns": ([ns]) => {
      session.ns(nameOf(ns));
      return null;
    },
    "compiler/remove-ns": ([ns]) => {
      session.removeNs(nameOf(ns));
      return null;
    },
    "compiler/unmap": ([ns, name]) => {
      session.unmap(nameOf(ns), nameOf(name));
      return null;
    },
    "compiler/intern": ([ns, name, macro]) => {
      session.defineVar(nameOf(ns), nameOf(name), macro === true ? { macro: true } : {});
      return null;
    },
    "compiler/loaded-libs": () =>
      vectorOf(
        session
          .nsNames()
          .filter((name) => session.isLoaded(name) || session.isMade(name))
          .sort()
          .map((name) => symbol(name)),
      ),
    "compiler/macroexpand-1": async ([form, ns]) => {
      const stream = compiler.open("", "eval", { ns: nameOf(ns) });
      return compiler.drive(session.macroexpand1(form as Form, stream.source), stream, (code) => engine.runCode(code));
    },
    "compiler/read-string": ([source, options]) =>
      readString(text(source, "the text"), options ?? null, (ns) => session.resolver(session.source("read", { ns }))),
    "compiler/special?": ([sym]) => {
      const name = fullName(sym);
      const kind = session.docOf(name)?.kind;
      return kind === "special" || (kind === "macro" && session.lookup(name)?.kind === "native");
    },
    "compiler/doc": ([sym]) => {
      const doc = session.docOf(fullName(sym));
      if (doc === null) return null;
      return mapOf([
        [keyword("name"), doc.name],
        [keyword("arglists"), doc.arglists],
        [keyword("doc"), doc.doc],
      ]);
    },
    "compiler/apropos": ([part]) => vectorOf(session.apropos(text(part, "the text"))),
  };
  return {
    ops: Object.fromEntries(
      Object.entries(handlers).map(([op, handler]) => [
        op,
        async (args, caller) => {
          try {
            return await handler(args, caller);
          } catch (error) {
            throw asPortError(error);
          }
        },
      ]),
    ),
  };
}

function nameOf(value: Value | undefined): string {
  if (value instanceof Sym) return value.name;
  if (typeof value === "string") return value;
  throw new PortError("java.lang.IllegalArgumentException", "a symbol is needed");
}
const fullName = (value: Value | undefined): string =>
  value instanceof Sym && value.ns !== null ? `${value.ns}/${value.name}` : nameOf(value);

function refer(engine: Engine, nsName: string, targetName: string, options: Value): null {
  const { session } = engine.compiler;
  const ns = session.ns(nsName);
  const only = mapGet(options, "only");
  const excluded = new Set(itemsOf(mapGet(options, "exclude")).map(nameOf));
  const renames = new Map<string, string>();
  const rename = mapGet(options, "rename");
  if (rename instanceof MapForm)
    for (let i = 0; i + 1 < rename.items.length; i += 2) renames.set(nameOf(rename.items[i]), nameOf(rename.items[i + 1]));
  const names = only === null || only === undefined ? [...session.publicNames(targetName)] : itemsOf(only).map(nameOf);
  for (const name of names) {
    const info = session.findNs(targetName)?.vars.get(name);
    if (info !== undefined && !excluded.has(name)) ns.refers.set(renames.get(name) ?? name, info as never);
  }
  return null;
}
