/**
 * Exceptions. Thrown with fp, sp saved and the pc of the running frame in its slot. Frames are left one by one, innermost first,
 * until one has a handler row that covers its pc: time is linear in the frames left, and nothing recurses.
 */
import {
  A_BINDINGS, A_EXIT_REASON, A_FLAGS, A_MORE, A_SPARE2, A_STACK_BASE, A_WATERMARK, AF_LIMIT, AF_OUT_OF_MEMORY, CODE_HANDLERS, E_OUT_OF_MEMORY, E_SYSTEM_LIMIT, EXCEPTION_TRACE, NIL, T_EXCEPTION,
} from "../generated/spec";
import { packedName } from "../coll/text";
import { BEYOND, cellGet, cellSet, collectFullLocal, collectHere, draw, isNearlyFull } from "../gc";
import { actor, errorA, errorB, errorCode, setThrown, thrown } from "../mem/registers";
import { makeException } from "../prim/exception";
import { addressOf, fixnum, isType } from "../object/word";
import { doomLargest, makeTrace } from "../sched";
import { codeOf, linkOf, operands, pcOf, returnTo, saveFp, saveSp, savedFp, setPc } from "./frame";
import { GO, KILLED, THREW, YIELDED } from "./special";

const ROW: u32 = 16;

/** Address of the handler row of a code that covers pc, or 0. */
function handlerFor(code: u32, pc: u32): u32 {
  const table = load<u64>(code + CODE_HANDLERS);
  if (table == NIL) return 0;
  const start = addressOf(table) + 16;
  for (let row = start, end = start + load<u32>(addressOf(table) + 8); row + ROW <= end; row += ROW) {
    if (pc >= load<u32>(row) && pc < load<u32>(row, 4)) return row;
  }
  return 0;
}

/** Throws a value in the running frame: GO at a handler, or THREW. */
export function throwValue(value: u64): u32 {
  let fp = savedFp(), pc = pcOf(fp);
  if (isType(value, T_EXCEPTION) && cellGet(value, EXCEPTION_TRACE) == NIL) cellSet(value, EXCEPTION_TRACE, makeTrace(actor, pc));
  while (true) {
    const row = handlerFor(codeOf(fp), pc);
    if (row != 0) {
      const sp = operands(fp) + 8 * load<u32>(row, 12);
      store<u64>(sp, value);
      saveSp(sp + 8);
      setPc(fp, load<u32>(row, 8));
      returnTo(fp);
      return GO;
    }
    const link = linkOf(fp);
    if (link == 0) {
      store<u64>(actor + A_EXIT_REASON, value);
      return THREW;
    }
    saveSp(fp); // what lies above is garbage now
    fp -= link;
    pc = pcOf(fp) - 1;
  }
}

/** Throws what raise() has noted. Exhausted memory is not catchable: collect and run the instruction again, else end. */
export function throwRaised(): u32 {
  if (errorCode == E_OUT_OF_MEMORY) return retry();
  if (errorCode != 0) return throwValue(makeException(errorCode, errorA, errorB));
  const value = thrown;
  setThrown(NIL);
  return throwValue(value);
}
/** The instruction runs again a few times: others may take, or hold while they collect, what it needs. What asks for too much ends sooner. */
function retry(): u32 {
  const place = fixnum(<i64>codeOf(savedFp()) << 26 | pcOf(savedFp()) << 3), before = load<u64>(actor + A_SPARE2);
  const tries: u32 = before != NIL && (before & ~TRIES) == place ? <u32>(before & TRIES) >> 3 : 0;
  if (tries == MOST_TRIES) return exhausted();
  store<u64>(actor + A_SPARE2, place | <u64>min(MOST_TRIES, tries + (isNearlyFull() ? 1 : 3)) << 3);
  store<u32>(actor + A_FLAGS, load<u32>(actor + A_FLAGS) | AF_OUT_OF_MEMORY);
  if (collectHere(actor) != 0) return outOfMemory();
  return tries != 0 && doomLargest(MUCH) ? lookAgain() : GO;
}
/** Low bits of actor.spare2, a fixnum: how often the instruction at this place has been tried. */
const TRIES: u64 = 7 << 3;
const MOST_TRIES: u32 = 7;
/**
 * Memory is exhausted (or the running actor's own limit) even after everything has been collected. Whoever has most of it ends: the
 * running actor, or another; then this one waits, and its next safepoint looks again. GO: there is memory again.
 */
export function outOfMemory(): u32 {
  if ((load<u32>(actor + A_FLAGS) & AF_LIMIT) != 0) return exhausted();
  if (doomLargest(MUCH)) return lookAgain();
  store<u32>(actor + A_FLAGS, load<u32>(actor + A_FLAGS) | AF_OUT_OF_MEMORY);
  if (collectHere(actor) == 0) return GO; // the one that had it all had just ended
  return doomLargest(LITTLE) ? lookAgain() : exhausted();
}
/** Parts of all memory: who has so much is to blame; who has less than that is not worth ending. */
const MUCH: u64 = 8;
const LITTLE: u64 = 64;
/** The running actor's next safepoint, at the start of its next slice, collects everything again. */
function lookAgain(): u32 {
  store<u32>(actor + A_FLAGS, load<u32>(actor + A_FLAGS) | AF_OUT_OF_MEMORY);
  return YIELDED;
}
/**
 * The running actor ends because memory (or its own limit) is exhausted. All it has goes at once, but for the reason and who
 * must be told of it: there has to be memory again for telling them.
 */
export function exhausted(): u32 {
  const before = draw(BEYOND);
  const answer = endWith(E_OUT_OF_MEMORY, NIL);
  const base = load<u32>(actor + A_STACK_BASE);
  saveFp(base);
  saveSp(base);
  store<u32>(actor + A_WATERMARK, base);
  store<u64>(actor + A_BINDINGS, NIL);
  store<u64>(actor + A_MORE, NIL);
  collectFullLocal(actor);
  draw(before);
  return answer;
}
/** The running actor ends because its mailbox has passed its limit. */
export function overLimit(): u32 { return endWith(E_SYSTEM_LIMIT, packedName(0x786f626c69616d)); } // mailbox
function endWith(code: u32, what: u64): u32 {
  const reason = makeException(code, what, NIL);
  cellSet(reason, EXCEPTION_TRACE, makeTrace(actor, pcOf(savedFp())));
  store<u64>(actor + A_EXIT_REASON, reason);
  return KILLED;
}
