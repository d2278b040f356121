/**
 * The collector and everything that allocates. How to use it:
 *
 * Objects    alloc(type, words, flags) makes an object in the running actor's nursery (with no running actor: in the shared
 *            heap). The caller fills every word before the next safepoint with store/initField; nothing moves in between, so
 *            raw addresses are safe inside a primitive. flags: F_RAW / F_CELL as the type demands (typeFlags(type) looks it up).
 *            Before making something large (over 1 MB, say) ask canAlloc(bytes) and raise E_OUT_OF_MEMORY if it says no.
 *            allocShared answers 0 when memory is exhausted: raise E_OUT_OF_MEMORY.
 * Changing   Cells (F_CELL types): cellGet, cellSet, cellCas with the word. Mutable local objects that never become cells
 *            (transients' nodes, closures being tied together): mutate(address, offset, value). Never a plain store into an
 *            object that may have seen a safepoint.
 * Sharing    promote(w) before a word goes to another actor. promoteBounded(w, budget) answers MORE when the value is huge:
 *            answer MORE yourself, the instruction runs again with the same value and goes on.
 * Safepoints with fp and sp saved: collectHere(actor) when actor.collectAsked, AF_OUT_OF_MEMORY or control.stopWord is set; it
 *            answers 0 or the error that the actor must die of. stackBase.. may change: reload. A primitive that raised
 *            E_OUT_OF_MEMORY: call collectHere(actor) and run the instruction again once; kill the actor if it fails again.
 *            stressPoint() at every safepoint while control.stressCollect is set.
 * Running    enterActor(a) ... leaveActor(a) around a slice; parkTrim(a) when it parks (fp and sp saved). The interpreter lowers
 *            actor.watermark to the frame it returns to: if (fp < watermark) watermark = fp.
 * Executors  initExecutor(id) once (it counts as running then); stopPoint() when control.stopWord is set and no actor runs;
 *            enterBlocked() ... leaveBlocked() around sleeping. An instance that only boots memory ends with enterBlocked().
 * Units      A_HEAP_LIMIT is in bytes of the old part and the stack, 0 = none; C_MEMORY_LIMIT in bytes, 0 = 4 GB.
 */
export {
  addControl, addControl64, allocBlock, allocPages, blockSize, bootMemory, control, control64, count, countMax, freeBlock, freePages, get32,
  initExecutor, lock, nowNs, set32, setControl, setControl64, tryLock, unlock,
} from "../mem/index";
export { createActorBlock, destroyActorMemory, enterActor, FRAME_HEADER, growStack, leaveActor, saveNursery } from "./actor";
export { releaseHandle, retainHandle } from "./arena";
export { bufferAddress, bufferAlloc, bufferHandle } from "./buffer";
export { cellCas, cellGet, cellSet, isLocal, mutate } from "./cells";
export { collectFullLocal, collectMinor, parkTrim, trimActor } from "./collect";
export { chunkListBytes } from "./chunk";
export { DELETED } from "./intern";
export { BEYOND } from "../mem/pages";
export { draw } from "../mem/registers";
export { alloc, canAlloc, reserve } from "./local";
export { promote, promoteBounded } from "./promote";
export { ASK_FULL, ASK_MAJOR, ASK_MINOR, askCollect, requestMajor } from "./request";
export { collectHere, isNearlyFull, memoryLimit, stressPoint } from "./safepoint";
export { allocShared, freeShared, sweepNext } from "./shared";
export { enterBlocked, leaveBlocked, resumeOthers, stopOthers, stopPoint } from "./stop";
export { PLANT_EARLY_ENTRY, PLANT_LOST_LOCAL, PLANT_STALE_ENTRY, planted } from "./stress";
export { typeFlags } from "./types";
