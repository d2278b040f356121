/** Where the checker puts what it finds: the first violation counts. */
import { C_CHECK_A, C_CHECK_B, C_CHECK_CODE } from "../generated/spec";
import { control, setControl } from "../mem/control";

/** Notes a violation of invariant `code` at address a; false, to be returned at once. */
export function broken(code: u32, a: u32, b: u32 = 0): bool {
  if (control(C_CHECK_CODE) == 0) {
    setControl(C_CHECK_CODE, code);
    setControl(C_CHECK_A, a);
    setControl(C_CHECK_B, b);
  }
  return false;
}
export function startReport(): void {
  setControl(C_CHECK_CODE, 0);
  setControl(C_CHECK_A, 0);
  setControl(C_CHECK_B, 0);
}
export function found(): u32 { return control(C_CHECK_CODE); }
