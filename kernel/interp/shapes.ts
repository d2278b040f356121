/**
 * Which closures loops are given: a sample that finds compiled code looks at the first argument that is a closure. Its shape is
 * the codes that it and the closures it has captured run; one that has been seen SHAPE_SAMPLES times is told to the host,
 * which may make a version of the loop for it (src/jit/compile.ts), and now and then again: the other arguments may have become
 * something else. Layout of the record in spec/host.ts.
 */
import {
  C_STRESS_INSTALL, CLOSURE_CAPTURES, CLOSURE_CODE, CODE_ARITY, SEEN_ARGS, SEEN_HELD, SHAPE_AGAIN, SHAPE_BODY, SHAPE_CAPTURES, SHAPE_DEPTH, SHAPE_MOST, SHAPE_ROWS, SHAPE_SAMPLES, T_CLOSURE, TO_HOST_SHAPE, X_SHAPE0,
} from "../generated/spec";
import { allocBlock, control, freeBlock } from "../mem";
import { executorBase } from "../mem/registers";
import { sizeOf } from "../object/header";
import { addressOf, isType } from "../object/word";
import { holdOnce, publishRecord, RECORD_HEADER } from "../sched";
import { HEADER, savedFp } from "./frame";
import { seenHere } from "./kinds";

/** The running frame, of a compiled code, whose pc stands at an entry or a loop header. */
export function noteShape(code: u32): void {
  const args = savedFp() + HEADER, n = min<u32>(<u32>(load<u64>(code + CODE_ARITY) >> 4), SEEN_ARGS);
  for (let i: u32 = 0; i < n; i++) {
    const w = load<u64>(args + 8 * i);
    if (!isType(w, T_CLOSURE)) continue;
    const hash = hashOf(w, mix(code, i), SHAPE_DEPTH), row = executorBase + X_SHAPE0 + 8 * (hash >> 7 & (SHAPE_ROWS - 1));
    const times = load<u32>(row) == hash ? load<u32>(row, 4) + 1 : 1;
    store<u32>(row, hash);
    store<u32>(row, times, 4);
    if (control(C_STRESS_INSTALL) != 0 || times % SHAPE_AGAIN == SHAPE_SAMPLES) tell(code, i, w);
    return;
  }
}
// @ts-ignore: decorator
@inline function codeAddress(closure: u64): u32 { return addressOf(load<u64>(addressOf(closure) + CLOSURE_CODE)); }
// @ts-ignore: decorator
@inline function captures(closure: u64): u32 { return min<u32>(sizeOf(addressOf(closure)) - ((CLOSURE_CAPTURES - 8) >> 3), SHAPE_CAPTURES); }
// @ts-ignore: decorator
@inline function capture(closure: u64, i: u32): u64 { return load<u64>(addressOf(closure) + CLOSURE_CAPTURES + 8 * i); }
// @ts-ignore: decorator
@inline function mix(h: u32, x: u32): u32 { return rotl(h ^ x, 13) * 0x9e3779b1; }

/** Its depth is bounded. */
function hashOf(closure: u64, h: u32, depth: u32): u32 {
  h = mix(h, codeAddress(closure));
  for (let i: u32 = 0, n = captures(closure); i < n; i++) {
    const w = capture(closure, i);
    h = depth > 1 && isType(w, T_CLOSURE) ? hashOf(w, h, depth - 1) : mix(h, 1);
  }
  return h;
}
/** Writes a shape to `at`; answers its end, or 0 if it does not end before `end`. */
function write(closure: u64, at: u32, end: u32, depth: u32): u32 {
  const code = codeAddress(closure), n = captures(closure);
  if (at + 8 + 4 * n > end || !holdOnce(code, SEEN_HELD)) return 0;
  store<u32>(at, code);
  store<u32>(at, n, 4);
  at += 8;
  for (let i: u32 = 0; i < n; i++) {
    const w = capture(closure, i);
    if (depth > 1 && isType(w, T_CLOSURE)) {
      at = write(w, at, end, depth - 1);
      if (at == 0) return 0;
    } else {
      if (at + 4 > end) return 0;
      store<u32>(at, 0);
      at += 4;
    }
  }
  return at;
}
function tell(code: u32, slot: u32, closure: u64): void {
  const capacity = RECORD_HEADER + SHAPE_BODY + 4 * SHAPE_MOST, record = allocBlock(capacity);
  if (record == 0) return;
  const p = record + RECORD_HEADER, end = write(closure, p + SHAPE_BODY, record + capacity, SHAPE_DEPTH);
  if (end == 0) return freeBlock(record, capacity);
  store<u32>(p, code);
  store<u32>(p, slot, 4);
  store<u64>(p, seenHere(code), 8);
  publishRecord(record, capacity, end - p, TO_HOST_SHAPE);
}
