/**
 * Memory is exhausted: who ends? Not whoever asks next, but who has most of it. What an actor has is its local space, its
 * stack, and its part of the shared heap and the arena. Nobody owns what is shared, but who fills it shows: actor.sharedTaken
 * counts what an actor took into use, and each major collection leaves of it the part that it leaves of the whole.
 */
import {
  A_BLOCK_BYTES, A_FLAGS, A_NURSERY_CHUNKS, A_OLD_CHUNKS, A_SHARED_TAKEN, A_SLOT, AF_DOOMED, AF_EXITING, C_ACTOR_TOP, PAGE, SLOT_BITS, SLOT_BLOCK,
  SLOT_STATUS, STATUS_RUNNABLE,
} from "../generated/spec";
import { chunkListBytes, memoryLimit, resumeOthers, stopOthers } from "../gc";
import { control } from "../mem";
import { actor } from "../mem/registers";
import { slotAddress } from "../object/slot";
import { wakeSlot } from "./slots";

/** Ending an actor that has less than this part of all memory helps nobody. */
const WORTH: u64 = 64;

function holds(block: u32): u64 {
  return load<u64>(block + A_SHARED_TAKEN) + load<u32>(block + A_BLOCK_BYTES) + chunkListBytes(load<u32>(block + A_NURSERY_CHUNKS)) +
    chunkListBytes(load<u32>(block + A_OLD_CHUNKS));
}

/**
 * At a safepoint of the running actor, registers saved: whether somebody else ends in its stead. That one has at least twice
 * as much as the running actor; it ends at its next safepoint or slice.
 */
export function doomLargest(): bool {
  const me = load<u32>(actor + A_SLOT);
  stopOthers();
  let worst: u32 = 0, dying = false, most = max(2 * holds(actor), <u64>memoryLimit() * PAGE / WORTH);
  for (let i: u32 = 1, top = control(C_ACTOR_TOP); i < top && !dying; i++) {
    const block = load<u32>(slotAddress(i) + SLOT_BLOCK);
    if (block == 0 || i == me || starves(i, me)) continue;
    const flags = load<u32>(block + A_FLAGS);
    if ((flags & AF_DOOMED) != 0) dying = true;
    const bytes = holds(block);
    if ((flags & AF_EXITING) != 0 || bytes <= most) continue;
    worst = i;
    most = bytes;
  }
  if (!dying && worst != 0) {
    const flags = load<u32>(slotAddress(worst) + SLOT_BLOCK) + A_FLAGS;
    store<u32>(flags, load<u32>(flags) | AF_DOOMED);
  }
  resumeOthers();
  if (!dying && worst != 0) wakeSlot(worst);
  return dying || worst != 0;
}
/** Whether the actor in slot i may not get to run, and so to its end, before the running one has run: priorities max and high come first. */
function starves(i: u32, me: u32): bool {
  const mine = load<u32>(slotAddress(me) + SLOT_BITS) & 3, other = load<u32>(slotAddress(i) + SLOT_BITS) & 3;
  return (mine == 1 || mine == 2) && other != mine && load<u32>(slotAddress(i) + SLOT_STATUS) == STATUS_RUNNABLE;
}
