/** Exports for the collector's own tests (test/kernel/harness.ts): never part of the shipped kernel. */
import {
  ACTOR_CHUNK_SHIFT, ACTOR_CHUNK_SLOTS, ACTOR_CHUNKS, C_ACTOR_TABLE, C_ACTOR_TOP, C_ACTORS_ALIVE, PAGE, SLOT_BLOCK, SLOT_BYTES, SLOT_STATUS,
  STATUS_FREE, STATUS_RUNNING, T_LIST, A_SLOT, A_SP, NIL,
} from "../generated/spec";
import { slotAddress } from "../object/slot";
import { pointer } from "../object/word";
import { addControl, control, set32, setControl } from "../mem/control";
import { actor, nurseryEnd, nurseryTop, reductions, setReductions } from "../mem/registers";
import { alloc, allocPages, collectMinor, createActorBlock, destroyActorMemory } from "./index";

export * from "./index";
export { setReductions } from "../mem/registers";

export function runningActor(): u32 { return actor; }
export function reductionsLeft(): i32 { return reductions; }
export function nurseryLeft(): u32 { return nurseryEnd - nurseryTop; }
export function allocLocal(type: u32, words: u32, flags: u32): u32 { return alloc(type, words, flags); }

/** A new actor in the next slot of the actor table. */
export function testActor(): u32 {
  const index = control(C_ACTOR_TOP);
  if (control(C_ACTOR_TABLE) == 0) {
    setControl(C_ACTOR_TABLE, allocPages(1));
    memory.fill(control(C_ACTOR_TABLE), 0, ACTOR_CHUNKS * 4);
  }
  const entry = control(C_ACTOR_TABLE) + ((index >> ACTOR_CHUNK_SHIFT) << 2);
  if (load<u32>(entry) == 0) {
    const chunk = allocPages(ACTOR_CHUNK_SLOTS * SLOT_BYTES / PAGE);
    memory.fill(chunk, 0, ACTOR_CHUNK_SLOTS * SLOT_BYTES);
    store<u32>(entry, chunk);
  }
  const slot = slotAddress(index), a = createActorBlock();
  if (a == 0) return 0;
  store<u32>(slot + SLOT_BLOCK, a);
  store<u32>(slot + SLOT_STATUS, STATUS_RUNNING);
  set32(a, A_SLOT, slot);
  addControl(C_ACTORS_ALIVE, 1);
  setControl(C_ACTOR_TOP, index + 1);
  return a;
}

/** Ends an actor of testActor. */
export function testEnd(a: u32): void {
  const slot = load<u32>(a + A_SLOT);
  store<u32>(slot + SLOT_STATUS, STATUS_FREE);
  store<u32>(slot + SLOT_BLOCK, 0);
  addControl(C_ACTORS_ALIVE, <u32>-1);
  destroyActorMemory(a);
}

/** Allocates n objects of two words that die at once, collecting as the interpreter would; for timing. */
export function benchGarbage(n: u32): void {
  const a = actor;
  for (let i: u32 = 0; i < n; i++) {
    const o = alloc(T_LIST, 2, 0);
    store<u64>(o, NIL, 8);
    store<u64>(o, NIL, 16);
    if (reductions <= 0) {
      collectMinor(a);
      setReductions(4000);
    }
  }
}

/** Makes a list of n objects of two words, the newest on the stack's only word. */
export function benchList(n: u32): void {
  const sp = load<u32>(actor + A_SP) - 8;
  for (let i: u32 = 0; i < n; i++) {
    const o = alloc(T_LIST, 2, 0);
    store<u64>(o, <u64>i << 3, 8);
    store<u64>(o, load<u64>(sp), 16);
    store<u64>(sp, pointer(T_LIST, o));
  }
}
