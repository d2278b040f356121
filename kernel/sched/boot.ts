/** Setting up what the scheduler keeps in shared memory; and what belongs to one run, for an image that starts again. */
import {
  C_CALLS_PENDING, C_DEADLOCK_REPORTED, C_EXIT_CODE, TIER_REFUSED, C_HOST_FREE_HEAD, C_HOST_PENDING, C_HOST_SLEEPING, C_HOST_WAKE,
  C_IDLE_EXECUTORS, C_INBOX_ADDR, C_INBOX_HEAD, C_INBOX_LOCK, C_INBOX_SIGNAL, C_INBOX_TAIL, C_OUTBOX_HEAD, C_SHUTDOWN, C_STDOUT_ADDR, C_STDOUT_HEAD,
  C_STDOUT_LOCK, C_STDOUT_TAIL, C_STDOUT_WAITERS, CODE_ARITY, CODE_BYTES, CODE_CONSTS, CODE_COUNTER, CODE_ENTRY, CODE_FAILED, CODE_FILE, CODE_HANDLERS, CODE_LOOPS, CODE_SEEN,
  CODE_LINES, CODE_NAME, CODE_NEXT, CODE_NLOCALS, CODE_NS, CODE_NSLOTS, E_OUT_OF_MEMORY, F_RAW, INBOX_RING, LIB_INVOKE_SLOW, NIL, OP_APPLY, OP_RETURN,
  ROOT_COUNT, ROOT_EMPTY_NODE, ROOT_KEYWORD_COUNT, ROOT_KW_NORMAL, ROOT_SPAWN_CODE, ROOT_WORDS, rootKeywordText, STDOUT_RING, T_BYTES, T_CODE,
} from "../generated/spec";
import { internKeyword, internString } from "../coll/intern";
import { packedName } from "../coll/text";
import { allocShared } from "../gc";
import { allocBlock, control, setControl } from "../mem";
import { fixnum, pointer } from "../object/word";
import { bootNames } from "./names";
import { bootSlots } from "./slots";
import { bootTimers } from "./timers";
import { bootWaits } from "./waits";

/** Once, on fresh memory: tables, the first frame's code, keywords, rings. 0 or an error number. */
export function bootScheduler(): u32 {
  if (!bootSlots()) return E_OUT_OF_MEMORY;
  for (let i: u32 = 0; i < ROOT_KEYWORD_COUNT; i++) store<u64>(ROOT_KW_NORMAL + 8 * i, rootKeyword(i));
  store<u64>(ROOT_SPAWN_CODE, spawnCode());
  for (let i: u32 = ROOT_COUNT; i < ROOT_WORDS; i++) store<u64>(LIB_INVOKE_SLOW + 8 * (i - ROOT_COUNT), NIL);
  setControl(C_INBOX_ADDR, allocBlock(INBOX_RING));
  setControl(C_STDOUT_ADDR, allocBlock(STDOUT_RING));
  if (control(C_INBOX_ADDR) == 0 || control(C_STDOUT_ADDR) == 0) return E_OUT_OF_MEMORY;
  return resetRun() ? 0 : E_OUT_OF_MEMORY;
}

/** Empties everything that belongs to one run. */
export function resetRun(): bool {
  setControl(C_INBOX_HEAD, 0);
  setControl(C_INBOX_TAIL, 0);
  setControl(C_INBOX_LOCK, 0);
  setControl(C_INBOX_SIGNAL, 0);
  setControl(C_OUTBOX_HEAD, 0);
  setControl(C_HOST_FREE_HEAD, 0);
  setControl(C_HOST_WAKE, 0);
  setControl(C_HOST_SLEEPING, 0);
  setControl(C_HOST_PENDING, 0);
  setControl(C_STDOUT_HEAD, 0);
  setControl(C_STDOUT_TAIL, 0);
  setControl(C_STDOUT_LOCK, 0);
  setControl(C_STDOUT_WAITERS, 0);
  setControl(C_DEADLOCK_REPORTED, 0);
  setControl(C_CALLS_PENDING, 0);
  setControl(C_IDLE_EXECUTORS, 0);
  setControl(C_SHUTDOWN, 0);
  setControl(C_EXIT_CODE, 0);
  return bootTimers() && bootWaits() && bootNames();
}

/** The keyword of a text of at most 16 characters; a slash divides namespace and name. */
function rootKeyword(i: u32): u64 {
  let low = rootKeywordText(i, 0), high = rootKeywordText(i, 1);
  for (let k: u32 = 0; k < 8; k++) {
    if ((<u32>(low >> (8 * k)) & 0xff) != 0x2f) continue;
    const ns = packedName(low & ((<u64>1 << (8 * k)) - 1), 0);
    const shift = 8 * (k + 1);
    const rest = shift == 64 ? high : (low >> shift) | (high << (64 - shift));
    return internKeyword(internString(ns), internString(packedName(rest, 0)));
  }
  return internKeyword(NIL, internString(packedName(low, high)));
}
/** CODE without locals: APPLY, RETURN. */
function spawnCode(): u64 {
  const bytes = allocShared(T_BYTES, 2, F_RAW), code = allocShared(T_CODE, CODE_FAILED >> 3, 0);
  store<u32>(bytes, 2, 8);
  store<u32>(bytes, 0, 12);
  store<u64>(bytes, <u64>OP_APPLY | (<u64>OP_RETURN << 8), 16);
  store<u64>(code + CODE_NAME, NIL);
  store<u64>(code + CODE_ARITY, 0);
  store<u64>(code + CODE_NLOCALS, 0);
  store<u64>(code + CODE_NSLOTS, 6 << 3);
  store<u64>(code + CODE_CONSTS, load<u64>(ROOT_EMPTY_NODE));
  store<u64>(code + CODE_BYTES, pointer(T_BYTES, bytes));
  store<u64>(code + CODE_HANDLERS, NIL);
  store<u64>(code + CODE_LINES, NIL);
  store<u64>(code + CODE_NEXT, NIL);
  store<u64>(code + CODE_NS, NIL);
  store<u64>(code + CODE_COUNTER, fixnum(TIER_REFUSED)); // it begins with operands on its stack
  store<u64>(code + CODE_ENTRY, NIL);
  store<u64>(code + CODE_FILE, NIL);
  store<u64>(code + CODE_LOOPS, NIL);
  store<u64>(code + CODE_SEEN, 0);
  store<u64>(code + CODE_FAILED, 0);
  return pointer(T_CODE, code);
}
