/** What follows when an instruction left the loop: `what` says why. fp, sp and pc (at the instruction) are saved. */
import { ABSENT, E_NULL, LIB_MAKE_MAP, LIB_MAKE_SET, MORE, NIL, PARK, ROOT_EMPTY_LIST, SLOW, THROW, UNWIND } from "../generated/spec";
import { primSlowRoot } from "../generated/prims";
import { raise } from "../object/raise";
import { prepend } from "../sched";
import { apply, call, callRoot } from "./call";
import { answerOf, resume } from "./enter";
import { pcOf, saveSp, savedFp, savedSp } from "./frame";
import { safepoint } from "./safepoint";
import {
  DO_APPLY, DO_CALL, DO_ENTER, DO_RETURNED, DO_SAFEPOINT, DO_SLOW_JUMP, DO_SLOW_MAP, DO_SLOW_SET, DO_TAIL_CALL, DO_THROW, GO, RETURNED,
} from "./special";
import { throwValue } from "./unwind";

/** prim: the primitive that answered; n: number of its arguments, or of the call's; size: bytes of the instruction. */
export function handleSpecial(what: u64, prim: u32, n: u32, size: u32): u32 {
  const next = pcOf(savedFp()) + size;
  if (what == DO_ENTER) return resume();
  if (what == DO_SAFEPOINT) {
    const answer = safepoint();
    return answer == GO ? resume() : answer;
  }
  if (what == DO_CALL) return call(n, false, next);
  if (what == DO_TAIL_CALL) return call(n, true, next);
  if (what == SLOW) return callRoot(primSlowRoot(prim), n, next);
  if (what == THROW || what == MORE || what == PARK || what == UNWIND) return answerOf(what);
  if (what == DO_APPLY) return apply(next);
  if (what == DO_RETURNED) return RETURNED;
  if (what == DO_THROW) {
    const value = load<u64>(savedSp() - 8);
    saveSp(savedSp() - 8);
    return value == NIL ? answerOf(raise(E_NULL)) : throwValue(value);
  }
  if (what == DO_SLOW_JUMP) return slowJump(prim, n);
  if (what == DO_SLOW_MAP) return slowDisplay(LIB_MAKE_MAP, n, next);
  if (what == DO_SLOW_SET) return slowDisplay(LIB_MAKE_SET, n, next);
  unreachable();
  return GO;
}

/** ABSENT under the two arguments: the call's answer will stand on it, and the instruction that runs again takes it for its condition. */
function slowJump(prim: u32, n: u32): u32 {
  const at = savedSp() - 8 * n;
  memory.copy(at + 8, at, 8 * n);
  store<u64>(at, ABSENT);
  saveSp(at + 8 + 8 * n);
  return callRoot(primSlowRoot(prim), n, pcOf(savedFp()));
}
function slowDisplay(root: u32, n: u32, next: u32): u32 {
  const at = savedSp() - 8 * n;
  let list = load<u64>(ROOT_EMPTY_LIST);
  for (let i = n; i-- > 0;) list = prepend(load<u64>(at + 8 * i), list);
  store<u64>(at, list);
  saveSp(at + 8);
  return callRoot(root, 1, next);
}
