import { Diagnostic, type Span } from "../base/index.js";
import { Keyword, keyword, MapForm, mapOf, printValue, type Value, VectorForm, vectorOf } from "../host/index.js";

/** One line of a stack trace, in program terms. */
export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An exception of the program that nobody caught, or the end of an actor by a signal. */
export class OdeonError extends Error {
  override readonly name = "OdeonError";
  constructor(
    /** As (class e) shows it, e.g. "clojure.lang.ExceptionInfo". */
    readonly className: string,
    message: string,
    /** ex-data as printed by pr, if there is any. */
    readonly data: string | undefined,
    readonly trace: readonly Frame[],
    override readonly cause?: OdeonError | undefined,
    /** A compile error that the program ran into (by eval, require, load-file): where it is. */
    readonly diagnostic?: Diagnostic,
    /** The number under which the runtime keeps the exception itself (lib/odeon/host.clj). */
    readonly thrown?: bigint,
  ) {
    super(message);
  }
}

function get(value: Value | undefined, name: string): Value | undefined {
  if (!(value instanceof MapForm)) return undefined;
  const items = value.items as readonly Value[];
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (key instanceof Keyword && key.ns === null && key.name === name) return items[i + 1];
  }
  return undefined;
}
const asText = (value: Value | undefined): string | undefined => (typeof value === "string" ? value : undefined);
const asNumber = (value: Value | undefined): number => (typeof value === "bigint" ? Number(value) : 0);

/** Vector of [function file line column]. */
export function framesOf(value: Value | undefined): Frame[] {
  if (!(value instanceof VectorForm)) return [];
  return (value.items as readonly Value[]).flatMap((row) => {
    if (!(row instanceof VectorForm)) return [];
    const [name, file, line, column] = row.items as readonly Value[];
    return [{ name: asText(name) ?? "fn", file: asText(file) ?? "", line: asNumber(line), column: asNumber(column) }];
  });
}

/** Compile errors cross into the program as exception data; this is the way there. */
export function diagnosticData(diagnostic: Diagnostic): [string, Value][] {
  const { file, line, column, length } = diagnostic.span;
  return [
    ["code", diagnostic.code],
    ["file", file],
    ["line", BigInt(line)],
    ["column", BigInt(column)],
    ["length", BigInt(length)],
    ["help", diagnostic.help ?? null],
  ];
}
/** ... and back. */
function diagnosticOf(value: Value | undefined, message: string): Diagnostic | undefined {
  const code = asText(get(value, "code"));
  if (code === undefined) return undefined;
  const span: Span = {
    file: asText(get(value, "file")) ?? "",
    line: asNumber(get(value, "line")),
    column: asNumber(get(value, "column")),
    length: asNumber(get(value, "length")),
  };
  return new Diagnostic(code, message, span, asText(get(value, "help")));
}

/** From the map that odeon.main/describe makes: {:class :message :data :trace :cause :compile}, and :thrown. */
export function errorFromDescription(value: Value): OdeonError {
  const message = asText(get(value, "message")) ?? "";
  const cause = get(value, "cause");
  const thrown = get(value, "thrown");
  return new OdeonError(
    asText(get(value, "class")) ?? "java.lang.Throwable",
    message,
    asText(get(value, "data")),
    framesOf(get(value, "trace")),
    cause instanceof MapForm ? errorFromDescription(cause) : undefined,
    diagnosticOf(get(value, "compile"), message),
    typeof thrown === "bigint" ? thrown : undefined,
  );
}

/** The description again, to hand an error of one actor on to another. */
export function descriptionOf(error: OdeonError): Value {
  const entries: [string, Value][] = [
    ["class", error.className],
    ["message", error.message],
    ["data", error.data ?? null],
    ["trace", vectorOf(error.trace.map(({ name, file, line, column }) => vectorOf([name, file, BigInt(line), BigInt(column)])))],
    [
      "compile",
      error.diagnostic === undefined
        ? null
        : mapOf(diagnosticData(error.diagnostic).map(([name, value]) => [keyword(name), value] as const)),
    ],
    ["cause", error.cause === undefined ? null : descriptionOf(error.cause)],
    ["thrown", error.thrown ?? null],
  ];
  return mapOf(entries.map(([name, value]) => [keyword(name), value] as const));
}

/** From an exit reason or a thrown value that arrived as it is. */
export function errorFromValue(value: Value, killed: boolean): OdeonError {
  if (value instanceof MapForm && get(value, "class") !== undefined) return errorFromDescription(value);
  const printed = printValue(value);
  return killed
    ? new OdeonError("odeon.Killed", `the actor was ended: ${printed}`, undefined, [])
    : new OdeonError("java.lang.Throwable", printed, undefined, []);
}
