/**
 * From the host: the inbox ring (drawn in spec/host.ts). Whatever executor finds it not empty, and no actor running, takes
 * the records under inboxLock.
 */
import {
  A_PID, A_REQUEST, C_ACTOR_TOP, C_CALLS_PENDING, C_EXIT_CODE, C_INBOX_ADDR, C_INBOX_HEAD, C_INBOX_LOCK, C_INBOX_TAIL, C_SHUTDOWN, E_LOAD, INBOX_RING, LIST_FIRST, LIST_REST,
  MESSAGE_PLAIN, NIL, SLOT_BLOCK, T_CLOSURE, T_LIST, T_NODE, T_VAR, THROW, TO_HOST_BUFFER, TO_KERNEL_CALL, TO_KERNEL_EXIT, TO_KERNEL_FILLED,
  TO_KERNEL_EVICT, TO_KERNEL_INSTALL, TO_KERNEL_NEED, TO_KERNEL_SEND, TO_KERNEL_SHUTDOWN, LIST_COUNT, C_DEADLOCK_REPORTED,
} from "../generated/spec";
import { packedName } from "../coll/text";
import { alloc, BEYOND, draw } from "../gc";
import { addControl, allocBlock, control, freeBlock, setControl, tryLock, unlock } from "../mem";
import { errorA, errorB, errorCode } from "../mem/registers";
import { makeException } from "../prim/exception";
import { slotAddress, pidIndex } from "../object/slot";
import { addressOf, fixnumValue, isPid, isType, pointer } from "../object/word";
import { decode } from "./decode";
import { reportDone } from "./done";
import { startActor } from "./life";
import { deliver } from "./mailbox";
import { addModule, evictModule } from "./modules";
import { pushRecord2, reclaimRecords } from "./outbox";
import { enqueue, wakeAll } from "./queue";
import { exitFromHost } from "./signals";
import { isCurrent } from "./slots";

const WRAP: u32 = 0xffffffff;

// @ts-ignore: decorator
@inline export function inboxEmpty(): bool { return control(C_INBOX_TAIL) == control(C_INBOX_HEAD); }

/** Takes all records; whether there was any. */
export function takeInbox(): bool {
  if (inboxEmpty() || !tryLock(C_INBOX_LOCK)) return false;
  const ring = control(C_INBOX_ADDR);
  let any = false;
  while (!inboxEmpty()) {
    const head = control(C_INBOX_HEAD), at = head & (INBOX_RING - 1);
    const bytes = load<u32>(ring + at);
    if (bytes == WRAP) {
      setControl(C_INBOX_HEAD, head + (INBOX_RING - at));
      continue;
    }
    any = true;
    take(load<u32>(ring + at, 4), ring + at + 8, bytes);
    setControl(C_INBOX_HEAD, head + ((8 + bytes + 7) & ~7));
  }
  setControl(C_DEADLOCK_REPORTED, 0);
  unlock(C_INBOX_LOCK);
  reclaimRecords();
  return any;
}
function take(kind: u32, p: u32, bytes: u32): void {
  switch (kind) {
    case TO_KERNEL_SEND: return send(load<u64>(p), p + 8, bytes - 8);
    case TO_KERNEL_CALL: return call(load<u64>(p), p + 8, bytes - 8);
    case TO_KERNEL_EXIT: return exit(load<u64>(p), p + 8, bytes - 8);
    case TO_KERNEL_NEED: return need(load<u32>(p), load<u32>(p, 4));
    case TO_KERNEL_FILLED: {
      const address = load<u32>(p), n = load<u32>(p, 4);
      take(load<u32>(p, 8), address, n);
      freeBlock(address, n);
      return;
    }
    case TO_KERNEL_SHUTDOWN: return shutDown(load<i32>(p));
    case TO_KERNEL_INSTALL: return addModule(p, bytes);
    case TO_KERNEL_EVICT: return evictModule(load<u32>(p));
  }
}
/** A buffer for a large record of the host's: who asked for it may wait for nothing else, so it is not refused. */
function need(bytes: u32, token: u32): void {
  const before = draw(BEYOND);
  pushRecord2(TO_HOST_BUFFER, token, allocBlock(bytes));
  draw(before);
}
function send(pid: u64, from: u32, bytes: u32): void {
  const value = decode(from, bytes);
  if (value != THROW && isPid(pid) && isCurrent(pid)) deliver(pid, value, MESSAGE_PLAIN);
}
/** A LIST (f args...): an actor that applies f. */
function call(request: u64, from: u32, bytes: u32): void {
  const list = decode(from, bytes);
  if (list == THROW) return reportDone(request, 0, makeException(errorCode, errorA, errorB));
  const f = isType(list, T_LIST) ? load<u64>(addressOf(list) + LIST_FIRST) : NIL;
  if (!isType(f, T_CLOSURE) && !isType(f, T_VAR)) return reportDone(request, 0, makeException(E_LOAD, packedName(0x6c6c6163), NIL)); // call
  const n = <u32>fixnumValue(load<u64>(addressOf(list) + LIST_COUNT)) - 1;
  const args = alloc(T_NODE, n, 0);
  let rest = load<u64>(addressOf(list) + LIST_REST);
  for (let i: u32 = 0; i < n; i++) {
    store<u64>(args + 8 + 8 * i, load<u64>(addressOf(rest) + LIST_FIRST));
    rest = load<u64>(addressOf(rest) + LIST_REST);
  }
  const pid = startActor(f, pointer(T_NODE, args), NIL, 0, request);
  if (pid == THROW) return reportDone(request, 0, makeException(errorCode, errorA, errorB));
  addControl(C_CALLS_PENDING, 1);
  enqueue(pidIndex(pid));
}
/** Exit signal to the actor of a CALL. */
function exit(request: u64, from: u32, bytes: u32): void {
  const reason = decode(from, bytes);
  if (reason == THROW) return;
  for (let i: u32 = 1, top = control(C_ACTOR_TOP); i < top; i++) {
    const block = atomic.load<u32>(slotAddress(i) + SLOT_BLOCK);
    if (block == 0 || load<u64>(block + A_REQUEST) != request) continue;
    const pid = load<u64>(block + A_PID);
    if (isPid(pid) && pidIndex(pid) == i) exitFromHost(pid, reason);
  }
}
/** Ends the runtime with this exit code: the first caller's counts. */
export function shutDown(code: i32): void {
  if (atomic.cmpxchg<u32>(C_SHUTDOWN, 0, 2) == 0) {
    setControl(C_EXIT_CODE, <u32>code);
    setControl(C_SHUTDOWN, 1);
  }
  wakeAll();
}
