import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDouble, javaDouble, parseJavaDouble } from "../../src/host/number-text.js";
import { regexFromJava } from "../../src/host/regex.js";

test("doubles print as Java prints them", () => {
  const cases: [number, string][] = [
    [1, "1.0"],
    [0.1, "0.1"],
    [-0, "-0.0"],
    [1e7, "1.0E7"],
    [9999999, "9999999.0"],
    [0.001, "0.001"],
    [0.00012, "1.2E-4"],
    [1.5e300, "1.5E300"],
    [123456.789, "123456.789"],
    [1 / 3, "0.3333333333333333"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    [5e-324, "5.0E-324"],
    [1e21, "1.0E21"],
    [100, "100.0"],
  ];
  for (const [x, text] of cases) assert.equal(javaDouble(x), text);
});

test("doubles parse as Java parses them", () => {
  assert.equal(parseJavaDouble(" 1.5e3 "), 1500);
  assert.equal(parseJavaDouble("1d"), 1);
  assert.equal(parseJavaDouble(".5"), 0.5);
  assert.equal(parseJavaDouble("-Infinity"), Number.NEGATIVE_INFINITY);
  assert.equal(parseJavaDouble("1.5x"), null);
  assert.equal(parseJavaDouble(""), null);
});

test("C-style formats round half up on the shortest decimal", () => {
  assert.equal(formatDouble(2.5, 0, 0), "3");
  assert.equal(formatDouble(0.125, 0, 2), "0.13");
  assert.equal(formatDouble(3.14159, 0, 2), "3.14");
  assert.equal(formatDouble(-1e10, 0, 1), "-10000000000.0");
  assert.equal(formatDouble(12345.678, 1, 3), "1.235e+04");
  assert.equal(formatDouble(0.0001234, 2, 3), "0.000123");
  assert.equal(formatDouble(1234567, 2, 3), "1.23e+06");
});

const match = (java: string, subject: string): string | null => {
  const { pattern, flags } = regexFromJava(java);
  return new RegExp(pattern, flags).exec(subject)?.[0] ?? null;
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
  for (const bad of ["(", "[a", "a{2", "\\", "*a", "(?<1>a)"])
    assert.throws(() => new RegExp(...(Object.values(regexFromJava(bad)) as [string, string])), bad);
});
