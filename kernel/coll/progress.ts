/**
 * Long primitives in pieces. A primitive that has used up the slice keeps what it needs in a PROGRESS object in the actor's
 * `more` field and answers MORE; the instruction runs again with the same arguments and finds it there. The fields mean
 * what the primitive wants; they are written with `mutate` because the object may have seen a collection.
 */
import { A_MORE, F_CELL, NIL, T_PROGRESS } from "../generated/spec";
import { alloc } from "../gc";
import { actor, charge, reductions } from "../mem/registers";
import { addressOf, isPointer, pointer } from "../object/word";

/** Elements between two looks at the reductions, and what they cost. */
export const STRIDE: i32 = 512;
const STRIDE_COST: i32 = 64;

/** The progress kept by the last run of this primitive, 0 if there is none. */
export function takeProgress(): u32 {
  if (actor == 0) return 0;
  const w = load<u64>(actor + A_MORE);
  return isPointer(w) ? addressOf(w) : 0;
}

export function newProgress(): u32 {
  const p = alloc(T_PROGRESS, 6, F_CELL);
  for (let i: u32 = 8; i <= 48; i += 8) store<u64>(p + i, NIL);
  return p;
}

/** The primitive will answer MORE. */
export function keepProgress(p: u32): void { store<u64>(actor + A_MORE, pointer(T_PROGRESS, p)); }
/** The primitive is done with it. */
export function dropProgress(): void { if (actor != 0) store<u64>(actor + A_MORE, NIL); }

/** Charges for a stride of work; true when the slice is used up and the primitive should answer MORE. */
export function strideDone(): boolean {
  charge(STRIDE_COST);
  return actor != 0 && reductions <= 0;
}
