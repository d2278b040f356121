/** Setting up memory and attaching executors to it. */
import {
  C_EXECUTORS_STARTED, C_IDENTITY_HASH, C_MAGIC, C_RUNNING_EXECUTORS, C_STOP_WORD, EXECUTOR_BYTES, EXECUTORS,
  HEAP_BASE,
} from "../generated/spec";
import { addControl, control, setControl, setControl64 } from "./control";
import { waitWord } from "./lock";
import { bootPages, KIND_RAW, takePages, WITHIN } from "./pages";
import { setActor, setExecutor, setNursery } from "./registers";

/** "odeon" and a version: a memory that has been set up. */
export const MAGIC: u32 = 0x0de00001;

/** Sets up an empty memory; once, by executor 0, before anything else. */
export function bootMemory(): void {
  if (control(C_MAGIC) == MAGIC) unreachable(); // set up already
  bootPages();
  setControl64(C_IDENTITY_HASH, 1);
  setControl(C_MAGIC, MAGIC);
}

/** Attaches this instance as executor `id`. It counts as running from now on (see gc/stop.ts). */
export function initExecutor(id: u32): void {
  const base = EXECUTORS + id * EXECUTOR_BYTES;
  if (base + EXECUTOR_BYTES > HEAP_BASE) unreachable();
  setExecutor(id, base);
  setActor(0);
  setNursery(0, 0);
  for (;;) {
    const started = control(C_EXECUTORS_STARTED);
    if (started > id || atomic.cmpxchg<u32>(C_EXECUTORS_STARTED, started, id + 1) == started) break;
  }
  joinRunning();
}

/** Counts this executor as running, unless a stop is under way: then waits for its end first. */
export function joinRunning(): void {
  for (;;) {
    addControl(C_RUNNING_EXECUTORS, 1);
    if (control(C_STOP_WORD) == 0) return;
    leaveRunning();
    waitWord(C_STOP_WORD, 1, 10_000_000);
  }
}

/** This executor touches the heap no more until joinRunning; whoever collects may stop waiting for it. */
export function leaveRunning(): void {
  atomic.sub<u32>(C_RUNNING_EXECUTORS, 1);
  atomic.notify(C_RUNNING_EXECUTORS, 1);
}

/** n pages (64 KiB each) for tables, uninitialised; 0 at the memory limit. Freed by freePages. */
export function allocPages(n: u32): u32 { return takePages(n, KIND_RAW, 0, WITHIN); }
