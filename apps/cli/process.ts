import { readFileSync } from "node:fs";
import { LIMITS } from "../../spec/index.js";
import { Engine, type Profile, renderError, type TierOptions, waitingActors, wantsColour } from "../../src/driver/index.js";
import { ClosedPipe, type InputSource, type StartedMachine, UsageError, type Value, writeFully } from "../../src/host/index.js";
import type { Invocation } from "./options.js";

/** Exit codes of the command line. */
export const EXIT = { OK: 0, ERROR: 1, USAGE: 2, INTERPRETED: 3, INTERNAL: 70, INTERRUPTED: 130 } as const;

/** Writes to standard error, whatever its state. */
export function complain(text: string): void {
  try {
    writeFully(2, Buffer.from(text));
  } catch {
    // Nobody can read it.
  }
}
/** Writes to standard output; a reader that has gone ends the process quietly. */
export function say(text: string): void {
  write(1, Buffer.from(text));
}

export function write(fd: number, bytes: Uint8Array): void {
  try {
    writeFully(fd, bytes);
  } catch (error) {
    if (error instanceof ClosedPipe) process.exit(EXIT.OK);
    throw error;
  }
}

/** An error as a user sees it, on standard error. */
export function complainAbout(error: unknown, engine?: Engine): void {
  complain(
    renderError(error, {
      colour: wantsColour(process.stderr),
      source: (file) => engine?.compiler.textOf(file) ?? readSource(file),
      arglists: (name) => engine?.compiler.session.docOf(name)?.arglists ?? undefined,
    }),
  );
}

function readSource(file: string): string | undefined {
  try {
    return /\.cljc?$|\.edn$/.test(file) ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

type Farewell = (code: number) => number;
const farewells: Farewell[] = [];
/** Has something done when the program has ended, however it ends; answers the exit code. */
export function atLeave(farewell: Farewell): void {
  farewells.push(farewell);
}

/** Ends the process: everything printed so far is written first. */
export function leave(engine: Engine | undefined, ended: number, stats = false): never {
  let code = ended;
  if (engine !== undefined) {
    engine.machine.flushOutput();
    for (const farewell of farewells.splice(0)) code = farewell(code);
    if (stats) complain(`${JSON.stringify(engine.stats())}\n`);
    const { unexplained } = engine.tier;
    if (unexplained.length > 0) {
      complain(`odeon: --tier jit: these ran in the interpreter\n${unexplained.map((line) => `  ${line}\n`).join("")}`);
      if (code === EXIT.OK) process.exit(EXIT.INTERPRETED);
    }
  }
  process.exit(code);
}

/** Starts the runtime for a command, with the reactions that all commands share. */
export function startEngine(
  invocation: Invocation,
  started: StartedMachine,
  options: { interrupt?: boolean; input?: InputSource; wasm?: TierOptions["dump"]; profile?: Profile | undefined } = {},
): Engine {
  const engine = new Engine({
    executors: invocation.executors,
    paths: invocation.paths,
    grants: new Set(["files", "stdin", "env", "net"]),
    args: invocation.args,
    started,
    input: options.input,
    tierOptions: {
      trace: invocation.traceTier ? (line) => complain(`;; ${line}\n`) : undefined,
      dump: options.wasm,
      unchecked: process.env["ODEON_JIT_CHECKS"] === "off",
      skip: process.env["ODEON_JIT_SKIP"]?.split(","),
      mostBytes: Number(process.env["ODEON_JIT_BYTES"] ?? LIMITS.JIT_BYTES),
    },
    output: write,
    events: {
      sample: (sample) => options.profile?.add(sample, (code) => engine.tier.nameOf(code)),
      exit: (code) => leave(engine, code, invocation.stats),
      deadlock: (report) => {
        engine.machine.flushOutput();
        complain(deadlockText(report));
        leave(engine, EXIT.ERROR, invocation.stats);
      },
      fatal: (reason) => {
        complain(`odeon: internal error: ${reason}\n`);
        leave(undefined, EXIT.INTERNAL);
      },
    },
  });
  if (options.interrupt !== false) process.on("SIGINT", () => leave(engine, EXIT.INTERRUPTED, invocation.stats));
  process.on("SIGTERM", () => leave(engine, 143, invocation.stats));
  return engine;
}

function deadlockText(report: Value): string {
  const lines = ["odeon: deadlock: every actor waits for a message, and nothing can send one\n"];
  for (const { actor, frames } of waitingActors(report).slice(0, 20)) {
    const top = frames[0];
    lines.push(`  ${actor} waits in ${top === undefined ? "?" : `${top.name} (${top.file}:${top.line}:${top.column})`}\n`);
  }
  return lines.join("");
}

export { UsageError };
