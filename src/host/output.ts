import { writeSync } from "node:fs";
import { LIMITS } from "../../spec/index.js";
import type { HeapMemory } from "./memory.js";
import { wakeExecutor } from "./wake.js";

/**
 * Empties the ring of program output in order and hands each run of bytes for one stream on. A record is
 * `bytes << 8 | fd`, then the bytes, padded to 4; the bytes may wrap around the ring's end.
 */
export function drainOutput(memory: HeapMemory, write: (fd: number, bytes: Uint8Array) => void): boolean {
  const ring = memory.load("stdoutAddr");
  if (ring === 0) return false;
  const size = LIMITS.STDOUT_RING;
  const tail = memory.load("stdoutTail");
  let head = memory.load("stdoutHead");
  if (head === tail) return false;
  let fd = 0;
  let parts: Uint8Array[] = [];
  const flush = (): void => {
    if (parts.length > 0) write(fd, parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts));
    parts = [];
  };
  while (head !== tail) {
    const word = memory.u32At(ring + (head & (size - 1)));
    const bytes = word >>> 8;
    if ((word & 255) !== fd) {
      flush();
      fd = word & 255;
    }
    const start = (head + 4) & (size - 1);
    const first = Math.min(bytes, size - start);
    parts.push(memory.copy(ring + start, first));
    if (first < bytes) parts.push(memory.copy(ring, bytes - first));
    head = (head + 4 + ((bytes + 3) & ~3)) >>> 0;
  }
  memory.store("stdoutHead", head);
  flush();
  if (memory.load("stdoutWaiters") !== 0) wakeExecutor(memory);
  return true;
}

/** Raised when the reader of an output stream has gone. */
export class ClosedPipe extends Error {}

let pause: Int32Array | undefined;

/**
 * Writes all bytes to a file descriptor before it returns, so that output keeps its order and nothing is lost at exit.
 * A pipe whose reader is slow answers EAGAIN: wait a moment. A closed one raises ClosedPipe.
 */
export function writeFully(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EAGAIN") {
        pause ??= new Int32Array(new SharedArrayBuffer(4));
        Atomics.wait(pause, 0, 0, 2);
      } else if (code === "EPIPE") throw new ClosedPipe();
      else throw error;
    }
  }
}
