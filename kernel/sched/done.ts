/** Reports to the host that carry a value. */
import { NIL, TO_HOST_DONE, TO_HOST_REQUEST, C_HOST_PENDING } from "../generated/spec";
import { addControl } from "../mem";
import { encode } from "./encode";
import { publishRecord, RECORD_HEADER } from "./outbox";
import { buffer, capacity, freeWriter, takeBuffer, written } from "./writer";

/** Publishes what a writer holds (RECORD_HEADER bytes were kept free at its start). */
function publish(w: u32, kind: u32): void {
  const bytes = written(w) - RECORD_HEADER, size = capacity(w);
  publishRecord(takeBuffer(w), size, bytes, kind);
  freeWriter(w);
}
/** Encodes value after `head` bytes of payload; when memory is exhausted nil stands for it. */
function writerFor(value: u64, head: u32): u32 {
  const w = encode(value, RECORD_HEADER + head);
  return w != 0 ? w : encode(NIL, RECORD_HEADER + head);
}
/** The actor of a host's CALL has ended: ok 1 result, 0 thrown value, 2 killed with a reason. */
export function reportDone(request: u64, ok: u32, value: u64): void {
  const w = writerFor(value, 12);
  if (w == 0) return;
  store<u64>(buffer(w) + RECORD_HEADER, request);
  store<u32>(buffer(w) + RECORD_HEADER, ok, 8);
  publish(w, TO_HOST_DONE);
}
/** A port request; false when memory is exhausted. */
export function requestHost(pid: u64, ref: u64, value: u64): bool {
  const w = encode(value, RECORD_HEADER + 16);
  if (w == 0) return false;
  store<u64>(buffer(w) + RECORD_HEADER, pid);
  store<u64>(buffer(w) + RECORD_HEADER, ref, 8);
  addControl(C_HOST_PENDING, 1);
  publish(w, TO_HOST_REQUEST);
  return true;
}
/** A report that is one value. */
export function reportValue(kind: u32, value: u64): void {
  const w = writerFor(value, 0);
  if (w != 0) publish(w, kind);
}
