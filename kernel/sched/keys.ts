/**
 * The running actor's sets of pids and references: links (pid -> true), monitors it has made (ref -> target), monitors on it
 * (ref -> [owner name]). Persistent maps in root fields of the actor block, nil when empty.
 */
import { MAP_ENTRY_KEY, NIL, ROOT_EMPTY_ARRAY_MAP, TRUE } from "../generated/spec";
import { prim_assoc, prim_contains, prim_count, prim_dissoc, prim_first, prim_get, prim_next, prim_seq } from "../coll/prims";
import { actor } from "../mem/registers";
import { addressOf, fixnum } from "../object/word";

export function hasKey(field: u32, key: u64): bool {
  const map = load<u64>(actor + field);
  return map != NIL && prim_contains(map, key) == TRUE;
}
export function valueOf(field: u32, key: u64): u64 {
  const map = load<u64>(actor + field);
  return map == NIL ? NIL : prim_get(map, key);
}
export function addKey(field: u32, key: u64, value: u64): void {
  const map = load<u64>(actor + field);
  store<u64>(actor + field, prim_assoc(map == NIL ? load<u64>(ROOT_EMPTY_ARRAY_MAP) : map, key, value));
}
export function removeKey(field: u32, key: u64): void {
  const map = load<u64>(actor + field);
  if (map == NIL) return;
  const rest = prim_dissoc(map, key);
  store<u64>(actor + field, prim_count(rest) == fixnum(0) ? NIL : rest);
}
/** A seq of entries, or nil; with nextEntry, entryKey and entryValue a loop. */
export function entries(field: u32): u64 {
  const map = load<u64>(actor + field);
  return map == NIL ? NIL : prim_seq(map);
}
export function nextEntry(seq: u64): u64 { return prim_next(seq); }
export function entryKey(seq: u64): u64 { return load<u64>(addressOf(prim_first(seq)) + MAP_ENTRY_KEY); }
export function entryValue(seq: u64): u64 { return load<u64>(addressOf(prim_first(seq)) + MAP_ENTRY_KEY + 8); }
