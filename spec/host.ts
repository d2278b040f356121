/**
 * How host (main thread) and kernel talk. All payload values are in wire format (spec/bytecode.ts).
 *
 * kernel -> host, the outbox: a lock-free LIFO of records in blocks; the host takes all, reverses, reads, then pushes
 *   each on hostFreeHead for the kernel to reuse. record = next u32 | bytes u32 | kind u32 | zero u32 | payload
 *   After a push the kernel adds 1 to hostWake and notifies it; the host waits on it with Atomics.waitAsync.
 * host -> kernel, the inbox: one ring (single producer: the host; consumers under inboxLock). record = bytes u32 (of the
 *   payload, records are 8-aligned; 0xffffffff = wrap to the start) | kind u32 | payload. inboxHead is the consumer's
 *   position, inboxTail the producer's, both running byte counts. A record that does not fit the ring travels in a
 *   buffer: host sends NEED, kernel answers BUFFER, host fills it and sends FILLED.
 *
 * Details both sides rely on:
 * - "next" and hostFreeHead hold the address of the record's first word, 0 ends the list. The fourth word of an outbox
 *   record is the size of its block, for the kernel only. outboxHead, hostFreeHead, inboxHead, inboxTail, hostWake and the
 *   stdout positions are 32-bit fields (low half), all positions running byte counts modulo 2^32.
 * - Inbox record: bytes u32 | kind u32 | payload, then padding to 8. The host writes a record only if it fits in the space
 *   between tail and head (INBOX_RING bytes in all); a wrap record takes the whole rest of the ring. After advancing
 *   inboxTail the host wakes one executor: for id in 0 .. executorsStarted-1, compare-and-set its sleepWord from 1 to 0 and
 *   notify it, stop at the first that was 1. (An executor that is awake looks at the inbox after each slice.)
 * - hostPending counts what may still come from outside: the kernel adds 1 for each REQUEST; the host takes 1 off *after*
 *   the reply's inbox record is in place (or at once for a request that gets no reply). A host that may send CALL or SEND of its own
 *   accord (embedding, REPL, a listening server) holds 1 more for as long; without that DEADLOCK is reported.
 * - DEADLOCK is reported once per idle period; the host decides what to do (usually: report, shut down).
 * - Wakes of the host: the kernel adds 1 to hostWake and notifies it after a push to the outbox, and for output when
 *   hostSleeping is 1 (the host sets it before it waits, after it has found the rings empty, and looks again).
 * - Stdout ring: stdoutHead is the host's position, stdoutTail the kernel's (under stdoutLock). A record never wraps inside
 *   its first word; its bytes may wrap. After the host has advanced stdoutHead it wakes executors as for the inbox if
 *   stdoutWaiters (control field) is not 0: actors that wait for room.
 * - SHUTDOWN's payload: i32 exit code. exit-program and SHUTDOWN both set control.exitCode, then control.shutdown = 1, and
 *   wake all executors; each run() returns the exit code.
 * - The deadlock value: vector of [pid name-or-nil "waits in" [[function file line column] ...]] of waiting actors (at most 100).
 * - REQUEST's value is [op args...] flattened: a VECTOR whose first element is the op keyword. A request that nobody
 *   understands is answered with ok? false and an EXCEPTION or a map.
 */
export const TO_KERNEL = {
  /** u64 pid word, wire value: deliver as a message. */
  SEND: 1,
  /** u64 request, wire value (a LIST f args...): spawn an actor that applies f (CLOSURE or VAR); DONE when it ends. */
  CALL: 2,
  /** u64 request of a CALL, wire reason: exit signal to that actor. */
  EXIT: 3,
  /** u32 bytes, u32 token: allocate a transfer buffer. */
  NEED: 4,
  /** u32 address, u32 bytes, u32 kind: the buffer holds a payload of that kind; the kernel frees the buffer. */
  FILLED: 5,
  /** Ends all executors once they are at a safepoint. */
  SHUTDOWN: 6,
  /** A compiled module, as below. */
  INSTALL: 7,
  /** u32 number of a module: its code is interpreted from now on, its number and its slots may be given anew. */
  EVICT: 8,
} as const;
export const TO_HOST = {
  /** u64 request, u32 ok(1)/error(0)/killed(2), wire value: result, thrown value, or exit reason. */
  DONE: 1,
  /** u64 pid, u64 ref, wire VECTOR [op args...]: a port request; the reply is SEND to pid of [:odeon/reply ref ok? value]. */
  REQUEST: 2,
  /** u32 executor id: please start that executor. */
  START_EXECUTOR: 3,
  /** u32 token, u32 address: answer to NEED. */
  BUFFER: 4,
  /** wire value: every actor waits and nothing outside can wake one. */
  DEADLOCK: 5,
  /** wire value: report of a failed internal check; the runtime has stopped. */
  FATAL: 6,
  /** stdout ring has bytes (no payload; only when the host sleeps). */
  OUTPUT: 7,
  /** u32 address of a CODE that has become hot (it is held until an INSTALL names it), u32 number of times that it has left compiled code. */
  HOT: 8,
  /** u32 address of a CODE (held) that has begun to run in the interpreter although control.tier says JIT; once for each. */
  INTERPRETED: 9,
  /** A sample for a profile, as below. */
  SAMPLE: 10,
  /** u32 random: under stressInstall, please evict some module; control.evictAsked is 1 until that is done. */
  EVICT: 11,
  /** A loop of compiled code calls closures of one shape, as below. */
  SHAPE: 12,
} as const;
/**
 * Payload of SHAPE: +0 u32 address of the CODE of the loop   +4 u32 slot: the argument that is the closure
 *   +8 u64 what its arguments are: as CODE.seen (spec/bytecode.ts)
 *   +16 u32 words: the closure, as u32 address of its first CODE (held), u32 n, and then for each of n captures a closure written likewise, or 0
 * Closures are followed DEPTH deep, MOST words at most; captures beyond the first CAPTURES are not looked at.
 */
export const SHAPE = { BODY: 16, DEPTH: 4, CAPTURES: 8, MOST: 48, SAMPLES: 3, AGAIN: 256 } as const;
/**
 * Payload of SAMPLE: +0 u64 pid   +8 u32 weight (periods that it stands for)   +12 u32 frames on the stack   +16 u32 n   +20 u32 units
 *   +24 n x u32 address of a CODE (held), innermost first; 0 for frames that are left out
 *   ... units x u16: the actor's registered name
 */
export const SAMPLE = { WEIGHT: 8, FRAMES: 12, COUNT: 16, UNITS: 20, BODY: 24 } as const;
/**
 * Payload of INSTALL, offsets in bytes. Every executor instantiates the module itself before its next slice, into its own
 * table at slots [firstSlot, firstSlot + slots); the payload is kept for executors that start later.
 *   +0  u32 wasmBytes (0: none)   +4 u32 firstSlot   +8 u32 slots   +12 u32 entries   +16 u32 words   +20 u32 number
 *   +24 u32 imports: how many functions of earlier modules it calls   +28 zero (in the kernel's copy: bytes of the payload)
 *   +32 words x u64: what the code relies on being there (kept alive; in the kernel's copy: handles)
 *   ... entries x { u32 code, u32 pc, u32 slot, zero }, those of one code together; slot REFUSED: will not be compiled
 *   ... the module
 * Number and slots are the host's to give: those of no other module that is installed. One without WebAssembly has no number.
 */
export const MODULE = {
  WASM_BYTES: 0, FIRST_SLOT: 4, SLOTS: 8, ENTRIES: 12, WORDS: 16, NUMBER: 20, IMPORTS: 24, TOTAL: 28, BODY: 32, ENTRY_BYTES: 16, REFUSED: 0xffffffff,
} as const;
/**
 * Rows of control.moduleTable by module number, under moduleLock: u32 record (the kernel's copy of the payload, 0: none), u32 change (of
 * control.moduleChanges: the one that has made the row what it is), u32 used (how many there were when its code was last seen to run), zero.
 */
export const MODULE_ROW = { RECORD: 0, CHANGE: 4, USED: 8, BYTES: 16 } as const;
/** Stdout ring records: u32 bytes << 8 | fd, then the UTF-8 bytes, padded to 4. */
export const STREAM = { STDOUT: 1, STDERR: 2 } as const;
