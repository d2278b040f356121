/** Header flags that objects of a type carry. */
import { C_TYPE_TABLE, F_CELL, FIRST_USER_TYPE, kernelTypeFlags, TYPE_FLAGS } from "../generated/spec";
import { control } from "../mem/control";
import { addressOf, isPointer } from "../object/word";

/** `flags` of a TYPE object: instances have mutable fields. */
const TYPE_MUTABLE: u64 = 2 << 3;

/** F_RAW and F_CELL of a type; 0xffffffff for an id that no type has. */
export function typeFlags(type: u32): u32 {
  if (type < FIRST_USER_TYPE) return kernelTypeFlags(type);
  const t = typeWord(type);
  return isPointer(t) ? ((load<u64>(addressOf(t) + TYPE_FLAGS) & TYPE_MUTABLE) != 0 ? F_CELL : 0) : 0xffffffff;
}

/** The TYPE object of an id: control.typeTable is an array of words indexed by id. */
function typeWord(type: u32): u64 {
  const table = control(C_TYPE_TABLE);
  return table != 0 ? load<u64>(table + 8 * type) : 0;
}
