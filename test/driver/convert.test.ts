import assert from "node:assert/strict";
import { test } from "node:test";
import { Double, fromValue, keyword, symbol, toValue } from "../../src/driver/index.js";
import { BigIntForm, Keyword, ListForm, mapOf, VectorForm, vectorOf } from "../../src/host/index.js";

test("JavaScript values become values of a program", () => {
  assert.equal(toValue(undefined), null);
  assert.equal(toValue(3), 3n);
  assert.equal(toValue(3.5), 3.5);
  assert.equal(toValue(new Double(3)), 3);
  assert.ok(Object.is(toValue(-0), -0));
  assert.equal(toValue(2n ** 40n), 2n ** 40n);
  assert.deepEqual(toValue(2n ** 70n), new BigIntForm(2n ** 70n));
  assert.deepEqual(toValue([1, "a"]), vectorOf([1n, "a"]));
  assert.deepEqual(
    toValue({ a: 1, "b/c": [] }),
    mapOf([
      [new Keyword(null, "a"), 1n],
      [new Keyword("b", "c"), new VectorForm([])],
    ]),
  );
  assert.deepEqual(toValue(new Map([["k", 1]])), mapOf([["k", 1n]]));
  assert.throws(() => toValue(() => 1), /function has no counterpart/);
  class Other {}
  assert.throws(() => toValue(new Other()), /Other has no counterpart/);
});

test("and back", () => {
  assert.equal(fromValue(3n), 3);
  assert.equal(fromValue(2n ** 60n), 2n ** 60n);
  assert.deepEqual(fromValue(new ListForm([1n, null])), [1, null]);
  const map = fromValue(mapOf([[new Keyword(null, "a"), 1n]])) as Map<unknown, unknown>;
  assert.equal(map.get(keyword("a")), 1);
  assert.deepEqual(fromValue(mapOf([[new Keyword(null, "a"), 1n]]), { keywordObjects: true }), { a: 1 });
  assert.deepEqual(fromValue(toValue(new Set([1, 2]))), new Set([1, 2]));
  assert.deepEqual(fromValue(toValue(new Date(5))), new Date(5));
  assert.deepEqual(toValue(symbol("a/b")), symbol("a/b"));
});
