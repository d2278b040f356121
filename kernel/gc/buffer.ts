/** BUFFER objects: byte buffers whose bytes are in the arena. */
import { BUFFER_HANDLE, BUFFER_LENGTH, E_OUT_OF_MEMORY, F_CELL, T_BUFFER } from "../generated/spec";
import { actor } from "../mem/registers";
import { cellAddress } from "../object/header";
import { raise } from "../object/raise";
import { fixnum, pointer } from "../object/word";
import { handleAddress, handleOf, listHandle, newHandle } from "./arena";
import { alloc } from "./local";
import { grew } from "./shared";

/** A BUFFER of zero bytes, or THROW. */
export function bufferAlloc(bytes: u32): u64 {
  const handle = newHandle(bytes);
  if (handle == 0) return raise(E_OUT_OF_MEMORY);
  grew(0); // arena bytes count toward the next major collection
  const a = alloc(T_BUFFER, 2, F_CELL);
  store<u64>(a + BUFFER_HANDLE, fixnum(handle));
  store<u64>(a + BUFFER_LENGTH, fixnum(bytes));
  if (actor != 0) listHandle(actor, handle, a);
  return pointer(T_BUFFER, a);
}

export function bufferHandle(w: u64): u32 { return handleOf(cellAddress(w)); }

/** Address of the bytes of a BUFFER; it stays valid while the object lives. */
export function bufferAddress(w: u64): u32 { return handleAddress(bufferHandle(w)); }
