/** Raw memory: pages, blocks, locks, control fields, executor registers. */
export { addControl, addControl64, alone, control, control64, count, countMax, get32, replaceWord, set32, setControl, setControl64, setWord } from "./control";
export { installModules, nowNs, takeModules } from "./imports";
export { lock, tryLock, unlock, waitWord } from "./lock";
export { freePages } from "./pages";
export { allocBlock, blockSize, freeBlock } from "./blocks";
export { allocPages, bootMemory, initExecutor, joinRunning, leaveRunning } from "./boot";
