/** How primitives fail: `return raise(E_INDEX, i, n)`. The interpreter makes the exception object. */
import { NIL, THROW } from "../generated/spec";
import { setError } from "../mem/registers";

export function raise(code: u32, a: u64 = NIL, b: u64 = NIL): u64 {
  setError(code, a, b);
  return THROW;
}
