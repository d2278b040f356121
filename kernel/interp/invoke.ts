/** Objects of user types that programs call: what implements `invoke` for them. */
import { C_METHOD_CHANGES, FIRST_USER_TYPE, LIB_INVOKE_METHOD, NIL, T_CLOSURE, T_VAR, VAR_ROOT } from "../generated/spec";
import { cellGet } from "../gc";
import { control } from "../mem";
import { invokedChanges, invokedFunction, invokedType, setInvoked } from "../mem/registers";
import { isPointer, isType, typeOf } from "../object/word";
import { prim_method_find } from "../prim/method";

/**
 * The closure that implements `invoke` for an object, which becomes its first argument; NIL if there is none. Each executor remembers the last
 * one: implementations lie in the shared heap, and control.methodChanges tells when some may have changed.
 */
export function invokeOf(callee: u64): u64 {
  if (!isPointer(callee)) return NIL;
  const type = typeOf(callee);
  if (type < FIRST_USER_TYPE) return NIL;
  const changes = control(C_METHOD_CHANGES);
  if (type == invokedType && changes == invokedChanges) return invokedFunction;
  const method = load<u64>(LIB_INVOKE_METHOD);
  if (!isType(method, T_VAR)) return NIL;
  const invoke = prim_method_find(cellGet(method, VAR_ROOT), callee);
  if (!isType(invoke, T_CLOSURE)) return NIL;
  setInvoked(type, changes, invoke);
  return invoke;
}
