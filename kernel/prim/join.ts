/**
 * Joining the strings of a collection, in two passes of strides: the first adds up their lengths, the second fills a string of
 * that length. What is no string, or is still to be computed, is the library's.
 */
import {
  ABSENT, E_BAD_TYPE, E_OUT_OF_MEMORY, E_TOO_LARGE, MORE, NIL, P_STR_JOIN, PROGRESS_A, PROGRESS_B, PROGRESS_D, PROGRESS_E, SLOW, T_STRING,
} from "../generated/spec";
import { cursorNext } from "../coll/cursor";
import { dropProgress, keepProgress, newProgress, STRIDE, strideDone, takeProgress } from "../coll/progress";
import { mutate } from "../gc";
import { charge } from "../mem/registers";
import { raise } from "../object/raise";
import { copyUnits } from "../object/string";
import { fixnum, fixnumValue, isPointer, isType, pointer } from "../object/word";
import { MAX_STRING, newString, roomFor, stringLength, stringUnits } from "./string";

/** Units so far, less a separator: none stands before the first string. */
const LENGTH: u32 = PROGRESS_A;
const CURSOR: u32 = PROGRESS_B; // and PROGRESS_C
/** The string that is filled, nil in the first pass. */
const JOINED: u32 = PROGRESS_D;
/** The collection. */
const SOURCE: u32 = PROGRESS_E;

export function prim_str_join(separator: u64, coll: u64): u64 {
  if (!isType(separator, T_STRING)) return raise(E_BAD_TYPE, separator, fixnum(P_STR_JOIN));
  if (!isPointer(coll)) return SLOW;
  let p = takeProgress();
  if (p == 0) {
    p = newProgress();
    store<u64>(p, coll, SOURCE);
    restart(p, separator);
  } else dropProgress();
  if (load<u64>(p, JOINED) == NIL) {
    const step = pass(p, separator, 0);
    if (step != NIL) return step;
    const length = max<i64>(0, fixnumValue(load<u64>(p, LENGTH)));
    if (length > <i64>MAX_STRING) return raise(E_TOO_LARGE, fixnum(length));
    if (!roomFor(length)) return raise(E_OUT_OF_MEMORY);
    mutate(p, JOINED, pointer(T_STRING, newString(<u32>length)));
    restart(p, separator);
  }
  const step = pass(p, separator, stringUnits(load<u64>(p, JOINED)));
  return step == NIL ? load<u64>(p, JOINED) : step;
}

function restart(p: u32, separator: u64): void {
  store<u64>(p, fixnum(-<i64>stringLength(separator)), LENGTH);
  mutate(p, CURSOR, load<u64>(p, SOURCE));
  store<u64>(p, 0, CURSOR + 8);
}

/** Goes on with a pass, writing to `units` if that is not 0: NIL at its end, MORE (kept), SLOW. */
function pass(p: u32, separator: u64, units: u32): u64 {
  const between = stringLength(separator);
  let at = fixnumValue(load<u64>(p, LENGTH)), x: u64 = NIL, left: i32 = 0;
  do {
    for (left = STRIDE; left > 0; left--) {
      x = cursorNext(p, CURSOR);
      if (!isType(x, T_STRING)) break;
      if (units != 0) {
        if (at >= 0) copyUnits(units + 2 * <u32>at, stringUnits(separator), between);
        copyUnits(units + 2 * <u32>(at + between), stringUnits(x), stringLength(x));
        charge(<i32>(stringLength(x) >> 8));
      }
      at += between + stringLength(x);
    }
    store<u64>(p, fixnum(at), LENGTH);
    if (left > 0) return x == ABSENT ? NIL : SLOW;
  } while (!strideDone());
  keepProgress(p);
  return MORE;
}
