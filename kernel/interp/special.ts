/**
 * What the interpreter's loop does when an instruction can't finish inline: the sentinels that primitives answer
 * (spec/words.ts) and a few more of the same form, which only the loop itself uses.
 */
import { SUB_SPECIAL } from "../generated/spec";

/** Answers of everything that runs with fp, sp and pc in memory. */
export const GO: u32 = 0; // reload and go on
export const YIELDED: u32 = 1; // slice over, still runnable
export const PARKED: u32 = 2; // waits to be woken; the instruction at pc runs again
export const RETURNED: u32 = 3; // the first frame has returned; actor.result
export const THREW: u32 = 4; // nobody caught actor.exitReason
export const KILLED: u32 = 5; // ends with actor.exitReason, not catchable

/** pc stands at the next instruction: look why the reductions have run out. */
export const DO_SAFEPOINT: u64 = (16 << 8) | (SUB_SPECIAL << 3) | 2;
/** CALL and TAIL_CALL of anything but a closure of that arity, or with the stack full. */
export const DO_CALL: u64 = (17 << 8) | (SUB_SPECIAL << 3) | 2;
export const DO_TAIL_CALL: u64 = (18 << 8) | (SUB_SPECIAL << 3) | 2;
export const DO_APPLY: u64 = (19 << 8) | (SUB_SPECIAL << 3) | 2;
/** THROW instruction: the value is on top of the stack. */
export const DO_THROW: u64 = (20 << 8) | (SUB_SPECIAL << 3) | 2;
/** A comparing jump whose primitive is SLOW: call it, leaving a mark, then run the instruction again. */
export const DO_SLOW_JUMP: u64 = (21 << 8) | (SUB_SPECIAL << 3) | 2;
/** The frame at fp has returned `actor.result` and is the first one. */
export const DO_RETURNED: u64 = (22 << 8) | (SUB_SPECIAL << 3) | 2;
/** MAP and SET whose elements need program code to be compared. */
export const DO_SLOW_MAP: u64 = (23 << 8) | (SUB_SPECIAL << 3) | 2;
export const DO_SLOW_SET: u64 = (24 << 8) | (SUB_SPECIAL << 3) | 2;
/** pc stands at the next instruction, for which there may be a compiled entry. */
export const DO_ENTER: u64 = (25 << 8) | (SUB_SPECIAL << 3) | 2;
