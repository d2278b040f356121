/** What actors cost, and what happens when memory runs out. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, REPOSITORY } from "../support/odeon.js";

const program = (name: string): string => join(REPOSITORY, "test/actors", `${name}.clj`);

test("100,000 parked actors cost at most 1 KB each, and all answer", { timeout: 60_000 }, async () => {
  const outcome = await odeon(["run", program("parked")]);
  const [, each] = /^:bytes-each (\d+)\n:answered true\n$/.exec(outcome.stdout) ?? [];
  assert.ok(each !== undefined, outcome.stdout + outcome.stderr);
  assert.ok(Number(each) > 0 && Number(each) <= 1024, `${each} bytes`);
});

for (const executors of ["1", "2"]) {
  test(`actors that exhaust memory die alone, on ${executors} executors`, { timeout: 400_000 }, async () => {
    const outcome = await odeon(["run", "--memory", "96m", "--executors", executors, program("exhausted")], { timeout: 390_000 });
    const expected = Array.from({ length: 6 }, (_, i) => `${i} memory exhausted ${i * i}\n`).join("");
    assert.equal(outcome.stdout, `${expected}40425\n`, outcome.stderr);
    assert.equal(outcome.code, 0);
  });
}

for (const executors of ["1", "2"]) {
  test(`actors beside one that exhausts memory go on, on ${executors} executors`, { timeout: 400_000 }, async () => {
    const outcome = await odeon(["run", "--memory", "96m", "--executors", executors, program("neighbours")], { timeout: 390_000 });
    const expected = Array.from({ length: 6 }, (_, i) => `${i} memory exhausted\n`).join("");
    assert.equal(outcome.stdout, `${expected}:end\n`, outcome.stderr);
  });
}

test("work at the bottom of a deep stack costs what it costs elsewhere", { timeout: 60_000 }, async () => {
  const outcome = await odeon(["run", program("deep")]);
  assert.equal(outcome.stdout, "1000000\ntrue\n", outcome.stderr);
});

test("who waits for a future that exhausts memory is told", { timeout: 120_000 }, async () => {
  const source = `(println (try @(future (loop [v []] (recur (conj v (vec (range 1000)))))) (catch java.util.concurrent.ExecutionException e :told)) :on)`;
  const outcome = await odeon(["run", "--memory", "96m", "-"], { stdin: source, timeout: 110_000 });
  assert.equal(outcome.stdout, ":told :on\n", outcome.stderr);
});
