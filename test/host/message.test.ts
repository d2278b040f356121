import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  BigIntForm,
  CharForm,
  DecimalForm,
  decodeValue,
  encodeValue,
  InstForm,
  keyword,
  listOf,
  MapForm,
  mapOf,
  Pid,
  RatioForm,
  Ref,
  RegexForm,
  SetForm,
  symbol,
  Thunk,
  UuidForm,
  type Value,
  VarRef,
  vectorOf,
} from "../../src/host/index.js";

const round = (value: Value): Value => decodeValue(encodeValue(value));

test("every kind of value survives the way there and back", () => {
  const values: Value[] = [
    null,
    true,
    false,
    0n,
    -1n,
    1n << 62n,
    -(1n << 63n),
    (1n << 63n) - 1n,
    0.5,
    -0,
    Number.NaN,
    Infinity,
    "",
    "text",
    "\u00e9",
    "\u4e2d\ud83d\ude00",
    "\ud800",
    new BigIntForm(123456789012345678901234567890n),
    new BigIntForm(-(1n << 64n)),
    new RatioForm(1n, 3n),
    new DecimalForm(12345n, 2),
    new CharForm(97),
    new RegexForm("a+"),
    new InstForm(1234567890123),
    new UuidForm("01234567-89ab-cdef-0123-456789abcdef"),
    keyword("a"),
    keyword("b", "ns"),
    symbol("x"),
    symbol("y", "ns"),
    new Pid(0x1234500000112n),
    new Ref(99n),
    new VarRef("clojure.core", "inc"),
    Uint8Array.of(1, 2, 3),
    listOf([1n, vectorOf([keyword("a"), keyword("a")]), mapOf([[keyword("k"), "k"]]), new SetForm(["s"])]),
  ];
  for (const value of values) assert.deepEqual(round(value), value);
});

test("data of any depth passes", () => {
  let value: Value = vectorOf([]);
  for (let i = 0; i < 100_000; i++) value = vectorOf([value]);
  let depth = 0;
  for (let at = round(value) as { items: readonly unknown[] }; at.items.length > 0; at = at.items[0] as never) depth++;
  assert.equal(depth, 100_000);
});

test("any longs, doubles and strings", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (n) => round(n) === n));
  fc.assert(fc.property(fc.double(), (x) => Object.is(round(x), x)));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (s) => round(s) === s));
});

test("a message inside a message keeps its back references", () => {
  const inner = encodeValue(vectorOf([keyword("a"), "a", keyword("a"), symbol("long-name"), symbol("long-name")]));
  const outer = round(
    vectorOf([keyword("reply", "odeon"), keyword("a"), new Thunk(inner), keyword("z"), keyword("z"), symbol("long-name")]),
  );
  assert.deepEqual(
    outer,
    vectorOf([
      keyword("reply", "odeon"),
      keyword("a"),
      vectorOf([keyword("a"), "a", keyword("a"), symbol("long-name"), symbol("long-name")]),
      keyword("z"),
      keyword("z"),
      symbol("long-name"),
    ]),
  );
});

test("truncated messages are refused", () => {
  const message = encodeValue(mapOf([[keyword("a"), vectorOf([1n, "two", 3.5])]]));
  for (let n = 0; n < message.length; n++) assert.throws(() => decodeValue(message.subarray(0, n)));
});

test("metadata stays with its value", () => {
  const meta = new MapForm([keyword("line"), 3n]);
  const list = round(listOf([1n]));
  assert.ok(list !== null);
  const withMeta = round(new (listOf([]).constructor as new (items: readonly never[], meta: MapForm) => never)([1n] as never, meta));
  assert.deepEqual((withMeta as { meta: unknown }).meta, meta);
});
