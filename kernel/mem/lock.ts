/**
 * Locks over one 32-bit word: 0 free, 1 held, 2 held and somebody waits. Taken by executors only, for a few hundred
 * instructions and never across a safepoint, so a holder always makes progress; the host never takes one.
 */
import { alone, replaceWord } from "./control";

const SPINS: i32 = 100;
/** A waiter looks again after this long even if nobody woke it. */
const WAIT_NS: i64 = 1_000_000;

// @ts-ignore: decorator
@inline export function lock(a: u32): void {
  if (!replaceWord<u32>(a, 0, 1)) lockSlow(a);
}

function lockSlow(a: u32): void {
  for (let i = 0; i < SPINS; i++) {
    if (atomic.load<u32>(a) == 0 && atomic.cmpxchg<u32>(a, 0, 1) == 0) return;
  }
  while (atomic.xchg<u32>(a, 2) != 0) waitWord(a, 2, WAIT_NS);
}

/** No single wait is longer; who waits looks again then. */
const LONGEST_NS: i64 = 10_000_000_000;

/**
 * Waits until somebody notifies a (0), unless the word there is not `expected` (1), or until the time is up (2). The only
 * place that uses the wait instruction: V8's baseline compiler (seen in Node 20.20) loses values that a function keeps in
 * registers across it. Here nothing is needed after it, and calling itself keeps the optimizer from inlining this function.
 */
export function waitWord(a: u32, expected: u32, ns: i64): i32 {
  if (ns > LONGEST_NS) return waitWord(a, expected, LONGEST_NS);
  return atomic.wait<i32>(a, expected, ns);
}

// @ts-ignore: decorator
@inline export function unlock(a: u32): void {
  if (alone()) store<u32>(a, 0);
  else if (atomic.xchg<u32>(a, 0) == 2) atomic.notify(a, 1);
}

// @ts-ignore: decorator
@inline export function tryLock(a: u32): bool { return replaceWord<u32>(a, 0, 1); }
