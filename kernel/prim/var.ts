/**
 * Vars and namespaces. A NAMESPACE heads the chain of its VARs (VAR.next), C_NAMESPACES heads the chain of namespaces;
 * both chains only grow at the head and are changed under varLock. varTable finds a var by (namespace, name): open
 * addressing over addresses of VARs, key words compared by identity because symbols are interned.
 */
import {
  C_NAMESPACES, C_VAR_CAP, C_VAR_COUNT, C_VAR_LOCK, C_VAR_TABLE, DYNAMIC, E_BAD_TYPE, E_NULL, E_OUT_OF_MEMORY, F_CELL, FALSE,
  NAMESPACE_ALIASES, NAMESPACE_META, NAMESPACE_NAME, NAMESPACE_NEXT, NAMESPACE_REFERS, NAMESPACE_VARS, NIL, P_NS_NAME, P_VAR_ROOT, P_VAR_INTERN,
  SYMBOL_BASE, SYMBOL_HASH, SYMBOL_NAME, T_NAMESPACE, T_SYMBOL, T_VAR, UNBOUND, VAR_DYNROOT, VAR_FLAGS, VAR_META, VAR_NAME, VAR_NEXT,
  VAR_NS, VAR_ROOT, THROW, ROOT_EMPTY_LIST, LIST_COUNT, LIST_FIRST, LIST_META, LIST_REST, T_LIST, TRUE,
} from "../generated/spec";
import { alloc, allocShared, cellCas, cellGet, cellSet, promote } from "../gc";
import { allocBlock, freeBlock, lock, unlock } from "../mem";
import { initField } from "../object/header";
import { internSymbol } from "../coll/intern";
import { raise } from "../object/raise";
import { addressOf, truth, fixnum, fixnumValue, isFalsy, isType, pointer } from "../object/word";

const DYNAMIC_FLAG: i64 = 1;
const MACRO_FLAG: i64 = 2;
const FIRST_CAPACITY: u32 = 4096;

/** The interned symbol behind a symbol with metadata. */
function baseSymbol(w: u64): u64 {
  const base = load<u64>(addressOf(w) + SYMBOL_BASE);
  return base == NIL ? w : base;
}
function badVar(w: u64): u64 { return w == NIL ? raise(E_NULL, w) : raise(E_BAD_TYPE, w, fixnum(P_VAR_ROOT)); }
function badNs(w: u64): u64 { return w == NIL ? raise(E_NULL, w) : raise(E_BAD_TYPE, w, fixnum(P_NS_NAME)); }

/** Slot of (ns, name) in the table: that of the var, or the empty one where it belongs. */
function varSlot(table: u32, capacity: u32, ns: u64, name: u64): u32 {
  const mask = capacity - 1;
  let i = (addressOf(ns) >> 3) * 31 + (addressOf(name) >> 3) * 0x9e3779b1;
  i ^= i >> 15;
  while (true) {
    const slot = table + ((i & mask) << 2);
    const v = load<u32>(slot);
    if (v == 0 || (load<u64>(v + VAR_NS) == ns && load<u64>(v + VAR_NAME) == name)) return slot;
    i++;
  }
}
function growVarTable(): void {
  const old = load<u32>(C_VAR_TABLE), oldCap = load<u32>(C_VAR_CAP);
  const cap = oldCap == 0 ? FIRST_CAPACITY : oldCap * 2;
  const table = allocBlock(cap * 4);
  memory.fill(table, 0, cap * 4);
  for (let i: u32 = 0; i < oldCap; i++) {
    const v = load<u32>(old + 4 * i);
    if (v != 0) store<u32>(varSlot(table, cap, load<u64>(v + VAR_NS), load<u64>(v + VAR_NAME)), v);
  }
  store<u32>(C_VAR_TABLE, table);
  store<u32>(C_VAR_CAP, cap);
  if (old != 0) freeBlock(old, oldCap * 4);
}
function findNamespace(name: u64): u64 {
  let w = load<u64>(C_NAMESPACES);
  while (isType(w, T_NAMESPACE)) {
    if (load<u64>(addressOf(w) + NAMESPACE_NAME) == name) return w;
    w = load<u64>(addressOf(w) + NAMESPACE_NEXT);
  }
  return NIL;
}
/** Under varLock. */
function namespaceNamed(name: u64): u64 {
  const found = findNamespace(name);
  if (found != NIL) return found;
  const a = allocShared(T_NAMESPACE, 6, F_CELL);
  if (a == 0) return raise(E_OUT_OF_MEMORY);
  const head = load<u64>(C_NAMESPACES);
  initField(a, NAMESPACE_NAME, name);
  initField(a, NAMESPACE_VARS, NIL);
  initField(a, NAMESPACE_ALIASES, NIL);
  initField(a, NAMESPACE_REFERS, NIL);
  initField(a, NAMESPACE_META, NIL);
  initField(a, NAMESPACE_NEXT, head == 0 ? NIL : head);
  atomic.store<u64>(C_NAMESPACES, pointer(T_NAMESPACE, a));
  return pointer(T_NAMESPACE, a);
}

/** The var ns/name, made unbound (and its namespace) if it does not exist; THROW when memory is exhausted. */
export function varIntern(ns: u64, name: u64): u64 {
  const nsSymbol = baseSymbol(ns), nameSymbol = baseSymbol(name);
  lock(C_VAR_LOCK);
  if (load<u32>(C_VAR_COUNT) * 2 >= load<u32>(C_VAR_CAP)) growVarTable();
  const slot = varSlot(load<u32>(C_VAR_TABLE), load<u32>(C_VAR_CAP), nsSymbol, nameSymbol);
  let result: u64;
  if (load<u32>(slot) != 0) result = pointer(T_VAR, load<u32>(slot));
  else {
    const namespace = namespaceNamed(nsSymbol);
    const a = namespace == THROW ? 0 : allocShared(T_VAR, 7, F_CELL);
    if (a == 0) result = raise(E_OUT_OF_MEMORY);
    else {
      initField(a, VAR_ROOT, UNBOUND);
      initField(a, VAR_NS, nsSymbol);
      initField(a, VAR_NAME, nameSymbol);
      initField(a, VAR_META, NIL);
      initField(a, VAR_FLAGS, fixnum(0));
      initField(a, VAR_DYNROOT, UNBOUND);
      initField(a, VAR_NEXT, load<u64>(addressOf(namespace) + NAMESPACE_VARS));
      result = pointer(T_VAR, a);
      atomic.store<u64>(addressOf(namespace) + NAMESPACE_VARS, result);
      store<u32>(slot, a);
      store<u32>(C_VAR_COUNT, load<u32>(C_VAR_COUNT) + 1);
    }
  }
  unlock(C_VAR_LOCK);
  return result;
}
function varLookup(ns: u64, name: u64): u64 {
  lock(C_VAR_LOCK);
  const v = load<u32>(C_VAR_CAP) == 0 ? 0 : load<u32>(varSlot(load<u32>(C_VAR_TABLE), load<u32>(C_VAR_CAP), baseSymbol(ns), baseSymbol(name)));
  unlock(C_VAR_LOCK);
  return v == 0 ? NIL : pointer(T_VAR, v);
}

/** Offset of the word that holds the root value: dynroot once a dynamic var has been bound. */
function rootOffset(v: u64): u32 { return cellGet(v, VAR_ROOT) == DYNAMIC ? VAR_DYNROOT : VAR_ROOT; }
/** Puts a value in the place of the root, wherever that is by then: a var may come to be bound meanwhile. */
function replaceRoot(v: u64, w: u64): u64 {
  const value = promote(w);
  if (value == THROW) return THROW;
  let done = 0;
  while (done == 0) {
    const root = cellGet(v, VAR_ROOT);
    if (root == DYNAMIC) return cellSet(v, VAR_DYNROOT, value);
    done = cellCas(v, VAR_ROOT, root, value);
  }
  return value;
}
function varFlags(v: u64): i64 { return fixnumValue(cellGet(v, VAR_FLAGS)); }

export function prim_var_p(w: u64): u64 { return truth(isType(w, T_VAR)); }
export function prim_var_root(v: u64): u64 {
  if (!isType(v, T_VAR)) return badVar(v);
  const w = cellGet(v, rootOffset(v));
  return w == UNBOUND ? NIL : w;
}
export function prim_var_set_root(v: u64, value: u64): u64 { return isType(v, T_VAR) ? replaceRoot(v, value) : badVar(v); }
export function prim_var_cas_root(v: u64, old: u64, value: u64): u64 {
  if (!isType(v, T_VAR)) return badVar(v);
  const offset = rootOffset(v);
  const expected = old == NIL && cellGet(v, offset) == UNBOUND ? UNBOUND : old;
  const done = cellCas(v, offset, expected, value);
  return done < 0 ? THROW : truth(done == 1);
}
export function prim_var_bound_p(v: u64): u64 { return isType(v, T_VAR) ? truth(cellGet(v, rootOffset(v)) != UNBOUND) : badVar(v); }
export function prim_var_meta(v: u64): u64 { return isType(v, T_VAR) ? cellGet(v, VAR_META) : badVar(v); }
export function prim_var_set_meta(v: u64, meta: u64): u64 { return isType(v, T_VAR) ? cellSet(v, VAR_META, meta) : badVar(v); }
export function prim_var_name(v: u64): u64 {
  if (!isType(v, T_VAR)) return badVar(v);
  const a = addressOf(v);
  return internSymbol(load<u64>(addressOf(load<u64>(a + VAR_NS)) + SYMBOL_NAME), load<u64>(addressOf(load<u64>(a + VAR_NAME)) + SYMBOL_NAME));
}
export function prim_var_dynamic_p(v: u64): u64 { return isType(v, T_VAR) ? truth((varFlags(v) & DYNAMIC_FLAG) != 0) : badVar(v); }
export function prim_var_set_dynamic(v: u64, on: u64): u64 {
  if (!isType(v, T_VAR)) return badVar(v);
  const dynamic = (varFlags(v) & DYNAMIC_FLAG) != 0;
  if (dynamic == !isFalsy(on)) return v;
  if (dynamic && cellGet(v, VAR_ROOT) == DYNAMIC) cellSet(v, VAR_ROOT, cellGet(v, VAR_DYNROOT));
  cellSet(v, VAR_FLAGS, fixnum(varFlags(v) ^ DYNAMIC_FLAG));
  return v;
}
/** A dynamic var that nobody has ever bound is read like any other. */
export function prim_var_bind(v: u64): u64 {
  if (!isType(v, T_VAR)) return badVar(v);
  if ((varFlags(v) & DYNAMIC_FLAG) == 0) return FALSE;
  for (let root = cellGet(v, VAR_ROOT); root != DYNAMIC; root = cellGet(v, VAR_ROOT)) {
    cellSet(v, VAR_DYNROOT, root);
    if (cellCas(v, VAR_ROOT, root, DYNAMIC) < 0) return THROW;
  }
  return TRUE;
}
export function prim_var_macro_p(v: u64): u64 { return isType(v, T_VAR) ? truth((varFlags(v) & MACRO_FLAG) != 0) : badVar(v); }
export function prim_var_set_macro(v: u64, on: u64): u64 {
  if (!isType(v, T_VAR)) return badVar(v);
  const flags = varFlags(v);
  cellSet(v, VAR_FLAGS, fixnum(isFalsy(on) ? flags & ~MACRO_FLAG : flags | MACRO_FLAG));
  return v;
}
export function prim_var_intern(ns: u64, name: u64): u64 {
  if (!isType(ns, T_SYMBOL)) return raise(E_BAD_TYPE, ns, fixnum(P_VAR_INTERN));
  if (!isType(name, T_SYMBOL)) return raise(E_BAD_TYPE, name, fixnum(P_VAR_INTERN));
  return varIntern(ns, name);
}
export function prim_var_find(ns: u64, name: u64): u64 {
  if (!isType(ns, T_SYMBOL)) return raise(E_BAD_TYPE, ns, fixnum(P_VAR_INTERN));
  if (!isType(name, T_SYMBOL)) return raise(E_BAD_TYPE, name, fixnum(P_VAR_INTERN));
  return varLookup(ns, name);
}
/** Removes a var from its namespace: from the table (the slot's run is rehashed) and from the chain. */
export function prim_var_unintern(v: u64): u64 {
  if (!isType(v, T_VAR)) return badVar(v);
  const ns = load<u64>(addressOf(v) + VAR_NS), name = load<u64>(addressOf(v) + VAR_NAME);
  lock(C_VAR_LOCK);
  const table = load<u32>(C_VAR_TABLE), mask = load<u32>(C_VAR_CAP) - 1;
  const slot = varSlot(table, mask + 1, ns, name);
  if (load<u32>(slot) == addressOf(v)) {
    store<u32>(slot, 0);
    store<u32>(C_VAR_COUNT, load<u32>(C_VAR_COUNT) - 1);
    for (let i = ((slot - table) >> 2) + 1; load<u32>(table + ((i & mask) << 2)) != 0; i++) {
      const at = table + ((i & mask) << 2);
      const moved = load<u32>(at);
      store<u32>(at, 0);
      store<u32>(varSlot(table, mask + 1, load<u64>(moved + VAR_NS), load<u64>(moved + VAR_NAME)), moved);
    }
    const namespace = findNamespace(ns);
    let link = addressOf(namespace) + NAMESPACE_VARS;
    while (load<u64>(link) != v) link = addressOf(load<u64>(link)) + VAR_NEXT;
    atomic.store<u64>(link, load<u64>(addressOf(v) + VAR_NEXT));
  }
  unlock(C_VAR_LOCK);
  return NIL;
}

export function prim_namespace_p(w: u64): u64 { return truth(isType(w, T_NAMESPACE)); }
export function prim_ns_find(name: u64): u64 { return isType(name, T_SYMBOL) ? findNamespace(baseSymbol(name)) : badNs(name); }
export function prim_ns_create(name: u64): u64 {
  if (!isType(name, T_SYMBOL)) return badNs(name);
  lock(C_VAR_LOCK);
  const w = namespaceNamed(baseSymbol(name));
  unlock(C_VAR_LOCK);
  return w;
}
function listCons(first: u64, rest: u64, count: i64): u64 {
  const a = alloc(T_LIST, 4, 0);
  initField(a, LIST_FIRST, first);
  initField(a, LIST_REST, rest);
  initField(a, LIST_COUNT, fixnum(count));
  initField(a, LIST_META, NIL);
  return pointer(T_LIST, a);
}
export function prim_ns_all(): u64 {
  let out = load<u64>(ROOT_EMPTY_LIST), n: i64 = 0;
  for (let w = load<u64>(C_NAMESPACES); isType(w, T_NAMESPACE); w = load<u64>(addressOf(w) + NAMESPACE_NEXT)) out = listCons(w, out, ++n);
  return out;
}
export function prim_ns_vars(ns: u64): u64 {
  if (!isType(ns, T_NAMESPACE)) return badNs(ns);
  let out = load<u64>(ROOT_EMPTY_LIST), n: i64 = 0;
  for (let w = load<u64>(addressOf(ns) + NAMESPACE_VARS); isType(w, T_VAR); w = load<u64>(addressOf(w) + VAR_NEXT)) out = listCons(w, out, ++n);
  return out;
}
export function prim_ns_name(ns: u64): u64 { return isType(ns, T_NAMESPACE) ? cellGet(ns, NAMESPACE_NAME) : badNs(ns); }
export function prim_ns_aliases(ns: u64): u64 { return isType(ns, T_NAMESPACE) ? cellGet(ns, NAMESPACE_ALIASES) : badNs(ns); }
export function prim_ns_set_aliases(ns: u64, m: u64): u64 { return isType(ns, T_NAMESPACE) ? cellSet(ns, NAMESPACE_ALIASES, m) : badNs(ns); }
export function prim_ns_refers(ns: u64): u64 { return isType(ns, T_NAMESPACE) ? cellGet(ns, NAMESPACE_REFERS) : badNs(ns); }
export function prim_ns_set_refers(ns: u64, m: u64): u64 { return isType(ns, T_NAMESPACE) ? cellSet(ns, NAMESPACE_REFERS, m) : badNs(ns); }
export function prim_ns_meta(ns: u64): u64 { return isType(ns, T_NAMESPACE) ? cellGet(ns, NAMESPACE_META) : badNs(ns); }
export function prim_ns_set_meta(ns: u64, m: u64): u64 { return isType(ns, T_NAMESPACE) ? cellSet(ns, NAMESPACE_META, m) : badNs(ns); }
/** Unlinks a namespace; its vars stay valid for code that holds them. */
export function prim_ns_remove(name: u64): u64 {
  if (!isType(name, T_SYMBOL)) return badNs(name);
  lock(C_VAR_LOCK);
  const target = findNamespace(baseSymbol(name));
  if (target != NIL) {
    let link = C_NAMESPACES;
    while (load<u64>(link) != target) link = addressOf(load<u64>(link)) + NAMESPACE_NEXT;
    atomic.store<u64>(link, load<u64>(addressOf(target) + NAMESPACE_NEXT));
  }
  unlock(C_VAR_LOCK);
  return target;
}
