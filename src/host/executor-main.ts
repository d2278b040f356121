/**
 * The program of an executor's thread: instantiate the kernel over the shared memory, boot it if this is executor 0, and run.
 * It is bundled alone (dist/executor.js) and kept small: its loading time is part of every start.
 */
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { ExecutorNotice, ExecutorStart } from "./executors.js";
import { instantiateKernel } from "./kernel.js";
import { HeapMemory } from "./memory.js";
import { allowLinearSearch } from "./regex-linear.js";

const say = (notice: ExecutorNotice): void => parentPort?.postMessage(notice);

/**
 * V8 11 optimizes a WebAssembly function after 1.8 MB of code passed, which for an interpreter's large loop is some forty
 * instructions; a process can't end before that optimization has. A program that is over at once would wait for it, so the
 * budget is ten times as large: still far below a millisecond of work in a small loop. It is read when a module is made, and put
 * back at once, since V8 rejects cached code (node's own modules, for the next thread) while a flag differs. Later versions
 * of V8 have a higher budget of their own.
 */
function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const tuned = process.versions.v8.startsWith("11.");
  if (tuned) setFlagsFromString(`--wasm-tiering-budget=${10 * V8_11_BUDGET}`);
  const module = new WebAssembly.Module(bytes);
  if (tuned) setFlagsFromString(`--wasm-tiering-budget=${V8_11_BUDGET}`);
  return module;
}
const V8_11_BUDGET = 1_800_000;

function run(start: ExecutorStart): number {
  const { memory, id, boot } = start;
  if (start.ownProcess) allowLinearSearch();
  if (boot === undefined) {
    const kernel = instantiateKernel(start.module as WebAssembly.Module, memory);
    kernel.attach(id);
    return kernel.run();
  }
  const module = compile(readFileSync(boot.kernelFile));
  const kernel = instantiateKernel(module, memory);
  Atomics.wait(boot.gate, 0, 0);
  const code = boot.image ? kernel.imageAttach(boot.memoryLimit, boot.executors) : kernel.boot(boot.memoryLimit, boot.executors);
  const heap = new HeapMemory(memory);
  for (const [name, value] of Object.entries(boot.control)) heap.store(name as keyof typeof boot.control, value as number);
  say({ type: "ready", code, module });
  return code === 0 ? kernel.run() : 70;
}

say({ type: "end", code: run(workerData as ExecutorStart) });
parentPort?.close();
