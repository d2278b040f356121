/**
 * Blocks: raw memory of 32 bytes to 32 KiB for actors, stacks, nursery chunks and tables; larger ones are runs of pages.
 * Classes are 2^k and 3 * 2^(k-1): 32 48 64 96 ... 24576 32768. A page holds blocks of one class and has no header.
 * Each executor caches free blocks of each class, so that taking and freeing one touches no lock:
 *
 *   executor.blockCache[class]: u32 head, u32 count  -->  block: u32 next, u32 FREE_MARK  -->  ...
 *   control.blockFree[class]:   u32 head             -->  the same, under blockLock
 *
 * Pages go back to the page allocator when a major collection finds all their blocks free (trimBlocks).
 */
import { BLOCK_CLASSES, C_BLOCK_FREE0, C_BLOCK_LOCK, C_EXECUTORS_STARTED, C_PAGE_TOP, EXECUTOR_BYTES, EXECUTORS, PAGE, X_BLOCK_CACHE0 } from "../generated/spec";
import { control, setControl } from "./control";
import { lock, unlock } from "./lock";
import { freePages, KIND_BLOCKS, KIND_RAW, pageAddress, pageClass, pageCount, pageKind, pageOf, setPageCount, takePages, WITHIN } from "./pages";
import { executorBase } from "./registers";

export const FREE_MARK: u32 = 0xf4eeb10c;
const LARGEST: u32 = 32768;
/** Blocks move between cache and common list in batches of about this many bytes. */
const BATCH_BYTES: u32 = 32768;

/** Class of a size up to LARGEST. */
// @ts-ignore: decorator
@inline export function blockClass(bytes: u32): u32 {
  if (bytes <= 32) return 0;
  const k = 31 - clz<u32>(bytes - 1); // 2^k < bytes <= 2^(k+1)
  return ((k - 5) << 1) + (bytes <= (<u32>3 << (k - 1)) ? 1 : 2);
}
// @ts-ignore: decorator
@inline export function classBytes(cls: u32): u32 { return (cls & 1) == 0 ? <u32>32 << (cls >> 1) : <u32>48 << (cls >> 1); }

/** What a request of this size really gets. */
export function blockSize(bytes: u32): u32 {
  return bytes <= LARGEST ? classBytes(blockClass(bytes)) : (bytes + PAGE - 1) & ~(PAGE - 1);
}

/** A block of at least this many bytes, uninitialised, or 0 at the memory limit. */
export function allocBlock(bytes: u32): u32 { return takeBlock(bytes, WITHIN); }

/** Like allocBlock, but may go above the memory limit as far as the level says (pages.ts). */
export function takeBlock(bytes: u32, level: u32): u32 {
  if (bytes > LARGEST) {
    return bytes > 0xffff0000 ? 0 : takePages((bytes + PAGE - 1) / PAGE, KIND_RAW, 0, level);
  }
  const cache = executorBase + X_BLOCK_CACHE0 + 8 * blockClass(bytes);
  let block = load<u32>(cache);
  if (block == 0) {
    if (!refill(cache, blockClass(bytes), level)) return 0;
    block = load<u32>(cache);
  }
  store<u32>(cache, load<u32>(block));
  store<u32>(cache, load<u32>(cache, 4) - 1, 4);
  store<u32>(block, 0, 4);
  return block;
}

export function freeBlock(block: u32, bytes: u32): void {
  if (bytes > LARGEST) {
    freePages(block, (bytes + PAGE - 1) / PAGE);
    return;
  }
  const cls = blockClass(bytes);
  const cache = executorBase + X_BLOCK_CACHE0 + 8 * cls;
  store<u32>(block, load<u32>(cache));
  store<u32>(block, FREE_MARK, 4);
  store<u32>(cache, block);
  const count = load<u32>(cache, 4) + 1;
  store<u32>(cache, count, 4);
  if (count > 2 * batch(cls)) spill(cache, cls, batch(cls));
}

function batch(cls: u32): u32 { return BATCH_BYTES / classBytes(cls); }
// @ts-ignore: decorator
@inline export function blockFreeHead(cls: u32): u32 { return C_BLOCK_FREE0 + 8 * cls; }

/** Fills an empty cache from the common list, else from a new page. */
function refill(cache: u32, cls: u32, level: u32): bool {
  const head = blockFreeHead(cls);
  if (control(head) != 0) {
    lock(C_BLOCK_LOCK);
    const first = control(head);
    let last = first, count: u32 = first != 0 ? 1 : 0;
    if (first != 0) {
      for (const most = batch(cls); count < most && load<u32>(last) != 0; count++) last = load<u32>(last);
      setControl(head, load<u32>(last));
      store<u32>(last, 0);
    }
    unlock(C_BLOCK_LOCK);
    if (first != 0) {
      store<u32>(cache, first);
      store<u32>(cache, count, 4);
      return true;
    }
  }
  const page = takePages(1, KIND_BLOCKS, cls, level);
  if (page == 0) return false;
  const bytes = classBytes(cls), count = PAGE / bytes;
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(page + i * bytes, i + 1 < count ? page + (i + 1) * bytes : 0);
    store<u32>(page + i * bytes, FREE_MARK, 4);
  }
  store<u32>(cache, page);
  store<u32>(cache, count, 4);
  return true;
}

/** Moves n blocks from a cache to the common list. */
function spill(cache: u32, cls: u32, n: u32): void {
  const first = load<u32>(cache);
  if (first == 0 || n == 0) return;
  let last = first, moved: u32 = 1;
  for (; moved < n && load<u32>(last) != 0; moved++) last = load<u32>(last);
  store<u32>(cache, load<u32>(last));
  store<u32>(cache, load<u32>(cache, 4) - moved, 4);
  lock(C_BLOCK_LOCK);
  store<u32>(last, control(blockFreeHead(cls)));
  setControl(blockFreeHead(cls), first);
  unlock(C_BLOCK_LOCK);
}

/** Gives wholly free pages back. Only while all executors are stopped: it empties their caches. */
export function trimBlocks(): void {
  for (let x: u32 = 0, n = control(C_EXECUTORS_STARTED); x < n; x++) {
    for (let cls: u32 = 0; cls < BLOCK_CLASSES; cls++) {
      const cache = EXECUTORS + x * EXECUTOR_BYTES + X_BLOCK_CACHE0 + 8 * cls;
      spill(cache, cls, load<u32>(cache, 4));
    }
  }
  for (let page: u32 = 1, top = control(C_PAGE_TOP); page < top; page++) {
    if (pageKind(page) == KIND_BLOCKS) setPageCount(page, 0);
  }
  for (let cls: u32 = 0; cls < BLOCK_CLASSES; cls++) {
    const full = PAGE / classBytes(cls);
    let kept: u32 = 0;
    for (let b = control(blockFreeHead(cls)); b != 0; b = load<u32>(b)) setPageCount(pageOf(b), pageCount(pageOf(b)) + 1);
    for (let b = control(blockFreeHead(cls)); b != 0;) {
      const next = load<u32>(b);
      if (pageCount(pageOf(b)) != full) {
        store<u32>(b, kept);
        kept = b;
      }
      b = next;
    }
    setControl(blockFreeHead(cls), kept);
  }
  for (let page: u32 = 1; page < control(C_PAGE_TOP); page++) {
    if (pageKind(page) == KIND_BLOCKS && pageCount(page) == PAGE / classBytes(pageClass(page))) freePages(pageAddress(page), 1);
  }
}
