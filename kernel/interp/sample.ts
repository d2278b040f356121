/**
 * Which code is hot. A sample is taken at a safepoint about every SAMPLE_EVERY reductions of an executor, whatever actors spend them
 * (every SAMPLE_SELDOM, as long as only compiled code runs); what runs there, at a function's entry or a loop's header, is counted in
 * its CODE. Nothing is counted in between, so that code costs nothing until it is found. With `--tier jit` a function is asked for before it runs at all. Samples of compiled code
 * tell which modules are in use.
 */
import {
  C_STRESS_INSTALL, C_TIER, CODE_COUNTER, CODE_ENTRY, CODE_SEEN, HOT_HEAT, NIL, SAMPLE_EVERY, SAMPLE_HEAT, SAMPLE_SELDOM, SEEN_INTERPRETED, TIER_ASKED, TIER_AUTO, TIER_REFUSED,
  TO_HOST_INTERPRETED,
} from "../generated/spec";
import { control } from "../mem";
import { entriesReady, held, profileLeft, reductions, sampleLeft, sampleSeed, setHeld, setProfileLeft, setReductions, setSample, setSampleSeed, sliceLeft } from "../mem/registers";
import { fixnum } from "../object/word";
import { askToCompile, noteUse, tellOfCode } from "../sched";
import { codeOf, pcOf, savedFp } from "./frame";
import { argumentKinds, look } from "./kinds";
import { profiling, untilProfile } from "./profile";
import { nextSeed, scattered } from "./scatter";
import { noteShape } from "./shapes";

/** Accounts for what has been spent since the last call; whether a sample is due. */
export function sampleDue(): bool {
  const left = reductions + held, spent = sliceLeft - left;
  setSample(sampleLeft - spent, left);
  if (profiling() && profileLeft != i32.MAX_VALUE) setProfileLeft(profileLeft - spent);
  return sampleLeft <= 0;
}
/** Counts the running frame, whose pc stands at an entry or a loop header. */
export function sample(): void {
  const code = codeOf(savedFp()), counter = atomic.load<u64>(code + CODE_COUNTER), compiled = <i64>counter < 0;
  setSample(distance(compiled ? SAMPLE_SELDOM : SAMPLE_EVERY), sliceLeft);
  if (compiled) {
    noteShape(code);
    return noteUse(code);
  }
  look(code);
  heat(code, counter, SAMPLE_HEAT);
}
function heat(code: u32, counter: u64, by: u32): void {
  // Two executors count, or it has been installed meanwhile.
  if (atomic.cmpxchg<u64>(code + CODE_COUNTER, counter, counter + (<u64>by << 3)) != counter) return;
  if (<u32>(counter >> 3) + by >= (control(C_STRESS_INSTALL) == 0 ? HOT_HEAT : 1)) askToCompile(code, 0);
}
/** Compiled code calls what is not compiled: it is left for that, with all that has called it. Arguments at `args`. */
export function noteLeft(code: u32, args: u32): void {
  const counter = atomic.load<u64>(code + CODE_COUNTER);
  if (<i64>counter < 0 || control(C_TIER) != TIER_AUTO) return;
  store<u64>(code + CODE_SEEN, load<u64>(code + CODE_SEEN) | argumentKinds(code, args));
  heat(code, counter, 1);
}
/**
 * `--tier jit`: asks for the running frame's code; whether it has to wait, for the answer or for this executor to take it in.
 * The host is told of a function that begins to run in the interpreter.
 */
export function mustWait(): bool {
  const code = codeOf(savedFp()), begins = pcOf(savedFp()) == 0;
  if (begins && <i64>load<u64>(code + CODE_COUNTER) >= 0) {
    look(code);
    askToCompile(code, 0);
  }
  if (control(C_STRESS_INSTALL) != 0) return false; // it is to change between tiers while it runs
  if (<i64>atomic.load<u64>(code + CODE_COUNTER) >> 3 == TIER_ASKED) return true;
  if (!begins) return false;
  const entry = atomic.load<u64>(code + CODE_ENTRY);
  if (entry != NIL && entry >= entriesReady) return true;
  if (<i64>atomic.load<u64>(code + CODE_COUNTER) > <i64>fixnum(TIER_REFUSED)) return true; // evicted meanwhile
  tellOfCode(code, SEEN_INTERPRETED, TO_HOST_INTERPRETED);
  return false;
}
/** The interpreter runs a function: after compiled code the next sample may be far, too far for what has just become hot. */
export function sampleSoon(): void {
  const spent = sliceLeft - reductions - held;
  if (reductions <= LONGEST || sampleLeft - spent <= LONGEST || control(C_TIER) != TIER_AUTO) return;
  const n = distance(SAMPLE_EVERY);
  setSample(n + spent, sliceLeft);
  setHeld(held + reductions - n);
  setReductions(n);
}
function distance(n: u32): i32 {
  setSampleSeed(nextSeed(sampleSeed));
  return scattered(n, sampleSeed);
}
export const LONGEST: i32 = SAMPLE_EVERY + SAMPLE_EVERY / 2;
/** How many of n reductions may pass before the next safepoint looks here. */
export function untilSample(n: i32): i32 {
  setSample(sampleLeft, n);
  const some = control(C_TIER) == TIER_AUTO ? min(n, max(1, sampleLeft)) : n;
  return profiling() ? min(some, untilProfile()) : some;
}
