import { makeLeaves } from "./leaves.js";

/** The kernel's exports (documented at the top of kernel/index.ts). */
export interface Kernel {
  boot(memoryLimit: number, executors: number): number;
  imageAttach(memoryLimit: number, executors: number): number;
  imagePrepare(): number;
  attach(id: number): void;
  run(): number;
  testRun(): number;
  scratch(bytes: number): number;
  scratchFree(address: number, bytes: number): void;
  setRoots(address: number, bytes: number): number;
  heapCheck(): number;
}

/** One instance of the kernel over the shared memory, for the calling thread. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const abort = (): never => {
    throw new Error("the kernel called abort");
  };
  const instance = new WebAssembly.Instance(module, {
    env: { memory, abort },
    host: makeLeaves(memory) as WebAssembly.ModuleImports,
  });
  return instance.exports as unknown as Kernel;
}
