/** What actors promise, checked by a program that prints what does not hold: on two executors, on one, and under each stress switch. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, REPOSITORY } from "../support/odeon.js";

const PROGRAM = join(REPOSITORY, "test/kernel/promises.clj");
const MODES: [name: string, args: string[]][] = [
  ["two executors", ["--executors", "2"]],
  ["one executor", ["--executors", "1"]],
  ["preempting at every safepoint", ["--executors", "2", "--stress", "preempt"]],
  ["moving after every slice", ["--executors", "2", "--stress", "move"]],
  ["collecting at every safepoint", ["--executors", "1", "--stress", "collect"]],
  ["tiny nurseries", ["--executors", "2", "--stress", "nursery"]],
];
for (const [name, args] of MODES) {
  test(`promises of actors: ${name}`, { timeout: 180_000 }, async () => {
    const outcome = await odeon(["run", "--stats", ...args, PROGRAM], { timeout: 170_000 });
    assert.equal(outcome.stdout, ":done\n", outcome.stderr);
    assert.equal(outcome.code, 0);
    const stats = JSON.parse(outcome.stderr.trim().split("\n").at(-1) as string);
    const flag = args[args.indexOf("--stress") + 1] as string;
    if (args.includes("--stress")) assert.ok(stats.stress[flag] > 100, `${flag} acted ${stats.stress[flag]} times`);
  });
}

test("an exhausted actor dies with a reason and the others live", { timeout: 120_000 }, async () => {
  const program = `(ns user (:require [clojure.actors :refer :all]))
(defn eat [] (loop [v [] i 0] (recur (conj v (vec (range 100))) (inc i))))
(let [[pid ref] (spawn-monitor eat)] (prn (receive [:DOWN (= ref) _ reason] (ex-message reason))))
(prn :alive (reduce + (range 1000)))`;
  const outcome = await odeon(["run", "--memory", "100", "-"], { stdin: program });
  assert.equal(outcome.stdout, '"memory exhausted"\n:alive 499500\n', outcome.stderr);
});

test("a program in which every actor waits ends with a report", async () => {
  const outcome = await odeon(["-e", "(require '[clojure.actors :refer :all]) (defn stuck [] (receive :never nil)) (spawn stuck) (stuck)"]);
  assert.notEqual(outcome.code, 0);
  assert.match(outcome.stderr, /deadlock/);
  assert.match(outcome.stderr, /stuck/);
});
