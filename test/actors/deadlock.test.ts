/** Deadlocks that are none: an actor is on its way from one executor to another, or what all wait for is on its way from the host. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, REPOSITORY } from "../support/odeon.js";

for (const executors of ["2", "3", "4"]) {
  test(`actors in the hands of a thief are not forgotten, ${executors} executors`, { timeout: 120_000 }, async () => {
    for (let i = 0; i < 5; i++) {
      const outcome = await odeon(["run", "--stress", "preempt", "--executors", executors, join(REPOSITORY, "test/actors/steal.clj")], {
        timeout: 60_000,
      });
      assert.equal(outcome.stdout, ":done\n", outcome.stderr);
    }
  });
}

test("a timer of a wait that is over does not hide a deadlock", { timeout: 60_000 }, async () => {
  const program = `(ns user (:require [clojure.actors :refer :all]))
(let [echo (spawn (fn [] (receive from (! from :answer)) (receive :never nil)))]
  (! echo (self))
  (println (receive :answer :answered (after 100000000 :late)))
  (receive :never nil))`;
  const outcome = await odeon(["run", "-"], { stdin: program, timeout: 50_000 });
  assert.equal(outcome.stdout, ":answered\n", outcome.stderr);
  assert.match(outcome.stderr, /deadlock/);
});

test("an answer of the host that is larger than the ring takes is waited for", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "odeon-deadlock-"));
  try {
    const file = join(folder, "big.txt");
    writeFileSync(file, "0123456789".repeat(400_000));
    const outcome = await odeon(["--executors", "1", "-e", `(do (dotimes [_ 3] (println (count (slurp ${JSON.stringify(file)})))) :end)`]);
    assert.equal(outcome.stdout, "4000000\n4000000\n4000000\n:end\n", outcome.stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
