/** Random programs over local spaces and the shared heap, checked against the model and by the heap checker. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fixnum, gcModule, Kernel, NIL } from "./harness.js";
import { compare, ModelActor, type Obj, reachesPinned, THROW } from "./gc.model.js";

type Op =
  | { op: "make"; type: Obj["type"]; from: number[]; n: number }
  | { op: "set"; cell: number; slot: number; value: number }
  | { op: "cas"; cell: number; old: number; value: number }
  | { op: "send"; value: number; to: number }
  | { op: "dup"; value: number }
  | { op: "burst"; n: number }
  | { op: "drop" | "call" | "ret" | "minor" | "full" | "major" | "trim" | "switch" };

const ref = fc.integer({ min: -1, max: 40 });
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant("make" as const),
      type: fc.constantFrom("LIST", "NODE", "ATOM", "ATOM", "LONG", "TRANSIENT") as fc.Arbitrary<Obj["type"]>,
      from: fc.array(ref, { minLength: 1, maxLength: 7 }),
      n: fc.integer(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ op: fc.constant("set" as const), cell: fc.nat(40), slot: fc.nat(9), value: ref }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("cas" as const), cell: fc.nat(40), old: ref, value: ref }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant("send" as const), value: fc.nat(40), to: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("dup" as const), value: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("burst" as const), n: fc.integer({ min: 1, max: 600 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constantFrom("drop", "drop", "call", "ret", "minor", "minor", "full", "major", "trim", "switch") as fc.Arbitrary<"drop">,
    }),
  },
);

/** Runs a program; answers what the checker or the comparison first complains about, or throws. */
function run(k: Kernel, actors: ModelActor[], ops: Op[]): void {
  let now = 0;
  actors[now]!.enter();
  for (const o of ops) step(o);
  actors[now]!.leave();

  function step(o: Op): void {
    const a = actors[now]!,
      s = a.stack;
    const at = (i: number) => (s.length === 0 ? -1 : i % s.length);
    const pick = (i: number) => (i < 0 || s.length === 0 ? ([NIL, NIL] as const) : ([a.word(at(i)), s[at(i)]!] as const));
    switch (o.op) {
      case "make": {
        const bits = o.type === "LONG" ? o.from.map(() => -1) : o.from;
        a.make(o.type, bits, fixnum(o.n));
        break;
      }
      case "set": {
        const [w, v] = pick(o.cell),
          [x, y] = pick(o.value);
        if (typeof v === "bigint" || (v.type !== "ATOM" && v.type !== "TRANSIENT")) break;
        const i = o.slot % v.words.length;
        const shared = (k.flags(Number(k.resolve(w) & 0xfffffff8n)) & 1) !== 0;
        const answer = k.word(k.x.cellSet!(w, 8 + 8 * i, x));
        if (shared && reachesPinned(y)) assert.equal(answer, THROW);
        else v.words[i] = y;
        break;
      }
      case "cas": {
        const [w, v] = pick(o.cell),
          [x, y] = pick(o.value),
          [p, q] = pick(o.old);
        if (typeof v === "bigint" || v.type !== "ATOM") break;
        const shared = (k.flags(Number(k.resolve(w) & 0xfffffff8n)) & 1) !== 0;
        const answer = k.x.cellCas!(w, 8, p, x);
        if (v.words[0] !== q) assert.equal(answer, 0);
        else if (shared && reachesPinned(y)) assert.equal(answer, -1);
        else {
          assert.equal(answer, 1);
          v.words[0] = y;
        }
        break;
      }
      case "send": {
        const [w, v] = pick(o.value);
        const p = k.promote(w);
        if (reachesPinned(v)) assert.equal(p, THROW);
        else {
          assert.equal(p, k.resolve(w));
          actors[o.to % actors.length]!.push(p, v);
        }
        break;
      }
      case "dup": {
        const [w, v] = pick(o.value);
        a.push(w, v);
        break;
      }
      case "burst":
        for (let i = 0; i < o.n; i++) k.make("NODE", [fixnum(i), NIL]);
        break;
      case "drop":
        a.drop();
        break;
      case "call":
        a.call();
        break;
      case "ret":
        a.ret();
        break;
      case "minor":
        k.x.collectMinor!(a.block);
        break;
      case "full":
        k.x.collectFullLocal!(a.block);
        break;
      case "trim":
        k.x.trimActor!(a.block);
        break;
      case "major":
        k.collectMajor();
        break;
      case "switch":
        a.leave();
        now = (now + 1) % actors.length;
        actors[now]!.enter();
        break;
    }
    if (o.op === "minor" || o.op === "full" || o.op === "major" || o.op === "trim") {
      compare(k, actors);
      check(k);
    }
  }
}

function check(k: Kernel): void {
  const code = k.x.heapCheck!();
  assert.equal(code, 0, `invariant ${code} at ${k.control("checkA").toString(16)} ${k.control("checkB").toString(16)}`);
}

const runs = Number(process.env["GC_RUNS"] ?? 60);

test("random graphs, mutations, promotions and collections agree with the model", async () => {
  const module = await gcModule();
  const k = await Kernel.boot(module);
  fc.assert(
    fc.property(fc.array(op, { minLength: 20, maxLength: 250 }), (ops) => {
      const actors = [new ModelActor(k), new ModelActor(k), new ModelActor(k)];
      run(k, actors, ops);
      compare(k, actors);
      check(k);
      k.x.enterActor!(actors[0]!.block);
      k.collectMajor();
      k.x.leaveActor!(actors[0]!.block);
      compare(k, actors);
      check(k);
      for (const a of actors) k.x.testEnd!(a.block);
      check(k);
    }),
    { numRuns: runs },
  );
});

/** Bugs that can be planted by control.plantBug (kernel/gc/stress.ts): each must be noticed by comparison or checker. */
const PLANTS = {
  "no store barrier": 1,
  "top of stack not scanned": 2,
  "shallow promotion": 3,
  "a frame too few scanned": 5,
  "stale watermark": 6,
};

for (const [name, number] of Object.entries(PLANTS)) {
  test(`a planted bug is found: ${name}`, async () => {
    const module = await gcModule();
    const found = fc.check(
      fc.asyncProperty(fc.array(op, { minLength: 60, maxLength: 250 }), async (ops) => {
        const k = await Kernel.boot(module);
        k.setControl("plantBug", number);
        const actors = [new ModelActor(k), new ModelActor(k), new ModelActor(k)];
        run(k, actors, ops);
        compare(k, actors);
        check(k);
      }),
      { numRuns: 300, endOnFailure: true },
    );
    assert.ok((await found).failed, "not found");
  });
}
