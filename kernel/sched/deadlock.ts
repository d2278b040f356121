/**
 * Deadlock: all executors sleep, no timer is armed, nothing is pending outside, nothing stands in the inbox, and a
 * CALL of the host has not ended. Found by the executor that is the last to go to sleep; reported once until something comes from the host.
 *
 * The counters are read one after the other, while others run. They make one picture because idle executors change nothing,
 * and nobody has stopped being idle between the first reading and the last: then idleExecutors is still the number of all, and
 * idleRound, which counts how often an executor went idle, is what it was. (Seen before it was so: a thief counted as idle
 * held an actor in hand, in no queue; and a timer armed between two readings.)
 */
import {
  A_FP, A_PID, C_ACTOR_TOP, C_CALLS_PENDING, C_DEADLOCK_REPORTED, C_EXECUTORS_STARTED, C_HOST_PENDING, C_IDLE_EXECUTORS, C_IDLE_ROUND, C_INBOX_LOCK, C_TIMER_COUNT,
  NIL, SLOT_BLOCK, SLOT_STATUS, STATUS_WAITING, TO_HOST_DEADLOCK, C_STDOUT_WAITERS,
} from "../generated/spec";
import { vectorFrom } from "../coll/vector";
import { packedName } from "../coll/text";
import { addControl, allocBlock, control, freeBlock, setControl, tryLock, unlock } from "../mem";
import { slotAddress } from "../object/slot";
import { framePc, makeTrace } from "./frames";
import { inboxEmpty } from "./inbox";
import { nameOf } from "./names";
import { reportValue } from "./done";
import { executorAddress, queueLength } from "./queue";
import { lockWaiting, unlockWaiting } from "./slots";

const MOST: u32 = 100;

/** The calling executor counts as idle already. */
export function checkDeadlock(): void {
  if (!nothingCanHappen() || control(C_DEADLOCK_REPORTED) != 0) return;
  if (!tryLock(C_INBOX_LOCK)) return;
  if (nothingCanHappen() && control(C_DEADLOCK_REPORTED) == 0) {
    setControl(C_DEADLOCK_REPORTED, 1);
    reportValue(TO_HOST_DEADLOCK, waiters());
  }
  unlock(C_INBOX_LOCK);
}
/** The calling executor counts as idle from here on; what it does until endIdle changes nothing but itself. */
export function beginIdle(): void {
  addControl(C_IDLE_ROUND, 1);
  addControl(C_IDLE_EXECUTORS, 1);
}
export function endIdle(): void { addControl(C_IDLE_EXECUTORS, <u32>-1); }
function nothingCanHappen(): bool {
  const round = control(C_IDLE_ROUND);
  return allQuiet() && control(C_IDLE_EXECUTORS) == control(C_EXECUTORS_STARTED) && control(C_IDLE_ROUND) == round;
}
function allQuiet(): bool {
  const started = control(C_EXECUTORS_STARTED);
  if (control(C_IDLE_EXECUTORS) != started) return false;
  if (control(C_CALLS_PENDING) == 0 || control(C_TIMER_COUNT) != 0 || control(C_HOST_PENDING) != 0 || control(C_STDOUT_WAITERS) != 0) return false;
  if (!inboxEmpty()) return false; // after hostPending: the host writes the record first, then takes it off the books
  for (let id: u32 = 0; id < started; id++) if (queueLength(executorAddress(id)) != 0) return false;
  return true;
}
/** Vector of [pid name "waits in" trace]. */
function waiters(): u64 {
  const at = allocBlock(8 * MOST);
  if (at == 0) return NIL;
  let n: u32 = 0;
  for (let i: u32 = 1, top = control(C_ACTOR_TOP); i < top && n < MOST; i++) {
    const s = slotAddress(i);
    if (atomic.load<u32>(s + SLOT_STATUS) != STATUS_WAITING || !lockWaiting(i)) continue;
    store<u64>(at + 8 * n++, waiter(load<u32>(s + SLOT_BLOCK)));
    unlockWaiting(i);
  }
  const all = vectorFrom(at, n);
  freeBlock(at, 8 * MOST);
  return all;
}
function waiter(block: u32): u64 {
  const at = allocBlock(32);
  if (at == 0) return NIL;
  const pid = load<u64>(block + A_PID);
  store<u64>(at, pid);
  store<u64>(at, nameOf(pid), 8);
  store<u64>(at, packedName(0x6e69207374696177), 16); // waits in
  store<u64>(at, makeTrace(block, framePc(load<u32>(block + A_FP))), 24);
  const v = vectorFrom(at, 4);
  freeBlock(at, 32);
  return v;
}
