/** Waiting for the kernel without holding the thread, with the engine's own means and without them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { HeapMemory } from "../../src/host/index.js";
import { hostWaiter } from "../../src/host/wake.js";

async function wakes(): Promise<void> {
  const memory = HeapMemory.create();
  const waiter = hostWaiter(memory);
  const index = HeapMemory.field("hostWake");
  // The wait must not be what keeps the process alive, so the test holds it.
  const alive = setInterval(() => {}, 1000);
  try {
    // A change that came before the wait is seen at once.
    Atomics.add(memory.i32, index, 1);
    await new Promise<void>((wake) => waiter.wait(0, wake));
    const woken = new Promise<void>((wake) => waiter.wait(1, wake));
    let early = true;
    void woken.then(() => assert.equal(early, false, "woken without a change"));
    await new Promise((next) => setTimeout(next, 50));
    early = false;
    Atomics.add(memory.i32, index, 1);
    Atomics.notify(memory.i32, index);
    await woken;
  } finally {
    clearInterval(alive);
    waiter.close();
  }
}

test("with Atomics.waitAsync", wakes);

test("without it, by a thread that waits", async () => {
  const waitAsync = Atomics.waitAsync;
  Object.assign(Atomics, { waitAsync: undefined });
  try {
    await wakes();
  } finally {
    Object.assign(Atomics, { waitAsync });
  }
});
