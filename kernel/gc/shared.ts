/**
 * The shared heap. Objects never move. Up to LARGE_OBJECT bytes they are cells of pages of one size class; larger ones are
 * runs of pages. Sizes: 16, 24 ... 128, then four classes an octave up to 32 KiB.
 *
 *   page of class c:  | cell | cell | ... |        cell: | header | body | slack |
 *   a free cell:      header: type 0, size of the cell, F_SHARED | F_RAW; +8 u32 next free cell
 *
 * Each executor allocates from free lists of its own (executor.sharedFree[class]) without locks. An empty one is refilled
 * with all free cells of one page: a page on the class's list (control.sharedPartial, swept), else the next unswept
 * pages, else a new one. Which page a free cell came from no longer matters then.
 *
 * Colours: control.markColour is F_MARK or 0. Marking sets the bit of live objects to it; what has the other colour on a
 * page that is not yet swept (epoch word != control.majorEpoch) is dead. Objects are born in the current colour.
 * Sweeping is lazy: pages are claimed by compare-and-set of their epoch word; the next marking first sweeps the rest.
 */
import {
  A_FLAGS, A_SHARED_TAKEN, AF_OUT_OF_MEMORY, C_ARENA_BYTES, C_EXHAUSTED, C_MAJOR_EPOCH, C_MAJOR_TRIGGER, C_MARK_COLOUR, C_PAGE_TOP, C_SHARED_BYTES, C_SHARED_LOCK, C_SHARED_PARTIAL0,
  C_SWEEP_CURSOR, C_SWEEP_PENDING, F_MARK, F_RAW, F_SHARED, LARGE_OBJECT, PAGE, T_BUFFER, X_BYTES_ALLOCATED, X_SHARED_FREE0,
} from "../generated/spec";
import { addControl, control, count, get32, set32, setControl } from "../mem/control";
import { lock, unlock } from "../mem/lock";
import {
  freePages, KIND_LARGE, KIND_SHARED, pageAddress, pageClass, pageCount, pageEpochAddress, pageFree, pageKind, pageNext, pageOf, pageRun,
  setPageFree, setPageNext, takePages, WITHIN,
} from "../mem/pages";
import { actor, executorBase } from "../mem/registers";
import { flagsOf, headerType, setFlags, sizeOf, writeHeader } from "../object/header";
import { releaseSharedBuffer } from "./arena";
import { ASK_MAJOR, askCollect, requestMajor } from "./request";
import { setTrigger } from "./trigger";

/** Most pages that one allocation sweeps. */
const SWEEP_STEP: i32 = 16;
/** Epoch word of a page while someone sweeps it. */
const SWEEPING: u32 = 0xffffffff;
/** No page is of this class. */
const NO_CLASS: u32 = 0xff;

// @ts-ignore: decorator
@inline export function sharedClass(bytes: u32): u32 {
  if (bytes <= 128) return bytes <= 16 ? 0 : (bytes - 9) >> 3;
  const k = 31 - clz<u32>(bytes - 1); // 2^k < bytes <= 2^(k+1), k >= 7
  return 15 + ((k - 7) << 2) + ((bytes - 1 - (<u32>1 << k)) >> (k - 2));
}
// @ts-ignore: decorator
@inline export function sharedClassBytes(cls: u32): u32 {
  if (cls < 15) return 16 + 8 * cls;
  const base = <u32>128 << ((cls - 15) >> 2);
  return base + (base >> 2) * (((cls - 15) & 3) + 1);
}
// @ts-ignore: decorator
@inline export function colour(): u32 { return load<u32>(C_MARK_COLOUR); }

/** A shared object with uninitialised body; 0 when memory is exhausted. */
// @ts-ignore: decorator
@inline export function allocShared(type: u32, words: u32, flags: u32): u32 {
  const bytes = (words + 1) << 3;
  if (bytes <= LARGE_OBJECT) {
    const head = executorBase + X_SHARED_FREE0 + 8 * sharedClass(bytes), a = load<u32>(head);
    if (a != 0) {
      store<u32>(head, load<u32>(a, 8));
      writeHeader(a, type, words, flags | F_SHARED | colour());
      return a;
    }
  }
  return takeShared(type, words, flags, WITHIN);
}

/** Like allocShared, but may go above the memory limit as far as the level says (mem/pages.ts). */
export function takeShared(type: u32, words: u32, flags: u32, level: u32): u32 {
  const bytes = (words + 1) << 3;
  if (bytes > LARGE_OBJECT) return takeLarge(type, words, flags, level);
  const head = executorBase + X_SHARED_FREE0 + 8 * sharedClass(bytes);
  let a = load<u32>(head);
  if (a == 0) {
    if (!refill(head, sharedClass(bytes), level)) return 0;
    a = load<u32>(head);
  }
  store<u32>(head, load<u32>(a, 8));
  writeHeader(a, type, words, flags | F_SHARED | colour());
  return a;
}

function takeLarge(type: u32, words: u32, flags: u32, level: u32): u32 {
  const pages = (((words + 1) << 3) + PAGE - 1) / PAGE;
  const a = takePages(pages, KIND_LARGE, 0, level);
  if (a == 0) {
    exhausted();
    return 0;
  }
  writeHeader(a, type, words, flags | F_SHARED | colour());
  grew(pages * PAGE);
  return a;
}

/** Counts memory taken into use and asks for a major collection when there is enough of it. */
export function grew(bytes: u32): void {
  count(X_BYTES_ALLOCATED, bytes);
  if (actor != 0) store<u64>(actor + A_SHARED_TAKEN, load<u64>(actor + A_SHARED_TAKEN) + bytes);
  const used = addControl(C_SHARED_BYTES, bytes) + bytes;
  const all = <u64>used + control(C_ARENA_BYTES);
  if (control(C_MAJOR_TRIGGER) == 0) setTrigger(0);
  if (all > control(C_MAJOR_TRIGGER)) requestMajor();
}

/** The running actor's next safepoint collects everything. */
function exhausted(): void {
  addControl(C_EXHAUSTED, 1);
  if (actor != 0) set32(actor, A_FLAGS, get32(actor, A_FLAGS) | AF_OUT_OF_MEMORY);
  askCollect(ASK_MAJOR);
}

// @ts-ignore: decorator
@inline function partialHead(cls: u32): u32 { return C_SHARED_PARTIAL0 + 8 * cls; }

/** Gives this executor all free cells of some page. */
function refill(head: u32, cls: u32, level: u32): bool {
  let page = takePartial(cls);
  if (page == 0 && control(C_SWEEP_PENDING) != 0) {
    for (let i = 0; i < SWEEP_STEP && page == 0 && sweepNext(cls); i++) page = takePartial(cls);
  }
  if (page == 0) {
    page = newPage(cls, level);
    while (page == 0 && sweepNext(cls)) page = takePartial(cls);
    if (page == 0) {
      exhausted();
      return false;
    }
  }
  store<u32>(head, pageFree(page));
  grew(pageCount(page) * sharedClassBytes(cls));
  setPageFree(page, 0, 0);
  return true;
}

function takePartial(cls: u32): u32 {
  if (control(partialHead(cls)) == 0) return 0;
  lock(C_SHARED_LOCK);
  const page = control(partialHead(cls));
  if (page != 0) setControl(partialHead(cls), pageNext(page));
  unlock(C_SHARED_LOCK);
  return page;
}

function newPage(cls: u32, level: u32): u32 {
  const address = takePages(1, KIND_SHARED, cls, level);
  if (address == 0) return 0;
  const page = pageOf(address), bytes = sharedClassBytes(cls), n = PAGE / bytes;
  let next: u32 = 0;
  for (let i = n; i-- > 0;) {
    makeFree(address + i * bytes, bytes, next);
    next = address + i * bytes;
  }
  setPageFree(page, address, n);
  return page;
}

// @ts-ignore: decorator
@inline function makeFree(a: u32, bytes: u32, next: u32): void {
  writeHeader(a, 0, (bytes >> 3) - 1, F_SHARED | F_RAW);
  store<u64>(a, <u64>next, 8);
}

/** Frees an object that nothing refers to any more, without waiting for a collection. */
export function freeShared(a: u32): void {
  const page = pageOf(a);
  if (atomic.load<u32>(pageEpochAddress(page)) != control(C_MAJOR_EPOCH)) return freeUnswept(a, page);
  if (pageKind(page) == KIND_LARGE) return dropLarge(page);
  const cls = pageClass(page), head = executorBase + X_SHARED_FREE0 + 8 * cls;
  makeFree(a, sharedClassBytes(cls), load<u32>(head));
  store<u32>(head, a);
}
/** A sweep that passes at this moment may have the page in hand: the object stays until the next collection then. */
function freeUnswept(a: u32, page: u32): void {
  if (!claim(page)) {
    if (atomic.load<u32>(pageEpochAddress(page)) == control(C_MAJOR_EPOCH)) freeShared(a);
    else wipe(a);
  } else if (pageKind(page) == KIND_LARGE) dropLarge(page);
  else {
    sweepCells(page, false);
    freeShared(a);
  }
}

/** What stays though it has been freed refers to nothing: what it referred to may be gone before it. */
function wipe(a: u32): void {
  if ((flagsOf(a) & F_RAW) == 0) memory.fill(a + 8, 0, sizeOf(a) << 3);
}

function dropLarge(page: u32): void {
  const run = pageRun(page);
  atomic.sub<u32>(C_SHARED_BYTES, run * PAGE);
  freePages(pageAddress(page), run);
}

/** Claims a page for sweeping: at most one executor gets it, once in an epoch. */
function claim(page: u32): bool {
  const epoch = atomic.load<u32>(pageEpochAddress(page));
  return epoch != SWEEPING && epoch != control(C_MAJOR_EPOCH) && atomic.cmpxchg<u32>(pageEpochAddress(page), epoch, SWEEPING) == epoch;
}

/** Sweeps the next page that needs it; false when none is left. One of the wanted class is kept even if it is wholly free. */
export function sweepNext(wanted: u32 = NO_CLASS): bool {
  while (control(C_SWEEP_PENDING) != 0) {
    const page = addControl(C_SWEEP_CURSOR, 1);
    if (page >= control(C_PAGE_TOP)) {
      setControl(C_SWEEP_PENDING, 0);
      return false;
    }
    const kind = pageKind(page);
    if (kind == KIND_SHARED) {
      if (claim(page)) {
        sweepCells(page, pageClass(page) == wanted);
        return true;
      }
    } else if (kind == KIND_LARGE && claim(page)) {
      sweepLarge(page);
      return true;
    }
  }
  return false;
}

/** Threads the dead and free cells of a claimed page and lists the page; one that is wholly free goes back unless it is to be kept. */
function sweepCells(page: u32, keep: bool): void {
  const cls = pageClass(page), bytes = sharedClassBytes(cls), start = pageAddress(page), live = colour();
  const n = PAGE / bytes;
  let free: u32 = 0, first: u32 = 0;
  for (let i = n; i-- > 0;) {
    const a = start + i * bytes;
    const type = headerType(a);
    if (type != 0) {
      if ((flagsOf(a) & F_MARK) == live) continue;
      if (type == T_BUFFER) releaseSharedBuffer(a);
    }
    makeFree(a, bytes, first);
    first = a;
    free++;
  }
  if (free == n && !keep) {
    freePages(start, 1);
    return;
  }
  setPageFree(page, first, free);
  atomic.store<u32>(pageEpochAddress(page), control(C_MAJOR_EPOCH));
  if (free == 0) return;
  lock(C_SHARED_LOCK);
  setPageNext(page, control(partialHead(cls)));
  setControl(partialHead(cls), page);
  unlock(C_SHARED_LOCK);
}

function sweepLarge(page: u32): void {
  const a = pageAddress(page);
  if ((flagsOf(a) & F_MARK) == colour()) {
    atomic.store<u32>(pageEpochAddress(page), control(C_MAJOR_EPOCH));
    return;
  }
  freePages(a, pageRun(page));
}

/** Forgets all lists of free cells: the sweep that follows a marking finds them again. */
export function forgetPartials(classes: u32): void {
  for (let cls: u32 = 0; cls < classes; cls++) setControl(partialHead(cls), 0);
}

/** Sets or clears the mark of a shared object. */
// @ts-ignore: decorator
@inline export function setMark(a: u32, mark: u32): void { setFlags(a, (flagsOf(a) & ~F_MARK) | mark); }
