/**
 * Compiled modules (payload and rows drawn in spec/host.ts): asking for them, taking them in, giving them up.
 *
 * control.moduleChanges counts installs and evictions. Entries of code change at once, for all executors; each takes part in a
 * change between two of its slices (kernel/interp/refresh.ts): it instantiates what is new and forgets what was evicted. An entry
 * names the change that it came with and is of no use to an executor that has not seen it, so that slots and numbers of an
 * evicted module may be given anew at once: whoever still has the old function in a slot does not use the new entry, and whoever
 * has seen the new one has left the old. What executors read without a lock, the block of CODE.loops, is freed once all of
 * them have seen a later change.
 *
 * A module that calls functions of others directly (imports) is evicted before they are; the host sees to that.
 */
import {
  C_EXECUTORS_STARTED, C_MODULE_CHANGES, C_MODULE_LOCK, C_MODULE_TABLE, C_MODULES_LOST, C_RETIRED_ENTRIES, C_STRESS_INSTALL, C_STRESS_INSTALL_ACTED, CODE_COUNTER, CODE_ENTRY, CODE_FAILED, CODE_LOOPS,
  CODE_SEEN, ENTRY_SLOT_BITS, JIT_MODULES, MODULE_BODY, MODULE_ENTRIES, MODULE_ENTRY_BYTES, MODULE_IMPORTS, MODULE_NUMBER, MODULE_REFUSED, MODULE_ROW_BYTES,
  MODULE_ROW_CHANGE, MODULE_ROW_RECORD, MODULE_ROW_USED, MODULE_TOTAL, MODULE_WASM_BYTES, MODULE_WORDS, NIL, SEEN_HELD, T_CODE, TIER_ASKED, TIER_REFUSED, TO_HOST_HOT, X_MODULES_SEEN,
} from "../generated/spec";
import { PLANT_STALE_ENTRY, planted } from "../gc";
import { addControl, allocBlock, control, freeBlock, lock, setControl, unlock } from "../mem";
import { fixnum, pointer } from "../object/word";
import { hold, releaseHeld } from "./held";
import { pushRecord, pushRecord2 } from "./outbox";
import { executorAddress } from "./queue";

/** Block of CODE.loops (spec/bytecode.ts). */
const LOOPS_MODULE: u32 = 4;
const LOOPS_NEXT: u32 = 8;
const LOOPS_RETIRED: u32 = 12;
export const LOOPS_HEADER: u32 = 16;
export const LOOPS_ROW: u32 = 16;

/** Asks the host to compile a CODE, once. */
export function askToCompile(code: u32, exits: u32): void {
  const counter = atomic.load<u64>(code + CODE_COUNTER);
  if (<i64>counter < 0 && exits == 0) return;
  if (atomic.cmpxchg<u64>(code + CODE_COUNTER, counter, fixnum(TIER_ASKED)) != counter) return;
  if (holdOnce(code, SEEN_HELD)) pushRecord2(TO_HOST_HOT, code, exits);
}

/** Sends a CODE to the host, which finds it held, unless the bit of CODE.seen says that it has been told of it. */
export function tellOfCode(code: u32, bit: u32, kind: u32): void {
  if (!isMarked(code, bit) && holdOnce(code, bit)) pushRecord(kind, code);
}
// @ts-ignore: decorator
@inline function isMarked(code: u32, bit: u32): bool { return (load<u64>(code + CODE_SEEN) & (<u64>1 << (bit + 3))) != 0; }
/** Keeps a CODE alive for the host, once: CODE.seen has the bit then. False without memory for it. */
export function holdOnce(code: u32, bit: u32): bool {
  if (isMarked(code, bit)) return true;
  if (hold(pointer(T_CODE, code)) == 0) return false;
  store<u64>(code + CODE_SEEN, load<u64>(code + CODE_SEEN) | <u64>1 << (bit + 3));
  return true;
}

// @ts-ignore: decorator
@inline function rowOf(number: u32): u32 { return control(C_MODULE_TABLE) + MODULE_ROW_BYTES * number; }
// @ts-ignore: decorator
@inline function firstEntry(record: u32): u32 { return record + MODULE_BODY + 8 * load<u32>(record, MODULE_WORDS); }
/** Compiled code of this CODE runs: its module is the last to be evicted. */
export function noteUse(code: u32): void {
  const loops = load<u64>(code + CODE_LOOPS);
  if (loops != NIL) store<u32>(rowOf(load<u32>(<u32>(loops >> 3), LOOPS_MODULE)), control(C_MODULE_CHANGES), MODULE_ROW_USED);
}

/** Takes in the payload of an INSTALL. Without memory for it the code stays interpreted. */
export function addModule(p: u32, bytes: u32): void {
  const record = load<u32>(p, MODULE_WASM_BYTES) == 0 ? 0 : copyRecord(p, bytes);
  lock(C_MODULE_LOCK);
  freeRetired();
  const change = control(C_MODULE_CHANGES) + 1, number = load<u32>(p, MODULE_NUMBER);
  publish(p, change, number, record != 0);
  if (record != 0) {
    const row = rowOf(number);
    store<u32>(row, record, MODULE_ROW_RECORD);
    store<u32>(row, change, MODULE_ROW_CHANGE);
    store<u32>(row, change, MODULE_ROW_USED);
    setControl(C_MODULE_CHANGES, change);
  }
  unlock(C_MODULE_LOCK);
}
/** The kernel's copy, whose words are held; 0 without memory. From then on no module may rely on there being another. */
function copyRecord(p: u32, bytes: u32): u32 {
  if (control(C_MODULES_LOST) != 0 && load<u32>(p, MODULE_IMPORTS) != 0) return 0;
  const record = tableReady() ? allocBlock(bytes) : 0;
  if (record != 0) {
    memory.copy(record, p, bytes);
    store<u32>(record, bytes, MODULE_TOTAL);
    const words = load<u32>(p, MODULE_WORDS);
    let held: u32 = 0;
    for (; held < words; held++) {
      const handle = hold(load<u64>(record + MODULE_BODY + 8 * held));
      if (handle == 0) break;
      store<u64>(record + MODULE_BODY + 8 * held, handle);
    }
    if (held == words) return record;
    freeRecord(record, held);
  }
  setControl(C_MODULES_LOST, 1);
  return 0;
}
function tableReady(): bool {
  if (control(C_MODULE_TABLE) != 0) return true;
  const table = allocBlock(MODULE_ROW_BYTES * JIT_MODULES);
  if (table == 0) return false;
  memory.fill(table, 0, MODULE_ROW_BYTES * JIT_MODULES);
  setControl(C_MODULE_TABLE, table);
  return true;
}
function freeRecord(record: u32, held: u32): void {
  for (let i: u32 = 0; i < held; i++) releaseHeld(<u32>load<u64>(record + MODULE_BODY + 8 * i));
  freeBlock(record, load<u32>(record, MODULE_TOTAL));
}

/** Sets the entries of all codes, those of one code at a time; if the module is not there, none is compiled. */
function publish(p: u32, change: u32, number: u32, there: bool): void {
  const first = firstEntry(p), end = first + load<u32>(p, MODULE_ENTRIES) * MODULE_ENTRY_BYTES;
  for (let e = first; e < end;) {
    const code = load<u32>(e);
    let last = e;
    while (last < end && load<u32>(last) == code) last += MODULE_ENTRY_BYTES;
    if (there && load<u32>(e, 8) != MODULE_REFUSED) publishCode(code, e, last, change, number);
    else forget(code, change, TIER_REFUSED);
    e = last;
  }
}
function publishCode(code: u32, first: u32, end: u32, change: u32, number: u32): void {
  const n = (end - first) / MODULE_ENTRY_BYTES, loops = allocBlock(LOOPS_HEADER + n * LOOPS_ROW);
  let entry: u64 = NIL, at = loops + LOOPS_HEADER;
  for (let e = first; e < end; e += MODULE_ENTRY_BYTES) {
    const pc = load<u32>(e, 4), word = fixnum((<i64>change << ENTRY_SLOT_BITS) | <i64>load<u32>(e, 8));
    if (pc == 0) entry = word;
    if (loops == 0) continue;
    store<u64>(at, word);
    store<u32>(at, pc, 8);
    at += LOOPS_ROW;
  }
  if (loops != 0) {
    store<u32>(loops, n);
    store<u32>(loops, number, LOOPS_MODULE);
  }
  store<u64>(code + CODE_FAILED, 0);
  setLoops(code, loops, change);
  atomic.store<u64>(code + CODE_ENTRY, entry);
  atomic.store<u64>(code + CODE_COUNTER, fixnum(TIER_REFUSED));
}
/** The code is interpreted from now on. */
function forget(code: u32, change: u32, counter: i64): void {
  atomic.store<u64>(code + CODE_COUNTER, fixnum(counter)); // first: mustWait (kernel/interp/sample.ts) looks at it last
  atomic.store<u64>(code + CODE_ENTRY, NIL);
  setLoops(code, 0, change);
}
function setLoops(code: u32, loops: u32, change: u32): void {
  const old = load<u64>(code + CODE_LOOPS);
  atomic.store<u64>(code + CODE_LOOPS, loops == 0 ? NIL : fixnum(loops));
  if (old == NIL) return;
  const block = <u32>(old >> 3);
  store<u32>(block, control(C_RETIRED_ENTRIES), LOOPS_NEXT);
  store<u32>(block, change, LOOPS_RETIRED);
  setControl(C_RETIRED_ENTRIES, block);
}
/** Frees the blocks that no executor can be reading any more: all have seen the change that retired them. */
function freeRetired(): void {
  let block = control(C_RETIRED_ENTRIES), kept: u32 = 0, seen: u32 = u32.MAX_VALUE;
  for (let id: u32 = 0, n = control(C_EXECUTORS_STARTED); id < n; id++) seen = min(seen, atomic.load<u32>(executorAddress(id) + X_MODULES_SEEN));
  while (block != 0) {
    const next = load<u32>(block, LOOPS_NEXT);
    if (load<u32>(block, LOOPS_RETIRED) <= seen) freeBlock(block, LOOPS_HEADER + load<u32>(block) * LOOPS_ROW);
    else {
      store<u32>(block, kept, LOOPS_NEXT);
      kept = block;
    }
    block = next;
  }
  setControl(C_RETIRED_ENTRIES, kept);
}

/** Gives up a module: code that was not compiled anew since then is interpreted, and may become hot again. */
export function evictModule(number: u32): void {
  const record = control(C_MODULE_TABLE) == 0 ? 0 : load<u32>(rowOf(number), MODULE_ROW_RECORD);
  if (record == 0) return; // it was lost
  if (control(C_STRESS_INSTALL) != 0) addControl(C_STRESS_INSTALL_ACTED, 1);
  lock(C_MODULE_LOCK);
  const row = rowOf(number), was = load<u32>(row, MODULE_ROW_CHANGE), change = control(C_MODULE_CHANGES) + 1;
  const first = firstEntry(record), end = first + load<u32>(record, MODULE_ENTRIES) * MODULE_ENTRY_BYTES;
  for (let e = first; e < end && !planted(PLANT_STALE_ENTRY); e += MODULE_ENTRY_BYTES) {
    const code = load<u32>(e), entry = load<u32>(e, 8) == MODULE_REFUSED ? NIL : load<u64>(code + CODE_ENTRY);
    if (entry != NIL && <u32>(entry >> (3 + ENTRY_SLOT_BITS)) == was) forget(code, change, 0);
  }
  freeRecord(record, load<u32>(record, MODULE_WORDS));
  store<u32>(row, 0, MODULE_ROW_RECORD);
  store<u32>(row, change, MODULE_ROW_CHANGE);
  setControl(C_MODULE_CHANGES, change);
  unlock(C_MODULE_LOCK);
}
