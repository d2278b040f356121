/** Asking for collections. They happen at safepoints: here only the wish is noted and the running actor interrupted. */
import { A_COLLECT_ASKED, C_STOP_WORD } from "../generated/spec";
import { get32, set32 } from "../mem/control";
import { actor, interrupt } from "../mem/registers";

export const ASK_MINOR: u32 = 1;
export const ASK_FULL: u32 = 2;
export const ASK_MAJOR: u32 = 3;

/** The running actor collects its local space (at least so much) at its next safepoint. */
export function askCollect(what: u32): void {
  if (actor == 0) return;
  if (get32(actor, A_COLLECT_ASKED) < what) set32(actor, A_COLLECT_ASKED, what);
  interrupt();
}

/** All executors stop at their next safepoint and collect the shared heap. */
export function requestMajor(): void {
  atomic.cmpxchg<u32>(C_STOP_WORD, 0, 1);
  interrupt();
}
