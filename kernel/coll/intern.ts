/**
 * Interned strings, symbols and keywords: one object in the shared heap for each spelling, for all executors, so that
 * equality of names is identity of words. Three tables, weak (kernel/gc/intern.ts drops unmarked entries after a marking):
 *
 *   table: u32 address per slot; 0 empty, 1 deleted; open addressing, size a power of two
 *   count: slots in use, deleted ones included; above three quarters the table is remade
 *
 * control.internLock guards all of it. Symbols and keywords refer to interned strings, which they thereby keep.
 */
import {
  C_INTERN_LOCK, C_KEYWORD_TABLE, C_STRING_TABLE, C_SYMBOL_TABLE, E_OUT_OF_MEMORY, F_RAW, NIL, SYMBOL_BASE, SYMBOL_HASH, SYMBOL_META,
  SYMBOL_NAME, SYMBOL_NS, T_KEYWORD, T_STRING, T_SYMBOL,
} from "../generated/spec";
import { allocBlock, allocShared, DELETED, freeBlock, lock, unlock } from "../gc";
import { hashCombine } from "../object/hash";
import { isShared, resolve } from "../object/header";
import { raise } from "../object/raise";
import {
  STRING_HASH, STRING_LENGTH, STRING_UNITS, stringHash, stringJavaHash, stringLength, stringsEqual, stringUnits, stringUnitsHash,
  stringWords,
} from "../object/string";
import { addressOf, fixnum, fixnumValue, pointer } from "../object/word";

// The three control fields of a table stand one after the other.
const COUNT: u32 = 8;
const CAP: u32 = 16;
const FIRST_CAP: u32 = 1024;

/** Hash by which an entry of a table is filed. */
function hashOfEntry(table: u32, a: u32): u32 {
  return table == C_STRING_TABLE ? stringHash(pointer(T_STRING, a)) : <u32>fixnumValue(load<u64>(a + SYMBOL_HASH));
}

/** Makes room for one more entry; false when memory is exhausted. */
function reserve(table: u32): boolean {
  const cap = load<u32>(table + CAP);
  if (4 * (load<u32>(table + COUNT) + 1) <= 3 * cap) return true;
  const old = load<u32>(table);
  let live: u32 = 0;
  for (let i: u32 = 0; i < cap; i++) if (load<u32>(old + (i << 2)) > DELETED) live++;
  let wanted: u32 = max<u32>(FIRST_CAP, cap);
  while (live << 1 >= wanted) wanted <<= 1;
  const block = allocBlock(wanted << 2);
  if (block == 0) return false;
  memory.fill(block, 0, wanted << 2);
  for (let i: u32 = 0; i < cap; i++) {
    const a = load<u32>(old + (i << 2));
    if (a <= DELETED) continue;
    let at = hashOfEntry(table, a) & (wanted - 1);
    while (load<u32>(block + (at << 2)) != 0) at = (at + 1) & (wanted - 1);
    store<u32>(block + (at << 2), a);
  }
  store<u32>(table, block);
  store<u32>(table + COUNT, live);
  store<u32>(table + CAP, wanted);
  if (old != 0) freeBlock(old, cap << 2);
  return true;
}

/** Files a new entry; reserve() has answered true under the same lock. */
function put(table: u32, hash: u32, a: u32): void {
  const mask = load<u32>(table + CAP) - 1;
  const slots = load<u32>(table);
  let at = hash & mask;
  while (load<u32>(slots + (at << 2)) != 0) at = (at + 1) & mask;
  store<u32>(slots + (at << 2), a);
  store<u32>(table + COUNT, load<u32>(table + COUNT) + 1);
}

function findString(s: u64): u32 {
  const cap = load<u32>(C_STRING_TABLE + CAP);
  if (cap == 0) return 0;
  const slots = load<u32>(C_STRING_TABLE);
  const hash = stringHash(s);
  for (let at = hash & (cap - 1); ; at = (at + 1) & (cap - 1)) {
    const a = load<u32>(slots + (at << 2));
    if (a == 0) return 0;
    if (a > DELETED && stringsEqual(s, pointer(T_STRING, a))) return a;
  }
  return 0;
}

/** The interned symbol or keyword of these interned strings. */
function findNamed(table: u32, hash: u32, ns: u64, name: u64): u32 {
  const cap = load<u32>(table + CAP);
  if (cap == 0) return 0;
  const slots = load<u32>(table);
  for (let at = hash & (cap - 1); ; at = (at + 1) & (cap - 1)) {
    const a = load<u32>(slots + (at << 2));
    if (a == 0) return 0;
    if (a > DELETED && load<u64>(a + SYMBOL_NAME) == name && load<u64>(a + SYMBOL_NS) == ns) return a;
  }
  return 0;
}

/** The interned string equal to s, made if need be; NIL when memory is exhausted. Under the lock. */
function stringLocked(s: u64): u64 {
  const there = findString(s);
  if (there != 0) return pointer(T_STRING, there);
  if (!reserve(C_STRING_TABLE)) return NIL;
  let a = addressOf(resolve(s));
  if (!isShared(a)) {
    const n = stringLength(s);
    const words = stringWords(n);
    a = allocShared(T_STRING, words, F_RAW);
    if (a == 0) return NIL;
    store<u64>(a + (words << 3), 0);
    store<u32>(a, n, STRING_LENGTH);
    store<u32>(a, stringHash(s), STRING_HASH);
    memory.copy(a + STRING_UNITS, stringUnits(s), 2 * n);
  }
  put(C_STRING_TABLE, stringHash(s), a);
  return pointer(T_STRING, a);
}

/** Symbol.hasheq. */
function symbolHash(ns: u64, name: u64): u32 { return hashCombine(stringUnitsHash(name), ns == NIL ? 0 : stringJavaHash(ns)); }

/** The symbol or keyword; NIL when memory is exhausted. Under the lock. */
function namedLocked(type: u32, ns: u64, name: u64): u64 {
  const table = type == T_SYMBOL ? C_SYMBOL_TABLE : C_KEYWORD_TABLE;
  const hash = symbolHash(ns, name) + (type == T_KEYWORD ? 0x9e3779b9 : 0);
  const space = ns == NIL ? NIL : stringLocked(ns);
  const own = stringLocked(name);
  if (own == NIL || (space == NIL && ns != NIL)) return NIL;
  const there = findNamed(table, hash, space, own);
  if (there != 0) return pointer(type, there);
  if (!reserve(table)) return NIL;
  const a = allocShared(type, type == T_SYMBOL ? 5 : 3, 0);
  if (a == 0) return NIL;
  // Both types begin alike: ns, name, hash.
  store<u64>(a + SYMBOL_NS, space);
  store<u64>(a + SYMBOL_NAME, own);
  store<u64>(a + SYMBOL_HASH, fixnum(<i64><i32>hash));
  if (type == T_SYMBOL) {
    store<u64>(a + SYMBOL_META, NIL);
    store<u64>(a + SYMBOL_BASE, NIL);
  }
  put(table, hash, a);
  return pointer(type, a);
}

/** The interned string equal to the string s, or THROW. */
export function internString(s: u64): u64 {
  lock(C_INTERN_LOCK);
  const w = stringLocked(s);
  unlock(C_INTERN_LOCK);
  return w == NIL ? raise(E_OUT_OF_MEMORY) : w;
}

function intern(type: u32, ns: u64, name: u64): u64 {
  lock(C_INTERN_LOCK);
  const w = namedLocked(type, ns, name);
  unlock(C_INTERN_LOCK);
  return w == NIL ? raise(E_OUT_OF_MEMORY) : w;
}
/** ns: a string or NIL; name: a string. The word, or THROW when memory is exhausted. */
export function internSymbol(ns: u64, name: u64): u64 { return intern(T_SYMBOL, ns, name); }
export function internKeyword(ns: u64, name: u64): u64 { return intern(T_KEYWORD, ns, name); }

/** The keyword if it has been interned, else NIL. */
export function findKeyword(ns: u64, name: u64): u64 {
  lock(C_INTERN_LOCK);
  const n = findString(name);
  const s = ns == NIL ? 0 : findString(ns);
  let a: u32 = 0;
  if (n != 0 && (ns == NIL || s != 0)) {
    a = findNamed(C_KEYWORD_TABLE, symbolHash(ns, name) + 0x9e3779b9, ns == NIL ? NIL : pointer(T_STRING, s), pointer(T_STRING, n));
  }
  unlock(C_INTERN_LOCK);
  return a == 0 ? NIL : pointer(T_KEYWORD, a);
}
