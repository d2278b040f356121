/**
 * Weak tables of interned objects: after marking, entries whose object is unmarked are dropped.
 *
 * A table is an array of u32 object addresses (cap of them, a power of two), open addressing: 0 empty, 1 deleted. The count
 * field includes deleted entries, so that a table is remade in time.
 */
import { C_KEYWORD_CAP, C_KEYWORD_TABLE, C_STRING_CAP, C_STRING_TABLE, C_SYMBOL_CAP, C_SYMBOL_TABLE, F_MARK } from "../generated/spec";
import { control } from "../mem/control";
import { flagsOf } from "../object/header";
import { colour } from "./shared";

export const DELETED: u32 = 1;

export function sweepInterned(): void {
  sweepTable(control(C_SYMBOL_TABLE), control(C_SYMBOL_CAP));
  sweepTable(control(C_KEYWORD_TABLE), control(C_KEYWORD_CAP));
  sweepTable(control(C_STRING_TABLE), control(C_STRING_CAP));
}

function sweepTable(table: u32, cap: u32): void {
  if (table == 0) return;
  for (let p = table, end = table + 4 * cap; p < end; p += 4) {
    const a = load<u32>(p);
    if (a > DELETED && (flagsOf(a) & F_MARK) != colour()) store<u32>(p, DELETED);
  }
}
