/**
 * Types. typeTable: u64 TYPE words by type id (0 = none yet), grown by doubling under typeLock; readers take its address once, old tables
 * are kept until the next start (they are small).
 */
import {
  C_METHOD_CHANGES, C_TYPE_CAP, C_TYPE_COUNT, C_TYPE_LOCK, C_TYPE_TABLE, EXCEPTION_CODE, EXCEPTION_TYPE, E_BAD_TYPE, E_INDEX, E_NULL, E_SYSTEM_LIMIT, FALSE,
  FIRST_USER_TYPE, F_CELL, NIL, P_TAGGED_TAG, P_TYPE_ITSELF, P_TYPE_MAKE, P_TYPE_NAME, P_TYPE_SET_KEYS, RECORD_WORDS, ROOT_ERROR_TYPES, TAGGED_FORM, TAGGED_TAG, THROW,
  TRUE, TYPE_EXTRA, TYPE_FIELDS, TYPE_FLAGS, TYPE_FLAG_FINAL, TYPE_FLAG_MUTABLE, TYPE_FLAG_RECORD, TYPE_ID, TYPE_ITSELF, TYPE_KEYS, TYPE_NAME, TYPE_PARENTS, T_BOOLEAN, T_CHAR, T_DOUBLE,
  T_EXCEPTION, T_FLATVEC, T_LONG, T_NODE, T_PID, T_TAGGED, T_TYPE, T_UNIQUE_REF, T_VECTOR,
} from "../generated/spec";
import { allocShared, cellGet, cellSet, promote } from "../gc";
import { hashWord } from "../coll/flat";
import { flatCount, flatWords, isFlat } from "../coll/flatvec";
import { nodeFrom } from "../coll/node";
import { addressHash } from "../coll/record";
import { newPair } from "../coll/pair";
import { isVector, vectorCount } from "../coll/vector";
import { addControl, allocBlock, lock, unlock } from "../mem";
import { initField, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isChar, isFixnum, isPid, isPointer, isType, opOf, pointer, truth, typeOf } from "../object/word";

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
export function typeById(id: u32): u64 {
  if (id >= load<u32>(C_TYPE_CAP)) return NIL;
  const w = load<u64>(load<u32>(C_TYPE_TABLE) + 8 * id);
  return w == 0 ? NIL : w;
}
/** TYPE of any value; an exception has its own class. nil for nil. */
export function typeOfWord(w: u64): u64 { return isType(w, T_EXCEPTION) ? exceptionType(w) : typeById(typeIdOf(w)); }

/** What compiled code remembers of implementations is not valid any more (src/jit/lower-method.ts). */
export function noteMethodChange(): void { addControl(C_METHOD_CHANGES, 1); }
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
/** Whether none of these is final: nothing is below such a type, which compiled code relies on. */
function mayBeParents(node: u64): bool {
  if (node == NIL) return true;
  for (let i: u32 = 0, a = addressOf(node), n = sizeOf(a); i < n; i++) {
    const t = load<u64>(a + 8 + 8 * i);
    if (!isType(t, T_TYPE) || typeFlag(t, TYPE_FLAG_FINAL)) return false;
  }
  return true;
}
/** Parents as a NODE or nil, from a NODE, a flat vector, or nil. */
function parentsNode(w: u64): u64 {
  let node = w;
  if (w != NIL && !isType(w, T_NODE)) {
    if (!isFlat(w)) return isType(w, T_VECTOR) ? raise(E_SYSTEM_LIMIT, w) : raise(E_BAD_TYPE, w, fixnum(P_TYPE_NAME));
    node = flatCount(w) == 0 ? NIL : nodeFrom(flatWords(w), flatCount(w));
  }
  return mayBeParents(node) ? node : raise(E_BAD_TYPE, w, fixnum(P_TYPE_NAME));
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
  const a = allocShared(T_TYPE, 8, F_CELL);
  if (a == 0) return raise(E_SYSTEM_LIMIT, name);
  initField(a, TYPE_NAME, shared);
  initField(a, TYPE_FIELDS, sharedFields);
  initField(a, TYPE_PARENTS, sharedParents);
  initField(a, TYPE_FLAGS, isFixnum(flags) ? flags : fixnum(0));
  initField(a, TYPE_EXTRA, NIL);
  initField(a, TYPE_KEYS, NIL);
  initField(a, TYPE_ITSELF, NIL);
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
export function badType(w: u64): u64 { return w == NIL ? raise(E_NULL, w) : raise(E_BAD_TYPE, w, fixnum(P_TYPE_NAME)); }

/** Class of an exception; kernel errors find theirs by number. */
export function exceptionType(ex: u64): u64 {
  const type = cellGet(ex, EXCEPTION_TYPE);
  if (type != NIL) return type;
  const code = cellGet(ex, EXCEPTION_CODE), table = load<u64>(ROOT_ERROR_TYPES);
  if (!isFixnum(code) || !isType(table, T_NODE) || <u32>fixnumValue(code) >= sizeOf(addressOf(table))) return typeById(T_EXCEPTION);
  return load<u64>(addressOf(table) + 8 + 8 * <u32>fixnumValue(code));
}
export function typeFlag(t: u64, flag: i64): bool { return (fixnumValue(cellGet(t, TYPE_FLAGS)) & flag) != 0; }
/** Words of each instance of a user's type. */
export function wordsOf(t: u64): u32 { return vectorCount(cellGet(t, TYPE_FIELDS)) + (typeFlag(t, TYPE_FLAG_RECORD) ? RECORD_WORDS : 0); }

export function prim_type_of(w: u64): u64 { return typeOfWord(w); }
export function prim_type_id(w: u64): u64 {
  if (!isType(w, T_EXCEPTION)) return fixnum(typeIdOf(w));
  const t = exceptionType(w);
  return isType(t, T_TYPE) ? load<u64>(addressOf(t) + TYPE_ID) : fixnum(T_EXCEPTION);
}
/** Everything about how instances are laid out is said here, and never changes: compiled code relies on it. */
export function prim_type_make(name: u64, fields: u64, parents: u64, flags: u64): u64 {
  if (!isVector(fields)) return raise(E_BAD_TYPE, fields, fixnum(P_TYPE_MAKE));
  const kind = opOf(flags, 16), both = <i32>(TYPE_FLAG_RECORD | TYPE_FLAG_MUTABLE);
  if (kind < 0 || (kind & both) == both) return raise(E_BAD_TYPE, flags, fixnum(P_TYPE_MAKE));
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
export const MAX_DEPTH: u32 = 32;
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

// ---- tagged literals, identity ----
export function prim_tagged(tag: u64, form: u64): u64 {
  return newPair(T_TAGGED, tag, form);
}
export function prim_tagged_p(w: u64): u64 { return truth(isType(w, T_TAGGED)); }
export function prim_tagged_tag(w: u64): u64 { return isType(w, T_TAGGED) ? load<u64>(addressOf(w) + TAGGED_TAG) : raise(E_BAD_TYPE, w, fixnum(P_TAGGED_TAG)); }
export function prim_tagged_form(w: u64): u64 { return isType(w, T_TAGGED) ? load<u64>(addressOf(w) + TAGGED_FORM) : raise(E_BAD_TYPE, w, fixnum(P_TAGGED_TAG)); }
export function prim_identity_hash(w: u64): u64 {
  if (!isPointer(w)) return fixnum(<i64>(<i32>(w ^ (w >> 32)) * <i32>0x9e3779b1));
  const hash = addressHash(w);
  return hash < 0 ? THROW : hashWord(<u32>hash);
}
export function prim_type_itself(t: u64, changes: u64): u64 {
  if (!isType(t, T_TYPE)) return badType(t);
  return isFixnum(changes) ? cellSet(t, TYPE_ITSELF, changes) : raise(E_BAD_TYPE, changes, fixnum(P_TYPE_ITSELF));
}
