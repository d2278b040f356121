/**
 * Run queues: per executor one lock and four FIFO lists of slots, linked by slot.next (index + 1).
 *
 *   priority of an actor: 0 normal, 1 high, 2 max, 3 low.   max, then high, then normal; low gets every eighth turn.
 *
 * Who makes an actor runnable puts it into its own executor's queue: a message's receiver continues where its sender's data
 * is warm. Others get work by stealing half of a queue that has at least two entries: with one entry (a ring, a
 * ping-pong) moving it costs more than running it here. An executor with a queue is awake, so nothing is left lying.
 *
 * A lone entry stands in nextSlot, which is the executor's own: two actors that wake each other by turns, or a ring, take no lock.
 * The second entry moves both into the queue, in order, and so does one that somebody else has put there.
 *
 * Sleeping: an executor that finds nothing sets its sleepWord to 1, looks everywhere again, and waits on it. Whoever queues
 * a second entry while somebody sleeps changes one sleepWord from 1 to 0 and notifies it.
 *
 * Resting: where all work waits for one actor (a server and its clients), what a thief takes is done at once, and the next
 * message brings it back. A steal after which the thief is idle again within USEFUL_NS was useless: it rests, each time twice
 * as long up to MOST_REST_NS, with sleepWord 2, which offers of work pass over. One useful steal ends that.
 */
import {
  C_EXECUTORS_STARTED, C_EXECUTORS_WANTED, C_IDLE_EXECUTORS, C_STRESS_MOVE, C_STRESS_MOVE_ACTED, C_STRESS_PREEMPT, C_UNHURRIED, EXECUTOR_BYTES, EXECUTORS, LOW_PRIORITY_EVERY, SLOT_BITS, SLOT_NEXT, TO_HOST_START_EXECUTOR,
  X_LOW_COUNTER, X_NEXT_SLOT, X_QUEUE_HEAD0, X_QUEUE_LENGTH, X_QUEUE_LOCK, X_QUEUE_TAIL0, X_SLEEP_WORD, X_STEALS,
} from "../generated/spec";
import { addControl, control, count, lock, nowNs, unlock } from "../mem";
import { executorBase, executorId, patience, restUntil, setRest, setStolenAt, stolenAt } from "../mem/registers";
import { slotAddress } from "../object/slot";
import { pushRecord } from "./outbox";

const HIGHEST: u32 = 2;
const LOW: u32 = 3;
/** At most this many move in one steal. */
const STEAL_MAX: u32 = 256;
const LINGER_NS: i64 = 200_000;
/** Values of sleepWord. */
export const SLEEPING: u32 = 1;
export const RESTING: u32 = 2;
/** A thief that is busy for so long has taken something worth it. */
const USEFUL_NS: i64 = 100_000;
const FIRST_REST_NS: i64 = 50_000;
const MOST_REST_NS: i64 = 2_000_000;

/** This executor has nothing to run: what of the last steal? */
export function judgeSteal(): void {
  if (stolenAt == 0) return;
  const now = nowNs();
  if (now - stolenAt < USEFUL_NS) useless(now);
  else setRest(0, 0);
  setStolenAt(0);
}
/** A steal or a wake for nothing. */
export function useless(now: i64): void {
  const rest = min(max(2 * patience, FIRST_REST_NS), MOST_REST_NS);
  setRest(rest, now + rest);
}
/** Nanoseconds that this executor still rests. */
export function restLeft(): i64 {
  if (restUntil == 0) return 0;
  const left = restUntil - nowNs();
  if (left > 0 && control(C_STRESS_PREEMPT) == 0) return left;
  setRest(patience, 0);
  return 0;
}

// @ts-ignore: decorator
@inline export function executorAddress(id: u32): u32 { return EXECUTORS + id * EXECUTOR_BYTES; }
// @ts-ignore: decorator
@inline export function queueLength(base: u32): u32 { return atomic.load<u32>(base + X_QUEUE_LENGTH); }

function append(base: u32, index: u32, priority: u32): void {
  const tail = base + X_QUEUE_TAIL0 + 16 * priority;
  const last = load<u32>(tail);
  if (last == 0) store<u32>(base + X_QUEUE_HEAD0 + 16 * priority, index + 1);
  else store<u32>(slotAddress(last - 1) + SLOT_NEXT, index + 1);
  store<u32>(tail, index + 1);
}
/** Takes the oldest of one priority: index + 1, or 0. */
function takeFrom(base: u32, priority: u32): u32 {
  const head = base + X_QUEUE_HEAD0 + 16 * priority;
  const first = load<u32>(head);
  if (first == 0) return 0;
  const s = slotAddress(first - 1);
  const next = load<u32>(s + SLOT_NEXT);
  store<u32>(head, next);
  if (next == 0) store<u32>(base + X_QUEUE_TAIL0 + 16 * priority, 0);
  store<u32>(s + SLOT_NEXT, 0);
  return first;
}

/** Puts a RUNNABLE slot into this executor's queue (under stressMove: always into the next executor's). */
export function enqueue(index: u32): void {
  const base = executorBase;
  if (control(C_STRESS_MOVE) != 0) enqueueElsewhere(index);
  else if (queueLength(base) == 0 && load<u32>(base + X_NEXT_SLOT) == 0) store<u32>(base + X_NEXT_SLOT, index + 1);
  else {
    giveUpNext(base);
    enqueueAt(base, index);
  }
}
/** What stands in nextSlot goes into the queue. */
function giveUpNext(base: u32): void {
  const next = load<u32>(base + X_NEXT_SLOT);
  if (next == 0) return;
  store<u32>(base + X_NEXT_SLOT, 0);
  enqueueAt(base, next - 1);
}
/** Whether this executor has something to run. */
export function hasWork(): bool { return load<u32>(executorBase + X_NEXT_SLOT) != 0 || queueLength(executorBase) != 0; }
function enqueueElsewhere(index: u32): void {
  const executors = control(C_EXECUTORS_STARTED);
  if (executors < control(C_EXECUTORS_WANTED)) startAnother();
  if (executors > 1) addControl(C_STRESS_MOVE_ACTED, 1);
  enqueueAt(executorAddress((executorId + 1) % executors), index);
}
/** Puts it into the queue of the executor at `base`. */
export function enqueueAt(base: u32, index: u32): void {
  const s = slotAddress(index);
  store<u32>(s + SLOT_NEXT, 0);
  lock(base + X_QUEUE_LOCK);
  append(base, index, atomic.load<u32>(s + SLOT_BITS) & 3);
  const length = load<u32>(base + X_QUEUE_LENGTH) + 1;
  atomic.store<u32>(base + X_QUEUE_LENGTH, length);
  unlock(base + X_QUEUE_LOCK);
  if (base != executorBase) wakeExecutor(base);
  else if (length > 1) offerWork();
}
/** There is more to run than this executor runs: wakes a sleeper, or has one more executor started. */
export function offerWork(): void {
  if (control(C_IDLE_EXECUTORS) != 0) wakeOne();
  else if (control(C_EXECUTORS_STARTED) < control(C_EXECUTORS_WANTED)) startAnother();
}
function startAnother(): void {
  const started = control(C_EXECUTORS_STARTED);
  if (started >= control(C_EXECUTORS_WANTED)) return;
  if (atomic.cmpxchg<u32>(C_EXECUTORS_STARTED, started, started + 1) != started) return;
  const record = pushRecord(TO_HOST_START_EXECUTOR, started);
  if (!record) atomic.sub<u32>(C_EXECUTORS_STARTED, 1);
}
export function wakeExecutor(base: u32): bool {
  const asleep = atomic.load<u32>(base + X_SLEEP_WORD);
  if (asleep == 0 || atomic.cmpxchg<u32>(base + X_SLEEP_WORD, asleep, 0) != asleep) return false;
  atomic.notify(base + X_SLEEP_WORD, 1);
  return true;
}
export function wakeOne(): void {
  for (let id: u32 = 0, n = control(C_EXECUTORS_STARTED); id < n; id++) {
    const base = executorAddress(id);
    if (atomic.load<u32>(base + X_SLEEP_WORD) == SLEEPING && wakeExecutor(base)) return;
  }
}
export function wakeAll(): void {
  for (let id: u32 = 0, n = control(C_EXECUTORS_STARTED); id < n; id++) wakeExecutor(executorAddress(id));
}

/** The one place that decides which actor runs next on this executor: slot index, or -1. */
// @ts-ignore: decorator
@inline export function nextActor(): i32 {
  const base = executorBase, own = load<u32>(base + X_NEXT_SLOT);
  if (queueLength(base) != 0) return takeNext(base);
  store<u32>(base + X_NEXT_SLOT, 0);
  return <i32>own - 1;
}
function takeNext(base: u32): i32 {
  giveUpNext(base);
  lock(base + X_QUEUE_LOCK);
  let taken: u32 = 0;
  const turn = load<u32>(base + X_LOW_COUNTER) + 1;
  store<u32>(base + X_LOW_COUNTER, turn);
  if (turn % LOW_PRIORITY_EVERY == 0) taken = takeFrom(base, LOW);
  for (let priority: i32 = HIGHEST; priority >= 0 && taken == 0; priority--) taken = takeFrom(base, priority);
  if (taken == 0) taken = takeFrom(base, LOW);
  if (taken != 0) atomic.store<u32>(base + X_QUEUE_LENGTH, load<u32>(base + X_QUEUE_LENGTH) - 1);
  unlock(base + X_QUEUE_LOCK);
  return <i32>taken - 1;
}

/** Whether another executor's queue has at least so many entries. */
export function canSteal(least: u32): bool {
  for (let id: u32 = 0, n = control(C_EXECUTORS_STARTED); id < n; id++) {
    if (id != executorId && queueLength(executorAddress(id)) >= least) return true;
  }
  return false;
}
/** Moves half of the longest queue with at least `least` entries into this executor's; whether anything moved. */
export function steal(least: u32): bool {
  let victim: u32 = 0, longest: u32 = least - 1;
  for (let id: u32 = 0, n = control(C_EXECUTORS_STARTED); id < n; id++) {
    if (id == executorId) continue;
    const length = queueLength(executorAddress(id));
    if (length > longest) {
      longest = length;
      victim = executorAddress(id);
    }
  }
  return victim != 0 && stealFrom(victim, least);
}
/** Under stressPreempt, every so often: what is rarely slow is slow for once (a steal), or at once (going to sleep). */
export function unhurried(): bool { return control(C_STRESS_PREEMPT) != 0 && (addControl(C_UNHURRIED, 1) & 15) == 0; }
/** Stolen actors stay in hand, in no queue, for long enough that others look round meanwhile. */
function linger(): void {
  for (const end = nowNs() + LINGER_NS; nowNs() < end;) {}
}
function stealFrom(victim: u32, least: u32): bool {
  lock(victim + X_QUEUE_LOCK);
  const length = load<u32>(victim + X_QUEUE_LENGTH);
  let left: u32 = length < least ? 0 : min<u32>(STEAL_MAX, (length + 1) >> 1);
  let first: u32 = 0, last: u32 = 0, moved: u32 = 0;
  for (let priority: i32 = HIGHEST; priority >= -1 && left != 0; priority--) {
    for (; left != 0; left--) {
      const taken = takeFrom(victim, priority < 0 ? LOW : <u32>priority);
      if (taken == 0) break;
      if (first == 0) first = taken;
      else store<u32>(slotAddress(last - 1) + SLOT_NEXT, taken);
      last = taken;
      moved++;
    }
  }
  atomic.store<u32>(victim + X_QUEUE_LENGTH, length - moved);
  unlock(victim + X_QUEUE_LOCK);
  if (moved == 0) return false;
  if (unhurried()) linger();
  const base = executorBase;
  lock(base + X_QUEUE_LOCK);
  while (first != 0) {
    const s = slotAddress(first - 1);
    const next = load<u32>(s + SLOT_NEXT);
    store<u32>(s + SLOT_NEXT, 0);
    append(base, first - 1, atomic.load<u32>(s + SLOT_BITS) & 3);
    first = next;
  }
  atomic.store<u32>(base + X_QUEUE_LENGTH, load<u32>(base + X_QUEUE_LENGTH) + moved);
  unlock(base + X_QUEUE_LOCK);
  count(X_STEALS, moved);
  setStolenAt(nowNs());
  return true;
}
