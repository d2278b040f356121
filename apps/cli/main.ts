/**
 * The command line's first steps. Start-up time is spent in two places, the first executor's thread and the compiler's code, so the
 * thread is begun before that code is loaded: this file and what it imports statically are small.
 */
import { writeSync } from "node:fs";
import { TIER } from "../../spec/index.js";
import { packageVersion, type StartedMachine, startMachine, UsageError } from "../../src/host/index.js";
import { loadCached } from "./cached.js";
import { helpText } from "./help.js";
import { type Invocation, parseCommandLine } from "./options.js";

/** What fails before the program has begun is wrong usage: one line, exit code 2. */
function orRefuse<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`odeon: ${error.message}\n`);
    process.exit(2);
  }
}

function print(text: string): void {
  try {
    writeSync(1, text);
  } catch {
    // The reader has gone.
  }
}

function start(invocation: Invocation): StartedMachine {
  const stress = Object.fromEntries(invocation.stress.map((name) => [`stress${name[0]?.toUpperCase()}${name.slice(1)}`, 1]));
  const sampled =
    invocation.command === "profile" ? { profileEvery: invocation.every, profileTime: invocation.by === "time" ? 1 : 0 } : undefined;
  const seed = Number(process.env["ODEON_SEED"] ?? 0);
  const control = { ...stress, ...sampled, seed, tier: TIER[invocation.tier.toUpperCase() as keyof typeof TIER] };
  return startMachine({ executors: invocation.executors, memoryLimit: invocation.memoryLimit, control, ownProcess: true });
}

const invocation = orRefuse(() => parseCommandLine(process.argv.slice(2)));
if (invocation.command === "help") print(helpText(invocation.topic));
else if (invocation.command === "version") print(`odeon ${packageVersion()} (node ${process.versions.node})\n`);
else {
  const started = invocation.command === "verify" || invocation.command === "build" ? undefined : orRefuse(() => start(invocation));
  const { perform } = loadCached(new URL("./commands.cjs", import.meta.url)) as typeof import("./commands.js");
  await perform(invocation, started);
}
