/** Frames in memory (drawn in spec/opcodes.ts) and the saved registers of the running actor. */
import { A_FP, A_SP, A_STACK_BASE, A_STACK_END, A_WATERMARK, CODE_NLOCALS } from "../generated/spec";
import { FRAME_HEADER, growStack } from "../gc";
import { actor } from "../mem/registers";
import { addressOf } from "../object/word";

export const HEADER: u32 = FRAME_HEADER;

// @ts-ignore: decorator
@inline export function savedFp(): u32 { return load<u32>(actor + A_FP); }
// @ts-ignore: decorator
@inline export function savedSp(): u32 { return load<u32>(actor + A_SP); }
// @ts-ignore: decorator
@inline export function saveFp(fp: u32): void { store<u32>(actor + A_FP, fp); }
// @ts-ignore: decorator
@inline export function saveSp(sp: u32): void { store<u32>(actor + A_SP, sp); }
/** pc of a frame: byte offset into its code. */
// @ts-ignore: decorator
@inline export function pcOf(fp: u32): u32 { return <u32>(load<u64>(fp, 16) >> 3); }
// @ts-ignore: decorator
@inline export function setPc(fp: u32, pc: u32): void { store<u64>(fp, <u64>pc << 3, 16); }
// @ts-ignore: decorator
@inline export function linkOf(fp: u32): u32 { return <u32>(load<u64>(fp) >> 3); }
// @ts-ignore: decorator
@inline export function codeOf(fp: u32): u32 { return addressOf(load<u64>(fp, 8)); }
/** Address of the first operand. */
// @ts-ignore: decorator
@inline export function operands(fp: u32): u32 { return fp + HEADER + <u32>load<u64>(codeOf(fp) + CODE_NLOCALS); }

/** The frame at fp becomes the running one again: frames below the watermark have not changed since the last collection. */
export function returnTo(fp: u32): void {
  saveFp(fp);
  if (fp < load<u32>(actor + A_WATERMARK)) store<u32>(actor + A_WATERMARK, fp);
}
/** Makes room for `bytes` above sp; false when memory is exhausted. The stack may move. */
export function reserveStack(bytes: u32): bool {
  return savedSp() + bytes <= load<u32>(actor + A_STACK_END) || growStack(actor, bytes);
}
/** Offset of an address in the stack, which survives its moving. */
// @ts-ignore: decorator
@inline export function offsetOf(address: u32): u32 { return address - load<u32>(actor + A_STACK_BASE); }
// @ts-ignore: decorator
@inline export function atOffset(offset: u32): u32 { return load<u32>(actor + A_STACK_BASE) + offset; }
