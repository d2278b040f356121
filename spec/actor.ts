/**
 * Actors. The actor table (control.actorTable) has one 64-byte slot (a cache line) per actor, indexed by the pid's slot index; it never
 * moves, so that others can reach an actor without touching its memory. It is a directory of chunks: control.actorTable is
 * the address of ACTOR_CHUNKS u32 addresses (0 = not yet made), each of ACTOR_CHUNK_SLOTS slots; slots below control.actorTop
 * exist. Slot 0 is the system actor: never run, the place where what comes from the host is built. (kernel/object/slot.ts)
 *
 *   +0   u64 mailbox   generation << 32 | address of the newest MESSAGE (a push-only stack; the owner takes it whole)
 *   +8   u32 status    ACTOR_STATUS; changed by compare-and-set
 *   +12  u32 block     address of the actor block, 0 when free
 *   +16  u32 next      run queue link (slot index + 1), or free list link
 *   +20  u32 bits      priority (2 bits) | ACTOR_BITS | executor << 8
 *   +24  u64 signals   generation << 32 | address of the newest MESSAGE (exit signals, monitor and link requests not yet
 *                      handled) | 1 if one of them is fatal: the actor is doomed and no longer counts as alive
 *
 * In both lists the address is the low half with its low three bits cleared; MESSAGE.next is fixnum(address | kind), see
 * MESSAGE_KIND, and a walker clears these bits too.
 *
 * A sender pushes with compare-and-set on the mailbox word, generation included: sending to an actor that has ended fails
 * there and does nothing. After the push it wakes the owner: WAITING becomes RUNNABLE by compare-and-set and whoever wins
 * enqueues; RUNNING becomes NOTIFIED, and an owner that wants to park but finds NOTIFIED is enqueued again instead. Before it
 * looks at what it waits for the owner turns NOTIFIED back into RUNNING, so no wake is lost. LOCKED: someone else reads a
 * waiting actor's stack.
 *
 * The actor block: ACTOR_FIELDS (8 bytes each), then the first stack and nursery. Fields from "rootsStart" to "rootsEnd"
 * (exclusive) are tagged words and roots; all others are raw.
 */
export const ACTOR_TABLE = { ACTOR_CHUNK_SLOTS: 2048, ACTOR_CHUNK_SHIFT: 11, ACTOR_CHUNKS: 2048 } as const;
export const ACTOR_SLOT = { BYTES: 64, MAILBOX: 0, STATUS: 8, BLOCK: 12, NEXT: 16, BITS: 20, SIGNALS: 24 } as const;
export const ACTOR_STATUS = { FREE: 0, RUNNABLE: 1, RUNNING: 2, WAITING: 3, EXITING: 4, NOTIFIED: 5, LOCKED: 6, LOCKED_NOTIFIED: 7 } as const;
export const ACTOR_BITS = { TRAPS: 4, NAMED: 8 } as const;
/** Low bits of MESSAGE.next: what the owner checks when it takes the message in. DOWN counts only while its monitor lives,
 *  LINK_EXIT only while linked. In the signal list: the kind of signal, whose MESSAGE has three words from, a, b for a value. */
export const MESSAGE_KIND = { PLAIN: 0, DOWN: 1, LINK_EXIT: 2 } as const;
export const ACTOR_FIELDS = [
  "slot", "flags", "priority", "reductionsTotal", "request", "heapLimit", "mailboxLimit",
  // stack: addresses; fp and sp are valid while the actor does not run
  "stackBase", "stackEnd", "fp", "sp", "watermark",
  // local space (kernel/gc)
  "blockBytes", "oldLast", "nurseryTop", "nurseryEnd", "nurseryChunks", "nurseryBytes", "oldChunks", "oldTop", "oldEnd",
  "oldBytes", "oldLimit", "parity", "remembered", "arenaHandles", "collectAsked",
  // mailbox: MESSAGE addresses in order of arrival; scan = the node before the scan position (0: start)
  "queueHead", "queueTail", "queueScan", "queueLength", "queueMark",
  // timer
  "wakeAt", "timerSlot", "timerNext", "timerPrev",
  // bytes of shared memory taken into use and probably still so (kernel/sched/exhaustion.ts)
  "sharedTaken",
  // roots
  "rootsStart", "pid", "bindings", "more", "result", "links", "monitors", "claimed", "name", "exitReason", "parent", "spare1", "spare2",
  "rootsEnd",
] as const;
export const ACTOR_FLAG = { TRAP_EXIT: 1, EXITING: 2, KILLED: 4, OUT_OF_MEMORY: 8, LIMIT: 16, SYSTEM: 32, SKIP: 64, DOOMED: 128 } as const;
