import { Diagnostic, type Span } from "../base/index.js";
import { UsageError } from "../host/index.js";
import { type Frame, OdeonError } from "./errors.js";
import { remedyFor } from "./remedies.js";

export interface RenderOptions {
  readonly colour: boolean;
  /** The text of a file of the program, to show the line in question. */
  source(file: string): string | undefined;
  /** The argument lists of a function, as ([a] [a b]). */
  arglists?(name: string): string | undefined;
  /** More than this many frames are cut in the middle. */
  readonly maxFrames?: number;
}

type Style = "bold" | "red" | "dim" | "cyan";
const CODES: Record<Style, string> = { bold: "1", red: "31;1", dim: "2", cyan: "36" };

/** Colours are for terminals, unless the user has said no (https://no-color.org). */
export function wantsColour(stream: { isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

/**
 * All that a user sees of an error, of whatever origin:
 *
 *   Unable to resolve symbol: maap (analyze/unresolved-symbol)       headline
 *     --> foo.clj:3:2                                                place
 *      |
 *    3 | (maap inc [1 2])                                            source line
 *      |  ^^^^                                                       caret
 *     help: did you mean map?                                        remedy
 *     at my.ns/f (foo.clj:7:3)                                       trace, innermost first
 *   Caused by: ...
 */
export function renderError(error: unknown, options: RenderOptions): string {
  const lines: string[] = [];
  render(error, "", lines, options, new Set());
  return `${lines.join("\n")}\n`;
}

const paint = (text: string, style: Style, options: RenderOptions): string =>
  options.colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

/** Fully qualified names of the usual classes are noise. */
export const shortClass = (name: string): string => name.replace(/^(java\.lang|clojure\.lang)\./, "");

function render(error: unknown, prefix: string, lines: string[], options: RenderOptions, seen: Set<unknown>): void {
  if (seen.has(error)) return;
  seen.add(error);
  if (error instanceof Diagnostic) {
    headline(prefix, "Error", error.message, lines, options, error.code);
    place(error.span, lines, options);
    help(error.help, lines, options);
    if (error.cause !== undefined) render(error.cause, "Caused by: ", lines, options, seen);
    return;
  }
  if (error instanceof OdeonError) {
    renderProgramError(error, prefix, lines, options, seen);
    return;
  }
  if (error instanceof UsageError) {
    lines.push(`${paint("odeon:", "red", options)} ${error.message}`);
    return;
  }
  const e = error as Error;
  headline(prefix, "Internal error", e?.message ?? String(error), lines, options);
  if (e?.stack !== undefined) lines.push(paint(e.stack.split("\n").slice(1).join("\n"), "dim", options));
}

function renderProgramError(error: OdeonError, prefix: string, lines: string[], options: RenderOptions, seen: Set<unknown>): void {
  if (error.diagnostic !== undefined) {
    headline(prefix, "Error", error.message, lines, options, error.diagnostic.code);
    place(error.diagnostic.span, lines, options);
    help(error.diagnostic.help, lines, options);
  } else {
    headline(prefix, shortClass(error.className), error.message, lines, options);
    const at = error.trace.find(
      // A protocol's function that found no method says where the protocol is defined: the caller is of interest.
      (frame, i) => frame.line > 0 && options.source(frame.file) !== undefined && error.trace[i - 1]?.name !== "odeon.protocol/missing",
    );
    if (at !== undefined) place({ file: at.file, line: at.line, column: at.column, length: 0 }, lines, options);
    help(arityHelp(error, options) ?? remedyFor(error), lines, options);
    if (error.data !== undefined) lines.push(`  ${paint("data:", "cyan", options)} ${error.data}`);
  }
  frames(error.trace, lines, options);
  if (error.cause !== undefined) render(error.cause, "Caused by: ", lines, options, seen);
}

/** Wrong number of args (1) passed to: my.ns/f */
function arityHelp(error: OdeonError, options: RenderOptions): string | undefined {
  const name = error.className.endsWith("ArityException") ? /passed to: (\S+)/.exec(error.message)?.[1] : undefined;
  const lists = name === undefined ? undefined : options.arglists?.(name);
  return lists === undefined ? undefined : `${name} takes ${lists.replace(/^\((.*)\)$/s, "$1")}`;
}

function headline(prefix: string, kind: string, message: string, lines: string[], options: RenderOptions, code?: string): void {
  const suffix = code === undefined ? "" : paint(` [${code}]`, "dim", options);
  const head = `${prefix}${kind}${message === "" ? "" : ":"}`;
  lines.push(`${paint(head, "red", options)}${message === "" ? "" : ` ${paint(message, "bold", options)}`}${suffix}`);
}

function place(span: Span, lines: string[], options: RenderOptions): void {
  if (span.file === "" && span.line === 0) return;
  const where = span.line > 0 ? `${span.file}:${span.line}:${span.column}` : span.file;
  lines.push(`  ${paint("-->", "cyan", options)} ${where}`);
  const source = span.line > 0 ? options.source(span.file)?.split("\n")[span.line - 1]?.replace(/\r$/, "") : undefined;
  if (source === undefined) return;
  const number = String(span.line);
  const gutter = " ".repeat(number.length);
  const { shown, column } = excerpt(source, span.column);
  const width = Math.max(1, Math.min(span.length, shown.length - column + 1));
  // Tabs stay tabs, so that the caret stands under its character in any terminal.
  const pad = shown.slice(0, column - 1).replace(/[^\t]/g, " ");
  const bar = paint("|", "cyan", options);
  lines.push(` ${gutter} ${bar}`);
  lines.push(` ${paint(number, "cyan", options)} ${bar} ${shown}`);
  lines.push(` ${gutter} ${bar} ${pad}${paint("^".repeat(width), "red", options)}`);
}

const MAX_LINE = 160;

/** The part of a very long line that is worth showing. */
function excerpt(line: string, column: number): { shown: string; column: number } {
  if (line.length <= MAX_LINE) return { shown: line, column };
  const start = Math.max(0, Math.min(column - 1 - MAX_LINE / 2, line.length - MAX_LINE));
  return { shown: line.slice(start, start + MAX_LINE), column: column - start };
}

function help(text: string | undefined, lines: string[], options: RenderOptions): void {
  if (text !== undefined) lines.push(`  ${paint("help:", "cyan", options)} ${text}`);
}

/** The frames in program terms: what starts a program, and the way to the host and back, are no part of it. */
export function visibleFrames<F extends { readonly name: string }>(trace: readonly F[]): F[] {
  const entry = trace.findIndex((frame) => frame.name.startsWith("odeon.main/"));
  const own = entry < 0 ? [...trace] : trace.slice(0, entry);
  // The entry applies the program's function.
  if (entry >= 0) while (/^clojure\.core\/apply(-seq)?$/.test(own.at(-1)?.name ?? "")) own.pop();
  return own.filter((frame) => !frame.name.startsWith("odeon.host/"));
}

/** A unit of top-level code is called my.ns/top. */
const shownName = (name: string): string => name.replace(/^(.*)\/top$/, "$1 (top level)");

function frames(trace: readonly Frame[], lines: string[], options: RenderOptions): void {
  const visible = visibleFrames(trace);
  const max = options.maxFrames ?? 40;
  const show = (frame: Frame): void => {
    const where =
      frame.file === "" ? "" : ` (${frame.file}${frame.line > 0 ? `:${frame.line}${frame.column > 0 ? `:${frame.column}` : ""}` : ""})`;
    lines.push(`    ${paint("at", "dim", options)} ${shownName(frame.name)}${paint(where, "dim", options)}`);
  };
  // Deep recursion repeats one line: say how often instead.
  const folded: { frame: Frame; times: number }[] = [];
  for (const frame of visible) {
    const last = folded.at(-1);
    if (last !== undefined && sameFrame(last.frame, frame)) last.times++;
    else folded.push({ frame, times: 1 });
  }
  const cut = folded.length > max ? folded.length - max : 0;
  folded.forEach(({ frame, times }, i) => {
    if (cut > 0 && i >= max - 10 && i < max - 10 + cut) {
      if (i === max - 10) lines.push(paint(`    ... ${cut} more`, "dim", options));
      return;
    }
    show(frame);
    if (times > 1) lines.push(paint(`    ... the same ${times - 1} more times`, "dim", options));
  });
}

const sameFrame = (a: Frame, b: Frame): boolean => a.name === b.name && a.file === b.file && a.line === b.line && a.column === b.column;
