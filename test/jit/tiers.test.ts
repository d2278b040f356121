/** What compiled code must survive (limits.clj), the same in all tiers; and that tiers are left and entered as they should be. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, REPOSITORY, withFiles } from "../support/odeon.js";

const LIMITS = join(REPOSITORY, "test/jit/limits.clj");
const run = (tier: string, file: string, env: Record<string, string> = {}) =>
  odeon(["run", "--executors", "1", "--memory", "1g", "--tier", tier, "--trace-tier", file], { timeout: 240_000, env });
const compiledOf = (trace: string, name: string): number =>
  trace.split("\n").filter((l) => l.startsWith(";; compiled") && l.split(" ").includes(name)).length;

test("limits are the same in both tiers, on one executor", { timeout: 600_000 }, async () => {
  const expected = await run("interp", LIMITS);
  assert.match(expected.stdout, /:end\n$/, expected.stdout + expected.stderr);
  assert.match(expected.stdout, /^true true\n:killed :stop\n1000000\n/);
  const jit = await run("jit", LIMITS);
  assert.equal(jit.stdout, expected.stdout, jit.stderr.slice(-2000));
  const auto = await run("auto", LIMITS);
  assert.equal(auto.stdout, expected.stdout, auto.stderr.slice(-2000));
  assert.ok(compiledOf(auto.stderr, "user/plain") >= 2, "it is not compiled again after its exits");
  assert.equal(compiledOf(jit.stderr, "user/spin"), 1);
});

test("a function that is too large is interpreted, and so are its callers none the less compiled", { timeout: 120_000 }, async () => {
  const large = `(defn large [x] (let [a (inc x)] ${Array.from({ length: 3000 }, (_, i) => `(when (= a ${i}) (println ${i}))`).join(" ")} a))
(defn caller [n] (loop [i 0 s 0] (if (< i n) (recur (inc i) (+ s (large (+ i 5000)))) s)))
(println (caller 300) (caller 300))`;
  await withFiles({ "large.clj": large }, async (folder) => {
    const expected = await run("interp", join(folder, "large.clj"));
    const jit = await run("jit", join(folder, "large.clj"));
    assert.equal(expected.code, 0, expected.stderr);
    assert.equal(jit.stdout, expected.stdout, jit.stderr.slice(-2000));
    assert.match(jit.stderr, /user\/large stays interpreted: too/);
    assert.equal(compiledOf(jit.stderr, "user/caller"), 1);
  });
});

const SPENT = `
(require '[clojure.actors :refer [self info]])
(defn spent [f] (let [a (:reductions (info (self)))] (f) (- (:reductions (info (self))) a)))
(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(defn sum [n] (loop [i 0 s 0] (if (< i n) (recur (inc i) (+ s i)) s)))
(defn half [x] (quot x 2))
(dotimes [_ 3]
  (println (spent #(fib 15)) (spent #(sum 1000)) (spent #(half (half 9))) (spent #(reduce + (map inc (range 50))))
           (spent #(with-out-str (println [1 2]))) (spent #(some even? [1 3 4])) (spent #(isa? (class 1) Number))))`;

test("both tiers charge the same reductions, in loops and for inlined calls, too", async () => {
  await withFiles({ "spent.clj": SPENT }, async (folder) => {
    const run = async (tier: string): Promise<string> => (await odeon(["run", "--tier", tier, join(folder, "spent.clj")])).stdout;
    const interpreted = await run("interp");
    assert.match(interpreted, /^\d+ 10\d\d /);
    assert.equal(await run("jit"), interpreted);
    assert.equal(await run("auto"), interpreted);
  });
});
