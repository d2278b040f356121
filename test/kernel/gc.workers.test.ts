/** Several executors allocate, share, stop and collect at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { gcModule, Kernel, newMemory, NIL } from "./harness.js";

/** One executor: churns over the shared memory and posts what it came to. Plain JavaScript, as workers load no TypeScript. */
const script = `
const { parentPort, workerData: { module, memory, id, block, steps, checkEvery, seed } } = require("node:worker_threads");
const x = new WebAssembly.Instance(module, { env: { memory }, host: { now_ns: () => Number(process.hrtime.bigint()) } }).exports;
x.initExecutor(id);
x.enterActor(block);
const code = x.churn(BigInt(seed), steps, checkEvery);
x.leaveActor(block);
x.enterBlocked();
parentPort.postMessage({ code });
`;

async function churn(executors: number, steps: number, checkEvery: number, seed: number): Promise<Kernel> {
  const module = await gcModule();
  const k = new Kernel(module, newMemory());
  k.x.bootMemory!();
  k.x.initExecutor!(0);
  k.x.churnRoots!();
  const blocks = Array.from({ length: executors }, () => k.x.testActor!() >>> 0);
  for (const block of blocks) for (let i = 0; i < 8; i++) k.push(block, NIL);
  k.x.enterBlocked!();
  const codes = await Promise.all(
    blocks.map(
      (block, i) =>
        new Promise<number>((resolve, reject) => {
          const w = new Worker(script, {
            eval: true,
            workerData: { module, memory: k.memory, id: i + 1, block, steps, checkEvery, seed: seed + i },
          });
          w.on("message", (m: { code: number }) => resolve(m.code));
          w.on("error", reject);
        }),
    ),
  );
  assert.deepEqual(
    codes,
    codes.map(() => 0),
    `details: ${(k.u64(8192 + 8 * 999) >> 3n).toString(16)} ${(k.u64(8192 + 8 * 998) >> 3n).toString(16)}`,
  );
  k.x.leaveBlocked!();
  assert.equal(k.x.heapCheck!(), 0, `at ${k.control("checkA").toString(16)}`);
  return k;
}

// Both of the engine's compilers: short runs would see only code of the first, which has bugs of its own with atomics.
const { setFlagsFromString } = await import("node:v8");
if (process.env["GC_OPTIMIZED"] === undefined) setFlagsFromString("--liftoff-only");

const scale = Number(process.env["GC_SCALE"] ?? 1);

test("two executors share, stop and collect", async () => {
  const k = await churn(2, 60_000 * scale, 5000, 1);
  assert.ok(k.control("majorCount") >= 3, `${k.control("majorCount")} major collections`);
});

test("four executors on fewer cores", async () => {
  const k = await churn(4, 20_000 * scale, 0, 77);
  assert.ok(k.control("majorCount") >= 2);
});
