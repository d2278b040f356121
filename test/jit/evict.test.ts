/** Compiled code comes and goes: within its limits, and at random, and is left at random; a program is none the wiser, and bugs of that would show. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { TIER } from "../../spec/index.js";
import { Engine, type Stats, Symbol as ClojureSymbol } from "../../src/driver/index.js";
import { odeon, withFiles } from "../support/odeon.js";

/** Functions that are hot one after the other, in two actors; each calls one of a few others. */
const FUNCTIONS = 40;
const PROGRAM = [
  ...Array.from({ length: 4 }, (_, i) => `(defn g${i} [x] (loop [i 0 s x] (if (< i 10) (recur (inc i) (+ s i ${i})) s)))`),
  ...Array.from(
    { length: FUNCTIONS },
    (_, i) => `(defn f${i} [x] (loop [i 0 s x] (if (< i 40) (recur (inc i) (+ s (rem (g${i % 4} i) 7) ${i})) s)))`,
  ),
  "(defn spin [f] (loop [i 0 s 0] (if (< i 200) (recur (inc i) (+ s (f i))) s)))",
  `(def all [${Array.from({ length: FUNCTIONS }, (_, i) => `f${i}`).join(" ")}])`,
  "(dotimes [round 15] (let [a (future (mapv spin all)) b (future (mapv spin (rseq all)))] (println (= @a (vec (rseq @b))) @a)))",
].join("\n");

const stats = (stderr: string): Stats => JSON.parse(stderr.split("\n").find((line) => line.startsWith("{")) as string);

test("within a small budget modules give way to others, in both tiers", { timeout: 300_000 }, async () => {
  await withFiles({ "p.clj": PROGRAM }, async (folder) => {
    const run = (tier: string, env: Record<string, string> = {}) =>
      odeon(["run", "--tier", tier, "--stats", "--trace-tier", join(folder, "p.clj")], { env, timeout: 120_000 });
    const expected = (await run("interp")).stdout;
    for (const [tier, bytes] of [
      ["jit", 400_000],
      ["auto", 20_000],
    ] as const) {
      const { code, stdout, stderr } = await run(tier, { ODEON_JIT_BYTES: String(bytes) });
      assert.deepEqual([code, stdout], [0, expected], stderr.slice(-2000));
      const { evicted, modules } = stats(stderr).tier;
      assert.ok(evicted > 0 && evicted <= modules, `${tier}: ${evicted} of ${modules}`);
      assert.equal(stderr.split("\n").filter((line) => line.startsWith(";; evicted ")).length, evicted);
    }
    assert.equal(stats((await run("auto")).stderr).tier.evicted, 0, "without need nothing is evicted");
  });
});

test("the choice of what is evicted under stress follows from ODEON_SEED", async () => {
  await withFiles({ "p.clj": PROGRAM }, async (folder) => {
    const env = { ODEON_STRESS: "install", ODEON_SEED: "5" };
    const { code, stderr } = await odeon(["run", "--stats", "--executors", "1", join(folder, "p.clj")], { env, timeout: 120_000 });
    assert.equal(code, 0, stderr);
    assert.ok(stats(stderr).tier.evicted > 0);
  });
});

/** What the program prints, or that it failed. */
async function outcome(control: Record<string, number>): Promise<string> {
  let text = "";
  let failed: (reason: string) => void = () => {};
  const failure = new Promise<string>((resolve) => {
    failed = resolve;
  });
  const engine = new Engine({
    executors: 2,
    grants: new Set(),
    control: { tier: TIER.AUTO, ...control },
    output: (_fd, bytes) => {
      text += Buffer.from(bytes).toString("utf8");
    },
    events: { fatal: () => failed("failed") },
  });
  await engine.machine.ready;
  const load = engine.loads.openText(PROGRAM, "p.clj");
  const done = engine.callEntry("run-load", [load.id, load.file, new ClojureSymbol(null, "user")]).then(
    () => text,
    () => "failed",
  );
  const end = await Promise.race([done, failure]);
  await engine.stop();
  return end;
}

/** kernel/gc/stress.ts. The second shows only if one executor installs while the other runs. */
const PLANTS: readonly { what: string; plantBug: number; stress: Record<string, number> }[] = [
  { what: "eviction leaves entries", plantBug: 7, stress: { stressInstall: 1 } },
  { what: "entries are used before they are there", plantBug: 8, stress: { stressInstall: 1 } },
  { what: "a frame that is left at a guard loses its first word", plantBug: 9, stress: { stressGuard: 1, tier: TIER.JIT } },
];
const TRIES = 10;

test("stress finds planted bugs of eviction and of guards", { timeout: 300_000 }, async () => {
  const expected = await outcome({ tier: TIER.INTERP });
  assert.match(expected, /^true \[/);
  for (const stress of ["stressInstall", "stressGuard"]) assert.equal(await outcome({ [stress]: 1 }), expected);
  for (const plantBug of [7, 9]) assert.equal(await outcome({ plantBug }), expected, "without stress it goes unnoticed");
  for (const { what, plantBug, stress } of PLANTS) {
    let found = false;
    for (let seed = 1; seed <= TRIES && !found; seed++) found = (await outcome({ plantBug, ...stress, seed })) !== expected;
    assert.ok(found, what);
  }
});
