/**
 * The running actor's sets of pids and references: links (pid -> true), monitors it has made (ref -> target), monitors on it
 * (ref -> [owner name]), in root fields of the actor block: nil when empty, a NODE [key value] for a single one (a call makes one
 * and takes it back), else a persistent map. Keys are immediates: equal if they are the same word.
 */
import { MAP_ENTRY_KEY, NIL, NODE_WORDS, ROOT_EMPTY_ARRAY_MAP, T_NODE, TRUE } from "../generated/spec";
import { prim_assoc, prim_contains, prim_count, prim_dissoc, prim_first, prim_get, prim_next, prim_seq } from "../coll/prims";
import { newPair } from "../coll/pair";
import { actor } from "../mem/registers";
import { addressOf, fixnum, isType } from "../object/word";

// @ts-ignore: decorator
@inline function keyOf(single: u64): u64 { return load<u64>(addressOf(single) + NODE_WORDS); }
// @ts-ignore: decorator
@inline function valueIn(single: u64): u64 { return load<u64>(addressOf(single) + NODE_WORDS + 8); }

export function hasKey(field: u32, key: u64): bool {
  const all = load<u64>(actor + field);
  if (all == NIL) return false;
  return isType(all, T_NODE) ? keyOf(all) == key : prim_contains(all, key) == TRUE;
}
export function valueOf(field: u32, key: u64): u64 {
  const all = load<u64>(actor + field);
  if (all == NIL) return NIL;
  if (!isType(all, T_NODE)) return prim_get(all, key);
  return keyOf(all) == key ? valueIn(all) : NIL;
}
export function addKey(field: u32, key: u64, value: u64): void {
  const all = load<u64>(actor + field), single = isType(all, T_NODE);
  if (all == NIL || (single && keyOf(all) == key)) {
    store<u64>(actor + field, newPair(T_NODE, key, value));
  } else {
    const map = single ? prim_assoc(load<u64>(ROOT_EMPTY_ARRAY_MAP), keyOf(all), valueIn(all)) : all;
    store<u64>(actor + field, prim_assoc(map, key, value));
  }
}
export function removeKey(field: u32, key: u64): void {
  const all = load<u64>(actor + field);
  if (all == NIL) return;
  if (isType(all, T_NODE)) {
    if (keyOf(all) == key) store<u64>(actor + field, NIL);
    return;
  }
  const rest = prim_dissoc(all, key);
  store<u64>(actor + field, prim_count(rest) == fixnum(0) ? NIL : rest);
}
/** A seq of entries, or nil; with nextEntry, entryKey and entryValue a loop. */
export function entries(field: u32): u64 {
  const all = load<u64>(actor + field);
  return all == NIL || isType(all, T_NODE) ? all : prim_seq(all);
}
export function nextEntry(seq: u64): u64 { return isType(seq, T_NODE) ? NIL : prim_next(seq); }
export function entryKey(seq: u64): u64 { return isType(seq, T_NODE) ? keyOf(seq) : load<u64>(addressOf(prim_first(seq)) + MAP_ENTRY_KEY); }
export function entryValue(seq: u64): u64 { return isType(seq, T_NODE) ? valueIn(seq) : load<u64>(addressOf(prim_first(seq)) + MAP_ENTRY_KEY + 8); }
