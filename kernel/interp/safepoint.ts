/** The slow path of a safepoint: reductions have run out, or something is wanted of this actor. fp, sp, pc are saved. */
import {
  A_COLLECT_ASKED, A_FLAGS, AF_DOOMED, AF_LIMIT, AF_OUT_OF_MEMORY, C_STOP_WORD, C_STRESS_COLLECT, C_STRESS_PREEMPT, C_STRESS_PREEMPT_ACTED, C_STRESS_INSTALL, C_TIER, TIER_INTERP,
} from "../generated/spec";
import { collectHere, stressPoint } from "../gc";
import { addControl, control } from "../mem";
import { actor, held, reductions, setHeld, setReductions } from "../mem/registers";
import { profile, profiling } from "./profile";
import { flipEntries } from "./flip";
import { sample, sampleDue, untilSample } from "./sample";
import { GO, YIELDED } from "./special";
import { exhausted, outOfMemory, overLimit } from "./unwind";

export function safepoint(): u32 {
  const left = reductions + held, due = sampleDue();
  setHeld(0);
  setReductions(left);
  if (due && control(C_TIER) != TIER_INTERP) sample();
  if (profiling()) profile();
  if ((load<u32>(actor + A_FLAGS) & AF_DOOMED) != 0) return exhausted();
  const stress = control(C_STRESS_COLLECT) != 0;
  if (stress && stressPoint() != 0) {
    const answer = outOfMemory();
    if (answer != GO) return answer;
  }
  const flags = load<u32>(actor + A_FLAGS);
  if (load<u32>(actor + A_COLLECT_ASKED) != 0 || (flags & AF_OUT_OF_MEMORY) != 0 || control(C_STOP_WORD) != 0) {
    if (collectHere(actor) != 0) {
      const answer = outOfMemory();
      if (answer != GO) return answer;
    }
  }
  if ((flags & AF_LIMIT) != 0) return overLimit();
  if (control(C_STRESS_PREEMPT) != 0) {
    addControl(C_STRESS_PREEMPT_ACTED, 1);
    return YIELDED;
  }
  if (left <= 0) return YIELDED;
  grant(left);
  return GO;
}
/** Gives the running actor n reductions; under stress, and out of memory, each safepoint takes the slow path. */
export function grant(n: i32): void {
  const most = control(C_STRESS_INSTALL) == 0 ? n : flipEntries(), until = untilSample(n);
  const each = control(C_STRESS_COLLECT) != 0 || control(C_STRESS_PREEMPT) != 0 || (load<u32>(actor + A_FLAGS) & AF_OUT_OF_MEMORY) != 0;
  const now = each ? 1 : min<i32>(until, most);
  setReductions(now);
  setHeld(n - now);
}
