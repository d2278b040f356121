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
  { name: "two executors", executors: "2", stress: "" },
  { name: "one executor", executors: "1", stress: "" },
  { name: "preempting at every safepoint", executors: "2", stress: "preempt" },
  { name: "collecting at every safepoint", executors: "2", stress: "collect" },
  { name: "tiny nurseries", executors: "2", stress: "nursery" },
  { name: "moving after every slice", executors: "2", stress: "move" },
] as const;

for (const program of ["signals", "links", "receive", "limits"]) {
  const held = new Set<string>();
  for (const mode of MODES) {
    test(`${program}: ${mode.name}`, { timeout: 120_000 }, async () => {
      const args = ["run", "--executors", mode.executors, "--path", FOLDER, join(FOLDER, `${program}.clj`), String(mode.stress !== "")];
      const outcome = await odeon(args, { env: { ODEON_STRESS: mode.stress }, timeout: 110_000 });
      assert.match(outcome.stdout, /^:held \d+\n$/, outcome.stdout + outcome.stderr);
      assert.equal(outcome.code, 0, outcome.stderr);
      held.add(outcome.stdout);
      assert.equal(held.size, 1, "the modes differ in how many checks they made");
    });
  }
}
