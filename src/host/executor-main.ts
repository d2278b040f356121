/**
 * The program of an executor's thread: instantiate the kernel over the shared memory, boot it if this is executor 0, and run.
 * It is bundled alone (dist/executor.js) and kept small: its loading time is part of every start.
 */
import { parentPort, workerData } from "node:worker_threads";
import { instantiateKernel } from "./kernel.js";
import type { ExecutorNotice, ExecutorStart } from "./executors.js";
import { HeapMemory } from "./memory.js";

const port = parentPort;
const { memory, id } = workerData as { memory: WebAssembly.Memory; id: number };

function begin(start: ExecutorStart): void {
  const say = (notice: ExecutorNotice): void => port?.postMessage(notice);
  const kernel = instantiateKernel(start.module, memory);
  const boot = start.boot;
  if (boot !== undefined) {
    const code = boot.image ? kernel.imageAttach(boot.memoryLimit, boot.executors) : kernel.boot(boot.memoryLimit, boot.executors);
    const heap = new HeapMemory(memory);
    for (const [name, value] of Object.entries(boot.control)) heap.store(name as keyof typeof boot.control, value as number);
    say({ type: "ready", code });
    if (code !== 0) {
      say({ type: "end", code: 70 });
      return;
    }
  } else kernel.attach(id);
  say({ type: "end", code: kernel.run() });
}

port?.once("message", (start: ExecutorStart) => {
  begin(start);
  port.close();
});
