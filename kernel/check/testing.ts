/** Exports for the tests of collector and checker: never part of the shipped kernel. */
export * from "../gc/testing";
export { heapCheck, heapCheckHere } from "./index";
