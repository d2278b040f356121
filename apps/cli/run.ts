import { readFileSync } from "node:fs";
import { NO_SPAN } from "../../src/base/index.js";
import { type Engine, type Load, type Profile, shownPath } from "../../src/driver/index.js";
import { type StartedMachine, symbol, vectorOf } from "../../src/host/index.js";
import { installDumps, wasmDump } from "./dump.js";
import { kindOf, readText } from "./files.js";
import { readProgram } from "./odb.js";
import type { Invocation } from "./options.js";
import { complainAbout, EXIT, leave, startEngine } from "./process.js";

/** odeon run. */
export async function run(invocation: Invocation, started: StartedMachine, profile?: Profile): Promise<never> {
  const target = invocation.operands[0] as string;
  const kind = kindOf(target);
  const source = kind === "namespace" ? "" : kind === "stdin" ? readFileSync(0, "utf8") : "";
  const text = kind === "source" ? readText(target) : source;
  const units = kind === "odb" ? readProgram(target) : undefined;
  return supervise(
    invocation,
    started,
    async (engine) => {
      let load: Load | undefined;
      if (kind === "namespace") load = await engine.loads.openLib(target, undefined, false, NO_SPAN);
      else if (units !== undefined) load = engine.openProgram(units);
      else load = engine.loads.openText(text, kind === "stdin" ? "stdin" : shownPath(target));
      load?.prefetch();
      const main = kind === "namespace" ? symbol(target) : null;
      await engine.callEntry("run-program", [load?.id ?? null, load?.file ?? null, main, vectorOf([...invocation.args])]);
    },
    profile,
  );
}

/** odeon -e. */
export async function evaluate(invocation: Invocation, started: StartedMachine): Promise<never> {
  return supervise(invocation, started, async (engine) => {
    const load = engine.loads.openText(invocation.expressions.join("\n"), "-e");
    load.prefetch();
    await engine.callEntry("eval-print", [load.id, vectorOf([...invocation.args])]);
  });
}

/** odeon test. */
export async function test(invocation: Invocation, started: StartedMachine): Promise<never> {
  return supervise(invocation, started, async (engine) => {
    const passed = await engine.callEntry("run-tests", [vectorOf(invocation.operands.map((name) => symbol(name)))]);
    if (passed !== true) leave(engine, EXIT.ERROR, invocation.stats);
  });
}

/** Runs the work to its end and leaves with the code that tells how it went. */
async function supervise(
  invocation: Invocation,
  started: StartedMachine,
  work: (engine: Engine) => Promise<void>,
  profile?: Profile,
): Promise<never> {
  const engine = startEngine(invocation, started, { wasm: wasmDump(invocation), profile });
  installDumps(engine, invocation);
  try {
    await work(engine);
  } catch (error) {
    engine.machine.flushOutput();
    complainAbout(error, engine);
    leave(engine, EXIT.ERROR, invocation.stats);
  }
  leave(engine, EXIT.OK, invocation.stats);
}
