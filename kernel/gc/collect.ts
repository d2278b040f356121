/**
 * Collections of one actor's local space: Cheney copying, no recursion. A minor one moves what lives in the nursery to the end
 * of the old part; a full one moves everything that lives to a new old part. Both run at a safepoint of the actor (fp and sp
 * saved), or from a major collection while the actor is stopped; they stop nobody else.
 *
 *   nursery chunks            old part: oldChunks -> ... -> oldLast
 *   [ objects ] [ objects ]   [ objects ] [ objects | copied now ... copyTop | free ]
 *        \_______ copied to _____________________________^   scan follows copyTop
 *
 * An object's place shows in its header: F_SHARED stays where it is; in a minor collection F_OLD stays; in a full one objects
 * with F_OLD and the new parity (F_MARK) are those already moved. F_FWD: the upper half is the new place, or the shared copy
 * of a promoted object; either way the word that points to it is replaced.
 *
 * Roots: the actor's root fields; the stack from the watermark up (everything below has not changed since the last
 * collection, so it points to old and shared objects only; a full one takes all of it); the remembered list.
 */
import {
  A_BLOCK_BYTES, A_FLAGS, A_FP, A_NURSERY_BYTES, A_NURSERY_CHUNKS, A_NURSERY_END, A_NURSERY_TOP, A_OLD_BYTES, A_OLD_CHUNKS, A_OLD_END, A_OLD_LAST, A_OLD_LIMIT,
  A_OLD_TOP, A_PARITY, A_REMEMBERED, A_ROOTS_END, A_ROOTS_START, A_SP, A_STACK_BASE, A_WATERMARK, AF_OUT_OF_MEMORY, C_ACTORS_ALIVE, C_PAGES_USED, C_STRESS_NURSERY, F_CELL,
  F_FWD, F_MARK, F_OLD, F_PINNED, F_RAW, F_REMEMBERED, F_SHARED, INLINE_NURSERY, NURSERY_MAX, X_BYTES_ALLOCATED, X_BYTES_COPIED,
  X_FULL_COUNT, X_MINOR_COUNT, X_MINOR_PAUSE_MAX, X_MINOR_PAUSE_TOTAL,
} from "../generated/spec";
import { blockSize, freeBlock, takeBlock } from "../mem/blocks";
import { control, count, countMax, get32, set32 } from "../mem/control";
import { nowNs } from "../mem/imports";
import { BEYOND, pageLimit, RESERVE, WITHIN } from "../mem/pages";
import {
  actor, copyActor, copyEnd, copyFlags, copyTop, keepMask, keepValue, setCopy, setCopyChunk, setCopyTop, setNursery,
} from "../mem/registers";
import { flagsOf, setFlags, sizeOf } from "../object/header";
import { addressOf, isPointer } from "../object/word";
import { nurseryUsed, OLD_FIRST, saveNursery, shrinkStack } from "./actor";
import { walkHandles } from "./arena";
import {
  CHUNK_HEADER, CHUNK_NURSERY, CHUNK_OLD, chunkBytes, chunkNext, chunkTop, freeChunks, inlineChunk, makeChunk, setChunkNext, setChunkTop,
} from "./chunk";
import { PLANT_SKIP_FRAME, PLANT_SKIP_TOP, planted } from "./stress";

/** Flags that a copy inherits. */
const KEPT: u32 = F_RAW | F_CELL | F_PINNED;
/** Old chunks: the first one of an actor, the largest. */
const OLD_CHUNK_FIRST: u32 = 128;
const OLD_CHUNK_MAX: u32 = 1 << 20;
/** Smaller nurseries are collected in less time than it takes to look at the clock. */
const TIMED: u32 = 8192;
/** Nurseries grow to this size, and above it only while more than an eighth of them survives. */
const NURSERY_GOOD: u32 = 32768;
/** With no more actors than this, nurseries of which much survives grow beyond NURSERY_MAX: what is copied then is a fraction of what it was. */
const FEW_ACTORS: u32 = 32;
const NURSERY_FEW: u32 = 1 << 22;
/** With more actors than this, nurseries stay small and parking actors give theirs back. */
const MANY_ACTORS: u32 = 10000;
const NURSERY_MANY: u32 = 4096;

export function collectMinor(a: u32): void { collectLocal(a, false, false); }
export function collectFullLocal(a: u32): void { collectLocal(a, true, false); }

/** Leaves an actor that will not run for a while with as little memory as possible. */
export function trimActor(a: u32): void {
  if (get32(a, A_NURSERY_CHUNKS) != inlineChunk(a) || get32(a, A_BLOCK_BYTES) != 0) collectLocal(a, false, true);
}

/** For the scheduler, each time an actor parks: gives its nursery back when there are many actors. */
export function parkTrim(a: u32): void {
  if (control(C_ACTORS_ALIVE) > MANY_ACTORS && get32(a, A_NURSERY_CHUNKS) != inlineChunk(a)) collectLocal(a, false, true);
}

function collectLocal(a: u32, full: bool, trim: bool): void {
  if (actor == a) saveNursery(a);
  const used = nurseryUsed(a), timed = full || used >= TIMED;
  const start = timed ? nowNs() : 0, from = get32(a, A_NURSERY_CHUNKS), oldFrom = full ? get32(a, A_OLD_CHUNKS) : 0;
  const parity = full ? get32(a, A_PARITY) ^ F_MARK : get32(a, A_PARITY);
  if (full) dropOld(a, parity);
  setCopy(a, F_OLD | parity, full ? F_OLD | F_MARK : F_OLD, full ? F_OLD | parity : F_OLD);
  setCopyChunk(get32(a, A_OLD_TOP), get32(a, A_OLD_END));
  const scanChunk = get32(a, A_OLD_LAST), scan = copyTop;
  scanRoots(a, full);
  if (!full) scanRemembered(a);
  const copied = drain(scanChunk, scan);
  set32(a, A_REMEMBERED, 0);
  set32(a, A_OLD_TOP, copyTop);
  set32(a, A_OLD_END, copyEnd);
  set32(a, A_OLD_BYTES, get32(a, A_OLD_BYTES) + copied);
  // The next full one comes when its cost, which is that of what lives and of the whole stack, is small beside what was added.
  if (full) set32(a, A_OLD_LIMIT, max(OLD_FIRST, copied + max(copied, (get32(a, A_SP) - get32(a, A_STACK_BASE)) / 2)));
  walkHandles(a, keepMask, keepValue);
  freeChunks(a, oldFrom);
  set32(a, A_WATERMARK, get32(a, A_FP));
  if (full || trim) shrinkStack(a);
  renewNursery(a, from, trim ? INLINE_NURSERY : nextNursery(a, used, copied));
  if (actor == a) {
    setNursery(get32(a, A_NURSERY_TOP), get32(a, A_NURSERY_END));
    // Nurseries come from free blocks and old parts may grow above the limit: without a look here nobody would notice.
    if (control(C_PAGES_USED) > pageLimit(WITHIN)) set32(a, A_FLAGS, get32(a, A_FLAGS) | AF_OUT_OF_MEMORY);
  }
  const pause = timed ? <u64>(nowNs() - start) : 0;
  count(full ? X_FULL_COUNT : X_MINOR_COUNT);
  count(X_BYTES_ALLOCATED, used);
  count(X_BYTES_COPIED, copied);
  count(X_MINOR_PAUSE_TOTAL, pause);
  countMax(X_MINOR_PAUSE_MAX, pause);
}

/** Empties the old part; its chunks are still held by the caller. */
function dropOld(a: u32, parity: u32): void {
  set32(a, A_OLD_CHUNKS, 0);
  set32(a, A_OLD_LAST, 0);
  set32(a, A_OLD_TOP, 0);
  set32(a, A_OLD_END, 0);
  set32(a, A_OLD_BYTES, 0);
  set32(a, A_PARITY, parity);
}

function scanRoots(a: u32, full: bool): void {
  forwardWords(a + A_ROOTS_START, a + A_ROOTS_END);
  let from = full ? get32(a, A_STACK_BASE) : max(get32(a, A_WATERMARK), get32(a, A_STACK_BASE)), to = get32(a, A_SP);
  if (planted(PLANT_SKIP_TOP) && to > from) to -= 8;
  if (planted(PLANT_SKIP_FRAME) && !full) from = max(from, get32(a, A_FP));
  forwardWords(from, to);
}

/** Old objects, or single slots of large ones, that were made to point into the nursery. */
function scanRemembered(a: u32): void {
  for (let e = get32(a, A_REMEMBERED); e != 0; e = load<u32>(e, 8)) {
    const object = load<u32>(e, 12), slot = load<u32>(e, 16), flags = flagsOf(object);
    setFlags(object, flags & ~F_REMEMBERED);
    if ((flags & F_FWD) != 0) continue; // promoted since then
    if (slot != 0) forwardWords(slot, slot + 8);
    else forwardWords(object + 8, object + 8 + (sizeOf(object) << 3));
  }
}

/** Replaces each word from p to end by that of the object's new place, moving the object if need be. */
function forwardWords(p: u32, end: u32): void {
  for (; p < end; p += 8) {
    const w = load<u64>(p);
    if (!isPointer(w)) continue;
    const a = addressOf(w), h = load<u64>(a), flags = <u32>h & 0xff;
    if ((flags & F_FWD) != 0) store<u64>(p, (w & 0xffffffff00000000) | (h >> 32) | 1);
    else if ((flags & F_SHARED) == 0 && (flags & keepMask) != keepValue) store<u64>(p, (w & 0xffffffff00000000) | <u64>move(a, h) | 1);
  }
}

/** Moves one object to the to-space and leaves its new address behind. */
function move(a: u32, h: u64): u32 {
  const bytes = (((<u32>h >> 8) + 1) << 3);
  if (bytes > copyEnd - copyTop) addOldChunk(bytes);
  const to = copyTop;
  setCopyTop(to + bytes);
  store<u64>(to, (h & 0xffffffffffffff00) | <u64>((<u32>h & KEPT) | copyFlags));
  if (bytes > 128) memory.copy(to + 8, a + 8, bytes - 8);
  else for (let i: u32 = 8; i < bytes; i += 8) store<u64>(to + i, load<u64>(a + i));
  store<u64>(a, (<u64>to << 32) | (h & 0xffffffff) | <u64>F_FWD);
  return to;
}

/** Closes the old part's last chunk and appends one with room for so many bytes, above the memory limit if it must. */
function addOldChunk(bytes: u32): void {
  const a = copyActor, last = get32(a, A_OLD_LAST);
  const wanted = min(max(OLD_CHUNK_FIRST, last == 0 ? 0 : 2 * chunkBytes(last)), OLD_CHUNK_MAX);
  const size = blockSize(max(wanted, bytes + CHUNK_HEADER));
  let chunk = takeBlock(size, RESERVE), got = size;
  if (chunk == 0) {
    got = blockSize(bytes + CHUNK_HEADER);
    chunk = takeBlock(got, BEYOND);
    if (chunk == 0) unreachable(); // no more memory at all
  }
  makeChunk(chunk, 0, got, CHUNK_OLD);
  if (last != 0) {
    setChunkTop(last, copyTop);
    setChunkNext(last, chunk);
  } else set32(a, A_OLD_CHUNKS, chunk);
  set32(a, A_OLD_LAST, chunk);
  setCopyChunk(chunk + CHUNK_HEADER, chunk + got);
}

/** Scans what has been moved until nothing is left; answers its bytes. */
function drain(chunk: u32, scan: u32): u32 {
  let bytes: u32 = 0;
  if (chunk == 0) {
    chunk = get32(copyActor, A_OLD_CHUNKS);
    if (chunk == 0) return 0;
    scan = chunk + CHUNK_HEADER;
  }
  while (true) {
    const last = chunk == get32(copyActor, A_OLD_LAST);
    const top = last ? copyTop : chunkTop(chunk);
    if (scan < top) {
      const h = load<u32>(scan), size = ((h >> 8) + 1) << 3;
      if ((h & F_RAW) == 0) forwardWords(scan + 8, scan + size);
      scan += size;
      bytes += size;
    } else {
      if (last) return bytes;
      chunk = chunkNext(chunk);
      scan = chunk + CHUNK_HEADER;
    }
  }
}

/** Size of the next nursery: it doubles with each collection, to where a collection costs little beside what was allocated. */
function nextNursery(a: u32, used: u32, copied: u32): u32 {
  if (control(C_STRESS_NURSERY) != 0) return INLINE_NURSERY;
  const now = get32(a, A_NURSERY_BYTES);
  if (used < now / 2) return now; // came for another reason
  const alive = control(C_ACTORS_ALIVE);
  let most = NURSERY_GOOD;
  if (alive > MANY_ACTORS) most = NURSERY_MANY;
  else if (copied > used / 8) most = alive > FEW_ACTORS ? NURSERY_MAX : NURSERY_FEW;
  return now >= most ? now : 2 * now;
}

/** Frees the chunks of the old nursery, but one that has the wanted size, and starts a new one. */
function renewNursery(a: u32, from: u32, bytes: u32): void {
  let chunk: u32 = 0;
  while (from != 0) {
    const next = chunkNext(from);
    if (from != inlineChunk(a)) {
      if (chunk == 0 && chunkBytes(from) == bytes) chunk = from;
      else freeBlock(from, chunkBytes(from));
    }
    from = next;
  }
  if (chunk == 0 && bytes > INLINE_NURSERY) chunk = takeBlock(bytes, WITHIN);
  if (chunk == 0) {
    chunk = inlineChunk(a);
    bytes = INLINE_NURSERY;
  }
  makeChunk(chunk, 0, bytes, CHUNK_NURSERY);
  set32(a, A_NURSERY_BYTES, bytes);
  set32(a, A_NURSERY_CHUNKS, chunk);
  set32(a, A_NURSERY_TOP, chunk + CHUNK_HEADER);
  set32(a, A_NURSERY_END, chunk + bytes);
}
