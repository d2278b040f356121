/**
 * A growing buffer and a work stack in blocks, for encoder and decoder. Addressed by a small block of its own:
 *
 *   +0 u32 buffer  +4 u32 capacity  +8 u32 length  +12 u32 stack  +16 u32 stack capacity  +20 u32 stack length  +24 u32 failed
 *   +28 u32 table  +32 u32 table capacity  +36 u32 table length
 *
 * stack and table hold u64; failed is set when memory is exhausted, everything after that does nothing.
 */
import { allocBlock, blockSize, freeBlock } from "../mem";

const BYTES: u32 = 40;
const BUFFER: u32 = 0, STACK: u32 = 12, TABLE: u32 = 28;

export function newWriter(): u32 {
  const w = allocBlock(BYTES);
  if (w != 0) memory.fill(w, 0, BYTES);
  return w;
}
/** Frees all but the buffer if it has been taken. */
export function freeWriter(w: u32): void {
  if (load<u32>(w, BUFFER) != 0) freeBlock(load<u32>(w, BUFFER), load<u32>(w, BUFFER + 4));
  if (load<u32>(w, STACK) != 0) freeBlock(load<u32>(w, STACK), load<u32>(w, STACK + 4));
  if (load<u32>(w, TABLE) != 0) freeBlock(load<u32>(w, TABLE), load<u32>(w, TABLE + 4));
  freeBlock(w, BYTES);
}
// @ts-ignore: decorator
@inline export function failed(w: u32): bool { return load<u32>(w, 24) != 0; }
// @ts-ignore: decorator
@inline export function fail(w: u32): void { store<u32>(w, 1, 24); }
// @ts-ignore: decorator
@inline export function written(w: u32): u32 { return load<u32>(w, BUFFER + 8); }
// @ts-ignore: decorator
@inline export function buffer(w: u32): u32 { return load<u32>(w, BUFFER); }
// @ts-ignore: decorator
@inline export function capacity(w: u32): u32 { return load<u32>(w, BUFFER + 4); }
/** The caller owns the buffer from now on. */
export function takeBuffer(w: u32): u32 {
  const b = load<u32>(w, BUFFER);
  store<u32>(w, 0, BUFFER);
  return b;
}

/** Makes room for n more bytes in the area at `at` (buffer, stack or table). */
function reserve(w: u32, at: u32, n: u32): bool {
  const old = load<u32>(w + at), cap = load<u32>(w + at, 4), used = load<u32>(w + at, 8);
  if (used + n <= cap) return true;
  if (used + n < used || used + n > 0x7fffffff) {
    fail(w);
    return false;
  }
  const size = blockSize(max<u32>(256, max<u32>(cap + (cap >> 1), used + n)));
  const block = allocBlock(size);
  if (block == 0) {
    fail(w);
    return false;
  }
  memory.copy(block, old, used);
  if (old != 0) freeBlock(old, cap);
  store<u32>(w + at, block);
  store<u32>(w + at, size, 4);
  return true;
}
/** Room for n bytes at the end of the buffer: their address, 0 when memory is exhausted. */
export function extend(w: u32, n: u32): u32 {
  if (failed(w) || !reserve(w, BUFFER, n)) return 0;
  const length = load<u32>(w, BUFFER + 8);
  store<u32>(w, length + n, BUFFER + 8);
  return load<u32>(w, BUFFER) + length;
}
export function putByte(w: u32, b: u32): void {
  const at = extend(w, 1);
  if (at != 0) store<u8>(at, <u8>b);
}
export function putWord(w: u32, n: u64): void {
  const at = extend(w, 8);
  if (at != 0) store<u64>(at, n);
}
export function putNumber(w: u32, n: u64): void {
  while (n >= 0x80) {
    putByte(w, (<u32>n & 0x7f) | 0x80);
    n >>= 7;
  }
  putByte(w, <u32>n);
}

function pushTo(w: u32, at: u32, word: u64): void {
  if (failed(w) || !reserve(w, at, 8)) return;
  const length = load<u32>(w + at, 8);
  store<u64>(load<u32>(w + at) + length, word);
  store<u32>(w + at, length + 8, 8);
}
export function push(w: u32, word: u64): void { pushTo(w, STACK, word); }
/** Number of words on the stack. */
// @ts-ignore: decorator
@inline export function depth(w: u32): u32 { return load<u32>(w, STACK + 8) >> 3; }
/** Takes the top word; the stack must not be empty. */
export function pop(w: u32): u64 {
  const length = load<u32>(w, STACK + 8) - 8;
  store<u32>(w, length, STACK + 8);
  return load<u64>(load<u32>(w, STACK) + length);
}
/** Address of the n topmost words, first pushed first. */
export function topWords(w: u32, n: u32): u32 { return load<u32>(w, STACK) + load<u32>(w, STACK + 8) - 8 * n; }
export function drop(w: u32, n: u32): void { store<u32>(w, load<u32>(w, STACK + 8) - 8 * n, STACK + 8); }
export function remember(w: u32, word: u64): void { pushTo(w, TABLE, word); }
// @ts-ignore: decorator
@inline export function remembered(w: u32): u32 { return load<u32>(w, TABLE + 8) >> 3; }
// @ts-ignore: decorator
@inline export function recall(w: u32, k: u32): u64 { return load<u64>(load<u32>(w, TABLE) + 8 * k); }
