/** What is to be asked of functions and their code. */
import {
  CLOSURE_CODE, CLOSURE_META, CODE_ARITY, CODE_BYTES, CODE_FILE, CODE_NAME, CODE_NEXT, CODE_NLOCALS, CODE_NS, CODE_NSLOTS, E_BAD_TYPE, FALSE, NIL,
  P_FN_NAME, TRUE, T_CLOSURE, T_CODE, T_NODE,
} from "../generated/spec";
import { alloc } from "../gc";
import { initField, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isType, pointer, truth } from "../object/word";

function firstCode(f: u64): u64 { return isType(f, T_CLOSURE) ? load<u64>(addressOf(f) + CLOSURE_CODE) : NIL; }
function badFn(f: u64): u64 { return raise(E_BAD_TYPE, f, fixnum(P_FN_NAME)); }
export function prim_fn_p(w: u64): u64 { return truth(isType(w, T_CLOSURE)); }
/** A NODE of fixed count, variadic?, fixed count, variadic?, ... of every arity. */
export function prim_fn_arities(f: u64): u64 {
  const first = firstCode(f);
  if (first == NIL) return badFn(f);
  let n: u32 = 0;
  for (let c = first; isType(c, T_CODE); c = load<u64>(addressOf(c) + CODE_NEXT)) n++;
  const a = alloc(T_NODE, 2 * n, 0);
  let at = a + 8;
  for (let c = first; isType(c, T_CODE); c = load<u64>(addressOf(c) + CODE_NEXT)) {
    const arity = fixnumValue(load<u64>(addressOf(c) + CODE_ARITY));
    store<u64>(at, fixnum(arity >> 1));
    store<u64>(at + 8, truth((arity & 1) != 0));
    at += 16;
  }
  return pointer(T_NODE, a);
}
export function prim_fn_max_fixed(f: u64): u64 {
  const first = firstCode(f);
  if (first == NIL) return badFn(f);
  let most: i64 = 0;
  for (let c = first; isType(c, T_CODE); c = load<u64>(addressOf(c) + CODE_NEXT)) {
    most = max<i64>(most, fixnumValue(load<u64>(addressOf(c) + CODE_ARITY)) >> 1);
  }
  return fixnum(most);
}
export function prim_fn_variadic_p(f: u64): u64 {
  const first = firstCode(f);
  if (first == NIL) return badFn(f);
  for (let c = first; isType(c, T_CODE); c = load<u64>(addressOf(c) + CODE_NEXT)) {
    if ((fixnumValue(load<u64>(addressOf(c) + CODE_ARITY)) & 1) != 0) return TRUE;
  }
  return FALSE;
}
export function prim_fn_name(f: u64): u64 {
  const first = firstCode(f);
  return first == NIL ? badFn(f) : load<u64>(addressOf(first) + CODE_NAME);
}
export function prim_fn_with_meta(f: u64, meta: u64): u64 {
  if (!isType(f, T_CLOSURE)) return badFn(f);
  const from = addressOf(f), n = sizeOf(from);
  const a = alloc(T_CLOSURE, n, 0);
  memory.copy(a + 8, from + 8, 8 * n);
  initField(a, CLOSURE_META, meta);
  return pointer(T_CLOSURE, a);
}
/** NODE [name file ns nlocals nslots bytes arity] of a function's first arity. */
export function prim_code_info(f: u64): u64 {
  const c = firstCode(f);
  if (c == NIL) return badFn(f);
  const p = addressOf(c);
  const a = alloc(T_NODE, 7, 0);
  initField(a, 8, load<u64>(p + CODE_NAME));
  initField(a, 16, load<u64>(p + CODE_FILE));
  initField(a, 24, load<u64>(p + CODE_NS));
  initField(a, 32, load<u64>(p + CODE_NLOCALS));
  initField(a, 40, load<u64>(p + CODE_NSLOTS));
  initField(a, 48, fixnum(load<u32>(addressOf(load<u64>(p + CODE_BYTES)) + 8)));
  initField(a, 56, load<u64>(p + CODE_ARITY));
  return pointer(T_NODE, a);
}
