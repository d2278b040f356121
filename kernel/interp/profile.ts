/**
 * When a sample for a profile is due (control.profileEvery). By reductions: at the first safepoint after each so many of them that
 * an executor has spent, whatever actors spend them, so that a program that runs alike is sampled alike, in either tier. By time: at
 * the safepoint where a look at the clock, every PROFILE_LOOK reductions, finds that so much has passed; what an executor
 * sleeps does not count. A sample stands for the periods since the last one.
 */
import { C_PROFILE_EVERY, C_PROFILE_TIME, PROFILE_LOOK } from "../generated/spec";
import { control, nowNs } from "../mem";
import { profileLeft, profileSeed, profileSince, profileTime, setProfileLeft, setProfileSeed, setProfileTime } from "../mem/registers";
import { pushSample } from "../sched";
import { nextSeed, scattered } from "./scatter";

// @ts-ignore: decorator
@inline export function profiling(): bool { return control(C_PROFILE_EVERY) != 0; }
/** Reductions from one look to the next, on average. */
function average(): i32 { return control(C_PROFILE_TIME) != 0 ? <i32>PROFILE_LOOK : <i32>control(C_PROFILE_EVERY); }
function distance(): i32 {
  setProfileSeed(nextSeed(profileSeed));
  return scattered(average(), profileSeed);
}

/** How many reductions may pass before the next safepoint looks here. */
export function untilProfile(): i32 {
  if (profileLeft == i32.MAX_VALUE) setProfileLeft(distance());
  return max(1, profileLeft);
}
/** At a safepoint, the running actor's frames in memory. */
export function profile(): void {
  if (profileLeft > 0) return;
  const more = -profileLeft / average();
  setProfileLeft(max(1, profileLeft + more * average() + distance()));
  const weight = control(C_PROFILE_TIME) != 0 ? periodsPassed() : <u32>(1 + more);
  if (weight != 0) pushSample(weight);
}
function periodsPassed(): u32 {
  const now = nowNs(), period = <i64>control(C_PROFILE_EVERY) * 1000;
  const time = profileTime + (profileSince == 0 ? 0 : now - profileSince);
  setProfileTime(now, time % period);
  return <u32>(time / period);
}
/** This executor has slept. */
export function skipTime(): void {
  if (profiling() && control(C_PROFILE_TIME) != 0) setProfileTime(nowNs(), profileTime);
}
