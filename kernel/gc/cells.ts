/**
 * Cells: the only things that change. A local cell is read and written plainly by its actor; once promoted it is an
 * indirection and the shared copy is read and written with atomics, and what is written is promoted first.
 *
 * Concurrent marking would put its snapshot barrier here and nowhere else: in the shared branches of cellSet and cellCas,
 * marking the value that is overwritten while control.majorPhase says that a marking runs.
 */
import { A_REMEMBERED, F_OLD, F_RAW, F_REMEMBERED, F_SHARED, T_REMEMBER, THROW } from "../generated/spec";
import { get32, set32 } from "../mem/control";
import { actor } from "../mem/registers";
import { cellAddress, flagsOf, resolve, setFlags, sizeOf } from "../object/header";
import { addressOf, isPointer } from "../object/word";
import { alloc } from "./local";
import { promote } from "./promote";
import { PLANT_NO_BARRIER, planted } from "./stress";

/** Objects of more words are remembered slot by slot. */
const BY_SLOT: u32 = 64;

/** Whether w points into the running actor's local space (a promoted original does, too). */
// @ts-ignore: decorator
@inline export function isLocal(w: u64): bool { return isPointer(w) && (flagsOf(addressOf(w)) & F_SHARED) == 0; }

export function cellGet(w: u64, offset: u32): u64 {
  const a = cellAddress(w);
  return (flagsOf(a) & F_SHARED) != 0 ? atomic.load<u64>(a + offset) : load<u64>(a + offset);
}

/** Stores v; answers v as stored, or THROW. */
export function cellSet(w: u64, offset: u32, v: u64): u64 {
  const a = cellAddress(w);
  if ((flagsOf(a) & F_SHARED) == 0) {
    mutate(a, offset, v);
    return v;
  }
  const p = promote(v);
  if (p != THROW) atomic.store<u64>(a + offset, p);
  return p;
}

/** Replaces `old` (judged by identity) by v: 1 done, 0 something else stands there, -1 THROW. */
export function cellCas(w: u64, offset: u32, old: u64, v: u64): i32 {
  const a = cellAddress(w);
  if ((flagsOf(a) & F_SHARED) == 0) {
    if (resolve(load<u64>(a + offset)) != resolve(old)) return 0;
    mutate(a, offset, v);
    return 1;
  }
  const expected = resolve(old);
  if (atomic.load<u64>(a + offset) != expected) return 0; // before promoting for nothing
  const p = promote(v);
  if (p == THROW) return -1;
  return atomic.cmpxchg<u64>(a + offset, expected, p) == expected ? 1 : 0;
}

/** Stores into a mutable object that is local, or shared and not yet seen by anybody else (v is then shared, too). */
export function mutate(a: u32, offset: u32, v: u64): void {
  store<u64>(a + offset, v);
  if ((flagsOf(a) & (F_OLD | F_REMEMBERED)) == F_OLD && isPointer(v) && (flagsOf(addressOf(v)) & (F_OLD | F_SHARED)) == 0) remember(a, offset);
}

/** Lists an old object (or one slot of it) that points into the nursery: next minor collection scans it. */
function remember(a: u32, offset: u32): void {
  if (planted(PLANT_NO_BARRIER)) return;
  const bySlot = sizeOf(a) > BY_SLOT;
  if (!bySlot) setFlags(a, flagsOf(a) | F_REMEMBERED);
  const e = alloc(T_REMEMBER, 2, F_RAW);
  store<u32>(e, get32(actor, A_REMEMBERED), 8);
  store<u32>(e, a, 12);
  store<u64>(e, bySlot ? <u64>(a + offset) : 0, 16);
  set32(actor, A_REMEMBERED, e);
}
