/**
 * Compiled modules (payload drawn in spec/host.ts): asking for them, and taking them in. A record is kept for ever, for
 * executors that start later; the entries are published at once, an executor that has not instantiated the module yet
 * knows by the slot's number (kernel/interp/enter.ts).
 */
import {
  C_MODULE_COUNT, C_MODULE_LOCK, C_MODULE_TABLE, CODE_COUNTER, CODE_ENTRY, CODE_FAILED, CODE_LOOPS, CODE_SEEN, JIT_MODULES, MODULE_BODY, MODULE_ENTRIES, MODULE_ENTRY_BYTES,
  MODULE_REFUSED, MODULE_WORDS, NIL, T_CODE, TIER_ASKED, TIER_REFUSED, TO_HOST_HOT,
} from "../generated/spec";
import { allocBlock, control, lock, setControl, unlock } from "../mem";
import { fixnum, pointer } from "../object/word";
import { hold } from "./held";
import { pushRecord, pushRecord2 } from "./outbox";

/** Asks the host to compile a CODE, once. */
export function askToCompile(code: u32, exits: u32): void {
  const counter = atomic.load<u64>(code + CODE_COUNTER);
  if (<i64>counter < 0 && exits == 0) return;
  if (atomic.cmpxchg<u64>(code + CODE_COUNTER, counter, fixnum(TIER_ASKED)) != counter) return;
  if (hold(pointer(T_CODE, code)) != 0) pushRecord2(TO_HOST_HOT, code, exits);
}

/** Sends a CODE to the host, which finds it held, unless the bit of CODE.seen says that it has been told of it. */
export function tellOfCode(code: u32, bit: u32, kind: u32): void {
  if (holdOnce(code, bit)) pushRecord(kind, code);
}
/** Keeps a CODE alive for the host, once: CODE.seen has the bit then. */
export function holdOnce(code: u32, bit: u32): bool {
  const seen = load<u64>(code + CODE_SEEN), mark = <u64>1 << (bit + 3);
  if ((seen & mark) != 0) return false;
  store<u64>(code + CODE_SEEN, seen | mark);
  return hold(pointer(T_CODE, code)) != 0;
}

/** Takes in the payload of an INSTALL. Without memory for it the code stays interpreted. */
export function addModule(p: u32, bytes: u32): void {
  if (control(C_MODULE_TABLE) == 0) setControl(C_MODULE_TABLE, allocBlock(4 * JIT_MODULES));
  const table = control(C_MODULE_TABLE), n = control(C_MODULE_COUNT);
  if (table == 0 || n == JIT_MODULES) return;
  const record = allocBlock(bytes);
  if (record == 0) return;
  memory.copy(record, p, bytes);
  const words = load<u32>(record + MODULE_WORDS);
  for (let i: u32 = 0; i < words; i++) if (hold(load<u64>(record + MODULE_BODY + 8 * i)) == 0) return;
  lock(C_MODULE_LOCK);
  store<u32>(table + 4 * n, record);
  setControl(C_MODULE_COUNT, n + 1);
  publish(record + MODULE_BODY + 8 * words, load<u32>(record + MODULE_ENTRIES));
  unlock(C_MODULE_LOCK);
}
/** Sets the entries of all codes, those of one code at a time. */
function publish(first: u32, n: u32): void {
  const end = first + n * MODULE_ENTRY_BYTES;
  for (let e = first; e < end;) {
    const code = load<u32>(e);
    let last = e;
    while (last < end && load<u32>(last) == code) last += MODULE_ENTRY_BYTES;
    publishCode(code, e, last);
    e = last;
  }
}
function publishCode(code: u32, first: u32, end: u32): void {
  const bytes = (end - first) / MODULE_ENTRY_BYTES * 8 + 8, loops = allocBlock(bytes);
  let n: u32 = 0, entry: u64 = NIL;
  for (let e = first; e < end; e += MODULE_ENTRY_BYTES) {
    const pc = load<u32>(e, 4), slot = load<u32>(e, 8);
    if (slot == MODULE_REFUSED) continue;
    if (pc == 0) entry = fixnum(slot);
    if (loops == 0) continue;
    store<u32>(loops + 8 * n, pc, 8);
    store<u32>(loops + 8 * n, slot, 12);
    n++;
  }
  if (loops != 0) {
    store<u32>(loops, n);
    atomic.store<u64>(code + CODE_LOOPS, n == 0 ? NIL : fixnum(loops));
  }
  store<u64>(code + CODE_FAILED, 0);
  atomic.store<u64>(code + CODE_ENTRY, entry);
  atomic.store<u64>(code + CODE_COUNTER, fixnum(TIER_REFUSED));
}
