/** Invariants 14-22: actors, stacks, local spaces, mailboxes. */
import {
  A_ARENA_HANDLES, A_BLOCK_BYTES, A_FP, A_NURSERY_CHUNKS, A_NURSERY_END, A_NURSERY_TOP, A_OLD_BYTES, A_OLD_CHUNKS, A_OLD_END, A_OLD_LAST, A_OLD_TOP,
  A_PARITY, A_QUEUE_HEAD, A_REMEMBERED, A_ROOTS_END, A_ROOTS_START, A_SP, A_STACK_BASE, A_STACK_END, A_WATERMARK, ACTOR_STRUCT_BYTES,
  BUFFER_HANDLE, C_ACTOR_TOP, C_ARENA_CAP, F_FWD, F_MARK, F_OLD, F_RAW, F_REMEMBERED, F_SHARED, SLOT_BLOCK, SLOT_MAILBOX, SLOT_SIGNALS,
  SLOT_STATUS, STATUS_FREE, T_MESSAGE, T_REMEMBER,
} from "../generated/spec";
import { arenaEntry } from "../gc/arena";
import { CHUNK_HEADER, CHUNK_NURSERY, CHUNK_OLD, chunkBytes, chunkKind, chunkNext, chunkTop, inlineChunk } from "../gc/chunk";
import { control, get32 } from "../mem/control";
import { flagsOf, forwardOf, headerType, sizeOf } from "../object/header";
import { slotAddress } from "../object/slot";
import { addressOf, fixnumValue, isPointer, typeOf } from "../object/word";
import { checkInUse } from "./pages";
import { broken } from "./report";
import { checkForward, checkHeader, checkPlain, checkSharedTarget } from "./word";

/** More chunks than this in one list: it must be a circle. */
const MANY: u32 = 1 << 24;

export function checkActors(): bool {
  for (let i: u32 = 0, top = control(C_ACTOR_TOP); i < top; i++) {
    const slot = slotAddress(i), a = load<u32>(slot + SLOT_BLOCK);
    if (load<u32>(slot + SLOT_STATUS) == STATUS_FREE) {
      if (a != 0) return broken(14, slot, a);
      continue;
    }
    if (a == 0) continue;
    if (!checkInUse(a) || !checkActor(a) || !checkChain(<u32>load<u64>(slot + SLOT_MAILBOX) & ~7, slot)) return false;
    if (!checkChain(<u32>load<u64>(slot + SLOT_SIGNALS) & ~7, slot) || !checkChain(get32(a, A_QUEUE_HEAD) & ~7, slot)) return false;
  }
  return true;
}

/** The head of a list of MESSAGEs; what follows is checked with the shared objects. */
function checkChain(a: u32, slot: u32): bool { return a == 0 || checkSharedTarget(a, T_MESSAGE, slot, 21); }

function checkActor(a: u32): bool {
  return checkStackBounds(a) && checkChunks(a) && checkObjects(a) && checkStack(a) && checkRemembered(a) && checkHandles(a);
}

function checkStackBounds(a: u32): bool {
  const base = get32(a, A_STACK_BASE), end = get32(a, A_STACK_END), fp = get32(a, A_FP), sp = get32(a, A_SP), mark = get32(a, A_WATERMARK);
  if (((base | fp | sp | mark) & 7) != 0 || mark < base || mark > fp || fp > sp || sp > end) return broken(15, a, sp);
  const bytes = get32(a, A_BLOCK_BYTES);
  return (bytes == 0 ? base == a + ACTOR_STRUCT_BYTES && end == inlineChunk(a) : end - base == bytes) || broken(15, a, base);
}

/** The two lists of chunks hang together. */
function checkChunks(a: u32): bool {
  let n: u32 = 0;
  const first = get32(a, A_NURSERY_CHUNKS);
  for (let c = first; c != 0; c = chunkNext(c)) {
    const top = c == first ? get32(a, A_NURSERY_TOP) : chunkTop(c);
    if (chunkKind(c) != CHUNK_NURSERY || top < c + CHUNK_HEADER || top > c + chunkBytes(c) || ++n > MANY) return broken(16, c, a);
  }
  if (get32(a, A_NURSERY_END) != first + chunkBytes(first)) return broken(16, first, a);
  let last: u32 = 0, bytes: u32 = 0;
  for (let c = get32(a, A_OLD_CHUNKS); c != 0; c = chunkNext(c)) {
    const top = oldTop(a, c);
    if (chunkKind(c) != CHUNK_OLD || top < c + CHUNK_HEADER || top > c + chunkBytes(c) || ++n > MANY) return broken(16, c, a);
    last = c;
    bytes += top - c - CHUNK_HEADER;
  }
  if (last != get32(a, A_OLD_LAST) || bytes != get32(a, A_OLD_BYTES)) return broken(16, last, bytes);
  return last == 0 || get32(a, A_OLD_END) == last + chunkBytes(last) || broken(16, last, a);
}

// @ts-ignore: decorator
@inline function nurseryTop(a: u32, c: u32): u32 { return c == get32(a, A_NURSERY_CHUNKS) ? get32(a, A_NURSERY_TOP) : chunkTop(c); }
// @ts-ignore: decorator
@inline function oldTop(a: u32, c: u32): u32 { return c == get32(a, A_OLD_LAST) ? get32(a, A_OLD_TOP) : chunkTop(c); }

/** Objects fill all chunks without gaps, with flags that say where they are. */
function checkObjects(a: u32): bool {
  for (let c = get32(a, A_NURSERY_CHUNKS); c != 0; c = chunkNext(c)) {
    if (!checkFill(a, c + CHUNK_HEADER, nurseryTop(a, c), 0)) return false;
  }
  const here = F_OLD | get32(a, A_PARITY);
  for (let c = get32(a, A_OLD_CHUNKS); c != 0; c = chunkNext(c)) {
    if (!checkFill(a, c + CHUNK_HEADER, oldTop(a, c), here)) return false;
  }
  return true;
}

function checkFill(a: u32, o: u32, top: u32, here: u32): bool {
  while (o < top) {
    const flags = flagsOf(o), bytes = (sizeOf(o) + 1) << 3;
    if (bytes > top - o) return broken(16, o, bytes);
    if ((flags & (F_SHARED | F_OLD | F_MARK)) != here || (here == 0 && (flags & F_REMEMBERED) != 0)) return broken(16, o, flags);
    if ((flags & F_FWD) != 0) {
      if (!checkForward(o)) return false;
    } else {
      if (!checkHeader(o, headerType(o))) return false;
      if ((flags & F_RAW) == 0 && !checkLocalWords(a, o + 8, o + bytes)) return false;
    }
    o += bytes;
  }
  return true;
}

function checkLocalWords(a: u32, p: u32, end: u32): bool {
  for (; p < end; p += 8) if (!checkLocalWord(a, load<u64>(p), p)) return false;
  return true;
}

/** A word of an actor: to a live shared object, or to an object in a chunk of its own. */
function checkLocalWord(a: u32, w: u64, at: u32): bool {
  if (!isPointer(w)) return checkPlain(w, at);
  const target = addressOf(w);
  if (!inChunks(a, target)) return checkSharedTarget(target, typeOf(w), at, 17);
  const flags = flagsOf(target);
  if ((flags & F_FWD) != 0) return checkSharedTarget(forwardOf(target), typeOf(w), at, 18);
  return headerType(target) == typeOf(w) || broken(17, at, target);
}

export function inChunks(a: u32, target: u32): bool {
  for (let c = get32(a, A_NURSERY_CHUNKS); c != 0; c = chunkNext(c)) if (target >= c + CHUNK_HEADER && target < nurseryTop(a, c)) return true;
  for (let c = get32(a, A_OLD_CHUNKS); c != 0; c = chunkNext(c)) if (target >= c + CHUNK_HEADER && target < oldTop(a, c)) return true;
  return false;
}

function checkStack(a: u32): bool {
  if (!checkLocalWords(a, a + A_ROOTS_START, a + A_ROOTS_END)) return false;
  const mark = get32(a, A_WATERMARK);
  for (let p = get32(a, A_STACK_BASE), sp = get32(a, A_SP); p < sp; p += 8) {
    const w = load<u64>(p);
    if (!checkLocalWord(a, w, p)) return false;
    if (p < mark && isNursery(w)) return broken(20, p, a);
  }
  return true;
}

/** Whether w points into a nursery and not to the original of something promoted. */
// @ts-ignore: decorator
@inline function isNursery(w: u64): bool { return isPointer(w) && (flagsOf(addressOf(w)) & (F_SHARED | F_OLD | F_FWD)) == 0; }

/** Every old object that points into the nursery is listed, and nothing says that it is listed but is not. */
function checkRemembered(a: u32): bool {
  let objects: u32 = 0, flagged: u32 = 0;
  for (let e = get32(a, A_REMEMBERED); e != 0; e = load<u32>(e, 8)) {
    if (!inChunks(a, e) || headerType(e) != T_REMEMBER || !inChunks(a, load<u32>(e, 12))) return broken(19, e, a);
    if (load<u32>(e, 16) == 0) {
      objects++;
      if ((flagsOf(load<u32>(e, 12)) & F_REMEMBERED) == 0) return broken(19, e, load<u32>(e, 12));
    }
  }
  for (let c = get32(a, A_OLD_CHUNKS); c != 0; c = chunkNext(c)) {
    for (let o = c + CHUNK_HEADER, top = oldTop(a, c); o < top; o += (sizeOf(o) + 1) << 3) {
      const flags = flagsOf(o);
      if ((flags & F_REMEMBERED) != 0) flagged++;
      else if ((flags & (F_FWD | F_RAW)) == 0 && !checkListed(a, o)) return false;
    }
  }
  return objects == flagged || broken(19, objects, flagged);
}

function checkListed(a: u32, o: u32): bool {
  for (let p = o + 8, end = o + 8 + (sizeOf(o) << 3); p < end; p += 8) {
    if (!isNursery(load<u64>(p))) continue;
    let e = get32(a, A_REMEMBERED);
    while (e != 0 && load<u32>(e, 16) != p) e = load<u32>(e, 8);
    if (e == 0) return broken(19, o, p);
  }
  return true;
}

/** Handles on the list belong to BUFFER objects of this actor. */
function checkHandles(a: u32): bool {
  let n: u32 = 0;
  for (let h = get32(a, A_ARENA_HANDLES); h != 0; h = load<u32>(arenaEntry(h), 12)) {
    if (h >= control(C_ARENA_CAP) || ++n > control(C_ARENA_CAP)) return broken(22, h, a);
    const object = load<u32>(arenaEntry(h), 16);
    if (!inChunks(a, object) || <u32>fixnumValue(load<u64>(object + BUFFER_HANDLE)) != h) return broken(22, object, h);
  }
  return true;
}
