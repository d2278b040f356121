/**
 * Promotion: copies what a word reaches in the running actor's local space into the shared heap.
 *
 *   original  | FWD | size | address of the copy |  body intact (*)    copy  | SHARED | size | type |  body: shared words only
 *
 * (*) of a cell nobody but an array's length is looked at: see isArrayType.
 *
 * The log lists (original, copy) of this promotion in order of copying; behind the scan position all words of the copies are
 * shared. Breadth first, no recursion; an original is copied once, so sharing and cycles are kept. Nobody else sees a copy
 * before promote answers. When it can't finish, the log takes all of it back.
 *
 *   log block: u32 next block, u32 entries used, then u64 entries (copy << 32 | original)
 */
import {
  E_OUT_OF_MEMORY, E_TRANSIENT_SHARED, F_CELL, F_FWD, F_PINNED, F_RAW, F_SHARED, MORE, PACKED_COUNT, PACKED_FIRST, PACKED_LENGTH, T_ARRAY, T_CLOSURE, THROW, X_BYTES_PROMOTED, X_PROMOTE_LOG,
} from "../generated/spec";
import { allocBlock, freeBlock } from "../mem/blocks";
import { count } from "../mem/control";
import { executorBase } from "../mem/registers";
import { flagsOf, forwardOf, headerType, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, isPointer, pointer, typeOf } from "../object/word";
import { allocShared, freeShared } from "./shared";
import { PLANT_SHALLOW_PROMOTE, planted } from "./stress";

const LOG_BYTES: u32 = 4096;
const LOG_BIG: u32 = 32768;
const LOG_HEADER: u32 = 8;
/** So few words are copied sooner than a call for it is made. */
const FEW_WORDS: u32 = 16;

/** The shared word for w; or THROW after raise, with nothing changed. */
export function promote(w: u64): u64 {
  if (!isPointer(w)) return w;
  const flags = flagsOf(addressOf(w));
  if ((flags & F_SHARED) != 0) return w;
  if ((flags & F_FWD) != 0) return pointer(typeOf(w), forwardOf(addressOf(w)));
  return promoteGraph(w);
}

/** What copying a single object came to. */
const FAILED_MEMORY: u32 = 0;
const FAILED_PINNED: u32 = 1;

// @ts-ignore: decorator
@inline function logBytes(block: u32): u32 { return block == load<u32>(executorBase + X_PROMOTE_LOG) ? LOG_BYTES : LOG_BIG; }

/** Copies one local object that has no copy yet and logs it at `tail`; the copy's address, or FAILED_*. */
// @ts-ignore: decorator
@inline function copy(w: u64): u32 {
  const a = addressOf(w), flags = flagsOf(a);
  if ((flags & F_PINNED) != 0) return FAILED_PINNED;
  const words = sizeOf(a);
  const c = allocShared(typeOf(w), words, flags & (F_RAW | F_CELL));
  if (c == 0) return FAILED_MEMORY;
  if (words > FEW_WORDS) memory.copy(c + 8, a + 8, words << 3);
  else for (let i: u32 = 8; i <= words << 3; i += 8) store<u64>(c + i, load<u64>(a + i));
  store<u64>(a, (<u64>c << 32) | <u64>(load<u32>(a) | F_FWD));
  if (isArrayType(typeOf(w))) store<u64>(a + PACKED_LENGTH, 0);
  return c;
}
/**
 * Arrays: the original is left with length 0. Nobody looks into it but compiled code, which finds that no index is within and
 * leaves the access to the kernel; so it need not look at the header.
 */
// @ts-ignore: decorator
@inline function isArrayType(type: u32): bool { return type == T_ARRAY || type - PACKED_FIRST < PACKED_COUNT; }

function promoteGraph(w: u64): u64 {
  let first = load<u32>(executorBase + X_PROMOTE_LOG);
  if (first == 0) {
    first = allocBlock(LOG_BYTES);
    if (first == 0) return raise(E_OUT_OF_MEMORY);
    store<u32>(executorBase + X_PROMOTE_LOG, first);
  }
  store<u32>(first, 0);
  let tail = first, top = first + LOG_HEADER, end = first + LOG_BYTES;
  let bytes: u64 = 0;
  const root = copy(w);
  if (root <= FAILED_PINNED) return failed(root);
  store<u64>(top, (<u64>root << 32) | <u64>addressOf(w));
  top += 8;
  for (let block = first, scan = first + LOG_HEADER; block != tail || scan != top;) {
    if (scan == block + logBytes(block)) {
      block = load<u32>(block);
      scan = block + LOG_HEADER;
      continue;
    }
    const c = load<u32>(scan, 4);
    scan += 8;
    const size = sizeOf(c) << 3;
    bytes += size + 8;
    if ((flagsOf(c) & F_RAW) != 0 || planted(PLANT_SHALLOW_PROMOTE)) continue;
    for (let p = c + 8, stop = p + size; p < stop; p += 8) {
      const v = load<u64>(p);
      if (!isPointer(v)) continue;
      const flags = flagsOf(addressOf(v));
      if ((flags & F_SHARED) != 0) continue;
      if ((flags & F_FWD) != 0) {
        store<u64>(p, pointer(typeOf(v), forwardOf(addressOf(v))));
        continue;
      }
      if (top == end) {
        const more = allocBlock(LOG_BIG);
        if (more == 0) return rollback(first, tail, top, FAILED_MEMORY);
        store<u32>(more, 0);
        store<u32>(tail, more);
        tail = more;
        top = more + LOG_HEADER;
        end = more + LOG_BIG;
      }
      const d = copy(v);
      if (d <= FAILED_PINNED) return rollback(first, tail, top, d);
      store<u64>(top, (<u64>d << 32) | <u64>addressOf(v));
      top += 8;
      store<u64>(p, pointer(typeOf(v), d));
    }
  }
  if (tail != first) freeLog(first);
  count(X_BYTES_PROMOTED, bytes);
  return pointer(typeOf(w), root);
}

function failed(why: u32): u64 { return raise(why == FAILED_PINNED ? E_TRANSIENT_SHARED : E_OUT_OF_MEMORY); }

/** Restores all originals' headers and frees their copies. */
function rollback(first: u32, tail: u32, top: u32, why: u32): u64 {
  for (let block = first; block != 0; block = load<u32>(block)) {
    for (let e = block + LOG_HEADER, end = block == tail ? top : block + logBytes(block); e < end; e += 8) {
      const a = load<u32>(e), c = load<u32>(e, 4);
      store<u64>(a, (<u64>headerType(c) << 32) | <u64>(load<u32>(a) & ~F_FWD));
      if (isArrayType(headerType(c))) store<u64>(a + PACKED_LENGTH, load<u64>(c + PACKED_LENGTH));
      freeShared(c);
    }
  }
  freeLog(first);
  return failed(why);
}

/** Frees all log blocks but the executor's own first one. */
function freeLog(first: u32): void {
  for (let block = load<u32>(first); block != 0;) {
    const next = load<u32>(block);
    freeBlock(block, LOG_BIG);
    block = next;
  }
  store<u32>(first, 0);
}

/**
 * Like promote, but does at most about `budget` objects of work and then answers MORE: call it again later with the same
 * value. Progress are finished promotions: children are promoted before their parents, each on its own, so whatever has FWD
 * is complete at any time; the path down to where it stopped is walked again. What can be part of a cycle (cells, closures)
 * is left to the end, with everything below it that is not yet promoted, and done at once.
 *
 *   stack of u64: word of an immutable local object, and u64: index of its next child
 */
export function promoteBounded(w: u64, budget: u32): u64 {
  if (!isPointer(w) || isDone(w) || !isTree(w)) return promote(w);
  let block = allocBlock(LOG_BIG);
  if (block == 0) return raise(E_OUT_OF_MEMORY);
  store<u32>(block, 0);
  let top = block + 16, end = block + LOG_BIG, work: u32 = 0, result: u64 = 0;
  store<u64>(top, w);
  store<u64>(top, 0, 8);
  top += 16;
  while (result == 0) {
    const frame = top - 16, v = load<u64>(frame), a = addressOf(v), words: u32 = (flagsOf(a) & F_RAW) != 0 ? 0 : sizeOf(a);
    let i = load<u32>(frame, 8), child: u64 = 0;
    for (; i < words && child == 0; i++) {
      const x = load<u64>(a + 8 + (i << 3));
      if (isPointer(x) && !isDone(x) && isTree(x)) child = x;
    }
    store<u32>(frame, i, 8);
    if (child != 0) {
      if (top == end) {
        const more = allocBlock(LOG_BIG);
        if (more == 0) {
          result = raise(E_OUT_OF_MEMORY);
          break;
        }
        store<u32>(more, block);
        block = more;
        top = more + 16;
        end = more + LOG_BIG;
      }
      store<u64>(top, child);
      store<u64>(top, 0, 8);
      top += 16;
      continue;
    }
    const p = promote(v); // children are done: one object, or the cells and closures below it
    top -= 16;
    if (top == block + 16) {
      const below = load<u32>(block);
      if (below != 0) {
        freeBlock(block, LOG_BIG);
        block = below;
        end = block + LOG_BIG;
        top = end;
      } else result = p;
    }
    if (p == THROW) result = THROW;
    else if (result == 0 && ++work >= budget) result = MORE;
  }
  while (block != 0) {
    const below = load<u32>(block);
    freeBlock(block, LOG_BIG);
    block = below;
  }
  return result;
}

// @ts-ignore: decorator
@inline function isDone(w: u64): bool { return (flagsOf(addressOf(w)) & (F_SHARED | F_FWD)) != 0; }
/** Whether w can't be part of a cycle. */
// @ts-ignore: decorator
@inline function isTree(w: u64): bool { return (flagsOf(addressOf(w)) & (F_CELL | F_PINNED)) == 0 && typeOf(w) != T_CLOSURE; }
