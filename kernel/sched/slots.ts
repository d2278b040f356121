/**
 * Slots of the actor table: taking, freeing, waking. The layout and the protocol of `status` are drawn in spec/actor.ts.
 * Free slots form a list through `next` under actorLock; a slot keeps its generation while free, and taking it adds one, so
 * a pid is never given twice within 2^32 uses of one slot.
 */
import {
  ACTOR_CHUNK_SHIFT, ACTOR_CHUNK_SLOTS, ACTOR_CHUNKS, C_ACTOR_FREE, C_ACTOR_LOCK, C_ACTOR_TABLE, C_ACTOR_TOP, C_ACTORS_ALIVE, MAX_ACTORS,
  SLOT_BITS, SLOT_BLOCK, SLOT_BYTES, SLOT_MAILBOX, SLOT_NEXT, SLOT_SIGNALS, SLOT_STATUS, STATUS_FREE, STATUS_LOCKED, STATUS_LOCKED_NOTIFIED,
  STATUS_NOTIFIED, STATUS_RUNNABLE, STATUS_RUNNING, STATUS_WAITING,
} from "../generated/spec";
import { addControl, allocBlock, control, lock, replaceWord, setControl, unlock } from "../mem";
import { ownSlot } from "../mem/registers";
import { pidGeneration, pidIndex, slotAddress } from "../object/slot";
import { enqueue } from "./queue";

/** Makes an empty actor table; false at the memory limit. */
export function bootSlots(): bool {
  const table = allocBlock(4 * ACTOR_CHUNKS);
  if (table == 0) return false;
  memory.fill(table, 0, 4 * ACTOR_CHUNKS);
  setControl(C_ACTOR_TABLE, table);
  if (!makeChunk(0)) return false;
  setControl(C_ACTOR_TOP, 1); // slot 0 is never given out: 0 ends lists of slots
  return true;
}

/** Takes a free slot, with its generation advanced and status FREE; -1 when the table or memory is full. */
export function takeSlot(): i32 {
  lock(C_ACTOR_LOCK);
  let index = control(C_ACTOR_FREE);
  if (index != 0) {
    setControl(C_ACTOR_FREE, load<u32>(slotAddress(index) + SLOT_NEXT));
  } else {
    index = control(C_ACTOR_TOP);
    if (index >= MAX_ACTORS || ((index & (ACTOR_CHUNK_SLOTS - 1)) == 0 && !makeChunk(index >> ACTOR_CHUNK_SHIFT))) {
      unlock(C_ACTOR_LOCK);
      return -1;
    }
    setControl(C_ACTOR_TOP, index + 1);
  }
  unlock(C_ACTOR_LOCK);
  const s = slotAddress(index);
  store<u32>(s + SLOT_NEXT, 0);
  const generation = <u64>(<u32>(atomic.load<u64>(s + SLOT_MAILBOX) >> 32) + 1) << 32;
  atomic.store<u64>(s + SLOT_SIGNALS, generation);
  atomic.store<u64>(s + SLOT_MAILBOX, generation);
  addControl(C_ACTORS_ALIVE, 1);
  return index;
}

function makeChunk(chunk: u32): bool {
  const block = allocBlock(ACTOR_CHUNK_SLOTS * SLOT_BYTES);
  if (block == 0) return false;
  memory.fill(block, 0, ACTOR_CHUNK_SLOTS * SLOT_BYTES);
  store<u32>(control(C_ACTOR_TABLE) + 4 * chunk, block);
  return true;
}

/** Gives a slot back whose lists have been closed (mailbox and signals carry the next generation already). */
export function giveSlot(index: u32): void {
  const s = slotAddress(index);
  atomic.store<u32>(s + SLOT_BLOCK, 0);
  atomic.store<u32>(s + SLOT_BITS, 0);
  atomic.store<u32>(s + SLOT_STATUS, STATUS_FREE);
  lock(C_ACTOR_LOCK);
  store<u32>(s + SLOT_NEXT, control(C_ACTOR_FREE));
  setControl(C_ACTOR_FREE, index);
  unlock(C_ACTOR_LOCK);
  addControl(C_ACTORS_ALIVE, <u32>-1);
}

/** Whether the pid's slot exists and still is the pid's. */
export function isCurrent(pid: u64): bool { return currentSlot(pid) != 0; }
/** Address of the pid's slot, or 0 if it does not exist or is another's by now. */
// @ts-ignore: decorator
@inline export function currentSlot(pid: u64): u32 {
  const index = pidIndex(pid);
  if (index >= control(C_ACTOR_TOP)) return 0;
  const s = slotAddress(index);
  return <u32>(atomic.load<u64>(s + SLOT_MAILBOX) >> 32) == pidGeneration(pid) ? s : 0;
}
/** As programs see it: not ended, and no fatal signal under way. */
export function isAlive(pid: u64): bool {
  return isCurrent(pid) && (<u32>atomic.load<u64>(slotAddress(pidIndex(pid)) + SLOT_SIGNALS) & 1) == 0;
}
/** Lets the actor in this slot run if it waits; if it runs, it will look again before it parks. */
export function wakeSlot(index: u32): void { wakeAt(slotAddress(index), index); }
/** The same where the slot's address is known. */
// @ts-ignore: decorator
@inline export function wakeAt(address: u32, index: u32): void {
  const s = address + SLOT_STATUS;
  if (atomic.load<u32>(s) == STATUS_WAITING && replaceWord<u32>(s, STATUS_WAITING, STATUS_RUNNABLE)) enqueue(index);
  else wakeBusy(s, index);
}
function wakeBusy(s: u32, index: u32): void {
  while (true) {
    const status = atomic.load<u32>(s);
    if (status == STATUS_WAITING) {
      if (replaceWord<u32>(s, STATUS_WAITING, STATUS_RUNNABLE)) {
        enqueue(index);
        return;
      }
    } else if (status == STATUS_RUNNING) {
      if (replaceWord<u32>(s, STATUS_RUNNING, STATUS_NOTIFIED)) return;
    } else if (status == STATUS_LOCKED) {
      if (replaceWord<u32>(s, STATUS_LOCKED, STATUS_LOCKED_NOTIFIED)) return;
    } else return;
  }
}
/** Wakes the actor of a pid; harmless if it has ended (at worst another actor in its slot looks once in vain). */
export function wakePid(pid: u64): void {
  if (isCurrent(pid)) wakeSlot(pidIndex(pid));
}
/** The running actor is about to look at what it waits for: wakes up to now are seen by that look. */
// @ts-ignore: decorator
@inline export function clearNotified(): void {
  if (atomic.load<u32>(ownSlot + SLOT_STATUS) == STATUS_NOTIFIED) replaceWord<u32>(ownSlot + SLOT_STATUS, STATUS_NOTIFIED, STATUS_RUNNING);
}
/** Holds a waiting actor still so that its stack can be read; false if it does not wait. */
export function lockWaiting(index: u32): bool {
  const s = slotAddress(index) + SLOT_STATUS;
  return atomic.cmpxchg<u32>(s, STATUS_WAITING, STATUS_LOCKED) == STATUS_WAITING;
}
export function unlockWaiting(index: u32): void {
  const s = slotAddress(index) + SLOT_STATUS;
  if (atomic.cmpxchg<u32>(s, STATUS_LOCKED, STATUS_WAITING) == STATUS_LOCKED) return;
  atomic.store<u32>(s, STATUS_RUNNABLE);
  enqueue(index);
}
