/**
 * Primitives: leaf operations of the kernel, named prim/NAME in library source and called by PRIM.
 * A primitive takes words and answers one word, or THROW (raise() was called), SLOW (nothing done: the interpreter calls
 * the library function `slow` with the same arguments), MORE (progress is kept in the actor's `more` word, reductions
 * charged, the instruction runs again) or PARK (the actor is registered to be woken; runs again then).
 * The kernel function is `prim_NAME` with - > ? ! turned into _ to p x. Numbers are permanent: append only, each theme
 * counts from its own base.
 */
export interface PrimRow {
  id: number;
  name: string;
  arity: number;
  /** Library function for SLOW. */
  slow?: string;
  /** a: allocates, t: may throw, m: may answer MORE, y: may park, p: pure (foldable when arguments are constants) */
  effects: string;
  doc: string;
  /** Kernel folder file that defines it, e.g. "coll/vector". */
  file: string;
}
import { ACTOR_PRIMS } from "./actor.js";
import { CELL_PRIMS } from "./cell.js";
import { COLL_PRIMS } from "./coll.js";
import { NUM_PRIMS } from "./num.js";
import { TEXT_PRIMS } from "./text.js";
import { TYPE_PRIMS } from "./type.js";

export const PRIMITIVES: PrimRow[] = [...NUM_PRIMS, ...COLL_PRIMS, ...TEXT_PRIMS, ...TYPE_PRIMS, ...CELL_PRIMS, ...ACTOR_PRIMS];
