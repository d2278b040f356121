/** The rings between host and kernel, against a stand-in for the kernel's side that follows spec/host.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS, TO_KERNEL } from "../../spec/index.js";
import { HeapMemory } from "../../src/host/index.js";
import { Inbox } from "../../src/host/inbox.js";
import { takeOutbox } from "../../src/host/outbox.js";
import { drainOutput } from "../../src/host/output.js";

const RING = 1 << 20;
const OUTPUT = 2 << 20;

function fresh(): HeapMemory {
  const memory = HeapMemory.create();
  memory.store("inboxAddr", RING);
  memory.store("stdoutAddr", OUTPUT);
  return memory;
}

/** The kernel's end of the inbox. */
function takeInbox(memory: HeapMemory, most = Number.POSITIVE_INFINITY): { kind: number; payload: Uint8Array }[] {
  const records: { kind: number; payload: Uint8Array }[] = [];
  let head = memory.load("inboxHead");
  while (head !== memory.load("inboxTail") && records.length < most) {
    const offset = head % LIMITS.INBOX_RING;
    const bytes = memory.u32At(RING + offset);
    if (bytes === 0xffffffff) {
      head = (head + LIMITS.INBOX_RING - offset) >>> 0;
      continue;
    }
    records.push({ kind: memory.u32At(RING + offset + 4), payload: memory.copy(RING + offset + 8, bytes) });
    head = (head + ((8 + bytes + 7) & ~7)) >>> 0;
  }
  memory.store("inboxHead", head);
  return records;
}

const bytesOf = (n: number, seed: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => (i * 31 + seed) & 255);

test("records keep their order through many turns of the ring", () => {
  const memory = fresh();
  const inbox = new Inbox(memory);
  inbox.open();
  let expected = 0;
  for (let i = 0; i < 3000; i++) {
    inbox.post(TO_KERNEL.SEND, bytesOf((i * 7919) % 5000, i));
    if (i % 7 === 6) {
      for (const { payload } of takeInbox(memory)) {
        assert.deepEqual(payload, bytesOf((expected * 7919) % 5000, expected));
        expected++;
      }
    }
  }
  for (const _ of takeInbox(memory)) expected++;
  assert.equal(expected, 3000);
  inbox.close();
});

test("the positions may pass 2^32", () => {
  const memory = fresh();
  memory.store("inboxHead", 0xfffffff0 & ~7);
  memory.store("inboxTail", 0xfffffff0 & ~7);
  const inbox = new Inbox(memory);
  inbox.open();
  for (let i = 0; i < 200; i++) {
    inbox.post(TO_KERNEL.CALL, bytesOf(100, i));
    const [record] = takeInbox(memory);
    assert.deepEqual(record, { kind: TO_KERNEL.CALL, payload: bytesOf(100, i) });
  }
  inbox.close();
});

test("what finds no room waits, and a full ring is never overrun", () => {
  const memory = fresh();
  const inbox = new Inbox(memory);
  inbox.open();
  for (let i = 0; i < 20; i++) inbox.post(TO_KERNEL.SEND, bytesOf(100_000, i));
  assert.ok(inbox.backlog > 0);
  let seen = 0;
  for (let round = 0; round < 20 && seen < 20; round++) {
    for (const { payload } of takeInbox(memory, 3)) assert.deepEqual(payload, bytesOf(100_000, seen++));
    inbox.flush();
  }
  assert.equal(seen, 20);
  assert.equal(inbox.backlog, 0);
  inbox.close();
});

test("a record too large for the ring travels in a buffer, and holds back those behind it", () => {
  const memory = fresh();
  const inbox = new Inbox(memory);
  inbox.open();
  const large = bytesOf(Inbox.LARGE + 1, 1);
  inbox.post(TO_KERNEL.SEND, large);
  inbox.post(TO_KERNEL.SEND, bytesOf(3, 2));
  const [need, ...none] = takeInbox(memory);
  assert.equal(need?.kind, TO_KERNEL.NEED);
  assert.deepEqual(none, []);
  const [bytes, token] = new Uint32Array(need?.payload.slice().buffer as ArrayBuffer);
  assert.equal(bytes, large.length);
  const address = 3 << 20;
  inbox.onBuffer(token as number, address);
  const [filled, next] = takeInbox(memory);
  assert.equal(filled?.kind, TO_KERNEL.FILLED);
  assert.deepEqual([...new Uint32Array(filled?.payload.slice().buffer as ArrayBuffer)], [address, large.length, TO_KERNEL.SEND]);
  assert.deepEqual(memory.copy(address, large.length), large);
  assert.deepEqual(next?.payload, bytesOf(3, 2));
  inbox.close();
});

test("records posted before the ring exists are kept", () => {
  const memory = fresh();
  const inbox = new Inbox(memory);
  inbox.post(TO_KERNEL.CALL, bytesOf(4, 4));
  assert.deepEqual(takeInbox(memory), []);
  inbox.open();
  assert.equal(takeInbox(memory).length, 1);
  inbox.close();
});

test("a sleeping executor is woken by a record", () => {
  const memory = fresh();
  memory.store("executorsStarted", 2);
  Atomics.store(memory.i32, HeapMemory.executorField(1, "sleepWord"), 1);
  const inbox = new Inbox(memory);
  inbox.open();
  inbox.post(TO_KERNEL.CALL, bytesOf(4, 4));
  assert.equal(Atomics.load(memory.i32, HeapMemory.executorField(1, "sleepWord")), 0);
  inbox.close();
});

test("the outbox is read oldest first and its blocks are given back", () => {
  const memory = fresh();
  let head = 0;
  for (let i = 0; i < 3; i++) {
    const address = (3 << 20) + i * 64;
    for (const [k, word] of [head, 5 + i, 100 + i, 64].entries()) memory.setU32(address + 4 * k, word);
    memory.write(address + 16, bytesOf(5 + i, i));
    head = address;
  }
  memory.store("outboxHead", head);
  assert.deepEqual(
    takeOutbox(memory),
    [0, 1, 2].map((i) => ({ kind: 100 + i, payload: bytesOf(5 + i, i) })),
  );
  assert.equal(memory.load("outboxHead"), 0);
  const free: number[] = [];
  for (let at = memory.load("hostFreeHead"); at !== 0; at = memory.u32At(at)) free.push(at);
  assert.equal(free.length, 3);
  assert.deepEqual(takeOutbox(memory), []);
});

test("output is handed on in order, by stream, around the ring's end", () => {
  const memory = fresh();
  const start = LIMITS.STDOUT_RING - 12;
  memory.store("stdoutHead", start);
  let tail = start;
  const put = (fd: number, text: string): void => {
    const bytes = Buffer.from(text);
    memory.setU32(OUTPUT + (tail % LIMITS.STDOUT_RING), (bytes.length << 8) | fd);
    bytes.forEach((b, i) => memory.write(OUTPUT + ((tail + 4 + i) % LIMITS.STDOUT_RING), Uint8Array.of(b)));
    tail += 4 + ((bytes.length + 3) & ~3);
  };
  put(1, "one ");
  put(1, "two, which wraps");
  put(2, "error");
  put(1, "three");
  memory.store("stdoutTail", tail);
  const seen: [number, string][] = [];
  assert.equal(
    drainOutput(memory, (fd, bytes) => seen.push([fd, Buffer.from(bytes).toString()])),
    true,
  );
  assert.deepEqual(seen, [
    [1, "one two, which wraps"],
    [2, "error"],
    [1, "three"],
  ]);
  assert.equal(
    drainOutput(memory, () => assert.fail()),
    false,
  );
});
