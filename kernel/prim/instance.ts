/** Instances of the types that programs define: a word for each field; records have three more in front (their layout: kernel/coll/record.ts). */
import {
  E_BAD_TYPE, E_INDEX, E_NO_FIELD, FIRST_USER_TYPE, F_CELL, NIL, P_FIELD_GET, P_INSTANCE_NEW, RECORD_WORDS, THROW, TYPE_FIELDS, TYPE_FLAGS,
  TYPE_FLAG_MUTABLE, TYPE_FLAG_RECORD, TYPE_ID, T_NODE, T_TYPE,
} from "../generated/spec";
import { alloc, cellGet, cellSet } from "../gc";
import { vectorCount } from "../coll/vector";
import { cellAddress, headerType, initField, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isFixnum, isPointer, isType, pointer, truth, typeOf } from "../object/word";
import { badType, typeById, typeFlag, wordsOf } from "./type";

function isUser(w: u64): bool { return isPointer(w) && typeOf(w) >= FIRST_USER_TYPE; }
export function prim_user_type_p(w: u64): u64 { return truth(isUser(w)); }
export function prim_record_p(w: u64): u64 { return truth(isUser(w) && typeFlag(typeById(typeOf(w)), TYPE_FLAG_RECORD)); }
export function prim_instance_new(type: u64, node: u64): u64 {
  if (!isType(type, T_TYPE)) return badType(type);
  if (!isType(node, T_NODE)) return raise(E_BAD_TYPE, node, fixnum(P_INSTANCE_NEW));
  const id = <u32>fixnumValue(cellGet(type, TYPE_ID));
  if (id < FIRST_USER_TYPE) return raise(E_BAD_TYPE, type, fixnum(P_INSTANCE_NEW));
  const n = sizeOf(addressOf(node));
  if (n != wordsOf(type)) return raise(E_INDEX, fixnum(n), fixnum(wordsOf(type)));
  const a = alloc(id, n, typeFlag(type, TYPE_FLAG_MUTABLE) ? F_CELL : 0);
  memory.copy(a + 8, addressOf(node) + 8, 8 * n);
  return pointer(id, a);
}
/** An instance of n words at `at`; a record's three words before the fields are nil. */
function instanceOf(type: u64, n: u32): u32 {
  if (!isType(type, T_TYPE)) { badType(type); return 0; }
  const t = addressOf(type);
  const id = <u32>fixnumValue(load<u64>(t + TYPE_ID));
  if (id < FIRST_USER_TYPE) { raise(E_BAD_TYPE, type, fixnum(P_INSTANCE_NEW)); return 0; }
  const flags = fixnumValue(load<u64>(t + TYPE_FLAGS)), fields = vectorCount(load<u64>(t + TYPE_FIELDS));
  if (n != fields) { raise(E_INDEX, fixnum(n), fixnum(fields)); return 0; }
  if ((flags & TYPE_FLAG_RECORD) == 0) return alloc(id, n, (flags & TYPE_FLAG_MUTABLE) != 0 ? F_CELL : 0);
  const a = alloc(id, n + RECORD_WORDS, 0);
  initField(a, 8, NIL);
  initField(a, 16, NIL);
  initField(a, 24, NIL);
  return a;
}
/** Where the fields of a new instance of `total` words begin, n of which are given. */
// @ts-ignore: decorator
@inline function fieldsAt(a: u32, n: u32): u32 { return a + 8 + 8 * (sizeOf(a) - n); }
// @ts-ignore: decorator
@inline function instance(a: u32): u64 { return pointer(headerType(a), a); }
export function prim_instance_of_0(type: u64): u64 {
  const a = instanceOf(type, 0);
  if (a == 0) return THROW;
  return instance(a);
}
export function prim_instance_of_1(type: u64, v0: u64): u64 {
  const a = instanceOf(type, 1);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 1);
  initField(at, 0, v0);
  return instance(a);
}
export function prim_instance_of_2(type: u64, v0: u64, v1: u64): u64 {
  const a = instanceOf(type, 2);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 2);
  initField(at, 0, v0);
  initField(at, 8, v1);
  return instance(a);
}
export function prim_instance_of_3(type: u64, v0: u64, v1: u64, v2: u64): u64 {
  const a = instanceOf(type, 3);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 3);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  return instance(a);
}
export function prim_instance_of_4(type: u64, v0: u64, v1: u64, v2: u64, v3: u64): u64 {
  const a = instanceOf(type, 4);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 4);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  initField(at, 24, v3);
  return instance(a);
}
export function prim_instance_of_5(type: u64, v0: u64, v1: u64, v2: u64, v3: u64, v4: u64): u64 {
  const a = instanceOf(type, 5);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 5);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  initField(at, 24, v3);
  initField(at, 32, v4);
  return instance(a);
}
export function prim_instance_of_6(type: u64, v0: u64, v1: u64, v2: u64, v3: u64, v4: u64, v5: u64): u64 {
  const a = instanceOf(type, 6);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 6);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  initField(at, 24, v3);
  initField(at, 32, v4);
  initField(at, 40, v5);
  return instance(a);
}
export function prim_instance_of_7(type: u64, v0: u64, v1: u64, v2: u64, v3: u64, v4: u64, v5: u64, v6: u64): u64 {
  const a = instanceOf(type, 7);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 7);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  initField(at, 24, v3);
  initField(at, 32, v4);
  initField(at, 40, v5);
  initField(at, 48, v6);
  return instance(a);
}
export function prim_instance_of_8(type: u64, v0: u64, v1: u64, v2: u64, v3: u64, v4: u64, v5: u64, v6: u64, v7: u64): u64 {
  const a = instanceOf(type, 8);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 8);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  initField(at, 24, v3);
  initField(at, 32, v4);
  initField(at, 40, v5);
  initField(at, 48, v6);
  initField(at, 56, v7);
  return instance(a);
}
export function prim_instance_of_9(type: u64, v0: u64, v1: u64, v2: u64, v3: u64, v4: u64, v5: u64, v6: u64, v7: u64, v8: u64): u64 {
  const a = instanceOf(type, 9);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 9);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  initField(at, 24, v3);
  initField(at, 32, v4);
  initField(at, 40, v5);
  initField(at, 48, v6);
  initField(at, 56, v7);
  initField(at, 64, v8);
  return instance(a);
}
export function prim_instance_of_10(type: u64, v0: u64, v1: u64, v2: u64, v3: u64, v4: u64, v5: u64, v6: u64, v7: u64, v8: u64, v9: u64): u64 {
  const a = instanceOf(type, 10);
  if (a == 0) return THROW;
  const at = fieldsAt(a, 10);
  initField(at, 0, v0);
  initField(at, 8, v1);
  initField(at, 16, v2);
  initField(at, 24, v3);
  initField(at, 32, v4);
  initField(at, 40, v5);
  initField(at, 48, v6);
  initField(at, 56, v7);
  initField(at, 64, v8);
  initField(at, 72, v9);
  return instance(a);
}
/** Offset of word i of an instance, or 0 after raising. */
function fieldOffset(x: u64, i: u64): u32 {
  if (!isUser(x)) { raise(E_NO_FIELD, x, i); return 0; }
  if (!isFixnum(i) || <u64>fixnumValue(i) >= <u64>sizeOf(cellAddress(x))) { raise(E_NO_FIELD, x, i); return 0; }
  return 8 + 8 * <u32>fixnumValue(i);
}
export function prim_field_get(x: u64, i: u64): u64 {
  const offset = fieldOffset(x, i);
  return offset == 0 ? THROW : cellGet(x, offset);
}
export function prim_field_set(x: u64, i: u64, v: u64): u64 {
  const offset = fieldOffset(x, i);
  if (offset == 0) return THROW;
  if (!typeFlag(typeById(typeOf(x)), TYPE_FLAG_MUTABLE)) return raise(E_BAD_TYPE, x, fixnum(P_FIELD_GET));
  return cellSet(x, offset, v);
}
export function prim_instance_copy(x: u64, i: u64, v: u64): u64 {
  const offset = fieldOffset(x, i);
  if (offset == 0) return THROW;
  const from = cellAddress(x), n = sizeOf(from);
  const a = alloc(typeOf(x), n, typeFlag(typeById(typeOf(x)), TYPE_FLAG_MUTABLE) ? F_CELL : 0);
  memory.copy(a + 8, from + 8, 8 * n);
  store<u64>(a + offset, v);
  return pointer(typeOf(x), a);
}
