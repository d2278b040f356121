/** Integers of any size against JavaScript's: random pairs, most of them around the sizes where digits, longs and what the kernel does itself end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { odeon, withFiles } from "../support/odeon.js";

const EDGES = [32n, 63n, 64n, 128n, 1024n, 2047n, 2048n, 4096n].flatMap((bits) => [-1n, 0n, 1n].map((d) => (1n << bits) + d));
const magnitude = fc.oneof(
  fc.constantFrom(...EDGES, 0n, 1n, 2n, 10n),
  fc.bigInt(0n, 1n << 40n),
  fc.bigInt(0n, 1n << 200n),
  fc.bigInt(0n, 1n << 2100n),
);
const integer = fc.tuple(magnitude, fc.boolean()).map(([n, negative]) => (negative ? -n : n));
const LONG = 1n << 63n;
const isLong = (n: bigint): boolean => n >= -LONG && n < LONG;

const OPERATIONS: Record<string, (a: bigint, b: bigint) => bigint | number | boolean | string> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  quot: (a, b) => (b === 0n ? "none" : a / b),
  rem: (a, b) => (b === 0n ? "none" : a % b),
  mod: (a, b) => (b === 0n ? "none" : ((a % b) + b) % b),
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
};

for (const tier of ["interp", "jit"]) {
  test(`integers of any size are what JavaScript says, --tier ${tier}`, async () => {
    const seed = tier === "interp" ? 1 : 2;
    const pairs = fc.sample(fc.tuple(integer, integer), { numRuns: 1500, seed }).filter(([a, b]) => !isLong(a) || !isLong(b));
    const names = Object.keys(OPERATIONS);
    const program = `
      (def ops [${names.join(" ")}])
      (doseq [[a b] (partition 2 (map read-string (line-seq (java.io.BufferedReader. *in*))))]
        (println (apply str (interpose " " (map (fn [f] (try (f a b) (catch ArithmeticException _ "none"))) ops)))))`;
    const input = pairs.map(([a, b]) => `${a}${isLong(a) ? "" : "N"}\n${b}${isLong(b) ? "" : "N"}\n`).join("");
    const outcome = await withFiles({ "p.clj": program }, (folder) => odeon(["run", "--tier", tier, `${folder}/p.clj`], { stdin: input }));
    const lines = outcome.stdout.trimEnd().split("\n");
    assert.equal(lines.length, pairs.length, outcome.stderr.slice(0, 1000));
    pairs.forEach(([a, b], i) => {
      const expected = names.map((name) => String((OPERATIONS[name] as (a: bigint, b: bigint) => unknown)(a, b))).join(" ");
      assert.equal(lines[i], expected, `${a} and ${b}`);
    });
  });
}
