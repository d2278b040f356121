/** Exceptions. Those of the kernel carry the number of an error and its operands: the library makes their text and class (spec/errors.ts). */
import {
  EXCEPTION_CAUSE, EXCEPTION_CODE, EXCEPTION_DATA, EXCEPTION_MESSAGE, EXCEPTION_TRACE, EXCEPTION_TYPE, E_BAD_TYPE, E_NULL, F_CELL, NIL, P_EX_TYPE,
  ROOT_ERROR_TYPES, THROW, T_EXCEPTION, T_NODE,
} from "../generated/spec";
import { alloc, cellGet, cellSet, promote } from "../gc";
import { newPair } from "../coll/pair";
import { initField } from "../object/header";
import { raise } from "../object/raise";
import { fixnum, isType, pointer, truth } from "../object/word";
import { exceptionType } from "./type";

/** An EXCEPTION; trace is filled in by the interpreter when it is thrown. */
export function newException(type: u64, message: u64, data: u64, cause: u64, code: u64): u64 {
  const a = alloc(T_EXCEPTION, 6, F_CELL);
  initField(a, EXCEPTION_TYPE, type);
  initField(a, EXCEPTION_MESSAGE, message);
  initField(a, EXCEPTION_DATA, data);
  initField(a, EXCEPTION_CAUSE, cause);
  initField(a, EXCEPTION_CODE, code);
  initField(a, EXCEPTION_TRACE, NIL);
  return pointer(T_EXCEPTION, a);
}
/** The exception of a kernel error; the library makes the message from spec/errors.ts when it is asked for. */
export function makeException(code: u32, a: u64, b: u64): u64 {
  return newException(NIL, NIL, newPair(T_NODE, a, b), NIL, fixnum(code));
}
function badException(w: u64): u64 { return w == NIL ? raise(E_NULL, w) : raise(E_BAD_TYPE, w, fixnum(P_EX_TYPE)); }
export function prim_ex_make(type: u64, message: u64, data: u64, cause: u64): u64 { return newException(type, message, data, cause, NIL); }
export function prim_ex_p(w: u64): u64 { return truth(isType(w, T_EXCEPTION)); }
export function prim_ex_type(w: u64): u64 { return isType(w, T_EXCEPTION) ? exceptionType(w) : badException(w); }
export function prim_ex_message(w: u64): u64 { return isType(w, T_EXCEPTION) ? cellGet(w, EXCEPTION_MESSAGE) : badException(w); }
export function prim_ex_code(w: u64): u64 { return isType(w, T_EXCEPTION) ? cellGet(w, EXCEPTION_CODE) : badException(w); }
export function prim_ex_data(w: u64): u64 { return isType(w, T_EXCEPTION) ? cellGet(w, EXCEPTION_DATA) : badException(w); }
export function prim_ex_cause(w: u64): u64 { return isType(w, T_EXCEPTION) ? cellGet(w, EXCEPTION_CAUSE) : badException(w); }
export function prim_ex_trace(w: u64): u64 { return isType(w, T_EXCEPTION) ? cellGet(w, EXCEPTION_TRACE) : badException(w); }
export function prim_ex_set_trace(w: u64, trace: u64): u64 { return isType(w, T_EXCEPTION) ? cellSet(w, EXCEPTION_TRACE, trace) : badException(w); }
export function prim_error_types_set(node: u64): u64 {
  const shared = promote(node);
  if (shared == THROW) return THROW;
  store<u64>(ROOT_ERROR_TYPES, shared);
  return NIL;
}
