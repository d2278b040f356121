/** The program of DIR/run.js, which odeon build writes beside a program's image: runs it as odeon run would, without a compiler. */
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { BuiltProgram, renderError, waitingActors, wantsColour } from "../../src/driver/index.js";
import { ClosedPipe, EXECUTOR_LIMITS, writeFully } from "../../src/host/index.js";

function write(fd: number, bytes: Uint8Array): void {
  try {
    writeFully(fd, bytes);
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
    if (fd === 1) process.exit(0);
  }
}
const complain = (text: string): void => write(2, Buffer.from(text));

const wanted = Number(process.env["ODEON_EXECUTORS"] ?? availableParallelism());
const executors = Math.min(EXECUTOR_LIMITS.max, Math.max(EXECUTOR_LIMITS.min, Math.trunc(wanted) || 1));

function leave(code: number): never {
  program.machine.flushOutput();
  process.exit(code);
}

const program = new BuiltProgram(
  dirname(fileURLToPath(import.meta.url)),
  { executors, grants: new Set(["files", "stdin", "env", "net"]), args: process.argv.slice(2) },
  {
    output: write,
    exit: (code) => leave(code),
    deadlock: (report) => {
      program.machine.flushOutput();
      complain("deadlock: every actor waits for a message, and nothing can send one\n");
      for (const { actor, frames } of waitingActors(report).slice(0, 20)) {
        const top = frames[0];
        complain(`  ${actor} waits in ${top === undefined ? "?" : `${top.name} (${top.file}:${top.line}:${top.column})`}\n`);
      }
      leave(1);
    },
    fatal: (reason) => {
      complain(`internal error: ${reason}\n`);
      process.exit(70);
    },
  },
);
process.on("SIGINT", () => leave(130));
process.on("SIGTERM", () => leave(143));
try {
  await program.run();
} catch (error) {
  program.machine.flushOutput();
  complain(renderError(error, { colour: wantsColour(process.stderr), source: () => undefined }));
  leave(1);
}
leave(0);
