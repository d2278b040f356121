/** Packed arrays: what each kind holds, how large they are, what becomes of them when they are collected and shared. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ERRORS, FLAG, LIMITS, PACKED, TYPES } from "../../spec/index.js";
import { Coll, fixnum, type Value, WORD } from "./coll.harness.js";
import { addressOf, typeOf } from "./harness.js";

const c = await Coll.boot();
const code = (name: string) => (ERRORS.find((e) => e.name === name) as { code: number }).code;
const kindOf = (type: string) => (TYPES.find((t) => t.name === type) as { id: number }).id - PACKED.FIRST + 1;
const make = (type: string, n: number) => c.prim("array-new", fixnum(kindOf(type)), fixnum(n));
const words = (w: bigint) => c.k.u32(addressOf(w)) >>> 8;
const d = (double: number): Value => ({ double });
const ch = (n: number): Value => ({ char: String.fromCharCode(n) });

/** For each type: bytes of an element, what it can hold, what it can't. */
const KINDS: [string, number, Value[], Value[]][] = [
  ["BOOLEAN_ARRAY", 1, [true, false], [null, 0, 1, ch(1), "true"]],
  ["BYTE_ARRAY", 1, [0, -128, 127], [-129, 128, d(1), null, ch(1), 1n << 62n]],
  ["CHAR_ARRAY", 2, [ch(0), ch(97), ch(65535)], [97, "a", null, true]],
  ["SHORT_ARRAY", 2, [-32768, 32767], [-32769, 32768, d(0)]],
  ["INT_ARRAY", 4, [-2147483648, 2147483647], [d(0), null, { big: 5n }]],
  ["FLOAT_ARRAY", 4, [d(0), d(-1.5), d(3.4028234663852886e38), d(Number.POSITIVE_INFINITY)], [0, null]],
  ["LONG_ARRAY", 8, [0, -1, (1n << 60n) - 1n, 1n << 60n, -(1n << 60n) - 1n, (1n << 63n) - 1n, -(1n << 63n)], [d(0), { big: 5n }, "5"]],
  ["DOUBLE_ARRAY", 8, [d(0), d(-0), d(1e300), d(5e-324), d(Number.NEGATIVE_INFINITY)], [0, { ratio: [1n, 2n] }, null]],
];

test("each kind gives back what it holds, and refuses the rest without a trace", () => {
  for (const [type, , good, bad] of KINDS) {
    const a = make(type, 3);
    const zero = c.show(c.prim("array-get", a, 0n));
    assert.equal(c.typeName(a), type);
    assert.equal(c.prim("array-kind", a), fixnum(kindOf(type)));
    for (const v of good) {
      const w = c.make(v);
      assert.equal(c.prim("array-set", a, fixnum(1), w), w);
      assert.equal(c.show(c.prim("array-get", a, fixnum(1))), c.show(w), `${type} ${c.show(w)}`);
      assert.deepEqual(
        [0, 2].map((i) => c.show(c.prim("array-get", a, fixnum(i)))),
        [zero, zero],
      );
    }
    const last = c.show(c.prim("array-get", a, fixnum(1)));
    for (const [i, v] of bad.entries()) {
      assert.equal(c.prim("array-set", a, fixnum(1), c.make(v)), WORD.THROW, `${type} ${i}`);
      assert.equal(c.error(), code("NOT_ELEMENT"));
      assert.equal(c.show(c.prim("array-get", a, fixnum(1))), last);
    }
    for (const i of [fixnum(3), fixnum(-1), c.make(d(1)), WORD.NIL]) {
      assert.equal(c.prim("array-get", a, i), WORD.THROW);
      assert.equal(c.error(), code("ARRAY_INDEX"));
    }
  }
  assert.equal(c.prim("array-set", make("INT_ARRAY", 1), 0n, fixnum(2 ** 31)), WORD.THROW);
  assert.equal(c.error(), code("OVERFLOW"));
});

test("an array takes its elements' bytes, and two words", () => {
  for (const [type, bytes] of KINDS)
    for (const n of [0, 1, 7, 8, 9, 1000]) assert.equal(words(make(type, n)), 1 + Math.ceil((n * bytes) / 8), type);
  assert.equal(c.prim("array-new", fixnum(1), fixnum(-1)), WORD.THROW);
  assert.equal(c.error(), code("NEGATIVE_SIZE"));
  assert.equal(c.prim("array-new", fixnum(kindOf("LONG_ARRAY")), fixnum(LIMITS.MAX_OBJECT_WORDS)), WORD.THROW);
  assert.equal(c.error(), code("TOO_LARGE"));
  assert.equal(c.prim("array-new", fixnum(PACKED.COUNT + 1), 0n), WORD.THROW);
  const shared = (w: bigint) => c.k.flags(addressOf(w)) & FLAG.SHARED;
  assert.equal(shared(make("BYTE_ARRAY", LIMITS.NURSERY_MAX - 64)), 0);
  assert.equal(shared(make("BYTE_ARRAY", LIMITS.NURSERY_MAX)), FLAG.SHARED);
});

/** Bits that would be a pointer to nowhere in an object of words. */
const NOWHERE = BigInt.asIntN(64, (33n << 32n) | 0x7ffffff1n);
const atStack = (i: number) => c.k.u64(c.k.get(c.actor, "stackBase") + 8 * i);

test("a collector looks for nothing in a packed array, wherever it is", () => {
  c.k.set(c.actor, "sp", c.k.get(c.actor, "stackBase"));
  const a = make("LONG_ARRAY", 100);
  c.k.push(c.actor, a);
  for (let i = 0; i < 100; i++) c.prim("array-set", a, fixnum(i), c.integer(NOWHERE));
  const sound = () => {
    assert.equal(c.k.x.heapCheck!(), 0);
    for (let i = 0; i < 100; i += 33) assert.equal(c.show(c.prim("array-get", atStack(0), fixnum(i))), String(NOWHERE));
  };
  sound();
  c.k.x.collectMinor!(c.actor);
  sound();
  c.k.x.collectFullLocal!(c.actor);
  sound();
  c.k.promote(atStack(0));
  sound();
  c.k.collectMajor();
  c.k.x.collectMinor!(c.actor);
  c.k.collectMajor();
  sound();
});

test("a promoted original says that it is empty, unless the promotion fails", () => {
  for (const type of ["ARRAY", ...KINDS.map(([name]) => name)]) {
    const a = type === "ARRAY" ? c.prim("array-make", fixnum(5), WORD.NIL) : make(type, 5);
    const length = () => c.k.u64(addressOf(a) + PACKED.LENGTH);
    const t = c.prim("transient", c.prim("empty-vec"));
    assert.equal(c.k.promote(c.k.make("NODE", [a, t])), WORD.THROW);
    assert.equal(length(), fixnum(5), type);
    assert.equal(c.prim("array-length", a), fixnum(5));
    const shared = c.k.promote(a);
    assert.equal(typeOf(shared), typeOf(a));
    assert.equal(length(), 0n, type);
    assert.deepEqual(
      [a, shared].map((w) => c.prim("array-length", w)),
      [fixnum(5), fixnum(5)],
    );
    const x = c.prim("array-get", shared, 0n);
    c.prim("array-set", a, fixnum(4), x);
    assert.equal(c.prim("array-get", shared, fixnum(4)), x);
  }
});

test("conversion cuts numbers to size, in slices; what it does not know is left to the library", () => {
  c.k.set(c.actor, "sp", c.k.get(c.actor, "stackBase"));
  const n = 20000;
  c.k.push(c.actor, c.prim("array-make", fixnum(n), fixnum(300)));
  c.prim("array-set", atStack(0), fixnum(1), c.double(-2.9));
  c.prim("array-set", atStack(0), fixnum(2), c.double(1e300));
  const convert = c.k.x["prim_array_with_kind"] as unknown as (a: bigint, kind: bigint) => bigint;
  let mores = 0;
  let r: bigint;
  for (;;) {
    c.k.x.setReductions!(50);
    r = BigInt.asUintN(64, convert(BigInt.asIntN(64, atStack(0)), fixnum(kindOf("BYTE_ARRAY"))));
    if (r !== WORD.MORE) break;
    mores++;
    c.k.x.collectMinor!(c.actor);
  }
  assert.ok(mores > 10);
  assert.equal(c.typeName(r), "BYTE_ARRAY");
  assert.deepEqual(
    [0, 1, 2, n - 1].map((i) => c.show(c.prim("array-get", r, fixnum(i)))),
    ["44", "-2", "-1", "44"],
  );
  c.prim("array-set", atStack(0), fixnum(3), c.make({ ratio: [1n, 2n] }));
  assert.equal(c.prim("array-with-kind", atStack(0), fixnum(kindOf("BYTE_ARRAY"))), WORD.SLOW);
});
