/** Primitives of actors, time, the host and byte buffers: argument checks, then the work in the other files of this folder. */
import {
  A_FLAGS, A_PRIORITY, A_QUEUE_LENGTH, A_QUEUE_MARK, A_QUEUE_TAIL, AF_SKIP, AF_TRAP_EXIT, BIT_TRAPS, BUFFER_LENGTH, C_EXECUTORS_STARTED, E_BAD_TIMEOUT,
  E_BAD_TYPE, E_INDEX, E_NULL, E_OUT_OF_MEMORY, E_TOO_LARGE, KEYWORD_NAME, NIL, P_BUFFER_GET, P_HOST_REQUEST, P_OUT, P_PROCESS_FLAG, P_SEND, PARK,
  SLOT_BITS, SUB_REF, T_BUFFER, T_KEYWORD, T_STRING, THROW, TRUE, UNWIND, C_CHECK_ASKED, C_CHECK_CODE, ROOT_EMPTY_LIST, A_MORE, MORE, E_LOAD,
} from "../generated/spec";
import { isVectorType } from "../coll/classes";
import { anyVectorAt, anyVectorCount } from "../coll/cursor";
import { vectorFrom } from "../coll/vector";
import { ASK_FULL, ASK_MAJOR, ASK_MINOR, askCollect, bufferAddress, bufferAlloc, cellGet, promote } from "../gc";
import { allocBlock, control, freeBlock, nowNs, setControl } from "../mem";
import { actor, setHeld, setReductions, ownSlot } from "../mem/registers";
import { host_now_ms } from "../prim/leaves";
import { raise } from "../object/raise";
import { pidIndex } from "../object/slot";
import { stringLength, stringUnits } from "../object/string";
import { addressOf, bool as truth, fixnum, fixnumValue, isFalsy, isFixnum, isPid, isPointer, isType, typeOf } from "../object/word";
import { requestHost } from "./done";
import { shutDown } from "./inbox";
import { allPids, memoryInfo, ownReductions, prepend, processInfo, setting, statistics } from "./info";
import { spawn } from "./life";
import { drainMailbox, sendMessage } from "./mailbox";
import { entryName, firstName, lockNames, NAME_BUCKETS, nextName, registerName, unlockNames, unregisterName, whereis } from "./names";
import { writeText } from "./out";
import { demonitor, exitActor, link, monitor, newRef, ownPid, setExit, unlink } from "./signals";
import { clearNotified, isAlive } from "./slots";
import { armWake, cancelTimer, disarmWake, sendAt } from "./timers";

function bad(w: u64, prim: u32): u64 { return w == NIL ? raise(E_NULL, fixnum(prim)) : raise(E_BAD_TYPE, w, fixnum(prim)); }
// @ts-ignore: decorator
@inline function isRef(w: u64): bool { return (<u32>w & 0xff) == ((SUB_REF << 3) | 2); }

// ---- actors ----
export function prim_self(): u64 { return ownPid(); }
export function prim_spawn(f: u64, args: u64, opts: u64): u64 { return spawn(f, args, isFixnum(opts) ? <u32>fixnumValue(opts) : 0); }
export function prim_send(pid: u64, message: u64): u64 { return isPid(pid) ? sendMessage(pid, message) : bad(pid, P_SEND); }
export function prim_pid_p(w: u64): u64 { return truth(isPid(w)); }
export function prim_pid_to_fixnum(w: u64): u64 { return isPid(w) ? fixnum(pidIndex(w)) : bad(w, P_SEND); }
export function prim_alive_p(w: u64): u64 { return isPid(w) ? truth(isAlive(w)) : bad(w, P_SEND); }
export function prim_exit(pid: u64, reason: u64): u64 { return isPid(pid) ? exitActor(pid, reason) : bad(pid, P_SEND); }
export function prim_exit_self(reason: u64): u64 {
  const shared = promote(reason);
  if (shared == THROW) return THROW;
  setExit(shared);
  return UNWIND;
}
export function prim_link(pid: u64): u64 { return isPid(pid) ? link(pid) : bad(pid, P_SEND); }
export function prim_unlink(pid: u64): u64 { return isPid(pid) ? unlink(pid) : bad(pid, P_SEND); }
/** By pid, or by registered name: the DOWN message then carries the name. */
export function prim_monitor(w: u64): u64 { return isPid(w) ? monitor(w, NIL) : w == NIL ? bad(w, P_SEND) : monitor(whereis(w), w); }
export function prim_demonitor(ref: u64): u64 { return isRef(ref) ? demonitor(ref) : bad(ref, P_SEND); }
export function prim_trap_exit(flag: u64): u64 {
  const old = load<u32>(actor + A_FLAGS);
  if (isFalsy(flag)) {
    store<u32>(actor + A_FLAGS, old & ~AF_TRAP_EXIT);
    atomic.and<u32>(ownSlot + SLOT_BITS, ~BIT_TRAPS);
  } else {
    store<u32>(actor + A_FLAGS, old | AF_TRAP_EXIT);
    atomic.or<u32>(ownSlot + SLOT_BITS, BIT_TRAPS);
  }
  return truth((old & AF_TRAP_EXIT) != 0);
}
export function prim_process_flag(op: u64, value: u64): u64 {
  if (!isFixnum(op) || fixnumValue(op) < 0 || fixnumValue(op) > 2) return bad(op, P_PROCESS_FLAG);
  if (value != NIL && (!isFixnum(value) || fixnumValue(value) < 0 || (op == fixnum(0) && fixnumValue(value) > 3))) return bad(value, P_PROCESS_FLAG);
  const old = setting(<u32>fixnumValue(op), value == NIL ? 0 : fixnumValue(value), value != NIL);
  if (op == fixnum(0) && value != NIL) {
    atomic.and<u32>(ownSlot + SLOT_BITS, ~(<u32>3));
    atomic.or<u32>(ownSlot + SLOT_BITS, load<u32>(actor + A_PRIORITY));
  }
  return fixnum(old);
}
export function prim_process_info(pid: u64, op: u64): u64 {
  if (!isPid(pid)) return bad(pid, P_SEND);
  return isFixnum(op) ? processInfo(pid, <u32>fixnumValue(op)) : bad(op, P_PROCESS_FLAG);
}
export function prim_mailbox_length(): u64 {
  drainMailbox();
  return fixnum(load<u32>(actor + A_QUEUE_LENGTH));
}
export function prim_mailbox_mark(): u64 {
  drainMailbox();
  store<u32>(actor + A_QUEUE_MARK, load<u32>(actor + A_QUEUE_TAIL));
  return NIL;
}
export function prim_mailbox_skip(): u64 {
  store<u32>(actor + A_FLAGS, load<u32>(actor + A_FLAGS) | AF_SKIP);
  return NIL;
}
export function prim_reductions(): u64 { return fixnum(ownReductions()); }
export function prim_actors(): u64 { return allPids(); }
export function prim_yield(): u64 {
  setReductions(0);
  setHeld(0);
  return NIL;
}

// ---- names ----
export function prim_register(name: u64, pid: u64): u64 {
  if (name == NIL) return bad(name, P_SEND);
  return isPid(pid) ? registerName(name, pid) : bad(pid, P_SEND);
}
export function prim_unregister(name: u64): u64 { return unregisterName(name); }
export function prim_whereis(name: u64): u64 { return whereis(name); }
export function prim_registered(): u64 {
  let list = load<u64>(ROOT_EMPTY_LIST);
  lockNames();
  for (let i: u32 = 0; i < NAME_BUCKETS; i++) for (let e = firstName(i); e != 0; e = nextName(e)) list = prepend(entryName(e), list);
  unlockNames();
  return list;
}
export function prim_make_ref(): u64 { return newRef(); }
export function prim_ref_p(w: u64): u64 { return truth(isRef(w)); }

// ---- time ----
/** Farthest deadline: about 73 years. */
const MOST_MS: i64 = 1 << 41;
function isInfinity(w: u64): bool {
  if (!isType(w, T_KEYWORD)) return false;
  const name = load<u64>(addressOf(w) + KEYWORD_NAME), units = stringUnits(name);
  return stringLength(name) == 8 && load<u64>(units) == 0x00690066006e0069 && load<u64>(units, 8) == 0x007900740069006e;
}
export function prim_deadline(ms: u64): u64 {
  if (isFixnum(ms) && fixnumValue(ms) >= 0) return fixnum(nowNs() + min<i64>(fixnumValue(ms), MOST_MS) * 1_000_000);
  return isInfinity(ms) ? NIL : raise(E_BAD_TIMEOUT, ms);
}
export function prim_sleep_until(deadline: u64): u64 {
  if (deadline != NIL && !isFixnum(deadline)) return raise(E_BAD_TIMEOUT, deadline);
  if (deadline != NIL && fixnumValue(deadline) <= nowNs()) {
    disarmWake();
    return NIL;
  }
  clearNotified();
  if (deadline != NIL) armWake(<u64>fixnumValue(deadline));
  return PARK;
}
export function prim_send_after(ms: u64, pid: u64, message: u64): u64 {
  if (!isPid(pid)) return bad(pid, P_SEND);
  if (!isFixnum(ms) || fixnumValue(ms) < 0) return raise(E_BAD_TIMEOUT, ms);
  return sendAt(<u64>(nowNs() + min<i64>(fixnumValue(ms), MOST_MS) * 1_000_000), pid, message, newRef());
}
export function prim_cancel_timer(ref: u64): u64 { return isRef(ref) ? cancelTimer(ref) : bad(ref, P_SEND); }
export function prim_now_ms(): u64 { return fixnum(<i64>host_now_ms()); }
export function prim_now_ns(): u64 { return fixnum(nowNs()); }

// ---- host ----
export function prim_out(fd: u64, text: u64): u64 {
  if (!isType(text, T_STRING)) return bad(text, P_OUT);
  return isFixnum(fd) && (fixnumValue(fd) == 1 || fixnumValue(fd) == 2) ? writeText(<u32>fixnumValue(fd), text) : bad(fd, P_OUT);
}
export function prim_host_request(ref: u64, op: u64, args: u64): u64 {
  if (!isPointer(args) || !isVectorType(typeOf(args))) return bad(args, P_HOST_REQUEST);
  const n = anyVectorCount(args), at = allocBlock(8 * (n + 1));
  if (at == 0) return raise(E_OUT_OF_MEMORY);
  store<u64>(at, op);
  for (let i: u32 = 0; i < n; i++) store<u64>(at + 8 * (i + 1), anyVectorAt(args, i));
  const value = vectorFrom(at, n + 1);
  freeBlock(at, 8 * (n + 1));
  return requestHost(ownPid(), ref, value) ? NIL : raise(E_OUT_OF_MEMORY);
}
export function prim_exit_program(code: u64): u64 {
  if (!isFixnum(code)) return bad(code, P_OUT);
  shutDown(<i32>fixnumValue(code));
  return prim_yield();
}
export function prim_collect(kind: u64): u64 {
  askCollect(kind == fixnum(0) ? ASK_MINOR : kind == fixnum(1) ? ASK_FULL : ASK_MAJOR);
  return NIL;
}
/** Ends the slice: the check needs all stacks saved, so the executor makes it before it runs the next actor (kernel/index.ts). */
export function prim_heap_check(): u64 {
  const asked = control(C_CHECK_ASKED);
  if (load<u64>(actor + A_MORE) == NIL || asked == 1) {
    if (load<u64>(actor + A_MORE) == NIL) {
      setControl(C_CHECK_ASKED, 1);
      store<u64>(actor + A_MORE, TRUE);
    }
    prim_yield();
    return MORE;
  }
  store<u64>(actor + A_MORE, NIL);
  return control(C_CHECK_CODE) == 0 ? TRUE : raise(E_LOAD, fixnum(control(C_CHECK_CODE)));
}
export function prim_stats(): u64 { return statistics(); }
export function prim_memory_info(): u64 { return memoryInfo(); }
export function prim_executors(): u64 { return fixnum(control(C_EXECUTORS_STARTED)); }

// ---- byte buffers ----
const MAX_BUFFER: i64 = 1 << 30;
// @ts-ignore: decorator
@inline function bufferLength(b: u64): i64 { return fixnumValue(cellGet(b, BUFFER_LENGTH)); }
function checkIndex(b: u64, i: u64): u64 {
  if (!isType(b, T_BUFFER)) return bad(b, P_BUFFER_GET);
  return isFixnum(i) && fixnumValue(i) >= 0 && fixnumValue(i) < bufferLength(b) ? NIL : raise(E_INDEX, i, fixnum(bufferLength(b)));
}
export function prim_buffer_make(n: u64): u64 {
  if (!isFixnum(n) || fixnumValue(n) < 0) return bad(n, P_BUFFER_GET);
  return fixnumValue(n) > MAX_BUFFER ? raise(E_TOO_LARGE, n) : bufferAlloc(<u32>fixnumValue(n));
}
export function prim_buffer_get(b: u64, i: u64): u64 {
  return checkIndex(b, i) == THROW ? THROW : fixnum(<i64>load<u8>(bufferAddress(b) + <u32>fixnumValue(i)));
}
export function prim_buffer_set(b: u64, i: u64, v: u64): u64 {
  if (checkIndex(b, i) == THROW) return THROW;
  if (!isFixnum(v)) return bad(v, P_BUFFER_GET);
  store<u8>(bufferAddress(b) + <u32>fixnumValue(i), <u8>fixnumValue(v));
  return v;
}
export function prim_buffer_length(b: u64): u64 { return isType(b, T_BUFFER) ? fixnum(bufferLength(b)) : bad(b, P_BUFFER_GET); }
export function prim_buffer_p(w: u64): u64 { return truth(isType(w, T_BUFFER)); }
export function prim_buffer_fill(b: u64, v: u64): u64 {
  if (!isType(b, T_BUFFER)) return bad(b, P_BUFFER_GET);
  if (!isFixnum(v)) return bad(v, P_BUFFER_GET);
  memory.fill(bufferAddress(b), <u8>fixnumValue(v), <u32>bufferLength(b));
  return b;
}
