/** Invariants 23, 24: the arena's table, interning tables, global roots. */
import {
  C_ARENA_BYTES, C_ARENA_CAP, C_ARENA_FREE, C_KEYWORD_CAP, C_KEYWORD_TABLE, C_NAMESPACES, C_ROOT_LIST, C_STRING_CAP, C_STRING_TABLE, C_SYMBOL_CAP,
  C_SYMBOL_TABLE, C_TYPE_CAP, C_TYPE_TABLE, EXECUTORS, ROOTS, T_KEYWORD, T_STRING, T_SYMBOL,
} from "../generated/spec";
import { arenaEntry } from "../gc/arena";
import { DELETED } from "../gc/intern";
import { blockSize } from "../mem/blocks";
import { control } from "../mem/control";
import { broken } from "./report";
import { checkSharedTarget, checkSharedWord, checkSharedWords } from "./word";

export function checkTables(): bool {
  if (!checkArena() || !checkSharedWords(ROOTS, EXECUTORS) || !checkSharedWord(load<u64>(C_NAMESPACES), C_NAMESPACES)) return false;
  const types = control(C_TYPE_TABLE);
  if (types != 0 && !checkSharedWords(types, types + 8 * control(C_TYPE_CAP))) return false;
  for (let b = control(C_ROOT_LIST); b != 0; b = load<u32>(b)) if (!checkSharedWord(load<u64>(b, 8), b)) return false;
  return checkInterned(C_SYMBOL_TABLE, C_SYMBOL_CAP, T_SYMBOL) && checkInterned(C_KEYWORD_TABLE, C_KEYWORD_CAP, T_KEYWORD)
    && checkInterned(C_STRING_TABLE, C_STRING_CAP, T_STRING);
}

function checkInterned(table: u32, cap: u32, type: u32): bool {
  const t = control(table);
  for (let i: u32 = 0, n = t == 0 ? <u32>0 : control(cap); i < n; i++) {
    const a = load<u32>(t + 4 * i);
    if (a > DELETED && !checkSharedTarget(a, type, t + 4 * i, 23)) return false;
  }
  return true;
}

/** Entries in use have references and bytes; the rest stand on the free list; the sum is right. */
function checkArena(): bool {
  let bytes: u32 = 0, free: u32 = 0, listed: u32 = 0;
  const cap = control(C_ARENA_CAP);
  for (let h: u32 = 1; h < cap; h++) {
    const e = arenaEntry(h);
    if (load<u32>(e) == 0) {
      free++;
      continue;
    }
    if (load<u32>(e, 8) == 0) return broken(22, e, h);
    bytes += blockSize(max(load<u32>(e, 4), 1));
  }
  for (let h = control(C_ARENA_FREE); h != 0; h = load<u32>(arenaEntry(h), 12)) {
    if (h >= cap || load<u32>(arenaEntry(h)) != 0 || ++listed > free) return broken(22, h, listed);
  }
  return (listed == free && bytes == control(C_ARENA_BYTES)) || broken(22, bytes, control(C_ARENA_BYTES));
}
