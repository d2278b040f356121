import { Diagnostic } from "../base/index.js";
import { keyword, mapOf, PortError } from "../host/index.js";
import { descriptionOf, diagnosticData, OdeonError } from "./errors.js";

const CLASSES: Readonly<Record<string, string>> = {
  "compile/namespace": "java.io.FileNotFoundException",
  "reader/number": "java.lang.NumberFormatException",
  "reader/duplicate": "java.lang.IllegalArgumentException",
};
function classOf(code: string): string {
  return CLASSES[code] ?? (code.startsWith("reader/") ? "java.lang.RuntimeException" : "clojure.lang.Compiler$CompilerException");
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
