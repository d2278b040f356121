/** Bugs that can be planted, to see that stress finds them. */
import { C_PLANT_BUG } from "../generated/spec";
import { control } from "../mem/control";

/** control.plantBug: the store barrier forgets old objects that point into the nursery. */
export const PLANT_NO_BARRIER: u32 = 1;
/** A minor collection does not look at the topmost word of the stack. */
export const PLANT_SKIP_TOP: u32 = 2;
/** Promotion copies one object and leaves its words as they are. */
export const PLANT_SHALLOW_PROMOTE: u32 = 3;
/** Marking does not look at mailboxes. */
export const PLANT_SKIP_MAILBOX: u32 = 4;
/** A minor collection trusts the watermark one frame too far. */
export const PLANT_SKIP_FRAME: u32 = 5;
/** Growing a stack forgets to move the watermark. */
export const PLANT_STALE_WATERMARK: u32 = 6;

/** Eviction of a module leaves the entries of its code as they are. */
export const PLANT_STALE_ENTRY: u32 = 7;
/** An executor uses entries of modules that it has not instantiated yet. */
export const PLANT_EARLY_ENTRY: u32 = 8;

/** Compiled code that is left at a guard under stress loses the frame's first word. */
export const PLANT_LOST_LOCAL: u32 = 9;

// @ts-ignore: decorator
@inline export function planted(bug: u32): bool { return control(C_PLANT_BUG) == bug; }
