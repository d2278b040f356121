/**
 * Chunks: the pieces that local spaces are made of. Objects lie in them without gaps, so a chunk can be walked.
 *
 *   +0  u32 next    the next chunk of its list, 0 at the end
 *   +4  u32 bytes   of the whole block
 *   +8  u32 top     end of the objects; of the chunk that is being filled it stands in the actor's fields or registers
 *   +12 u32 kind    CHUNK_NURSERY or CHUNK_OLD
 *   +16 objects
 *
 * The nursery's list runs from the newest chunk (the one being filled) to the oldest, which is the piece inside the actor
 * block or a block of its own. The old part's list runs from the oldest to the newest (actor.oldLast): the order of a scan.
 */
import { ACTOR_BLOCK, INLINE_NURSERY } from "../generated/spec";
import { freeBlock } from "../mem/blocks";

export const CHUNK_HEADER: u32 = 16;
export const CHUNK_NURSERY: u32 = 0x4e4e4e4e;
export const CHUNK_OLD: u32 = 0x4f4f4f4f;

// @ts-ignore: decorator
@inline export function chunkNext(c: u32): u32 { return load<u32>(c); }
// @ts-ignore: decorator
@inline export function setChunkNext(c: u32, next: u32): void { store<u32>(c, next); }
// @ts-ignore: decorator
@inline export function chunkBytes(c: u32): u32 { return load<u32>(c, 4); }
// @ts-ignore: decorator
@inline export function chunkTop(c: u32): u32 { return load<u32>(c, 8); }
// @ts-ignore: decorator
@inline export function setChunkTop(c: u32, top: u32): void { store<u32>(c, top, 8); }
// @ts-ignore: decorator
@inline export function chunkKind(c: u32): u32 { return load<u32>(c, 12); }

export function makeChunk(c: u32, next: u32, bytes: u32, kind: u32): void {
  store<u32>(c, next);
  store<u32>(c, bytes, 4);
  store<u32>(c, c + CHUNK_HEADER, 8);
  store<u32>(c, kind, 12);
}

/** The first nursery chunk of an actor: the last bytes of its block. */
// @ts-ignore: decorator
@inline export function inlineChunk(actor: u32): u32 { return actor + ACTOR_BLOCK - INLINE_NURSERY; }

export function chunkListBytes(list: u32): u64 {
  let bytes: u64 = 0;
  for (let c = list; c != 0; c = chunkNext(c)) bytes += chunkBytes(c);
  return bytes;
}

/** Frees a list of chunks, except the one inside the actor block. */
export function freeChunks(actor: u32, list: u32): void {
  while (list != 0) {
    const next = chunkNext(list);
    if (list != inlineChunk(actor)) freeBlock(list, chunkBytes(list));
    list = next;
  }
}
