/** Text to the standard streams: UTF-16 to UTF-8 in pieces, waiting for the host when the ring is full. */
import { A_MORE, A_PID, C_STDOUT_ADDR, C_STDOUT_WAITERS, E_OUT_OF_MEMORY, MORE, NIL, PARK, STDOUT_RING } from "../generated/spec";
import { allocBlock, control, freeBlock, setControl } from "../mem";
import { actor, charge } from "../mem/registers";
import { raise } from "../object/raise";
import { stringLength, stringUnits } from "../object/string";
import { fixnum, fixnumValue } from "../object/word";
import { stdoutRoom, writeStdout } from "./outbox";
import { clearNotified } from "./slots";
import { addWaiter, removeWaiter, wakeWaiters } from "./waits";

/** UTF-16 units in one piece, at most three bytes each. */
const PIECE: u32 = 4096;

/** Writes the string from the unit that actor.more says; MORE or PARK until all is written. */
export function writeText(fd: u32, text: u64): u64 {
  const length = stringLength(text), start: u32 = load<u64>(actor + A_MORE) == NIL ? 0 : <u32>fixnumValue(load<u64>(actor + A_MORE));
  let n = min<u32>(PIECE, length - start);
  if (n == 0) return finished();
  if (start + n < length && isHigh(load<u16>(stringUnits(text) + 2 * (start + n - 1)))) n--;
  const piece = allocBlock(3 * PIECE);
  if (piece == 0) return raise(E_OUT_OF_MEMORY);
  const bytes = toUtf8(stringUnits(text) + 2 * start, n, piece);
  const done = writeStdout(fd, piece, bytes);
  freeBlock(piece, 3 * PIECE);
  if (!done) return waitForRoom(bytes);
  charge(<i32>(n >> 4));
  if (start + n == length) return finished();
  store<u64>(actor + A_MORE, fixnum(start + n));
  return MORE;
}
function finished(): u64 {
  store<u64>(actor + A_MORE, NIL);
  removeWaiter(C_STDOUT_ADDR, load<u64>(actor + A_PID));
  return NIL;
}
function waitForRoom(bytes: u32): u64 {
  clearNotified();
  if (!addWaiter(C_STDOUT_ADDR, load<u64>(actor + A_PID), NIL)) return raise(E_OUT_OF_MEMORY);
  setControl(C_STDOUT_WAITERS, 1);
  return stdoutRoom() >= bytes ? MORE : PARK;
}
/** Whether somebody waits for room and the host has read enough by now. */
export function canWakeWriters(): bool { return control(C_STDOUT_WAITERS) != 0 && stdoutRoom() >= STDOUT_RING / 2; }
/** Wakes them then. */
export function wakeWriters(): void {
  if (!canWakeWriters()) return;
  setControl(C_STDOUT_WAITERS, 0);
  wakeWaiters(C_STDOUT_ADDR);
}

// @ts-ignore: decorator
@inline function isHigh(c: u32): bool { return (c & 0xfc00) == 0xd800; }
// @ts-ignore: decorator
@inline function isLow(c: u32): bool { return (c & 0xfc00) == 0xdc00; }
/** UTF-8 bytes of n units; a surrogate without its partner becomes U+FFFD. */
function toUtf8(from: u32, n: u32, to: u32): u32 {
  let p = to;
  for (let i: u32 = 0; i < n; i++) {
    let c = <u32>load<u16>(from + 2 * i);
    if (c < 0x80) {
      store<u8>(p++, <u8>c);
      continue;
    }
    if (c < 0x800) {
      store<u8>(p++, <u8>(0xc0 | (c >> 6)));
      store<u8>(p++, <u8>(0x80 | (c & 63)));
      continue;
    }
    if (isHigh(c) && i + 1 < n && isLow(load<u16>(from + 2 * i + 2))) {
      c = 0x10000 + ((c & 0x3ff) << 10) + (<u32>load<u16>(from + 2 * ++i) & 0x3ff);
      store<u8>(p++, <u8>(0xf0 | (c >> 18)));
      store<u8>(p++, <u8>(0x80 | ((c >> 12) & 63)));
    } else {
      if ((c & 0xf800) == 0xd800) c = 0xfffd;
      store<u8>(p++, <u8>(0xe0 | (c >> 12)));
    }
    store<u8>(p++, <u8>(0x80 | ((c >> 6) & 63)));
    store<u8>(p++, <u8>(0x80 | (c & 63)));
  }
  return p - to;
}
