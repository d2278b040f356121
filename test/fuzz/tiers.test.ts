/**
 * Random programs do the same in both tiers: a few of them, always the same. tiers-soak.ts runs as many as one likes.
 *
 *   ODEON_FUZZ_TIERS=N  so many cases (default 40)
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { casesOf, differences, modeOf, REFERENCE, run } from "./tiers/compare.js";
import { programOf } from "./tiers/program.js";

const COUNT = Number(process.env["ODEON_FUZZ_TIERS"] ?? 40);
const SETS = [
  { seed: 7_000, modes: ["jit", "auto"], warm: 400, again: 40 },
  { seed: 8_000, modes: ["jit+preempt", "auto+nursery"], warm: 60, again: 20 },
] as const;

for (const { seed, modes, warm, again } of SETS) {
  test(`random programs from seed ${seed} on: interp, ${modes.join(", ")}`, { timeout: 600_000 }, async () => {
    const source = programOf(casesOf(seed, COUNT, { portable: false }), { portable: false, warm, again, reductions: true });
    const expected = await run(source, REFERENCE);
    assert.ok(expected.complete, expected.trouble);
    for (const name of modes) {
      const found = differences(expected, await run(source, modeOf(name)), modeOf(name));
      assert.deepEqual(
        found.map((d) => `seed ${d.seed}: ${d.expected}\n  ${name}: ${d.actual}`),
        [],
      );
    }
  });
}
