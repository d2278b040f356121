/**
 * To the host: outbox records and the stdout ring (drawn in spec/host.ts).
 */
import {
  C_HOST_FREE_HEAD, C_HOST_SLEEPING, C_HOST_WAKE, C_OUTBOX_HEAD, C_STDOUT_ADDR, C_STDOUT_HEAD, C_STDOUT_LOCK, C_STDOUT_TAIL, STDOUT_RING,
} from "../generated/spec";
import { allocBlock, control, freeBlock, lock, unlock } from "../mem";

/** next | bytes | kind | block size */
export const RECORD_HEADER: u32 = 16;

function wakeHost(): void {
  atomic.add<u32>(C_HOST_WAKE, 1);
  atomic.notify(C_HOST_WAKE, 1);
}

/** Frees the records that the host has read. */
export function reclaimRecords(): void {
  if (control(C_HOST_FREE_HEAD) == 0) return;
  let record = atomic.xchg<u32>(C_HOST_FREE_HEAD, 0);
  while (record != 0) {
    const next = load<u32>(record);
    freeBlock(record, load<u32>(record, 12));
    record = next;
  }
}
/** Publishes a record: a block of `capacity` bytes whose payload (from +16) of `bytes` bytes is filled in. */
export function publishRecord(record: u32, capacity: u32, bytes: u32, kind: u32): void {
  store<u32>(record, bytes, 4);
  store<u32>(record, kind, 8);
  store<u32>(record, capacity, 12);
  while (true) {
    const head = atomic.load<u32>(C_OUTBOX_HEAD);
    store<u32>(record, head);
    if (atomic.cmpxchg<u32>(C_OUTBOX_HEAD, head, record) == head) break;
  }
  wakeHost();
  reclaimRecords();
}
/** A record of one u32; false at the memory limit. */
export function pushRecord(kind: u32, value: u32): bool {
  const record = allocBlock(RECORD_HEADER + 8);
  if (record == 0) return false;
  store<u32>(record, value, RECORD_HEADER);
  store<u32>(record, 0, RECORD_HEADER + 4);
  publishRecord(record, RECORD_HEADER + 8, 4, kind);
  return true;
}
/** A record of two u32. */
export function pushRecord2(kind: u32, a: u32, b: u32): bool {
  const record = allocBlock(RECORD_HEADER + 8);
  if (record == 0) return false;
  store<u32>(record, a, RECORD_HEADER);
  store<u32>(record, b, RECORD_HEADER + 4);
  publishRecord(record, RECORD_HEADER + 8, 8, kind);
  return true;
}

/** Room for one more record of `bytes` bytes in the stdout ring. */
export function stdoutRoom(): u32 {
  const used = control(C_STDOUT_TAIL) - control(C_STDOUT_HEAD);
  return used + 8 > STDOUT_RING ? 0 : STDOUT_RING - used - 8;
}
/** Writes n bytes at `at` as one record; false if there is no room now. */
export function writeStdout(fd: u32, at: u32, n: u32): bool {
  lock(C_STDOUT_LOCK);
  if (n > stdoutRoom()) {
    unlock(C_STDOUT_LOCK);
    return false;
  }
  const ring = control(C_STDOUT_ADDR);
  let tail = control(C_STDOUT_TAIL);
  store<u32>(ring + (tail & (STDOUT_RING - 1)), (n << 8) | fd);
  tail += 4;
  const start = tail & (STDOUT_RING - 1);
  const first = min<u32>(n, STDOUT_RING - start);
  memory.copy(ring + start, at, first);
  memory.copy(ring, at + first, n - first);
  atomic.store<u32>(C_STDOUT_TAIL, tail + ((n + 3) & ~3));
  unlock(C_STDOUT_LOCK);
  if (control(C_HOST_SLEEPING) != 0) wakeHost();
  return true;
}
