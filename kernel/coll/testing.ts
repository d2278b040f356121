/** Exports for the tests of collections (test/kernel/coll.*.test.ts): never part of the shipped kernel. */
export * from "./prims";
export { bootCollections } from "./boot";
export { findKeyword, internKeyword, internString, internSymbol } from "./intern";
export { hashMapFrom, mapFrom } from "./map";
export { setFrom } from "./set";
export { listFrom } from "./seq";
export { vectorFrom } from "./vector";
export { longWord } from "./box";
export { concatStrings, makeString } from "./text";
export { errorCode } from "../mem/registers";
export * from "./bench";
export * from "./slowkeys";
export { prim_map_walk, prim_map_words } from "./mapseq";
