/**
 * The heap checker: walks everything and proves, independently of the code that maintains them, these invariants. The number
 * is what heapCheck answers; control.checkA and checkB hold details (mostly the address where it was found).
 *
 *    1  runs of pages cover memory up to pageTop; kinds are known; free runs are marked at both ends and don't touch
 *    2  the lists of free runs hold every free run once, in the right list
 *    3  pagesUsed is the number of pages in runs that are not free
 *    4  lists of free blocks hold blocks of pages of their class, marked as free, and as many as they say
 *    5  no block is on two lists, or on one and in use
 *    6  headers of shared objects: sizes fit, flags fit the place and the type, free cells are whole
 *    7  each free cell of a swept page stands on exactly one list, and lists hold only those
 *    8  lists of pages with free cells hold swept pages of their class with as many free cells as they say
 *    9  on a swept page all objects have the current colour
 *   10  references to shared objects lead to live objects of the type that the word names
 *   11  no word in the shared heap, and no global root, points into a local space (or anywhere but to a shared object)
 *   12  no sentinel is stored
 *   13  large objects fill their run of pages
 *   14  a free slot of the actor table has no block
 *   15  stack pointers are in order and inside their block
 *   16  local chunks hang together; objects fill them without gaps; their flags say nursery, or old with the actor's parity
 *   17  words of an actor point to its own objects, of the type that the word names, or to shared ones
 *   18  promoted originals lead to a live shared copy of the same size and kind
 *   19  every old object that points into the nursery is on the remembered list, and flags agree with the list
 *   20  no word of the stack below the watermark points into the nursery
 *   21  mailboxes and signal lists are made of live shared MESSAGEs
 *   22  arena entries in use have references, the others are on the free list, handles belong to their owners' BUFFERs
 *   23  interning tables hold live objects of their type
 *   25  types are known
 *   26  arrays have as many elements as they say
 */
import { C_CHECK_HEAP } from "../generated/spec";
import { actor } from "../mem/registers";
import { control, resumeOthers, saveNursery, stopOthers } from "../gc/index";
import { checkActors } from "./actors";
import { checkBlocks, checkPages } from "./pages";
import { found, startReport } from "./report";
import { checkShared } from "./shared";
import { checkTables } from "./tables";

/** Checks everything: 0, or the number of an invariant that does not hold. Nobody else may touch the heap meanwhile. */
export function heapCheck(): u32 {
  startReport();
  if (actor != 0) saveNursery(actor);
  if (checkPages() && checkBlocks() && checkTables() && checkActors()) checkShared();
  return found();
}

/** The same at a safepoint (fp and sp saved) while other executors run: stops them. */
export function heapCheckHere(): u32 {
  stopOthers();
  const code = heapCheck();
  resumeOthers();
  return code;
}

/** At each safepoint where something was collected while control.checkHeap is set: a broken heap stops the runtime. */
export function checkPoint(): void {
  if (control(C_CHECK_HEAP) != 0 && heapCheckHere() != 0) unreachable();
}
