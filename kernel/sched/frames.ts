/**
 * Reading stacks: traces of the running actor and of actors that wait (held by lockWaiting). The frame is drawn in
 * spec/opcodes.ts. A frame that has called something stands behind its call: its place is that of the byte before pc.
 */
import {
  A_FP, CODE_FILE, CODE_LINES, CODE_NAME, NIL, ROOT_SPAWN_CODE, T_CODE,
} from "../generated/spec";
import { vectorFrom } from "../coll/vector";
import { allocBlock, freeBlock } from "../mem";
import { addressOf, fixnum, isType } from "../object/word";

const LINE_ROW_BYTES: u32 = 16;
const TOP: u32 = 40;
const BOTTOM: u32 = 8;

// @ts-ignore: decorator
@inline export function frameLink(fp: u32): u32 { return <u32>(load<u64>(fp) >> 3); }
// @ts-ignore: decorator
@inline export function frameCode(fp: u32): u64 { return load<u64>(fp, 8); }
// @ts-ignore: decorator
@inline export function framePc(fp: u32): u32 { return <u32>(load<u64>(fp, 16) >> 3); }

/** Row of the line table that covers a pc: address of its (line, column) or 0. */
function lineRow(code: u32, pc: u32): u32 {
  const lines = load<u64>(code + CODE_LINES);
  if (lines == NIL) return 0;
  const start = addressOf(lines) + 16;
  let low: u32 = 0, high = load<u32>(addressOf(lines) + 8) / LINE_ROW_BYTES;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (load<u32>(start + mid * LINE_ROW_BYTES) <= pc) low = mid + 1;
    else high = mid;
  }
  return low == 0 ? 0 : start + (low - 1) * LINE_ROW_BYTES;
}
/** [function file line column] of a frame. */
function entry(codeWord: u64, pc: u32): u64 {
  const code = addressOf(codeWord), row = lineRow(code, pc), at = allocBlock(32);
  if (at == 0) return NIL;
  store<u64>(at, load<u64>(code + CODE_NAME));
  store<u64>(at, load<u64>(code + CODE_FILE), 8);
  store<u64>(at, row == 0 ? NIL : fixnum(load<i32>(row, 4)), 16);
  store<u64>(at, row == 0 ? NIL : fixnum(load<i32>(row, 8)), 24);
  const v = vectorFrom(at, 4);
  freeBlock(at, 32);
  return v;
}
/**
 * The trace of an actor whose frames are in memory: innermost first, at most TOP + BOTTOM entries (nil in between for what was left out).
 * pc is that of the innermost frame.
 */
export function makeTrace(block: u32, pc: u32): u64 {
  const top = load<u32>(block + A_FP);
  let frames: u32 = 1;
  for (let fp = top; frameLink(fp) != 0; fp -= frameLink(fp)) frames++;
  const at = allocBlock(8 * (TOP + BOTTOM + 1));
  if (at == 0) return NIL;
  let n: u32 = 0, i: u32 = 0;
  for (let fp = top; ; i++) {
    if (i < TOP || frames - i <= BOTTOM) {
      const code = frameCode(fp);
      if (isType(code, T_CODE) && code != load<u64>(ROOT_SPAWN_CODE)) {
        const offset = i == 0 ? pc : framePc(fp);
        store<u64>(at + 8 * n++, entry(code, i == 0 || offset == 0 ? offset : offset - 1));
      }
    } else if (i == TOP) store<u64>(at + 8 * n++, NIL);
    const link = frameLink(fp);
    if (link == 0) break;
    fp -= link;
  }
  const trace = vectorFrom(at, n);
  freeBlock(at, 8 * (TOP + BOTTOM + 1));
  return trace;
}
/** [function file line column] of the frame in which an actor waits. */
export function currentFunction(block: u32): u64 {
  const fp = load<u32>(block + A_FP);
  return isType(frameCode(fp), T_CODE) ? entry(frameCode(fp), framePc(fp)) : NIL;
}
