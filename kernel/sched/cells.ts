/**
 * Primitives of cells: atoms, volatiles, thunks (lazy seqs and delays), promises, reduced values, thread bindings. Plain
 * access when the cell is local, atomics when it is shared: cellGet, cellSet, cellCas see to that.
 *
 *   state of a thunk:     UNREALIZED -> pid of the evaluator -> DONE (or FAILED, delays only)
 *   state of a promise:   0 -> DELIVERING -> 1 value, 2 exception, 3 cancelled
 *                           -> LOST: a future whose actor has ended without
 *
 * A thunk keeps its function until it is done. If its evaluator has ended, whoever wants it next takes it over: the pid in
 * `state` says so, and those that wait are woken when an actor ends (kernel/sched/waits.ts).
 */
import {
  A_BINDINGS, A_PID, ATOM_META, ATOM_VALIDATOR, ATOM_VALUE, ATOM_WATCHES, DELAY_FN, DELAY_META, DELAY_STATE, DELAY_VALUE, E_BAD_TYPE, E_NULL,
  E_OUT_OF_MEMORY, E_THUNK_REENTERED, F_CELL, F_FWD, F_SHARED, FALSE, NIL, P_ATOM_DEREF, P_BINDING_OF, P_PROMISE_STATE, P_REDUCED_VALUE, P_THUNK_CLAIM, P_VOLATILE_DEREF, PARK, SLOW,
  PROMISE_KIND, PROMISE_PID, PROMISE_STATE, PROMISE_VALUE, REDUCED_VALUE, T_ATOM, T_DELAY, T_LAZY, T_PROMISE, T_REDUCED, T_VAR,
  T_VOLATILE, THROW, THUNK_DONE, THUNK_FAILED, TRUE, VOLATILE_VALUE,
} from "../generated/spec";
import { prim_get } from "../coll/prims";
import { alloc, cellCas, cellGet, cellSet, mutate, promote } from "../gc";
import { nowNs } from "../mem";
import { actor } from "../mem/registers";
import { cellAddress, flagsOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, bool as truth, fixnum, fixnumValue, isFixnum, isType, pointer } from "../object/word";
import { clearNotified, isCurrent } from "./slots";
import { armWake, disarmWake } from "./timers";
import { addWaiter, removeWaiter, wakeWaiters } from "./waits";

const DELIVERING: i64 = 4;
const LOST: i64 = 5;

function wrong(w: u64, prim: u32): u64 { return w == NIL ? raise(E_NULL, fixnum(prim)) : raise(E_BAD_TYPE, w, fixnum(prim)); }
function newCell(type: u32, words: u32): u32 {
  const a = alloc(type, words, F_CELL);
  for (let i: u32 = 1; i <= words; i++) store<u64>(a + 8 * i, NIL);
  return a;
}

// ---- atoms ----
export function prim_atom(value: u64): u64 {
  const a = newCell(T_ATOM, 4);
  store<u64>(a + ATOM_VALUE, value);
  return pointer(T_ATOM, a);
}
export function prim_atom_p(w: u64): u64 { return truth(isType(w, T_ATOM)); }
function atomGet(w: u64, offset: u32): u64 { return isType(w, T_ATOM) ? cellGet(w, offset) : wrong(w, P_ATOM_DEREF); }
function atomSet(w: u64, offset: u32, v: u64): u64 { return isType(w, T_ATOM) ? cellSet(w, offset, v) : wrong(w, P_ATOM_DEREF); }
export function prim_atom_deref(w: u64): u64 { return atomGet(w, ATOM_VALUE); }
export function prim_atom_reset(w: u64, v: u64): u64 { return atomSet(w, ATOM_VALUE, v); }
export function prim_atom_cas(w: u64, old: u64, v: u64): u64 {
  if (!isType(w, T_ATOM)) return wrong(w, P_ATOM_DEREF);
  const done = cellCas(w, ATOM_VALUE, old, v);
  return done < 0 ? THROW : truth(done == 1);
}
export function prim_atom_replace(w: u64, old: u64, v: u64): u64 {
  if (!isType(w, T_ATOM)) return wrong(w, P_ATOM_DEREF);
  const a = cellAddress(w);
  if (load<u64>(a + ATOM_VALIDATOR) != NIL || load<u64>(a + ATOM_WATCHES) != NIL) return SLOW;
  return prim_atom_cas(w, old, v);
}
export function prim_atom_meta(w: u64): u64 { return atomGet(w, ATOM_META); }
export function prim_atom_set_meta(w: u64, v: u64): u64 { return atomSet(w, ATOM_META, v); }
export function prim_atom_watches(w: u64): u64 { return atomGet(w, ATOM_WATCHES); }
export function prim_atom_set_watches(w: u64, v: u64): u64 { return atomSet(w, ATOM_WATCHES, v); }
export function prim_atom_validator(w: u64): u64 { return atomGet(w, ATOM_VALIDATOR); }
export function prim_atom_set_validator(w: u64, v: u64): u64 { return atomSet(w, ATOM_VALIDATOR, v); }

// ---- volatiles and reduced ----
export function prim_volatile(value: u64): u64 {
  const a = alloc(T_VOLATILE, 1, F_CELL);
  store<u64>(a + VOLATILE_VALUE, value);
  return pointer(T_VOLATILE, a);
}
export function prim_volatile_p(w: u64): u64 { return truth(isType(w, T_VOLATILE)); }
export function prim_volatile_deref(w: u64): u64 { return isType(w, T_VOLATILE) ? cellGet(w, VOLATILE_VALUE) : wrong(w, P_VOLATILE_DEREF); }
export function prim_volatile_reset(w: u64, v: u64): u64 { return isType(w, T_VOLATILE) ? cellSet(w, VOLATILE_VALUE, v) : wrong(w, P_VOLATILE_DEREF); }
export function prim_reduced(value: u64): u64 {
  const a = alloc(T_REDUCED, 1, 0);
  store<u64>(a + REDUCED_VALUE, value);
  return pointer(T_REDUCED, a);
}
export function prim_reduced_p(w: u64): u64 { return truth(isType(w, T_REDUCED)); }
export function prim_reduced_value(w: u64): u64 { return isType(w, T_REDUCED) ? load<u64>(addressOf(w) + REDUCED_VALUE) : wrong(w, P_REDUCED_VALUE); }

// ---- thunks: LAZY and DELAY have the same first four fields ----
function newThunk(type: u32, fn: u64): u64 {
  const a = alloc(type, 4, F_CELL);
  store<u64>(a + DELAY_STATE, 0);
  store<u64>(a + DELAY_FN, fn);
  store<u64>(a + DELAY_VALUE, NIL);
  store<u64>(a + DELAY_META, NIL);
  return pointer(type, a);
}
// @ts-ignore: decorator
@inline function isThunk(w: u64): bool { return isType(w, T_LAZY) || isType(w, T_DELAY); }
/** Whether nobody but the running actor can see the cell, which is at its own address then. */
// @ts-ignore: decorator
@inline function isOwn(w: u64): bool { return (flagsOf(addressOf(w)) & (F_SHARED | F_FWD)) == 0; }
export function prim_lazy_new(fn: u64): u64 { return newThunk(T_LAZY, fn); }
export function prim_delay_new(fn: u64): u64 { return newThunk(T_DELAY, fn); }
export function prim_lazy_p(w: u64): u64 { return truth(isType(w, T_LAZY)); }
export function prim_delay_p(w: u64): u64 { return truth(isType(w, T_DELAY)); }

export function prim_thunk_claim(w: u64): u64 {
  if (!isThunk(w)) return wrong(w, P_THUNK_CLAIM);
  const me = load<u64>(actor + A_PID);
  if (isOwn(w) && load<u64>(addressOf(w) + DELAY_STATE) == 0) {
    store<u64>(addressOf(w) + DELAY_STATE, me);
    return load<u64>(addressOf(w) + DELAY_FN);
  }
  while (true) {
    const state = cellGet(w, DELAY_STATE);
    if (isFixnum(state) && state != 0) return NIL;
    if (state == me) return raise(E_THUNK_REENTERED, w);
    if (state != 0 && isCurrent(state)) {
      const cell = cellAddress(w); // shared, or nobody else could evaluate it
      clearNotified();
      if (!addWaiter(cell, me, state)) return raise(E_OUT_OF_MEMORY);
      if (cellGet(w, DELAY_STATE) == state && isCurrent(state)) return PARK;
      removeWaiter(cell, me);
      continue;
    }
    const claimed = cellCas(w, DELAY_STATE, state, me);
    if (claimed == 1) return cellGet(w, DELAY_FN);
  }
}
function finish(w: u64, value: u64, state: u32): u64 {
  if (!isThunk(w)) return wrong(w, P_THUNK_CLAIM);
  if (isOwn(w)) {
    mutate(addressOf(w), DELAY_VALUE, value);
    store<u64>(addressOf(w) + DELAY_STATE, fixnum(state));
    store<u64>(addressOf(w) + DELAY_FN, NIL);
    return value;
  }
  if (cellSet(w, DELAY_VALUE, value) == THROW) return THROW;
  cellSet(w, DELAY_STATE, fixnum(state));
  cellSet(w, DELAY_FN, NIL);
  if ((flagsOf(cellAddress(w)) & F_SHARED) != 0) wakeWaiters(cellAddress(w));
  return value;
}
export function prim_thunk_finish(w: u64, value: u64): u64 { return finish(w, value, THUNK_DONE); }
export function prim_thunk_fail(w: u64, exception: u64): u64 { return finish(w, exception, THUNK_FAILED); }
export function prim_thunk_release(w: u64): u64 {
  if (!isThunk(w)) return wrong(w, P_THUNK_CLAIM);
  cellCas(w, DELAY_STATE, load<u64>(actor + A_PID), 0);
  if ((flagsOf(cellAddress(w)) & F_SHARED) != 0) wakeWaiters(cellAddress(w));
  return NIL;
}
export function prim_thunk_value(w: u64): u64 { return isThunk(w) ? cellGet(w, DELAY_VALUE) : wrong(w, P_THUNK_CLAIM); }
export function prim_thunk_state(w: u64): u64 {
  if (!isThunk(w)) return wrong(w, P_THUNK_CLAIM);
  const state = cellGet(w, DELAY_STATE);
  return isFixnum(state) ? state : fixnum(0);
}

// ---- promises ----
export function prim_promise_new(kind: u64): u64 {
  const a = newCell(T_PROMISE, 5);
  store<u64>(a + PROMISE_STATE, 0);
  store<u64>(a + PROMISE_KIND, kind);
  return pointer(T_PROMISE, a);
}
export function prim_promise_p(w: u64): u64 { return truth(isType(w, T_PROMISE)); }
export function prim_promise_deliver(w: u64, state: u64, value: u64): u64 {
  if (!isType(w, T_PROMISE)) return wrong(w, P_PROMISE_STATE);
  if (cellCas(w, PROMISE_STATE, fixnum(0), fixnum(DELIVERING)) != 1) return FALSE;
  if (cellSet(w, PROMISE_VALUE, value) == THROW) {
    cellSet(w, PROMISE_STATE, fixnum(0));
    return THROW;
  }
  cellSet(w, PROMISE_STATE, state);
  if ((flagsOf(cellAddress(w)) & F_SHARED) != 0) wakeWaiters(cellAddress(w));
  return TRUE;
}
/** Whether its state is final: also that of a future whose actor has ended (it was killed, or used up all memory), which this finds out. */
function delivered(w: u64): bool {
  const state = cellGet(w, PROMISE_STATE);
  if (state != fixnum(0)) return state != fixnum(DELIVERING);
  const owner = cellGet(w, PROMISE_PID);
  if (owner == NIL || isCurrent(owner)) return false;
  // What it has delivered before it ended counts.
  if (cellCas(w, PROMISE_STATE, fixnum(0), fixnum(LOST)) == 1 && (flagsOf(cellAddress(w)) & F_SHARED) != 0) wakeWaiters(cellAddress(w));
  return true;
}
export function prim_promise_await(w: u64, deadline: u64): u64 {
  if (!isType(w, T_PROMISE)) return wrong(w, P_PROMISE_STATE);
  if (delivered(w)) return awaited(w, TRUE);
  if (deadline != NIL && (!isFixnum(deadline) || fixnumValue(deadline) <= nowNs())) return awaited(w, FALSE);
  if (promote(w) == THROW) return THROW; // a shared cell has an address that stays
  clearNotified();
  if (!addWaiter(cellAddress(w), load<u64>(actor + A_PID), cellGet(w, PROMISE_PID))) return raise(E_OUT_OF_MEMORY);
  if (delivered(w)) return awaited(w, TRUE);
  if (deadline != NIL) armWake(<u64>fixnumValue(deadline));
  return PARK;
}
function awaited(w: u64, answer: u64): u64 {
  removeWaiter(cellAddress(w), load<u64>(actor + A_PID));
  disarmWake();
  return answer;
}
export function prim_promise_state(w: u64): u64 { return isType(w, T_PROMISE) ? (delivered(w) ? cellGet(w, PROMISE_STATE) : fixnum(0)) : wrong(w, P_PROMISE_STATE); }
export function prim_promise_value(w: u64): u64 { return isType(w, T_PROMISE) ? cellGet(w, PROMISE_VALUE) : wrong(w, P_PROMISE_STATE); }
export function prim_promise_set_pid(w: u64, pid: u64): u64 { return isType(w, T_PROMISE) ? cellSet(w, PROMISE_PID, pid) : wrong(w, P_PROMISE_STATE); }
export function prim_promise_pid(w: u64): u64 { return isType(w, T_PROMISE) ? cellGet(w, PROMISE_PID) : wrong(w, P_PROMISE_STATE); }
export function prim_promise_kind(w: u64): u64 { return isType(w, T_PROMISE) ? cellGet(w, PROMISE_KIND) : wrong(w, P_PROMISE_STATE); }

// ---- thread bindings ----
export function prim_bindings_get(): u64 { return load<u64>(actor + A_BINDINGS); }
export function prim_bindings_set(map: u64): u64 {
  store<u64>(actor + A_BINDINGS, map);
  return map;
}
export function prim_binding_of(v: u64): u64 {
  if (!isType(v, T_VAR)) return wrong(v, P_BINDING_OF);
  return bindingOf(v);
}
/** The VOLATILE that holds the running actor's binding of a var, or nil. */
export function bindingOf(v: u64): u64 {
  const map = load<u64>(actor + A_BINDINGS);
  if (map == NIL) return NIL;
  const cell = prim_get(map, v);
  return isType(cell, T_VOLATILE) ? cell : NIL;
}
