/**
 * control.stressInstall: compiled code comes and goes, by random numbers that follow from control.seed. Whenever an actor is given
 * reductions it gets few, and its executor is set back to what it knew after some earlier change (kernel/sched/modules.ts): what was
 * installed since then is interpreted. Every so often the host is asked to evict a module for good.
 */
import { C_EVICT_ASKED, C_SEED, C_STRESS_GUARD_ACTED, C_STRESS_INSTALL, C_STRESS_INSTALL_ACTED, TO_HOST_EVICT, X_REDUCTIONS, X_STRESS_EVICT_AT, X_STRESS_RANDOM } from "../generated/spec";
import { addControl, control, setControl } from "../mem";
import { executorBase, executorId, modulesSeen } from "../mem/registers";
import { pushRecord } from "../sched";
import { useEntries } from "./refresh";

/** Reductions from one draw to the next, and from one request to the next, at most. */
const MOST_REDUCTIONS: u32 = 512;
const MOST_TO_EVICT: u32 = 1 << 18;

/** xorshift over the executor's state. */
function draw(): u32 {
  let s = load<u32>(executorBase + X_STRESS_RANDOM);
  if (s == 0) s = (control(C_SEED) + executorId + 1) * 0x9e3779b9 | 1;
  s ^= s << 13;
  s ^= s >> 17;
  s ^= s << 5;
  store<u32>(executorBase + X_STRESS_RANDOM, s);
  return s;
}
/** control.stressGuard: whether compiled code is to leave where it relies on something, although that holds. */
export function doubt(): bool {
  const doubted = (draw() & 3) == 0;
  if (doubted) addControl(C_STRESS_GUARD_ACTED, 1);
  return doubted;
}
/** Draws what this executor uses of compiled code, and for how many reductions. */
export function flipEntries(): i32 {
  const some = <i32>(draw() % MOST_REDUCTIONS) + 1;
  if (modulesSeen == 0) return some;
  const kind = draw() & 3;
  useEntries(kind == 0 ? 0 : kind == 1 ? draw() % modulesSeen : modulesSeen);
  if (kind < 2) addControl(C_STRESS_INSTALL_ACTED, 1);
  return some;
}
/** Between slices. */
export function evictSometimes(): void {
  if (control(C_STRESS_INSTALL) == 0 || modulesSeen == 0) return;
  const spent = load<u64>(executorBase + X_REDUCTIONS);
  if (spent < load<u64>(executorBase + X_STRESS_EVICT_AT)) return;
  store<u64>(executorBase + X_STRESS_EVICT_AT, spent + draw() % MOST_TO_EVICT);
  if (atomic.cmpxchg<u32>(C_EVICT_ASKED, 0, 1) == 0 && !pushRecord(TO_HOST_EVICT, draw())) setControl(C_EVICT_ASKED, 0);
}
