/**
 * The compiled tier: verified bytecode of a running program to WebAssembly. It knows nothing of hosts: bytes and words in, a module
 * and a list of its entries out.
 */
export { Batch, compileBatch } from "./compile.js";
export { hasTailCalls } from "./engine.js";
export { foresee } from "./foresee.js";
export { calledArguments, versionName } from "./given.js";
export type { Given, JitCode, JitEntry, JitHeap, JitModule, JitOptions, Linked, Site } from "./input.js";
export { Experience, TRUSTED } from "./trust.js";
export { type ModuleNames, moduleText, type PrintedFunction, type PrintedModule, printModule } from "./print.js";
