/** The collector's promises, one by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTOR_FLAG, FLAG } from "../../spec/index.js";
import { addressOf, fixnum, isPointer, Kernel, MORE, NIL, THROW } from "./harness.js";

const sound = (k: Kernel) => {
  const code = k.x.heapCheck!();
  assert.equal(code, 0, `invariant ${code} at ${k.control("checkA").toString(16)} ${k.control("checkB").toString(16)}`);
};
const newActor = (k: Kernel): number => {
  const a = k.x.testActor!() >>> 0;
  assert.notEqual(a, 0);
  return a;
};
const running = (k: Kernel): number => {
  const a = newActor(k);
  k.x.enterActor!(a);
  return a;
};
const top = (k: Kernel, a: number) => k.u64(k.get(a, "sp") - 8);
const setTop = (k: Kernel, a: number, w: bigint) => k.setU64(k.get(a, "sp") - 8, w);
const field = (k: Kernel, w: bigint, i: number) => k.u64(addressOf(k.resolve(w)) + 8 + 8 * i);
/** A list of n pairs on top of the stack, allocated in the kernel. */
const list = (k: Kernel, a: number, n: number) => {
  setTop(k, a, NIL);
  k.x.benchList!(n);
};
const listLength = (k: Kernel, w: bigint): number => {
  let n = 0;
  for (; isPointer(w); w = field(k, w, 1)) n++;
  return n;
};
/** As the interpreter does at a safepoint. */
const safepoint = (k: Kernel, a: number): number => {
  const answer =
    k.get(a, "collectAsked") !== 0 || k.control("stopWord") !== 0 || (k.get(a, "flags") & ACTOR_FLAG.OUT_OF_MEMORY) !== 0
      ? k.x.collectHere!(a)
      : 0;
  k.x.setReductions!(4000);
  return answer;
};

test("a full nursery grows, asks for a collection, and moves nothing before it", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  k.x.setReductions!(4000);
  const words = Array.from({ length: 1000 }, (_, i) => k.make("NODE", [fixnum(i), NIL]));
  words.forEach((w, i) => assert.equal(field(k, w, 0), fixnum(i)));
  assert.equal(k.x.reductionsLeft!(), 0);
  assert.equal(k.get(a, "collectAsked"), 1);
  k.push(a, words[7]!);
  assert.equal(safepoint(k, a), 0);
  assert.notEqual(top(k, a), words[7]);
  assert.equal(field(k, top(k, a), 0), fixnum(7));
  assert.equal(k.get(a, "oldBytes"), 24);
  sound(k);
});

test("promotion keeps sharing and cycles, costs nothing again, and the original is replaced", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  const shared = k.make("NODE", [fixnum(1)]);
  const cell = k.make("ATOM", [NIL, NIL, NIL, NIL]);
  const w = k.make("NODE", [shared, shared, cell]);
  k.x.cellSet!(cell, 8, w); // a circle
  const p = k.promote(w);
  assert.equal(k.flags(addressOf(p)) & FLAG.SHARED, FLAG.SHARED);
  assert.equal(field(k, p, 0), field(k, p, 1));
  assert.equal(field(k, field(k, p, 2), 0), p);
  assert.equal(field(k, w, 0), field(k, p, 0), "the original reads as before");
  assert.equal(k.promote(w), p);
  k.push(a, w);
  k.x.collectMinor!(a);
  assert.equal(top(k, a), p);
  assert.equal(k.get(a, "oldBytes"), 0);
  sound(k);
});

test("a pinned object refuses promotion and everything is as before", async () => {
  const k = await Kernel.boot();
  running(k);
  const t = k.make("TRANSIENT", [NIL, NIL, NIL, NIL, NIL, NIL, NIL]);
  k.setU8(addressOf(t), k.flags(addressOf(t)) | FLAG.PINNED);
  const inner = k.make("NODE", [fixnum(1)]);
  const w = k.make("NODE", [inner, t]);
  assert.equal(k.promote(w), THROW);
  for (const x of [t, inner, w]) assert.equal(k.flags(addressOf(x)) & FLAG.FWD, 0);
  sound(k);
  k.setU8(addressOf(t), k.flags(addressOf(t)) & ~FLAG.PINNED);
  assert.notEqual(k.promote(w), THROW);
  sound(k);
});

test("promotion that runs out of memory takes everything back; the runtime lives", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  k.push(a, NIL);
  list(k, a, 300_000);
  assert.equal(safepoint(k, a), 0);
  k.setControl("memoryLimit", (k.control("pagesUsed") + 40) * 65536);
  assert.equal(k.promote(top(k, a)), THROW);
  assert.equal(listLength(k, top(k, a)), 300_000);
  sound(k);
  assert.equal(k.get(a, "flags") & ACTOR_FLAG.OUT_OF_MEMORY, ACTOR_FLAG.OUT_OF_MEMORY);
  k.setControl("memoryLimit", 0);
  assert.equal(safepoint(k, a), 0);
  assert.notEqual(k.promote(top(k, a)), THROW);
  sound(k);
});

test("bounded promotion makes progress and ends with the same value", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  k.push(a, NIL);
  list(k, a, 50_000);
  const leaves = Array.from({ length: 40 }, (_, i) => k.make("NODE", [fixnum(i), k.make("NODE", [fixnum(-i)])]));
  const wide = k.make("NODE", [top(k, a), ...leaves]);
  setTop(k, a, wide);
  let rounds = 0;
  let answer = MORE;
  for (; answer === MORE; rounds++) {
    answer = k.word(k.x.promoteBounded!(top(k, a), 1000));
    if (rounds % 7 === 0) {
      k.x.collectMinor!(a);
      sound(k);
    }
  }
  assert.ok(rounds >= 50, `${rounds} rounds`);
  assert.equal(answer, k.resolve(top(k, a)));
  assert.equal(listLength(k, field(k, answer, 0)), 50_000);
  assert.equal(field(k, field(k, answer, 40), 0), fixnum(39));
  k.x.collectMinor!(a);
  sound(k);
});

test("cells: compare-and-set sees through promotion", async () => {
  const k = await Kernel.boot();
  running(k);
  const one = k.make("NODE", [fixnum(1)]),
    two = k.make("NODE", [fixnum(2)]);
  const cell = k.make("ATOM", [one, NIL, NIL, NIL]);
  k.promote(cell);
  assert.equal(k.word(k.x.cellGet!(cell, 8)), k.promote(one));
  assert.equal(k.x.cellCas!(cell, 8, two, two), 0);
  assert.equal(k.x.cellCas!(cell, 8, one, two), 1, "the local original stands for the shared copy");
  assert.equal(k.word(k.x.cellGet!(cell, 8)), k.promote(two));
  sound(k);
});

test("what is dropped in the shared heap is swept and reused; large objects too", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  k.push(a, NIL);
  const used: number[] = [];
  for (let i = 0; i < 10; i++) {
    list(k, a, 60_000);
    setTop(k, a, k.promote(top(k, a)));
    const large = k.make(
      "NODE",
      Array.from({ length: 9000 }, (_, j) => fixnum(j)),
    );
    setTop(k, a, k.make("NODE", [top(k, a), k.promote(large)]));
    k.x.collectFullLocal!(a);
    if (i % 3 === 0) sound(k);
    setTop(k, a, NIL);
    k.x.collectFullLocal!(a);
    k.collectMajor();
    used.push(k.control("pagesPeak"));
  }
  sound(k);
  assert.ok(used[9]! <= used[0]! * 1.1, `peak ${used}`);
});

test("ten cycles of building and dropping, local and shared, keep the peak within a tenth", async () => {
  const k = await Kernel.boot();
  k.setControl("memoryLimit", 256 << 20);
  const peaks: number[] = [];
  for (let i = 0; i < 10; i++) {
    const actors = Array.from({ length: 50 }, () => newActor(k));
    for (const a of actors) {
      k.x.enterActor!(a);
      k.push(a, NIL);
      list(k, a, 20_000);
      assert.equal(safepoint(k, a), 0);
      const p = k.promote(top(k, a));
      assert.notEqual(p, THROW);
      setTop(k, a, p);
      assert.equal(safepoint(k, a), 0);
      k.x.leaveActor!(a);
    }
    for (const a of actors) k.x.testEnd!(a);
    k.collectMajor();
    peaks.push(k.control("pagesPeak"));
  }
  sound(k);
  assert.ok(peaks[9]! <= peaks[0]! * 1.1, `peaks ${peaks}`);
});

test("an actor that keeps everything dies of exhausted memory; the others live", async () => {
  const k = await Kernel.boot();
  k.setControl("memoryLimit", 48 << 20);
  const other = newActor(k);
  const a = running(k);
  k.push(a, NIL);
  let answer = 0,
    n = 0;
  for (; answer === 0 && n < 10_000; n++) {
    k.x.benchList!(1000);
    answer = safepoint(k, a);
  }
  assert.equal(answer, 20, `E_OUT_OF_MEMORY after ${n} thousand`);
  k.x.leaveActor!(a);
  k.x.testEnd!(a);
  k.x.enterActor!(other);
  k.push(other, NIL);
  list(k, other, 100_000);
  assert.equal(safepoint(k, other), 0);
  assert.equal(listLength(k, top(k, other)), 100_000);
  sound(k);
});

test("an actor's own heap limit", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  k.set(a, "heapLimit", 1 << 20);
  k.push(a, NIL);
  let answer = 0,
    n = 0;
  for (; answer === 0 && n < 1000; n++) {
    k.x.benchList!(1000);
    answer = safepoint(k, a);
  }
  assert.equal(answer, 20);
  assert.ok(n >= 40 && n < 200, `${n} thousand pairs`);
});

test("parked actors that did little cost at most a kilobyte", async () => {
  const k = await Kernel.boot();
  const before = k.control("pagesUsed"),
    n = 60_000;
  for (let i = 0; i < n; i++) {
    const a = running(k);
    for (let j = 0; j < 12; j++) k.push(a, fixnum(j));
    const w = k.make("NODE", [fixnum(i), NIL]);
    for (let j = 0; j < 6; j++) k.make("NODE", [fixnum(i), w]);
    k.push(a, w);
    safepoint(k, a);
    k.x.parkTrim!(a);
    k.x.leaveActor!(a);
  }
  const bytes = ((k.control("pagesUsed") - before) * 65536) / n;
  assert.ok(bytes <= 1024, `${bytes} bytes each`);
  sound(k);
});

test("buffers live as long as an object that stands for them", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  const kept = k.word(k.x.bufferAlloc!(1000)),
    dropped = k.word(k.x.bufferAlloc!(5000)),
    sent = k.word(k.x.bufferAlloc!(300));
  k.setU8(k.x.bufferAddress!(kept) >>> 0, 42);
  assert.equal(k.flags(addressOf(dropped)) & FLAG.SHARED, 0);
  k.push(a, kept);
  k.push(a, k.promote(sent));
  sound(k);
  k.x.collectMinor!(a);
  assert.equal(k.control("arenaBytes"), 1024 + 384);
  assert.equal(k.u8(k.x.bufferAddress!(k.u64(k.get(a, "stackBase"))) >>> 0), 42);
  sound(k);
  k.x.collectFullLocal!(a);
  k.collectMajor();
  sound(k);
  setTop(k, a, NIL);
  k.collectMajor();
  while (k.x.sweepNext!() !== 0) {}
  assert.equal(k.control("arenaBytes"), 1024, "the shared one is swept");
  k.x.leaveActor!(a);
  k.x.testEnd!(a);
  assert.equal(k.control("arenaBytes"), 0);
  sound(k);
});

test("marking goes on when its stack overflows", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  const wide = Array.from({ length: 3000 }, (_, i) => k.make("NODE", [fixnum(i), k.make("NODE", [fixnum(i)])]));
  const p = k.promote(k.make("NODE", wide));
  k.push(a, p);
  k.x.collectMinor!(a);
  k.setControl("markStackLimit", 1);
  k.collectMajor();
  while (k.x.sweepNext!() !== 0) {}
  sound(k);
  for (let i = 0; i < 3000; i++) assert.equal(field(k, field(k, field(k, p, i), 1), 0), fixnum(i));
});

test("a deep stack moves as it grows, and minor collections do not scan what has not changed", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  for (let i = 0; i < 200_000; i++) k.push(a, fixnum(i));
  k.set(a, "fp", k.get(a, "sp"));
  k.x.collectMinor!(a);
  assert.equal(k.get(a, "watermark"), k.get(a, "fp"));
  k.x.growStack!(a, 8 << 20);
  assert.equal(k.get(a, "watermark"), k.get(a, "fp"));
  for (let i = 0; i < 200_000; i += 997) assert.equal(k.u64(k.get(a, "stackBase") + 8 * i), fixnum(i));
  k.set(a, "sp", k.get(a, "stackBase") + 16);
  k.set(a, "fp", k.get(a, "stackBase"));
  k.set(a, "watermark", k.get(a, "stackBase"));
  k.x.collectFullLocal!(a);
  assert.equal(k.get(a, "blockBytes"), 0, "back in the block");
  assert.equal(k.u64(k.get(a, "stackBase") + 8), fixnum(1));
  sound(k);
});

test("stress switches act and count", async () => {
  const k = await Kernel.boot();
  k.setControl("stressNursery", 1);
  k.setControl("stressCollect", 1);
  const a = running(k);
  k.push(a, NIL);
  for (let i = 0; i < 5000; i++) {
    if (i < 300) k.x.benchList!(10);
    assert.equal(k.x.stressPoint!(), 0);
  }
  assert.equal(listLength(k, top(k, a)), 3000);
  assert.equal(k.control("stressCollectActed"), 5000);
  assert.ok(k.control("stressNurseryActed") > 100, "tiny nurseries");
  assert.ok(k.control("majorCount") >= 2, "major collections");
  sound(k);
});

test("interned objects that nobody refers to leave their table", async () => {
  const k = await Kernel.boot();
  const a = running(k);
  const table = k.x.allocBlock!(64) >>> 0;
  for (let i = 0; i < 64; i += 4) k.setU32(table + i, 0);
  const two = [0, 1].map(() => k.promote(k.make("STRING", [0n])));
  two.forEach((w, i) => k.setU32(table + 8 * i, addressOf(w)));
  k.setControl("stringTable", table);
  k.setControl("stringCap", 16);
  k.push(a, two[0]!);
  k.x.collectMinor!(a);
  k.collectMajor();
  assert.equal(k.u32(table), addressOf(two[0]!));
  assert.equal(k.u32(table + 8), 1);
  sound(k);
});
