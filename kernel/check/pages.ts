/** Invariants 1-5: pages and blocks. */
import { BLOCK_CLASSES, C_EXECUTORS_STARTED, C_PAGE_TOP, C_PAGES_USED, EXECUTOR_BYTES, EXECUTORS, PAGE, X_BLOCK_CACHE0 } from "../generated/spec";
import { blockFreeHead, classBytes, FREE_MARK } from "../mem/blocks";
import { control } from "../mem/control";
import {
  binHead, binOf, KIND_BLOCKS, KIND_FIXED, KIND_FREE, KIND_INNER, KIND_LARGE, pageAddress, pageClass, pageCount, pageEntry, pageKind, pageNext, pageOf,
  pageRun, setPageCount,
} from "../mem/pages";
import { broken } from "./report";

export function checkPages(): bool {
  const top = control(C_PAGE_TOP);
  let used: u32 = 0, free: u32 = 0, lastFree = false;
  for (let page: u32 = 0; page < top;) {
    const kind = pageKind(page), run = pageRun(page);
    if (kind > KIND_LARGE || (kind == KIND_FIXED) != (page == 0) || run == 0 || run > top - page) return broken(1, page, kind);
    if (kind == KIND_FREE) {
      if (lastFree || page + run == top || pageRun(page + run - 1) != run || pageKind(page + run - 1) != KIND_FREE) return broken(1, page, run);
      free++;
    } else {
      for (let i: u32 = 1; i < run; i++) if (pageKind(page + i) != KIND_INNER) return broken(1, page + i, page);
      used += run;
    }
    lastFree = kind == KIND_FREE;
    page += run;
  }
  if (used != control(C_PAGES_USED)) return broken(3, used, control(C_PAGES_USED));
  return checkBins(free);
}

function checkBins(free: u32): bool {
  let listed: u32 = 0;
  for (let bin: u32 = 0; bin < 4; bin++) {
    let prev: u32 = 0;
    for (let page = control(binHead(bin)); page != 0; page = pageNext(page)) {
      if (page >= control(C_PAGE_TOP) || pageKind(page) != KIND_FREE || binOf(pageRun(page)) != bin) return broken(2, page, bin);
      if (load<u32>(pageEntry(page), 12) != prev || ++listed > free) return broken(2, page, prev);
      prev = page;
    }
  }
  return listed == free || broken(2, listed, free);
}

/** Each list is walked; blocks are counted by page, so a list that meets itself or another counts too many. */
export function checkBlocks(): bool {
  for (let page: u32 = 1, top = control(C_PAGE_TOP); page < top; page++) if (pageKind(page) == KIND_BLOCKS) setPageCount(page, 0);
  for (let cls: u32 = 0; cls < BLOCK_CLASSES; cls++) {
    if (!checkList(control(blockFreeHead(cls)), cls, 0xffffffff)) return false;
    for (let x: u32 = 0, n = control(C_EXECUTORS_STARTED); x < n; x++) {
      const cache = EXECUTORS + x * EXECUTOR_BYTES + X_BLOCK_CACHE0 + 8 * cls;
      if (!checkList(load<u32>(cache), cls, load<u32>(cache, 4))) return false;
    }
  }
  return true;
}

function checkList(b: u32, cls: u32, expected: u32): bool {
  const bytes = classBytes(cls);
  let n: u32 = 0;
  for (; b != 0; b = load<u32>(b)) {
    const page = pageOf(b);
    if (page >= control(C_PAGE_TOP) || pageKind(page) != KIND_BLOCKS || pageClass(page) != cls) return broken(4, b, cls);
    if ((b - pageAddress(page)) % bytes != 0 || load<u32>(b, 4) != FREE_MARK) return broken(4, b, cls);
    setPageCount(page, pageCount(page) + 1);
    if (pageCount(page) > PAGE / bytes) return broken(5, b, cls);
    n++;
  }
  return expected == 0xffffffff || n == expected || broken(4, n, expected);
}

/** A block in use must not look free. */
export function checkInUse(b: u32): bool {
  return (pageKind(pageOf(b)) == KIND_BLOCKS && load<u32>(b, 4) != FREE_MARK) || broken(5, b);
}
