/**
 * Stopping the executors, and the major collection that they make together.
 *
 *   control.stopWord           0, or 1: stop at the next safepoint (set by requestMajor)
 *   control.runningExecutors   executors that may touch the heap; those that sleep or wait for the host don't count
 *   control.stoppedCount       of those, the ones that stand in stopPoint
 *   control.majorPhase         IDLE -> GATHER -> SWEEP -> MARK -> IDLE; for stopOthers: IDLE -> GATHER -> ALONE -> IDLE
 *   control.majorArrived       markers that have finished the phase
 *   control.stopRound          number of stops so far: the stopped wait for it to change
 *   control.stopLock           makes coming to a stop, and ending it, one step: all of the above change under it, but for
 *                              requestMajor's stopWord and joining and leaving (running is counted up first, then looks at stopWord)
 *
 * The first executor to come to stopPoint leads. It waits until stopped == running; from then on nobody touches the heap but
 * the stopped ones (markers): who wakes up counts itself as running, sees the stop word, takes it back and waits. Then
 *   SWEEP  all finish the lazy sweep of the last collection: afterwards every object on every page has the same colour
 *          flip   the leader changes the colour, so all objects are unmarked now; lists of free cells are forgotten
 *   MARK   all mark (mark.ts)
 *          end    the leader drops unmarked interned objects, gives back free pages of blocks, sets the next trigger, starts a
 *                 new epoch (which makes all pages unswept) and lets everybody go; stopRound changes last of all
 *
 * To make marking concurrent, mutators would go on after the flip: objects are born marked already, cellSet and cellCas are
 * the only stores that can hide a shared object from the marker (cells.ts says where the barrier goes), promotion only adds
 * marked objects, and an actor's local space and stack are scanned at its next safepoint, once, because shared words get
 * into it only from cells, messages and shared objects that are reachable themselves. The stop shrinks to flip and end.
 */
import {
  A_NURSERY_END, A_NURSERY_TOP, A_SHARED_TAKEN, C_ACTOR_TOP, C_MAJOR_ARRIVED, C_MAJOR_COUNT, C_MAJOR_EPOCH, C_MAJOR_MARKED, C_MAJOR_PAUSE_MAX, C_MAJOR_PAUSE_TOTAL, C_MAJOR_PHASE,
  C_MARK_COLOUR, C_MARK_CURSOR, C_MARK_IDLE, C_MARKERS, C_RUNNING_EXECUTORS, C_SHARED_BYTES, C_SHARED_LIVE, C_STOP_LOCK, C_STOP_ROUND, C_STOP_WORD, C_STOPPED_COUNT,
  C_SWEEP_CURSOR, C_SWEEP_PENDING, EXECUTOR_BYTES, EXECUTORS, F_MARK, HEAP_BASE, SHARED_CLASSES, SLOT_BLOCK, X_SHARED_FREE0,
} from "../generated/spec";
import { joinRunning, leaveRunning } from "../mem/boot";
import { trimBlocks } from "../mem/blocks";
import { addControl, addControl64, control, control64, get32, setControl, setControl64 } from "../mem/control";
import { nowNs } from "../mem/imports";
import { lock, unlock, waitWord } from "../mem/lock";
import { actor, markBytes, setNursery } from "../mem/registers";
import { slotAddress } from "../object/slot";
import { saveNursery } from "./actor";
import { sweepInterned } from "./intern";
import { markRest, markTogether } from "./mark";
import { forgetPartials, sweepNext } from "./shared";
import { setTrigger } from "./trigger";

const IDLE: u32 = 0;
const GATHER: u32 = 1;
const SWEEP: u32 = 2;
const MARK: u32 = 3;
const ALONE: u32 = 4;
/** Waiters look again after this long even if nobody woke them. */
const LOOK_NS: i64 = 100_000;

/** Called at a safepoint (fp and sp saved) or with no actor when control.stopWord is set. */
export function stopPoint(): void {
  if (control(C_STOP_WORD) == 0) return;
  if (actor != 0) saveNursery(actor);
  lock(C_STOP_LOCK);
  const stop = control(C_STOP_WORD) != 0, first = stop && control(C_MAJOR_PHASE) == IDLE, round = control(C_STOP_ROUND);
  if (stop) addControl(C_STOPPED_COUNT, 1);
  if (first) setControl(C_MAJOR_PHASE, GATHER);
  unlock(C_STOP_LOCK);
  if (!stop) return;
  if (first) lead();
  else {
    atomic.notify(C_RUNNING_EXECUTORS, 1);
    help(round);
  }
  if (actor != 0) setNursery(get32(actor, A_NURSERY_TOP), get32(actor, A_NURSERY_END));
}

/** Around sleeping and host calls: nothing of the heap may be touched in between. */
export function enterBlocked(): void {
  if (actor != 0) saveNursery(actor);
  leaveRunning();
}
export function leaveBlocked(): void {
  joinRunning();
  if (actor != 0) setNursery(get32(actor, A_NURSERY_TOP), get32(actor, A_NURSERY_END));
}

/** Stops all other executors and answers when none touches the heap any more. At a safepoint, registers saved. */
export function stopOthers(): void {
  if (actor != 0) saveNursery(actor);
  while (true) {
    lock(C_STOP_LOCK);
    const first = control(C_MAJOR_PHASE) == IDLE;
    if (first) {
      setControl(C_STOP_WORD, 1);
      setControl(C_MAJOR_PHASE, GATHER);
      addControl(C_STOPPED_COUNT, 1);
    }
    unlock(C_STOP_LOCK);
    if (first) break;
    stopPoint();
  }
  gather();
  setControl(C_MAJOR_PHASE, ALONE);
  atomic.notify(C_MAJOR_PHASE);
}

/** Lets them go on. */
export function resumeOthers(): void {
  release();
  if (actor != 0) setNursery(get32(actor, A_NURSERY_TOP), get32(actor, A_NURSERY_END));
}

function help(round: u32): void {
  if (awaitPhase(GATHER, round) == SWEEP) {
    while (sweepNext()) {}
    arrive();
    awaitPhase(SWEEP, round);
    markTogether();
    addControl64(C_MAJOR_MARKED, markBytes);
    arrive();
  }
  while (control(C_STOP_ROUND) == round) waitWord(C_STOP_ROUND, round, LOOK_NS);
}

function arrive(): void {
  addControl(C_MAJOR_ARRIVED, 1);
  atomic.notify(C_MAJOR_ARRIVED, 1);
}

/** Waits until the phase is another one and answers which; IDLE when the stop is over (the next may have begun already). */
function awaitPhase(old: u32, round: u32): u32 {
  while (control(C_STOP_ROUND) == round) {
    const phase = control(C_MAJOR_PHASE);
    if (phase != old) return phase;
    waitWord(C_MAJOR_PHASE, old, LOOK_NS);
  }
  return IDLE;
}

function startPhase(phase: u32): void {
  setControl(C_MAJOR_ARRIVED, 0);
  setControl(C_MAJOR_PHASE, phase);
  atomic.notify(C_MAJOR_PHASE);
}

/** The leader has done its part of a phase: waits for the helpers. */
function finishPhase(markers: u32): void {
  for (let n = control(C_MAJOR_ARRIVED); n != markers - 1; n = control(C_MAJOR_ARRIVED)) waitWord(C_MAJOR_ARRIVED, n, LOOK_NS);
}

/** Waits until all running executors have stopped. */
function gather(): void {
  for (;;) {
    const running = control(C_RUNNING_EXECUTORS);
    if (control(C_STOPPED_COUNT) == running) break;
    waitWord(C_RUNNING_EXECUTORS, running, LOOK_NS);
  }
}

function release(): void {
  lock(C_STOP_LOCK);
  setControl(C_STOPPED_COUNT, 0);
  setControl(C_MAJOR_PHASE, IDLE);
  setControl(C_STOP_WORD, 0);
  addControl(C_STOP_ROUND, 1);
  unlock(C_STOP_LOCK);
  atomic.notify(C_STOP_WORD);
  atomic.notify(C_STOP_ROUND);
}

function lead(): void {
  const start = nowNs();
  gather();
  const markers = control(C_STOPPED_COUNT);
  setControl(C_MARKERS, markers);
  startPhase(SWEEP);
  while (sweepNext()) {}
  finishPhase(markers);
  flip();
  startPhase(MARK);
  markTogether();
  finishPhase(markers);
  addControl64(C_MAJOR_MARKED, markBytes);
  markRest();
  finish();
  const pause = <u64>(nowNs() - start);
  setControl64(C_MAJOR_PAUSE_TOTAL, control64(C_MAJOR_PAUSE_TOTAL) + pause);
  if (pause > control64(C_MAJOR_PAUSE_MAX)) setControl64(C_MAJOR_PAUSE_MAX, pause);
  addControl(C_MAJOR_COUNT, 1);
  release();
}

function flip(): void {
  for (let x = EXECUTORS; x + EXECUTOR_BYTES <= HEAP_BASE; x += EXECUTOR_BYTES) {
    memory.fill(x + X_SHARED_FREE0, 0, 8 * SHARED_CLASSES);
  }
  forgetPartials(SHARED_CLASSES);
  setControl(C_MARK_COLOUR, control(C_MARK_COLOUR) ^ F_MARK);
  setControl(C_MARK_CURSOR, 0);
  setControl(C_MARK_IDLE, 0);
  setControl64(C_MAJOR_MARKED, 0);
}

/** Of what each actor has taken of the shared heap that part counts on that is left of the whole. */
function scaleTaken(live: u32, before: u32): void {
  for (let i: u32 = 0, top = control(C_ACTOR_TOP); i < top; i++) {
    const a = load<u32>(slotAddress(i) + SLOT_BLOCK);
    if (a == 0 || load<u64>(a + A_SHARED_TAKEN) == 0) continue;
    store<u64>(a + A_SHARED_TAKEN, load<u64>(a + A_SHARED_TAKEN) * live / before);
  }
}

function finish(): void {
  sweepInterned();
  trimBlocks();
  const live = <u32>control64(C_MAJOR_MARKED), before = max<u32>(control(C_SHARED_BYTES), live);
  scaleTaken(live, before);
  setControl(C_SHARED_LIVE, live);
  setControl(C_SHARED_BYTES, live);
  addControl(C_MAJOR_EPOCH, 1);
  setControl(C_SWEEP_CURSOR, 1);
  setControl(C_SWEEP_PENDING, 1);
  setTrigger(live);
}
