/**
 * Who waits for which shared cell: actors parked on a thunk that another evaluates, or on a promise. One table of buckets by
 * cell address, under waitLock; waitCount lets everybody else pass without a look.
 *
 *   entry: +0 u32 next   +4 u32 cell   +8 u64 pid of the waiter   +16 u64 pid waited for, or nil
 *
 * A waiter enters itself, then looks at the cell once more, then parks; whoever changes the cell does so before it looks
 * into the table. Both orders are those of sequentially consistent atomics, so one of the two sees the other.
 */
import { C_WAIT_COUNT, C_WAIT_LOCK, C_WAIT_TABLE } from "../generated/spec";
import { addControl, allocBlock, control, freeBlock, lock, setControl, unlock } from "../mem";
import { wakePid } from "./slots";

const BUCKETS: u32 = 256;
const ENTRY: u32 = 24;

export function bootWaits(): bool {
  let table = control(C_WAIT_TABLE);
  if (table == 0) table = allocBlock(4 * BUCKETS);
  if (table == 0) return false;
  memory.fill(table, 0, 4 * BUCKETS);
  setControl(C_WAIT_TABLE, table);
  setControl(C_WAIT_COUNT, 0);
  return true;
}
// @ts-ignore: decorator
@inline function bucket(cell: u32): u32 { return control(C_WAIT_TABLE) + (((cell >> 3) * 0x9e3779b1) >> 24) * 4; }

/** Enters a waiter once; false at the memory limit. */
export function addWaiter(cell: u32, pid: u64, owner: u64): bool {
  lock(C_WAIT_LOCK);
  const at = bucket(cell);
  let entry = load<u32>(at);
  while (entry != 0 && (load<u32>(entry, 4) != cell || load<u64>(entry, 8) != pid)) entry = load<u32>(entry);
  if (entry == 0) {
    entry = allocBlock(ENTRY);
    if (entry != 0) {
      store<u32>(entry, load<u32>(at));
      store<u32>(entry, cell, 4);
      store<u64>(entry, pid, 8);
      store<u32>(at, entry);
      addControl(C_WAIT_COUNT, 1);
    }
  }
  if (entry != 0) store<u64>(entry, owner, 16);
  unlock(C_WAIT_LOCK);
  return entry != 0;
}
export function removeWaiter(cell: u32, pid: u64): void {
  if (control(C_WAIT_COUNT) == 0) return;
  lock(C_WAIT_LOCK);
  for (let at = bucket(cell); load<u32>(at) != 0; at = load<u32>(at)) {
    const entry = load<u32>(at);
    if (load<u32>(entry, 4) == cell && load<u64>(entry, 8) == pid) {
      drop(at);
      break;
    }
  }
  unlock(C_WAIT_LOCK);
}
function drop(at: u32): void {
  const entry = load<u32>(at);
  store<u32>(at, load<u32>(entry));
  freeBlock(entry, ENTRY);
  addControl(C_WAIT_COUNT, <u32>-1);
}

/** The cell has changed: all that wait for it look again. */
export function wakeWaiters(cell: u32): void {
  if (control(C_WAIT_COUNT) == 0) return;
  lock(C_WAIT_LOCK);
  for (let at = bucket(cell); load<u32>(at) != 0;) {
    const entry = load<u32>(at);
    if (load<u32>(entry, 4) == cell) {
      const pid = load<u64>(entry, 8);
      drop(at);
      wakePid(pid);
    } else at = entry;
  }
  unlock(C_WAIT_LOCK);
}
/** The actor `pid` has ended: drops what it waited for, wakes all that waited for it. */
export function endWaits(pid: u64): void {
  if (control(C_WAIT_COUNT) == 0) return;
  lock(C_WAIT_LOCK);
  for (let i: u32 = 0; i < BUCKETS; i++) {
    for (let at = control(C_WAIT_TABLE) + 4 * i; load<u32>(at) != 0;) {
      const entry = load<u32>(at);
      const waiter = load<u64>(entry, 8);
      if (waiter != pid && load<u64>(entry, 16) != pid) {
        at = entry;
        continue;
      }
      drop(at);
      if (waiter != pid) wakePid(waiter);
    }
  }
  unlock(C_WAIT_LOCK);
}
