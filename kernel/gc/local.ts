/** Allocation in the running actor's nursery (with no running actor: in the shared heap). */
import {
  A_FLAGS, A_NURSERY_BYTES, A_NURSERY_CHUNKS, AF_OUT_OF_MEMORY, C_PAGES_USED, C_STRESS_NURSERY, C_STRESS_NURSERY_ACTED, NURSERY_FIRST, PAGE,
} from "../generated/spec";
import { blockSize, takeBlock } from "../mem/blocks";
import { addControl, control, get32, set32 } from "../mem/control";
import { BEYOND, pageLimit, RESERVE, WITHIN } from "../mem/pages";
import { actor, nurseryEnd, nurseryTop, setNursery, setNurseryTop } from "../mem/registers";
import { writeHeader } from "../object/header";
import { CHUNK_HEADER, CHUNK_NURSERY, makeChunk, setChunkTop } from "./chunk";
import { ASK_MINOR, askCollect } from "./request";
import { takeShared } from "./shared";

/** Bytes of a nursery chunk under stressNursery. */
const TINY: u32 = 64;

/**
 * A local object with uninitialised body: the caller fills all its words before the next safepoint. Never collects and
 * never moves anything; when the nursery is full it grows by a chunk and the next safepoint collects.
 */
// @ts-ignore: decorator
@inline export function alloc(type: u32, words: u32, flags: u32): u32 {
  const a = nurseryTop, bytes = (words + 1) << 3;
  if (bytes > nurseryEnd - a) return allocSlow(type, words, flags);
  setNurseryTop(a + bytes);
  writeHeader(a, type, words, flags);
  return a;
}

/** Whether so many bytes can be allocated without drawing on the reserve. Ask before making something large. */
export function canAlloc(bytes: u32): bool {
  const limit = pageLimit(WITHIN), used = control(C_PAGES_USED);
  return used < limit && bytes / PAGE < limit - used;
}

function allocSlow(type: u32, words: u32, flags: u32): u32 {
  const bytes = (words + 1) << 3;
  if (actor == 0) {
    const s = takeShared(type, words, flags, BEYOND);
    if (s == 0) unreachable(); // no more memory at all
    return s;
  }
  const a = reserve(bytes);
  writeHeader(a, type, words, flags);
  return a;
}
/** So many bytes at the front of a new chunk. */
export function reserve(bytes: u32): u32 {
  addChunk(bytes);
  const a = nurseryTop;
  setNurseryTop(a + bytes);
  return a;
}

/** Puts a new chunk with room for so many bytes in front of the nursery and asks for a collection. */
function addChunk(bytes: u32): void {
  const full = get32(actor, A_NURSERY_CHUNKS);
  setChunkTop(full, nurseryTop);
  let wanted = max(NURSERY_FIRST, get32(actor, A_NURSERY_BYTES));
  if (control(C_STRESS_NURSERY) != 0) {
    wanted = TINY;
    addControl(C_STRESS_NURSERY_ACTED, 1);
  }
  let size = blockSize(max(wanted, bytes + CHUNK_HEADER)), chunk = takeBlock(size, WITHIN);
  if (chunk == 0) {
    set32(actor, A_FLAGS, get32(actor, A_FLAGS) | AF_OUT_OF_MEMORY);
    chunk = takeBlock(size, RESERVE);
    if (chunk == 0) {
      size = blockSize(bytes + CHUNK_HEADER);
      chunk = takeBlock(size, BEYOND); // something large, for which canAlloc has not been asked
      if (chunk == 0) unreachable(); // no more memory at all
    }
  }
  makeChunk(chunk, full, size, CHUNK_NURSERY);
  set32(actor, A_NURSERY_CHUNKS, chunk);
  setNursery(chunk + CHUNK_HEADER, chunk + size);
  askCollect(ASK_MINOR);
}
