/**
 * The end of a slice. Whoever runs alone need not leave compiled code for it, with all frames written and interpreted up to where each is
 * compiled again, only to be given the next slice.
 */
import {
  A_COLLECT_ASKED, A_FLAGS, A_MAILBOX_LIMIT, A_PID, A_REDUCTIONS_TOTAL, AF_DOOMED, AF_EXITING, AF_LIMIT, AF_OUT_OF_MEMORY, C_CHECK_ASKED, C_CHECK_HEAP, C_MODULE_CHANGES, C_SHUTDOWN, C_STDOUT_WAITERS,
  C_STOP_WORD, C_STRESS_COLLECT, C_STRESS_INSTALL, C_STRESS_MOVE, C_STRESS_PREEMPT, C_TIMER_COUNT, REDUCTIONS_PER_SLICE, SLOT_SIGNALS, X_REDUCTIONS, X_SLICES,
} from "../generated/spec";
import { control, count } from "../mem";
import { actor, held, modulesSeen, reductions } from "../mem/registers";
import { pidIndex, slotAddress } from "../object/slot";
import { hasWork, inboxEmpty } from "../sched";
import { profiling } from "./profile";
import { grant } from "./safepoint";
import { sampleDue } from "./sample";

/** Adds what has been used of a slice to the actor's and the executor's sums; whether a sample is due. */
export function account(block: u32): bool {
  const used = <i64>(<i32>REDUCTIONS_PER_SLICE - reductions - held);
  const due = sampleDue();
  store<i64>(block + A_REDUCTIONS_TOTAL, load<i64>(block + A_REDUCTIONS_TOTAL) + used);
  count(X_REDUCTIONS, <u64>used);
  count(X_SLICES);
  return due;
}

/** Flags of an actor, and fields of the control block, that want something of it. */
const FLAGS: u32 = AF_DOOMED | AF_EXITING | AF_LIMIT | AF_OUT_OF_MEMORY;
function isWanted(): bool {
  return load<u32>(actor + A_COLLECT_ASKED) != 0 || (load<u32>(actor + A_FLAGS) & FLAGS) != 0 || load<u32>(actor + A_MAILBOX_LIMIT) != 0
    || (<u32>atomic.load<u64>(slotAddress(pidIndex(load<u64>(actor + A_PID))) + SLOT_SIGNALS) & ~7) != 0;
}
function othersWant(): bool {
  return hasWork() || !inboxEmpty() || control(C_TIMER_COUNT) != 0 || control(C_STDOUT_WAITERS) != 0 || control(C_MODULE_CHANGES) != modulesSeen
    || (control(C_STOP_WORD) | control(C_SHUTDOWN) | control(C_CHECK_ASKED) | control(C_CHECK_HEAP)) != 0;
}
function stressed(): bool {
  return (control(C_STRESS_COLLECT) | control(C_STRESS_PREEMPT) | control(C_STRESS_MOVE) | control(C_STRESS_INSTALL)) != 0;
}
/** Compiled code has used up its reductions: begins its next slice if nobody else wants to run, or anything of it. False: it must be left. */
export function nextSlice(): bool {
  if (held != 0 || reductions > 0 || profiling() || isWanted() || othersWant() || stressed()) return false;
  const due = account(actor);
  grant(REDUCTIONS_PER_SLICE);
  return !due;
}
