/** Fields of the control block (spec/memory.ts) and of the actor and executor blocks: 8 bytes each, C_*, A_*, X_* constants. */
import { C_EXECUTORS_STARTED } from "../generated/spec";
import { executorBase } from "./registers";

// @ts-ignore: decorator
@inline export function control(c: u32): u32 { return atomic.load<u32>(c); }
// @ts-ignore: decorator
@inline export function setControl(c: u32, n: u32): void { atomic.store<u32>(c, n); }
/** Adds to a 32-bit control field and answers the old value. */
// @ts-ignore: decorator
@inline export function addControl(c: u32, n: u32): u32 { return atomic.add<u32>(c, n); }
// @ts-ignore: decorator
@inline export function control64(c: u32): u64 { return atomic.load<u64>(c); }
// @ts-ignore: decorator
@inline export function setControl64(c: u32, n: u64): void { atomic.store<u64>(c, n); }
// @ts-ignore: decorator
@inline export function addControl64(c: u32, n: u64): u64 { return atomic.add<u64>(c, n); }

/**
 * Whether this is the only executor. It is the one that starts others, and they see all that it has done before; so while this holds
 * plain loads and stores do for what executors alone touch (slots of actors, locks), at a tenth of the cost of an atomic instruction.
 */
// @ts-ignore: decorator
@inline export function alone(): bool { return load<u32>(C_EXECUTORS_STARTED) == 1; }
/** For words that executors alone touch: a store in sequence, and compare-and-set, which answers whether it has set. */
// @ts-ignore: decorator
@inline export function setWord<T>(at: u32, n: T): void {
  if (alone()) store<T>(at, n);
  else atomic.store<T>(at, n);
}
// @ts-ignore: decorator
@inline export function replaceWord<T>(at: u32, from: T, to: T): bool {
  if (!alone()) return atomic.cmpxchg<T>(at, from, to) == from;
  if (load<T>(at) != from) return false;
  store<T>(at, to);
  return true;
}

/** A 32-bit field of an actor block or of any other block. */
// @ts-ignore: decorator
@inline export function get32(block: u32, offset: u32): u32 { return load<u32>(block + offset); }
// @ts-ignore: decorator
@inline export function set32(block: u32, offset: u32, n: u32): void { store<u32>(block + offset, n); }

/** Statistics of this executor: nobody else writes them. */
// @ts-ignore: decorator
@inline export function count(x: u32, n: u64 = 1): void { store<u64>(executorBase + x, load<u64>(executorBase + x) + n); }
// @ts-ignore: decorator
@inline export function countMax(x: u32, n: u64): void { if (n > load<u64>(executorBase + x)) store<u64>(executorBase + x, n); }
