/** What programs can ask about actors, executors and memory. */
import {
  A_HEAP_LIMIT, A_LINKS, A_MAILBOX_LIMIT, A_NURSERY_BYTES, A_OLD_BYTES, A_PRIORITY, A_QUEUE_LENGTH, A_REDUCTIONS_TOTAL, A_STACK_BASE, A_STACK_END, ACTOR_BLOCK,
  A_FP, C_ACTOR_TOP, C_ACTORS_ALIVE, C_ARENA_BYTES, C_EXECUTORS_STARTED, C_MAJOR_COUNT, C_PAGES_PEAK, C_PAGES_USED, C_SHARED_BYTES, NIL, REDUCTIONS_PER_SLICE,
  ROOT_KW_EXITING, ROOT_KW_RUNNABLE, ROOT_KW_RUNNING, ROOT_KW_WAITING, SLOT_BLOCK, SLOT_STATUS, STATUS_EXITING, STATUS_FREE, STATUS_LOCKED,
  STATUS_LOCKED_NOTIFIED, STATUS_RUNNABLE, STATUS_WAITING, T_NODE, X_BYTES_ALLOCATED, X_BYTES_PROMOTED, X_MESSAGES, X_MINOR_COUNT, X_REDUCTIONS,
  X_SLICES, X_SPAWNED, X_STEALS, LIST_COUNT, LIST_FIRST, LIST_META, LIST_REST, ROOT_EMPTY_LIST, T_LIST,
} from "../generated/spec";
import { mapFrom } from "../coll/map";
import { longWord } from "../coll/box";
import { packedName } from "../coll/text";
import { alloc } from "../gc";
import { allocBlock, control, freeBlock } from "../mem";
import { actor, held, reductions } from "../mem/registers";
import { internKeyword, internString } from "../coll/intern";
import { makePid, pidIndex, slotAddress } from "../object/slot";
import { fixnum, pointer } from "../object/word";
import { currentFunction, framePc, makeTrace } from "./frames";
import { entries, entryKey, nextEntry } from "./keys";
import { executorAddress } from "./queue";
import { ownPid } from "./signals";
import { isCurrent, lockWaiting, unlockWaiting } from "./slots";

/** A local list with one more element in front. */
export function prepend(first: u64, rest: u64): u64 {
  const a = alloc(T_LIST, 4, 0);
  store<u64>(a + LIST_FIRST, first);
  store<u64>(a + LIST_REST, rest);
  store<u64>(a + LIST_COUNT, fixnum(rest == load<u64>(ROOT_EMPTY_LIST) ? 1 : <i64>(load<u64>((<u32>rest & ~7) + LIST_COUNT) >> 3) + 1));
  store<u64>(a + LIST_META, NIL);
  return pointer(T_LIST, a);
}
export function allPids(): u64 {
  let list = load<u64>(ROOT_EMPTY_LIST);
  for (let i = control(C_ACTOR_TOP) - 1; i > 0; i--) {
    const s = slotAddress(i), status = atomic.load<u32>(s + SLOT_STATUS);
    if (status == STATUS_FREE || status == STATUS_EXITING || atomic.load<u32>(s + SLOT_BLOCK) == 0) continue;
    list = prepend(makePid(i, <u32>(atomic.load<u64>(s) >> 32)), list);
  }
  return list;
}

/** process-info; nil for an actor that has ended (or whose stack can't be read now). */
export function processInfo(pid: u64, op: u32): u64 {
  if (!isCurrent(pid)) return NIL;
  const index = pidIndex(pid), s = slotAddress(index), self = pid == ownPid();
  const block = atomic.load<u32>(s + SLOT_BLOCK);
  if (block == 0) return NIL;
  switch (op) {
    case 0: return stateOf(atomic.load<u32>(s + SLOT_STATUS));
    case 1: return fixnum(load<u32>(block + A_QUEUE_LENGTH));
    case 2: return fixnum(ACTOR_BLOCK + load<u32>(block + A_NURSERY_BYTES) + load<u32>(block + A_OLD_BYTES) + (load<u32>(block + A_STACK_END) - load<u32>(block + A_STACK_BASE)));
    case 3: return fixnum(self ? ownReductions() : load<i64>(block + A_REDUCTIONS_TOTAL));
    case 4: return fixnum(load<u32>(block + A_PRIORITY));
    case 5: return self ? linkList() : NIL;
    case 6: case 7: {
      if (!self && !lockWaiting(index)) return NIL;
      const answer = op == 6 ? currentFunction(block) : makeTrace(block, framePc(load<u32>(block + A_FP)));
      if (!self) unlockWaiting(index);
      return answer;
    }
    default: return NIL;
  }
}
function stateOf(status: u32): u64 {
  switch (status) {
    case STATUS_WAITING: case STATUS_LOCKED: case STATUS_LOCKED_NOTIFIED: return load<u64>(ROOT_KW_WAITING);
    case STATUS_RUNNABLE: return load<u64>(ROOT_KW_RUNNABLE);
    case STATUS_EXITING: return load<u64>(ROOT_KW_EXITING);
    default: return load<u64>(ROOT_KW_RUNNING);
  }
}
function linkList(): u64 {
  let list = load<u64>(ROOT_EMPTY_LIST);
  for (let e = entries(A_LINKS); e != NIL; e = nextEntry(e)) list = prepend(entryKey(e), list);
  return list;
}
/** Reductions of the running actor up to now. */
export function ownReductions(): i64 { return load<i64>(actor + A_REDUCTIONS_TOTAL) + <i64>(<i32>REDUCTIONS_PER_SLICE - reductions - held); }
/** Old value of a setting; value nil leaves it. op 0 priority, 1 heap limit in words, 2 mailbox limit. */
export function setting(op: u32, value: i64, change: bool): i64 {
  const field = op == 0 ? A_PRIORITY : op == 1 ? A_HEAP_LIMIT : A_MAILBOX_LIMIT;
  const scale: i64 = op == 1 ? 8 : 1;
  const old = load<i64>(actor + field) / scale;
  if (change) store<i64>(actor + field, value * scale);
  return old;
}

function total(x: u32): u64 {
  let sum: u64 = 0;
  for (let id: u32 = 0, n = control(C_EXECUTORS_STARTED); id < n; id++) sum += load<u64>(executorAddress(id) + x);
  return sum;
}
function put(at: u32, i: u32, low: u64, high: u64, n: u64): void {
  store<u64>(at + 16 * i, internKeyword(NIL, internString(packedName(low, high))));
  store<u64>(at + 16 * i, longWord(<i64>n), 8);
}
export function statistics(): u64 {
  const at = allocBlock(16 * 12);
  if (at == 0) return NIL;
  put(at, 0, 0x64656e77617073, 0, total(X_SPAWNED)); // spawned
  put(at, 1, 0x736567617373656d, 0, total(X_MESSAGES)); // messages
  put(at, 2, 0x6f69746375646572, 0x736e, total(X_REDUCTIONS)); // reductio ns
  put(at, 3, 0x726f6e696d, 0, total(X_MINOR_COUNT)); // minor
  put(at, 4, 0x726f6a616d, 0, control(C_MAJOR_COUNT)); // major
  put(at, 5, 0x736c61657473, 0, total(X_STEALS)); // steals
  put(at, 6, 0x657461636f6c6c61, 0x64, total(X_BYTES_ALLOCATED)); // allocate d
  put(at, 7, 0x6465746f6d6f7270, 0, total(X_BYTES_PROMOTED)); // promoted
  put(at, 8, 0x736563696c73, 0, total(X_SLICES)); // slices
  put(at, 9, 0x6576696c61, 0, control(C_ACTORS_ALIVE)); // alive
  put(at, 10, 0x6b6165702d6d656d, 0, <u64>control(C_PAGES_PEAK) << 16); // mem-peak
  const map = mapFrom(at, 11, false);
  freeBlock(at, 16 * 12);
  return map;
}
/** NODE: pages used, pages peak, shared bytes, arena bytes. */
export function memoryInfo(): u64 {
  const a = alloc(T_NODE, 4, 0);
  store<u64>(a, fixnum(control(C_PAGES_USED)), 8);
  store<u64>(a, fixnum(control(C_PAGES_PEAK)), 16);
  store<u64>(a, fixnum(control(C_SHARED_BYTES)), 24);
  store<u64>(a, fixnum(control(C_ARENA_BYTES)), 32);
  return pointer(T_NODE, a);
}
