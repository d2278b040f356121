/**
 * What actors promise, by the programs of this folder: on two executors, on one, and under each stress switch.
 * A program prints what does not hold and how many checks held; that number must be the same in all modes.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, REPOSITORY } from "../support/odeon.js";

const FOLDER = join(REPOSITORY, "test/actors");
const MODES = [
  { name: "two executors", executors: "2", stress: "", tier: "interp" },
  { name: "one executor", executors: "1", stress: "", tier: "interp" },
  { name: "preempting at every safepoint", executors: "2", stress: "preempt", tier: "interp" },
  { name: "collecting at every safepoint", executors: "2", stress: "collect", tier: "interp" },
  { name: "tiny nurseries", executors: "2", stress: "nursery", tier: "interp" },
  { name: "moving after every slice", executors: "2", stress: "move", tier: "interp" },
  { name: "compiled", executors: "2", stress: "", tier: "jit" },
  { name: "compiled, one executor", executors: "1", stress: "", tier: "jit" },
  { name: "compiled, preempting", executors: "2", stress: "preempt", tier: "jit" },
] as const;

for (const program of ["signals", "links", "receive", "limits"]) {
  const held = new Set<string>();
  for (const mode of MODES) {
    test(`${program}: ${mode.name}`, { timeout: 120_000 }, async () => {
      const args = ["run", "--executors", mode.executors, "--path", FOLDER, join(FOLDER, `${program}.clj`), String(mode.stress !== "")];
      const outcome = await odeon(args, { env: { ODEON_STRESS: mode.stress, ODEON_TIER: mode.tier }, timeout: 110_000 });
      assert.match(outcome.stdout, /^:held \d+\n$/, outcome.stdout + outcome.stderr);
      assert.equal(outcome.code, 0, outcome.stderr);
      held.add(outcome.stdout);
      assert.equal(held.size, 1, "the modes differ in how many checks they made");
    });
  }
}
