import { makeLeaves } from "./leaves.js";
import { type KernelExports, ModuleInstaller } from "./modules.js";

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
  attachTable(base: number): void;
}

/** One instance of the kernel over the shared memory, for the calling thread. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const abort = (): never => {
    throw new Error("the kernel called abort");
  };
  const installer = new ModuleInstaller(memory);
  const instance = new WebAssembly.Instance(module, {
    env: { memory, abort },
    host: {
      ...(makeLeaves(memory) as WebAssembly.ModuleImports),
      take_modules: () => installer.take(),
      install_modules: () => installer.install(),
    },
  });
  const kernel = instance.exports as unknown as Kernel;
  kernel.attachTable(installer.attach(instance.exports as KernelExports));
  return kernel;
}
