import type { StartedMachine } from "../../src/host/index.js";
import { compile, disasm, verify } from "./odb.js";
import type { Invocation } from "./options.js";
import { profile } from "./profile.js";
import { complainAbout, EXIT, leave, UsageError } from "./process.js";
import { evaluate, run, test } from "./run.js";

/** Performs a command to its end and leaves the process. `started` is there for all commands but verify. */
export async function perform(invocation: Invocation, started: StartedMachine | undefined): Promise<never> {
  try {
    leave(undefined, started === undefined ? verify(invocation) : await withMachine(invocation, started));
  } catch (error) {
    complainAbout(error);
    leave(undefined, error instanceof UsageError ? EXIT.USAGE : EXIT.ERROR);
  }
}

async function withMachine(invocation: Invocation, started: StartedMachine): Promise<number> {
  switch (invocation.command) {
    case "eval":
      return evaluate(invocation, started);
    case "profile":
      return profile(invocation, started);
    case "test":
      return test(invocation, started);
    case "compile":
      return compile(invocation, started);
    case "disasm":
      return disasm(invocation, started);
    case "repl": {
      // The line editor is loaded only here.
      const { repl } = await import("../repl/index.js");
      return repl(invocation, started);
    }
    default:
      return run(invocation, started);
  }
}
