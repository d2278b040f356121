/**
 * The Clojure front end: forms -> HIR.
 *
 *   const session = new ClojureSession();                    // compile-time state of one program: namespaces, macros
 *   session.importMeta(json);                                // facts of the core image's namespaces (from exportMeta)
 *   const source = session.source("foo.clj", { library?: false, ns?: "user" });   // one per file / REPL; holds the current ns
 *   const reader = new Reader(text, { file: "foo.clj", resolver: session.resolver(source) });
 *   for (;;) {
 *     const form = reader.next(); if (form === EOF) break;
 *     const units = yield* session.compileForm(form, source);  // Generator<Request, Unit[], Answer>
 *     for (const unit of units) run(unit);                     // in order; value of the form = value of the last; never empty
 *   }
 *
 * Requests that the generator yields, and what `next(answer)` must give (to report a failure, call generator.throw(error)):
 *   { kind: "macro", ns, name, form, args, env, span }  -> the expansion (a Form): call the function held by var ns/name with
 *        (form env args...). form/args: Form; to send with positions use withPositions(form) (adds :line/:column metadata to lists);
 *        on the way back metadata :line/:column is turned into spans. env: MapForm of local symbols, or null when there are none.
 *        Each macro answer is an ordinary Form; an Opaque in it is refused when it is compiled.
 *   { kind: "require", name, span, reload }             -> undefined. Load namespace `name` completely (find its file, compile with its own
 *        session.source(file), run all its units, then session.markLoaded(name)). Not asked for what isLoaded(name) unless `reload`.
 *        Missing file: if session.hasNs(name) (typed in at a REPL) answer undefined, else throw session.unknownNamespace(name, span)
 *        (a Diagnostic with suggestions).
 *   { kind: "eval-unit", unit }                         -> undefined. Run this unit now (and keep it, in order, in a compiled file):
 *        what follows needs it. Units answered through eval-unit are not in the returned array.
 *
 * When the driver compiles without running (odeon compile), macro requests still need the units before them to have run: run them.
 *
 * Other services: session.lookup(sym, source) / session.complete(prefix, source) / session.apropos(part) / session.docOf(name, source)
 * / session.macroexpand1(form, source) (generator) / session.exportMeta(names?) -> string, session.importMeta(string)
 * / session.hasNs(name), session.removeNs(name), session.defineVar(ns, name) (a var interned at run time), session.setNs(source, name).
 *
 * HIR conventions: `Unit.body` is the expression of a function of no arguments; printHir (src/hir) prints it.
 * Library vars that generated code calls: runtime-names.ts.
 */
export { ClojureSession } from "./session.js";
export type { Answer, CompileGenerator, Request, Source } from "./requests.js";
export { withPositions } from "./positions.js";
export { RUNTIME_NAMES } from "./runtime-names.js";
