/**
 * From frames in memory into compiled code and back. The running frame, whose pc stands at a compiled entry, is entered with
 * nothing but its address; its compiled callees have frames of the same format above it, reserved but not written:
 *
 *   stack (memory)     ... | frame, written | frame of a compiled callee, unwritten | ...
 *   native stack       interpret > enter    > entry > compiled caller               > compiled callee
 *
 * Compiled code answers a word: it has returned. Or UNWIND: every frame from the entered one up to the innermost has been
 * written, saved fp and sp name the innermost, and the register `why` says what stopped it: a sentinel of a primitive (the
 * instruction at pc has answered it), DO_SAFEPOINT, or 0 (the interpreter is to go on with the instruction at pc).
 */
import {
  A_FLAGS, A_RESULT, A_STACK_END, A_WATERMARK, AF_EXITING, C_TIER, CODE_ENTRY, CODE_LOOPS, ENTRY_SLOT_BITS, MORE, NATIVE_SPAN, NIL,
  PARK, SLOW, THROW, TIER_JIT, UNWIND,
} from "../generated/spec";
import { control } from "../mem";
import { actor, entriesReady, held, reductions, setCodeAwaited, setReductions, setStackLimit, setWhy, tableBase, why } from "../mem/registers";
import { LOOPS_HEADER, LOOPS_ROW } from "../sched";
import { codeOf, linkOf, pcOf, returnTo, saveSp, savedFp } from "./frame";
import { safepoint } from "./safepoint";
import { LONGEST, mustWait, sampleSoon } from "./sample";
import { DO_ENTER, DO_SAFEPOINT, GO, KILLED, PARKED, RETURNED, YIELDED } from "./special";
import { throwRaised } from "./unwind";

// @ts-ignore: decorator
@inline function slotOf(entry: u64): u32 { return <u32>entry >> 3 & ((1 << ENTRY_SLOT_BITS) - 1); }
/** Table slot of a CODE's entry at pc 0 that this executor can use, or 0 (which is also the slot that NIL seems to name). */
// @ts-ignore: decorator
@inline export function entryOf(code: u32): u32 {
  const entry = load<u64>(code + CODE_ENTRY);
  return entry < entriesReady ? slotOf(entry) : 0;
}
/** The same for the pc of the running frame. */
function entryHere(): u32 {
  const fp = savedFp(), code = codeOf(fp), loops = load<u64>(code + CODE_LOOPS);
  if (loops == NIL) return 0;
  const pc = pcOf(fp), at = <u32>(loops >> 3);
  for (let e = at + LOOPS_HEADER, end = e + LOOPS_ROW * load<u32>(at); e < end; e += LOOPS_ROW) {
    if (load<u32>(e, 8) == pc) return load<u64>(e) < entriesReady ? slotOf(load<u64>(e)) : 0;
  }
  return 0;
}
// @ts-ignore: decorator
@inline export function callSlot(slot: u32, fp: u32): u64 { return call_indirect<u64>(tableBase + slot, fp); }

/** Goes on with the running frame in compiled code as long as there is some: GO when the interpreter is to go on. */
export function resume(): u32 {
  while (true) {
    const slot = entryHere();
    if (slot == 0) {
      if (reductions > LONGEST) sampleSoon();
      if (control(C_TIER) != TIER_JIT || !mustWait()) return GO;
      setCodeAwaited(true);
      return YIELDED;
    }
    const fp = savedFp();
    if (fp < load<u32>(actor + A_WATERMARK)) store<u32>(actor + A_WATERMARK, fp);
    setStackLimit(min(load<u32>(actor + A_STACK_END), fp + NATIVE_SPAN));
    setWhy(0);
    // The function at pc 0 charges its call, which has been charged already.
    const atStart = pcOf(fp) == 0;
    if (atStart) setReductions(reductions + 1);
    const w = callSlot(slot, fp);
    if (w == SLOW) { // it can't be entered now, and has charged nothing
      if (atStart) setReductions(reductions - 1);
      return GO;
    }
    if (w != UNWIND) return finish(fp, w);
    if ((load<u32>(actor + A_FLAGS) & AF_EXITING) != 0) return KILLED;
    if (why == DO_ENTER) continue;
    if (why != DO_SAFEPOINT) return answerOf(why);
    const answer = safepoint();
    if (answer != GO) return answer;
  }
}
/** The frame at fp has returned w. */
function finish(fp: u32, w: u64): u32 {
  const link = linkOf(fp);
  if (link == 0) {
    store<u64>(actor + A_RESULT, w);
    return RETURNED;
  }
  store<u64>(fp, w);
  saveSp(fp + 8);
  returnTo(fp - link);
  return GO;
}
/** What follows when the instruction at pc has answered a sentinel (but SLOW). */
export function answerOf(what: u64): u32 {
  if (what == THROW) return throwRaised();
  if (what == MORE) return reductions <= 0 || held != 0 ? safepoint() : GO;
  if (what == PARK) return PARKED;
  if (what == UNWIND) return (load<u32>(actor + A_FLAGS) & AF_EXITING) != 0 ? KILLED : GO;
  return GO;
}
