/** Objects of two words: ratios, decimals, regular expressions and the like. Their fields stand one after the other behind the header. */
import { alloc } from "../gc";
import { initField } from "../object/header";
import { pointer } from "../object/word";

// @ts-ignore: decorator
@inline export function newPair(type: u32, first: u64, second: u64): u64 {
  const a = alloc(type, 2, 0);
  initField(a, 8, first);
  initField(a, 16, second);
  return pointer(type, a);
}
