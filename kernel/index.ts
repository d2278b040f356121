/**
 * What the host sees of the kernel. Everything else passes through memory: control fields (spec/memory.ts), the rings and
 * the outbox (spec/host.ts).
 *
 * Exports
 *   boot(memoryLimit: u32, executorsWanted: u32): i32
 *       On fresh, zeroed memory, once, by the first instance (the main thread's is allowed): makes the heap, interning tables,
 *       singletons, rings. memoryLimit in bytes (as unsigned; 0 = LIMITS.MAX_MEMORY). Acts as executor 0. 0 = ok, else an error number.
 *   imageAttach(memoryLimit: u32, executorsWanted: u32): i32
 *       Instead of boot: the host has grown the memory and copied an image to [0, imageEnd). Resets everything that belongs
 *       to a run (executors, rings, timers, clocks, counters). 0 = ok, 1 = not an image.
 *   imagePrepare(): u32
 *       After the library is loaded and all its actors have ended, with no executor running: collects, empties run state, answers
 *       imageEnd: the image is the bytes [0, imageEnd). 0 = there still are actors.
 *   attach(id: u32): void
 *       First call of each executor's own instance (not needed on the instance that has booted, which is executor 0).
 *   run(): i32
 *       The executor's loop. Returns the exit code when the runtime shuts down. Blocks the thread (worker only).
 *   testRun(): i32
 *       As run(), on any thread, but returns as soon as nothing is runnable, the inbox is empty and no timer is due:
 *       0 idle, 1 timers pending, 2 shut down. For tests and for building an image without threads.
 *   scratch(bytes: u32): u32
 *       A block for the host to fill while no executor runs (boot time); scratchFree(address: u32, bytes: u32): void gives it back.
 *   setRoots(address: u32, bytes: u32): i32
 *       Boot time: a wire VECTOR of VARs in the order of libraryRootNames() (spec/generate.ts): the library functions that the
 *       kernel calls. 0 = ok.
 *   heapCheck(): u32
 *       Walks the whole heap while no executor runs: 0 = sound, else the number of the broken invariant (kernel/check).
 *
 * Imports, module "host": now_ns(): f64 (monotonic) and the leaf functions that kernel/prim/num.ts and text.ts declare.
 * Module "env": memory.
 */
import {
  C_ACTORS_ALIVE, C_CHECK_ASKED, C_CHECK_CODE, C_EXECUTORS_STARTED, C_EXECUTORS_WANTED, C_MAGIC, C_MEMORY_LIMIT, C_PAGE_TOP, C_PRIM_ARITIES,
  C_RUNNING_EXECUTORS, C_STOP_WORD, E_LOAD, E_OUT_OF_MEMORY, EXECUTOR_BYTES, EXECUTORS, LIB_INVOKE_SLOW, MAX_EXECUTORS, MAX_MEMORY, PAGE, ROOT_COUNT, ROOT_WORDS,
  T_VAR, THROW, X_BLOCK_CACHE0,
} from "./generated/spec";
import { PRIM_LIMIT, primArity } from "./generated/prims";
import { heapCheck as checkAll, heapCheckHere, checkPoint } from "./check";
import { bootCollections } from "./coll/boot";
import { prim_nth } from "./coll/prims";
import { isVector, vectorCount } from "./coll/vector";
import { enterBlocked, leaveBlocked, requestMajor, stopPoint } from "./gc";
import { CHECK, runActors } from "./interp";
import { allocBlock, bootMemory, control, freeBlock, initExecutor, setControl } from "./mem";
import { setExecutor, setTableBase } from "./mem/registers";
import { fixnum, isType } from "./object/word";
import { bootPowers } from "./prim/powers";
import { bootScheduler, decode, resetRun } from "./sched";

/** What compiled code imports (module "k"): the primitives as pID, the functions named native..., and these registers. */
export * from "./generated/exports";
export {
  nativeApply, nativeBox, nativeCall, nativeCall0, nativeCall1, nativeCall2, nativeCall3, nativeCaptureMove, nativeDisarm, nativeDoubt, nativeExit, nativeField, nativeChangeOffset, nativeFieldOffset, nativeIdentical, nativeInvoke, nativeList, nativeLong, nativeMap, nativeNext,
  nativeNextSlice, nativeReceive, nativeRefuse, nativeReserve, nativeSet, nativeSetCapture, nativeSetField, nativeSlow, nativeStart, nativeSuspend, nativeTake, nativeVar, nativeVarSet, nativeWaitUntil,
  nativeVector,
} from "./interp";
export { actor, entriesReady, nurseryEnd, nurseryTop, reductions, stackLimit, tableBase } from "./mem/registers";

/** The heap's magic word is that of kernel/mem; an image carries it. */
const NO_IMAGE: i32 = 1;

function bootPrimTable(): bool {
  const table = allocBlock(PRIM_LIMIT);
  if (table == 0) return false;
  for (let i: u32 = 0; i < PRIM_LIMIT; i++) store<u8>(table + i, <u8>max<i32>(0, primArity(i)));
  setControl(C_PRIM_ARITIES, table);
  return true;
}
function setLimits(memoryLimit: u32, executorsWanted: u32): void {
  setControl(C_MEMORY_LIMIT, memoryLimit == 0 ? MAX_MEMORY : memoryLimit);
  setControl(C_EXECUTORS_WANTED, min<u32>(MAX_EXECUTORS, max<u32>(1, executorsWanted)));
}

export function boot(memoryLimit: u32, executorsWanted: u32): i32 {
  setLimits(memoryLimit, executorsWanted);
  bootMemory();
  initExecutor(0);
  bootCollections();
  const error = bootScheduler();
  const ok = error == 0 && bootPrimTable() && bootPowers();
  enterBlocked();
  return ok ? 0 : <i32>E_OUT_OF_MEMORY;
}

export function imageAttach(memoryLimit: u32, executorsWanted: u32): i32 {
  if (control(C_MAGIC) == 0 || control(C_PRIM_ARITIES) == 0) return NO_IMAGE;
  setLimits(memoryLimit, executorsWanted);
  setControl(C_EXECUTORS_STARTED, 1);
  setControl(C_RUNNING_EXECUTORS, 0);
  setControl(C_STOP_WORD, 0);
  for (let id: u32 = 0; id < MAX_EXECUTORS; id++) {
    const base = EXECUTORS + id * EXECUTOR_BYTES;
    memory.fill(base, 0, X_BLOCK_CACHE0); // queues and counters; the caches of free memory behind them stay
  }
  setExecutor(0, EXECUTORS);
  leaveBlocked();
  const ok = resetRun();
  enterBlocked();
  return ok ? 0 : <i32>E_OUT_OF_MEMORY;
}

export function imagePrepare(): u32 {
  setExecutor(0, EXECUTORS);
  if (control(C_ACTORS_ALIVE) != 0) return 0;
  leaveBlocked();
  requestMajor();
  stopPoint();
  enterBlocked();
  return control(C_PAGE_TOP) * PAGE;
}

export function attach(id: u32): void {
  initExecutor(id);
  enterBlocked();
}

export function run(): i32 {
  leaveBlocked();
  const code = loop(false);
  enterBlocked();
  return code;
}
export function testRun(): i32 {
  setExecutor(0, EXECUTORS);
  leaveBlocked();
  const code = loop(true);
  enterBlocked();
  return code;
}
/** Between slices: checks of the heap that an actor, or control.checkHeap, asks for. */
function loop(once: bool): i32 {
  while (true) {
    const code = runActors(once);
    if (code != CHECK) return code;
    if (control(C_CHECK_ASKED) == 1) {
      setControl(C_CHECK_CODE, heapCheckHere());
      setControl(C_CHECK_ASKED, 2);
    } else checkPoint();
  }
}

/** After instantiation: compiled code goes into the table from `base` on. */
export function attachTable(base: u32): void { setTableBase(base); }

export function scratch(bytes: u32): u32 { return allocBlock(bytes); }
export function scratchFree(address: u32, bytes: u32): void { freeBlock(address, bytes); }

export function setRoots(address: u32, bytes: u32): i32 {
  leaveBlocked();
  const vars = decode(address, bytes), n = ROOT_WORDS - ROOT_COUNT;
  const ok = vars != THROW && isVector(vars) && vectorCount(vars) == n;
  for (let i: u32 = 0; ok && i < n; i++) {
    const v = prim_nth(vars, fixnum(i));
    if (isType(v, T_VAR)) store<u64>(LIB_INVOKE_SLOW + 8 * i, v);
  }
  enterBlocked();
  return ok ? 0 : <i32>E_LOAD;
}
export function heapCheck(): u32 { return checkAll(); }
