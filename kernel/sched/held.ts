/** Words held from outside the heap: control.rootList, blocks { u32 next, u32 prev, u64 word } that major collections mark. */
import { C_ROOT_LIST, C_ROOT_LOCK } from "../generated/spec";
import { allocBlock, control, freeBlock, lock, setControl, unlock } from "../mem";

const BYTES: u32 = 16;

/** Keeps a shared word alive: a handle, 0 at the memory limit. */
export function hold(w: u64): u32 {
  const block = allocBlock(BYTES);
  if (block == 0) return 0;
  store<u64>(block, w, 8);
  lock(C_ROOT_LOCK);
  const first = control(C_ROOT_LIST);
  store<u32>(block, first);
  store<u32>(block, 0, 4);
  if (first != 0) store<u32>(first, block, 4);
  setControl(C_ROOT_LIST, block);
  unlock(C_ROOT_LOCK);
  return block;
}
// @ts-ignore: decorator
@inline export function heldWord(handle: u32): u64 { return load<u64>(handle, 8); }
export function releaseHeld(handle: u32): void {
  lock(C_ROOT_LOCK);
  const next = load<u32>(handle), prev = load<u32>(handle, 4);
  if (prev == 0) setControl(C_ROOT_LIST, next);
  else store<u32>(prev, next);
  if (next != 0) store<u32>(next, prev, 4);
  unlock(C_ROOT_LOCK);
  freeBlock(handle, BYTES);
}
