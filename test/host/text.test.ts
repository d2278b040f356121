import assert from "node:assert/strict";
import { test } from "node:test";
import { exponential, parseJavaDouble } from "../../src/host/number-text.js";
import { regexFromJava } from "../../src/host/regex.js";

test("doubles parse as Java parses them", () => {
  assert.equal(parseJavaDouble(" 1.5e3 "), 1500);
  assert.equal(parseJavaDouble("1d"), 1);
  assert.equal(parseJavaDouble(".5"), 0.5);
  assert.equal(parseJavaDouble("-Infinity"), Number.NEGATIVE_INFINITY);
  assert.equal(parseJavaDouble("1.5x"), null);
  assert.equal(parseJavaDouble(""), null);
});

test("numbers with exponents round half up", () => {
  assert.equal(exponential(12345.678, 3), "1.235e+04");
  assert.equal(exponential(9.99, 1), "1.0e+01");
  assert.equal(exponential(0, 2), "0.00e+00");
});

const match = (java: string, subject: string): string | null => {
  const { pattern, flags } = regexFromJava(java);
  return new RegExp(pattern, `${flags}u`).exec(subject)?.[0] ?? null;
};

test("Java's regular expressions", () => {
  assert.equal(match("(?i)abc", "xABCx"), "ABC");
  assert.equal(match("\\Aab\\z", "ab"), "ab");
  assert.equal(match("\\Qa.b\\E+", "a.bbb"), "a.bbb");
  assert.equal(match("[\\w-]+", "a-b c"), "a-b");
  assert.equal(match("\\p{Alpha}+", "12abc3"), "abc");
  assert.equal(match("\\p{L}+", "1é2"), "é");
  assert.equal(match("a++b", "aaab"), "aaab");
  assert.equal(match("a++a", "aaa"), null);
  assert.equal(match("(?>a|ab)c", "abc"), null);
  assert.equal(match("[a-z&&[^aeiou]]+", "aeixyz"), "xyz");
  assert.equal(match("[^a-c[x-z]]+", "axmnz"), "mn");
  assert.equal(match("\\x{1F600}", "😀"), "😀");
  assert.equal(match("end$", "the end\n"), "end");
  assert.equal(match("[/\\-:]+", "a/-:b"), "/-:");
  assert.equal(match("\\d{2,3}", "12345"), "123");
  assert.equal(match("[^\\]]+", "ab]c"), "ab");
  assert.equal(match("(a++)(b)\\2\\1", "aabbaa"), "aabbaa");
  assert.deepEqual(regexFromJava("(a++)(?>b)(c)").hidden.length, 2);
  assert.equal(match("(?<year>\\d+)-\\k<year>", "12-12"), "12-12");
  for (const bad of ["(", "[a", "a{2", "\\", "*a", "(?<1>a)"]) assert.throws(() => new RegExp(regexFromJava(bad).pattern, "u"), bad);
});
