/** The stress switches act, and say so: each counts how often it did. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { odeon } from "../support/odeon.js";

/** Several actors that allocate, call and send: work for every switch. */
const PROGRAM = [
  "(require '[clojure.actors :refer [spawn self ! receive]])",
  "(def me (self))",
  "(defn work [n] (loop [i 0 v []] (if (= i n) (count v) (recur (inc i) (conj v [i (str i)])))))",
  "(dotimes [k 8] (spawn (fn [] (! me [:done (work 3000)]))))",
  "(println (reduce + (repeatedly 8 #(receive [:done n] n))))",
].join("\n");

for (const name of ["collect", "preempt", "nursery", "move", "install", "guard"]) {
  test(`ODEON_STRESS=${name} acts, and the program prints the same`, async () => {
    // Guards are in compiled code alone.
    const tier = name === "guard" ? "jit" : "auto";
    const result = await odeon(["run", "--tier", tier, "--stats", "--executors", "2", "-"], {
      stdin: PROGRAM,
      env: { ODEON_STRESS: name },
      timeout: 120_000,
    });
    assert.deepEqual([result.code, result.stdout], [0, "24000\n"], result.stderr);
    const line = result.stderr.split("\n").find((text) => text.startsWith("{"));
    const stats = JSON.parse(line ?? "{}");
    assert.ok(stats.stress[name] > 0, `stress counters: ${JSON.stringify(stats.stress)}`);
    for (const other of Object.keys(stats.stress))
      if (other !== name) assert.equal(stats.stress[other], 0, `${other} acted without being asked`);
  });
}

test("an unknown stress switch is refused", async () => {
  const result = await odeon(["-e", "1"], { env: { ODEON_STRESS: "nonsense" } });
  assert.notEqual(result.code, 0);
  assert.match(result.stderr, /nonsense/);
});
