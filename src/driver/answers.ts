/** What comes back from the kernel, in the terms of a program's user. */
import { ERRORS } from "../../spec/index.js";
import {
  ClosedPipe,
  decodeValue,
  type Done,
  ExceptionValue,
  itemsOf,
  Keyword,
  OUTCOME,
  Pid,
  printValue,
  type Value,
  writeFully,
} from "../host/index.js";
import { errorFromDescription, errorFromValue, type Frame, framesOf, OdeonError } from "./errors.js";
import { visibleFrames } from "./render-error.js";

/** What a call answered; throws what it threw or why it was ended. */
export function answerOf({ outcome, payload }: Done): Value {
  const value = decodeValue(payload);
  if (outcome === OUTCOME.OK) return value;
  throw thrownError(value, outcome === OUTCOME.KILLED);
}

/** What an entry of odeon.main has answered: [:ok value] or [:error description]. */
export function unwrap(result: Value): Value {
  const [tag, value] = itemsOf(result);
  if (!(tag instanceof Keyword)) throw new Error(`an entry answered ${printValue(result)}`);
  if (tag.name === "error") throw errorFromDescription(value as Value);
  return value as Value;
}

/** The kernel's report of a deadlock: rows of [pid name-or-nil "waits in" frames]. */
export function waitingActors(report: Value): { actor: string; frames: Frame[] }[] {
  return itemsOf(report).map((row) => {
    const [pid, name, , frames] = itemsOf(row);
    const shown =
      name === null || name === undefined ? (pid instanceof Pid ? `actor ${(pid.word >> 8n) & 0xffffffn}` : "an actor") : printValue(name);
    return { actor: shown, frames: visibleFrames(framesOf(frames)) };
  });
}

/** To the process's own streams; a reader that has gone is no failure of the program's. */
export function writeQuietly(fd: number, bytes: Uint8Array): void {
  try {
    writeFully(fd, bytes);
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
  }
}

export function describeFatal(payload: Uint8Array): string {
  try {
    return printValue(decodeValue(payload));
  } catch {
    return "(no readable report)";
  }
}

/** What an actor died of before the library could describe it: while the core image is made, or for want of memory. */
function thrownError(value: Value, killed: boolean): OdeonError {
  if (!(value instanceof ExceptionValue)) return errorFromValue(value, killed);
  const [code, ...operands] = itemsOf(value.data);
  const row = value.message === null && typeof code === "bigint" ? ERRORS.find((error) => BigInt(error.code) === code) : undefined;
  const cause = value.cause instanceof ExceptionValue ? thrownError(value.cause, false) : undefined;
  const trace = framesOf(value.trace);
  if (row !== undefined) {
    const text = row.template.replace(/\{(\d)t?\}/g, (_, i: string) => printValue(operands[Number(i)] ?? null));
    return new OdeonError(value.className, text, undefined, trace, cause);
  }
  const text = typeof value.message === "string" ? value.message : value.message === null ? "" : printValue(value.message);
  return new OdeonError(value.className, text, value.data === null ? undefined : printValue(value.data), trace, cause);
}
