/**
 * Marking the shared heap, by all stopped executors together. Work comes in units that are handed out by a counter (the
 * fixed roots, the tables, actors in groups); what a marker finds goes on its own mark stack, a list of blocks:
 *
 *   mark block: u32 next (older) block, u32 top when full or given away, then u32 addresses of objects to scan
 *
 * A marker that runs dry takes a block from the common list (control.markList); markers with enough to do give one away
 * when they see somebody idle. Objects are marked when pushed. Two markers may both mark one: it is then scanned twice.
 * When no memory is left for a stack the object stays marked but unscanned and markOverflow is set: the leader then looks
 * through all pages for marked objects that point to unmarked ones, until there are none.
 *
 * Local spaces are not traced: all objects in all chunks count as roots, dead or alive, so every shared word that a
 * local space holds stays valid and no local object is moved or marked.
 */
import {
  A_NURSERY_CHUNKS, A_NURSERY_TOP, A_OLD_CHUNKS, A_OLD_LAST, A_OLD_TOP, A_QUEUE_HEAD, A_ROOTS_END, A_ROOTS_START, A_SP, A_STACK_BASE, C_ACTOR_TOP,
  C_MARK_CURSOR, C_MARK_IDLE, C_MARK_LIST, C_MARK_LOCK, C_MARK_OVERFLOW, C_MARK_STACK_LIMIT, C_MARKERS, C_NAMESPACES, C_PAGE_TOP,
  C_ROOT_LIST, C_TYPE_CAP, C_TYPE_TABLE, C_VAR_CAP, C_VAR_TABLE, EXECUTORS, F_FWD, F_MARK, F_RAW, F_SHARED, MESSAGE_NEXT, PAGE, ROOTS,
  SLOT_BLOCK, SLOT_MAILBOX, SLOT_SIGNALS, SLOT_STATUS, STATUS_WAITING, T_MESSAGE,
} from "../generated/spec";
import { freeBlock, takeBlock } from "../mem/blocks";
import { addControl, control, get32, setControl } from "../mem/control";
import { lock, unlock, waitWord } from "../mem/lock";
import { KIND_LARGE, KIND_SHARED, pageAddress, pageClass, pageKind, RESERVE } from "../mem/pages";
import { addMarkBytes, markChunk, markColour, markTop, setMarkColour, setMarkStack, setMarkTop } from "../mem/registers";
import { flagsOf, forwardOf, headerType, setFlags, sizeOf } from "../object/header";
import { slotAddress } from "../object/slot";
import { addressOf, isPointer } from "../object/word";
import { CHUNK_HEADER, chunkNext, chunkTop } from "./chunk";
import { trimActor } from "./collect";
import { colour, sharedClassBytes } from "./shared";
import { PLANT_SKIP_MAILBOX, planted } from "./stress";

const BLOCK: u32 = 2048;
const HEADER: u32 = 8;
/** Actors in one unit of work. */
const ACTOR_GROUP: u32 = 256;
const FIRST_ACTOR_UNIT: u32 = 2;
/** Scanned objects between two looks for idle markers. */
const SHARE_EVERY: i32 = 512;
/** Fewer entries than this are not worth giving away. */
const SHARE_LEAST: u32 = 16;

/** Marks together with all other markers until nothing is left anywhere. */
export function markTogether(): void {
  setMarkColour(colour());
  setMarkStack(0, 0);
  for (;;) {
    const unit = addControl(C_MARK_CURSOR, 1), first = (unit - FIRST_ACTOR_UNIT) * ACTOR_GROUP;
    if (unit == 0) markWords(ROOTS, EXECUTORS);
    else if (unit == 1) markTables();
    else if (first >= control(C_ACTOR_TOP)) break;
    else markActors(first, min(first + ACTOR_GROUP, control(C_ACTOR_TOP)));
    drain();
  }
  while (takeWork()) drain();
}

/** Takes a block from the common list; false when all markers are idle and nothing is left. */
function takeWork(): bool {
  if (adopt()) return true;
  addControl(C_MARK_IDLE, 1);
  while (true) {
    if (control(C_MARK_LIST) != 0) {
      atomic.sub<u32>(C_MARK_IDLE, 1);
      if (adopt()) return true;
      addControl(C_MARK_IDLE, 1);
    }
    if (control(C_MARK_IDLE) == control(C_MARKERS)) return false;
    waitWord(C_MARK_LIST, 0, 20_000);
  }
}

function adopt(): bool {
  if (control(C_MARK_LIST) == 0) return false;
  lock(C_MARK_LOCK);
  const block = control(C_MARK_LIST);
  if (block != 0) setControl(C_MARK_LIST, load<u32>(block));
  unlock(C_MARK_LOCK);
  if (block == 0) return false;
  store<u32>(block, 0);
  setMarkStack(block, load<u32>(block, 4));
  return true;
}

function giveAway(block: u32, top: u32): void {
  store<u32>(block, top, 4);
  lock(C_MARK_LOCK);
  store<u32>(block, control(C_MARK_LIST));
  setControl(C_MARK_LIST, block);
  unlock(C_MARK_LOCK);
  atomic.notify(C_MARK_LIST, 1);
}

// @ts-ignore: decorator
@inline export function markWord(w: u64): void {
  if (isPointer(w)) markAddress(addressOf(w));
}

/** Marks a shared object and notes it for scanning; local ones are left alone. */
// @ts-ignore: decorator
@inline export function markAddress(a: u32): void {
  const flags = flagsOf(a);
  if ((flags & F_SHARED) != 0 && (flags & F_MARK) != markColour) markNew(a, flags);
}

function markNew(a: u32, flags: u32): void {
  setFlags(a, flags ^ F_MARK);
  addMarkBytes((sizeOf(a) + 1) << 3);
  if ((flags & F_RAW) != 0) return;
  if (markChunk == 0 || markTop == markChunk + BLOCK) {
    if (!addBlock()) {
      setControl(C_MARK_OVERFLOW, 1);
      return;
    }
  }
  store<u32>(markTop, a);
  setMarkTop(markTop + 4);
}

function addBlock(): bool {
  if (markChunk != 0 && control(C_MARK_STACK_LIMIT) != 0) return false;
  const block = takeBlock(BLOCK, RESERVE);
  if (block == 0) return false;
  store<u32>(block, markChunk);
  setMarkStack(block, block + HEADER);
  return true;
}

/** Scans until this marker's stack is empty. */
function drain(): void {
  let left = SHARE_EVERY;
  while (markChunk != 0) {
    if (markTop == markChunk + HEADER) {
      const below = load<u32>(markChunk);
      freeBlock(markChunk, BLOCK);
      setMarkStack(below, below + BLOCK);
      if (below == 0) return;
      continue;
    }
    const top = markTop - 4;
    setMarkTop(top);
    const a = load<u32>(top);
    markWords(a + 8, a + 8 + (sizeOf(a) << 3));
    if (headerType(a) == T_MESSAGE) markMessage(load<u64>(a + MESSAGE_NEXT) >> 3);
    if (--left == 0) {
      left = SHARE_EVERY;
      if (control(C_MARK_IDLE) != 0 && control(C_MARK_LIST) == 0) share();
    }
  }
}

/** Gives a whole older block away, or half of the only one. */
function share(): void {
  const below = load<u32>(markChunk);
  if (below != 0) {
    store<u32>(markChunk, load<u32>(below));
    giveAway(below, below + BLOCK);
    return;
  }
  const half = ((markTop - markChunk - HEADER) / 8) << 2;
  if (half < SHARE_LEAST * 4) return;
  const block = takeBlock(BLOCK, RESERVE);
  if (block == 0) return;
  setMarkTop(markTop - half);
  memory.copy(block + HEADER, markTop, half);
  giveAway(block, block + HEADER + half);
}

function markWords(p: u32, end: u32): void {
  for (; p < end; p += 8) markWord(load<u64>(p));
}

/** A MESSAGE address with kind bits below, 0 for none. */
// @ts-ignore: decorator
@inline function markMessage(link: u64): void {
  const a = <u32>link & ~7;
  if (a != 0) markAddress(a);
}

function markTables(): void {
  markWord(load<u64>(C_NAMESPACES));
  const types = control(C_TYPE_TABLE);
  if (types != 0) markWords(types, types + 8 * control(C_TYPE_CAP));
  const vars = control(C_VAR_TABLE);
  for (let i: u32 = 0, cap = control(C_VAR_CAP); vars != 0 && i < cap; i++) {
    const v = load<u32>(vars + 4 * i);
    if (v > 7) markAddress(v);
  }
  for (let b = control(C_ROOT_LIST); b != 0; b = load<u32>(b)) markWord(load<u64>(b, 8));
}

function markActors(from: u32, to: u32): void {
  for (let i = from; i < to; i++) {
    const slot = slotAddress(i), a = load<u32>(slot + SLOT_BLOCK);
    if (a == 0) continue;
    if (load<u32>(slot + SLOT_STATUS) == STATUS_WAITING) trimActor(a);
    if (!planted(PLANT_SKIP_MAILBOX)) {
      markMessage(load<u64>(slot + SLOT_MAILBOX));
      markMessage(load<u64>(slot + SLOT_SIGNALS));
      markMessage(<u64>get32(a, A_QUEUE_HEAD));
    }
    markWords(a + A_ROOTS_START, a + A_ROOTS_END);
    markWords(get32(a, A_STACK_BASE), get32(a, A_SP));
    const nursery = get32(a, A_NURSERY_CHUNKS);
    for (let c = nursery; c != 0; c = chunkNext(c)) markChunkObjects(c, c == nursery ? get32(a, A_NURSERY_TOP) : chunkTop(c));
    const last = get32(a, A_OLD_LAST);
    for (let c = get32(a, A_OLD_CHUNKS); c != 0; c = chunkNext(c)) markChunkObjects(c, c == last ? get32(a, A_OLD_TOP) : chunkTop(c));
  }
}

/** All objects of a chunk. A promoted one is represented by its copy, which has the same shared words. */
function markChunkObjects(chunk: u32, top: u32): void {
  for (let a = chunk + CHUNK_HEADER; a < top;) {
    const flags = flagsOf(a), size = (sizeOf(a) + 1) << 3;
    if ((flags & F_FWD) != 0) markAddress(forwardOf(a));
    else if ((flags & F_RAW) == 0) markWords(a + 8, a + size);
    a += size;
  }
}

/** After an overflow: scans all marked objects again until no stack overflows any more. The leader alone does it. */
export function markRest(): void {
  while (control(C_MARK_OVERFLOW) != 0) {
    setControl(C_MARK_OVERFLOW, 0);
    for (let page: u32 = 1, end = control(C_PAGE_TOP); page < end; page++) {
      const kind = pageKind(page);
      if (kind == KIND_LARGE) rescan(pageAddress(page));
      if (kind != KIND_SHARED) continue;
      const bytes = sharedClassBytes(pageClass(page)), start = pageAddress(page);
      for (let i: u32 = 0, n = PAGE / bytes; i < n; i++) if (headerType(start + i * bytes) != 0) rescan(start + i * bytes);
    }
  }
}

function rescan(a: u32): void {
  if ((flagsOf(a) & (F_MARK | F_RAW)) != markColour) return;
  markWords(a + 8, a + 8 + (sizeOf(a) << 3));
  if (headerType(a) == T_MESSAGE) markMessage(load<u64>(a + MESSAGE_NEXT) >> 3);
  drain();
}
