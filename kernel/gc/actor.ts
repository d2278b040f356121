/**
 * An actor's memory: its block, its stack, and the registers of the executor that runs it.
 *
 *   actor block (ACTOR_BLOCK bytes)
 *   +----------------------+---------------------------->----------+---------------------+
 *   | fields (spec/actor)  | stack, grows up                       | first nursery chunk |
 *   +----------------------+---------------------------------------+---------------------+
 *                          stackBase       fp   sp        stackEnd   INLINE_NURSERY bytes
 *
 * When the stack outgrows the block it moves to a block of its own (actor.blockBytes = its size), doubling each time; frames
 * link by offsets, so nothing in it changes. Words of the stack below sp are tagged, above it is garbage.
 */
import {
  A_BLOCK_BYTES, A_FLAGS, A_FP, A_HEAP_LIMIT, A_NURSERY_BYTES, A_NURSERY_CHUNKS, A_NURSERY_END, A_NURSERY_TOP, A_OLD_BYTES, A_OLD_CHUNKS, A_OLD_LIMIT, A_ROOTS_END,
  A_ROOTS_START, A_SP, A_STACK_BASE, A_STACK_END, A_WATERMARK, ACTOR_BLOCK, ACTOR_STRUCT_BYTES, AF_OUT_OF_MEMORY, CODE_NSLOTS, INLINE_NURSERY, NIL,
  T_CODE, X_BYTES_ALLOCATED,
} from "../generated/spec";
import { allocBlock, blockSize, freeBlock, takeBlock } from "../mem/blocks";
import { count, get32, set32 } from "../mem/control";
import { BEYOND, RESERVE, WITHIN } from "../mem/pages";
import { nurseryEnd, nurseryTop, setActor, setNursery } from "../mem/registers";
import { addressOf, isType } from "../object/word";
import { CHUNK_HEADER, CHUNK_NURSERY, chunkNext, chunkTop, freeChunks, inlineChunk, makeChunk } from "./chunk";
import { dropHandles } from "./arena";
import { ASK_MINOR, askCollect } from "./request";
import { PLANT_STALE_WATERMARK, planted } from "./stress";

/** Old bytes at which the first full local collection comes. */
export const OLD_FIRST: u32 = 2048;
/** Bytes of a frame before its locals. */
export const FRAME_HEADER: u32 = 32;
/** Stacks above this size grow by half, not to twice the size. */
const BIG_STACK: u32 = 16 << 20;
/** Actors with smaller stacks never die because these can't grow. */
const SMALL_STACK: u32 = 1 << 20;

/** A new actor's block: fields zero (roots nil), empty stack, empty nursery; 0 when memory is exhausted. */
export function createActorBlock(): u32 {
  const a = allocBlock(ACTOR_BLOCK);
  if (a == 0) return 0;
  memory.fill(a, 0, ACTOR_STRUCT_BYTES);
  for (let r = a + A_ROOTS_START; r < a + A_ROOTS_END; r += 8) store<u64>(r, NIL);
  const base = a + ACTOR_STRUCT_BYTES, chunk = inlineChunk(a);
  set32(a, A_STACK_BASE, base);
  set32(a, A_STACK_END, chunk);
  set32(a, A_FP, base);
  set32(a, A_SP, base);
  set32(a, A_WATERMARK, base);
  makeChunk(chunk, 0, INLINE_NURSERY, CHUNK_NURSERY);
  set32(a, A_NURSERY_CHUNKS, chunk);
  set32(a, A_NURSERY_TOP, chunk + CHUNK_HEADER);
  set32(a, A_NURSERY_END, a + ACTOR_BLOCK);
  set32(a, A_NURSERY_BYTES, INLINE_NURSERY);
  set32(a, A_OLD_LIMIT, OLD_FIRST);
  return a;
}

/** Frees all of an actor's memory at once. */
export function destroyActorMemory(a: u32): void {
  dropHandles(a);
  count(X_BYTES_ALLOCATED, nurseryUsed(a));
  freeChunks(a, get32(a, A_NURSERY_CHUNKS));
  freeChunks(a, get32(a, A_OLD_CHUNKS));
  freeStack(a);
  freeBlock(a, ACTOR_BLOCK);
}

/** Bytes of objects in a nursery whose top is saved. */
export function nurseryUsed(a: u32): u32 {
  let chunk = get32(a, A_NURSERY_CHUNKS);
  let used = get32(a, A_NURSERY_TOP) - chunk - CHUNK_HEADER;
  for (chunk = chunkNext(chunk); chunk != 0; chunk = chunkNext(chunk)) used += chunkTop(chunk) - chunk - CHUNK_HEADER;
  return used;
}

/** Loads the executor's registers for an actor, and saves them back. */
export function enterActor(a: u32): void {
  setActor(a);
  setNursery(get32(a, A_NURSERY_TOP), get32(a, A_NURSERY_END));
}
export function leaveActor(a: u32): void {
  saveNursery(a);
  setActor(0);
  setNursery(0, 0);
}
/** Writes the nursery registers of the running actor back without leaving it. */
export function saveNursery(a: u32): void {
  set32(a, A_NURSERY_TOP, nurseryTop);
  set32(a, A_NURSERY_END, nurseryEnd);
}

/** Makes room for so many bytes above sp; fp, sp and the stack's fields in the block may change. false: memory exhausted. */
export function growStack(a: u32, needed: u32): bool {
  const base = get32(a, A_STACK_BASE), used = get32(a, A_SP) - base, old = get32(a, A_STACK_END) - base;
  if (old - used >= needed) return true;
  const more = old < BIG_STACK ? old : old >> 1;
  if (used + needed < used) return false;
  let size = blockSize(max(old + more, used + needed)), stack = takeBlock(size, WITHIN);
  if (stack == 0) {
    set32(a, A_FLAGS, get32(a, A_FLAGS) | AF_OUT_OF_MEMORY);
    size = blockSize(used + needed + used / 8); // never by less than a part of it: it is copied, and everything collected, each time
    stack = takeBlock(size, used < SMALL_STACK ? BEYOND : RESERVE);
    if (stack == 0) return false;
    moveStack(a, stack, size);
    return true;
  }
  moveStack(a, stack, size);
  if (get32(a, A_HEAP_LIMIT) != 0 && <u64>used + get32(a, A_OLD_BYTES) > get32(a, A_HEAP_LIMIT)) askCollect(ASK_MINOR); // looks at the limit
  return true;
}

/** Bytes that count toward the actor's own limit: the old part and the stack in use. */
export function ownBytes(a: u32): u64 { return <u64>get32(a, A_OLD_BYTES) + (get32(a, A_SP) - get32(a, A_STACK_BASE)); }

/** Moves the words of the stack into another block. */
function moveStack(a: u32, stack: u32, size: u32): void {
  const base = get32(a, A_STACK_BASE), delta = stack - base;
  memory.copy(stack, base, get32(a, A_SP) - base);
  freeStack(a);
  set32(a, A_BLOCK_BYTES, size);
  set32(a, A_STACK_BASE, stack);
  set32(a, A_STACK_END, stack + size);
  set32(a, A_FP, get32(a, A_FP) + delta);
  set32(a, A_SP, get32(a, A_SP) + delta);
  if (!planted(PLANT_STALE_WATERMARK)) set32(a, A_WATERMARK, get32(a, A_WATERMARK) + delta);
}

function freeStack(a: u32): void {
  if (get32(a, A_BLOCK_BYTES) != 0) freeBlock(get32(a, A_STACK_BASE), get32(a, A_BLOCK_BYTES));
}

/** Gives back most of a stack that has become much too large for what it holds, and for what its frames may yet push. */
export function shrinkStack(a: u32): void {
  const bytes = get32(a, A_BLOCK_BYTES), used = get32(a, A_SP) - get32(a, A_STACK_BASE);
  const inline = inlineChunk(a) - a - ACTOR_STRUCT_BYTES;
  if (bytes == 0 || (used > inline / 2 && (bytes <= 4096 || used >= bytes / 8))) return;
  const promised = stackPromised(a);
  if (used <= inline / 2 && promised <= inline) {
    moveStack(a, a + ACTOR_STRUCT_BYTES, inline);
    set32(a, A_BLOCK_BYTES, 0);
  } else if (bytes > 4096 && used < bytes / 8) {
    const size = blockSize(max(2 * used, promised)), stack = size < bytes ? takeBlock(size, WITHIN) : 0;
    if (stack != 0) moveStack(a, stack, size);
  }
}
/** Bytes up to where frames (spec/opcodes.ts) may push without asking: room for it was made when they were entered. */
function stackPromised(a: u32): u32 {
  const base = get32(a, A_STACK_BASE);
  let end = get32(a, A_SP), fp = get32(a, A_FP);
  while (fp < get32(a, A_SP) && isType(load<u64>(fp, 8), T_CODE)) {
    end = max(end, fp + FRAME_HEADER + <u32>load<u64>(addressOf(load<u64>(fp, 8)) + CODE_NSLOTS));
    const link = <u32>(load<u64>(fp) >> 3);
    if (link == 0) break;
    fp -= link;
  }
  return end - base;
}
