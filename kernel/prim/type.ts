/**
 * Types, instances, protocol methods, functions, exceptions. typeTable: u64 TYPE words by type id (0 = none yet), grown
 * by doubling under typeLock; readers take its address once, old tables are kept until the next start (they are small).
 *
 * Long because it is the whole primitive table of one theme, a few lines each.
 */
import {
  ARRAY_MAP_PAIRS, C_METHOD_CHANGES, C_TYPE_CAP, C_TYPE_COUNT, C_TYPE_LOCK, C_TYPE_TABLE, CLOSURE_CODE, CLOSURE_META, CODE_ARITY, CODE_BYTES, CODE_FILE, CODE_NAME,
  CODE_NEXT, CODE_NLOCALS, CODE_NS, CODE_NSLOTS, E_BAD_TYPE, E_INDEX, E_NO_FIELD, E_NULL, E_SYSTEM_LIMIT, EXCEPTION_CAUSE, EXCEPTION_CODE,
  EXCEPTION_DATA, EXCEPTION_MESSAGE, EXCEPTION_TRACE, EXCEPTION_TYPE, F_CELL, FALSE, FIRST_USER_TYPE, METHOD_DEFAULT, METHOD_IMPLS, METHOD_NAME,
  METHOD_PROTOCOL, NIL, P_EX_TYPE, P_FIELD_GET, P_FN_NAME, P_INSTANCE_NEW, P_METHOD_FIND, P_TAGGED_TAG, P_TYPE_MAKE, P_TYPE_NAME, P_TYPE_SET_KEYS, ROOT_EMPTY_ARRAY_MAP,
  ROOT_ERROR_TYPES, SLOW, SUB_REF, T_ARRAY_MAP, T_BOOLEAN, T_CHAR, T_CLOSURE, T_CODE, T_DOUBLE, T_EXCEPTION, T_FLATVEC, T_LONG, T_METHOD, T_NODE, T_PID, T_TAGGED, T_TYPE,
  T_UNIQUE_REF, T_VECTOR, TAGGED_FORM, TAGGED_TAG, THROW, TRUE, RECORD_WORDS, TYPE_EXTRA, TYPE_FIELDS, TYPE_FLAG_MUTABLE, TYPE_FLAG_RECORD, TYPE_FLAGS, TYPE_ID, TYPE_KEYS, TYPE_NAME, TYPE_PARENTS,
} from "../generated/spec";
import { alloc, allocShared, cellGet, cellSet, promote } from "../gc";
import { flatCount, flatWords, isFlat } from "../coll/flatvec";
import { nodeFrom } from "../coll/node";
import { newPair } from "../coll/pair";
import { prim_assoc, prim_get_or } from "../coll/prims";
import { isVector, vectorCount } from "../coll/vector";
import { addControl, allocBlock, lock, unlock } from "../mem";
import { cellAddress, headerType, initField, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, truth, fixnum, fixnumValue, isChar, isFixnum, isPid, isPointer, isType, opOf, pointer, typeOf } from "../object/word";

// ---- types ----
/** Type id of any value: 0 for nil, a user id for instances; exceptions all share T_EXCEPTION, vectors of any length T_VECTOR. */
export function typeIdOf(w: u64): u32 {
  const tag = <u32>w & 7;
  if (tag == 0) return T_LONG;
  if (tag == 1) {
    const t = typeOf(w);
    return t == T_FLATVEC ? T_VECTOR : t;
  }
  if (tag > 2) return T_DOUBLE;
  if (w == NIL) return 0;
  if (w == TRUE || w == FALSE) return T_BOOLEAN;
  if (isChar(w)) return T_CHAR;
  return isPid(w) ? T_PID : T_UNIQUE_REF;
}
function typeById(id: u32): u64 {
  if (id >= load<u32>(C_TYPE_CAP)) return NIL;
  const w = load<u64>(load<u32>(C_TYPE_TABLE) + 8 * id);
  return w == 0 ? NIL : w;
}
/** TYPE of any value; an exception has its own class. nil for nil. */
export function typeOfWord(w: u64): u64 { return isType(w, T_EXCEPTION) ? exceptionType(w) : typeById(typeIdOf(w)); }

/** Room for id; false if there is none. Under typeLock. */
function reserveType(id: u32): bool {
  const cap = load<u32>(C_TYPE_CAP);
  if (id < cap) return true;
  let wanted: u32 = cap == 0 ? 1024 : cap;
  while (wanted <= id) wanted *= 2;
  const table = allocBlock(8 * wanted);
  if (table == 0) return false;
  memory.fill(table, 0, 8 * wanted);
  if (cap != 0) memory.copy(table, load<u32>(C_TYPE_TABLE), 8 * cap);
  atomic.store<u32>(C_TYPE_TABLE, table);
  atomic.store<u32>(C_TYPE_CAP, wanted);
  return true;
}
/** Parents as a NODE or nil, from a NODE, a flat vector, or nil. */
function parentsNode(w: u64): u64 {
  if (w == NIL || isType(w, T_NODE)) return w;
  if (!isFlat(w)) return isType(w, T_VECTOR) ? raise(E_SYSTEM_LIMIT, w) : raise(E_BAD_TYPE, w, fixnum(P_TYPE_NAME));
  return flatCount(w) == 0 ? NIL : nodeFrom(flatWords(w), flatCount(w));
}
function makeType(id: u32, name: u64, fields: u64, parents: u64, flags: u64): u64 {
  const shared = promote(name);
  if (shared == THROW) return THROW;
  const sharedFields = promote(fields);
  if (sharedFields == THROW) return THROW;
  const node = parentsNode(parents);
  if (node == THROW) return THROW;
  const sharedParents = promote(node);
  if (sharedParents == THROW) return THROW;
  const a = allocShared(T_TYPE, 7, F_CELL);
  if (a == 0) return raise(E_SYSTEM_LIMIT, name);
  initField(a, TYPE_NAME, shared);
  initField(a, TYPE_FIELDS, sharedFields);
  initField(a, TYPE_PARENTS, sharedParents);
  initField(a, TYPE_FLAGS, isFixnum(flags) ? flags : fixnum(0));
  initField(a, TYPE_EXTRA, NIL);
  initField(a, TYPE_KEYS, NIL);
  lock(C_TYPE_LOCK);
  const fresh = id == 0;
  if (fresh) id = max<u32>(load<u32>(C_TYPE_COUNT), FIRST_USER_TYPE);
  initField(a, TYPE_ID, fixnum(id));
  if (!reserveType(id) || load<u64>(load<u32>(C_TYPE_TABLE) + 8 * id) != 0) {
    unlock(C_TYPE_LOCK);
    return raise(E_SYSTEM_LIMIT, name);
  }
  if (fresh) store<u32>(C_TYPE_COUNT, id + 1);
  store<u64>(load<u32>(C_TYPE_TABLE) + 8 * id, pointer(T_TYPE, a));
  unlock(C_TYPE_LOCK);
  noteMethodChange();
  return pointer(T_TYPE, a);
}
function badType(w: u64): u64 { return w == NIL ? raise(E_NULL, w) : raise(E_BAD_TYPE, w, fixnum(P_TYPE_NAME)); }

export function prim_type_of(w: u64): u64 { return typeOfWord(w); }
export function prim_type_id(w: u64): u64 {
  if (!isType(w, T_EXCEPTION)) return fixnum(typeIdOf(w));
  const t = exceptionType(w);
  return isType(t, T_TYPE) ? load<u64>(addressOf(t) + TYPE_ID) : fixnum(T_EXCEPTION);
}
/** Everything about how instances are laid out is said here, and never changes: compiled code relies on it. */
export function prim_type_make(name: u64, fields: u64, parents: u64, flags: u64): u64 {
  if (!isVector(fields)) return raise(E_BAD_TYPE, fields, fixnum(P_TYPE_MAKE));
  const kind = opOf(flags, 8);
  if (kind < 0 || kind == <i32>(TYPE_FLAG_RECORD | TYPE_FLAG_MUTABLE)) return raise(E_BAD_TYPE, flags, fixnum(P_TYPE_MAKE));
  return makeType(0, name, fields, parents, flags);
}
export function prim_type_define(id: u64, name: u64, fields: u64, parents: u64, flags: u64): u64 {
  const n = isFixnum(id) ? fixnumValue(id) : 0;
  return n > 0 && n < <i64>FIRST_USER_TYPE ? makeType(<u32>n, name, fields, parents, flags) : raise(E_INDEX, id, fixnum(FIRST_USER_TYPE));
}
export function prim_type_by_id(id: u64): u64 { return isFixnum(id) && fixnumValue(id) >= 0 ? typeById(<u32>fixnumValue(id)) : NIL; }
export function prim_type_name(t: u64): u64 { return isType(t, T_TYPE) ? cellGet(t, TYPE_NAME) : badType(t); }
export function prim_type_fields(t: u64): u64 { return isType(t, T_TYPE) ? cellGet(t, TYPE_FIELDS) : badType(t); }
export function prim_type_parents(t: u64): u64 { return isType(t, T_TYPE) ? cellGet(t, TYPE_PARENTS) : badType(t); }
export function prim_type_set_parents(t: u64, parents: u64): u64 {
  if (!isType(t, T_TYPE)) return badType(t);
  const node = parentsNode(parents);
  const done = node == THROW ? THROW : cellSet(t, TYPE_PARENTS, node);
  noteMethodChange();
  return done;
}
export function prim_type_extra(t: u64): u64 { return isType(t, T_TYPE) ? cellGet(t, TYPE_EXTRA) : badType(t); }
export function prim_type_set_extra(t: u64, w: u64): u64 { return isType(t, T_TYPE) ? cellSet(t, TYPE_EXTRA, w) : badType(t); }
/** Makes a type a record: keys is a NODE of its fields' keywords. Before the first instance is made. */
export function prim_type_set_keys(t: u64, keys: u64): u64 {
  if (!isType(t, T_TYPE)) return badType(t);
  if (!typeFlag(t, TYPE_FLAG_RECORD) || cellGet(t, TYPE_KEYS) != NIL) return raise(E_BAD_TYPE, t, fixnum(P_TYPE_SET_KEYS));
  if (!isType(keys, T_NODE) || sizeOf(addressOf(keys)) + RECORD_WORDS != wordsOf(t)) return raise(E_BAD_TYPE, keys, fixnum(P_TYPE_SET_KEYS));
  return cellSet(t, TYPE_KEYS, keys);
}
export function prim_type_number(t: u64): u64 { return isType(t, T_TYPE) ? cellGet(t, TYPE_ID) : badType(t); }
export function prim_type_flags(t: u64): u64 { return isType(t, T_TYPE) ? cellGet(t, TYPE_FLAGS) : badType(t); }
export function prim_type_p(w: u64): u64 { return truth(isType(w, T_TYPE)); }

/** Deepest chain of parents that is followed; hierarchies of classes are shallow, a cycle ends here. */
const MAX_DEPTH: u32 = 32;
/** Whether type `t` is `wanted` or has it above it. */
function descends(t: u64, wanted: u64, depth: u32): bool {
  if (t == wanted) return true;
  if (depth == MAX_DEPTH || !isType(t, T_TYPE)) return false;
  const parents = cellGet(t, TYPE_PARENTS);
  if (parents == NIL) return false;
  const n = sizeOf(addressOf(parents));
  for (let i: u32 = 0; i < n; i++) if (descends(load<u64>(addressOf(parents) + 8 + 8 * i), wanted, depth + 1)) return true;
  return false;
}
export function prim_instance_p(type: u64, x: u64): u64 {
  if (!isType(type, T_TYPE)) return badType(type);
  return x == NIL ? FALSE : truth(descends(typeOfWord(x), type, 0));
}

// ---- instances of user types ----
function isUser(w: u64): bool { return isPointer(w) && typeOf(w) >= FIRST_USER_TYPE; }
function typeFlag(t: u64, flag: i64): bool { return (fixnumValue(cellGet(t, TYPE_FLAGS)) & flag) != 0; }
/** Words of each instance of a user's type. */
function wordsOf(t: u64): u32 { return vectorCount(cellGet(t, TYPE_FIELDS)) + (typeFlag(t, TYPE_FLAG_RECORD) ? RECORD_WORDS : 0); }
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

// ---- protocol methods ----
/** What compiled code remembers of implementations is not valid any more (src/jit/lower-method.ts). */
function noteMethodChange(): void { addControl(C_METHOD_CHANGES, 1); }
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
export function prim_method_impls(method: u64): u64 { return isType(method, T_METHOD) ? cellGet(method, METHOD_IMPLS) : badMethod(method); }

// ---- functions ----
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

// ---- exceptions ----
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
/** Class of an exception; kernel errors find theirs by number. */
function exceptionType(ex: u64): u64 {
  const type = cellGet(ex, EXCEPTION_TYPE);
  if (type != NIL) return type;
  const code = cellGet(ex, EXCEPTION_CODE), table = load<u64>(ROOT_ERROR_TYPES);
  if (!isFixnum(code) || !isType(table, T_NODE) || <u32>fixnumValue(code) >= sizeOf(addressOf(table))) return typeById(T_EXCEPTION);
  return load<u64>(addressOf(table) + 8 + 8 * <u32>fixnumValue(code));
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

// ---- tagged literals, identity ----
export function prim_tagged(tag: u64, form: u64): u64 {
  return newPair(T_TAGGED, tag, form);
}
export function prim_tagged_p(w: u64): u64 { return truth(isType(w, T_TAGGED)); }
export function prim_tagged_tag(w: u64): u64 { return isType(w, T_TAGGED) ? load<u64>(addressOf(w) + TAGGED_TAG) : raise(E_BAD_TYPE, w, fixnum(P_TAGGED_TAG)); }
export function prim_tagged_form(w: u64): u64 { return isType(w, T_TAGGED) ? load<u64>(addressOf(w) + TAGGED_FORM) : raise(E_BAD_TYPE, w, fixnum(P_TAGGED_TAG)); }
/**
 * Identity hash: of the shared address, which never changes. The object is promoted first, because local ones move; a
 * shared address is as good as a counter (it is kept in an image and repeats in a deterministic run) and needs no table.
 */
export function prim_identity_hash(w: u64): u64 {
  if (!isPointer(w)) return fixnum(<i64>(<i32>(w ^ (w >> 32)) * <i32>0x9e3779b1));
  const shared = promote(w);
  return shared == THROW ? THROW : fixnum(<i64>((<i32>(addressOf(shared) >> 3)) * <i32>0x9e3779b1));
}
