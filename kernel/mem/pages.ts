/**
 * Pages: the memory in units of 64 KiB, handed out in runs. One lock; everything above takes pages rarely.
 *
 *   0..1 fixed blocks | page table (32 pages) | pages handed out and free runs ... pageTop | never used ... memory.size
 *
 * Page table: 32 bytes a page. A run is described by its first entry; a free run by its first and its last (so that
 * a freed neighbour finds it). Inner entries have kind INNER, or FREE in a free run, and stale other fields.
 *
 *   +0  u8  kind        +1  u8 class (SHARED, BLOCKS)
 *   +4  u32 run         pages in the run (in both ends of a free run)
 *   +8  u32 next        free: bin list; shared: list of pages with free cells (page numbers, 0 = none)
 *   +12 u32 prev        free: bin list
 *   +16 u32 epoch       shared, large: majorEpoch when last swept, or taken
 *   +20 u32 free        shared: first free cell
 *   +24 u32 count       shared: free cells; blocks: scratch of trimBlocks
 *
 * Invariants: free runs never touch each other nor pageTop; pagesUsed counts the pages of all other runs.
 */
import {
  C_MAJOR_EPOCH, C_MEMORY_LIMIT, C_PAGE_FREE0, C_PAGE_LOCK, C_PAGE_TABLE, C_PAGE_TOP, C_PAGES_PEAK, C_PAGES_USED, HEAP_BASE, MAX_MEMORY,
  MEMORY_RESERVE, PAGE,
} from "../generated/spec";
import { control, setControl } from "./control";
import { lock, unlock } from "./lock";
import { drawing } from "./registers";

export const KIND_FREE: u32 = 0;
export const KIND_FIXED: u32 = 1; // fixed blocks and the page table
export const KIND_RAW: u32 = 2; // allocPages: tables, large blocks
export const KIND_BLOCKS: u32 = 3;
export const KIND_SHARED: u32 = 4;
export const KIND_LARGE: u32 = 5;
export const KIND_INNER: u32 = 6;

const ENTRY_SHIFT: u32 = 5;
const TABLE_PAGES: u32 = 32;
const BINS: u32 = 4;
/** Grow by this many pages at a time when there is room. */
const GROW_STEP: u32 = 64;

// @ts-ignore: decorator
@inline export function pageEntry(page: u32): u32 { return HEAP_BASE + (page << ENTRY_SHIFT); }
// @ts-ignore: decorator
@inline export function pageOf(address: u32): u32 { return address >> 16; }
// @ts-ignore: decorator
@inline export function pageAddress(page: u32): u32 { return page << 16; }
// @ts-ignore: decorator
@inline export function pageKind(page: u32): u32 { return <u32>load<u8>(pageEntry(page)); }
// @ts-ignore: decorator
@inline export function pageClass(page: u32): u32 { return <u32>load<u8>(pageEntry(page), 1); }
// @ts-ignore: decorator
@inline export function pageRun(page: u32): u32 { return load<u32>(pageEntry(page), 4); }
// @ts-ignore: decorator
@inline export function pageNext(page: u32): u32 { return load<u32>(pageEntry(page), 8); }
// @ts-ignore: decorator
@inline export function setPageNext(page: u32, next: u32): void { store<u32>(pageEntry(page), next, 8); }
// @ts-ignore: decorator
@inline export function pageFree(page: u32): u32 { return load<u32>(pageEntry(page), 20); }
// @ts-ignore: decorator
@inline export function setPageFree(page: u32, first: u32, count: u32): void {
  store<u32>(pageEntry(page), first, 20);
  store<u32>(pageEntry(page), count, 24);
}
// @ts-ignore: decorator
@inline export function pageCount(page: u32): u32 { return load<u32>(pageEntry(page), 24); }
// @ts-ignore: decorator
@inline export function setPageCount(page: u32, n: u32): void { store<u32>(pageEntry(page), n, 24); }
/** Address of the entry's epoch word; claimed by compare-and-set when a page is swept. */
// @ts-ignore: decorator
@inline export function pageEpochAddress(page: u32): u32 { return pageEntry(page) + 16; }

export function bootPages(): void {
  const top = pageOf(HEAP_BASE) + TABLE_PAGES;
  if (<u32>memory.size() < top) memory.grow(top - <u32>memory.size());
  memory.fill(HEAP_BASE, 0, TABLE_PAGES * PAGE);
  setControl(C_PAGE_TABLE, HEAP_BASE);
  setControl(C_PAGE_TOP, top);
  for (let page: u32 = 0; page < top; page++) store<u8>(pageEntry(page), <u8>(page == 0 ? KIND_FIXED : KIND_INNER));
  store<u32>(pageEntry(0), top, 4);
  setControl(C_PAGES_USED, top);
  setControl(C_PAGES_PEAK, top);
}

/**
 * How far a request may go: up to the memory limit; into the reserve above it (what an actor takes on the way to the safepoint
 * at which it is found out); or as far as the memory itself goes (what can't be refused: a copy of what lives, a signal).
 */
export const WITHIN: u32 = 0;
export const RESERVE: u32 = 1;
export const BEYOND: u32 = 2;

/** n pages of a kind, uninitialised; 0 when the limit of that level or the memory's own end stands in the way. */
export function takePages(n: u32, kind: u32, cls: u32, level: u32): u32 {
  lock(C_PAGE_LOCK);
  const page = room(n, max(level, drawing)) ? findRun(n) : 0;
  if (page != 0) {
    const entry = pageEntry(page);
    store<u32>(entry, n, 4);
    store<u64>(entry, 0, 8);
    store<u64>(entry, <u64>control(C_MAJOR_EPOCH), 16); // nothing to sweep: a sweeper may be passing
    store<u64>(entry, 0, 24);
    atomic.store<u32>(entry, (cls << 8) | kind);
    for (let i: u32 = 1; i < n; i++) store<u8>(pageEntry(page + i), <u8>KIND_INNER);
    const used = control(C_PAGES_USED) + n;
    setControl(C_PAGES_USED, used);
    if (used > control(C_PAGES_PEAK)) setControl(C_PAGES_PEAK, used);
  }
  unlock(C_PAGE_LOCK);
  return pageAddress(page);
}

/** The most pages that may be in use at a level. */
export function pageLimit(level: u32): u32 {
  if (level == BEYOND) return MAX_MEMORY / PAGE;
  const wanted = control(C_MEMORY_LIMIT);
  const most = wanted == 0 || wanted > MAX_MEMORY - MEMORY_RESERVE ? MAX_MEMORY - MEMORY_RESERVE : wanted;
  return (most + (level == RESERVE ? MEMORY_RESERVE : 0)) / PAGE;
}

function room(n: u32, level: u32): bool {
  const limit = pageLimit(level);
  return n <= limit && control(C_PAGES_USED) <= limit - n;
}

/** First page of a run of n that is no longer listed as free, or 0. */
function findRun(n: u32): u32 {
  for (let bin = binOf(n); bin < BINS; bin++) {
    for (let page = control(binHead(bin)); page != 0; page = pageNext(page)) {
      const run = pageRun(page);
      if (run < n) continue;
      unlink(page);
      if (run > n) linkFree(page + n, run - n);
      return page;
    }
  }
  const top = control(C_PAGE_TOP), end = top + n, size = <u32>memory.size();
  if (end > size && memory.grow(max(end - size, GROW_STEP)) < 0 && memory.grow(end - size) < 0) return 0;
  setControl(C_PAGE_TOP, end);
  return top;
}

/** Gives back a run; it joins free neighbours. */
export function freePages(address: u32, n: u32): void {
  lock(C_PAGE_LOCK);
  let page = pageOf(address), run = n;
  setControl(C_PAGES_USED, control(C_PAGES_USED) - n);
  for (let i = page; i < page + n; i++) store<u8>(pageEntry(i), <u8>KIND_FREE); // nobody takes it for what it was
  const after = page + n, top = control(C_PAGE_TOP);
  if (after < top && pageKind(after) == KIND_FREE) {
    run += pageRun(after);
    unlink(after);
  }
  if (pageKind(page - 1) == KIND_FREE) {
    const before = pageRun(page - 1);
    page -= before;
    run += before;
    unlink(page);
  }
  if (page + run == top) setControl(C_PAGE_TOP, page);
  else linkFree(page, run);
  unlock(C_PAGE_LOCK);
}

export function binOf(n: u32): u32 { return n == 1 ? 0 : n < 8 ? 1 : n < 64 ? 2 : 3; }
// @ts-ignore: decorator
@inline export function binHead(bin: u32): u32 { return C_PAGE_FREE0 + 8 * bin; }

function linkFree(page: u32, run: u32): void {
  const head = binHead(binOf(run)), next = control(head), entry = pageEntry(page);
  const last = pageEntry(page + run - 1);
  store<u8>(last, <u8>KIND_FREE);
  store<u32>(last, run, 4);
  store<u8>(entry, <u8>KIND_FREE);
  store<u32>(entry, run, 4);
  store<u32>(entry, next, 8);
  store<u32>(entry, 0, 12);
  if (next != 0) store<u32>(pageEntry(next), page, 12);
  setControl(head, page);
}

function unlink(page: u32): void {
  const entry = pageEntry(page), next = load<u32>(entry, 8), prev = load<u32>(entry, 12);
  if (next != 0) store<u32>(pageEntry(next), prev, 12);
  if (prev != 0) store<u32>(pageEntry(prev), next, 8);
  else setControl(binHead(binOf(pageRun(page))), next);
}
