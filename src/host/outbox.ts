import { HeapMemory } from "./memory.js";

/** One record of the outbox, copied out of the memory. */
export interface OutboxRecord {
  readonly kind: number;
  readonly payload: Uint8Array;
}

/**
 * Kernel -> host: takes everything that executors have pushed, oldest first, and gives the blocks back.
 *
 *   outboxHead -> [next | bytes | kind | block] payload -> ... -> 0       (newest first: it is a stack)
 */
export function takeOutbox(memory: HeapMemory): OutboxRecord[] {
  let address = Atomics.exchange(memory.i32, HeapMemory.field("outboxHead"), 0) >>> 0;
  const records: OutboxRecord[] = [];
  while (address !== 0) {
    const next = memory.u32At(address);
    records.push({ kind: memory.u32At(address + 8), payload: memory.copy(address + 16, memory.u32At(address + 4)) });
    giveBack(memory, address);
    address = next;
  }
  return records.reverse();
}

function giveBack(memory: HeapMemory, address: number): void {
  const index = HeapMemory.field("hostFreeHead");
  for (;;) {
    const head = Atomics.load(memory.i32, index);
    memory.setU32(address, head);
    if (Atomics.compareExchange(memory.i32, index, head, address | 0) === head) return;
  }
}
