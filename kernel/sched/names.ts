/**
 * Registered names: keywords, symbols or strings -> pid. Two chained hashes over the same entries, under nameLock: by name and by
 * pid (an actor that ends finds its name without a search).
 *
 *   entry: +0 u32 next by name   +4 u32 next by pid   +8 u64 name (shared word)   +16 u64 pid   +24 u32 handle (gc/held)
 *   table: NAME_BUCKETS u32 heads by name, then as many by pid
 */
import { BIT_NAMED, C_NAME_LOCK, C_NAME_TABLE, E_NAME_TAKEN, E_NO_SUCH_NAME, E_OUT_OF_MEMORY, NIL, SLOT_BITS, THROW, TRUE } from "../generated/spec";
import { prim_eq, prim_hash } from "../coll/prims";
import { promote } from "../gc";
import { allocBlock, control, freeBlock, lock, setControl, unlock } from "../mem";
import { raise } from "../object/raise";
import { pidIndex, slotAddress } from "../object/slot";
import { bool as truth, fixnumValue, isFixnum } from "../object/word";
import { hold, releaseHeld } from "./held";
import { isCurrent } from "./slots";

const BUCKETS: u32 = 4096;
const ENTRY: u32 = 32;
const BY_PID: u32 = 4;
const NAME: u32 = 8, PID: u32 = 16, HANDLE: u32 = 24;

export function bootNames(): bool {
  let table = control(C_NAME_TABLE);
  if (table == 0) table = allocBlock(8 * BUCKETS);
  if (table == 0) return false;
  memory.fill(table, 0, 8 * BUCKETS);
  setControl(C_NAME_TABLE, table);
  return true;
}
function nameBucket(name: u64): u32 {
  const h = prim_hash(name);
  return control(C_NAME_TABLE) + (isFixnum(h) ? (<u32>fixnumValue(h) * 0x9e3779b1) >> 20 : 0) * 4;
}
// @ts-ignore: decorator
@inline function pidBucket(pid: u64): u32 { return control(C_NAME_TABLE) + (BUCKETS + (pidIndex(pid) & (BUCKETS - 1))) * 4; }
function find(name: u64): u32 {
  let entry = load<u32>(nameBucket(name));
  while (entry != 0 && prim_eq(load<u64>(entry, NAME), name) != TRUE) entry = load<u32>(entry);
  return entry;
}
function findPid(pid: u64): u32 {
  let entry = load<u32>(pidBucket(pid));
  while (entry != 0 && load<u64>(entry, PID) != pid) entry = load<u32>(entry, BY_PID);
  return entry;
}

/** Gives a live actor that has no name this one. */
export function registerName(name: u64, pid: u64): u64 {
  const shared = promote(name);
  if (shared == THROW) return THROW;
  const handle = hold(shared);
  const entry = allocBlock(ENTRY);
  if (handle == 0 || entry == 0) return raise(E_OUT_OF_MEMORY);
  lock(C_NAME_LOCK);
  const taken = find(shared) != 0 || findPid(pid) != 0, alive = isCurrent(pid);
  if (!taken && alive) {
    store<u64>(entry, shared, NAME);
    store<u64>(entry, pid, PID);
    store<u32>(entry, handle, HANDLE);
    const byName = nameBucket(shared), byPid = pidBucket(pid);
    store<u32>(entry, load<u32>(byName));
    store<u32>(byName, entry);
    store<u32>(entry, load<u32>(byPid), BY_PID);
    store<u32>(byPid, entry);
    atomic.or<u32>(slotAddress(pidIndex(pid)) + SLOT_BITS, BIT_NAMED);
  }
  unlock(C_NAME_LOCK);
  if (taken || !alive) {
    releaseHeld(handle);
    freeBlock(entry, ENTRY);
    return taken ? raise(E_NAME_TAKEN, name) : raise(E_NO_SUCH_NAME, pid);
  }
  return TRUE;
}
/** Under the lock. */
function remove(entry: u32): void {
  let at = nameBucket(load<u64>(entry, NAME));
  while (load<u32>(at) != entry) at = load<u32>(at);
  store<u32>(at, load<u32>(entry));
  at = pidBucket(load<u64>(entry, PID));
  while (load<u32>(at) != entry) at = load<u32>(at) + BY_PID;
  store<u32>(at, load<u32>(entry, BY_PID));
  atomic.and<u32>(slotAddress(pidIndex(load<u64>(entry, PID))) + SLOT_BITS, ~BIT_NAMED);
  releaseHeld(load<u32>(entry, HANDLE));
  freeBlock(entry, ENTRY);
}
export function unregisterName(name: u64): u64 {
  lock(C_NAME_LOCK);
  const entry = find(name);
  if (entry != 0) remove(entry);
  unlock(C_NAME_LOCK);
  return truth(entry != 0);
}
/** The running actor ends: called only if its slot says that it has a name. */
export function unregisterPid(pid: u64): void {
  lock(C_NAME_LOCK);
  const entry = findPid(pid);
  if (entry != 0) remove(entry);
  unlock(C_NAME_LOCK);
}
export function whereis(name: u64): u64 {
  lock(C_NAME_LOCK);
  const entry = find(name);
  const pid = entry == 0 ? NIL : load<u64>(entry, PID);
  unlock(C_NAME_LOCK);
  return pid;
}
export function nameOf(pid: u64): u64 {
  lock(C_NAME_LOCK);
  const entry = findPid(pid);
  const name = entry == 0 ? NIL : load<u64>(entry, NAME);
  unlock(C_NAME_LOCK);
  return name;
}
/** Calls for each entry are the caller's: the first entry of bucket i and the one after an entry; under lockNames. */
export function lockNames(): void { lock(C_NAME_LOCK); }
export function unlockNames(): void { unlock(C_NAME_LOCK); }
export const NAME_BUCKETS: u32 = BUCKETS;
export function firstName(i: u32): u32 { return load<u32>(control(C_NAME_TABLE) + 4 * i); }
export function nextName(entry: u32): u32 { return load<u32>(entry); }
export function entryName(entry: u32): u64 { return load<u64>(entry, NAME); }
