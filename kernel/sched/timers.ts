/**
 * One timer wheel for the whole runtime, under timerLock: four levels of 256 slots, a tick of TIMER_TICK_NS. Level l holds
 * timers due within 256^(l+1) ticks; when level l-1 has gone round, one slot of level l is dealt out below it.
 *
 *   node:  +0 u64 due (ns)   +8 u32 slot of the wheel + 1, 0 = not armed   +12 u32 actor slot (or 0: a delivery)
 *          +16 u32 next      +24 u32 prev                                  (addresses of nodes; prev 0 = first of its slot)
 *
 * An actor's own node lies in its block (A_WAKE_AT ...): it wakes the actor. A delivery (send-after) is a block with, after
 * the node: +32 u64 target pid  +40 u64 ref  +48 u32 handle of the message word (gc/held)  +52 u32 next in its bucket.
 * A timer fires only when its due time has passed, rounded up to a tick: never early.
 */
import {
  A_SLOT, A_TIMER_NEXT, A_TIMER_PREV, A_TIMER_SLOT, A_WAKE_AT, C_TIMER_COUNT, C_TIMER_LOCK, C_TIMER_NEXT, C_TIMER_NOW, C_TIMER_WHEEL, E_OUT_OF_MEMORY,
  FALSE, MESSAGE_PLAIN, NIL, THROW, TIMER_TICK_NS,
} from "../generated/spec";
import { promote } from "../gc";
import { addControl, allocBlock, control, control64, freeBlock, lock, nowNs, setControl, setControl64, setWord, unlock } from "../mem";
import { actor, lastNow } from "../mem/registers";
import { raise } from "../object/raise";
import { fixnum } from "../object/word";
import { heldWord, hold, releaseHeld } from "./held";
import { deliver } from "./mailbox";
import { isCurrent, wakeSlot } from "./slots";

const LEVELS: u32 = 4;
const SLOTS: u32 = 256;
const BUCKETS: u32 = 1024;
const DUE: u32 = 0, PLACE: u32 = 8, WHO: u32 = 12, NEXT: u32 = 16, PREV: u32 = 24;
const TARGET: u32 = 32, REF: u32 = 40, HANDLE: u32 = 48, CHAIN: u32 = 52;
const DELIVERY_BYTES: u32 = 64;
/** control.timerNext when no timer is armed. */
export const NEVER: u64 = 0x7fffffffffffffff;

/** The wheel's heads, then the buckets of deliveries by reference. */
export function bootTimers(): bool {
  const bytes = 4 * (LEVELS * SLOTS + BUCKETS);
  let wheel = control(C_TIMER_WHEEL);
  if (wheel == 0) wheel = allocBlock(bytes);
  if (wheel == 0) return false;
  memory.fill(wheel, 0, bytes);
  setControl(C_TIMER_WHEEL, wheel);
  setControl(C_TIMER_COUNT, 0);
  setControl64(C_TIMER_NOW, <u64>nowNs() / TIMER_TICK_NS);
  setControl64(C_TIMER_NEXT, NEVER);
  return true;
}

// @ts-ignore: decorator
@inline function head(place: u32): u32 { return control(C_TIMER_WHEEL) + 4 * place; }
// @ts-ignore: decorator
@inline function dueTick(node: u32): u64 { return (load<u64>(node) + TIMER_TICK_NS - 1) / TIMER_TICK_NS; }

function insert(node: u32): void {
  const now = control64(C_TIMER_NOW);
  let tick = dueTick(node);
  if (tick <= now) tick = now + 1;
  const ahead = tick - now;
  let level: u32 = 0;
  while (level < LEVELS - 1 && ahead >= <u64>1 << (8 * (level + 1))) level++;
  if (level == LEVELS - 1 && ahead >= <u64>1 << 32) tick = now + 0xffffff00; // dealt out again when it comes round
  const place = level * SLOTS + (<u32>(tick >> (8 * level)) & (SLOTS - 1));
  const first = load<u32>(head(place));
  store<u32>(node, place + 1, PLACE);
  store<u32>(node, first, NEXT);
  store<u32>(node, 0, PREV);
  if (first != 0) store<u32>(first, node, PREV);
  store<u32>(head(place), node);
}
function unlink(node: u32): void {
  const place = load<u32>(node, PLACE) - 1, next = load<u32>(node, NEXT), prev = load<u32>(node, PREV);
  if (prev == 0) store<u32>(head(place), next);
  else store<u32>(prev, next, NEXT);
  if (next != 0) store<u32>(next, prev, PREV);
  store<u32>(node, 0, PLACE);
}
/** Where the wheel has stood still it goes on from the last look at the clock, which was not long ago: a deadline needs one. */
function arm(node: u32): void {
  if (control(C_TIMER_COUNT) == 0) setControl64(C_TIMER_NOW, max<u64>(control64(C_TIMER_NOW), <u64>lastNow / TIMER_TICK_NS));
  insert(node);
  addControl(C_TIMER_COUNT, 1);
  const due = dueTick(node) * TIMER_TICK_NS;
  if (due < control64(C_TIMER_NEXT)) setControl64(C_TIMER_NEXT, due);
}

/**
 * Wakes the running actor when the clock reaches `due`; replaces what was armed. What is in the wheel for an earlier time stays in
 * its place: looked at then, it is put where it belongs. (Should it be fired at this moment, the actor is woken and arms it anew.)
 */
export function armWake(due: u64): void {
  const node = actor + A_WAKE_AT;
  if (load<u32>(node, PLACE) != 0 && load<u64>(node) <= due) return setWord<u64>(node, due);
  lock(C_TIMER_LOCK);
  if (load<u32>(node, PLACE) != 0) {
    unlink(node);
    addControl(C_TIMER_COUNT, <u32>-1);
  }
  store<u64>(node, due);
  store<u32>(node, load<u32>(actor + A_SLOT), WHO);
  arm(node);
  unlock(C_TIMER_LOCK);
}
export function disarmWake(): void {
  const node = actor + A_WAKE_AT;
  if (load<u32>(node, PLACE) == 0) return;
  lock(C_TIMER_LOCK);
  if (load<u32>(node, PLACE) != 0) {
    unlink(node);
    addControl(C_TIMER_COUNT, <u32>-1);
  }
  unlock(C_TIMER_LOCK);
}

function bucket(ref: u64): u32 { return control(C_TIMER_WHEEL) + 4 * (LEVELS * SLOTS + (<u32>(ref >> 8) & (BUCKETS - 1))); }
function unchain(node: u32): void {
  let at = bucket(load<u64>(node, REF));
  while (load<u32>(at) != 0 && load<u32>(at) != node) at = load<u32>(at) + CHAIN;
  if (load<u32>(at) == node) store<u32>(at, load<u32>(node, CHAIN));
}
/** Sends `value` to pid when the clock reaches `due`; cancelled by its ref. */
export function sendAt(due: u64, pid: u64, value: u64, ref: u64): u64 {
  const shared = promote(value);
  if (shared == THROW) return THROW;
  const node = allocBlock(DELIVERY_BYTES);
  if (node == 0) return raise(E_OUT_OF_MEMORY);
  const handle = hold(shared);
  if (handle == 0) {
    freeBlock(node, DELIVERY_BYTES);
    return raise(E_OUT_OF_MEMORY);
  }
  store<u64>(node, due);
  store<u32>(node, 0, PLACE);
  store<u32>(node, 0, WHO);
  store<u64>(node, pid, TARGET);
  store<u64>(node, ref, REF);
  store<u32>(node, handle, HANDLE);
  lock(C_TIMER_LOCK);
  store<u32>(node, load<u32>(bucket(ref)), CHAIN);
  store<u32>(bucket(ref), node);
  arm(node);
  unlock(C_TIMER_LOCK);
  return ref;
}
/** Milliseconds (rounded up) that a delivery still had, or false if there is none by this ref (or its target has ended). */
export function cancelTimer(ref: u64): u64 {
  lock(C_TIMER_LOCK);
  let node = load<u32>(bucket(ref));
  while (node != 0 && load<u64>(node, REF) != ref) node = load<u32>(node, CHAIN);
  if (node == 0) {
    unlock(C_TIMER_LOCK);
    return FALSE;
  }
  unchain(node);
  unlink(node);
  addControl(C_TIMER_COUNT, <u32>-1);
  unlock(C_TIMER_LOCK);
  const left = <i64>load<u64>(node) - nowNs();
  const alive = isCurrent(load<u64>(node, TARGET));
  releaseHeld(load<u32>(node, HANDLE));
  freeBlock(node, DELIVERY_BYTES);
  return alive ? fixnum(left <= 0 ? 0 : (left + 999_999) / 1_000_000) : FALSE;
}

/** Fires what is due. Cheap when nothing is. */
export function runTimers(): void {
  if (control(C_TIMER_COUNT) == 0) return;
  const now = <u64>nowNs();
  if (now < control64(C_TIMER_NEXT)) return;
  lock(C_TIMER_LOCK);
  const fired = advance(now / TIMER_TICK_NS);
  setControl64(C_TIMER_NEXT, earliest());
  unlock(C_TIMER_LOCK);
  fire(fired);
}
/** Moves the wheel to `tick`; answers the list (through NEXT) of nodes that are due. Under the lock. */
function advance(tick: u64): u32 {
  let fired: u32 = 0, last: u32 = 0;
  for (let t = control64(C_TIMER_NOW); t < tick;) {
    t = skipTo(t, tick);
    setControl64(C_TIMER_NOW, t);
    for (let level: u32 = LEVELS - 1; level > 0; level--) {
      if ((t & ((<u64>1 << (8 * level)) - 1)) == 0) dealOut(level * SLOTS + (<u32>(t >> (8 * level)) & (SLOTS - 1)));
    }
    const at = head(<u32>t & (SLOTS - 1));
    while (load<u32>(at) != 0) {
      const node = load<u32>(at);
      unlink(node);
      if (dueTick(node) > t) {
        insert(node);
        continue;
      }
      addControl(C_TIMER_COUNT, <u32>-1);
      if (load<u32>(node, WHO) == 0) {
        unchain(node);
        store<u32>(node, 0, NEXT);
        if (last == 0) fired = node;
        else store<u32>(last, node, NEXT);
        last = node;
      } else wakeSlot(load<u32>(node, WHO)); // under the lock: the actor can't end meanwhile without taking it
    }
  }
  return fired;
}
/** The next tick after t, at most `tick`, at which level 0 has a timer or a higher level must be dealt out. */
function skipTo(t: u64, tick: u64): u64 {
  for (t++; t < tick && (t & (SLOTS - 1)) != 0 && load<u32>(head(<u32>t & (SLOTS - 1))) == 0;) t++;
  return t;
}
function dealOut(place: u32): void {
  let node = load<u32>(head(place));
  store<u32>(head(place), 0);
  while (node != 0) {
    const next = load<u32>(node, NEXT);
    if (dueTick(node) <= control64(C_TIMER_NOW)) insertAtNow(node);
    else insert(node);
    node = next;
  }
}
/** Into the slot of the current tick, which is about to be fired. */
function insertAtNow(node: u32): void {
  const place = <u32>control64(C_TIMER_NOW) & (SLOTS - 1);
  const first = load<u32>(head(place));
  store<u32>(node, place + 1, PLACE);
  store<u32>(node, first, NEXT);
  store<u32>(node, 0, PREV);
  if (first != 0) store<u32>(first, node, PREV);
  store<u32>(head(place), node);
}
/** Time of the next tick at which something may be due. Under the lock. */
function earliest(): u64 {
  if (control(C_TIMER_COUNT) == 0) return NEVER;
  const now = control64(C_TIMER_NOW);
  let t = now + 1;
  while ((t & (SLOTS - 1)) != 0 && load<u32>(head(<u32>t & (SLOTS - 1))) == 0) t++;
  return t * TIMER_TICK_NS;
}
function fire(node: u32): void {
  while (node != 0) {
    const next = load<u32>(node, NEXT);
    const handle = load<u32>(node, HANDLE);
    deliver(load<u64>(node, TARGET), heldWord(handle), MESSAGE_PLAIN);
    releaseHeld(handle);
    freeBlock(node, DELIVERY_BYTES);
    node = next;
  }
}
/** Nanoseconds until the next tick that matters, -1 if there is none. */
export function timeToNext(): i64 {
  if (control(C_TIMER_COUNT) == 0) return -1;
  const left = <i64>control64(C_TIMER_NEXT) - nowNs();
  return left < 0 ? 0 : left;
}
