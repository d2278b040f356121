/**
 * The arena: reference-counted byte buffers outside the collected heap. control.arenaTable is an array of entries, indexed
 * by handle (1 ...); BUFFER objects carry a handle. A handle counts one reference for each BUFFER object that stands for it
 * (an original and its promoted copy are one) and one for each time the host holds it.
 *
 *   entry (24 bytes)
 *   +0  u32 address   of the bytes, 0 = free entry
 *   +4  u32 bytes
 *   +8  u32 refs
 *   +12 u32 next      on the owner's list: handle; free: next free handle
 *   +16 u32 object    the local BUFFER object that stands for it, 0 when only shared ones do
 *
 * An actor lists the handles of its local BUFFER objects (actor.arenaHandles) and looks through the list after each
 * collection: dead objects release, moved ones are noted, promoted ones leave the list with their reference. Shared ones
 * release when they are swept. The bytes count toward the next major collection.
 */
import {
  A_ARENA_HANDLES, A_SHARED_TAKEN, BUFFER_HANDLE, C_ARENA_BYTES, C_ARENA_CAP, C_ARENA_FREE, C_ARENA_LOCK, C_ARENA_TABLE, F_FWD, F_SHARED,
} from "../generated/spec";
import { allocBlock, blockSize, freeBlock } from "../mem/blocks";
import { addControl, control, get32, set32, setControl } from "../mem/control";
import { lock, unlock } from "../mem/lock";
import { actor } from "../mem/registers";
import { flagsOf, forwardOf } from "../object/header";
import { fixnumValue } from "../object/word";

const ENTRY: u32 = 24;
const FIRST_CAP: u32 = 64;

// @ts-ignore: decorator
@inline export function arenaEntry(handle: u32): u32 { return control(C_ARENA_TABLE) + handle * ENTRY; }
// @ts-ignore: decorator
@inline export function handleOf(object: u32): u32 { return <u32>fixnumValue(load<u64>(object + BUFFER_HANDLE)); }

/** A handle with one reference for so many zero bytes; 0 when memory is exhausted. */
export function newHandle(bytes: u32): u32 {
  const size = blockSize(max(bytes, 1)), address = allocBlock(size);
  if (address == 0) return 0;
  lock(C_ARENA_LOCK);
  const handle = takeHandle();
  if (handle != 0) {
    const e = arenaEntry(handle);
    store<u32>(e, address);
    store<u32>(e, bytes, 4);
    store<u32>(e, 1, 8);
    store<u64>(e, 0, 12);
  }
  unlock(C_ARENA_LOCK);
  if (handle == 0) {
    freeBlock(address, size);
    return 0;
  }
  memory.fill(address, 0, bytes);
  addControl(C_ARENA_BYTES, size);
  if (actor != 0) store<u64>(actor + A_SHARED_TAKEN, load<u64>(actor + A_SHARED_TAKEN) + size);
  return handle;
}

/** Puts a handle on the list of the actor whose new local object stands for it. */
export function listHandle(owner: u32, handle: u32, object: u32): void {
  lock(C_ARENA_LOCK); // the table may move
  store<u32>(arenaEntry(handle), get32(owner, A_ARENA_HANDLES), 12);
  store<u32>(arenaEntry(handle), object, 16);
  unlock(C_ARENA_LOCK);
  set32(owner, A_ARENA_HANDLES, handle);
}

/** Where the bytes of a handle are. */
export function handleAddress(handle: u32): u32 {
  lock(C_ARENA_LOCK);
  const address = load<u32>(arenaEntry(handle));
  unlock(C_ARENA_LOCK);
  return address;
}

/** One more, one less reference to the bytes of a handle. */
export function retainHandle(handle: u32): void {
  lock(C_ARENA_LOCK);
  store<u32>(arenaEntry(handle), load<u32>(arenaEntry(handle), 8) + 1, 8);
  unlock(C_ARENA_LOCK);
}

export function releaseHandle(handle: u32): void {
  lock(C_ARENA_LOCK);
  const e = arenaEntry(handle), refs = load<u32>(e, 8) - 1;
  store<u32>(e, refs, 8);
  if (refs == 0) {
    const size = blockSize(max(load<u32>(e, 4), 1));
    freeBlock(load<u32>(e), size);
    atomic.sub<u32>(C_ARENA_BYTES, size);
    store<u32>(e, 0);
    store<u32>(e, control(C_ARENA_FREE), 12);
    setControl(C_ARENA_FREE, handle);
  }
  unlock(C_ARENA_LOCK);
}

/** A shared BUFFER object is swept. */
export function releaseSharedBuffer(object: u32): void { releaseHandle(handleOf(object)); }

/** A free handle, under the lock; 0 when there is no memory for a larger table. */
function takeHandle(): u32 {
  let handle = control(C_ARENA_FREE);
  if (handle == 0) {
    const cap = control(C_ARENA_CAP), newCap = cap == 0 ? FIRST_CAP : 2 * cap;
    const table = allocBlock(newCap * ENTRY);
    if (table == 0) return 0;
    memory.fill(table, 0, newCap * ENTRY);
    if (cap != 0) {
      memory.copy(table, control(C_ARENA_TABLE), cap * ENTRY);
      freeBlock(control(C_ARENA_TABLE), cap * ENTRY);
    }
    setControl(C_ARENA_TABLE, table);
    setControl(C_ARENA_CAP, newCap);
    for (let h = newCap - 1; h >= max<u32>(cap, 1); h--) {
      store<u32>(table + h * ENTRY, handle, 12);
      handle = h;
    }
  }
  setControl(C_ARENA_FREE, load<u32>(arenaEntry(handle), 12));
  return handle;
}

/** Looks through an actor's handles after a collection that moved objects with `flags & mask != value` (see collect.ts). */
export function walkHandles(owner: u32, keepMask: u32, keepValue: u32): void {
  let handle = get32(owner, A_ARENA_HANDLES), kept: u32 = 0;
  while (handle != 0) {
    lock(C_ARENA_LOCK);
    const e = arenaEntry(handle), next = load<u32>(e, 12), object = load<u32>(e, 16);
    unlock(C_ARENA_LOCK);
    const flags = flagsOf(object);
    let now = object;
    if ((flags & F_FWD) != 0) {
      now = forwardOf(object);
      if ((flagsOf(now) & F_SHARED) != 0) now = 0; // the shared copy has the reference now
    } else if ((flags & keepMask) != keepValue) {
      now = 0;
      releaseHandle(handle);
    }
    if (now != 0) {
      lock(C_ARENA_LOCK);
      store<u32>(arenaEntry(handle), kept, 12);
      store<u32>(arenaEntry(handle), now, 16);
      unlock(C_ARENA_LOCK);
      kept = handle;
    }
    handle = next;
  }
  set32(owner, A_ARENA_HANDLES, kept);
}

/** An actor ends: what only its local objects stood for is released. */
export function dropHandles(owner: u32): void {
  if (get32(owner, A_ARENA_HANDLES) != 0) walkHandles(owner, 0, 1);
}
