/**
 * The fixed addresses of the shared memory. Everything shared has a declared address here; the kernel has no data
 * segments and no shared globals. CONTROL fields are 8 bytes each (32-bit fields use the low half); append only.
 *
 *   0      guard (never written)
 *   1024   CONTROL block, one field each
 *   8192   ROOTS: words known by number to kernel and library (spec/roots.ts)
 *   16384  executor blocks, EXECUTOR_BYTES each
 *   ...    HEAP_BASE: pages
 */
export const MEMORY = {
  CONTROL: 1024,
  ROOTS: 8192,
  EXECUTORS: 16384,
  EXECUTOR_BYTES: 1024,
  HEAP_BASE: 131072, // 2 pages
} as const;

/** Size classes: of blocks (kernel/mem/blocks.ts) and of shared objects (kernel/gc/shared.ts). */
export const BLOCK_CLASSES = 21;
export const SHARED_CLASSES = 47;
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`);

export const CONTROL_FIELDS: readonly string[] = [
  // life of the runtime
  "magic", "executorsWanted", "executorsStarted", "stopWord", "stoppedCount", "shutdown", "exitCode", "memoryLimit",
  // page allocator
  "pageLock", "pageTop", "pageTable", "pageFree0", "pageFree1", "pageFree2", "pageFree3", "pagesUsed", "pagesPeak",
  // shared heap
  "sharedLock", "sharedBytes", "sharedLive", "majorTrigger", "majorEpoch", "sweepCursor", "largeList", "largeLock",
  "arenaBytes", "arenaLock", "arenaTable",
  // interning
  "internLock", "symbolTable", "symbolCount", "symbolCap", "keywordTable", "keywordCount", "keywordCap",
  "stringTable", "stringCount", "stringCap", "namespaces", "varTable", "varCount", "varCap", "varLock",
  // types
  "typeTable", "typeCount", "typeCap", "typeLock", "identityHash", "gensym", "refCounter",
  // actors
  "actorTable", "actorCount", "actorFree", "actorTop", "actorLock", "actorsSpawned", "actorsAlive", "nameTable", "nameLock",
  "timerLock", "timerWheel", "timerNow", "timerNext", "timerCount",
  // host
  "outboxHead", "hostWake", "hostSleeping", "hostFreeHead", "inboxHead", "inboxTail", "inboxLock", "inboxAddr", "inboxSignal",
  "stdoutAddr", "stdoutHead", "stdoutTail", "stdoutLock", "hostPending", "idleExecutors",
  // modes and stress switches (run time)
  "stressCollect", "stressPreempt", "stressNursery", "stressMove", "stressCollectActed", "stressPreemptActed",
  "stressNurseryActed", "stressMoveActed", "checkHeap", "plantBug", "seed", "deterministic", "virtualClock",
  // collector statistics
  "majorCount", "majorPauseMax", "majorPauseTotal", "majorMarked",
  // run time, appended: actors that wait for room in the stdout ring; MESSAGE list of deliveries made by timers
  "stdoutWaiters", "stdoutWaiting", "deadlockReported", "waitTable", "waitCount", "waitLock",
  // rootList: blocks { u32 next, u32 prev, u64 word, ... } whose word is a root (timers' messages, registered names); under rootLock
  "rootList", "rootLock",
  // block allocator: one free list a class (kernel/mem/blocks.ts)
  "blockLock", ...numbered("blockFree", BLOCK_CLASSES),
  // shared heap: lists of swept pages with free cells, one a class (kernel/gc/shared.ts)
  ...numbered("sharedPartial", SHARED_CLASSES), "sweepPending",
  // stopping and marking (kernel/gc/stop.ts, mark.ts)
  "runningExecutors", "majorPhase", "markers", "markColour", "markCursor", "markIdle", "markList", "markLock", "markOverflow",
  "markStackLimit", "majorArrived", "stopRound", "stopLock",
  // arena (kernel/gc/arena.ts)
  "arenaCap", "arenaFree",
  // what the heap checker found last: code, and two details; how often memory ran out
  "checkCode", "checkA", "checkB", "exhausted",
  // table of bytes: the arity of each primitive, for the interpreter
  "primArities",
  // (heap-check): 1 = an actor asks, executors check between slices; 2 = done, the code stands in checkCode
  "checkAsked",
  // actors of the host's CALLs that have not ended: without one there is no deadlock
  "callsPending",
  // compiled code: TIER; rows of modules (MODULE_ROW in spec/host.ts), installs and evictions so far (kernel/sched/modules.ts)
  "tier", "moduleTable", "moduleChanges", "moduleLock",
  // how often an executor has gone idle (kernel/sched/deadlock.ts)
  "idleRound",
  // profile: a sample every so many reductions, or microseconds if profileTime is 1; 0: none (kernel/interp/profile.ts)
  "profileEvery", "profileTime",
  // tells one image from another: what was compiled ahead of time holds addresses of one (src/host/compiled.ts)
  "imageStamp",
  // under stressPreempt: counts the steals and sleeps of which every sixteenth is done otherwise (kernel/sched/queue.ts)
  "unhurried",
  // compiled code: blocks that are freed once all executors have seen a change; 1 once a module was lost for want of memory
  "retiredEntries", "modulesLost",
  // stressInstall, how often it acted, and whether the host has been asked to evict something (kernel/interp/flip.ts)
  "stressInstall", "stressInstallActed", "evictAsked",
  // compiled code is made so that it leaves at random where it relies on something, and how often it did (kernel/interp/flip.ts)
  "stressGuard", "stressGuardActed",
  // how often an implementation of some method, or what decides on it, has changed (src/jit/lower-method.ts)
  "methodChanges",
  // table of powers of ten (kernel/prim/powers.ts)
  "powersOfTen",
  // how many numbers have been given to regular expressions (kernel/prim/regex.ts)
  "regexCount",
];

/** Rows of what an executor remembers of shapes. */
export const SHAPE_ROWS = 16;
/** Per-executor fields (8 bytes each) at EXECUTORS + id * EXECUTOR_BYTES. */
export const EXECUTOR_FIELDS: readonly string[] = [
  "state", "sleepWord", "queueLock", "queueHead0", "queueTail0", "queueHead1", "queueTail1", "queueHead2", "queueTail2",
  "queueHead3", "queueTail3", "queueLength", "lowCounter", "nextSlot", "currentActor",
  // statistics
  "reductions", "steals", "messages", "spawned", "minorCount", "minorPauseMax", "minorPauseTotal", "bytesAllocated",
  "bytesPromoted", "slices", "blocksCached", "random",
  // caches of free memory: head (u32) and count (u32) of a block class, head of a list of shared cells
  ...numbered("blockCache", BLOCK_CLASSES), ...numbered("sharedFree", SHARED_CLASSES),
  // the promotion log's first block; collections of old parts, bytes copied by local collections
  "promoteLog", "fullCount", "bytesCopied",
  // number of collections at the last check of the heap (control.checkHeap)
  "checked",
  // the last of control.moduleChanges that this executor has taken part in
  "modulesSeen",
  // under stressInstall: state of its random numbers; reductions after which it asks for an eviction
  "stressRandom", "stressEvictAt",
  // shapes of closures that samples of compiled loops have seen (kernel/interp/shapes.ts): u32 hash, u32 how often one after the other
  ...numbered("shape", SHAPE_ROWS),
];
