/**
 * The life of an actor: spawn, end.
 *
 * A new actor's stack: if the function has an arity that fits, its frame is built here and is the first one. Otherwise the
 * first frame runs spawnCode (APPLY, RETURN) on the function and the arguments, so that the error is the new actor's own.
 */
import {
  A_BINDINGS, A_EXIT_REASON, A_FLAGS, A_FP, A_LINKS, A_MAILBOX_LIMIT, A_PARENT, A_PID, A_PRIORITY, A_QUEUE_HEAD, A_REQUEST, A_RESULT, A_SLOT, A_SP,
  A_SPARE1, A_MONITORS, A_STACK_BASE, A_STACK_END, AF_EXITING, BIT_NAMED, C_CALLS_PENDING, CLOSURE_CODE, CODE_ARITY, CODE_NLOCALS, CODE_NSLOTS,
  CODE_BYTES, E_BAD_TYPE, E_OUT_OF_MEMORY, E_SYSTEM_LIMIT, MORE, NIL, P_SPAWN, ROOT_KW_KILLED, ROOT_KW_NORMAL, ROOT_SPAWN_CODE, SLOT_BITS, SLOT_BLOCK,
  SLOT_MAILBOX, SLOT_SIGNALS, SLOT_STATUS, STATUS_EXITING, STATUS_RUNNABLE, T_CLOSURE, T_NODE, THROW, TRUE, X_SPAWNED,
} from "../generated/spec";
import { BEYOND, cellGet, createActorBlock, destroyActorMemory, draw, growStack, leaveActor, promote } from "../gc";
import { addControl, allocBlock, count, freeBlock } from "../mem";
import { flatAt } from "../coll/flatvec";
import { vectorFrom } from "../coll/vector";
import { actor } from "../mem/registers";
import { sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { makePid, slotAddress } from "../object/slot";
import { addressOf, fixnum, isPid, isType } from "../object/word";
import { entries, entryKey, entryValue, nextEntry } from "./keys";
import { freeMessages, promoteStep, reverseList } from "./mailbox";
import { reportDone } from "./done";
import { unregisterPid } from "./names";
import { enqueue } from "./queue";
import { link, monitor, ownPid, pushSignal, refuse, sendDown, sendLinkExit, SIGNAL_DEMONITOR } from "./signals";
import { giveSlot, takeSlot } from "./slots";
import { disarmWake } from "./timers";
import { endWaits } from "./waits";

const LINK: u32 = 4;
const MONITOR: u32 = 8;
const APPLY_WORDS: u32 = 6;

/** A new runnable actor that applies f to the words of a NODE, both shared: its pid, or THROW. */
export function startActor(f: u64, args: u64, bindings: u64, priority: u32, request: u64): u64 {
  const index = takeSlot();
  if (index < 0) return raise(E_SYSTEM_LIMIT, NIL);
  const block = createActorBlock();
  if (block == 0 || !firstFrame(block, f, args)) {
    if (block != 0) destroyActorMemory(block);
    giveSlot(index);
    return raise(E_OUT_OF_MEMORY);
  }
  const s = slotAddress(index);
  const pid = makePid(index, <u32>(atomic.load<u64>(s + SLOT_MAILBOX) >> 32));
  store<u64>(block + A_SLOT, <u64>index);
  store<u64>(block + A_PRIORITY, <u64>priority);
  store<u64>(block + A_REQUEST, request);
  store<u64>(block + A_PID, pid);
  store<u64>(block + A_BINDINGS, bindings);
  if (actor != 0) store<u64>(block + A_PARENT, ownPid());
  atomic.store<u32>(s + SLOT_BITS, priority);
  atomic.store<u32>(s + SLOT_BLOCK, block);
  atomic.store<u32>(s + SLOT_STATUS, STATUS_RUNNABLE);
  count(X_SPAWNED);
  return pid;
}
/** Builds the first frame; the stack of a new block. */
function firstFrame(block: u32, f: u64, args: u64): bool {
  const n = sizeOf(addressOf(args)), base = load<u32>(block + A_STACK_BASE);
  if (isType(f, T_CLOSURE)) {
    const codeWord = load<u64>(addressOf(f) + CLOSURE_CODE), code = addressOf(codeWord);
    if (load<u64>(code + CODE_ARITY) == <u64>n << 4) {
      if (base + 32 + <u32>load<u64>(code + CODE_NSLOTS) > load<u32>(block + A_STACK_END) && !growStack(block, 32 + <u32>load<u64>(code + CODE_NSLOTS))) return false;
      const fp = load<u32>(block + A_STACK_BASE);
      store<u64>(fp, 0);
      store<u64>(fp, codeWord, 8);
      store<u64>(fp, 0, 16);
      store<u64>(fp, f, 24);
      memory.copy(fp + 32, addressOf(args) + 8, 8 * n);
      const end = fp + 32 + <u32>load<u64>(code + CODE_NLOCALS);
      for (let at = fp + 32 + 8 * n; at < end; at += 8) store<u64>(at, NIL);
      store<u32>(block + A_FP, fp);
      store<u32>(block + A_SP, end);
      return true;
    }
  }
  if (!growStack(block, 32 + 8 * APPLY_WORDS)) return false;
  const fp = load<u32>(block + A_STACK_BASE);
  store<u64>(fp, 0);
  store<u64>(fp, load<u64>(ROOT_SPAWN_CODE), 8);
  store<u64>(fp, 0, 16);
  store<u64>(fp, NIL, 24);
  store<u64>(fp, 0, 32);
  store<u64>(fp, 0, 40);
  store<u64>(fp, 0, 48);
  store<u64>(fp, f, 56);
  store<u64>(fp, args, 64);
  store<u64>(fp, NIL, 72);
  store<u32>(block + A_FP, fp);
  store<u32>(block + A_SP, fp + 80);
  return true;
}

/** (spawn f args opts) by the running actor: the pid, or [pid ref] if it also monitors. */
export function spawn(f: u64, args: u64, opts: u32): u64 {
  if (!isType(args, T_NODE)) return raise(E_BAD_TYPE, args, fixnum(P_SPAWN));
  const fn = promoteStep(f);
  if (fn == THROW || fn == MORE) return fn;
  const words = promoteStep(args);
  if (words == THROW || words == MORE) return words;
  const bindings = promote(load<u64>(actor + A_BINDINGS));
  if (bindings == THROW) return THROW;
  const pid = startActor(fn, words, bindings, opts & 3, 0);
  if (pid == THROW) return THROW;
  let ref: u64 = NIL;
  if ((opts & LINK) != 0) link(pid);
  if ((opts & MONITOR) != 0) ref = monitor(pid, NIL);
  enqueue(<u32>pid >> 8);
  if (ref == NIL) return pid;
  const at = allocBlock(16);
  if (at == 0) return raise(E_OUT_OF_MEMORY);
  store<u64>(at, pid);
  store<u64>(at, ref, 8);
  const both = vectorFrom(at, 2);
  freeBlock(at, 16);
  return both;
}

/** The running actor ends. `reason` is what links and monitors see; ok: it returned `result`. Leaves the actor. */
export function endActor(reason: u64, ok: u32, result: u64): void {
  const block = actor, index = load<u32>(block + A_SLOT), s = slotAddress(index), pid = ownPid();
  atomic.store<u32>(s + SLOT_STATUS, STATUS_EXITING);
  store<u32>(block + A_FLAGS, load<u32>(block + A_FLAGS) | AF_EXITING);
  const before = draw(BEYOND); // its end and its reason are told even when memory is exhausted
  let shared = promote(reason);
  if (shared == THROW) shared = load<u64>(ROOT_KW_KILLED);
  if ((atomic.load<u32>(s + SLOT_BITS) & BIT_NAMED) != 0) unregisterPid(pid);
  disarmWake();
  const next = <u64>(<u32>(pid >> 32) + 1) << 32;
  const mail = atomic.xchg<u64>(s + SLOT_MAILBOX, next);
  const signals = atomic.xchg<u64>(s + SLOT_SIGNALS, next);
  endWaits(pid);
  refuse(reverseList(<u32>signals & ~7));
  for (let e = entries(A_LINKS); e != NIL; e = nextEntry(e)) sendLinkExit(entryKey(e), shared);
  for (let e = entries(A_SPARE1); e != NIL; e = nextEntry(e)) tellWatcher(entryKey(e), entryValue(e), shared);
  for (let e = entries(A_MONITORS); e != NIL; e = nextEntry(e)) {
    if (isPid(entryValue(e))) pushSignal(entryValue(e), SIGNAL_DEMONITOR, pid, entryKey(e), NIL, false);
  }
  if (load<u64>(block + A_REQUEST) != 0) {
    reportDone(load<u64>(block + A_REQUEST), ok, ok == 1 ? result : reason);
    addControl(C_CALLS_PENDING, <u32>-1);
  }
  draw(before);
  freeMessages(<u32>mail & ~7);
  freeMessages(load<u32>(block + A_QUEUE_HEAD));
  leaveActor(block);
  destroyActorMemory(block);
  giveSlot(index);
}
function tellWatcher(ref: u64, who: u64, reason: u64): void {
  if (isPid(who)) sendDown(who, ref, ownPid(), reason);
  else sendDown(flatAt(who, 0), ref, flatAt(who, 1), reason);
}
