/** Invariants 6-13: the shared heap. */
import {
  C_EXECUTORS_STARTED, C_MAJOR_EPOCH, C_PAGE_TOP, C_SHARED_PARTIAL0, EXECUTOR_BYTES, EXECUTORS, F_FWD, F_MARK, F_OLD, F_PINNED, F_RAW, F_REMEMBERED,
  F_SHARED, MESSAGE_NEXT, PAGE, SHARED_CLASSES, T_MESSAGE, X_SHARED_FREE0,
} from "../generated/spec";
import { colour, sharedClassBytes } from "../gc/shared";
import { control } from "../mem/control";
import { KIND_LARGE, KIND_SHARED, pageAddress, pageClass, pageCount, pageEpochAddress, pageFree, pageKind, pageNext, pageOf, pageRun } from "../mem/pages";
import { flagsOf, headerType, sizeOf } from "../object/header";
import { broken } from "./report";
import { checkHeader, checkSharedTarget, checkSharedWords, isSharedStart } from "./word";

const NEVER_SHARED: u32 = F_FWD | F_OLD | F_REMEMBERED | F_PINNED;

// @ts-ignore: decorator
@inline function swept(page: u32): bool { return load<u32>(pageEpochAddress(page)) == control(C_MAJOR_EPOCH); }

export function checkShared(): bool {
  for (let cls: u32 = 0; cls < SHARED_CLASSES; cls++) if (!checkClass(cls)) return false;
  for (let page: u32 = 1, top = control(C_PAGE_TOP); page < top; page++) {
    if (pageKind(page) != KIND_LARGE) continue;
    const a = pageAddress(page), bytes = ((<u64>sizeOf(a) + 1) << 3);
    if (headerType(a) == 0 || (bytes + PAGE - 1) / PAGE != pageRun(page)) return broken(13, a, pageRun(page));
    if (!checkObject(a, swept(page))) return false;
  }
  return true;
}

function checkClass(cls: u32): bool {
  const bytes = sharedClassBytes(cls), cells = PAGE / bytes;
  let free: u32 = 0;
  for (let page: u32 = 1, top = control(C_PAGE_TOP); page < top; page++) {
    if (pageKind(page) != KIND_SHARED || pageClass(page) != cls) continue;
    for (let i: u32 = 0; i < cells; i++) {
      const a = pageAddress(page) + i * bytes;
      if (headerType(a) == 0) {
        if (flagsOf(a) != (F_SHARED | F_RAW) || (sizeOf(a) + 1) << 3 != bytes) return broken(6, a, flagsOf(a));
        if (swept(page)) free++;
      } else {
        if ((sizeOf(a) + 1) << 3 > bytes) return broken(6, a, sizeOf(a));
        if (!checkObject(a, swept(page))) return false;
      }
    }
  }
  return checkFreeCells(cls, free);
}

/** An object in the shared heap. What has the other colour on an unswept page is dead: only its header counts. */
function checkObject(a: u32, isSwept: bool): bool {
  const flags = flagsOf(a);
  if ((flags & F_SHARED) == 0 || (flags & NEVER_SHARED) != 0) return broken(6, a, flags);
  const live = (flags & F_MARK) == colour();
  if (!live) return !isSwept || broken(9, a, flags);
  if (!checkHeader(a, headerType(a))) return false;
  if ((flags & F_RAW) != 0) return true;
  if (headerType(a) == T_MESSAGE) {
    const next = <u32>(load<u64>(a + MESSAGE_NEXT) >> 3) & ~7;
    if (next != 0 && !checkSharedTarget(next, T_MESSAGE, a, 21)) return false;
  }
  return checkSharedWords(a + 8, a + 8 + (sizeOf(a) << 3));
}

/** All free cells of swept pages stand on exactly one list: of a page, or of an executor. */
function checkFreeCells(cls: u32, free: u32): bool {
  let listed: u32 = 0;
  for (let page = control(C_SHARED_PARTIAL0 + 8 * cls), pages: u32 = 0; page != 0; page = pageNext(page)) {
    if (++pages > control(C_PAGE_TOP)) return broken(8, page, cls);
    if (pageKind(page) != KIND_SHARED || pageClass(page) != cls || !swept(page)) return broken(8, page, cls);
    const n = walkFree(pageFree(page), cls, free);
    if (n == 0 || n != pageCount(page)) return broken(n == 0xffffffff ? 7 : 8, page, n);
    listed += n;
  }
  for (let x: u32 = 0; x < control(C_EXECUTORS_STARTED); x++) {
    const n = walkFree(load<u32>(EXECUTORS + x * EXECUTOR_BYTES + X_SHARED_FREE0 + 8 * cls), cls, free);
    if (n == 0xffffffff) return broken(7, x, cls);
    listed += n;
  }
  return listed == free || broken(7, listed, free);
}

/** Length of a list of free cells; 0xffffffff if it is none or longer than `most`. */
function walkFree(a: u32, cls: u32, most: u32): u32 {
  let n: u32 = 0;
  for (; a != 0; a = load<u32>(a, 8)) {
    if (!isSharedStart(a) || pageKind(pageOf(a)) != KIND_SHARED || pageClass(pageOf(a)) != cls || headerType(a) != 0 || ++n > most) return 0xffffffff;
  }
  return n;
}
