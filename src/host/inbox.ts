import { LIMITS, TO_KERNEL } from "../../spec/index.js";
import type { HeapMemory } from "./memory.js";
import { wakeExecutor } from "./wake.js";

/**
 * Host -> kernel: the inbox ring, whose one producer is this class (protocol: spec/host.ts).
 *
 *   inboxAddr + (position mod INBOX_RING):   bytes u32 | kind u32 | payload, padded to 8
 *                                            0xffffffff u32 .................. rest of the ring is skipped
 *
 * Records keep their order. What finds no room waits here; a record larger than LARGE travels in a buffer of the kernel's
 * (NEED, BUFFER, FILLED), and what follows it waits as well, because two messages to one actor must not change places. While
 * anything waits, hostPending counts it: a runtime in which all actors wait for it is no deadlock.
 */
export class Inbox {
  readonly #memory: HeapMemory;
  readonly #queue: { kind: number; payload: Uint8Array }[] = [];
  #tail = 0;
  #open = false;
  #token = 0;
  /** The token of the NEED that is on its way, while the record at the queue's front waits for its buffer. */
  #awaiting: number | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Whether hostPending counts what waits here. */
  #counted = false;

  static readonly LARGE = LIMITS.INBOX_RING >>> 2;
  static readonly WRAP = 0xffffffff;

  constructor(memory: HeapMemory) {
    this.#memory = memory;
  }

  /** The kernel has made the ring. Until then records are kept. */
  open(): void {
    this.#open = true;
    this.#tail = this.#memory.load("inboxTail");
    this.flush();
  }

  close(): void {
    this.#open = false;
    this.#queue.length = 0;
    clearTimeout(this.#retry);
  }

  /** Number of records that found no room yet; producers of bulk data (sockets) pause on it. */
  get backlog(): number {
    return this.#queue.length;
  }

  post(kind: number, payload: Uint8Array): void {
    this.#queue.push({ kind, payload });
    if (this.#open) this.flush();
  }

  /** Answer to NEED. */
  onBuffer(token: number, address: number): void {
    if (token !== this.#awaiting) return;
    this.#awaiting = undefined;
    if (address === 0) {
      this.#retryLater(); // no memory for a buffer now
      return;
    }
    const { kind, payload } = this.#queue.shift() as { kind: number; payload: Uint8Array };
    this.#memory.write(address, payload);
    const filled = new Uint8Array(12);
    new Uint32Array(filled.buffer).set([address, payload.length, kind]);
    this.#queue.unshift({ kind: TO_KERNEL.FILLED, payload: filled });
    this.flush();
  }

  flush(): void {
    if (!this.#open) return;
    let wrote = false;
    while (this.#awaiting === undefined) {
      const record = this.#queue[0];
      if (record === undefined) break;
      if (record.payload.length > Inbox.LARGE) {
        const token = ++this.#token;
        const need = new Uint8Array(8);
        new Uint32Array(need.buffer).set([record.payload.length, token]);
        if (!this.#write(TO_KERNEL.NEED, need)) break;
        this.#awaiting = token;
      } else {
        if (!this.#write(record.kind, record.payload)) break;
        this.#queue.shift();
      }
      wrote = true;
    }
    this.#count(this.#queue.length > 0);
    if (wrote) wakeExecutor(this.#memory);
    // The kernel doesn't announce that it has taken records: look again soon.
    if (this.#queue.length > 0 && this.#awaiting === undefined) this.#retryLater();
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.flush();
    }, 1);
  }

  /** After the records have been written: the kernel reads hostPending before it looks into the ring. */
  #count(waiting: boolean): void {
    if (waiting === this.#counted) return;
    this.#counted = waiting;
    this.#memory.add("hostPending", waiting ? 1 : -1);
  }

  #write(kind: number, payload: Uint8Array): boolean {
    const memory = this.#memory;
    const size = LIMITS.INBOX_RING;
    const ring = memory.load("inboxAddr");
    const need = (8 + payload.length + 7) & ~7;
    let used = (this.#tail - memory.load("inboxHead")) >>> 0;
    let offset = this.#tail & (size - 1);
    const rest = size - offset;
    if (rest < need) {
      if (used + rest + need > size) return false;
      memory.setU32(ring + offset, Inbox.WRAP);
      this.#tail = (this.#tail + rest) >>> 0;
      used += rest;
      offset = 0;
    } else if (used + need > size) return false;
    memory.setU32(ring + offset, payload.length);
    memory.setU32(ring + offset + 4, kind);
    memory.write(ring + offset + 8, payload);
    this.#tail = (this.#tail + need) >>> 0;
    memory.store("inboxTail", this.#tail);
    return true;
  }
}
