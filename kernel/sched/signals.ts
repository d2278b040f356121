/**
 * Signals: exit, link, unlink, monitor, demonitor. A signal is a MESSAGE on slot.signals with three words, from, a and b, where
 * others have their value; its kind says what it is. The owner handles them at the start of each of its slices.
 *
 *   kind           from     a                  b
 *   EXIT (1)       sender   reason             -         sent with (exit pid reason)
 *   LINK_EXIT (2)  ended    reason             -         counts only while linked
 *   LINK (3)       other    -                  -
 *   UNLINK (4)     other    -                  -
 *   MONITOR (5)    watcher  reference          name or nil
 *   DEMONITOR (6)  watcher  reference          -
 *
 * An exit for an actor that traps exits goes to its mailbox as [:EXIT from reason] so that it keeps its place among the
 * sender's messages; one that raced with the change of that flag is turned into a message (or into the end) when handled.
 */
import {
  A_EXIT_REASON, A_FLAGS, A_LINKS, A_MONITORS, A_PID, A_SPARE1, AF_EXITING, AF_TRAP_EXIT, BIT_TRAPS, E_OUT_OF_MEMORY, F_CELL, FALSE, MESSAGE_DOWN,
  MESSAGE_LINK_EXIT, MESSAGE_PLAIN, NIL, ROOT_KW_DOWN, ROOT_KW_EXIT, ROOT_KW_KILL, ROOT_KW_KILLED, ROOT_KW_NOPROC, ROOT_KW_NORMAL,
  SLOT_BITS, SLOT_SIGNALS, SUB_REF, T_MESSAGE, THROW, TRUE, UNWIND, C_REF_COUNTER, MESSAGE_VALUE,
} from "../generated/spec";
import { vectorFrom } from "../coll/vector";
import { allocBlock, addControl64, freeBlock } from "../mem";
import { allocShared, BEYOND, draw, freeShared, promote } from "../gc";
import { actor, ownSlot, refEnd, refNext, setRefs } from "../mem/registers";
import { raise } from "../object/raise";
import { pidGeneration, pidIndex, slotAddress } from "../object/slot";
import { addKey, hasKey, removeKey, valueOf } from "./keys";
import { deliver, deliverToSelf, drainMailbox, freeMessages, keyed, messageKind, messageNext, pushNode, takeList } from "./mailbox";
import { currentSlot, isCurrent, wakeAt } from "./slots";

export const SIGNAL_EXIT: u32 = 1;
export const SIGNAL_LINK_EXIT: u32 = 2;
export const SIGNAL_LINK: u32 = 3;
export const SIGNAL_UNLINK: u32 = 4;
export const SIGNAL_MONITOR: u32 = 5;
export const SIGNAL_DEMONITOR: u32 = 6;
const SIGNAL_WORDS: u32 = 4;
const FROM: u32 = MESSAGE_VALUE;

// @ts-ignore: decorator
@inline export function ownPid(): u64 { return load<u64>(actor + A_PID); }
/** An executor takes so many references at a time from what all count. */
const REFS_AT_ONCE: u64 = 1024;
export function newRef(): u64 {
  if (refNext == refEnd) {
    const first = addControl64(C_REF_COUNTER, REFS_AT_ONCE) + 1;
    setRefs(first, first + REFS_AT_ONCE);
  }
  setRefs(refNext + 1, refEnd);
  return ((refNext - 1) << 8) | ((SUB_REF << 3) | 2);
}

/** A shared vector of words that are shared already, above the memory limit if need be; 0 when there is no memory at all. */
export function sharedVector(n: u32, a: u64, b: u64, c: u64 = NIL, d: u64 = NIL): u64 {
  const before = draw(BEYOND), shared = vectorOf(n, a, b, c, d);
  draw(before);
  return shared;
}
function vectorOf(n: u32, a: u64, b: u64, c: u64, d: u64): u64 {
  const at = allocBlock(32);
  if (at == 0) return 0;
  store<u64>(at, a);
  store<u64>(at, b, 8);
  store<u64>(at, c, 16);
  store<u64>(at, d, 24);
  const local = vectorFrom(at, n);
  freeBlock(at, 32);
  const shared = promote(local);
  return shared == THROW ? 0 : shared;
}

/** Pushes a signal, above the memory limit if need be; false if the actor has ended. */
export function pushSignal(pid: u64, kind: u32, from: u64, a: u64, b: u64, fatal: bool): bool {
  const to = currentSlot(pid);
  if (to == 0) return false;
  const before = draw(BEYOND), node = allocShared(T_MESSAGE, SIGNAL_WORDS, F_CELL);
  draw(before);
  if (node == 0) return true;
  store<u64>(node + FROM, from);
  store<u64>(node + FROM + 8, a);
  store<u64>(node + FROM + 16, b);
  if (!pushNode(to + SLOT_SIGNALS, pidGeneration(pid), node, kind, fatal ? 1 : 0)) {
    freeShared(node);
    return false;
  }
  // The end of a watch can wait until its target runs for another reason: what a call costs would else be a slice more.
  if (kind != SIGNAL_DEMONITOR) wakeAt(to, pidIndex(pid));
  return true;
}

// @ts-ignore: decorator
@inline function traps(): bool { return (load<u32>(actor + A_FLAGS) & AF_TRAP_EXIT) != 0; }
/** The running actor shall end; handled when the interpreter answers or at once by the scheduler. */
export function setExit(reason: u64): void {
  store<u32>(actor + A_FLAGS, load<u32>(actor + A_FLAGS) | AF_EXITING);
  store<u64>(actor + A_EXIT_REASON, reason);
}
/** An exit signal reaches the running actor: a message if it traps, its end if the reason is fatal, else nothing. */
function receiveExit(from: u64, reason: u64, linked: bool): void {
  const kill = !linked && reason == load<u64>(ROOT_KW_KILL);
  if (traps() && !kill) {
    const message = sharedVector(3, load<u64>(ROOT_KW_EXIT), from, reason);
    if (message != 0) deliverToSelf(message);
  } else if (kill) setExit(load<u64>(ROOT_KW_KILLED));
  else if (reason != load<u64>(ROOT_KW_NORMAL) || (!linked && from == ownPid())) setExit(reason);
}

/** (exit pid reason) */
export function exitActor(pid: u64, reason: u64): u64 {
  const shared = promote(reason);
  if (shared == THROW) return THROW;
  const me = ownPid();
  if (pid == me) {
    drainMailbox(); // earlier messages come first
    receiveExit(me, shared, false);
    return (load<u32>(actor + A_FLAGS) & AF_EXITING) != 0 ? UNWIND : TRUE;
  }
  if (!isCurrent(pid)) return TRUE;
  const kill = shared == load<u64>(ROOT_KW_KILL);
  const trapping = (atomic.load<u32>(slotAddress(pidIndex(pid)) + SLOT_BITS) & BIT_TRAPS) != 0;
  if (trapping && !kill) {
    const message = sharedVector(3, load<u64>(ROOT_KW_EXIT), me, shared);
    if (message == 0) return raise(E_OUT_OF_MEMORY);
    deliver(pid, message, MESSAGE_PLAIN);
  } else if (kill || shared != load<u64>(ROOT_KW_NORMAL)) pushSignal(pid, SIGNAL_EXIT, me, shared, NIL, true);
  return TRUE;
}
/** An exit signal from outside any actor (the host). */
export function exitFromHost(pid: u64, reason: u64): void {
  if (isCurrent(pid)) pushSignal(pid, SIGNAL_EXIT, NIL, reason, NIL, true);
}
/** The running actor ends with `reason` (shared) and tells an actor that it is linked to. */
export function sendLinkExit(pid: u64, reason: u64): void {
  if (!isCurrent(pid)) return;
  const me = ownPid();
  if ((atomic.load<u32>(slotAddress(pidIndex(pid)) + SLOT_BITS) & BIT_TRAPS) != 0) {
    const message = sharedVector(3, load<u64>(ROOT_KW_EXIT), me, reason);
    const pair = message == 0 ? 0 : keyed(me, message);
    if (pair != 0) deliver(pid, pair, MESSAGE_LINK_EXIT);
  } else pushSignal(pid, SIGNAL_LINK_EXIT, me, reason, NIL, false);
}
/** [:DOWN ref pid-or-name reason] to a watcher. */
export function sendDown(watcher: u64, ref: u64, who: u64, reason: u64): void {
  if (!isCurrent(watcher)) return;
  const message = sharedVector(4, load<u64>(ROOT_KW_DOWN), ref, who, reason);
  const pair = message == 0 ? 0 : keyed(ref, message);
  if (pair != 0) deliver(watcher, pair, MESSAGE_DOWN);
}

/** (link pid): answers true, or UNWIND if the other is dead and the caller does not trap exits. */
export function link(pid: u64): u64 {
  const me = ownPid();
  if (pid == me || hasKey(A_LINKS, pid)) return TRUE;
  addKey(A_LINKS, pid, TRUE);
  if (pushSignal(pid, SIGNAL_LINK, me, NIL, NIL, false)) return TRUE;
  removeKey(A_LINKS, pid);
  receiveExit(pid, load<u64>(ROOT_KW_NOPROC), true);
  return (load<u32>(actor + A_FLAGS) & AF_EXITING) != 0 ? UNWIND : TRUE;
}
export function unlink(pid: u64): u64 {
  drainMailbox(); // an EXIT that has arrived stays a message
  if (!hasKey(A_LINKS, pid)) return TRUE;
  removeKey(A_LINKS, pid);
  pushSignal(pid, SIGNAL_UNLINK, ownPid(), NIL, NIL, false);
  return TRUE;
}
/** (monitor pid), or by name: who = the name, to stand in the DOWN message. */
export function monitor(pid: u64, name: u64): u64 {
  const ref = newRef();
  addKey(A_MONITORS, ref, pid);
  const shared = promote(name);
  if (shared == THROW) return THROW;
  if (pid == NIL || !pushSignal(pid, SIGNAL_MONITOR, ownPid(), ref, shared, false)) {
    sendDown(ownPid(), ref, name == NIL ? pid : shared, load<u64>(ROOT_KW_NOPROC));
  }
  return ref;
}
/** (demonitor ref): DOWN messages that arrive later are dropped. */
export function demonitor(ref: u64): u64 {
  drainMailbox();
  if (!hasKey(A_MONITORS, ref)) return FALSE;
  const pid = valueOf(A_MONITORS, ref);
  removeKey(A_MONITORS, ref);
  if (pid != NIL) pushSignal(pid, SIGNAL_DEMONITOR, ownPid(), ref, NIL, false);
  return TRUE;
}

/** Handles what has arrived for the running actor. AF_EXITING is set afterwards if it must end. */
export function handleSignals(): void {
  const at = ownSlot + SLOT_SIGNALS;
  let node = takeList(at);
  while (node != 0) {
    const next = messageNext(node);
    handle(messageKind(node), node);
    freeShared(node);
    node = next;
    if ((load<u32>(actor + A_FLAGS) & AF_EXITING) != 0) {
      refuse(node);
      return;
    }
  }
  // What was fatal when it was sent has turned out not to be (the actor traps exits by now).
  if ((<u32>atomic.load<u64>(at) & 1) != 0) atomic.and<u64>(at, ~(<u64>1));
}
function handle(kind: u32, node: u32): void {
  const from = load<u64>(node + FROM), a = load<u64>(node + FROM + 8), b = load<u64>(node + FROM + 16);
  switch (kind) {
    case SIGNAL_EXIT:
      drainMailbox();
      receiveExit(from, a, false);
      break;
    case SIGNAL_LINK_EXIT:
      if (!hasKey(A_LINKS, from)) break;
      removeKey(A_LINKS, from);
      drainMailbox();
      receiveExit(from, a, true);
      break;
    case SIGNAL_LINK: addKey(A_LINKS, from, TRUE); break;
    case SIGNAL_UNLINK: removeKey(A_LINKS, from); break;
    case SIGNAL_MONITOR: addWatcher(from, a, b); break;
    case SIGNAL_DEMONITOR: removeKey(A_SPARE1, a); break;
  }
}
/** spare1: ref -> watcher, or [watcher name]. */
function addWatcher(watcher: u64, ref: u64, name: u64): void {
  if (name == NIL) {
    addKey(A_SPARE1, ref, watcher);
    return;
  }
  const pair = sharedVector(2, watcher, name);
  addKey(A_SPARE1, ref, pair == 0 ? watcher : pair);
}
/** The actor ends: links and monitors asked for in these signals are answered as those of a dead actor. */
export function refuse(node: u32): void {
  const me = ownPid(), noproc = load<u64>(ROOT_KW_NOPROC);
  for (let n = node; n != 0; n = messageNext(n)) {
    const kind = messageKind(n), from = load<u64>(n + FROM), b = load<u64>(n + FROM + 16);
    if (kind == SIGNAL_LINK) sendLinkExit(from, noproc);
    else if (kind == SIGNAL_MONITOR) sendDown(from, load<u64>(n + FROM + 8), b == NIL ? me : b, noproc);
  }
  freeMessages(node);
}
