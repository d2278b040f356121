import assert from "node:assert/strict";
import { test } from "node:test";
import { completeness, wordBefore } from "../../apps/repl/input.js";
import { Lines } from "../../apps/repl/lines.js";
import type { Resolver } from "../../src/reader/index.js";

const resolver: Resolver = { currentNs: () => "user", alias: () => null, symbol: (sym) => sym, unique: () => 1 };
const state = (text: string): string => completeness(text, resolver);

test("input is taken when its forms are closed", () => {
  assert.equal(state("(+ 1 2)\n"), "complete");
  assert.equal(state("1 2\n"), "complete");
  for (const text of ["(", "(let [x 1]\n", '"open', "{:a", "#(", "'", "(foo) [", "^:a", "#_"]) assert.equal(state(text), "open", text);
  for (const text of ["", "  \n", "; note\n", "#_(skipped)"]) assert.equal(state(text), "empty", text);
});

test("unreadable input is complete: evaluating it reports the error", () => {
  for (const text of [")", "(]", "1x", "{:a}"]) assert.equal(state(text), "complete", text);
});

test("the word that a completion replaces", () => {
  assert.equal(wordBefore("(ma"), "ma");
  assert.equal(wordBefore("(map str/up"), "str/up");
  assert.equal(wordBefore("(map "), "");
  assert.equal(wordBefore("@(re"), "re");
});

test("lines go to whoever asks first", async () => {
  const lines = new Lines();
  const first = lines.next();
  lines.push("one");
  lines.push("two");
  assert.equal(await first, "one");
  assert.equal(await lines.read(2), "tw");
  assert.equal(await lines.readLine(), "o");
  lines.end();
  assert.equal(await lines.next(), null);
});
