/** Exports for the tests of collector and checker: never part of the shipped kernel. */
import {
  A_COLLECT_ASKED, A_STACK_BASE, C_CHECK_A, C_CHECK_B, C_STOP_WORD, F_CELL, F_RAW, NIL, ROOTS, T_ATOM, T_BYTES, T_NODE, THROW,
} from "../generated/spec";
import {
  alloc, allocShared, bufferAlloc, cellGet, cellSet, collectHere, control, enterBlocked, get32, leaveBlocked, promote, requestMajor,
} from "../gc/index";
import { actor } from "../mem/registers";
import { addressOf, fixnum, fixnumValue, isPointer, pointer } from "../object/word";
import { heapCheckHere } from "./index";

export * from "../gc/testing";
export { heapCheck, heapCheckHere } from "./index";

/* What several executors do at once (test/kernel/gc.workers.test.ts). */

/** Shared atoms that all executors exchange values through, in the last root slots. */
const CELLS: u32 = 16;
// @ts-ignore: decorator
@inline function root(i: u32): u32 { return ROOTS + 8 * (1000 + i); }

export function churnRoots(): void {
  for (let i: u32 = 0; i < CELLS; i++) {
    const a = allocShared(T_ATOM, 4, F_CELL);
    for (let f: u32 = 8; f <= 32; f += 8) store<u64>(a + f, NIL);
    store<u64>(root(i), pointer(T_ATOM, a));
  }
}

// @ts-ignore: decorator
@inline function next(r: u64): u64 {
  r ^= r << 13;
  r ^= r >> 7;
  return r ^ (r << 17);
}

/** A tree of NODEs [depth left right], sometimes with both sides the same or a leaf of raw bytes. */
function tree(depth: u32, r: u64): u64 {
  let w = NIL;
  if ((r & 15) == 0) {
    const leaf = alloc(T_BYTES, 1 + (<u32>(r >> 8) & 63), F_RAW);
    w = pointer(T_BYTES, leaf);
    store<u64>(leaf, 8 * (<u64>(<u32>(r >> 8) & 63)), 8);
  }
  for (let d: u32 = 0; d < depth; d++) {
    const a = alloc(T_NODE, 3, 0);
    store<u64>(a, fixnum(d), 8);
    store<u64>(a, w, 16);
    store<u64>(a, (r >> d) & 1 ? w : NIL, 24);
    w = pointer(T_NODE, a);
  }
  return w;
}

/** Whether w still is a tree of that kind. */
function isTree(w: u64): bool {
  let d: i64 = -1;
  while (isPointer(w) && <u32>(w >> 32) == T_NODE) {
    const a = addressOf(w), n = fixnumValue(load<u64>(a, 8));
    if (d >= 0 && n != d - 1) return false;
    const right = load<u64>(a, 24);
    w = load<u64>(a, 16);
    if (right != NIL && right != w && !isPointer(right)) return false;
    d = n;
  }
  return d <= 0;
}

/** Runs n steps as the running actor; 0, or a number that says what went wrong. */
export function churn(seed: u64, n: u32, checkEvery: u32): u32 {
  let r = seed * 0x9e3779b97f4a7c15 | 1;
  const depth: u32 = 12;
  for (let i: u32 = 0; i < n; i++) {
    r = next(r);
    const cell = load<u64>(root(<u32>(r >> 20) & (CELLS - 1))), base = get32(actor, A_STACK_BASE), slot = base + 8 * (<u32>(r >> 30) & 7);
    switch (<u32>(r >> 40) & 7) {
      case 0: case 1:
        if (cellSet(cell, 8, tree(<u32>(r >> 50) & (depth - 1), r)) == THROW) return 1;
        break;
      case 2: case 3:
        store<u64>(slot, cellGet(cell, 8));
        break;
      case 4:
        store<u64>(slot, tree(depth, r));
        break;
      case 5: {
        const p = promote(load<u64>(slot));
        if (p == THROW) return 2;
        store<u64>(slot, p);
        break;
      }
      case 6:
        if (!isTree(load<u64>(slot)) || !isTree(cellGet(cell, 8))) return 3;
        break;
      default:
        if ((r & 31) == 0) {
          const b = bufferAlloc(<u32>(r >> 8) & 1023);
          if (b == THROW) return 4;
        }
        for (let k: u32 = 0; k < 50; k++) tree(2, r + k);
    }
    if ((r & 0xfff) == 7) requestMajor();
    if (checkEvery != 0 && i % checkEvery == checkEvery - 1) {
      const code = heapCheckHere();
      if (code != 0) {
        store<u64>(root(-1), fixnum(control(C_CHECK_A)));
        store<u64>(root(-2), fixnum(control(C_CHECK_B)));
        return 100 + code;
      }
    }
    if ((r & 0x3f0) == 0x50) {
      enterBlocked();
      leaveBlocked();
    }
    if (get32(actor, A_COLLECT_ASKED) != 0 || control(C_STOP_WORD) != 0) {
      if (collectHere(actor) != 0) return 6;
    }
  }
  return 0;
}
