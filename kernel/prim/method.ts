/** Methods of protocols: by type number, the function that implements them. */
import {
  ARRAY_MAP_PAIRS, C_METHOD_CHANGES, C_TYPE_LOCK, E_BAD_TYPE, FALSE, F_CELL, METHOD_DEFAULT, METHOD_IMPLS, METHOD_NAME, METHOD_PROTOCOL, NIL, P_METHOD_FIND,
  ROOT_EMPTY_ARRAY_MAP, THROW, TYPE_ID, TYPE_PARENTS, T_ARRAY_MAP, T_EXCEPTION, T_METHOD, T_TYPE,
} from "../generated/spec";
import { alloc, cellGet, cellSet, promote } from "../gc";
import { prim_assoc, prim_get_or } from "../coll/prims";
import { control, lock, unlock } from "../mem";
import { initField, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, isType, pointer } from "../object/word";
import { MAX_DEPTH, noteMethodChange, typeIdOf, typeOfWord } from "./type";

function badMethod(w: u64): u64 { return raise(E_BAD_TYPE, w, fixnum(P_METHOD_FIND)); }
export function prim_method_make(name: u64, protocol: u64, fallback: u64): u64 {
  const a = alloc(T_METHOD, 4, F_CELL);
  initField(a, METHOD_NAME, name);
  initField(a, METHOD_PROTOCOL, protocol);
  initField(a, METHOD_IMPLS, load<u64>(ROOT_EMPTY_ARRAY_MAP));
  initField(a, METHOD_DEFAULT, fallback);
  noteMethodChange(); // it may stand where one has been
  return pointer(T_METHOD, a);
}
/** Implementation for type `t` or the nearest type above it, breadth of a small tree, depth first. */
function findAbove(impls: u64, t: u64, depth: u32): u64 {
  if (depth == MAX_DEPTH || !isType(t, T_TYPE)) return NIL;
  const f = prim_get_or(impls, cellGet(t, TYPE_ID), NIL);
  if (f != NIL) return f;
  const parents = cellGet(t, TYPE_PARENTS);
  if (parents == NIL) return NIL;
  const n = sizeOf(addressOf(parents));
  for (let i: u32 = 0; i < n; i++) {
    const above = findAbove(impls, load<u64>(addressOf(parents) + 8 + 8 * i), depth + 1);
    if (above != NIL) return above;
  }
  return NIL;
}
/** The impls of a method are a map from fixnums: keys of a small one are compared as words. */
// @ts-ignore: decorator
@inline function implementation(impls: u64, id: u64): u64 {
  if (!isType(impls, T_ARRAY_MAP)) return prim_get_or(impls, id, NIL);
  const end = addressOf(impls) + 8 + (sizeOf(addressOf(impls)) << 3);
  for (let at = addressOf(impls) + ARRAY_MAP_PAIRS; at < end; at += 16) if (load<u64>(at) == id) return load<u64>(at, 8);
  return NIL;
}
export function prim_method_find(method: u64, x: u64): u64 {
  if (!isType(method, T_METHOD)) return badMethod(method);
  const impls = cellGet(method, METHOD_IMPLS);
  const id = typeIdOf(x);
  let f = id == T_EXCEPTION ? NIL : implementation(impls, fixnum(id));
  if (f == NIL && x != NIL) f = findAbove(impls, typeOfWord(x), 0);
  if (f == FALSE) return NIL;
  return f != NIL ? f : x == NIL ? NIL : cellGet(method, METHOD_DEFAULT);
}
/** f nil removes; false says that there is none, whatever types above have. The map is replaced as a whole; concurrent extensions of one method are serialised by typeLock. */
export function prim_method_extend(method: u64, id: u64, f: u64): u64 {
  if (!isType(method, T_METHOD)) return badMethod(method);
  const shared = promote(method);
  if (shared == THROW) return THROW;
  lock(C_TYPE_LOCK);
  const updated = prim_assoc(cellGet(shared, METHOD_IMPLS), id, f);
  const done = updated == THROW ? THROW : cellSet(shared, METHOD_IMPLS, updated);
  unlock(C_TYPE_LOCK);
  noteMethodChange();
  return done == THROW ? THROW : method;
}
export function prim_method_changes(): u64 { return fixnum(control(C_METHOD_CHANGES)); }
export function prim_method_impls(method: u64): u64 { return isType(method, T_METHOD) ? cellGet(method, METHOD_IMPLS) : badMethod(method); }
