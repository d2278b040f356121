/** What the interpreter calls at a safepoint when something is wanted. fp and sp are saved in the actor block before. */
import {
  A_COLLECT_ASKED, A_FLAGS, A_HEAP_LIMIT, A_OLD_BYTES, A_OLD_LIMIT, AF_LIMIT, AF_OUT_OF_MEMORY, C_MAJOR_EPOCH, C_PAGES_USED, C_STOP_WORD, C_STRESS_COLLECT,
  C_STRESS_COLLECT_ACTED, E_OUT_OF_MEMORY, PAGE,
} from "../generated/spec";
import { addControl, control, get32, set32 } from "../mem/control";
import { pageLimit, RESERVE, WITHIN } from "../mem/pages";
import { actor } from "../mem/registers";
import { nurseryUsed, ownBytes, saveNursery } from "./actor";
import { collectFullLocal, collectMinor } from "./collect";
import { ASK_FULL, ASK_MAJOR, requestMajor } from "./request";
import { sweepNext } from "./shared";
import { stopPoint } from "./stop";

/**
 * Every so often stressCollect collects everything, not just the nursery: the less often the more there is, or the time that
 * it takes would grow with the square of an actor's stack.
 */
const STRESS_FULL_EVERY: u32 = 4;
const STRESS_FULL_BYTES: u64 = 2048;
const STRESS_MAJOR_EVERY: u32 = 2048;

/**
 * Does what actor.collectAsked wants of the running actor and takes part in a major collection if one is wanted. Answers 0,
 * or E_OUT_OF_MEMORY: memory is exhausted even after collecting everything (or the actor's own heap limit is passed), and
 * the actor must die with that reason.
 */
export function collectHere(a: u32): u32 {
  const asked = get32(a, A_COLLECT_ASKED);
  set32(a, A_COLLECT_ASKED, 0);
  if ((asked >= ASK_FULL || (asked != 0 && get32(a, A_OLD_BYTES) > get32(a, A_OLD_LIMIT))) && roomToMove(a)) collectFullLocal(a);
  else if (asked != 0) collectMinor(a);
  if (asked == ASK_MAJOR) majorHere();
  if ((get32(a, A_FLAGS) & AF_OUT_OF_MEMORY) != 0) return outOfMemory(a);
  const limit = get32(a, A_HEAP_LIMIT);
  if (limit != 0 && ownBytes(a) > limit) {
    if (roomToMove(a)) collectFullLocal(a);
    if (ownBytes(a) > limit) {
      set32(a, A_FLAGS, get32(a, A_FLAGS) | AF_LIMIT);
      return E_OUT_OF_MEMORY;
    }
  }
  if (control(C_STOP_WORD) != 0) stopPoint();
  return 0;
}

/** Whether all that may live in the actor's space fits a second time into what is left (a full collection copies it). */
function roomToMove(a: u32): bool {
  if (actor == a) saveNursery(a);
  const limit = pageLimit(RESERVE), used = control(C_PAGES_USED), live = <u64>get32(a, A_OLD_BYTES) + nurseryUsed(a);
  return used < limit && live + live / 4 + PAGE < <u64>(limit - used) * PAGE;
}

/** Takes part in a major collection that begins now. One stop may not be enough: another executor may have stopped all for something else. */
function majorHere(): void {
  for (const epoch = control(C_MAJOR_EPOCH); control(C_MAJOR_EPOCH) == epoch;) {
    requestMajor();
    stopPoint();
  }
}

/** The actor has drawn on the reserve, or promotion has failed: collects everything and sees whether that has helped. */
function outOfMemory(a: u32): u32 {
  set32(a, A_FLAGS, get32(a, A_FLAGS) & ~AF_OUT_OF_MEMORY);
  majorHere();
  while (sweepNext()) {} // only what has been swept counts as free
  if (roomToMove(a)) collectFullLocal(a);
  const limit = pageLimit(WITHIN);
  return control(C_PAGES_USED) < limit - limit / 64 ? 0 : E_OUT_OF_MEMORY; // a little more room than none, or it is back at once
}

/** In pages. */
export function memoryLimit(): u32 { return pageLimit(WITHIN); }
/** Whether so little is left that a request may fail though it is not large. */
export function isNearlyFull(): bool {
  const limit = pageLimit(WITHIN);
  return control(C_PAGES_USED) > limit - limit / 8;
}

/** At every safepoint while control.stressCollect is set: collects whether needed or not. Answers as collectHere. */
export function stressPoint(): u32 {
  if (actor == 0 || control(C_STRESS_COLLECT) == 0) return 0;
  const n = addControl(C_STRESS_COLLECT_ACTED, 1) + 1;
  if (n % max(STRESS_FULL_EVERY, <u32>(ownBytes(actor) / STRESS_FULL_BYTES)) == 0) collectFullLocal(actor);
  else collectMinor(actor);
  if (n % STRESS_MAJOR_EVERY == 0) requestMajor();
  return collectHere(actor);
}
