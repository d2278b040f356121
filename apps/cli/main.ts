import { packageVersion, UsageError } from "../../src/driver/index.js";
import { helpText } from "./help.js";
import { compile, disasm, verify } from "./odb.js";
import { type Invocation, parseCommandLine } from "./options.js";
import { complainAbout, EXIT, leave, say } from "./process.js";
import { evaluate, run, test } from "./run.js";

async function perform(invocation: Invocation): Promise<number> {
  switch (invocation.command) {
    case "help":
      say(helpText(invocation.topic));
      return EXIT.OK;
    case "version":
      say(`odeon ${packageVersion()} (node ${process.versions.node})\n`);
      return EXIT.OK;
    case "eval":
      return evaluate(invocation);
    case "run":
      return run(invocation);
    case "test":
      return test(invocation);
    case "compile":
      return compile(invocation);
    case "disasm":
      return disasm(invocation);
    case "verify":
      return verify(invocation);
    case "repl": {
      // The line editor is loaded only here.
      const { repl } = await import("../repl/index.js");
      return repl(invocation);
    }
  }
}

try {
  leave(undefined, await perform(parseCommandLine(process.argv.slice(2))));
} catch (error) {
  complainAbout(error);
  leave(undefined, error instanceof UsageError ? EXIT.USAGE : EXIT.ERROR);
}
