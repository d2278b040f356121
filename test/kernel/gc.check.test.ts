/** One violation of each invariant is planted in a sound heap; the checker must find it and name it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FLAG, MEMORY } from "../../spec/index.js";
import { addressOf, controlAddress, executorField, fixnum, gcModule, Kernel, NIL, THROW, typeId } from "./harness.js";

/** A heap with some of everything. */
class Heap {
  readonly k: Kernel;
  readonly a: number;
  readonly shared: number;
  readonly cell: number;
  readonly old: number;
  readonly oldAtom: number;
  readonly young: bigint;
  readonly large: number;
  readonly message: number;
  readonly original: number;
  constructor(k: Kernel) {
    this.k = k;
    this.a = k.x.testActor!() >>> 0;
    const a = this.a;
    k.x.enterActor!(a);
    const leaf = k.make("NODE", [fixnum(1)]);
    const cell = k.promote(k.make("ATOM", [leaf, NIL, NIL, NIL]));
    this.cell = addressOf(cell);
    const p = k.promote(k.make("NODE", [leaf, cell]));
    this.shared = addressOf(p);
    this.large = addressOf(
      k.promote(
        k.make(
          "NODE",
          Array.from({ length: 5000 }, (_, i) => fixnum(i)),
        ),
      ),
    );
    const m = k.promote(k.make("MESSAGE", [0n, p]));
    this.message = addressOf(m);
    k.push(a, p);
    k.push(a, k.make("NODE", [p, NIL]));
    k.push(a, k.make("ATOM", [NIL, NIL, NIL, NIL]));
    k.push(a, m);
    k.push(a, k.word(k.x.bufferAlloc!(100)));
    k.push(a, k.promote(this.k.make("NODE", [fixnum(7)])));
    k.push(a, NIL); // the frame below the top one ends here
    k.set(a, "fp", k.get(a, "sp"));
    k.push(a, fixnum(1));
    k.x.collectMinor!(a);
    this.old = addressOf(k.u64(k.get(a, "stackBase") + 8));
    const atom = k.u64(k.get(a, "stackBase") + 16);
    this.oldAtom = addressOf(atom);
    this.young = k.make("NODE", [fixnum(2), p]);
    k.push(a, this.young);
    k.x.cellSet!(atom, 8, this.young);
    const o = k.make("NODE", [fixnum(9)]);
    k.promote(o);
    this.original = addressOf(o);
    const slot = k.get(a, "slot");
    k.setU64(slot, (1n << 32n) | BigInt(this.message));
    const run = k.x.allocPages!(2) >>> 0;
    k.x.allocPages!(1);
    k.x.freePages!(run, 2);
    k.x.leaveActor!(a);
    k.x.enterActor!(a);
  }
  entry = (page: number) => MEMORY.HEAP_BASE + 32 * page;
  pageOf = (address: number) => address >>> 16;
  /** First page (from 1) whose kind is this. */
  page(kind: number): number {
    for (let p = 1; ; p++) if (this.k.u8(this.entry(p)) === kind) return p;
  }
}

const root = MEMORY.ROOTS + 8 * 1010;
const flags = (h: Heap, a: number, set: number, clear = 0) => h.k.setU8(a, (h.k.flags(a) & ~clear) | set);
const blockCache = (cls: number) => MEMORY.EXECUTORS + executorField(`blockCache${cls}`);

/** A shared object that nobody refers to. */
const lonely = (h: Heap) => {
  const a = addressOf(h.k.promote(h.k.make("LONG", [5n])));
  h.k.x.collectMinor!(h.a); // the original goes
  return a;
};

/** A shared packed array of five elements, on the stack. */
const packed = (h: Heap, type: string): number => {
  const shift = (typeId(type) >> 1) & 3;
  const w = h.k.promote(h.k.make(type, [fixnum(5), ...new Array<bigint>(((5 << shift) + 7) >> 3).fill(0x0101n)]));
  h.k.push(h.a, w);
  h.k.x.collectMinor!(h.a); // the original goes
  return addressOf(w);
};

/** Violations: invariant, what is done. */
const VIOLATIONS: [number, string, (h: Heap) => void][] = [
  [1, "a run too long", (h) => h.k.setU32(h.entry(h.page(4)) + 4, 2)],
  [1, "an unknown kind", (h) => h.k.setU8(h.entry(h.page(3)), 9)],
  [2, "a free run that no list holds", (h) => [0, 1, 2, 3].forEach((i) => h.k.setControl(`pageFree${i}`, 0))],
  [3, "a wrong number of used pages", (h) => h.k.setControl("pagesUsed", h.k.control("pagesUsed") + 1)],
  [4, "a free block that does not look free", (h) => h.k.setU32(h.k.u32(blockCache(4)) + 4, 0)],
  [4, "a wrong number of cached blocks", (h) => h.k.setU32(blockCache(4) + 4, 1)],
  [5, "a circle of free blocks", (h) => h.k.setU32(h.k.u32(blockCache(4)), h.k.u32(blockCache(4)))],
  [5, "a block in use that looks free", (h) => h.k.setU32(h.a + 4, 0xf4eeb10c)],
  [6, "a shared object larger than its cell", (h) => h.k.setU32(h.shared, h.k.u32(h.shared) + (40 << 8))],
  [6, "a shared object that says it is old", (h) => flags(h, h.shared, FLAG.OLD)],
  [6, "a raw flag on an object of words", (h) => flags(h, h.cell, FLAG.RAW)],
  [
    7,
    "a free cell on no list",
    (h) => {
      const head = MEMORY.EXECUTORS + executorField("sharedFree0");
      h.k.setU32(head, h.k.u32(h.k.u32(head) + 8));
    },
  ],
  [
    7,
    "a circle of free cells",
    (h) => {
      const first = h.k.u32(MEMORY.EXECUTORS + executorField("sharedFree0"));
      h.k.setU32(first + 8, first);
    },
  ],
  [
    8,
    "a list of pages that holds a full one",
    (h) => h.k.setControl("sharedPartial0", h.pageOf(h.k.u32(MEMORY.EXECUTORS + executorField("sharedFree0")))),
  ],
  [9, "an object of the other colour that nobody refers to", (h) => flags(h, lonely(h), FLAG.MARK)],
  [10, "a reference to a dead object", (h) => flags(h, h.shared, FLAG.MARK)],
  [10, "a word of the wrong type", (h) => h.k.setU64(root, (99n << 32n) | BigInt(h.shared) | 1n)],
  [11, "a shared word that points into a local space", (h) => h.k.setU64(h.cell + 16, h.young)],
  [11, "a global root that points into a local space", (h) => h.k.setU64(root, h.young)],
  [12, "a stored sentinel", (h) => h.k.setU64(h.cell + 16, THROW)],
  [13, "a large object that does not fill its pages", (h) => h.k.setU32(h.large, (100000 << 8) | h.k.flags(h.large))],
  [14, "a free slot with a block", (h) => h.k.setU32(h.k.get(h.a, "slot") + 8, 0)],
  [15, "a stack pointer below the frame", (h) => h.k.set(h.a, "sp", h.k.get(h.a, "fp") - 8)],
  [15, "a watermark above the frame", (h) => h.k.set(h.a, "watermark", h.k.get(h.a, "fp") + 8)],
  [16, "a gap in a chunk", (h) => h.k.setU32(h.old, h.k.u32(h.old) + (1 << 8))],
  [16, "an old object that says it is young", (h) => flags(h, h.old, 0, FLAG.OLD)],
  [16, "a wrong count of old bytes", (h) => h.k.set(h.a, "oldBytes", h.k.get(h.a, "oldBytes") + 8)],
  [17, "a word of an actor that leads nowhere", (h) => h.k.setU64(h.k.get(h.a, "sp") - 8, (33n << 32n) | 0x10000001n)],
  [17, "a word of an actor of the wrong type", (h) => h.k.setU64(h.k.get(h.a, "sp") - 8, (16n << 32n) | BigInt(addressOf(h.young)) | 1n)],
  [18, "an original that leads nowhere", (h) => h.k.setU32(h.original + 4, 0x10000000)],
  [18, "a copy of another size", (h) => h.k.setU32(h.original + 4, h.shared)],
  [
    19,
    "an old object that was not remembered",
    (h) => {
      h.k.set(h.a, "remembered", 0);
      flags(h, h.oldAtom, 0, FLAG.REMEMBERED);
    },
  ],
  [19, "a flag without an entry", (h) => h.k.set(h.a, "remembered", 0)],
  [20, "a frame below the watermark that points into the nursery", (h) => h.k.setU64(h.k.get(h.a, "stackBase"), h.young)],
  [21, "a mailbox that holds no message", (h) => h.k.setU64(h.k.get(h.a, "slot"), (1n << 32n) | 0x10000000n)],
  [21, "a message chain that leads nowhere", (h) => h.k.setU64(h.message + 8, fixnum(0x10000000))],
  [22, "an arena entry without references", (h) => h.k.setU32(h.k.control("arenaTable") + 24 * h.k.get(h.a, "arenaHandles") + 8, 0)],
  [22, "a wrong count of arena bytes", (h) => h.k.setControl("arenaBytes", 1)],
  [22, "a handle of another object", (h) => h.k.setU32(h.k.control("arenaTable") + 24 * h.k.get(h.a, "arenaHandles") + 16, h.old)],
  [
    23,
    "an interning table that holds something else",
    (h) => {
      h.k.setControl("symbolTable", 4096);
      h.k.setControl("symbolCap", 1);
      h.k.setU32(4096, h.young === 0n ? 0 : 0x10000000);
    },
  ],
  [26, "a packed array that is longer than it says", (h) => h.k.setU64(packed(h, "SHORT_ARRAY") + 8, fixnum(4))],
  [26, "a packed array that is shorter than it says", (h) => h.k.setU64(packed(h, "LONG_ARRAY") + 8, fixnum(6))],
  [26, "an array whose length is no number", (h) => h.k.setU64(packed(h, "BYTE_ARRAY") + 8, NIL)],
  [6, "a packed array that says it holds words", (h) => flags(h, packed(h, "DOUBLE_ARRAY"), 0, FLAG.RAW)],
  [25, "an unknown type", (h) => h.k.setU32(lonely(h) + 4, 250)],
];

test("the heap that violations are planted in is sound", async () => {
  const h = new Heap(await Kernel.boot());
  assert.equal(h.k.x.heapCheck!(), 0, `${h.k.control("checkA").toString(16)} ${h.k.control("checkB").toString(16)}`);
  h.k.collectMajor();
  assert.equal(h.k.x.heapCheck!(), 0, "after a major collection");
  assert.equal(h.k.u32(controlAddress("checkCode")), 0);
});

for (const [code, name, plant] of VIOLATIONS) {
  test(`invariant ${code}: ${name}`, async () => {
    const h = new Heap(await Kernel.boot(await gcModule()));
    plant(h);
    assert.equal(h.k.x.heapCheck!(), code, `at ${h.k.control("checkA").toString(16)} ${h.k.control("checkB").toString(16)}`);
  });
}

test("a message that stands in a mailbox only survives; with the planted bug it does not", async () => {
  for (const [bug, expected] of [
    [0, 0],
    [4, 21],
  ] as const) {
    const k = await Kernel.boot(await gcModule());
    const a = k.x.testActor!() >>> 0;
    k.x.enterActor!(a);
    const m = k.promote(k.make("MESSAGE", [0n, k.make("NODE", [fixnum(5)])]));
    k.setU64(k.get(a, "slot"), (1n << 32n) | BigInt(addressOf(m)));
    k.x.collectMinor!(a);
    k.setControl("plantBug", bug);
    k.collectMajor();
    while (k.x.sweepNext!() !== 0) {}
    const code = k.x.heapCheck!();
    assert.ok(bug === 0 ? code === 0 : code !== 0, `answered ${code}, expected ${expected}`);
  }
});
