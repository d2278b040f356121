/**
 * Mailboxes. A sender pushes a MESSAGE node onto slot.mailbox by compare-and-set, generation included; the owner takes the
 * whole stack at once, reverses it and appends it to its own queue:
 *
 *   slot.mailbox -> newest -> ... -> oldest            (shared, push only)
 *   actor.queueHead -> oldest -> ... -> queueTail       (owner only)      queueScan: the node before the scan position
 *
 * Nodes lie in the shared heap and are freed by the owner as it takes them. The value is a shared word; in a node of a kind
 * other than PLAIN it is a NODE [key value] until the owner has checked that the key (a monitor, a link) still holds.
 */
import {
  A_FLAGS, A_LINKS, A_MAILBOX_LIMIT, A_MONITORS, A_NURSERY_BYTES, A_OLD_BYTES, A_QUEUE_HEAD, A_QUEUE_LENGTH, A_QUEUE_MARK, A_QUEUE_SCAN, A_QUEUE_TAIL, AF_LIMIT, AF_SKIP, E_OUT_OF_MEMORY,
  F_CELL, MESSAGE_DOWN, MESSAGE_NEXT, MESSAGE_PLAIN, MESSAGE_VALUE, MORE, NIL, NODE_WORDS, SLOT_MAILBOX, T_MESSAGE, T_NODE, THROW, TRUE, X_MESSAGES,
} from "../generated/spec";
import { allocShared, BEYOND, draw, freeShared, promote, promoteBounded } from "../gc";
import { count, replaceWord } from "../mem";
import { actor, charge, interrupt, ownSlot } from "../mem/registers";
import { raise } from "../object/raise";
import { pidGeneration, pidIndex, slotAddress } from "../object/slot";
import { addressOf, fixnum, isPointer, pointer } from "../object/word";
import { removeKey, hasKey } from "./keys";
import { clearNotified, currentSlot, wakeAt, wakeSlot } from "./slots";

/** Actors with less than so many bytes promote in one go; others at most so many objects a step. */
const MUCH: u32 = 1 << 18;
const PROMOTED_AT_ONCE: i32 = 2000;

// @ts-ignore: decorator
@inline export function messageNext(node: u32): u32 { return <u32>(load<u64>(node + MESSAGE_NEXT) >> 3) & ~7; }
// @ts-ignore: decorator
@inline export function messageKind(node: u32): u32 { return <u32>(load<u64>(node + MESSAGE_NEXT) >> 3) & 7; }
// @ts-ignore: decorator
@inline export function setMessageNext(node: u32, next: u32, kind: u32): void { store<u64>(node + MESSAGE_NEXT, fixnum(next | kind)); }
// @ts-ignore: decorator
@inline export function messageValue(node: u32): u64 { return load<u64>(node + MESSAGE_VALUE); }

/** A MESSAGE node of a shared value; 0 when memory is exhausted. */
// @ts-ignore: decorator
@inline export function makeMessage(value: u64): u32 {
  const node = allocShared(T_MESSAGE, 2, F_CELL);
  if (node == 0) return 0;
  store<u64>(node + MESSAGE_NEXT, 0);
  store<u64>(node + MESSAGE_VALUE, value);
  return node;
}
/** As makeMessage, above the memory limit if need be. */
export function neverRefused(value: u64): u32 {
  const before = draw(BEYOND), node = makeMessage(value);
  draw(before);
  return node;
}
/** Pushes a node onto the list word at `at` if it still has that generation; `mark` is or-ed into the low bits. */
// @ts-ignore: decorator
@inline export function pushNode(at: u32, generation: u32, node: u32, kind: u32, mark: u32): bool {
  while (true) {
    const head = atomic.load<u64>(at);
    if (<u32>(head >> 32) != generation) return false;
    setMessageNext(node, <u32>head & ~7, kind);
    if (replaceWord<u64>(at, head, (head & 0xffffffff00000007) | <u64>(node | mark))) return true;
  }
}
/** Takes a whole list, leaving generation and mark bits: address of the oldest node, the list in order of arrival. */
// @ts-ignore: decorator
@inline export function takeList(at: u32): u32 {
  while (true) {
    const head = atomic.load<u64>(at);
    if ((<u32>head & ~7) == 0) return 0;
    if (replaceWord<u64>(at, head, head & 0xffffffff00000007)) return reverseList(<u32>head & ~7);
  }
}
// @ts-ignore: decorator
@inline export function reverseList(node: u32): u32 {
  let list: u32 = 0;
  while (node != 0) {
    const next = messageNext(node);
    setMessageNext(node, list, messageKind(node));
    list = node;
    node = next;
  }
  return list;
}

/** Delivers a shared value; false if the actor has ended. What the runtime itself sends is never lost to the memory limit. */
export function deliver(pid: u64, value: u64, kind: u32): bool {
  const node = neverRefused(value);
  if (node == 0) return true;
  if (!pushNode(slotAddress(pidIndex(pid)) + SLOT_MAILBOX, pidGeneration(pid), node, kind, 0)) {
    freeShared(node);
    return false;
  }
  wakeSlot(pidIndex(pid));
  return true;
}
/** As promote, but huge values of actors that have much take several slices: MORE. */
// @ts-ignore: decorator
@inline export function promoteStep(value: u64): u64 {
  if (load<u32>(actor + A_OLD_BYTES) + load<u32>(actor + A_NURSERY_BYTES) < MUCH) return promote(value);
  const shared = promoteBounded(value, PROMOTED_AT_ONCE);
  if (shared == MORE) charge(PROMOTED_AT_ONCE);
  return shared;
}
/** Sends any value of the running actor: nil, or THROW if it can't be promoted. */
export function sendMessage(pid: u64, value: u64): u64 {
  const to = currentSlot(pid);
  if (to == 0) return NIL;
  let shared = value;
  if (isPointer(value)) {
    shared = promoteStep(value);
    if (shared == THROW || shared == MORE) return shared;
  }
  const node = makeMessage(shared);
  if (node == 0) return raise(E_OUT_OF_MEMORY);
  count(X_MESSAGES);
  if (pushNode(to + SLOT_MAILBOX, pidGeneration(pid), node, MESSAGE_PLAIN, 0)) wakeAt(to, pidIndex(pid));
  else freeShared(node);
  return NIL;
}
/** Appends a shared value to the running actor's own queue. */
export function deliverToSelf(value: u64): void {
  const node = neverRefused(value);
  if (node != 0) appendNode(node);
}
// @ts-ignore: decorator
@inline function appendNode(node: u32): void {
  setMessageNext(node, 0, MESSAGE_PLAIN);
  const tail = load<u32>(actor + A_QUEUE_TAIL);
  if (tail == 0) store<u32>(actor + A_QUEUE_HEAD, node);
  else setMessageNext(tail, node, MESSAGE_PLAIN);
  store<u32>(actor + A_QUEUE_TAIL, node);
  store<u32>(actor + A_QUEUE_LENGTH, load<u32>(actor + A_QUEUE_LENGTH) + 1);
}

/** Takes in what has arrived; whether anything new stands in the queue. */
// @ts-ignore: decorator
@inline export function drainMailbox(): bool {
  clearNotified();
  return (<u32>atomic.load<u64>(ownSlot + SLOT_MAILBOX) & ~7) != 0 && takeIn();
}
function takeIn(): bool {
  let node = takeList(ownSlot + SLOT_MAILBOX);
  let added = false;
  while (node != 0) {
    const next = messageNext(node), kind = messageKind(node);
    if (kind == MESSAGE_PLAIN || stillHolds(node, kind)) {
      appendNode(node);
      added = true;
    } else freeShared(node);
    node = next;
  }
  const limit = load<u32>(actor + A_MAILBOX_LIMIT);
  if (limit != 0 && load<u32>(actor + A_QUEUE_LENGTH) > limit) {
    store<u32>(actor + A_FLAGS, load<u32>(actor + A_FLAGS) | AF_LIMIT);
    interrupt();
  }
  return added;
}
/** A DOWN counts once and only while its monitor lives, a link's EXIT only while linked. */
function stillHolds(node: u32, kind: u32): bool {
  const pair = addressOf(messageValue(node));
  const key = load<u64>(pair + NODE_WORDS);
  const field = kind == MESSAGE_DOWN ? A_MONITORS : A_LINKS;
  if (!hasKey(field, key)) return false;
  removeKey(field, key);
  store<u64>(node + MESSAGE_VALUE, load<u64>(pair + NODE_WORDS + 8));
  return true;
}

/** The node at the scan position, 0 if there is none yet. */
export function scanNode(): u32 {
  const before = load<u32>(actor + A_QUEUE_SCAN);
  return before == 0 ? load<u32>(actor + A_QUEUE_HEAD) : messageNext(before);
}
/** A receive begins: at the oldest message, or behind the remembered place if mailbox-skip came just before. */
// @ts-ignore: decorator
@inline export function startScan(): void {
  const flags = load<u32>(actor + A_FLAGS), skip = (flags & AF_SKIP) != 0;
  store<u32>(actor + A_QUEUE_SCAN, skip ? load<u32>(actor + A_QUEUE_MARK) : 0);
  if (skip) store<u32>(actor + A_FLAGS, flags & ~AF_SKIP);
}
export function scanNext(): void {
  const node = scanNode();
  if (node != 0) store<u32>(actor + A_QUEUE_SCAN, node);
}
/** Removes the message at the scan position and starts again at the oldest. */
export function takeScanned(): void {
  const before = load<u32>(actor + A_QUEUE_SCAN);
  const node = scanNode();
  if (node == 0) return;
  const next = messageNext(node);
  if (before == 0) store<u32>(actor + A_QUEUE_HEAD, next);
  else setMessageNext(before, next, MESSAGE_PLAIN);
  if (next == 0) store<u32>(actor + A_QUEUE_TAIL, before);
  if (load<u32>(actor + A_QUEUE_MARK) == node) store<u32>(actor + A_QUEUE_MARK, before);
  store<u32>(actor + A_QUEUE_SCAN, 0);
  store<u32>(actor + A_QUEUE_LENGTH, load<u32>(actor + A_QUEUE_LENGTH) - 1);
  freeShared(node);
}
/** Frees a whole list. */
export function freeMessages(node: u32): void {
  while (node != 0) {
    const next = messageNext(node);
    freeShared(node);
    node = next;
  }
}
/** A shared NODE [key value] for a message of a checked kind; 0 when memory is exhausted. */
export function keyed(key: u64, value: u64): u64 {
  const before = draw(BEYOND), a = allocShared(T_NODE, 2, 0);
  draw(before);
  if (a == 0) return 0;
  store<u64>(a + NODE_WORDS, key);
  store<u64>(a + NODE_WORDS + 8, value);
  return pointer(T_NODE, a);
}
