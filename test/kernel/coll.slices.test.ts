/** Long primitives answer MORE and go on: the same results when collections of garbage move everything in between. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Coll, fixnum, WORD } from "./coll.harness.js";

const c = await Coll.boot();
const stack = () => c.k.get(c.actor, "stackBase");
const word = (i: number) => c.k.u64(stack() + 8 * i);
const setWord = (i: number, w: bigint) => {
  c.k.setU64(stack() + 8 * i, w);
  c.k.set(c.actor, "watermark", stack());
};
function reset(...ws: bigint[]): void {
  c.k.set(c.actor, "sp", stack());
  for (const w of ws) c.k.push(c.actor, w);
  c.k.set(c.actor, "watermark", stack());
}
/** Runs a primitive on the first words of the stack; collects whenever it answers MORE. Answers result and interruptions. */
function sliced(name: string, args: number): [bigint, number] {
  const f = c.k.x[`prim_${name.replace(/-/g, "_")}`] as unknown as (...a: bigint[]) => bigint;
  for (let mores = 0; ; mores++) {
    c.k.x.setReductions!(50);
    const r = BigInt.asUintN(64, f(...Array.from({ length: args }, (_, i) => BigInt.asIntN(64, word(i)))));
    if (r !== WORD.MORE) {
      assert.equal(c.k.u64(c.actor + c.moreField), WORD.NIL, "no progress is left behind");
      return [r, mores];
    }
    if (mores % 7 === 6) c.k.x.collectFullLocal!(c.actor);
    else c.k.x.collectMinor!(c.actor);
    if (mores % 50 === 49) c.k.collectMajor();
  }
}
/** A large nested thing on the stack at i: vectors, lists, maps and sets with collections as keys. */
function large(i: number, n: number): void {
  setWord(i, c.prim("empty-vec"));
  for (let k = 0; k < n; k++) {
    const inner = c.make({
      vec: [
        k,
        { list: [k, "x", { set: [{ vec: [k] }, k] }] },
        {
          map: [
            [{ vec: [k, { list: [k] }] }, { map: [[k, k]] }],
            ["k", null],
          ],
        },
      ],
    });
    setWord(i, c.prim("conj", word(i), inner));
    if (k % 500 === 0) c.k.x.collectMinor!(c.actor);
  }
}

test("equality and hash in slices", () => {
  reset(WORD.NIL, WORD.NIL);
  large(0, 4000);
  large(1, 4000);
  const [same, mores] = sliced("eq", 2);
  assert.equal(same, WORD.TRUE);
  assert.ok(mores > 10, `${mores}`);
  const [h, interruptions] = sliced("hash", 1);
  assert.ok(interruptions > 10);
  setWord(0, word(1));
  assert.equal(sliced("hash", 1)[0], h);
  setWord(0, c.prim("conj", word(1), fixnum(1)));
  setWord(1, c.prim("conj", word(1), fixnum(2)));
  assert.equal(sliced("eq", 2)[0], WORD.FALSE);
  const [order] = sliced("hash", 1);
  assert.notEqual(order, h);
});

test("large maps and sets in slices", () => {
  reset(WORD.NIL, WORD.NIL);
  for (const turn of [0, 1]) {
    setWord(0, c.prim("transient", c.prim("hash-map-empty")));
    for (let k = 0; k < 60000; k++) setWord(0, c.prim("assoc-t", word(0), fixnum(turn === 0 ? k : 59999 - k), fixnum(k % 2)));
    const [m, mores] = sliced("persistent", 1);
    assert.ok(mores >= 1, "releasing takes several slices");
    setWord(turn === 0 ? 1 : 0, m);
  }
  assert.equal(sliced("eq", 2)[0], WORD.FALSE); // other values
  setWord(1, word(0));
  const [merged, mores] = sliced("conj", 2);
  assert.ok(mores > 3);
  setWord(1, merged);
  assert.equal(sliced("eq", 2)[0], WORD.TRUE);
  assert.equal(c.prim("count", word(1)), fixnum(60000));
  const code = c.k.x.heapCheck!();
  assert.equal(code, 0);
});

test("walks along seqs in slices", () => {
  reset(WORD.NIL, WORD.NIL, WORD.NIL, WORD.NIL, WORD.NIL);
  setWord(0, c.prim("cons", fixnum(0), c.prim("empty-list")));
  for (let k = 1; k < 50000; k++) setWord(0, c.prim("cons", fixnum(k), word(0)));
  const [n, mores] = sliced("count", 1);
  assert.equal(n, fixnum(50001 - 1));
  assert.ok(mores > 10);
  setWord(1, fixnum(49990));
  assert.equal(sliced("nth", 2)[0], fixnum(9));
  const [v] = sliced("vector-of", 1);
  setWord(1, v);
  assert.equal(c.prim("count", v), fixnum(50000));
  assert.equal(sliced("eq", 2)[0], WORD.TRUE);
  const [a] = sliced("array-from", 1);
  setWord(0, a);
  assert.equal(c.prim("array-length", a), fixnum(50000));
  setWord(1, c.prim("array-clone", word(0)));
  setWord(2, 0n);
  setWord(3, fixnum(1));
  setWord(4, fixnum(50000));
  // One element against the rest: the list counts down, so the first run's element goes to the end.
  const merged = sliced("array-sort-merge", 5);
  assert.equal(merged[0], WORD.NIL);
  assert.equal(c.prim("array-get", word(1), 0n), fixnum(49998));
  assert.equal(c.prim("array-get", word(1), fixnum(49999)), fixnum(49999));
  // src from dst to n, overlapping.
  setWord(1, 0n);
  setWord(2, word(0));
  setWord(3, fixnum(10));
  setWord(4, fixnum(40000));
  const before = c.prim("array-get", word(0), fixnum(39999));
  assert.equal(sliced("array-copy", 5)[0], WORD.NIL);
  assert.equal(c.prim("array-get", word(0), fixnum(40009)), before);
  assert.equal(c.k.x.heapCheck!(), 0);
});

test("what a walk over a map takes at a time leaves no gap behind it", () => {
  reset(WORD.NIL, WORD.NIL);
  setWord(0, c.make({ map: Array.from({ length: 40 }, (_, i): [number, number] => [i, i]) }));
  for (let round = 0; round < 40; round++) {
    setWord(1, c.prim("map-walk", word(0)));
    let words = 0;
    for (let node = c.prim("map-words", word(1)); node !== WORD.NIL; node = c.prim("map-words", word(1)))
      words += Number(c.prim("node-count", node) >> 3n);
    assert.equal(words, 80);
    assert.equal(c.k.x.heapCheck!(), 0, `at ${c.k.control("checkA").toString(16)}`);
    // Strings, whose words look like anything, are where the next NODEs come to lie.
    for (let i = 0; i < 50; i++) c.make(`${round} ${i} ${"\u0001\u0101".repeat(20)}`);
    c.k.x.collectMinor!(c.actor);
  }
});

test("only a walk is walked", () => {
  for (const other of [fixnum(3), WORD.NIL, c.make("text"), c.make({ map: [[1, 2]] }), c.prim("node-make", fixnum(19))])
    assert.equal(c.prim("map-words", other), WORD.THROW);
});
