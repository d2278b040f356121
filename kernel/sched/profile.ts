/** Samples for a profile: the stack of the running actor, all of whose frames are in memory, as a record for the host (spec/host.ts). */
import {
  A_FP, A_PID, BIT_NAMED, KEYWORD_NAME, KEYWORD_NS, NIL, PROFILE_FRAMES, ROOT_SPAWN_CODE, SAMPLE_BODY, SAMPLE_COUNT, SAMPLE_FRAMES, SAMPLE_UNITS,
  SAMPLE_WEIGHT, SEEN_PROFILED, SLOT_BITS, SYMBOL_NAME, SYMBOL_NS, T_CODE, T_KEYWORD, T_STRING, T_SYMBOL, TO_HOST_SAMPLE,
} from "../generated/spec";
import { allocBlock } from "../mem";
import { actor } from "../mem/registers";
import { pidIndex, slotAddress } from "../object/slot";
import { STRING_UNITS } from "../object/string";
import { addressOf, isType } from "../object/word";
import { frameCode, frameLink } from "./frames";
import { holdOnce } from "./modules";
import { nameOf } from "./names";
import { publishRecord, RECORD_HEADER } from "./outbox";

/** Frames that are kept of a stack that is too deep to show: so many at each end. */
const END: u32 = PROFILE_FRAMES / 2;

/** Without memory for the record the sample is lost. */
export function pushSample(weight: u32): void {
  const top = load<u32>(actor + A_FP), pid = load<u64>(actor + A_PID), name = registered(pid);
  let frames: u32 = 1;
  for (let fp = top; frameLink(fp) != 0; fp -= frameLink(fp)) frames++;
  const units = name == NIL ? <u32>0 : nameText(name, 0);
  const capacity = (RECORD_HEADER + SAMPLE_BODY + 4 * min(frames, PROFILE_FRAMES + 1) + 2 * units + 7) & ~7;
  const record = allocBlock(capacity);
  if (record == 0) return;
  const p = record + RECORD_HEADER;
  let at = p + SAMPLE_BODY, i: u32 = 0;
  for (let fp = top; ; i++) {
    if (i < END || frames - i <= END) {
      const code = frameCode(fp);
      if (isType(code, T_CODE) && code != load<u64>(ROOT_SPAWN_CODE)) {
        holdOnce(addressOf(code), SEEN_PROFILED);
        store<u32>(at, addressOf(code));
        at += 4;
      }
    } else if (i == END) {
      store<u32>(at, 0);
      at += 4;
    }
    const link = frameLink(fp);
    if (link == 0) break;
    fp -= link;
  }
  store<u64>(p, pid);
  store<u32>(p + SAMPLE_WEIGHT, weight);
  store<u32>(p + SAMPLE_FRAMES, frames);
  store<u32>(p + SAMPLE_COUNT, (at - p - SAMPLE_BODY) >> 2);
  store<u32>(p + SAMPLE_UNITS, units);
  if (units != 0) nameText(name, at);
  publishRecord(record, capacity, at + 2 * units - p, TO_HOST_SAMPLE);
}
function registered(pid: u64): u64 {
  return (load<u32>(slotAddress(pidIndex(pid)) + SLOT_BITS) & BIT_NAMED) == 0 ? NIL : nameOf(pid);
}
/** Writes a name as it reads to `at`, or nothing if that is 0; answers the number of UTF-16 units. */
function nameText(name: u64, at: u32): u32 {
  const a = addressOf(name);
  if (isType(name, T_STRING)) return text(name, at);
  const keyword = isType(name, T_KEYWORD);
  if (!keyword && !isType(name, T_SYMBOL)) return 0;
  let n = keyword ? unit(0x3a, at) : 0;
  const ns = load<u64>(a + (keyword ? KEYWORD_NS : SYMBOL_NS));
  if (ns != NIL) {
    n += text(ns, at == 0 ? 0 : at + 2 * n);
    n += unit(0x2f, at == 0 ? 0 : at + 2 * n);
  }
  return n + text(load<u64>(a + (keyword ? KEYWORD_NAME : SYMBOL_NAME)), at == 0 ? 0 : at + 2 * n);
}
function unit(c: u32, at: u32): u32 {
  if (at != 0) store<u16>(at, <u16>c);
  return 1;
}
function text(string: u64, at: u32): u32 {
  const a = addressOf(string), n = load<u32>(a, 8);
  if (at != 0) memory.copy(at, a + STRING_UNITS, 2 * n);
  return n;
}
