/** Fields of the control block (spec/memory.ts) and of the actor and executor blocks: 8 bytes each, C_*, A_*, X_* constants. */
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
