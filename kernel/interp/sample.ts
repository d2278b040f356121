/**
 * Which code is hot. A sample is taken at a safepoint about every SAMPLE_EVERY reductions of an executor, whatever actors spend them
 * (every SAMPLE_SELDOM, as long as only compiled code runs);
 * what runs there, at a function's entry or a loop's header, is counted in its CODE. Nothing is counted in between, so that
 * code costs nothing until it is found. With `--tier jit` a function is asked for before it runs at all. Samples of compiled code
 * tell which modules are in use.
 */
import {
  ARRAY_WORDS, C_STRESS_INSTALL, C_TIER, CLOSURE_CAPTURES, CODE_ARITY, CODE_COUNTER, CODE_ENTRY, CODE_NLOCALS, CODE_SEEN, HOT_HEAT, NIL, PACKED_FIRST, SAMPLE_HEAT, SAMPLE_EVERY, SAMPLE_SELDOM, SEEN_ARGS,
  SEEN_ARRAYS, SEEN_BITS, SEEN_FIXNUM, SEEN_FLOAT, SEEN_INTERPRETED, SEEN_OTHER, SEEN_SMALL, T_ARRAY, T_CLOSURE, TIER_ASKED, TIER_AUTO, TIER_REFUSED, TO_HOST_INTERPRETED,
} from "../generated/spec";
import { arrayLength, isPacked } from "../coll/packed";
import { control } from "../mem";
import { entriesReady, held, profileLeft, reductions, sampleLeft, setHeld, setProfileLeft, setReductions, setSample, setSampleSeed, sampleSeed, sliceLeft } from "../mem/registers";
import { cellAddress, sizeOf } from "../object/header";
import { addressOf, fixnum, isFixnum, isFloat, isType, typeOf } from "../object/word";
import { askToCompile, noteUse, tellOfCode } from "../sched";
import { codeOf, HEADER, pcOf, savedFp } from "./frame";
import { profiling, untilProfile } from "./profile";
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
  setSample(distance(SAMPLE_EVERY), sliceLeft);
  const code = codeOf(savedFp()), counter = atomic.load<u64>(code + CODE_COUNTER);
  if (<i64>counter < 0) {
    setSample(distance(SAMPLE_SELDOM), sliceLeft);
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
/** Notes what the arguments are; in a loop, what stands in their place: what is believed of them is checked wherever it is used. */
export function look(code: u32): void {
  store<u64>(code + CODE_SEEN, load<u64>(code + CODE_SEEN) | seenHere(code));
}
/** Of the running frame, in the places that they have in CODE.seen. */
export function seenHere(code: u32): u64 {
  return argumentKinds(code, savedFp() + HEADER) | <u64>arrays(code) << (SEEN_ARRAYS + 3);
}
function argumentKinds(code: u32, args: u32): u64 {
  const n = min<u32>(<u32>(load<u64>(code + CODE_ARITY) >> 4), SEEN_ARGS);
  let seen: u64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const w = load<u64>(args + 8 * i);
    seen |= <u64>(isFixnum(w) ? w >> 34 == 0 ? SEEN_SMALL : SEEN_FIXNUM : isFloat(w) ? SEEN_FLOAT : SEEN_OTHER) << (SEEN_BITS * i + 3);
  }
  return seen;
}
/** Most captures that are looked at. */
const CAPTURES: u32 = 16;
/** Kinds of arrays that the running frame has to do with, as far as can be seen between two instructions. */
function arrays(code: u32): u32 {
  const locals = savedFp() + HEADER, end = locals + <u32>load<u64>(code + CODE_NLOCALS), closure = load<u64>(savedFp(), 24);
  let kinds: u32 = 0;
  for (let p = locals; p < end; p += 8) kinds |= arrayKind(load<u64>(p));
  if (!isType(closure, T_CLOSURE)) return kinds;
  const a = addressOf(closure), n = min<u32>(sizeOf(a) - ((CLOSURE_CAPTURES - 8) >> 3), CAPTURES);
  for (let i: u32 = 0; i < n; i++) kinds |= arrayKind(load<u64>(a + CLOSURE_CAPTURES + 8 * i));
  return kinds;
}
/** A bit for an array's kind; of arrays in an array for both. */
function arrayKind(w: u64): u32 {
  if (isPacked(w)) return <u32>1 << (typeOf(w) - PACKED_FIRST + 1);
  if (!isType(w, T_ARRAY)) return 0;
  const first = arrayLength(w) == 0 ? NIL : load<u64>(cellAddress(w) + ARRAY_WORDS);
  return isPacked(first) ? 1 | (<u32>1 << (typeOf(first) - PACKED_FIRST + 1)) : 1;
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
/** From half of n to one and a half: samples must not keep step with a program that always does the same. */
function distance(n: u32): i32 {
  setSampleSeed(sampleSeed * 747796405 + 2891336453);
  return <i32>(n / 2 + (sampleSeed >> 8) % n);
}
export const LONGEST: i32 = SAMPLE_EVERY + SAMPLE_EVERY / 2;
/** How many of n reductions may pass before the next safepoint looks here. */
export function untilSample(n: i32): i32 {
  setSample(sampleLeft, n);
  const some = control(C_TIER) == TIER_AUTO ? min(n, max(1, sampleLeft)) : n;
  return profiling() ? min(some, untilProfile()) : some;
}
