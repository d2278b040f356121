/** Expressions that are tried in linear time when going back takes too long: which ones, and that they find the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { regexFromJava } from "../../src/host/regex.js";
import { allowLinearSearch, isPlainText, linearForm, makeLinear } from "../../src/host/regex-linear.js";

allowLinearSearch();
const formOf = (java: string): string | undefined => {
  const { pattern, flags } = regexFromJava(java);
  return linearForm(pattern, flags);
};

test("what the other engine does not do in the same way has no such form", () => {
  assert.equal(formOf("^(a+)+$"), "^(a+)+$");
  assert.equal(formOf("\\A(?:x|y)*\\z"), "^(?:x|y)*$");
  assert.equal(formOf("(?s).*(?<name>[^\\]\\d-z]{2,3}?)\\b"), ".*(?<name>[^\\]0-9\\-z]{2,3}?)\\b");
  assert.equal(formOf("\\Q(*\\E+"), "\\(\\*+");
  for (const java of [
    "(a)\\1",
    "a(?=b)",
    "(?<!a)b",
    "(?i)abc",
    "(?m)^a$",
    "\\p{L}+",
    "a++",
    "(?>a|b)c",
    "(a*)*",
    "(?:a?|b)+",
    "(\\b)*",
    "\\x{1F600}",
    "😀",
  ])
    assert.equal(formOf(java), undefined, java);
});

test("texts for them", () => {
  assert.ok(isPlainText("abc é\nd"));
  assert.ok(!isPlainText("abc\n"));
  assert.ok(!isPlainText("a😀"));
});

const atom = fc.constantFrom(
  "a",
  "b",
  "c",
  ".",
  "[ab]",
  "[^a]",
  "\\w",
  "\\d",
  "\\s",
  "\\b",
  "\\B",
  "^",
  "$",
  "\\z",
  "ab",
  "\\n",
  "[b-d&&[^c]]",
);
const suffix = fc.constantFrom("*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,3}?", "{2,}");
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    atom,
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => a + b),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(${a}|${b})`),
    tie("expression").map((a) => `(${a})`),
    fc.tuple(tie("expression"), suffix).map(([a, q]) => `(?:${a})${q}`),
    fc.tuple(tie("expression"), suffix).map(([a, q]) => `(${a})${q}`),
  ),
}));

test("both engines find the same", () => {
  let tried = 0;
  // The other engine takes over as soon as there is anything to go back to.
  setFlagsFromString("--regexp-backtracks-before-fallback=1");
  try {
    fc.assert(
      fc.property(expression, fc.string({ unit: fc.constantFrom(..."abc1 \né"), maxLength: 16 }), (java, text) => {
        const { pattern, flags } = regexFromJava(java);
        const form = linearForm(pattern, flags);
        if (form === undefined || !isPlainText(text)) return;
        tried++;
        const found = (regex: RegExp) => {
          const match = regex.exec(text);
          return match && [match.index, ...match];
        };
        assert.deepEqual(found(makeLinear(form, `${flags}g`)), found(new RegExp(pattern, `${flags}gu`)));
      }),
      { numRuns: 3000, seed: 1 },
    );
  } finally {
    setFlagsFromString("--regexp-backtracks-before-fallback=50000");
  }
  assert.ok(tried > 500, `${tried}`);
});

test("a search that goes back without end comes to one", { timeout: 60_000 }, () => {
  const a = "a".repeat(60);
  for (const [java, text, expected] of [
    ["^(a+)+$", `${a}!`, null],
    ["(x+x+)+y", "x".repeat(60), null],
    ["^(\\w+\\s?)*$", `${"hello ".repeat(20)}?`, null],
    ["(a|b|ab)*c", "ab".repeat(40), null],
    ["(?:(a+)+c|a+b)", `${a}b`, `${a}b`],
    ["(?:(a+)+c|a+é)", `${a}é`, `${a}é`],
  ] as const)
    assert.equal(makeLinear(formOf(java) as string, "g").exec(text)?.[0] ?? null, expected, java);
});
