/** Exports for the collector's own tests (test/kernel/harness.ts): never part of the shipped kernel. */
export * from "./index";
export { actor, nurseryTop, reductions, setReductions, errorCode } from "../mem/registers";
