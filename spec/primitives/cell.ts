import { rows } from "./rows.js";
/** Cells: atoms, volatiles, thunks, promises. */
export const CELL_PRIMS = rows(512, "sched/cells", `
atom 1 a
atom? 1 -
atom-deref 1 t
atom-reset 2 at promotes if shared
atom-cas 3 at (atom old new) true if it was identical to old
atom-meta 1 t
atom-set-meta 2 at
atom-watches 1 t
atom-set-watches 2 at
atom-validator 1 t
atom-set-validator 2 at
volatile 1 a
volatile? 1 -
volatile-deref 1 t
volatile-reset 2 at
lazy-new 1 a (fn) an unrealized LAZY
delay-new 1 a
lazy? 1 -
delay? 1 -
thunk-claim 1 ty the function if the caller must now evaluate; ABSENT-free nil if it is done (or failed); parks while another evaluates; re-entry throws
thunk-finish 2 at (thunk value) done; wakes waiters
thunk-fail 2 at (thunk exception) DELAY only: done with an exception
thunk-release 1 t unrealized again (an exception passes); wakes waiters
thunk-value 1 t value of a done thunk
thunk-state 1 t 0 unrealized or being evaluated, 1 done, 2 failed
promise-new 1 a (kind) 0 promise 1 future
promise? 1 -
promise-deliver 3 at (promise state value) state 1 value 2 exception 3 cancelled; true if this call delivered
promise-await 2 ty (promise deadline) parks until delivered or the deadline (fixnum ns or nil) has passed: true if delivered
promise-state 1 t 0 not settled, 1 value, 2 exception, 3 cancelled, 5 lost: the future's actor has ended without
promise-value 1 t
promise-set-pid 2 at
promise-pid 1 t
promise-kind 1 t
reduced 1 a
reduced? 1 -
reduced-value 1 t
bindings-get 0 - the actor's map of var to volatile, or nil
bindings-set 1 a
binding-of 1 t the VOLATILE that holds a dynamic var's thread binding, or nil
atom-replace 3 at slow (atom old new) as atom-cas; SLOW if it has a validator or watches
`);
