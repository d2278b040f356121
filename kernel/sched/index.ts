/** Actors: slots, queues, mailboxes, signals, timers, the host; and the primitives on them. */
export { bootScheduler, resetRun } from "./boot";
export { bindingOf, prim_volatile_reset } from "./cells";
export { beginIdle, checkDeadlock, endIdle } from "./deadlock";
export { decode } from "./decode";
export { doomLargest } from "./exhaustion";
export { makeTrace } from "./frames";
export { inboxEmpty, shutDown, takeInbox } from "./inbox";
export { prepend } from "./info";
export { endActor } from "./life";
export { drainMailbox, messageValue, scanNext, scanNode, startScan, takeScanned } from "./mailbox";
export { askToCompile, holdOnce, LOOPS_HEADER, LOOPS_ROW, noteUse, tellOfCode } from "./modules";
export { canWakeWriters, wakeWriters } from "./out";
export { publishRecord, pushRecord, RECORD_HEADER, reclaimRecords } from "./outbox";
export { pushSample } from "./profile";
export {
  canSteal, enqueue, enqueueAt, executorAddress, hasWork, judgeSteal, nextActor, offerWork, queueLength, RESTING, restLeft, SLEEPING, steal, unhurried, useless,
} from "./queue";
export { handleSignals } from "./signals";
export { wakeSlot } from "./slots";
export { armWake, disarmWake, runTimers, timeToNext } from "./timers";
