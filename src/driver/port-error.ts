import { Diagnostic } from "../base/index.js";
import { keyword, mapOf, PortError, type Value } from "../host/index.js";
import { descriptionOf, diagnosticData, OdeonError } from "./errors.js";

const CLASSES: Readonly<Record<string, string>> = {
  "compile/namespace": "java.io.FileNotFoundException",
  "reader/number": "java.lang.NumberFormatException",
  "reader/duplicate": "java.lang.IllegalArgumentException",
};
function classOf(code: string): string {
  return CLASSES[code] ?? (code.startsWith("reader/") ? "java.lang.RuntimeException" : "clojure.lang.Compiler$CompilerException");
}

/** What a macro throws when it does not like what it is given. */
const COMPLAINTS = new Set(["clojure.lang.ExceptionInfo", "java.lang.IllegalArgumentException", "java.lang.IllegalStateException"]);
/** Where it happened, under the names that tools for Clojure look for (clojure.org/reference/repl_and_main, error printing). */
function clojureFacts(error: Diagnostic): [Value, Value][] {
  if (!error.code.startsWith("compile/")) return [];
  const { cause, span } = error;
  const macro = error.code === "compile/macro";
  const phase = !macro
    ? "compile-syntax-check"
    : cause instanceof OdeonError && !COMPLAINTS.has(cause.className)
      ? "macroexpansion"
      : "macro-syntax-check";
  const facts: [string, Value][] = [
    ["phase", keyword(phase)],
    ["line", BigInt(span.line)],
    ["column", BigInt(span.column)],
    ["source", span.file],
  ];
  return facts.map(([name, value]) => [keyword(name, "clojure.error"), value]);
}

/** A failure of the compiler as an exception of the program. */
export function asPortError(error: unknown): PortError {
  if (error instanceof PortError) return error;
  if (error instanceof Diagnostic) {
    const facts = mapOf(diagnosticData(error).map(([name, value]) => [keyword(name), value] as const));
    return new PortError(
      classOf(error.code),
      error.message,
      mapOf([
        ...clojureFacts(error),
        [keyword("compile", "odeon"), facts],
        [keyword("cause", "odeon"), error.cause instanceof OdeonError ? descriptionOf(error.cause) : null],
      ]),
    );
  }
  if (error instanceof OdeonError) {
    return new PortError(error.className, error.message, mapOf([[keyword("remote", "odeon"), descriptionOf(error)]]));
  }
  return new PortError("java.lang.RuntimeException", `internal error: ${(error as Error)?.message ?? String(error)}`);
}
