/** The actor table (drawn in spec/actor.ts): slots by index and by pid. */
import { ACTOR_CHUNK_SHIFT, ACTOR_CHUNK_SLOTS, C_ACTOR_TABLE, SLOT_BYTES, SUB_PID } from "../generated/spec";

/** Address of slot `index`, which must be below control.actorTop. */
// @ts-ignore: decorator
@inline export function slotAddress(index: u32): u32 {
  return load<u32>(load<u32>(C_ACTOR_TABLE) + ((index >> ACTOR_CHUNK_SHIFT) << 2)) + (index & (ACTOR_CHUNK_SLOTS - 1)) * SLOT_BYTES;
}
// @ts-ignore: decorator
@inline export function pidIndex(pid: u64): u32 { return <u32>pid >> 8; }
// @ts-ignore: decorator
@inline export function pidGeneration(pid: u64): u32 { return <u32>(pid >> 32); }
// @ts-ignore: decorator
@inline export function makePid(index: u32, generation: u32): u64 {
  return (<u64>generation << 32) | <u64>(index << 8) | ((SUB_PID << 3) | 2);
}
