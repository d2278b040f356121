import { Worker } from "node:worker_threads";
import { HeapMemory } from "./memory.js";

/** Wakes one sleeping executor, if there is one; the others look at the inbox after each slice (spec/host.ts). */
export function wakeExecutor(memory: HeapMemory): void {
  const started = memory.load("executorsStarted");
  for (let id = 0; id < started; id++) {
    const index = HeapMemory.executorField(id, "sleepWord");
    if (Atomics.compareExchange(memory.i32, index, 1, 0) === 1) {
      Atomics.notify(memory.i32, index, 1);
      return;
    }
  }
}

type Waiter = (seen: number, wake: () => void) => void;

/** How this engine waits for hostWake to change from `seen`: without blocking the thread. */
export function hostWaiter(memory: HeapMemory): { wait: Waiter; close(): void } {
  if (typeof Atomics.waitAsync === "function") {
    return {
      wait(seen, wake) {
        const result = Atomics.waitAsync(memory.i32, HeapMemory.field("hostWake"), seen | 0);
        if (result.async) result.value.then(wake);
        else queueMicrotask(wake);
      },
      close() {},
    };
  }
  return helperWaiter(memory);
}

const HELPER = `
const { parentPort, workerData } = require("node:worker_threads");
const words = new Int32Array(workerData.memory.buffer);
parentPort.on("message", (seen) => { Atomics.wait(words, workerData.index, seen); parentPort.postMessage(0); });
`;

/** For engines without Atomics.waitAsync: a thread that does nothing but wait. */
function helperWaiter(memory: HeapMemory): { wait: Waiter; close(): void } {
  const helper = new Worker(HELPER, { eval: true, workerData: { memory: memory.memory, index: HeapMemory.field("hostWake") } });
  let pending: (() => void) | undefined;
  helper.on("message", () => pending?.());
  helper.unref();
  return {
    wait(seen, wake) {
      pending = wake;
      helper.postMessage(seen | 0);
    },
    close() {
      void helper.terminate();
    },
  };
}
