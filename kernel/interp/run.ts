/**
 * Running actors on this executor: slices, what follows them, and what to do when there is nothing to run.
 */
import {
  A_EXIT_REASON, A_FLAGS, A_MAILBOX_LIMIT, A_RESULT, A_SPARE2, AF_DOOMED, AF_EXITING, AF_LIMIT, C_CHECK_ASKED, C_CHECK_HEAP, C_EXIT_CODE, C_MODULE_CHANGES, C_SHUTDOWN, C_STOP_WORD,
  IDLE_SPINS, NIL, REDUCTIONS_PER_SLICE, ROOT_KW_NORMAL, SLOT_BLOCK, SLOT_SIGNALS, SLOT_STATUS, STATUS_RUNNABLE,
  STATUS_RUNNING, STATUS_WAITING, X_CHECKED, X_CURRENT_ACTOR, X_FULL_COUNT, X_MINOR_COUNT, X_SLEEP_WORD,
} from "../generated/spec";
import { enterActor, enterBlocked, leaveActor, leaveBlocked, parkTrim, stopPoint } from "../gc";
import { control, nowNs, replaceWord, setWord, waitWord } from "../mem";
import { codeAwaited, executorBase, modulesSeen, setCodeAwaited, setOwnSlot } from "../mem/registers";
import { slotAddress } from "../object/slot";
import {
  beginIdle, canSteal, canWakeWriters, checkDeadlock, drainMailbox, endActor, endIdle, enqueue, handleSignals, hasWork, inboxEmpty, judgeSteal, nextActor, offerWork, queueLength, RESTING, restLeft,
  runTimers, SLEEPING, steal, takeInbox, timeToNext, unhurried, useless, wakeSlot, wakeWriters,
} from "../sched";
import { resume } from "./enter";
import { interpret } from "./interpret";
import { evictSometimes } from "./flip";
import { refreshModules } from "./refresh";
import { grant } from "./safepoint";
import { skipTime } from "./profile";
import { account } from "./slice";
import { exhausted, overLimit } from "./unwind";
import { GO, KILLED, PARKED, RETURNED, THREW, YIELDED } from "./special";

/** Turns between two looks at the clock while actors only run short slices. */
const CLOCK_TURNS: u32 = 32;
/** Answer of runActors: the caller (kernel/index.ts) checks the heap and comes back. */
export const CHECK: i32 = -0x7fffffff;
/** Longest sleep without looking round. */
const SLEEP_NS: i64 = 1_000_000_000;

/** The same, when an actor waits for code. */
const CODE_NS: i64 = 200_000;

/** Gives the actor in a RUNNABLE slot one slice. Whether it used all of it. */
function runSlice(index: u32): bool {
  const s = slotAddress(index), block = load<u32>(s + SLOT_BLOCK);
  setWord<u32>(s + SLOT_STATUS, STATUS_RUNNING);
  store<u32>(executorBase + X_CURRENT_ACTOR, block);
  setOwnSlot(s);
  enterActor(block);
  if ((<u32>atomic.load<u64>(s + SLOT_SIGNALS) & ~7) != 0) handleSignals();
  if (load<u32>(block + A_MAILBOX_LIMIT) != 0) drainMailbox(); // whatever it waits for: its mailbox must not overflow meanwhile
  let answer = KILLED;
  if ((load<u32>(block + A_FLAGS) & AF_EXITING) == 0) {
    store<u64>(block + A_SPARE2, NIL);
    grant(REDUCTIONS_PER_SLICE);
    const flags = load<u32>(block + A_FLAGS);
    answer = (flags & AF_DOOMED) != 0 ? exhausted() : (flags & AF_LIMIT) != 0 ? overLimit() : go();
    if (answer == PARKED && load<u32>(block + A_MAILBOX_LIMIT) != 0 && drainMailbox()) answer = YIELDED; // the drain has cleared wakes: look again
    account(block);
  }
  store<u32>(executorBase + X_CURRENT_ACTOR, 0);
  finishSlice(index, s, block, answer);
  return answer == YIELDED;
}
/** Compiled code first, if there is some for the running frame. */
// @ts-ignore: decorator
@inline function go(): u32 {
  const answer = resume();
  return answer == GO ? interpret() : answer;
}
function finishSlice(index: u32, s: u32, block: u32, answer: u32): void {
  switch (answer) {
    case PARKED:
      parkTrim(block);
      leaveActor(block);
      if (!replaceWord<u32>(s + SLOT_STATUS, STATUS_RUNNING, STATUS_WAITING)) again(index, s);
      // The wake of a signal may have been cleared by a look at the mailbox.
      else if ((<u32>atomic.load<u64>(s + SLOT_SIGNALS) & ~7) != 0) wakeSlot(index);
      return;
    case YIELDED:
      leaveActor(block);
      again(index, s);
      return;
    case RETURNED: endActor(load<u64>(ROOT_KW_NORMAL), 1, load<u64>(block + A_RESULT)); return;
    case THREW: endActor(load<u64>(block + A_EXIT_REASON), 0, NIL); return;
    default: endActor(load<u64>(block + A_EXIT_REASON), 2, NIL);
  }
}
/** Back into a run queue. */
function again(index: u32, s: u32): void {
  setWord<u32>(s + SLOT_STATUS, STATUS_RUNNABLE);
  enqueue(index);
}

/** Runs until the runtime shuts down (answers the exit code); with `once` until there is nothing to do (0, or 1: timers wait; 2 shut down). */
export function runActors(once: bool): i32 {
  while (true) {
    const answer = turns(once);
    if (answer != GO_ON) return answer;
  }
}
/** Answer of turns: there may be more to do. */
const GO_ON: i32 = -0x7ffffffe;
/** Some turns of the loop: a function that returns, so that the engine's optimizing compiler takes it on. */
function turns(once: bool): i32 {
  for (let turn: u32 = 1; turn <= CLOCK_TURNS; turn++) {
    if (control(C_SHUTDOWN) == 1) return once ? 2 : <i32>control(C_EXIT_CODE);
    if (control(C_STOP_WORD) != 0) stopPoint();
    if (!inboxEmpty()) takeInbox();
    refreshModules();
    evictSometimes();
    if (checkDue()) return CHECK;
    const next = nextActor();
    if (next >= 0) {
      if (runSlice(next) || turn == CLOCK_TURNS) lookRound();
      if (codeAwaited) awaitCode(once);
      continue;
    }
    lookRound();
    if (hasWork() || !inboxEmpty()) continue;
    judgeSteal();
    if (restLeft() == 0 && steal(2)) {
      if (queueLength(executorBase) > 1) offerWork();
      continue;
    }
    if (once) return timeToNext() < 0 ? 0 : 1;
    idle();
  }
  return GO_ON;
}
/** Whether a check of the heap is due: an actor has asked, or this executor has collected control.checkHeap times (0: never) since the last. */
function checkDue(): bool {
  if (control(C_CHECK_ASKED) == 1) return true;
  const every = control(C_CHECK_HEAP);
  if (every == 0) return false;
  const collections = <u32>load<u64>(executorBase + X_MINOR_COUNT) + <u32>load<u64>(executorBase + X_FULL_COUNT);
  if (collections - load<u32>(executorBase + X_CHECKED) < every) return false;
  store<u32>(executorBase + X_CHECKED, collections);
  return true;
}
/** Sleeps for a moment, unless there is something else to run: the host's thread compiles meanwhile. */
function awaitCode(once: bool): void {
  setCodeAwaited(false);
  if (once || queueLength(executorBase) > 1) return;
  atomic.store<u32>(executorBase + X_SLEEP_WORD, SLEEPING);
  if (inboxEmpty() && control(C_MODULE_CHANGES) == modulesSeen && control(C_SHUTDOWN) == 0 && control(C_STOP_WORD) == 0) {
    enterBlocked();
    waitWord(executorBase + X_SLEEP_WORD, SLEEPING, CODE_NS);
    leaveBlocked();
  }
  atomic.store<u32>(executorBase + X_SLEEP_WORD, 0);
}
function lookRound(): void {
  runTimers();
  wakeWriters();
}

/** Something this executor must not sleep through. */
function wanted(): bool {
  return hasWork() || !inboxEmpty() || control(C_SHUTDOWN) != 0 || control(C_STOP_WORD) != 0;
}
/**
 * Spins a little, then sleeps until somebody wakes it or a timer is due. Between beginIdle and endIdle it counts as idle and
 * only looks: whoever has an actor in hand, or is about to wake one, is not idle (sched/deadlock.ts relies on it).
 */
function idle(): void {
  const rest = restLeft();
  for (let i: u32 = unhurried() ? IDLE_SPINS : 0; i < IDLE_SPINS && rest == 0; i++) {
    if (wanted()) return;
    if ((i & 15) == 15 && canSteal(2)) return;
  }
  const asleep = rest != 0 ? RESTING : SLEEPING;
  atomic.store<u32>(executorBase + X_SLEEP_WORD, asleep);
  beginIdle();
  const next = timeToNext();
  let offered = false;
  if (next != 0 && !wanted() && (rest != 0 || !canSteal(2)) && !canWakeWriters()) {
    checkDeadlock();
    enterBlocked();
    const longest = rest != 0 ? rest : SLEEP_NS;
    waitWord(executorBase + X_SLEEP_WORD, asleep, next < 0 ? longest : min<i64>(next, longest));
    leaveBlocked();
    offered = rest == 0 && atomic.load<u32>(executorBase + X_SLEEP_WORD) == 0;
    skipTime();
  }
  atomic.store<u32>(executorBase + X_SLEEP_WORD, 0);
  endIdle();
  if (offered && !wanted() && !canSteal(2)) useless(nowNs()); // somebody else was faster
}
