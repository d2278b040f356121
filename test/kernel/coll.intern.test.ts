/** Interning: one object for each spelling, for all executors; weak. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Coll, collModule, WORD } from "./coll.harness.js";

const script = `
const { parentPort, workerData: { module, memory, id, block, names } } = require("node:worker_threads");
const x = new WebAssembly.Instance(module, { env: { memory }, host: { now_ns: () => Number(process.hrtime.bigint()) } }).exports;
x.initExecutor(id);
x.enterActor(block);
const scratch = x.allocPages(1) >>> 0;
const string = (s) => {
  const units = new Uint16Array(memory.buffer, scratch, s.length);
  for (let i = 0; i < s.length; i++) units[i] = s.charCodeAt(i);
  return x.makeString(scratch, s.length);
};
const out = names.map((n) => [n, x.internKeyword(2n, string(n)), x.internSymbol(string("ns" + n), string(n)), x.internString(string(n))]);
x.leaveActor(block);
x.enterBlocked();
parentPort.postMessage(out);
`;

test("executors intern the same names at the same time and get the same words", async () => {
  const c = await Coll.boot();
  const module = await collModule();
  const names = Array.from({ length: 6000 }, (_, i) => `name${i}`);
  const orders = [names, [...names].reverse(), [...names].sort((a, b) => (a.slice(-2) < b.slice(-2) ? -1 : 1))];
  const blocks = orders.map(() => c.k.x.testActor!() >>> 0);
  c.k.x.leaveActor!(c.actor);
  c.k.x.enterBlocked!();
  const answers = await Promise.all(
    orders.map(
      (order, i) =>
        new Promise<[string, bigint, bigint, bigint][]>((resolve, reject) => {
          const w = new Worker(script, {
            eval: true,
            workerData: { module, memory: c.k.memory, id: i + 1, block: blocks[i], names: order },
          });
          w.on("message", resolve);
          w.on("error", reject);
        }),
    ),
  );
  c.k.x.leaveBlocked!();
  c.k.x.enterActor!(c.actor);
  const first = new Map(answers[0]!.map(([n, ...ws]) => [n, ws]));
  for (const a of answers) for (const [n, ...ws] of a) assert.deepEqual(ws, first.get(n), n);
  assert.equal(new Set(answers[0]!.map(([, k]) => k)).size, names.length);
  assert.equal(c.k.x.heapCheck!(), 0);

  // Weak: only what is still referred to survives a major collection, and it stays the same object.
  const kept = c.make({ kw: "name7" });
  c.k.push(c.actor, kept);
  const before = c.k.control("keywordCount");
  assert.ok(before >= 6000);
  c.k.collectMajor();
  assert.equal(c.make({ kw: "name7" }), kept);
  assert.equal(c.k.word(c.k.x.findKeyword!(2n, BigInt.asIntN(64, c.string("name8")))), WORD.NIL);
  for (let i = 0; i < 20000; i++) c.make({ kw: `more${i}` });
  assert.ok(c.k.control("keywordCap") <= 65536, "deleted entries do not make the table grow for ever");
  assert.equal(c.make({ kw: "name7" }), kept);
  assert.equal(c.k.x.heapCheck!(), 0);
});
